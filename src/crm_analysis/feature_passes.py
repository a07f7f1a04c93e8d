"""Features of very many customers, a part of them at a time."""

import datetime
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.features import EVERYBODY, NOBODY, read_evidence_by_day

CUSTOMERS_A_PASS = 500_000


def read_features_in_passes(
    database: Database,
    as_of: datetime.date,
    customers_a_pass: int = CUSTOMERS_A_PASS,
) -> Iterator[pd.DataFrame]:
    """Read features and patterns of everybody, some customers after the others.

    Each pass reads the purchases anew and keeps those of its customers, so memory
    grows with `customers_a_pass` only. Whose turn it is is decided by a fixed shuffle
    of the keys, the same on every engine.

    Parameters
    ----------
    database : Database
        Where the orders are.
    as_of : date
        The first day that is not known.
    customers_a_pass : int
        About how many customers to read at once.

    Yields
    ------
    DataFrame, one row a customer with a purchase before `as_of`, by ``customer_id``
        The columns of `read_features` and `read_purchase_patterns`, the customers in
        order; each customer is in one pass. No pass is without customers, unless
        there are none at all.

    Examples
    --------
    >>> import datetime
    >>> from crm_analysis.database import in_memory
    >>> with in_memory() as database:
    ...     passes = read_features_in_passes(database, datetime.date(2025, 1, 1))
    ...     [len(features) for features in passes]
    [0]
    """
    (counts,) = database.read("queries/known_customers", as_of=as_of).to_pylist()
    yield from features_in_passes(
        database, as_of, counts["customers"], customers_a_pass
    )


def features_in_passes(
    database: Database,
    as_of: datetime.date,
    customers: int,
    customers_a_pass: int,
) -> Iterator[pd.DataFrame]:
    """Read the same, where it is known already how many customers there are."""
    for skipped, sample in shares(customers, customers_a_pass):
        rows = read_evidence_by_day(database, [as_of], as_of, sample, skipped)
        if len(rows) or not customers:
            yield rows.droplevel("as_of")
        del rows  # or two passes would be held


def shares(customers: int, customers_a_pass: int) -> Iterator[tuple[int, int]]:
    """Cut the shuffle of all keys into shares of about so many customers.

    >>> list(shares(900, customers_a_pass=1000))
    [(-65536, 65536)]
    >>> list(shares(2001, customers_a_pass=1000))
    [(-65536, 21845), (21845, 43690), (43690, 65536)]
    """
    passes = min(EVERYBODY, max(1, -(-customers // customers_a_pass)))
    inner = (EVERYBODY * number // passes for number in range(1, passes))
    yield from pairwise([NOBODY, *inner, EVERYBODY])

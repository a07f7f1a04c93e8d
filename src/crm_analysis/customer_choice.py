"""Which customer a report on one customer is about."""

import datetime

from crm_analysis.customer_card import find_customer
from crm_analysis.database import Database


def choose_customer(
    database: Database, as_of: datetime.date, segment: str = "all", name: str = "first"
) -> int | None:
    """Return our id of the customer that a report is about.

    Parameters
    ----------
    name : str
        A pseudonym or an id; or ``first``: of those in the segment who have bought
        before `as_of`, the one whose pseudonym comes first in the alphabet. It says
        nothing about the customer, and is the same on every run.

    Returns
    -------
    int or None
        None if ``first`` is asked for and nobody has bought.

    Raises
    ------
    UsageError
        If nobody has the pseudonym.
    """
    if name != "first":
        return find_customer(database, name)
    rows = database.read(
        "queries/first_buyer", segment=segment, as_of=as_of
    ).to_pylist()
    return rows[0]["customer_id"] if rows else None

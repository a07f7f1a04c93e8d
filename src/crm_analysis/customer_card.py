"""One customer, now: profile, orders, contacts, and a score with its reasons.

Everything is found by an index, and the score comes from a model that was fitted
before, so the answer takes milliseconds however many customers there are; and an order
that came in a moment ago counts.
"""

import datetime
import re
from dataclasses import dataclass
from math import isnan

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.database.department import DepartmentDatabase, in_department
from crm_analysis.database.some_customers import OneCustomerDatabase
from crm_analysis.errors import UsageError
from crm_analysis.features import read_evidence_of_one
from crm_analysis.scoring_runs import ScoringRun

SOME_ROWS = 10
NO_RUN = (
    "There is no score: no scoring run is kept here; make one with `crm-analysis score"
    " --save`, or give one with --model FILE.json"
)
_ID = re.compile(r"[0-9]{1,18}")
_PSEUDONYM = re.compile(r"(?:[a-z2-7]{4}-){2}[a-z2-7]{4}")


@dataclass(frozen=True)
class CustomerCard:
    """What is known of one customer before a day, and what is expected from it on.

    Attributes
    ----------
    as_of : date
        The first day that is not looked at.
    profile : dict
        ``customer_id``, ``pseudonym``, ``birth_year``, ``gender``, ``country``,
        ``created_on``, ``source_system``; nothing that names the person.
    orders : list of dict, one an order, the newest first
        ``order_id``, ``ordered_on``, ``status``, ``currency``, ``net_amount``,
        ``counts_as_purchase``, ``counts_reason``.
    all_orders : int
        How many there are, of which `orders` are the newest.
    communications : list of dict, one a contact, the newest first
        ``communication_id``, ``occurred_at`` (UTC), ``channel``, ``direction``,
        ``outcome``.
    all_communications : int
        How many there are.
    score : dict
        ``probability`` of a purchase in the horizon that begins at `as_of`,
        ``chance_active``, ``expected_purchases``, ``expected_spend``, ``reasons`` and
        ``log_odds_...``, as in the scores of everybody; empty if there is none.
    run : ScoringRun or None
        The run whose model the score is from.
    notes : tuple of str
        Why there is no score, or what to know about it.
    """

    as_of: datetime.date
    profile: dict
    orders: list[dict]
    all_orders: int
    communications: list[dict]
    all_communications: int
    score: dict
    run: ScoringRun | None
    notes: tuple[str, ...]


def find_customer(database: Database, name: str) -> int:
    """Return our id of a customer who is named by id or by pseudonym.

    Parameters
    ----------
    name : str
        Digits, or a pseudonym as reports write it, such as ``6dtk-6c45-j4uf``.

    Raises
    ------
    UsageError
        If it is neither, or nobody has the pseudonym.
    """
    if _ID.fullmatch(name):
        return int(name)
    if not _PSEUDONYM.fullmatch(name.lower()):
        # What was typed may be a name or an address, so it is not repeated.
        raise UsageError(
            "got neither an id nor a pseudonym of a customer, expected one like 17 or"
            " 6dtk-6c45-j4uf; `crm-analysis customers --search TEXT` finds the id"
        )
    bound = {"pseudonym": name.lower()}
    found = database.read("queries/customer_of_pseudonym", bound).to_pylist()
    if not found:
        raise _unknown()
    return found[0]["customer_id"]


def first_day(run: ScoringRun | None, today: datetime.date) -> datetime.date:
    """Return the day to look from: the one after today, so that today's orders count.

    It is never before the day that the run was made for: its model knows what
    happened until then.
    """
    tomorrow = today + datetime.timedelta(days=1)
    return tomorrow if run is None else max(tomorrow, run.as_of)


def read_customer(
    database: Database,
    customer_id: int,
    run: ScoringRun | None,
    as_of: datetime.date,
    rows: int = SOME_ROWS,
) -> CustomerCard:
    """Read what is known of one customer, and score what is known by now.

    Where reading is of one snapshot, another one is begun first: what has been
    committed when this is called counts. Nothing is fitted, and nobody else's rows
    are looked at.

    Parameters
    ----------
    database : Database
        Where the customer is. What a purchase is, the run decides.
    customer_id : int
        Our id; `find_customer` knows it.
    run : ScoringRun or None
        From `read_run` or `read_run_file`, which is best kept for many customers;
        without one there is no score.
    as_of : date
        The first day that is not looked at, and the first of the horizon; not before
        the run's. `first_day` says which is usual.
    rows : int
        At most so many orders and communications.

    Raises
    ------
    UsageError
        If there is no such customer, or `as_of` is before the run's.
    """
    if run is not None and as_of < run.as_of:
        raise UsageError(
            f"as_of is {as_of}, but the model knows what happened until {run.as_of};"
            " give that day or a later one, or an earlier run"
        )
    database.renew()
    of_customer = {"customer_id": customer_id}
    profiles = database.read("queries/customer_profile", of_customer).to_pylist()
    if not profiles:
        raise _unknown()
    lists = {
        name: database.read(
            f"queries/customer_{name}", of_customer, as_of=as_of, row_limit=rows
        ).to_pylist()
        for name in ("orders", "communications")
    }
    score, notes = _score(database, customer_id, run, as_of)
    return CustomerCard(
        as_of=as_of,
        profile=profiles[0],
        all_orders=_count(lists["orders"], "all_orders"),
        orders=lists["orders"],
        all_communications=_count(lists["communications"], "all_contacts"),
        communications=lists["communications"],
        score=score,
        run=run,
        notes=notes,
    )


def read_contact(database: Database, customer_id: int) -> dict:
    """Read ``name``, ``email`` and ``phone`` of one customer: personal data.

    Raises
    ------
    UsageError
        If there is no such customer.
    """
    bound = {"customer_id": customer_id}
    rows = database.read("queries/customer_contact", bound).to_pylist()
    if not rows:
        raise _unknown()
    return rows[0]


def _count(rows: list[dict], name: str) -> int:
    """Take from each row how many there are in all, and return it."""
    return max([row.pop(name) for row in rows], default=0)


def _score(
    database: Database, customer_id: int, run: ScoringRun | None, as_of: datetime.date
) -> tuple[dict, tuple[str, ...]]:
    """Return the score and what to know about it; empty if there is none."""
    if run is None:
        return {}, (NO_RUN,)
    features = _read_features(database, customer_id, run, as_of)
    if features.empty:
        where = in_department(run.department)
        return {}, (
            f"There is no score before the first purchase{where}, and this customer has"
            f" none before {as_of}",
        )
    said = run.scorer.say(features)
    score = {
        name: values[0] if name == "reasons" else _number(values[0])
        for name, values in said.items()
    }
    days = (as_of - run.as_of).days
    if days <= run.horizon_days:
        return score, ()
    return score, (
        f"The model is {days:,} days old, which is more than its horizon of"
        f" {run.horizon_days:,}: score again",
    )


def _read_features(
    database: Database, customer_id: int, run: ScoringRun, as_of: datetime.date
) -> pd.DataFrame:
    if run.department != database.department:
        database = DepartmentDatabase(database, run.department)
    of_one = OneCustomerDatabase(database, customer_id, run.currency)
    return read_evidence_of_one(of_one, as_of)


def _number(value: float) -> float | None:
    """Return a number, or None where it is missing."""
    return None if isnan(value) else float(value)


def _unknown() -> UsageError:
    return UsageError(
        "no customer has this id or pseudonym;"
        " `crm-analysis customers --search TEXT` finds the id"
    )

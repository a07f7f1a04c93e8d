"""What the data are, and what was decided on them when they were loaded."""

import datetime
import hashlib
import json
from dataclasses import dataclass

import pandas as pd

from crm_analysis.database import Database

MOST_DROPPED = 0.01


def read_load_audit(database: Database) -> pd.DataFrame:
    """Read what came in, was kept, was dropped, and why.

    Returns
    -------
    DataFrame, one row a table and rule
        ``table``, ``rule``, ``rows_in``, ``rows_kept``, ``rows_dropped``,
        ``rows_affected`` and ``decision``, a sentence.
    """
    audit = database.read_frame("queries/load_audit")
    return audit.rename(columns={"table_name": "table"})


@dataclass(frozen=True)
class LoadJudgement:
    """What was left out when the data were loaded, in a sentence.

    Attributes
    ----------
    is_whole : bool
        Whether at most one row in a hundred was.
    sentence : str
        How many, of how many.
    """

    is_whole: bool
    sentence: str


def judge_load(audit: pd.DataFrame) -> LoadJudgement:
    """Judge a load by its audit.

    >>> tables = pd.DataFrame({"rule": ["all"], "rows_in": [200], "rows_dropped": [2]})
    >>> judge_load(tables).sentence
    '2 of 200 rows (1.0 %) were left out when the data were loaded.'
    """
    tables = audit[audit["rule"] == "all"]
    rows, dropped = int(tables["rows_in"].sum()), int(tables["rows_dropped"].sum())
    if not rows:
        return LoadJudgement(
            False, "No load is on record, so what was left out is not known."
        )
    if not dropped:
        return LoadJudgement(True, f"All {rows:,} rows that came in were kept.")
    share = dropped / rows
    return LoadJudgement(
        share <= MOST_DROPPED,
        f"{dropped:,} of {rows:,} rows ({100 * share:.1f} %) were left out when the"
        " data were loaded.",
    )


def read_order_quality(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> dict[str, int]:
    """Count what is missing or odd in the orders of a segment before a day.

    Returns
    -------
    dict
        ``orders``; of them ``not_purchases``, ``without_amount``, ``repeated`` (like
        another one in customer, moment, amount and status), ``other_day`` (whose day
        is not the one of their moment in UTC); ``days_since_last`` to `as_of`, or None.
    """
    (counts,) = database.read(
        "queries/order_quality", segment=segment, as_of=as_of
    ).to_pylist()
    last = counts.pop("last_ordered_on")
    return {
        **{name: int(count or 0) for name, count in counts.items()},
        "days_since_last": None if last is None else (as_of - last).days,
    }


def read_order_currencies(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> pd.DataFrame:
    """Count the orders of a segment before a day by currency, the most first.

    Returns
    -------
    DataFrame, one row a currency
        ``currency`` ("none" where no amount is known), ``orders``.
    """
    counts = database.read_frame(
        "queries/segment_currencies", segment=segment, as_of=as_of
    )
    return counts.assign(currency=counts["currency"].fillna("none"))


def read_notice(database: Database) -> str:
    """Return the sentence that every page must carry on where its data are from."""
    sentences = []
    for load in database.read("queries/data_loads").to_pylist():
        sentences.append(f"Data: {load['title']}; licence: {load['licence']}.")
        if load["orders_are_simulated"]:
            sentences.append("The purchases are made up, they are nobody's.")
        if load["contacts_are_synthetic"]:
            sentences.append(
                "Names, addresses, phones, birthdays and genders are synthetic: made"
                " up by a program, they are nobody's, and nothing about age or gender"
                " says anything about real people."
            )
    return " ".join(sentences)


def read_fingerprint(database: Database) -> str:
    """Return a short digest of all that reports read: equal data, equal digest.

    Where a department is chosen, what was bought from it is in the digest too.
    """
    (row,) = database.read("queries/data_fingerprint").to_pylist()
    (contacts,) = database.read("queries/contacts_fingerprint").to_pylist()
    row |= contacts
    if database.department != "all":
        (bought,) = database.read("queries/purchases_fingerprint").to_pylist()
        row = row | {"bought": bought}
    text = json.dumps(row, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]

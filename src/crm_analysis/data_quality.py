"""What the data are, and what was decided on them when they were loaded."""

import hashlib
import json

import pandas as pd

from crm_analysis.database import Database


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
    """Return a short digest of all customers and orders: equal data, equal digest.

    Where a department is chosen, what was bought from it is in the digest too.
    """
    (row,) = database.read("queries/data_fingerprint").to_pylist()
    if database.department != "all":
        (bought,) = database.read("queries/purchases_fingerprint").to_pylist()
        row = row | {"bought": bought}
    text = json.dumps(row, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]

"""People who were forgotten: deleted, left out of each load, and counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from crm_analysis.database import Database
from crm_analysis.database.definitions import arrow_schemas
from crm_analysis.database.statements import file_names
from crm_analysis.tombstones import Tombstones

RULE = "forgotten"
_DECISION = "Left out, with all that was of them: they asked to be forgotten."


class WithoutTheForgotten(Database):
    """A database that is being loaded, and takes everybody but the forgotten.

    Parameters
    ----------
    whole : Database
        What is loaded.
    tombstones : Tombstones
        Of those who were forgotten.

    Attributes
    ----------
    left_out : dict of str to list of int
        By source system, the ids of customers who were not loaded. What else was loaded
        of them is to be deleted by `delete_people`.
    """

    def __init__(self, whole: Database, tombstones: Tombstones) -> None:
        self.dialect, self.prefix = whole.dialect, whole.prefix
        self.left_out: dict[str, list[int]] = defaultdict(list)
        self._whole, self._tombstones = whole, tombstones
        self._pseudonyms: list[str] = []

    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table, less the customers who were forgotten."""
        if table == "customers" and self._tombstones.known:
            rows = self._known(rows)
        if table == "contact_list_members" and self._pseudonyms:
            gone = pc.is_in(rows["pseudonym"], pa.array(self._pseudonyms))
            rows = rows.filter(pc.invert(gone))
        self._whole.load(table, rows)

    def close(self) -> None:
        """Close the connection."""
        self._whole.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Make all that happens inside visible at once, or not at all."""
        return self._whole.transaction()

    def _known(self, customers: pa.Table) -> pa.Table:
        """Return the customers who were not forgotten."""
        names = ["id", "source_system", "source_id", "pseudonym"]
        is_kept = []
        for person in customers.select(names).to_pylist():
            system, key = person["source_system"], person["source_id"]
            is_kept.append(not self._tombstones.is_forgotten(system, key))
            if not is_kept[-1]:
                self.left_out[system].append(person["id"])
                self._pseudonyms.append(person["pseudonym"])
        return customers.filter(pa.array(is_kept, pa.bool_()))

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        return self._whole._read(statement, name, bound)

    def _run(self, statement: str, name: str) -> None:
        self._whole._run(statement, name)


def leave_out(database: Database, tombstones: Tombstones) -> Counter:
    """Delete the rows of people who were forgotten, before anybody loads them.

    Returns
    -------
    Counter
        As `delete_people`.
    """
    if not tombstones.known:
        return Counter()
    people = defaultdict(list)
    columns = ("id", "source_system", "source_id")
    query = exp.select(*columns).from_(exp.to_table(f"{database.prefix}customers"))
    for rows in database.stream_tree(query, "schema (customers)"):
        for person in rows.to_pylist():
            system = person["source_system"]
            if tombstones.is_forgotten(system, person["source_id"]):
                people[system].append(person["id"])
    return delete_people(database, people)


def delete_people(
    database: Database, people: Mapping[str, Iterable[int]], *, were_loaded: bool = True
) -> Counter:
    """Delete all rows of some people, and write down in ``load_audit`` how many.

    Parameters
    ----------
    database : Database
        Open to change rows, in a transaction.
    people : mapping of source system to ids of ours
        Whom.
    were_loaded : bool
        Whether they are in ``customers``; if not, they count as one row each.

    Returns
    -------
    Counter
        Rows by table; below 0 for ``load_audit``, which grows.
    """
    gone = Counter()
    for system, ids in people.items():
        numbers = sorted(ids)
        theirs = {
            "is_them": exp.column("id").isin(*numbers),
            "is_theirs": exp.column("customer_id").isin(*numbers),
        }
        found = database.read("privacy/forgotten_rows", **theirs).to_pylist()
        rows = {row["table_name"]: row["table_rows"] for row in found}
        if not were_loaded:
            rows["customers"] = len(numbers)
        for name in file_names("forgetting"):
            database.run(name, **theirs)
        gone.update(rows)
        gone["load_audit"] -= _write_down(database, system, rows)
    return gone


def _write_down(database: Database, system: str, rows: Mapping[str, int]) -> int:
    """Count in ``load_audit`` what is not there any more; return how many rows more."""
    audit = database.read_table("load_audit").to_pylist()
    known = {
        row["table_name"]
        for row in audit
        if (row["source_system"], row["rule"]) == (system, RULE)
    }
    for table, count in rows.items():
        if table in known:
            database.run(
                "privacy/more_forgotten_rows",
                source_system=system,
                table_name=table,
                row_count=count,
            )
    new = [
        {
            "source_system": system,
            "table_name": table,
            "rule": RULE,
            "rows_in": count,
            "rows_kept": 0,
            "rows_dropped": count,
            "rows_affected": count,
            "decision": _DECISION,
        }
        for table, count in rows.items()
        if count and table not in known
    ]
    schema = arrow_schemas()["load_audit"]
    database.load("load_audit", pa.Table.from_pylist(new, schema=schema))
    return len(new)

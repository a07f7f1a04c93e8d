"""Tables that outlive a load: who was forgotten, and which lists were exported."""

from collections.abc import Mapping

import pyarrow as pa

from crm_analysis.database import Database, connect, holds_anything
from crm_analysis.database.definitions import arrow_schemas, tables
from crm_analysis.errors import (
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
    MissingTableError,
)

KEPT = ("tombstones", "contact_exports", "contact_list_members")


def read_kept(url: str | None) -> dict[str, list[dict]]:
    """Read from the database that is to be replaced what the new one has to keep.

    Nothing is kept of what is not ours, or is older than these tables.

    Raises
    ------
    DatabaseBusyError
        If another process is writing to it.
    """
    nothing = {name: [] for name in KEPT}
    if not holds_anything(url):
        return nothing
    try:
        with connect(url, any_version=True) as old:
            return {name: _read(old, name) for name in KEPT}
    except DatabaseBusyError:
        raise
    except CrmAnalysisError:
        return nothing


def put_back(database: Database, kept: Mapping[str, list[dict]]) -> None:
    """Load what was kept, but for what is there: a copy brings its own along."""
    keys = {table.name: table.key for table in tables()}
    for name, rows in ((name, rows) for name, rows in kept.items() if rows):
        there = {_key(row, keys[name]) for row in database.read_table(name).to_pylist()}
        new = [row for row in rows if _key(row, keys[name]) not in there]
        if new:
            rows_of = pa.Table.from_pylist(new, schema=arrow_schemas()[name])
            database.load(name, rows_of)


def require_unchanged(url: str | None, kept: Mapping[str, list[dict]]) -> None:
    """Refuse to take the place of a database in which somebody was forgotten meanwhile.

    Raises
    ------
    DatabaseBusyError
        If so; the old database is still there.
    """
    if read_kept(url) != kept:
        raise DatabaseBusyError(
            "somebody was forgotten, or a contact list exported, while the data were"
            " loaded; nothing was changed, load again"
        )


def _read(old: Database, name: str) -> list[dict]:
    try:
        rows = old.read_table(name).to_pylist()
    except (MissingTableError, DataRefusedError):
        return []
    return sorted(rows, key=repr)


def _key(row: dict, names: tuple[str, ...]) -> tuple:
    return tuple(row[name] for name in names)

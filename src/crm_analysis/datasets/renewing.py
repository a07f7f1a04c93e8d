"""Renewing: a database that holds a data set already is given what has changed."""

from collections.abc import Callable, Iterator

import pyarrow as pa

from crm_analysis.database import Database, change_rows, renewing
from crm_analysis.database.address import parse_address
from crm_analysis.database.definitions import Defined, tables
from crm_analysis.database.row_changes import TableChanges
from crm_analysis.datasets.dataset import Progress, RenewedDataset
from crm_analysis.datasets.kept_tables import KEPT
from crm_analysis.errors import MissingTableError
from crm_analysis.pseudonyms import pseudonyms
from crm_analysis.tombstones import read_tombstones

# Above this share of rows it is quicker to write all of them anew: measured where a
# third took 30 CPU seconds, everything 24 and a hundredth 11 (docs/connectors.md).
MOST_CHANGED_SHARE = 1 / 5
_STAY = {*KEPT, "schema_versions"}


class _TooMuchChangedError(Exception):
    """The database is to be replaced as a whole."""


def renew(
    dataset: RenewedDataset,
    url: str | None,
    record: pa.Table,
    progress: Progress,
    check: Callable[[Database], None],
) -> bool:
    """Write and delete the rows of a database that differ from those of a data set.

    Parameters
    ----------
    dataset : RenewedDataset
        What the database has to become.
    url : str or None
        A database of today's schema that holds an earlier load of it.
    record : Table
        The rows of ``data_loads``.
    progress : callable
        Is told what was written in a line a table.
    check : callable
        Refuses what breaks a promise, before anybody else sees it.

    Returns
    -------
    bool
        False if nothing was done, as too many rows have changed, or the engine or the
        key of pseudonyms asks for all of them.
    """
    if parse_address(url).engine == "spark":
        return False
    try:
        with renewing(url) as database:
            _require_same_key(database, dataset.name)
            changes = _changes(dataset, database, record, progress)
            change_rows(url, database, changes)
            check(database)
    except _TooMuchChangedError:
        return False
    return True


def _require_same_key(database: Database, system: str) -> None:
    rows = database.read("queries/one_pseudonym", source_system=system).to_pylist()
    expected = pseudonyms(system, [row["source_id"] for row in rows])
    if [row["pseudonym"] for row in rows] != expected:
        raise _TooMuchChangedError


def _changes(
    dataset: RenewedDataset, database: Database, record: pa.Table, progress: Progress
) -> list[TableChanges]:
    """Return what has to be done with each table, in build order."""
    known = database.read_table("tombstones").to_pylist()
    try:
        dataset.take_up(database, read_tombstones(known), progress, only_changes=True)
    except MissingTableError:
        raise _TooMuchChangedError from None
    changes, changed, same = [], 0, 0
    for table in tables():
        found = dataset.difference(table)
        if found:
            changes.append(found.changes)
            changed, same = changed + found.changed, same + found.as_they_were
            progress(
                f"{table.name}: {found.changed:,} rows changed,"
                f" {found.as_they_were:,} as they were"
            )
        elif table.name not in _STAY:
            changes.append(_written_anew(dataset, table, record))
    if changed > MOST_CHANGED_SHARE * (changed + same):
        progress("many rows changed: all are written anew")
        raise _TooMuchChangedError
    return changes


def _written_anew(
    dataset: RenewedDataset, table: Defined, record: pa.Table
) -> TableChanges:
    """Return that a table is emptied, and filled where a load fills it."""
    rows = {"load_audit": dataset.audit, "data_loads": lambda: record}

    def written() -> Iterator[pa.Table]:
        if table.name in rows:
            yield rows[table.name]()

    return TableChanges(table, written=written, is_emptied=True)

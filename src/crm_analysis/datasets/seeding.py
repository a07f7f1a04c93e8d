"""Seeding: a data set becomes a database, whole or not at all."""

import datetime
from collections import Counter
from contextlib import suppress
from typing import TypeGuard

import pyarrow as pa

from crm_analysis.database import Database, connect, holds_anything, replacing
from crm_analysis.database.address import parse_address
from crm_analysis.database.schema_versions import (
    read_version,
    wanted_version,
    what_to_do,
)
from crm_analysis.database.statements import file_names
from crm_analysis.datasets.dataset import Dataset, Progress, RenewedDataset
from crm_analysis.datasets.forgotten import WithoutTheForgotten, delete_people
from crm_analysis.datasets.kept_tables import put_back, read_kept, require_unchanged
from crm_analysis.datasets.renewing import renew
from crm_analysis.errors import (
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
    SchemaVersionError,
)
from crm_analysis.tombstones import Tombstones, read_tombstones


def seed(
    dataset: Dataset,
    url: str | None,
    *,
    now: datetime.datetime,
    progress: Progress,
    again: bool = False,
) -> bool:
    """Put a data set into a database, in place of what is there.

    Parameters
    ----------
    dataset : Dataset
        What to load.
    url : str or None
        The database, as `connect` takes it.
    now : datetime
        The moment of the load, UTC.
    progress : callable
        Is told each step in a line.
    again : bool
        Load whatever is there: even this very data set, even a file of others.

    Returns
    -------
    bool
        Whether anything was loaded: False if the database held just this already.

    Raises
    ------
    ConnectionFailedError
        If another process is writing to the database.
    PrivacyError
        If people were forgotten under a key that is not here.
    DataRefusedError
        If the file at the address was not made by a seed, a table has other rows
        than expected or a promise in ``sql/checks`` is broken. The old database is
        still there, whole.
    """
    fingerprint = dataset.fingerprint()
    record = _load_records(dataset, fingerprint, now)
    if not again:
        loads = _read_loads(url)
        if loads == {(row["source_system"], fingerprint) for row in record.to_pylist()}:
            return False
        is_known = _is_held(dataset, url, loads)
        if is_known and renew(dataset, url, record, progress, check):
            progress("all promises in sql/checks hold")
            return True
    with replacing(url) as database:
        kept = read_kept(url)
        tombstones = read_tombstones(kept["tombstones"])
        if isinstance(dataset, RenewedDataset):
            _keep_ids(dataset, url, tombstones, progress)
        without = WithoutTheForgotten(database, tombstones)
        database.build("schema")
        with database.transaction():
            dataset.fill(without, progress)
            database.load("data_loads", record)
            forgotten = delete_people(database, without.left_out, were_loaded=False)
        database.build("sequences", "indexes", "views")
        _count_rows(database, dataset, forgotten)
        put_back(database, kept)
        check(database)
        if people := forgotten["customers"]:
            progress(f"left out: {people:,} people who were forgotten")
        progress("all promises in sql/checks hold")
        require_unchanged(url, kept)
    return True


def check(database: Database) -> None:
    """Run every check: each returns the rows that break a promise.

    Raises
    ------
    DataRefusedError
        If any promise is broken; it names the checks and counts the rows.
    """
    counts = {name: database.read(name).num_rows for name in file_names("checks")}
    broken = [f"sql/{name} ({rows:,} rows)" for name, rows in counts.items() if rows]
    if broken:
        raise DataRefusedError(
            f"the data break {len(broken)} promises: {', '.join(broken)}; run these"
            " queries to see the rows"
        )


def _read_loads(url: str | None) -> set[tuple[str, str]]:
    """Read what was loaded into a database; refuse what no load made.

    Returns
    -------
    set of pairs
        Each source system, and the fingerprint of its load; none of no database.
    """
    if not holds_anything(url):
        return set()
    try:
        with connect(url, any_version=True) as database:
            version = read_version(database)
            loads = database.read_table("data_loads").to_pylist()
    except DatabaseBusyError:
        raise
    except CrmAnalysisError:
        raise DataRefusedError(
            f"{parse_address(url)} holds something already that was not made by a seed,"
            " or is damaged; give another address, or --force to replace it"
        ) from None
    if version is not None and version > wanted_version():
        raise SchemaVersionError(what_to_do(version, str(parse_address(url))))
    return {(row["source_system"], row["loader_fingerprint"]) for row in loads}


def _is_held(
    dataset: Dataset, url: str | None, loads: set[tuple[str, str]]
) -> TypeGuard[RenewedDataset]:
    """Tell whether an earlier load of a data set is held, in today's schema."""
    if not isinstance(dataset, RenewedDataset):
        return False
    if [system for system, _ in loads] != [dataset.name]:
        return False
    with connect(url, any_version=True) as database:
        return read_version(database) == wanted_version()


def _keep_ids(
    dataset: RenewedDataset, url: str | None, tombstones: Tombstones, progress: Progress
) -> None:
    """Let a data set take up the ids of a database that is to be replaced."""
    if not holds_anything(url):
        return
    with suppress(CrmAnalysisError), connect(url, any_version=True) as held:
        loads = held.read_table("data_loads").to_pylist()
        if [row["source_system"] for row in loads] == [dataset.name]:
            dataset.take_up(held, tombstones, progress)


def _load_records(
    dataset: Dataset, fingerprint: str, now: datetime.datetime
) -> pa.Table:
    """Return the rows of ``data_loads`` on a load."""
    moment = {
        "loader_fingerprint": fingerprint,
        "loaded_at": now.astimezone(datetime.UTC).replace(tzinfo=None),
    }
    return pa.Table.from_pylist([each | moment for each in dataset.load_records()])


def _count_rows(database: Database, dataset: Dataset, forgotten: Counter) -> None:
    """Hold the rows of each table against what the data set is known to have."""
    counts = database.read("queries/table_counts").to_pylist()
    found = {row["table_name"]: row["table_rows"] for row in counts}
    for table, known in dataset.rows.items():
        expected = known - forgotten[table]
        if found[table] != expected:
            raise DataRefusedError(
                f"{table} has {found[table]:,} rows where {dataset.title} has"
                f" {expected:,}; is it another version of the package?"
            )

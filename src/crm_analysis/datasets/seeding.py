"""Seeding: a data set becomes a database, whole or not at all."""

import datetime
from collections import Counter

import pyarrow as pa

from crm_analysis.database import Database, connect, holds_anything, replacing
from crm_analysis.database.address import parse_address
from crm_analysis.database.schema_versions import (
    read_version,
    wanted_version,
    what_to_do,
)
from crm_analysis.database.statements import file_names
from crm_analysis.datasets.dataset import Dataset, Progress
from crm_analysis.datasets.forgotten import WithoutTheForgotten, delete_people
from crm_analysis.datasets.kept_tables import put_back, read_kept, require_unchanged
from crm_analysis.errors import (
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
    SchemaVersionError,
)
from crm_analysis.tombstones import read_tombstones


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
    if not again and _holds(url, dataset, fingerprint):
        return False
    with replacing(url) as database:
        kept = read_kept(url)
        without = WithoutTheForgotten(database, read_tombstones(kept["tombstones"]))
        database.build("schema")
        with database.transaction():
            dataset.fill(without, progress)
            database.load("data_loads", _load_records(dataset, fingerprint, now))
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


def _holds(url: str | None, dataset: Dataset, fingerprint: str) -> bool:
    """Tell whether a database was made by this very load; refuse what no load made."""
    if not holds_anything(url):
        return False
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
    expected = {(row["source_system"], fingerprint) for row in dataset.load_records()}
    return {(row["source_system"], row["loader_fingerprint"]) for row in loads} == (
        expected
    )


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

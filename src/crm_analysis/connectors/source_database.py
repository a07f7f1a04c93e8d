"""Source databases: a live database of a system, read in one snapshot into staging.

Nothing is written to it and nothing is locked. Only the tables and columns that the
system's ``source.toml`` lists are read.
"""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches

from crm_analysis.connectors.changes import Reading, stage_changes, stage_whole
from crm_analysis.connectors.row_digests import make_digests
from crm_analysis.connectors.systems import SourceTable, System
from crm_analysis.database import Database, connect
from crm_analysis.database.address import Address, parse_address
from crm_analysis.database.definitions import tables
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.datasets.dataset import Progress
from crm_analysis.errors import MissingColumnsError, MissingTableError, UsageError


class Source:
    """An open database of a system, and which of its columns are there.

    Parameters
    ----------
    system : System
        What it should be a database of.
    database : Database
        Open for reading.
    where : str
        Its address, as it can be shown.
    options : dict
        What the company says of it.
    """

    def __init__(
        self,
        system: System,
        database: Database,
        where: str,
        options: Mapping[str, str],
    ) -> None:
        self.system = system
        self.database = database
        self.where = where
        self._options = options
        self._there: dict[str, list[str]] = {}
        for row in database.read_catalogue("columns"):
            self._there.setdefault(row["table_name"], []).append(row["column_name"])

    def name_of(self, table: SourceTable) -> str:
        """Return what a table is called there."""
        return self._options.get("prefix", "") + table.name

    def is_wanted(self, table: SourceTable) -> bool:
        """Tell whether a table is read: not if it only has columns nobody named."""
        return not table.chosen or any(map(self._options.get, table.chosen.values()))

    def columns_of(self, table: SourceTable) -> dict[str, str]:
        """Return the listed columns of a table that are there; none without a table.

        Returns
        -------
        dict
            What each is called there, by what we call it.

        Raises
        ------
        MissingTableError
            If it is not there, but must be.
        MissingColumnsError
            If a column is not there that must be; the nearest are named.
        """
        found = self._there.get(self.name_of(table), [])
        if not found and table.is_required:
            raise self._no_table(table)
        wanted = {each: each for each in (*table.columns, *table.optional)}
        for ours, option in table.chosen.items():
            wanted |= {ours: self._options[option]} if self._options[option] else {}
        needed = [each for each in wanted.values() if each not in table.optional]
        missing = [each for each in needed if each not in found]
        if found and missing:
            near = get_close_matches(missing[0], found, 3)
            raise MissingColumnsError(
                f"the table {self.name_of(table)} of {self.where}",
                missing,
                near or found,
            )
        return {ours: there for ours, there in wanted.items() if there in found}

    def _no_table(self, table: SourceTable) -> MissingTableError:
        wanted = self.name_of(table)
        ending = [name for name in self._there if name.endswith(table.name)]
        near = ending[:1] or get_close_matches(wanted, self._there, 1)
        has = f"; it has {near[0]}" if near else ""
        return MissingTableError(
            f"{self.where} has no table {wanted}, which every database of"
            f" {self.system.title} has{has}; check the address, the prefix of tables"
            " and the right to SELECT"
        )


@contextmanager
def open_source(
    system: System, address: str, options: Mapping[str, str]
) -> Iterator[Source]:
    """Open a system's database for reading: one state of it, to the end.

    Raises
    ------
    UsageError
        If the system does not run on such an engine.
    ConnectionFailedError
        If it cannot be opened.
    """
    if "://" not in address:
        raise UsageError(
            f"{system.title} is read from its database, but the source is {address!r};"
            " give an address like mysql+pymysql://reader@localhost/crm"
        )
    where = parse_address(address)
    if where.engine not in system.engines:
        raise UsageError(
            f"{system.title} runs on {' or '.join(system.engines)}, but the source is"
            f" {where}; check the address"
        )
    with connect(address, any_version=True) as database:
        yield Source(system, database, str(where), options)


def refuse_home_of(
    system: System, target: Address, options: Mapping[str, object]
) -> None:
    """Refuse to fill a database in which the system itself lives.

    Some of its tables have the names of ours, and would be replaced.

    Raises
    ------
    UsageError
        If the database has what every database of the system has.
    """
    if target.engine not in system.engines:
        return
    if target.path is not None and not target.path.exists():
        return
    with connect(target.url, any_version=True) as database:
        there = {row["table_name"] for row in database.read_catalogue("columns")}
    prefix = options.get("prefix", _default_prefix(system))
    ours = {table.name for table in tables()}
    needed = {f"{prefix}{each.name}" for each in system.tables if each.is_required}
    if needed - ours and needed <= there:
        raise UsageError(
            f"{target} is the database of {system.title} itself, or one like it; give a"
            " --database of its own, nothing is ever written to a source"
        )


def _default_prefix(system: System) -> str:
    known = {option.name: option.default for option in system.options}
    return known.get("prefix", "")


def stage_database(  # noqa: PLR0913, PLR0917  what, from where, how and to where
    system: System,
    address: str,
    options: Mapping[str, str],
    staging: DuckDBDatabase,
    progress: Progress,
    today: datetime.date,
    *,
    complete: bool = False,
) -> None:
    """Bring the staged tables of a system up to the state of its database.

    A table is staged whole or not at all. What was staged before, by an earlier load
    or one that was interrupted, is not read again, but for rows that have changed.

    Parameters
    ----------
    system, address, options, staging
        What is read, from where, how, and where it goes.
    progress : callable
        Is told of each table in a line.
    today : date
        Rows that say they were changed later do not count for where to go on.
    complete : bool
        Read every row again.
    """
    staging.run("connectors/staging/staged_tables")
    make_digests(staging)
    if system.has_documents:
        staging.run("connectors/staging/documents")
    with open_source(system, address, options) as source:
        columns = {table.name: source.columns_of(table) for table in system.tables}
        for table in system.tables:
            name, there = source.name_of(table), columns[table.name]
            reading = Reading(source.database, name, table, there, today)
            if not source.is_wanted(table):
                stage_whole(staging, replace(reading, columns={}), progress)
                continue
            if not there:
                stage_whole(staging, reading, progress)
                progress(f"no table {name}: {table.lacking}")
                continue
            rows = None if complete else stage_changes(staging, reading, progress)
            kind = "read" if rows is None else "new or changed"
            if rows is None:
                rows = stage_whole(staging, reading, progress)
            progress(f"{name}: {rows:,} rows {kind}")

"""Connected systems: the rows of another system, as a data set to seed."""

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from crm_analysis.connectors.export_files import export_place
from crm_analysis.connectors.held_rows import copy_of
from crm_analysis.connectors.mapped_rows import MappedRows
from crm_analysis.connectors.mapping import SystemMapping
from crm_analysis.connectors.options import choose_options
from crm_analysis.connectors.order_summary import summarise
from crm_analysis.connectors.renewal import Renewal
from crm_analysis.connectors.row_digests import digest_rows
from crm_analysis.connectors.source_database import stage_database
from crm_analysis.connectors.staged_exports import stage_exports
from crm_analysis.connectors.staging_files import kept_staging, passing_staging
from crm_analysis.connectors.systems import System
from crm_analysis.database import Database
from crm_analysis.database.definitions import Defined, tables
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.database.statements import file_names
from crm_analysis.datasets.dataset import Difference, Progress, RenewedDataset
from crm_analysis.datasets.forgotten import leave_out
from crm_analysis.paths import sql_folder
from crm_analysis.pseudonyms import pseudonyms
from crm_analysis.tombstones import Tombstones

_AUDIT = "connectors/audit/load_audit"


class ConnectedSystem(RenewedDataset):
    """The customers, orders and contacts of a system, mapped by its folder of SQL.

    The files in ``keys`` are run on the staged tables, in order; then each file in
    ``tables`` returns the rows of the table of that name. The last of the keys make
    ``fates`` and ``effects``, from which the audit is counted.

    Parameters
    ----------
    system : System
        What it is.
    options : dict
        What the company says of it; each is ``:name`` in the SQL.
    staging : DuckDBDatabase
        Its tables, staged.
    today : date
        The day of the load, UTC: what is dated later is left out.
    """

    licence = "the company's own data"
    contacts_are_synthetic = False
    rows = {}  # noqa: RUF012  nothing writes to it

    def __init__(
        self,
        system: System,
        options: Mapping[str, str],
        staging: DuckDBDatabase,
        today: datetime.date,
    ) -> None:
        self.name = system.name
        self.title = system.title
        self._system = system
        self._staging = staging
        self._values = dict(options) | {"source_system": system.name, "today": today}
        self._mapping = SystemMapping(staging, system, self._values)
        self._fingerprint = ""
        self._renewal: Renewal | None = None

    def files(self) -> list[Path]:
        """Return what is known of the system; its rows are in the fingerprint."""
        return [sql_folder() / self._system.folder / "source.toml"]

    def fingerprint(self) -> str:
        """Return a digest that also covers every row, every option and the day."""
        if self._fingerprint:
            return self._fingerprint
        digest = hashlib.sha256(super().fingerprint().encode())
        digest.update(version("babel").encode())  # has the names of countries
        digest.update(repr(sorted(self._values.items())).encode())
        for table in self._system.tables:
            digest.update(digest_rows(self._staging, table).encode())
        self._fingerprint = digest.hexdigest()
        return self._fingerprint

    def map(self) -> None:
        """Work out keys and fates from the staged tables."""
        self._mapping.map_all()

    def audit(self) -> pa.Table:
        """Return the rows of ``load_audit``, after `map`."""
        if self._renewal:
            return self._renewal.audit()
        return self._staging.read(_AUDIT, **self._values)

    def take_up(
        self,
        held: Database,
        tombstones: Tombstones,
        progress: Progress,
        *,
        only_changes: bool = False,
    ) -> None:
        """Map, without people who were forgotten, and keep the ids of what is held."""
        if self._renewal and (only_changes or not self._renewal.is_partial):
            return
        if self._system.kind == "database":  # what a folder gave would be lost
            self._staging.reopen(copy_of(held))
        is_enough = only_changes and not tombstones.known
        is_partial = self._map(held if is_enough else None, progress)
        mapped = MappedRows(
            self._staging, self._system, self._values, can_change=bool(tombstones.known)
        )
        if people := leave_out(mapped, tombstones)["customers"]:
            progress(f"left out: {people:,} people who were forgotten")
        self._renewal = Renewal(
            self._staging, mapped, held, self.name, is_partial=is_partial
        )

    def _map(self, held: Database | None, progress: Progress) -> bool:
        """Map what changed since the load that is held, or all; whether the former."""
        options = sorted(set(self._values.items()) - {("today", self._values["today"])})
        settings = f"{super().fingerprint()} {options}"
        is_partial = held is not None and self._mapping.map_changes(
            held.read_table("data_loads"), settings, progress
        )
        if not is_partial:
            self.map()
        self._mapping.note(self.fingerprint(), settings)
        return is_partial

    def difference(self, table: Defined) -> Difference | None:
        """Compare a table with what is held, after `take_up`."""
        return self._renewal.difference(table, self._with_pseudonyms)

    def read(self, name: str) -> list[dict[str, object]]:
        """Return the rows of a query of the system, after `map`; none without a file.

        ``facts`` are what its data say of themselves (``fact``, ``value``), ``guesses``
        what an option should be (``option_name``, ``option_value``, ``reason``).
        """
        file = f"{self._system.folder}/{name}"
        if not (sql_folder() / f"{file}.sql").exists():
            return []
        return self._staging.read(file, **self._values).to_pylist()

    def summarise_orders(self) -> dict[str, object]:
        """Return the days of the orders, and how many there are in each currency.

        Returns
        -------
        dict
            ``first_day``, ``last_day`` and ``currencies``, orders by ISO code.
        """
        name = f"{self._system.table_folder}/orders"
        return summarise(self._staging.stream(name, **self._values))

    def staged_rows(self) -> dict[str, int]:
        """Return how many rows of each table of the source are staged."""
        counts = self._staging.count_rows
        return {table.name: counts(table.staged) for table in self._system.tables}

    def fill(self, database: Database, progress: Progress) -> None:
        """Load all rows into empty tables, saying what was loaded."""
        if self._renewal and self._renewal.is_partial:  # others are not mapped
            self._staging.reopen()
            self._renewal = None
        if not self._renewal:
            self._map(None, progress)
        mapped = {Path(n).name: n for n in file_names(self._system.table_folder)}
        for table in tables():
            if table.name not in mapped:
                continue
            rows = 0
            for batch in self._rows(table, mapped[table.name]):
                database.load(table.name, self._with_pseudonyms(table.name, batch))
                rows += len(batch)
            progress(f"{table.name}: {rows:,} rows")
        database.load("load_audit", self.audit())

    def _rows(self, table: Defined, name: str) -> Iterator[pa.Table]:
        """Return the rows of a table, by their key; under kept ids, if any are."""
        if self._renewal:
            return self._renewal.rows(table)
        return self._staging.stream(name, **self._values)

    def _with_pseudonyms(self, table: str, rows: pa.Table) -> pa.Table:
        """Put in customers' pseudonyms, which need a key that no file knows."""
        if table != "customers":
            return rows
        names = pseudonyms(self.name, rows["source_id"].to_pylist())
        return rows.append_column("pseudonym", pa.array(names, pa.string()))


@contextmanager
def open_system(  # noqa: PLR0913  what a user says of a source, each by name
    system: System,
    source: str,
    given: Mapping[str, object],
    *,
    today: datetime.date,
    progress: Progress,
    complete: bool = False,
) -> Iterator[ConnectedSystem]:
    """Stage a system's tables, and give the data set that is made of them.

    Parameters
    ----------
    system : System
        What is read.
    source : str
        The address of its database, or the folder or file of its export.
    given : dict
        Options by name; the others have their defaults.
    today : date
        The day of the load, UTC.
    progress : callable
        Is told each step in a line.
    complete : bool
        Read all rows of a database, not only those that changed since the last load.

    Raises
    ------
    UsageError
        If an option or the source makes no sense.
    ConnectionFailedError
        If the database cannot be opened.
    DataRefusedError
        If a table, a file or a column that must be there is missing.
    """
    options = choose_options(system.options, given)
    if system.kind == "database":
        with kept_staging(system, source, options) as staging:
            stage_database(
                system, source, options, staging, progress, today, complete=complete
            )
            yield ConnectedSystem(system, options, staging, today)
        return
    with passing_staging() as staging:
        place = export_place(system, source)
        stage_exports(system, place, options, staging, progress)
        yield ConnectedSystem(system, options, staging, today)

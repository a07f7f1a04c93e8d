"""Mapping: what the SQL of a system makes of its staged tables, all or what changed."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping

import duckdb
import pyarrow as pa
from sqlglot import exp

from crm_analysis.connectors.documents import MAPPINGS, Documents
from crm_analysis.connectors.local_names import expose_local_names
from crm_analysis.connectors.systems import System
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.database.statements import Literals, file_names
from crm_analysis.datasets.dataset import Progress


class SystemMapping:
    """The keys and fates of a staging's rows, in temporary tables.

    Parameters
    ----------
    staging : DuckDBDatabase
        With the tables of the system.
    system : System
        Its files in ``keys`` are run in order, then those in ``documents``.
    values : dict
        What the SQL asks for, ``today`` among it.
    """

    def __init__(
        self, staging: DuckDBDatabase, system: System, values: Mapping[str, Literals]
    ) -> None:
        self._staging, self._system, self._values = staging, system, values
        self._documents = Documents(staging, system) if system.has_documents else None

    def map_all(self) -> None:
        """Map every row."""
        if self._documents:
            self._forget()
        self._run_keys()
        if self._documents:
            self._documents.reach_all()
            self._map_documents()

    def map_changes(self, loads: pa.Table, settings: str, progress: Progress) -> bool:
        """Map again what changed since a mapping, and tables without documents whole.

        Parameters
        ----------
        loads : Table
            The row of ``data_loads`` on the state of the source that is held already.
        settings : str
            What a mapping hangs on, but for rows and the day.
        progress : callable
            Is told how many documents these are.

        Returns
        -------
        bool
            False if the last mapping was of another state, on a later day or with other
            settings, or if it is quicker to map all: then nothing was mapped.
        """
        if not self._documents:
            return False
        (fingerprint,) = loads["loader_fingerprint"].to_pylist()
        known = self._known(fingerprint, _digest(settings))
        if known is None:
            return False
        self._forget()
        self._run_keys()
        today = self._values["today"]
        if not self._documents.reach_changed(known, today, progress):
            return False
        self._map_documents()
        return True

    def note(self, fingerprint: str, settings: str) -> None:
        """Note of which state of the source the last mapping was."""
        if not self._documents:
            return
        state = {
            "fingerprint": fingerprint,
            "settings": _digest(settings),
            "mapped_on": self._values["today"],
        }
        with self._staging.transaction():
            self._documents.settle()
            self._forget()
            self._staging.load(MAPPINGS, pa.Table.from_pylist([state]))

    def _known(self, fingerprint: str, settings: str) -> datetime.date | None:
        """Return the day of the last mapping, if changes since then are enough."""
        for row in self._staging.read_table(MAPPINGS).to_pylist():
            is_same = (row["fingerprint"], row["settings"]) == (fingerprint, settings)
            if is_same and row["mapped_on"] <= self._values["today"]:
                return row["mapped_on"]
        return None

    def _run_keys(self) -> None:
        expose_local_names(self._staging)
        self._run(self._system.key_files)

    def _map_documents(self) -> None:
        self._run(file_names(self._system.document_folder))
        self._documents.keep()

    def _run(self, names: Iterable[str]) -> None:
        for name in names:
            self._staging.run(name, **self._values)

    def _forget(self) -> None:
        self._staging.run_tree(exp.delete(MAPPINGS), MAPPINGS)


def _digest(settings: str) -> str:
    """Return a digest of settings, and of the engine, whose hashes are its own."""
    return hashlib.sha256(f"{settings} {duckdb.__version__}".encode()).hexdigest()

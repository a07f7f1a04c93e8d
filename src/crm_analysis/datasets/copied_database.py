"""Copied databases: all rows of another database of our schema, on any engine."""

from collections.abc import Iterator
from pathlib import Path

from crm_analysis.database import Database
from crm_analysis.database.definitions import Defined, tables
from crm_analysis.database.tab_separated import blocks
from crm_analysis.datasets.dataset import Dataset, Progress, digest_loading_files

# Written by the copy itself: what it is, and what it was made in.
_OWN = ("data_loads", "schema_versions")
_TOLD_EVERY_ROWS = 1_000_000
_UNRECORDED = {
    "source_system": "copied-database",
    "title": "Copy of a database that says nothing of its source",
    "licence": "not stated",
    "contacts_are_synthetic": False,
    "orders_are_simulated": False,
}


class CopiedDatabase(Dataset):
    """Customers and all that is known of them, row by row as they are elsewhere.

    Where the rows are from, and under which licence, is copied too.

    Parameters
    ----------
    source : Database
        What to copy, open for reading: one state of it, from beginning to end.
    where : str
        Its address, as it can be shown.
    """

    name = "copied-database"
    licence = "as in the database copied"

    def __init__(self, source: Database, where: str) -> None:
        self.title = where
        self._source = source
        counts = source.read("queries/table_counts").to_pylist()
        self.rows = {
            row["table_name"]: row["table_rows"]
            for row in counts
            if row["table_name"] not in _OWN
        }

    def load_records(self) -> list[dict[str, object]]:
        """Return what the source's own ``data_loads`` says, but when it was loaded."""
        loads = self._source.read("queries/data_loads").drop_columns("loaded_at")
        return loads.to_pylist() or [_UNRECORDED]

    def files(self) -> list[Path]:
        """Return nothing: the rows come from no file."""
        return []

    def fingerprint(self) -> str:
        """Return a digest of every row, and of the files that every load goes through.

        All rows are read for it: a changed email address is a reason to copy again.
        """
        digest = digest_loading_files()
        digest.update(repr(self.load_records()).encode())
        for table in _copied():
            digest.update(table.name.encode())
            for batch in self._source.read_batches(table):
                for block in blocks(batch):
                    digest.update(block)
        return digest.hexdigest()

    def fill(self, database: Database, progress: Progress) -> None:
        """Copy the rows, some ten thousand at once, saying how far it is."""
        for table in _copied():
            rows = told = 0
            for batch in self._source.read_batches(table):
                database.load(table.name, batch)
                rows += len(batch)
                if rows - told >= _TOLD_EVERY_ROWS:
                    told = rows
                    progress(f"{table.name}: {rows:,} rows so far")
            progress(f"{table.name}: {rows:,} rows")


def _copied() -> Iterator[Defined]:
    yield from (table for table in tables() if table.name not in _OWN)

"""A database that hands all that it is asked to another one: what others build on."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager

import pyarrow as pa

from crm_analysis.database.interface import Database


class WrappedDatabase(Database):
    """The same database; what a subclass does not say otherwise is as it is there.

    Parameters
    ----------
    whole : Database
        Where the rows are. It is closed with this one.
    """

    def __init__(self, whole: Database) -> None:
        self.dialect, self.prefix = whole.dialect, whole.prefix
        self.department, self.keeps_order = whole.department, whole.keeps_order
        self._whole = whole

    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table to a table of ours, column by name, in one go."""
        self._whole.load(table, rows)

    def close(self) -> None:
        """Close the connection."""
        self._whole.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Make all that happens inside visible at once, or not at all."""
        return self._whole.transaction()

    def renew(self) -> None:
        """See what others have committed by now."""
        self._whole.renew()

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        return self._whole._read(statement, name, bound)

    def _stream(self, statement: str, name: str) -> Iterator[pa.Table]:
        return self._whole._stream(statement, name)

    def _run(self, statement: str, name: str) -> None:
        self._whole._run(statement, name)

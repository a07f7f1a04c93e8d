"""A renewal: the rows of a system under the ids that a database knows them by."""

from collections.abc import Callable, Iterator

import pyarrow as pa
from sqlglot import exp

from crm_analysis.connectors.differences import TableDifference
from crm_analysis.connectors.held_rows import EVERY_HELD, hold
from crm_analysis.connectors.kept_ids import RENEWED, keep_ids
from crm_analysis.connectors.mapped_rows import MAPPED, MappedRows
from crm_analysis.database import Database
from crm_analysis.database.definitions import Defined
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.database.row_changes import TableChanges
from crm_analysis.datasets.dataset import Difference


class Renewal:
    """What a staging makes of its rows, beside what a database holds already.

    Parameters
    ----------
    staging : DuckDBDatabase
        With the tables that `MappedRows` has made.
    mapped : MappedRows
        These.
    held : Database
        The database, open.
    system : str
        The source system whose ids are kept.
    is_partial : bool
        Whether only some documents are mapped, the others being as they were.
    """

    def __init__(
        self,
        staging: DuckDBDatabase,
        mapped: MappedRows,
        held: Database,
        system: str,
        *,
        is_partial: bool,
    ) -> None:
        self._staging, self._columns = staging, mapped.columns
        self.is_partial = is_partial
        hold(staging, held, mapped.columns, is_partial=is_partial)
        keep_ids(staging, system, mapped.columns)

    def rows(self, table: Defined) -> Iterator[pa.Table]:
        """Yield the rows of a table, by their key."""
        query = exp.select(*self._columns[table.name]).from_(RENEWED + table.name)
        yield from self._staging.stream_tree(query.order_by(*table.key), table.name)

    def audit(self) -> pa.Table:
        """Return the rows of ``load_audit``."""
        return self._staging.read_table(f"{MAPPED}load_audit")

    def difference(
        self, table: Defined, complete: Callable[[str, pa.Table], pa.Table]
    ) -> Difference | None:
        """Compare a table with what is held; None if the system never fills it.

        `complete` is given a table's name and rows, and puts in what SQL cannot know.
        """
        if table.name not in self._columns:
            return None
        found = TableDifference(self._staging, table, self._columns[table.name])

        def written() -> Iterator[pa.Table]:
            for rows in found.written():
                yield complete(table.name, rows)

        changes = TableChanges(
            table, written, found.replaced, found.gone, found.changed_columns()
        )
        held = self._staging.count_rows(EVERY_HELD + table.name)
        return Difference(changes, found.count(), held - found.count_replaced())

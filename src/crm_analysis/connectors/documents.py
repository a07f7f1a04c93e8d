"""Documents: orders with all that hangs on them, and which of them are mapped again.

A row of a source's table that has a ``document`` is of that document alone. It is
mapped with the other rows of the same document, and with what these name in tables that
have none, which is in ``referred``. So a document is as it was mapped last unless one
of its rows, or what it names, has changed, or its day has come. Documents are known by
a hash of their id: two with the same hash are mapped together.
"""

import datetime
from collections.abc import Iterable, Iterator

from sqlglot import exp

from crm_analysis.connectors.mapped_rows import keep
from crm_analysis.connectors.systems import SourceTable, System
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.datasets.dataset import Progress

REACHED = "reached_documents"
_TOUCHED, _CHANGED = "touched_documents", "changed_references"
_FATES, _EFFECTS = "document_fates", "document_effects"
_EVERYTHING = "everything"
MAPPINGS = "mappings"
# Above this share of documents it is quicker to map them all.
_MOST_REACHED_SHARE = 1 / 5


def hashed(column: str) -> exp.Expression:
    """Return what a document is known by, from its id; one without has an empty one."""
    return exp.func("hash", exp.func("coalesce", _named(column), _text("")))


def is_reached(column: str) -> exp.Expression:
    """Return whether the document with some id is among those that are mapped."""
    return hashed(column).isin(query=_reached_ones())


def touch(staging: DuckDBDatabase, table: SourceTable, rows: exp.Select) -> None:
    """Note the documents of some rows, laid out as those of the staged table."""
    touched = exp.select(hashed(table.document)).from_(rows.subquery("changed"))
    staging.run_tree(exp.insert(touched, _TOUCHED), f"staging of {table.name}")


def touch_unknown(staging: DuckDBDatabase) -> None:
    """Note that rows changed nobody knows where: all have to be mapped again."""
    staging.run_tree(exp.delete(MAPPINGS), MAPPINGS)


class Documents:
    """The documents of a staging.

    Parameters
    ----------
    staging : DuckDBDatabase
        With the tables of ``sql/connectors/staging/documents.sql``.
    system : System
        What it is a staging of.
    """

    def __init__(self, staging: DuckDBDatabase, system: System) -> None:
        self._staging = staging
        self._tables = [table for table in system.tables if table.document]

    def reach_all(self) -> None:
        """Make ``reached_<table>`` of every row, and let nothing be known of them."""
        for table in self._tables:
            self._show(table, table.staged)
        for name in (_FATES, _EFFECTS):
            self._staging.run_tree(exp.delete(name), name)

    def reach_changed(
        self, since: datetime.date, today: datetime.date, progress: Progress
    ) -> bool:
        """Make ``reached_<table>`` of the documents that may be mapped otherwise now.

        Parameters
        ----------
        since, today : date
            The day of the last mapping, and that of this one.
        progress : callable
            Is told how many they are.

        Returns
        -------
        bool
            False if these are all, or so many that it is quicker to map all.
        """
        self._staging.run("connectors/staging/changed_references")
        if self._count(_CHANGED, _is(_EVERYTHING)):
            return False
        keep(self._staging, REACHED, _union(self._reached(since, today)))
        reached, every = self._staging.count_rows(REACHED), self._count_mapped()
        if reached > _MOST_REACHED_SHARE * every:
            return False
        progress(f"changes reach {reached:,} of {every:,} orders")
        for table in self._tables:
            rows = exp.select("*").from_(table.staged).where(is_reached(table.document))
            keep(self._staging, f"rows_{table.reached}", rows)
            self._show(table, f"rows_{table.reached}")
        for name in (_FATES, _EFFECTS):
            theirs = exp.column("document").isin(query=_reached_ones())
            self._staging.run_tree(exp.delete(name).where(theirs), name)
        return True

    def keep(self) -> None:
        """Keep what the SQL of the system found of the reached documents."""
        for name, columns in {
            _FATES: ("table_name", "source_table", "fate"),
            _EFFECTS: ("table_name", "rule"),
        }.items():
            found = name.replace("document_", "reached_")
            rows = exp.select(hashed("document"), *columns).from_(found)
            self._staging.run_tree(exp.insert(rows, name), name)

    def settle(self) -> None:
        """Forget which were touched, and keep what they refer to."""
        self._staging.run("connectors/staging/settled_documents")

    def _reached(
        self, since: datetime.date, today: datetime.date
    ) -> Iterator[exp.Select]:
        """Yield queries for documents, each for another reason."""
        yield exp.select("document").from_(_TOUCHED)
        if today > since:
            is_waiting = exp.column("fate").eq(_text("future_dated"))
            yield exp.select("document").from_(_FATES).where(is_waiting)
        if not self._staging.count_rows(_CHANGED):
            return
        for table in self._tables:
            for column, kind in table.refers.items():
                names = exp.select("name").from_(_CHANGED).where(_is(kind))
                theirs = exp.column(column).isin(query=names)
                rows = exp.select(exp.alias_(hashed(table.document), "document"))
                yield rows.from_(table.staged).where(theirs)

    def _show(self, table: SourceTable, name: str) -> None:
        keep(self._staging, table.reached, exp.select("*").from_(name), "VIEW")

    def _count_mapped(self) -> int:
        """Count the orders of the last mapping, those among them that were left out."""
        is_order = exp.column("table_name").eq(_text("orders"))
        return self._count(_FATES, is_order)

    def _count(self, name: str, condition: exp.Expression) -> int:
        count = exp.alias_(exp.Count(this=exp.Star()), "row_count")
        query = exp.select(count).from_(name).where(condition)
        (found,) = self._staging.stream_tree(query, name)
        return found["row_count"][0].as_py()


def _reached_ones() -> exp.Select:
    return exp.select("document").from_(REACHED)


def _union(queries: Iterable[exp.Select]) -> exp.Expression:
    """Return the rows of several queries, each once."""
    first, *others = queries
    return exp.union(first, *others) if others else first.distinct()


def _is(kind: str) -> exp.Expression:
    return exp.column("kind").eq(_text(kind))


def _text(value: str) -> exp.Literal:
    return exp.Literal.string(value)


def _named(column: str) -> exp.Column:
    return exp.column(exp.to_identifier(column, quoted=True))

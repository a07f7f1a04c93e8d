"""Differences: what has to be written and deleted in the database that is loaded."""

from collections.abc import Iterator, Sequence

import pyarrow as pa
from sqlglot import exp

from crm_analysis.connectors.held_rows import HELD
from crm_analysis.connectors.kept_ids import RENEWED
from crm_analysis.connectors.mapped_rows import keep
from crm_analysis.database.definitions import Defined
from crm_analysis.database.duckdb import DuckDBDatabase

_WAS, _DIFFERS = "was_", "differs_in_"


class TableDifference:
    """How the renewed rows of a table differ from those that are held.

    Parameters
    ----------
    staging : DuckDBDatabase
        With ``renewed_<table>`` and ``held_<table>``.
    table : Defined
        Which table.
    columns : sequence of str
        What both have; a row has changed if any of them has.
    """

    def __init__(
        self, staging: DuckDBDatabase, table: Defined, columns: Sequence[str]
    ) -> None:
        self._staging, self._table, self._columns = staging, table, columns
        self._name = f"changed_{table.name}"
        keep(staging, self._name, _compared(table, columns))

    def count_replaced(self) -> int:
        """Count the rows that are held, and change or go."""
        return sum(map(len, self.replaced()))

    def count(self) -> int:
        """Count the rows that are new, change or go."""
        return self._staging.count_rows(self._name)

    def changed_columns(self) -> set[str]:
        """Return the columns in which a row that stays differs from what it becomes."""
        key = self._table.key[0]
        stays = [exp.column(name).is_(exp.null()).not_() for name in (key, _WAS + key)]
        query = exp.select(
            *(
                exp.alias_(exp.func("bool_or", exp.column(_DIFFERS + name)), name)
                for name in self._columns
            )
        )
        (found,) = self._rows(query.from_(self._name).where(*stays))
        return {name for name in self._columns if found[name][0].as_py()}

    def written(self) -> Iterator[pa.Table]:
        """Yield the rows that are new or changed, by their key."""
        key = [exp.column(name) for name in self._table.key]
        is_there = key[0].is_(exp.null()).not_()
        query = exp.select(*self._columns).from_(self._name).where(is_there)
        yield from self._rows(query.order_by(*key))

    def replaced(self) -> Iterator[pa.Table]:
        """Yield the keys of rows that are held, and change or go."""
        yield from self._rows(self._keys())

    def gone(self) -> Iterator[pa.Table]:
        """Yield the keys of rows that are held, and go."""
        is_gone = exp.column(self._table.key[0]).is_(exp.null())
        yield from self._rows(self._keys().where(is_gone))

    def _keys(self) -> exp.Select:
        keys = [exp.alias_(exp.column(_WAS + key), key) for key in self._table.key]
        is_held = exp.column(_WAS + self._table.key[0]).is_(exp.null()).not_()
        return exp.select(*keys).from_(self._name).where(is_held)

    def _rows(self, query: exp.Select) -> Iterator[pa.Table]:
        for rows in self._staging.stream_tree(query, self._name):
            if len(rows):
                yield rows


def _compared(table: Defined, columns: Sequence[str]) -> exp.Select:
    """Return the rows that differ, each as it is to be, beside the key that it had."""
    new, old = RENEWED + table.name, HELD + table.name
    same_key = exp.and_(
        *(exp.column(key, "new").eq(exp.column(key, "old")) for key in table.key)
    )
    differs = [
        exp.NullSafeNEQ(
            this=exp.column(name, "new"), expression=exp.column(name, "old")
        )
        for name in columns
    ]
    each = [
        exp.alias_(differs_here, _DIFFERS + name)
        for name, differs_here in zip(columns, differs, strict=True)
    ]
    was = [exp.alias_(exp.column(key, "old"), _WAS + key) for key in table.key]
    return (
        exp.select(*(exp.column(name, "new") for name in columns), *was, *each)
        .from_(exp.alias_(exp.to_table(new), "new", table=True))
        .join(
            exp.alias_(exp.to_table(old), "old", table=True),
            on=same_key,
            join_type="full outer",
        )
        .where(exp.or_(*differs))
    )

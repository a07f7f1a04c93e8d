"""Row changes: which rows of a table are written, and which go, by their keys."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from crm_analysis.database.definitions import Defined
from crm_analysis.database.interface import Database

_KEYS_AT_ONCE = 1_000

Batches = Callable[[], Iterator[pa.Table]]


def _nothing() -> Iterator[pa.Table]:
    yield from ()


@dataclass(frozen=True)
class TableChanges:
    """How a table differs from what it is to become.

    Attributes
    ----------
    table : Defined
        Which one.
    written : callable
        Yields the rows that are new or changed, in parts.
    replaced, gone : callable
        Yield the keys of rows that are there and change or go, and of those that go.
    changed_columns : set of str
        In which some row that stays differs from what it becomes.
    is_emptied : bool
        Whether every row goes that is there, before any is written.
    """

    table: Defined
    written: Batches = _nothing
    replaced: Batches = _nothing
    gone: Batches = _nothing
    changed_columns: Collection[str] = ()
    is_emptied: bool = False


def empty(database: Database, table: Defined) -> None:
    """Delete all rows of a table."""
    tree = exp.delete(exp.to_table(database.prefix + table.name))
    database.run_tree(tree, f"load of {table.name}")


def delete_by_key(database: Database, table: Defined, keys: pa.Table) -> None:
    """Delete the rows with some keys, which are whole numbers, a thousand at once."""
    columns = [exp.column(name) for name in table.key]
    key = columns[0] if len(columns) == 1 else exp.Tuple(expressions=columns)
    for part in keys.to_batches(_KEYS_AT_ONCE):
        values = [_literal(row) for row in part.to_pylist()]
        theirs = exp.In(this=key.copy(), expressions=values)
        tree = exp.delete(exp.to_table(database.prefix + table.name)).where(theirs)
        database.run_tree(tree, f"load of {table.name}")


def _literal(row: dict[str, int]) -> exp.Expression:
    numbers = [exp.Literal.number(value) for value in row.values()]
    return numbers[0] if len(numbers) == 1 else exp.Tuple(expressions=numbers)

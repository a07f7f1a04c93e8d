"""What our files define: the tables with their columns, views and references."""

from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
from sqlglot import exp

from crm_analysis.database.dialects import foreign_keys
from crm_analysis.database.statements import file_names, parse
from crm_analysis.paths import sql_folder


@dataclass(frozen=True)
class Defined:
    """A table, view or sequence that a file of ours makes.

    Attributes
    ----------
    kind : str
        ``table``, ``view`` or ``sequence``.
    name : str
        What it is called.
    columns, key : tuple of str
        Of a table, the names of its columns, in order, and of those in its primary key.
    references : tuple of pairs of str
        Of a table, each column that holds ids of another, and which.
    """

    kind: str
    name: str
    columns: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()


def defined(*folders: str, dialect: str = "duckdb") -> list[Defined]:
    """List what the files of some folders define, in build order; no indexes."""
    names = [name for folder in folders for name in file_names(folder)]
    return [thing for name in names for thing in defined_in(name, dialect)]


def defined_in(name: str, dialect: str = "duckdb") -> list[Defined]:
    """List what one file defines, in its order; no indexes."""
    trees = [
        tree
        for tree in parse(sql_folder(), name, dialect)
        if isinstance(tree, exp.Create) and tree.kind != "INDEX"
    ]
    return [_described(tree) for tree in trees]


def tables() -> list[Defined]:
    """List the tables of ``sql/schema``, with their columns, in build order.

    >>> {table.name: table.key for table in tables()}["order_lines"]
    ('order_id', 'line_number')
    """
    return [thing for thing in defined("schema") if thing.kind == "table"]


def _described(tree: exp.Create) -> Defined:
    return Defined(
        kind=tree.kind.lower(),
        name=tree.find(exp.Table).name,
        columns=tuple(column.name for column in tree.find_all(exp.ColumnDef)),
        key=tuple(
            part.name
            for key in tree.find_all(exp.PrimaryKey)
            for part in key.expressions
        ),
        references=tuple(
            (key.expressions[0].name, key.args["reference"].find(exp.Table).name)
            for key in tree.find_all(exp.ForeignKey)
        ),
    )


def render_foreign_keys(dialect: str, tables: Container[str]) -> list[str]:
    """Return statements that add the foreign keys of some tables of ``sql/schema``."""
    return [
        added.sql(dialect)
        for name in file_names("schema")
        for added in foreign_keys(list(parse(sql_folder(), name, dialect)))
        if added.this.name in tables
    ]


def arrow_schemas() -> dict[str, pa.Schema]:
    """Return the columns of every table of ours by its name, as Arrow types them."""
    return _arrow_schemas(sql_folder())


@cache
def _arrow_schemas(folder: Path) -> dict[str, pa.Schema]:
    return {
        tree.find(exp.Table).name: pa.schema(
            [(column.name, _arrow(column.kind)) for column in columns_of(tree)]
        )
        for tree in table_definitions(folder)
    }


def column_kinds() -> dict[str, dict[str, exp.DataType]]:
    """Return the columns of every table of ours by its name, and what each can hold."""
    return {
        tree.find(exp.Table).name: {each.name: each.kind for each in columns_of(tree)}
        for tree in table_definitions(sql_folder())
    }


def table_definitions(folder: Path) -> list[exp.Create]:
    """Return the definitions of all tables below a folder of SQL, in build order."""
    return [
        tree
        for name in file_names("schema")
        for tree in parse(folder, name, "duckdb")
        if isinstance(tree, exp.Create) and tree.kind == "TABLE"
    ]


def columns_of(table: exp.Create) -> list[exp.ColumnDef]:
    """Return the columns of a definition."""
    return list(table.find_all(exp.ColumnDef))


def _arrow(kind: exp.DataType) -> pa.DataType:
    if kind.is_type("decimal"):
        return pa.decimal128(*(int(each.name) for each in kind.expressions))
    (found,) = (ours for name, ours in _ARROW.items() if kind.is_type(name))
    return found


_ARROW = {
    "int": pa.int32(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "varchar": pa.string(),
    "text": pa.string(),
}

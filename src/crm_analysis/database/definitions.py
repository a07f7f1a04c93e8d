"""What our files define: the tables with their columns, views and references."""

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
    """

    kind: str
    name: str


def defined(*folders: str, dialect: str = "duckdb") -> list[Defined]:
    """List what the files of some folders define, in build order; no indexes."""
    trees = [
        tree
        for folder in folders
        for name in file_names(folder)
        for tree in parse(sql_folder(), name, dialect)
        if isinstance(tree, exp.Create) and tree.kind != "INDEX"
    ]
    return [Defined(tree.kind.lower(), tree.find(exp.Table).name) for tree in trees]


def render_foreign_keys(dialect: str) -> list[str]:
    """Return statements that add all foreign keys of ``sql/schema``."""
    return [
        added.sql(dialect)
        for name in file_names("schema")
        for added in foreign_keys(list(parse(sql_folder(), name, dialect)))
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

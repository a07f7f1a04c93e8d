"""SQL files: read, filled with literals, and written in an engine's dialect.

Files are written once, in DuckDB's dialect. Where an engine needs its own text, a
sibling stands beside the file: ``010_orders.mysql.sql`` beside ``010_orders.sql``.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from crm_analysis.database.dialects import (
    fit_definitions,
    fit_expressions,
    put_prefix,
)
from crm_analysis.database.literals import Literals, as_literal, spread
from crm_analysis.database.subqueries import (
    of_customers,
    put_in_front,
    what_is_read,
)
from crm_analysis.errors import UsageError
from crm_analysis.paths import sql_folder

# Each sees the ones after it, which stand before it in a query.
_PURCHASES = {
    "purchase_days": "views/030_purchase_days",
    "purchases": "views/020_purchases",
}

# Queries that others read as if they were tables.
_QUERIES = {"customer_features": "features/customer_features"}


def file_names(folder: str) -> list[str]:
    """List the SQL files of a folder as ``folder/stem``, in build order.

    Siblings for one engine are left out: they stand in for a file that is listed.
    """
    stems = [path.stem for path in (sql_folder() / folder).glob("*.sql")]
    return [f"{folder}/{stem}" for stem in sorted(stems) if "." not in stem]


@dataclass(frozen=True)
class Scope:
    """What the tables in a query stand for.

    Attributes
    ----------
    segment : str
        A file in ``sql/segments``. A query that reads ``segment_members`` gets that
        file as its first common table expression.
    department : str
        As products are marked. In a query, the files in ``sql/departments`` then
        stand in for the views ``purchases`` and ``purchase_days``; a segment still
        reads the views.
    prefix : str
        What the names of all tables and views begin with.
    of_one_customer : bool
        Whether purchases are those of one customer alone, bound as ``customer_id``.
        The currency of amounts, which all purchases decide on, is bound then too.
    customers : tuple of int
        Whose purchases these are, if not everybody's; the currency is bound as well.
    """

    segment: str = "all"
    department: str = "all"
    prefix: str = ""
    of_one_customer: bool = False
    customers: tuple[int, ...] | None = None

    @property
    def is_cut(self) -> bool:
        """Whether purchases are those of some customers alone."""
        return self.of_one_customer or self.customers is not None


def render(
    name: str, dialect: str, literals: dict[str, Literals], scope: Scope = Scope()
) -> list[str]:
    """Return the statements of one SQL file in a dialect, literals put in.

    Parameters
    ----------
    name : str
        Path below ``sql/`` without its ending: ``features/labels``.
    dialect : str
        sqlglot's name of the dialect to write.
    literals : dict
        A value for each ``:name`` in the file that is to become a typed literal; a
        tuple for a ``:name`` that is to become a row each of a ``values`` list; a tree
        of sqlglot for one that is to become an expression. What is not named here
        stays a bound parameter, in the engine's spelling.
    scope : Scope
        What its tables stand for.

    Raises
    ------
    UsageError
        If there is no such file or segment.
    """
    values = tuple(literals.items())
    return list(_render(sql_folder(), name, dialect, scope, values))


@lru_cache(maxsize=1024)
def _render(
    folder: Path,
    name: str,
    dialect: str,
    scope: Scope,
    literals: tuple[tuple[str, Literals], ...],
) -> tuple[str, ...]:
    """Render a file; `folder` keeps the files of two roots apart."""
    lists = {key: value for key, value in literals if isinstance(value, tuple)}
    parts = {key: value for key, value in literals if isinstance(value, exp.Expression)}
    values = {
        key: as_literal(value) for key, value in literals if key not in lists | parts
    }
    trees = _trees(name, dialect, scope, parts)
    for key, rows in lists.items():
        spread(trees, key, rows)
    if values:
        trees = [exp.replace_placeholders(tree, **values) for tree in trees]
    return tuple(
        tree.sql(dialect=dialect, comments=False, copy=False) for tree in trees
    )


def _trees(
    name: str, dialect: str, scope: Scope, parts: dict[str, exp.Expression]
) -> list[exp.Expression]:
    """Return trees of a file's statements, fit for what is asked for.

    A step sees only the steps before it, so the segment comes first and reads the
    views: it means all purchases, whatever the department is.
    """
    parsed = parse(sql_folder(), name, dialect)
    copies = [exp.replace_placeholders(tree, **parts) for tree in parsed]
    trees = fit_definitions(copies, dialect)
    for tree in trees:
        _add_queries(tree, dialect)
        tables = _table_names(tree)
        if tables & set(_PURCHASES):
            _add_purchases(tree, scope, dialect)
        if "segment_members" in tables:
            _add_segment(tree, scope.segment, dialect)
        if scope.prefix:
            put_prefix(tree, scope.prefix)
        fit_expressions(tree, dialect)
    return trees


def column_names(name: str) -> list[str]:
    """List the columns that a query returns, in their order."""
    (query,) = parse(sql_folder(), name, "duckdb")
    return query.named_selects


def segment_names() -> list[str]:
    """List the segments: the files in ``sql/segments``."""
    return [name.removeprefix("segments/") for name in file_names("segments")]


@cache
def parse(folder: Path, name: str, dialect: str) -> tuple[exp.Expression, ...]:
    """Parse a file, or its sibling for the engine, into one tree a statement."""
    sibling = folder / f"{name}.{dialect}.sql"
    path = sibling if sibling.exists() else folder / f"{name}.sql"
    if not path.exists():
        raise UsageError(f"there is no file sql/{name}.sql")
    source = dialect if path == sibling else _written_in(name)
    trees = sqlglot.parse(path.read_text(encoding="utf-8"), dialect=source)
    return tuple(tree for tree in trees if tree is not None)


def _written_in(name: str) -> str:
    """Return the dialect that a file is read in.

    sqlglot's DuckDB forgets how long a text may be, which DuckDB does not ask; the
    words of a definition are the same in its PostgreSQL.
    """
    return "postgres" if name.startswith(("schema/", "upgrades/")) else "duckdb"


def require_segment(name: str) -> None:
    """Refuse a segment that has no file.

    Raises
    ------
    UsageError
        Naming those that have one.
    """
    if name not in segment_names():
        raise UsageError(
            f"there is no segment {name!r}; the segments in sql/segments are"
            f" {', '.join(segment_names())}"
        )


def _table_names(tree: exp.Expression) -> set[str]:
    return {table.name for table in tree.find_all(exp.Table)}


def _add_queries(tree: exp.Expression, dialect: str) -> None:
    """Put the queries that are read as tables in front."""
    for table in _table_names(tree) & set(_QUERIES):
        (query,) = parse(sql_folder(), _QUERIES[table], dialect)
        put_in_front(tree, table, what_is_read(query, tree))


def _add_segment(tree: exp.Expression, segment: str, dialect: str) -> None:
    """Put a segment's query in front, as ``segment_members``."""
    require_segment(segment)
    (members,) = parse(sql_folder(), f"segments/{segment}", dialect)
    put_in_front(tree, "segment_members", members)


def _add_purchases(tree: exp.Expression, scope: Scope, dialect: str) -> None:
    """Put what counts as a purchase in front, under the names of the views."""
    if scope.department == "all" and not scope.is_cut:
        return
    for name, view in _PURCHASES.items():
        of_all = scope.department == "all"
        (step,) = parse(
            sql_folder(), view if of_all else f"departments/{name}", dialect
        )
        step = step.expression if of_all else step
        step = exp.replace_placeholders(step, department=as_literal(scope.department))
        if scope.is_cut and name == "purchases":
            step = of_customers(step, scope.customers)
        put_in_front(tree, name, step)
    if scope.is_cut:
        _put_currency(tree, dialect)


def _put_currency(tree: exp.Expression, dialect: str) -> None:
    """Put the currency that is bound in the place of the step that looks for it."""
    (known,) = parse(sql_folder(), "one_customer/reporting_currency", dialect)
    for step in tree.find_all(exp.CTE):
        if step.alias == "reporting_currency":
            step.set("this", known.copy())

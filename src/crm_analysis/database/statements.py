"""SQL files: read, filled with literals, and written in an engine's dialect.

Files are written once, in DuckDB's dialect. Where an engine needs its own text, a
sibling stands beside the file: ``010_orders.mysql.sql`` beside ``010_orders.sql``.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

import sqlglot
from sqlglot import exp

from crm_analysis.database.dialects import (
    fit_definitions,
    fit_expressions,
    put_prefix,
)
from crm_analysis.errors import UsageError
from crm_analysis.paths import sql_folder

Literal = datetime.date | int | Decimal | str
Literals = Literal | tuple[Literal, ...]


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
    """

    segment: str = "all"
    department: str = "all"
    prefix: str = ""


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
        tuple for a ``:name`` that is to become a row each of a ``values`` list. What
        is not named here stays a bound parameter, in the engine's spelling.
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
    values = {key: _literal(value) for key, value in literals if key not in lists}
    trees = _trees(name, dialect, scope)
    for key, rows in lists.items():
        _spread(trees, key, rows)
    if values:
        trees = [exp.replace_placeholders(tree, **values) for tree in trees]
    return tuple(
        tree.sql(dialect=dialect, comments=False, copy=False) for tree in trees
    )


def _trees(name: str, dialect: str, scope: Scope) -> list[exp.Expression]:
    """Return trees of a file's statements, fit for what is asked for.

    A step sees only the steps before it, so the segment comes first and reads the
    views: it means all purchases, whatever the department is.
    """
    parsed = parse(sql_folder(), name, dialect)
    trees = fit_definitions([tree.copy() for tree in parsed], dialect)
    for tree in trees:
        tables = {table.name for table in tree.find_all(exp.Table)}
        if scope.department != "all" and tables & {"purchases", "purchase_days"}:
            _add_department(tree, scope.department, dialect)
        if "segment_members" in tables:
            _add_segment(tree, scope.segment, dialect)
        if scope.prefix:
            put_prefix(tree, scope.prefix)
        fit_expressions(tree, dialect)
    return trees


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


def _add_segment(tree: exp.Expression, segment: str, dialect: str) -> None:
    """Put a segment's query in front, as ``segment_members``."""
    require_segment(segment)
    (members,) = parse(sql_folder(), f"segments/{segment}", dialect)
    _put_in_front(tree, "segment_members", members)


def _add_department(tree: exp.Expression, department: str, dialect: str) -> None:
    """Put a department's purchases in front, under the names of the views."""
    value = _literal(department)
    for name in ("purchase_days", "purchases"):
        (step,) = parse(sql_folder(), f"departments/{name}", dialect)
        step = exp.replace_placeholders(step, department=value)
        _put_in_front(tree, name, step)


def _put_in_front(tree: exp.Expression, name: str, step: exp.Expression) -> None:
    """Make a query the first common table expression of another."""
    tree.with_(name, as_=step.copy(), copy=False)
    expressions = tree.args["with_"].expressions
    expressions.insert(0, expressions.pop())


def _spread(trees: list[exp.Expression], name: str, rows: tuple[Literal, ...]) -> None:
    """Make ``values (:name)`` a row each for several values.

    They become ``select ... union all select ...``: MariaDB cannot name the columns
    of a list of values.
    """
    for tree in trees:
        for values in list(tree.find_all(exp.Values)):
            if any(each.name == name for each in values.find_all(exp.Placeholder)):
                values.replace(_as_union(values.args["alias"], rows))


def _as_union(alias: exp.TableAlias, rows: tuple[Literal, ...]) -> exp.Subquery:
    (column,) = alias.columns
    selects = [exp.select(exp.alias_(_literal(row), column.name)) for row in rows]
    union = exp.union(*selects, distinct=False) if len(rows) > 1 else selects[0]
    return union.subquery(alias.name)


def _literal(value: Literal) -> exp.Expression:
    """Turn a Python value into a typed SQL literal."""
    if isinstance(value, datetime.datetime) or not isinstance(value, Literal):
        raise TypeError(f"no SQL literal for a {type(value).__name__}")
    if isinstance(value, datetime.date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.Literal.number(value)

"""Python values as typed literals of SQL, so that nothing is formatted into text."""

import datetime
from decimal import Decimal

from sqlglot import exp

Literal = datetime.date | int | Decimal | str
Literals = Literal | tuple[Literal, ...] | exp.Expression


def spread(trees: list[exp.Expression], name: str, rows: tuple[Literal, ...]) -> None:
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
    selects = [exp.select(exp.alias_(as_literal(row), column.name)) for row in rows]
    union = exp.union(*selects, distinct=False) if len(rows) > 1 else selects[0]
    return union.subquery(alias.name)


def as_literal(value: Literal) -> exp.Expression:
    """Turn a Python value into a typed SQL literal."""
    if isinstance(value, datetime.datetime) or not isinstance(value, Literal):
        raise TypeError(f"no SQL literal for a {type(value).__name__}")
    if isinstance(value, datetime.date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    if isinstance(value, str):
        return exp.Literal.string(value)
    return exp.Literal.number(value)

"""Lines of CSV that an engine writes: one value a row, where drivers are slow."""

from sqlglot import exp


def in_lines(query: exp.Select) -> exp.Select:
    """Return a query of text columns as one of a single column, a line of CSV each.

    >>> import sqlglot
    >>> query = sqlglot.parse_one("select a, cast(b as text) from t", dialect="duckdb")
    >>> in_lines(query).named_selects
    ['line']
    """
    values = [_quoted(column.unalias()) for column in query.selects]
    line = exp.func("concat_ws", exp.Literal.string(","), *values)
    return query.select(exp.alias_(line, "line"), append=False)


def _quoted(text: exp.Expression) -> exp.Expression:
    """Write a value in quotes, its own ones doubled; nothing at all if it is null."""
    quote = exp.Literal.string('"')
    doubled = exp.func("replace", text, quote, exp.Literal.string('""'))
    whole = exp.DPipe(this=exp.DPipe(this=quote, expression=doubled), expression=quote)
    return exp.func("coalesce", whole, exp.Literal.string(""))

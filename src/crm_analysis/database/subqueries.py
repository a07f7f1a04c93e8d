"""Queries inside queries: a step in front, with no more than is read of it."""

from collections.abc import Sequence

from sqlglot import exp

from crm_analysis.database.literals import as_literal


def put_in_front(tree: exp.Expression, name: str, step: exp.Expression) -> None:
    """Make a query the first common table expression of another.

    What is inserted reads it behind ``insert into``: MariaDB knows no other place.
    """
    query = tree.expression if isinstance(tree, exp.Insert) else tree
    query.with_(name, as_=step.copy(), copy=False)
    expressions = query.args["with_"].expressions
    expressions.insert(0, expressions.pop())


def what_is_read(query: exp.Select, reader: exp.Expression) -> exp.Select:
    """Return a query with the columns that its reader names, and in no order.

    Engines leave out what the other columns would have been made from. Not all of them
    see through steps that two others read, so this is not left to them.

    >>> from sqlglot import parse_one
    >>> query = parse_one("select a, count(*) as b, sum(c) as d from t group by a")
    >>> what_is_read(query, parse_one("select ln(b) from q")).sql()
    'SELECT COUNT(*) AS b FROM t GROUP BY a'
    """
    named = {column.name for column in reader.find_all(exp.Column)}
    query = query.copy()
    query.set("order", None)
    kept = [each for each in query.expressions if each.alias_or_name in named]
    query.set("expressions", kept)
    return query


def of_customers(query: exp.Select, customers: Sequence[int] | None) -> exp.Select:
    """Keep the rows of some customers, or of the one who is bound where none are named.

    >>> from sqlglot import parse_one
    >>> query = parse_one("select customer_id from orders")
    >>> of_customers(query, [1, 2]).sql()
    'SELECT customer_id FROM orders WHERE customer_id IN (1, 2)'
    >>> of_customers(query, None).sql()
    'SELECT customer_id FROM orders WHERE customer_id = :customer_id'
    """
    (column,) = (each for each in query.selects if each.alias_or_name == "customer_id")
    key = column.unalias()
    if customers is None:
        asked = exp.Placeholder(this="customer_id")
        return query.where(exp.EQ(this=key, expression=asked))
    named = [as_literal(each) for each in customers]
    return query.where(exp.In(this=key, expressions=named) if named else exp.false())

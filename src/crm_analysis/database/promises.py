"""What tables promise, as queries, for an engine that only keeps their rows."""

from sqlglot import exp

from crm_analysis.database.definitions import columns_of, table_definitions
from crm_analysis.paths import sql_folder


def broken_promises(dialect: str) -> str:
    """Return a query for one row a table: its name, and what breaks its promises.

    Counted are rows with a missing value in a column that allows none, with a text
    that is too long or against a check, and keys that more than one row has.
    References are proved by ``sql/checks``.

    >>> broken_promises("spark")[:55]
    "SELECT 'customers' AS table_name, (SELECT COUNT(*) FROM"
    """
    counts = [_count_of_broken(tree) for tree in table_definitions(sql_folder())]
    return exp.union(*counts, distinct=False).sql(dialect)


def _count_of_broken(table: exp.Create) -> exp.Select:
    name = table.find(exp.Table).name
    rows = exp.select(exp.Count(this=exp.Star())).from_(name)
    counts = [rows.where(exp.or_(*_signs_of_a_bad_row(table))).subquery()]
    counts += [_count_of_doubles(name, key) for key in _keys(table)]
    total = counts[0]
    for count in counts[1:]:
        total = exp.Add(this=total, expression=count)
    return exp.select(
        exp.alias_(exp.Literal.string(name), "table_name"), exp.alias_(total, "broken")
    )


def _signs_of_a_bad_row(table: exp.Create) -> list[exp.Expression]:
    """Return a condition a promise on one row, true where it is broken."""
    primary = table.find(exp.PrimaryKey)
    never_missing = {each.name for each in primary.expressions} if primary else set()
    signs = []
    for column in columns_of(table):
        value = exp.column(column.name)
        if column.find(exp.NotNullColumnConstraint):
            never_missing.add(column.name)
        if column.kind.is_type("varchar"):
            (most,) = column.kind.expressions
            length = exp.Length(this=value.copy())
            signs.append(exp.GT(this=length, expression=most.this.copy()))
    signs += [exp.column(name).is_(exp.null()) for name in sorted(never_missing)]
    checks = table.find_all(exp.CheckColumnConstraint)
    return signs + [exp.not_(check.this.copy()) for check in checks]


def _keys(table: exp.Create) -> list[list[str]]:
    """Return the columns of each key; a value may be missing in all but the first."""
    keys = [key.expressions for key in table.find_all(exp.PrimaryKey)]
    keys += [key.this.expressions for key in table.find_all(exp.UniqueColumnConstraint)]
    return [[column.name for column in key] for key in keys]


def _count_of_doubles(table: str, key: list[str]) -> exp.Subquery:
    there = exp.and_(*(exp.column(name).is_(exp.null()).not_() for name in key))
    count, one = exp.Count(this=exp.Star()), exp.Literal.number(1)
    doubles = exp.select(one).from_(table).where(there).group_by(*key)
    doubles = doubles.having(exp.GT(this=count, expression=one)).subquery("doubles")
    return exp.select(count.copy()).from_(doubles).subquery()

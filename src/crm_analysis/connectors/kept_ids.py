"""Kept ids: rows that a database holds already keep their ids from load to load.

What has an id of its own in the source is known by it. What has none, such as a piece
of evidence, is known by all that is said of it. Whatever is new gets ids after the
highest there is, in the order that an empty database would have given them.
"""

from collections.abc import Mapping, Sequence

from sqlglot import exp

from crm_analysis.connectors.held_rows import EVERY_HELD, HELD
from crm_analysis.connectors.mapped_rows import MAPPED, keep
from crm_analysis.database.definitions import Defined, column_kinds, tables
from crm_analysis.database.duckdb import DuckDBDatabase

RENEWED = "renewed_"
_IDS, _REFERRING = "ids_", "referring_"
_ID = ("id",)


def keep_ids(
    staging: DuckDBDatabase, system: str, columns: Mapping[str, Sequence[str]]
) -> None:
    """Make ``renewed_<table>`` of mapped and held rows: mapped rows under kept ids.

    Parameters
    ----------
    staging : DuckDBDatabase
        With ``mapped_<table>`` and ``held_<table>``.
    system : str
        The source system whose ids are kept.
    columns : dict
        For each table, the columns that both have.
    """
    renumbered: set[str] = set()
    for table in tables():
        if table.name not in columns:
            continue
        names = columns[table.name]
        rows = _referring(table, names, renumbered)
        keep(staging, _REFERRING + table.name, rows, "VIEW")
        if table.key == _ID:
            ids = _ids(table.name, names, system)
            keep(staging, _IDS + table.name, ids)
            if _any_differs(staging, table.name):
                renumbered.add(table.name)
        rows = _renewed(table.name, names, table.name in renumbered)
        keep(staging, RENEWED + table.name, rows, "VIEW")


def _referring(
    table: Defined, names: Sequence[str], renumbered: set[str]
) -> exp.Select:
    """Return a table's mapped rows, referring to others by the ids that those have."""
    others = {
        column: other
        for column, other in table.references
        if column in names and other in renumbered
    }
    selects = [_named("id", f"of_{n}", n) if n in others else _of(n) for n in names]
    query = exp.select(*selects).from_(_as(MAPPED + table.name, "mapped"))
    for column, other in others.items():
        there = exp.column("mapped_id", f"of_{column}")
        same = exp.EQ(this=_of(column), expression=there)
        query = query.join(_as(_IDS + other, f"of_{column}"), on=same, join_type="left")
    return query


def _ids(table: str, names: Sequence[str], system: str) -> exp.Select:
    """Return a query for one row a mapped row: its id there, and the one it has."""
    mapped, held = exp.to_table(_REFERRING + table), exp.to_table(HELD + table)
    if "source_system" in names:
        known_by, equal = ["source_id"], exp.EQ
        is_ours = exp.column("source_system").eq(exp.Literal.string(system))
        of_mapped = exp.select("id", "source_id").from_(mapped)
        of_held = exp.select("id", "source_id").from_(held).where(is_ours)
    else:
        known_by = [name for name in names if name != "id"]
        of_mapped, of_held = (_counted(rows, known_by) for rows in (mapped, held))
        known_by, equal = [*known_by, "copy_number"], exp.NullSafeEQ
    same = exp.and_(
        *(equal(this=_of(n), expression=exp.column(n, "held")) for n in known_by)
    )
    given = exp.func("coalesce", exp.column("id", "held"), _next_id(table))
    given = exp.cast(given, column_kinds()[table]["id"])
    query = exp.select(_named("id", "mapped", "mapped_id"), exp.alias_(given, "id"))
    query = query.from_(of_mapped.subquery("mapped"))
    return query.join(of_held.subquery("held"), on=same, join_type="left")


def _counted(rows: exp.Table, contents: Sequence[str]) -> exp.Select:
    """Return rows without a key of their own, copies of the same counted from 1."""
    number = exp.Window(
        this=exp.RowNumber(),
        partition_by=[exp.column(name) for name in contents],
        order=exp.Order(expressions=[exp.column("id")]),
    )
    columns = ["id", *contents]
    return exp.select(*columns, exp.alias_(number, "copy_number")).from_(rows)


def _next_id(table: str) -> exp.Expression:
    """Return what counts on from the highest id that is held, over new rows alone."""
    highest = exp.func(
        "coalesce", exp.Max(this=exp.column("id")), exp.Literal.number(0)
    )
    number = exp.Window(
        this=exp.RowNumber(),
        partition_by=[exp.column("id", "held").is_(exp.null())],
        order=exp.Order(expressions=[_of("id")]),
    )
    return exp.Add(
        this=exp.select(highest).from_(EVERY_HELD + table).subquery(), expression=number
    )


def _any_differs(staging: DuckDBDatabase, table: str) -> bool:
    """Tell whether any mapped row has another id than in an empty database."""
    name = _IDS + table
    differs = exp.column("mapped_id").neq(exp.column("id"))
    query = exp.select("id").from_(name).where(differs).limit(1)
    return any(len(rows) for rows in staging.stream_tree(query, name))


def _renewed(table: str, names: Sequence[str], is_renumbered: bool) -> exp.Select:
    """Return a table's rows under their own ids, referring to others by theirs."""
    query = exp.select(
        *(
            _named("id", "own", n) if n == "id" and is_renumbered else _of(n)
            for n in names
        )
    ).from_(_as(_REFERRING + table, "mapped"))
    if not is_renumbered:
        return query
    same = exp.EQ(this=_of("id"), expression=exp.column("mapped_id", "own"))
    return query.join(_as(_IDS + table, "own"), on=same)


def _of(name: str) -> exp.Column:
    return exp.column(name, "mapped")


def _named(name: str, table: str, alias: str) -> exp.Expression:
    return exp.alias_(exp.column(name, table), alias)


def _as(table: str, alias: str) -> exp.Expression:
    return exp.alias_(exp.to_table(table), alias, table=True)

"""Changes: which rows of a source's table have to be read since the last load."""

import datetime
from collections.abc import Sequence

import pyarrow as pa
from sqlglot import exp

from crm_analysis.connectors.staging import fill_table, make_table
from crm_analysis.connectors.systems import SourceTable
from crm_analysis.connectors.text_rows import read_text
from crm_analysis.database import Database
from crm_analysis.database.duckdb import DuckDBDatabase

_STATE = "staged_tables"
_INCOMING = "incoming"
# A row gets its moment when it is written, and is seen when its transaction ends.
_OVERLAP = datetime.timedelta(hours=1)


def stage_whole(  # noqa: PLR0913, PLR0917
    database: Database,
    name: str,
    table: SourceTable,
    columns: Sequence[str],
    staging: DuckDBDatabase,
    today: datetime.date,
) -> int:
    """Stage all rows of a table, in place of what was staged; return how many.

    Without columns, the table is not there: it is staged empty.
    """
    with staging.transaction():
        make_table(staging, table)
        batches = read_text(database, name, columns) if columns else ()
        rows = fill_table(staging, table, batches)
        _write_state(staging, table, columns, today)
    return rows


def stage_changes(  # noqa: PLR0913, PLR0917
    database: Database,
    name: str,
    table: SourceTable,
    columns: Sequence[str],
    staging: DuckDBDatabase,
    today: datetime.date,
) -> int | None:
    """Stage the rows that are new or changed; return how many.

    Returns
    -------
    int or None
        None if that is not enough: the table was not staged before, or with other
        columns, its rows do not say when they changed, or some were removed.
    """
    state = _read_state(staging, table)
    tells = {table.id, table.modified} <= set(columns)
    if state is None or not tells or state["column_names"] != ",".join(columns):
        return None
    since = _since(table, state["read_until"])
    if since is None:
        return None
    with staging.transaction():
        make_table(staging, table, _INCOMING)
        rows = fill_table(
            staging, table, read_text(database, name, columns, since), _INCOMING
        )
        _replace(staging, table)
        _write_state(staging, table, columns, today)
    # What is no longer there cannot say that it has changed.
    there = database.stream_tree(_count(name), f"connectors, counting {name}")
    return rows if _only(there) == staging.count_rows(table.staged) else None


def _since(table: SourceTable, read_until: str | None) -> exp.Expression | None:
    """Return which rows may have changed since a moment; None if there was none."""
    try:
        moment = datetime.datetime.fromisoformat(read_until or "") - _OVERLAP
    except ValueError:
        return None
    text = exp.Literal.string(moment.isoformat(" ", "seconds"))
    modified = exp.column(exp.to_identifier(table.modified, quoted=True))
    is_later = exp.GTE(this=modified, expression=exp.cast(text, "timestamp"))
    return exp.or_(is_later, exp.Is(this=modified.copy(), expression=exp.Null()))


def _replace(staging: DuckDBDatabase, table: SourceTable) -> None:
    """Put the rows that came in in the place of older ones with the same id."""
    name = f"staging of {table.name}"
    came = exp.select(exp.column(table.id)).from_(_INCOMING)
    old = exp.column(table.id).isin(query=came)
    staging.run_tree(exp.delete(table.staged).where(old), name)
    rows = exp.select("*").from_(_INCOMING)
    staging.run_tree(exp.insert(rows, table.staged), name)
    staging.run("connectors/staging/drop_incoming")


def _read_state(staging: DuckDBDatabase, table: SourceTable) -> dict | None:
    """Return what is known of the last time that a table was staged."""
    rows = staging.read_table(_STATE).to_pylist()
    return next((row for row in rows if row["table_name"] == table.name), None)


def _write_state(
    staging: DuckDBDatabase,
    table: SourceTable,
    columns: Sequence[str],
    today: datetime.date,
) -> None:
    """Note what was staged, and the latest change in it that can be true."""
    until = None
    if table.modified in columns:
        latest = exp.Max(this=exp.column(table.modified))
        tomorrow = exp.Literal.string((today + datetime.timedelta(1)).isoformat())
        query = exp.select(exp.alias_(latest, "latest")).from_(table.staged)
        query = query.where(
            exp.LT(this=exp.column(table.modified), expression=tomorrow)
        )
        until = _only(staging.stream_tree(query, f"staging of {table.name}"))
    is_it = exp.EQ(
        this=exp.column("table_name"), expression=exp.Literal.string(table.name)
    )
    staging.run_tree(exp.delete(_STATE).where(is_it), _STATE)
    state = {
        "table_name": table.name,
        "column_names": ",".join(columns),
        "read_until": until,
    }
    kinds = pa.schema([(key, pa.string()) for key in state])
    staging.load(_STATE, pa.Table.from_pylist([state], kinds))


def _count(name: str) -> exp.Select:
    counted = exp.alias_(exp.Count(this=exp.Star()), "row_count")
    return exp.select(counted).from_(exp.to_identifier(name, True))


def _only(batches: object) -> object:
    """Return the one value of a query of one row."""
    ((row,),) = [batch.to_pylist() for batch in batches]
    (value,) = row.values()
    return value

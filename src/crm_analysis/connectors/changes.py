"""Changes: which rows of a source's table have to be read since the last load."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from crm_analysis.connectors.documents import touch, touch_unknown
from crm_analysis.connectors.mapped_rows import keep
from crm_analysis.connectors.quiet_flags import count_flagged, flagged
from crm_analysis.connectors.row_digests import forget_digest, renew_digest
from crm_analysis.connectors.staging import fill_table, make_table
from crm_analysis.connectors.systems import SourceTable
from crm_analysis.connectors.text_rows import read_text
from crm_analysis.database import Database
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.datasets.dataset import Progress

_STATE = "staged_tables"
_INCOMING, _FORMER, _CHANGED = "incoming", "former_rows", "changed_rows"
_TOLD_EVERY_ROWS = 500_000
# A row gets its moment when it is written, and is seen when its transaction ends.
_OVERLAP = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Reading:
    """A table of a source that is to be staged.

    Attributes
    ----------
    database : Database
        Where it is, open for reading.
    name : str
        What it is called there.
    table : SourceTable
        What is known of it.
    columns : dict
        What each of its columns is called there, by what we call it; empty if the
        table is not there.
    today : date
        Changes after this day are not believed.
    """

    database: Database
    name: str
    table: SourceTable
    columns: Mapping[str, str]
    today: datetime.date

    def rows(
        self, progress: Progress, since: exp.Expression | None = None
    ) -> Iterator[pa.Table]:
        """Yield its rows, or those changed since, saying how far it is."""
        conditions = [] if since is None else [since]
        for column, values in self.table.only.items():
            conditions.append(exp.column(column).isin(*values))
        condition = exp.and_(*conditions) if conditions else None
        count = told = 0
        for batch in read_text(self.database, self.name, self.columns, condition):
            yield batch
            count += len(batch)
            if count - told >= _TOLD_EVERY_ROWS:
                told = count
                progress(f"{self.name}: {count:,} rows so far")

    def count(self) -> int:
        """Count the rows that are there by now."""
        counted = exp.alias_(exp.Count(this=exp.Star()), "row_count")
        query = exp.select(counted).from_(exp.to_identifier(self.name, True))
        for column, values in self.table.only.items():
            query = query.where(exp.column(column).isin(*values))
        return _only(self.database.stream_tree(query, f"connectors ({self.name})"))

    def looked_through(self) -> int:
        """Return how many rows the session has gone through so far, if it tells."""
        told = self.database.read_catalogue("rows_looked_through")
        is_told = told and not self.table.only
        return int(told[0]["Value"]) if is_told else 0

    @property
    def text(self) -> str:
        """Its columns in a word, to tell whether they are the same again.

        Those that are not there are in it: the staging has columns for them as well.
        """
        every = ((ours, self.columns.get(ours, "")) for ours in self.table.every_column)
        return ",".join(f"{ours}={there}" for ours, there in every)

    @property
    def tells_changes(self) -> bool:
        """Whether its rows say which they are and when they were changed."""
        return {self.table.id, self.table.modified} <= set(self.columns)


def stage_whole(staging: DuckDBDatabase, reading: Reading, progress: Progress) -> int:
    """Stage all rows of a table, in place of what was staged; return how many.

    A table that is not there is staged empty.
    """
    table = reading.table
    with staging.transaction():
        was_empty = _is_empty(staging, table)
        make_table(staging, table)
        forget_digest(staging, table)
        batches = reading.rows(progress) if reading.columns else ()
        rows = fill_table(staging, table, batches)
        if table.document and not (was_empty and rows == 0):
            touch_unknown(staging)
        _write_state(staging, reading)
    return rows


def stage_changes(
    staging: DuckDBDatabase, reading: Reading, progress: Progress
) -> int | None:
    """Stage the rows that are new or changed; return how many.

    Returns
    -------
    int or None
        None if that is not enough: the table was not staged before, or with other
        columns, its rows do not say when they changed, or some were removed.
    """
    table = reading.table
    state = _read_state(staging, table)
    if state is None or state["column_names"] != reading.text:
        return None
    flags = flagged(table, reading.columns)
    is_any_staged = staging.count_rows(table.staged) > 0
    since = _since(table, state["read_until"]) if is_any_staged else exp.true()
    if since is None or not reading.tells_changes:
        return None
    wanted = exp.or_(since, flags) if flags else since
    looked_before = reading.looked_through()
    make_table(staging, table, _INCOMING)
    rows = fill_table(staging, table, reading.rows(progress, wanted), _INCOMING)
    looked = reading.looked_through() - looked_before
    if rows:
        with staging.transaction():
            _replace(staging, table)
            _write_state(staging, reading)
    # What is no longer there cannot say that it has changed. A server that went through
    # the whole table for changes has counted it, the end of the table as well.
    expected = staging.count_rows(table.staged)
    is_whole = looked == expected + 1 or reading.count() == expected
    return rows if is_whole and _flags_agree(staging, reading, flags) else None


def _flags_agree(
    staging: DuckDBDatabase, reading: Reading, flags: exp.Expression | None
) -> bool:
    """Tell whether as many rows have a quiet flag in staging as in the source."""
    if flags is None:
        return True
    staged = count_flagged(staging, reading.table.staged, flags)
    return staged == count_flagged(reading.database, reading.name, flags)


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
    """Put the rows that came in, and differ, in the place of those with the same id."""
    name = f"staging of {table.name}"
    came = exp.select(exp.column(table.id)).from_(_INCOMING)
    theirs = exp.column(table.id).isin(query=came)
    keep(staging, _FORMER, exp.select("*").from_(table.staged).where(theirs))
    every, same = (exp.select("*").from_(each) for each in (_INCOMING, _FORMER))
    keep(staging, _CHANGED, exp.except_(every, same))
    if not staging.count_rows(_CHANGED):
        return
    came = exp.select("*").from_(_CHANGED)
    ids = exp.select(exp.column(table.id)).from_(_CHANGED)
    changed = exp.column(table.id).isin(query=ids)
    went = exp.select("*").from_(_FORMER).where(changed)
    if table.document:
        touch(staging, table, came)
        touch(staging, table, went)
    renew_digest(staging, table, came, went)
    staging.run_tree(exp.delete(table.staged).where(changed), name)
    staging.run_tree(exp.insert(came, table.staged), name)


def _is_empty(staging: DuckDBDatabase, table: SourceTable) -> bool:
    """Tell whether a table was staged, and had no rows."""
    return bool(_read_state(staging, table)) and not staging.count_rows(table.staged)


def _read_state(staging: DuckDBDatabase, table: SourceTable) -> dict | None:
    """Return what is known of the last time that a table was staged."""
    rows = staging.read_table(_STATE).to_pylist()
    return next((row for row in rows if row["table_name"] == table.name), None)


def _write_state(staging: DuckDBDatabase, reading: Reading) -> None:
    """Note what was staged, and the latest change in it that can be true."""
    table = reading.table
    is_it = exp.EQ(
        this=exp.column("table_name"), expression=exp.Literal.string(table.name)
    )
    staging.run_tree(exp.delete(_STATE).where(is_it), _STATE)
    state = {
        "table_name": table.name,
        "column_names": reading.text,
        "read_until": _latest_change(staging, reading),
    }
    kinds = pa.schema([(key, pa.string()) for key in state])
    staging.load(_STATE, pa.Table.from_pylist([state], kinds))


def _latest_change(staging: DuckDBDatabase, reading: Reading) -> str | None:
    table = reading.table
    if table.modified not in reading.columns:
        return None
    modified = exp.column(table.modified)
    tomorrow = exp.Literal.string((reading.today + datetime.timedelta(1)).isoformat())
    query = exp.select(exp.alias_(exp.Max(this=modified), "latest"))
    query = query.from_(table.staged).where(exp.LT(this=modified, expression=tomorrow))
    return _only(staging.stream_tree(query, f"staging of {table.name}"))


def _only(batches: Iterator[pa.Table]) -> object:
    """Return the one value of a query of one row."""
    ((row,),) = [batch.to_pylist() for batch in batches]
    (value,) = row.values()
    return value

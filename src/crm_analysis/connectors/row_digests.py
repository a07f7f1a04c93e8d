"""Row digests: what tells the rows of a staged table from those of another state.

A digest is a sum over rows, so that it is kept up to date by what comes and goes.
"""

import pyarrow as pa
from sqlglot import exp

from crm_analysis.connectors.systems import SourceTable
from crm_analysis.database.duckdb import DuckDBDatabase

_DIGESTS = "row_digests"


def make_digests(staging: DuckDBDatabase) -> None:
    """Make room for digests in a staging that has none."""
    staging.run(f"connectors/staging/{_DIGESTS}")


def digest_rows(staging: DuckDBDatabase, table: SourceTable) -> str:
    """Return the digest of a staged table, in whatever order its rows are."""
    make_digests(staging)
    known = _known(staging, table)
    if known is None:
        known = _sum(staging, exp.to_table(table.staged))
        _write(staging, table, known)
    return repr(known)


def renew_digest(
    staging: DuckDBDatabase, table: SourceTable, came: exp.Query, went: exp.Query
) -> None:
    """Bring a digest up to date, if there is one, after rows came and others went."""
    known = _known(staging, table)
    if known is None:
        return
    more, less = (_sum(staging, rows.subquery("part")) for rows in (came, went))
    count, hashes = (
        now + new - old for now, new, old in zip(known, more, less, strict=True)
    )
    forget_digest(staging, table)
    _write(staging, table, (count, hashes))


def forget_digest(staging: DuckDBDatabase, table: SourceTable) -> None:
    """Let the digest of a table be worked out anew."""
    staging.run_tree(exp.delete(_DIGESTS).where(_is(table)), _DIGESTS)


def _known(staging: DuckDBDatabase, table: SourceTable) -> tuple[int, int] | None:
    query = exp.select("row_count", _as_text("row_hashes")).from_(_DIGESTS)
    return _only(staging, query.where(_is(table)))


def _sum(
    staging: DuckDBDatabase, rows: exp.Table | exp.Subquery
) -> tuple[int, int] | None:
    hashes = exp.func("sum", exp.func("hash", exp.column(rows.alias_or_name)))
    hashes = exp.func("coalesce", hashes, exp.Literal.number(0))
    count = exp.alias_(exp.Count(this=exp.Star()), "row_count")
    return _only(staging, exp.select(count, _as_text(hashes)).from_(rows))


def _only(staging: DuckDBDatabase, query: exp.Query) -> tuple[int, int] | None:
    """Return the row of a query, if there is one; hashes are too long for Arrow."""
    for rows in staging.stream_tree(query, _DIGESTS):
        for count, hashes in zip(*rows.to_pydict().values(), strict=True):
            return count, int(hashes)
    return None


def _write(
    staging: DuckDBDatabase, table: SourceTable, digest: tuple[int, int]
) -> None:
    count, hashes = digest
    row = {"table_name": table.name, "row_count": count, "row_hashes": str(hashes)}
    staging.load(_DIGESTS, pa.Table.from_pylist([row]))


def _as_text(value: str | exp.Expression) -> exp.Expression:
    value = exp.column(value) if isinstance(value, str) else value
    return exp.alias_(exp.cast(value, "varchar"), "row_hashes")


def _is(table: SourceTable) -> exp.Expression:
    return exp.column("table_name").eq(exp.Literal.string(table.name))

"""Quiet flags: columns that a system sets without saying when the row was changed.

SuiteCRM's own link for leaving the mailings sets ``opt_out`` and leaves
``date_modified`` as it was. A ``source.toml`` names such columns, with the value that
fewer rows have. Rows with one of these values are read at every load; if then as many
of the staged rows have one as of those in the source, the flags of all rows agree.
"""

from collections.abc import Collection

from sqlglot import exp

from crm_analysis.connectors.systems import SourceTable
from crm_analysis.database import Database


def flagged(table: SourceTable, columns: Collection[str]) -> exp.Expression | None:
    """Return which rows have one of the values; None if none of the columns is there.

    Examples
    --------
    >>> links = SourceTable("links", ("id", "deleted"), quiet={"deleted": "1"})
    >>> flagged(links, ["id", "deleted"]).sql()
    "deleted IN ('1')"
    >>> flagged(links, ["id"]) is None
    True
    """
    found = [
        exp.column(column).isin(value)
        for column, value in table.quiet.items()
        if column in columns
    ]
    return exp.or_(*found) if found else None


def count_flagged(database: Database, name: str, condition: exp.Expression) -> int:
    """Count the rows of a table, of a source or a staging, that have one of them."""
    counted = exp.alias_(exp.Count(this=exp.Star()), "row_count")
    query = exp.select(counted).from_(exp.to_identifier(name, quoted=True))
    (batch,) = database.stream_tree(query.where(condition), f"connectors ({name})")
    return batch.to_pylist()[0]["row_count"]

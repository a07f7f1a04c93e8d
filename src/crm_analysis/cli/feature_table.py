"""The command that writes the features of every customer into a file."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.cli.options import read_day, takes_database
from crm_analysis.cli.source import OwnIds, open_source
from crm_analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

LONGEST_SILENCE_DAYS = 365  # without any order before the day
_ENDINGS = (".parquet", ".csv")


@click.command()
@click.option(
    "--as-of",
    required=True,
    callback=read_day,
    metavar="DATE",
    help="First day that is not known yet.",
)
@click.option(
    "--segment",
    default="all",
    show_default=True,
    metavar="NAME",
    help="A file in sql/segments, or all.",
)
@click.option(
    "--department",
    default="all",
    show_default=True,
    metavar="NAME",
    help="Look at purchases of products of this department.",
)
@click.option(
    "--orders",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="CSV or Parquet with customer_id, order_date and amount, instead of a"
    " database.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.parquet|FILE.csv",
)
@takes_database
def features(
    as_of: datetime.date,
    segment: str,
    department: str,
    orders: Path | None,
    out: Path,
    url: str | None,
) -> None:
    """Write what is known of each customer before a day, one row a customer."""
    from crm_analysis.database.statements import require_segment
    from crm_analysis.evaluation.horizons import require_known_history
    from crm_analysis.feature_table import read_feature_table
    from crm_analysis.output_files import require_places, write_whole

    if out.suffix not in _ENDINGS:
        raise UsageError(
            f"{out} ends in {out.suffix or 'nothing'}, expected .parquet or .csv"
        )
    require_places([out], filter(None, [orders]))
    require_segment(segment)
    with open_source(orders, url, department) as database:
        require_known_history(database, as_of, LONGEST_SILENCE_DAYS)
        table = read_feature_table(database, as_of, segment)
        table = OwnIds(database, orders).put_in(table)
    if orders:
        table = table.drop(columns="pseudonym")  # a file of orders gives none
    write_whole(out, table.to_parquet if out.suffix == ".parquet" else _csv(table))
    click.echo(
        f"{len(table):,} customers, {len(table.columns)} columns, as of {as_of}: {out}"
    )


def _csv(table: "pd.DataFrame") -> Callable[[Path], None]:
    """Return what writes a table as CSV, in which no spreadsheet finds a formula."""
    from crm_analysis.output_files import safe_for_spreadsheets

    texts = table.select_dtypes(include=["str", "object"]).columns
    safe = {
        name: table[name].map(safe_for_spreadsheets, na_action="ignore")
        for name in texts
    }
    return lambda path: table.assign(**safe).to_csv(path, index=False)

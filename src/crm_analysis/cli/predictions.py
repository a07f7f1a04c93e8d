"""Commands on predictions: how good they were, and what they are."""

import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.cli.options import chosen_url, read_day, takes_database
from crm_analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from crm_analysis.database import Database


def _takes_case(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that backtest and score share."""
    for option in (
        click.option(
            "--department",
            default="all",
            show_default=True,
            metavar="NAME",
            help="Predict purchases of products of this department.",
        ),
        click.option(
            "--horizon-days",
            type=click.IntRange(1),
            required=True,
            help="How far ahead, in days.",
        ),
        click.option(
            "--as-of",
            required=True,
            callback=read_day,
            metavar="DATE",
            help="First day that is not known yet.",
        ),
        click.option(
            "--orders",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="CSV or Parquet with customer_id, order_date and amount, instead of"
            " a database.",
        ),
        takes_database,
    ):
        command = option(command)
    return command


@click.command()
@_takes_case
@click.option("--json", "json_file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--predictions",
    type=click.Path(path_type=Path),
    metavar="FILE.parquet",
    help="One row a customer: label and the probabilities of every rung.",
)
@click.option(
    "--origins",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Backtest at so many days, a horizon apart, --as-of being the latest.",
)
def backtest(
    orders: Path | None,
    as_of: datetime.date,
    horizon_days: int,
    department: str,
    json_file: Path | None,
    predictions: Path | None,
    origins: int,
    url: str | None,
) -> None:
    """Predict a horizon that has passed, and show how well that went."""
    from crm_analysis.evaluation import roll
    from crm_analysis.output_files import require_places, write_whole

    require_places(filter(None, (json_file, predictions)), filter(None, [orders]))
    with _open(orders, url, department) as database:
        rolling = roll(database, as_of, horizon_days, origins)
        latest = rolling.backtests[0]
        frame = rolling.predictions if origins > 1 else latest.predictions
        rows = _OwnIds(database, orders).put_in(frame)
    record = latest.as_record() | (rolling.as_record() if origins > 1 else {})
    text = json.dumps(record, indent=2, allow_nan=False) + "\n"
    if json_file:
        write_whole(json_file, lambda file: file.write_text(text, encoding="utf-8"))
    if predictions:
        write_whole(predictions, rows.to_parquet)
    click.echo(latest.as_text())
    if origins > 1:
        click.echo(f"\n{rolling.as_text()}")


@click.command()
@_takes_case
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE.parquet"
)
def score(
    orders: Path | None,
    as_of: datetime.date,
    horizon_days: int,
    department: str,
    out: Path,
    url: str | None,
) -> None:
    """Say for each customer how likely a purchase in the horizon is."""
    from crm_analysis.output_files import require_places, write_parquet, write_whole
    from crm_analysis.scores import train

    require_places([out], filter(None, [orders]))
    with _open(orders, url, department) as database:
        scorer, own_ids = (
            train(database, as_of, horizon_days),
            _OwnIds(database, orders),
        )
        frames = (own_ids.put_in(each.reset_index()) for each in scorer.frames())
        rows = write_whole(out, lambda side: write_parquet(side, frames))
    click.echo(f"{rows:,} customers scored by {scorer.fitted.default}: {out}")
    for note in scorer.notes:
        click.echo(f"note: {note}")


@contextmanager
def _open(
    orders: Path | None, url: str | None, department: str
) -> "Iterator[Database]":
    """Open the orders file if one is given, else the database or its department."""
    from crm_analysis.database import choose_department, connect
    from crm_analysis.datasets.orders_file import open_orders

    if orders and department != "all":
        raise UsageError(
            f"an orders file has no products, but department {department!r} is asked"
            " for; leave out --department, or read a database that has products"
        )
    with open_orders(orders) if orders else connect(chosen_url(url)) as database:
        yield choose_department(database, department)


class _OwnIds:
    """The customer ids of an orders file, to stand in the place of our keys."""

    def __init__(self, database: "Database", orders: Path | None) -> None:
        from crm_analysis.datasets.orders_file import source_ids

        self._ids = None if orders is None else source_ids(database, orders)

    def put_in(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """Put them into a frame; one from a database stays as it is."""
        if self._ids is None:
            return rows
        keys = rows["customer_id"].to_numpy()
        return rows.assign(customer_id=self._ids[keys - 1])

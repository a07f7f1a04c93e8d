"""Commands on predictions: how good they were, and what they are."""

import datetime
import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from crm_analysis.cli.options import chosen_url, read_day, takes_database
from crm_analysis.cli.rungs import (
    score_in_database,
    takes_rung,
    training_of,
)
from crm_analysis.cli.source import OwnIds, open_source
from crm_analysis.errors import NotEnoughDataError


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
    """Predict a horizon that has passed, and show how well that went.

    The exit code is 5 where the ranking or the probabilities are withheld.
    """
    from crm_analysis.evaluation import roll
    from crm_analysis.output_files import require_places, write_whole

    require_places(filter(None, (json_file, predictions)), filter(None, [orders]))
    with open_source(orders, url, department) as database:
        rolling = roll(database, as_of, horizon_days, origins)
        latest = rolling.backtests[0]
        frame = rolling.predictions if origins > 1 else latest.predictions
        rows = OwnIds(database, orders).put_in(frame)
    record = latest.as_record() | (rolling.as_record() if origins > 1 else {})
    text = json.dumps(record, indent=2, allow_nan=False) + "\n"
    if json_file:
        write_whole(json_file, lambda file: file.write_text(text, encoding="utf-8"))
    if predictions:
        write_whole(predictions, rows.to_parquet)
    click.echo(latest.as_text())
    if origins > 1:
        click.echo(f"\n{rolling.as_text()}")
    if not all(verdict.given for verdict in latest.verdicts):
        sys.exit(NotEnoughDataError.exit_code)


@click.command()
@_takes_case
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.parquet",
    help="One row a customer.",
)
@click.option("--save", is_flag=True, help="Keep scores and model in the database.")
@click.option(
    "--model",
    "model_file",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="The model, for `customer ID --model` where the user may not write.",
)
@takes_rung
def score(
    orders: Path | None,
    as_of: datetime.date,
    horizon_days: int,
    department: str,
    out: Path | None,
    save: bool,
    model_file: Path | None,
    url: str | None,
    rung: str | None,
    in_database: bool,
) -> None:
    """Say for each customer how likely a purchase in the horizon is."""
    from crm_analysis.cli.score_outputs import ScoreOutputs
    from crm_analysis.scores import train

    to = ScoreOutputs(out, model_file, chosen_url(url), save, in_database)
    to.require(orders, rung)
    if in_database:
        score_in_database(to, as_of, horizon_days, department, rung)
        return
    with open_source(orders, url, department) as database:
        train_models = training_of(rung) if rung else train
        scoring, own_ids = (
            train_models(database, as_of, horizon_days),
            OwnIds(database, orders),
        )
        run, loads = (None, []) if orders else to.describe(database, scoring)
        frames = (own_ids.put_in(each.reset_index()) for each in scoring.frames())
        kept = to.write_rows(frames)
    for line in to.write(scoring.default, kept, run, loads):
        click.echo(line)
    for note in scoring.notes:
        click.echo(f"note: {note}")

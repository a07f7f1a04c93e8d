"""What ``score --rung`` does: one model's probability, here or in the database."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from crm_analysis.cli.score_outputs import ScoreOutputs

if TYPE_CHECKING:
    from crm_analysis.rung_scores import RungScoring

# A test holds them against the ladder, which takes a second to import.
RUNGS = (
    "base_rate",
    "bernoulli",
    "logistic",
    "bg_nbd",
    "mbg_nbd",
    "pareto_nbd",
    "blend",
)


def takes_rung(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that choose one model, and where it is computed."""
    command = click.option(
        "--in-database",
        is_flag=True,
        help="With --save: let the database compute the probability of --rung itself.",
    )(command)
    return click.option(
        "--rung",
        type=click.Choice(RUNGS),
        help="Score by this model alone.",
    )(command)


def training_of(rung: str) -> "Callable[..., RungScoring]":
    """Return what trains one rung."""
    from crm_analysis.rung_scores import train_rung

    return partial(train_rung, rung=rung)


def score_in_database(
    to: ScoreOutputs,
    as_of: datetime.date,
    horizon_days: int,
    department: str,
    rung: str,
) -> None:
    """Train a rung, and let the database score everybody by it and keep the scores.

    The database is open for writing only while it writes.
    """
    from crm_analysis.database import choose_department, connect
    from crm_analysis.purchase_models.scoring_sql import require_formula
    from crm_analysis.rung_scores import train_rung
    from crm_analysis.saved_scores import save_scores_by_formula

    require_formula(rung)
    with connect(to.url) as database:
        chosen = choose_department(database, department)
        scoring = train_rung(chosen, as_of, horizon_days, rung)
        run, loads = to.describe(chosen, scoring)
    written = save_scores_by_formula(to.url, run, scoring, loads)
    click.echo(
        f"{written.customers:,} customers scored by {rung} in the database, about"
        f" {written.expected_buyers:,.0f} of them expected to buy: saved as run"
        f" {run.run_id}"
    )
    for note in scoring.notes:
        click.echo(f"note: {note}")

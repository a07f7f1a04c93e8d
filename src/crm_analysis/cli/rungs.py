"""What ``score --rung`` does: one model's probability, here or in the database."""

import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.errors import UsageError

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
        help="Let the database compute the probability of --rung by itself, and keep"
        " it in the table scores.",
    )(command)
    return click.option(
        "--rung",
        type=click.Choice(RUNGS),
        help="Score by this model alone, and give its probability only.",
    )(command)


def require_one_place(
    out: Path | None, orders: Path | None, rung: str | None, in_database: bool
) -> None:
    """Refuse a call that does not say clearly where scores are to go.

    Raises
    ------
    UsageError
        If there is neither a file nor the database to write to, or both, or the
        database is not one, or no model is chosen for it.
    """
    if in_database and not rung:
        raise UsageError(
            "got --in-database without --rung: one model is computed there; add --rung,"
            " for instance --rung bg_nbd"
        )
    if in_database and orders:
        raise UsageError(
            "got --in-database with an orders file, of which nothing is kept; give"
            " --out, or load the orders into a database"
        )
    if in_database == (out is not None):
        got = "both --in-database and --out" if out else "no --out"
        raise UsageError(
            f"got {got}: give --out FILE.parquet, or --in-database with --rung, and"
            " scores go there"
        )


def score_by_rung(rung: str) -> "Callable[..., RungScoring]":
    """Return what trains one rung and scores by it in Python."""
    from crm_analysis.rung_scores import train_rung

    return partial(train_rung, rung=rung)


def score_in_database(
    url: str | None,
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

    require_formula(rung)
    with connect(url) as database:
        chosen = choose_department(database, department)
        scoring = train_rung(chosen, as_of, horizon_days, rung)
    with connect(url, read_only=False) as database:
        written = scoring.write(choose_department(database, department))
    click.echo(
        f"{written.customers:,} customers scored by {rung} in the database, about"
        f" {written.expected_buyers:,.0f} of them expected to buy: table scores,"
        f" run_id {written.run_id!r}"
    )
    for note in scoring.notes:
        click.echo(f"note: {note}")

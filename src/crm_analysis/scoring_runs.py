"""Scoring runs: what everybody was scored, and the model that can score again.

A run is kept in the tables ``scoring_runs`` and ``scores``, or in a file for users who
may not write to the database. The model is its fitted numbers as JSON, so one customer
can be scored at any later moment without a fit.
"""

import datetime
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from crm_analysis.database import Database
from crm_analysis.errors import UsageError
from crm_analysis.purchase_models.scorer import Scorer
from crm_analysis.purchases import read_reporting_currency
from crm_analysis.scores import Scores

FACTS = ("run_id", "horizon_days", "department", "rung", "currency")


@dataclass(frozen=True)
class ScoringRun:
    """One run of the default model over everybody.

    Attributes
    ----------
    run_id : str
        Day, horizon and moment of the run, and a few letters that nobody else has.
    as_of : date
        The first day that was not known when the model was fitted.
    horizon_days : int
        How far ahead.
    department : str
        What a purchase is of; ``all`` for every order that counts.
    rung : str
        The rung that the probability is from.
    currency : str
        What amounts are in; empty if none was known.
    made_at : datetime
        The moment of the run, UTC.
    scorer : Scorer
        The model, which scores a customer from the features of any day.
    """

    run_id: str
    as_of: datetime.date
    horizon_days: int
    department: str
    rung: str
    currency: str
    made_at: datetime.datetime
    scorer: Scorer

    def record(self) -> dict:
        """Return the run as a dict that JSON can hold."""
        return {name: getattr(self, name) for name in FACTS} | {
            "as_of": self.as_of.isoformat(),
            "made_at": self.made_at.isoformat(),
            "model": self.scorer.record(),
        }

    @classmethod
    def from_record(cls, record: dict) -> Self:
        """Return the run that a record was made of."""
        return cls(
            **{name: record[name] for name in FACTS},
            as_of=datetime.date.fromisoformat(record["as_of"]),
            made_at=datetime.datetime.fromisoformat(record["made_at"]),
            scorer=Scorer.from_record(record["model"]),
        )


def describe_run(
    database: Database, scores: Scores, made_at: datetime.datetime
) -> ScoringRun:
    """Return the run that made scores, to be kept.

    Parameters
    ----------
    database : Database
        What the scores are of.
    scores : Scores
        What `score` returned.
    made_at : datetime
        The moment, with a time zone.
    """
    made_at = made_at.astimezone(datetime.UTC).replace(microsecond=0)
    when, H = made_at.strftime("%Y%m%dT%H%M%SZ"), scores.horizon_days
    return ScoringRun(
        run_id=f"{scores.as_of}_{H}d_{when}_{secrets.token_hex(3)}",
        as_of=scores.as_of,
        horizon_days=H,
        department=database.department,
        rung=scores.default,
        currency=read_reporting_currency(database, scores.as_of),
        made_at=made_at,
        scorer=scores.scorer,
    )


def read_run(database: Database, run_id: str | None = None) -> ScoringRun | None:
    """Read a scoring run from a database.

    Parameters
    ----------
    run_id : str or None
        Which one; None for the newest.

    Returns
    -------
    ScoringRun or None
        None if the newest is asked for and there is none.

    Raises
    ------
    UsageError
        If there is no run of that name, naming the newest.
    """
    runs = database.read("queries/scoring_runs").to_pylist()
    if run_id is None and not runs:
        return None
    wanted = [run for run in runs if run_id in {None, run["run_id"]}]
    if not wanted:
        names = ", ".join(run["run_id"] for run in runs[:5]) or "none"
        raise UsageError(
            f"there is no such scoring run; the newest are {names}: give one of these,"
            " or leave --run out for the newest"
        )
    facts, bound = wanted[0], {"run_id": wanted[0]["run_id"]}
    (row,) = database.read("queries/scoring_run_model", bound).to_pylist()
    return ScoringRun(
        **facts | {"made_at": facts["made_at"].replace(tzinfo=datetime.UTC)},
        scorer=Scorer.from_record(json.loads(row["model"])),
    )


def write_run(run: ScoringRun, path: Path) -> None:
    """Write a scoring run to a JSON file."""
    text = json.dumps(run.record(), allow_nan=False) + "\n"
    path.write_text(text, encoding="utf-8")


def read_run_file(path: Path) -> ScoringRun:
    """Read a scoring run from a file that `write_run` wrote.

    Raises
    ------
    UsageError
        If it is missing, or none.
    """
    try:
        return ScoringRun.from_record(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}); give the file that"
            " `crm-analysis score --model` wrote"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{path} holds no scoring run; give a file that `crm-analysis score"
            " --model` wrote, with this version"
        ) from None

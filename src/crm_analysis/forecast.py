"""What is said of everybody for a horizon, and what was said for the one before it.

Neither depends on a segment, so reports on many segments share them.
"""

import datetime
from dataclasses import dataclass

import pandas as pd

from crm_analysis.coverage import read_coverage
from crm_analysis.database import Database
from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.evaluation.backtest import look_back
from crm_analysis.evaluation.rehearsal import Rehearsal, rehearse
from crm_analysis.labels import read_labels
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import FittedLadder
from crm_analysis.purchase_models.scorer import Scorer
from crm_analysis.scores import Scoring, train
from crm_analysis.shared_results import Result, shared

YEAR = datetime.timedelta(days=365)
LEAST_KNOWN = datetime.timedelta(days=90)
_LABELS = ("labels", "labels_a_year_before")


@dataclass(frozen=True)
class Forecast:
    """Scores of everybody as of a day, and of a horizon before it.

    Attributes
    ----------
    scores : Scoring or None
        The models that speak now; None if there is not enough data for them.
    chances : Series or None
        How likely they call a purchase of each customer, by ``customer_id``.
    rehearsal : Rehearsal or None
        What the same method said a horizon earlier; None likewise.
    labels : Series or None
        Who then bought, one row a customer known then.
    labels_a_year_before : Series or None
        Who bought in the same days a year before; None where that is too long ago.
    reason : str
        Why something is missing; empty if nothing is.
    """

    scores: Scoring | None
    chances: pd.Series | None = None
    rehearsal: Rehearsal | None = None
    labels: pd.Series | None = None
    labels_a_year_before: pd.Series | None = None
    reason: str = ""


def read_forecast(
    database: Database, as_of: datetime.date, horizon_days: int
) -> Forecast:
    """Train the models at a day and a horizon before it, or take what is shared.

    Raises
    ------
    UsageError
        If `as_of` is outside the data.
    """
    result = shared(
        database,
        ("forecast", as_of, horizon_days),
        lambda: _as_result(_forecast(database, as_of, horizon_days)),
    )
    return _from_result(result, KnownHistory(database, as_of, horizon_days))


def _forecast(database: Database, as_of: datetime.date, horizon_days: int) -> Forecast:
    try:
        scores = train(database, as_of, horizon_days)
    except NotEnoughDataError as error:
        return Forecast(None, reason=str(error))
    chances = scores.chances()
    before = as_of - datetime.timedelta(days=horizon_days)
    try:
        history, labels, notes = look_back(
            database, before, horizon_days, scores.history
        )
        year_before = _labels_a_year_before(database, as_of, horizon_days)
        rehearsal = rehearse(history, notes)
        return Forecast(scores, chances, rehearsal, labels, year_before)
    except (NotEnoughDataError, UsageError) as error:
        # The day is ours and not the user's: that it cannot be tested is a fact.
        told = f"how it did {horizon_days:,} days before cannot be told: {error}"
        return Forecast(scores, chances, reason=told)


def _labels_a_year_before(
    database: Database, as_of: datetime.date, horizon_days: int
) -> pd.Series | None:
    """Read who bought a year before, if the orders had begun well before that."""
    day = as_of - YEAR
    if (
        day - read_coverage(database).first_day < LEAST_KNOWN
        or horizon_days > YEAR.days
    ):
        return None
    return read_labels(database, day, horizon_days)


def _as_result(forecast: Forecast) -> Result:
    """Write a forecast down, but for the history: that is read where it is asked."""
    words: dict[str, object] = {"reason": forecast.reason}
    frames = {
        name: labels.to_frame("label")
        for name in _LABELS
        if (labels := getattr(forecast, name)) is not None
    }
    if (scores := forecast.scores) is not None:
        frames["chances"] = forecast.chances.to_frame()
        words["scores"] = {
            "fitted": scores.fitted.record(),
            "scorer": scores.scorer.record(),
            "notes": list(scores.notes),
        }
    if (rehearsal := forecast.rehearsal) is not None:
        frames["probabilities"] = rehearsal.probabilities
        words["rehearsal"] = {
            "as_of": rehearsal.as_of.isoformat(),
            "fitted": rehearsal.fitted.record(),
            "notes": list(rehearsal.notes),
        }
    return Result(frames, words)


def _from_result(result: Result, history: KnownHistory) -> Forecast:
    """Take up what `_as_result` wrote down."""
    words, frames = result.words, result.frames
    scores = chances = rehearsal = None
    if kept := words.get("scores"):
        chances = frames["chances"]["probability"]
        scores = Scoring(
            history=history,
            fitted=FittedLadder.from_record(kept["fitted"]),
            scorer=Scorer.from_record(kept["scorer"]),
            notes=tuple(kept["notes"]),
        )
    if kept := words.get("rehearsal"):
        rehearsal = Rehearsal(
            as_of=datetime.date.fromisoformat(kept["as_of"]),
            horizon_days=history.horizon_days,
            fitted=FittedLadder.from_record(kept["fitted"]),
            probabilities=frames["probabilities"],
            notes=tuple(kept["notes"]),
            department=history.database.department,
        )
    labels = {name: frames[name]["label"] for name in _LABELS if name in frames}
    return Forecast(scores, chances, rehearsal, **labels, reason=words["reason"])

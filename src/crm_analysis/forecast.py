"""What is said of everybody for a horizon, and what was said for the one before it.

Neither depends on a segment, so reports on many segments share them.
"""

import datetime
from dataclasses import dataclass, replace

import pandas as pd

from crm_analysis.coverage import read_coverage
from crm_analysis.database import Database
from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.evaluation.backtest import look_back
from crm_analysis.evaluation.rehearsal import Rehearsal, rehearse
from crm_analysis.labels import read_labels
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.scores import Scores, score
from crm_analysis.shared_results import shared

YEAR = datetime.timedelta(days=365)
LEAST_KNOWN = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Forecast:
    """Scores of everybody as of a day, and of a horizon before it.

    Attributes
    ----------
    scores : Scores or None
        What is said now; None if there is not enough data for it.
    rehearsal : Rehearsal or None
        What the same method said a horizon earlier; None likewise.
    labels : Series or None
        Who then bought, one row a customer known then.
    labels_a_year_before : Series or None
        Who bought in the same days a year before; None where that is too long ago.
    reason : str
        Why something is missing; empty if nothing is.
    """

    scores: Scores | None
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
    forecast = shared(
        database,
        ("forecast", as_of, horizon_days),
        lambda: _without_database(_forecast(database, as_of, horizon_days)),
    )
    if forecast.scores is None:
        return forecast
    history = KnownHistory(database, as_of, horizon_days)
    return replace(forecast, scores=replace(forecast.scores, history=history))


def _forecast(database: Database, as_of: datetime.date, horizon_days: int) -> Forecast:
    try:
        scores = score(database, as_of, horizon_days)
    except NotEnoughDataError as error:
        return Forecast(None, reason=str(error))
    before = as_of - datetime.timedelta(days=horizon_days)
    try:
        history, labels, notes = look_back(
            database, before, horizon_days, scores.history
        )
        year_before = _labels_a_year_before(database, as_of, horizon_days)
        return Forecast(scores, rehearse(history, notes), labels, year_before)
    except (NotEnoughDataError, UsageError) as error:
        # The day is ours and not the user's: that it cannot be tested is a fact.
        return Forecast(scores, reason=str(error))


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


def _without_database(forecast: Forecast) -> Forecast:
    """Leave out the connection, and what was read through it: it cannot be kept."""
    if forecast.scores is None:
        return forecast
    return replace(forecast, scores=replace(forecast.scores, history=None))

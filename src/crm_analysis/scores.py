"""Who will buy next: every customer's probability, from what is known at a day."""

import datetime
from dataclasses import dataclass

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.evaluation.horizons import notes_on_history, require_known_history
from crm_analysis.evaluation.population import notes_on_population
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import FittedLadder, fit_ladder
from crm_analysis.purchase_models.scorer import Scorer


@dataclass(frozen=True)
class Scores:
    """What every rung says of every customer.

    Attributes
    ----------
    as_of : date
        The first day that is not known.
    horizon_days : int
        How many days from then a purchase counts in.
    frame : DataFrame, one row a customer, by ``customer_id``
        ``probability`` of at least one purchase in the horizon, by the default rung,
        and ``probability_<rung>`` by each; ``chance_active``, ``expected_purchases``
        and ``expected_spend``, see `expect`; ``reasons``, in words, and what they are
        made from: ``log_odds_base`` and ``log_odds_<theme>`` each, which add up to
        the log odds of the probability.
    history : KnownHistory
        What the models were trained on.
    fitted : FittedLadder
        The models, and the rungs left out with their reasons.
    scorer : Scorer
        The default model and those beside it, which can be written down and score a
        customer at any later moment.
    notes : tuple of str
        What a reader has to know.
    """

    as_of: datetime.date
    horizon_days: int
    frame: pd.DataFrame
    history: KnownHistory
    fitted: FittedLadder
    scorer: Scorer
    notes: tuple[str, ...]

    @property
    def default(self) -> str:
        """The rung that `probability` is from."""
        return self.fitted.default

    @property
    def models(self) -> list[dict]:
        """What was fitted in every rung, as JSON can hold it."""
        return self.fitted.summaries()


def score(database: Database, as_of: datetime.date, horizon_days: int) -> Scores:
    """Say how likely each customer is to buy in the horizon from `as_of`.

    The models are trained exactly as in a backtest at `as_of`, so the same day gives
    the same digits. Nothing on or after `as_of` is looked at. In a database from
    `choose_department`, purchases and customers are those of the department.

    Raises
    ------
    UsageError
        If no order is before `as_of`, or the last one is too long ago.
    NotEnoughDataError
        If nobody had bought a horizon earlier, where training begins.
    """
    require_known_history(database, as_of, horizon_days)
    history = KnownHistory(database, as_of, horizon_days)
    fitted = fit_ladder(history)
    scorer = Scorer.of(history, fitted)
    features = history.everybody()
    probabilities = fitted.probabilities(features)
    said = scorer.score(features).drop(columns="probability")
    return Scores(
        as_of=as_of,
        horizon_days=horizon_days,
        frame=pd.concat([probabilities, said], axis=1),
        history=history,
        fitted=fitted,
        scorer=scorer,
        notes=(
            *notes_on_population(database, as_of),
            *fitted.notes,
            *notes_on_history(features, horizon_days),
        ),
    )

"""Who will buy next: every customer's probability, from what is known at a day."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.database.some_customers import SomeCustomersDatabase
from crm_analysis.evaluation.horizons import notes_on_history, require_known_history
from crm_analysis.evaluation.population import notes_on_population
from crm_analysis.features import read_evidence_by_day
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import FittedLadder, fit_ladder
from crm_analysis.purchase_models.scorer import Scorer
from crm_analysis.purchases import read_reporting_currency

CUSTOMERS_A_QUERY = 500
KNOWN = ("days_since_last", "purchase_days")


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


@dataclass(frozen=True)
class Scoring:
    """Models that are trained, and the customers whom they have yet to speak of.

    Attributes
    ----------
    history : KnownHistory
        What the models were trained on.
    fitted : FittedLadder
        The models, and the rungs left out with their reasons.
    scorer : Scorer
        The default model and those beside it.
    notes : tuple of str
        What a reader has to know.
    """

    history: KnownHistory
    fitted: FittedLadder
    scorer: Scorer
    notes: tuple[str, ...]

    @property
    def as_of(self) -> datetime.date:
        """The first day that is not known."""
        return self.history.as_of

    @property
    def horizon_days(self) -> int:
        """How many days from then a purchase counts in."""
        return self.history.horizon_days

    @property
    def default(self) -> str:
        """The rung that the probability is from."""
        return self.fitted.default

    def frames(self) -> Iterator[pd.DataFrame]:
        """Yield the rows of `Scores.frame`, some customers after the others.

        So memory does not grow with the customers. Where there are not very many, all
        come at once; in each frame they are in order.
        """
        for features in self.history.everybody_in_passes():
            probabilities = self.fitted.probabilities(features)
            said = self.scorer.score(features).drop(columns="probability")
            yield pd.concat([probabilities, said], axis=1)

    def chances(self) -> pd.Series:
        """Return ``probability`` of everybody by ``customer_id``, and nothing else.

        It has the digits of `frames`, and takes a fraction of the time.
        """
        model = self.fitted.models[self.default]
        parts = [
            pd.Series(model.predict_proba(features)[:, 1], features.index)
            for features in self.history.everybody_in_passes()
        ]
        return pd.concat(parts).sort_index().rename("probability")

    def explain(self, customers: Sequence[int]) -> pd.DataFrame:
        """Score some customers with reasons; only their purchases are read.

        Returns
        -------
        DataFrame, one row a customer with a purchase before `as_of`, in their order
            ``days_since_last``, ``purchase_days``; and what `Scorer.score` says.
        """
        asked = tuple(int(each) for each in customers)
        return self.history.kept(("explained", asked), lambda: self._explain(asked))

    def _explain(self, customers: tuple[int, ...]) -> pd.DataFrame:
        database, day = self.history.database, self.as_of
        currency = read_reporting_currency(database, day)
        parts = []
        for begin in range(0, len(customers), CUSTOMERS_A_QUERY):
            some = customers[begin : begin + CUSTOMERS_A_QUERY]
            of_some = SomeCustomersDatabase(database, some, currency)
            known = read_evidence_by_day(of_some, [day], day).droplevel("as_of")
            if len(known):
                parts.append(known[list(KNOWN)].join(self.scorer.score(known)))
        if not parts:
            return pd.DataFrame(columns=[*KNOWN, "reasons"])
        found = pd.concat(parts)
        return found.reindex([each for each in customers if each in found.index])


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
    scoring = train(database, as_of, horizon_days)
    return Scores(
        as_of=as_of,
        horizon_days=horizon_days,
        frame=pd.concat(scoring.frames()).sort_index(),
        history=scoring.history,
        fitted=scoring.fitted,
        scorer=scoring.scorer,
        notes=scoring.notes,
    )


def train(database: Database, as_of: datetime.date, horizon_days: int) -> Scoring:
    """Train the models that score, see `score`, and score nobody yet."""
    require_known_history(database, as_of, horizon_days)
    history = KnownHistory(database, as_of, horizon_days)
    fitted = fit_ladder(history)
    notes = (
        *notes_on_population(database, as_of),
        *fitted.notes,
        *notes_on_history(history.days_before(as_of), horizon_days),
    )
    return Scoring(history, fitted, Scorer.of(history, fitted), notes)

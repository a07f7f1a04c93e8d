"""Who will buy next: the scores of today with the track record of a horizon ago."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crm_analysis.database import Database
from crm_analysis.database.department import in_department
from crm_analysis.errors import NotEnoughDataError
from crm_analysis.evaluation.backtest import Backtest, compare
from crm_analysis.evaluation.metrics import gain_curve, reliability
from crm_analysis.evaluation.population import SMALLEST_COUNT
from crm_analysis.evaluation.verdicts import Verdict
from crm_analysis.forecast import Forecast, read_forecast
from crm_analysis.purchase_models.reasons import main_reason
from crm_analysis.scores import KNOWN, Scoring

Z_95 = 1.959963984540054


@dataclass(frozen=True)
class ExpectedBuyers:
    """How many customers are expected to buy in the horizon.

    Attributes
    ----------
    value : float
        The sum of the probabilities.
    interval : (float, float)
        From chance (the variance of a sum of independent purchases, 95 %), widened
        to what the track record allows: the sum over its expected/observed.
    customers : int
        How many were scored.
    """

    value: float
    interval: tuple[float, float]
    customers: int


@dataclass(frozen=True)
class Outlook:
    """What is said of the next horizon, and how the last one went.

    Attributes
    ----------
    as_of : date
        The first day that is not known.
    horizon_days : int
        How far ahead.
    track_record : Backtest or None
        What was said at ``as_of - horizon_days`` and what happened; None if there was
        not enough data for it.
    scores : Scoring or None
        The models that speak now; None if there is not enough data for them.
    customers : DataFrame, one row a customer of the segment, by ``customer_id``
        ``pseudonym`` and ``probability``.
    reason : str
        Why something is missing; empty if nothing is.
    department : str
        What a purchase is of; ``all`` for every order that counts.
    bought_a_year_before : int or None
        How many of these customers bought in the same days a year earlier.
    """

    as_of: datetime.date
    horizon_days: int
    track_record: Backtest | None
    scores: Scoring | None
    customers: pd.DataFrame
    reason: str = ""
    department: str = "all"
    bought_a_year_before: int | None = None

    @property
    def bought_before(self) -> int | None:
        """How many of these customers bought in the horizon before; None if unknown."""
        if self.track_record is None:
            return None
        return int(self.track_record.predictions["label"].sum())

    @property
    def where(self) -> str:
        """What to put behind "buy": nothing, or the department with a space before."""
        return in_department(self.department)

    @property
    def ranking(self) -> Verdict:
        """Whether the order of the customers can be used."""
        return self._verdicts()[0]

    @property
    def probabilities(self) -> Verdict:
        """Whether the probabilities themselves can be used."""
        return self._verdicts()[1]

    def ladder(self) -> pd.DataFrame:
        """Compare the rungs on the track record, one row a rung; empty without one."""
        if self.track_record is None:
            return pd.DataFrame()
        return self.track_record.ladder

    def reliability(self) -> pd.DataFrame:
        """Compare what was promised with what happened, one row a tenth."""
        return self._from_track_record(reliability)

    def gain(self) -> pd.DataFrame:
        """Say how many buyers the likeliest customers held, one row a step."""
        return self._from_track_record(gain_curve)

    def expected_buyers(self) -> ExpectedBuyers | None:
        """Add the probabilities up; None if they are withheld."""
        if not self.probabilities.given or self.customers.empty:
            return None
        p = self.customers["probability"].to_numpy()
        chance = Z_95 * np.sqrt(np.sum(p * (1 - p)))
        estimate = self.track_record.default.estimates["expected_over_observed"]
        least, most = estimate.interval
        return ExpectedBuyers(
            value=float(p.sum()),
            interval=(
                float(max(0.0, min(p.sum() - chance, p.sum() / most))),
                float(min(len(p), max(p.sum() + chance, p.sum() / least))),
            ),
            customers=len(p),
        )

    def likeliest(self, count: int) -> pd.DataFrame:
        """List the customers likeliest to buy; empty if the ranking is withheld.

        Returns
        -------
        DataFrame, one row a customer, likeliest first, ties by pseudonym
            ``pseudonym``, ``probability``, ``main_reason``; if the probabilities are
            withheld ``pseudonym``, ``days_since_last``, ``purchase_days``.
        """
        columns = ["pseudonym", "probability", "main_reason"]
        if not self.ranking.given or self.customers.empty:
            return pd.DataFrame(columns=columns)
        ranked = self._first(count)
        known = self.explain(ranked.index)
        if not self.probabilities.given:
            columns = ["pseudonym", *KNOWN]
        ranked = ranked.assign(main_reason=main_reason(known["reasons"]))
        return ranked.join(known[list(KNOWN)])[columns].reset_index(drop=True)

    def explain(self, customers: Sequence[int]) -> pd.DataFrame:
        """Return what `Scoring.explain` says of some customers, by ``customer_id``."""
        return self.scores.explain(customers)

    def _first(self, count: int) -> pd.DataFrame:
        """Return the likeliest; sorts those who can be among them, and nobody else."""
        chance = self.customers["probability"]
        least = chance.nlargest(max(count, 1)).iloc[-1]
        ranked = self.customers[chance >= least].sort_values(
            ["probability", "pseudonym"], ascending=[False, True]
        )
        return ranked.head(count)

    def _verdicts(self) -> tuple[Verdict, Verdict]:
        if self.track_record is not None and self.scores is not None:
            return self.track_record.verdicts
        return (
            Verdict("ranking", False, f"The ranking is withheld: {self.reason}."),
            Verdict(
                "probabilities",
                False,
                f"The probabilities are withheld: {self.reason}.",
            ),
        )

    def _from_track_record(
        self, compare: Callable[[pd.Series, pd.Series], pd.DataFrame]
    ) -> pd.DataFrame:
        if self.track_record is None:
            return pd.DataFrame()
        said = self.track_record.predictions
        return compare(said["label"], said["probability"])


def read_outlook(
    database: Database, as_of: datetime.date, horizon_days: int, segment: str = "all"
) -> Outlook:
    """Score the customers of a segment, and test the same method a horizon earlier.

    Models are trained on everybody; track record and scores are of the segment. What
    a purchase is, the database decides: see `choose_department`.

    Raises
    ------
    UsageError
        If there is no such segment, or `as_of` is outside the data.
    """
    members = database.read_frame(
        "queries/segment_pseudonyms", segment=segment, as_of=as_of
    ).set_index("customer_id")
    forecast = read_forecast(database, as_of, horizon_days)
    track_record, reason = None, forecast.reason
    customers = members.iloc[:0]
    if forecast.scores is not None:
        customers = members.join(forecast.chances, how="inner")
    if forecast.rehearsal is not None:
        try:
            track_record = _compare(forecast, members.index)
        except NotEnoughDataError as error:
            reason = str(error)
    return Outlook(
        as_of,
        horizon_days,
        track_record,
        forecast.scores,
        customers,
        reason,
        department=database.department,
        bought_a_year_before=_count_buyers(
            forecast.labels_a_year_before, members.index
        ),
    )


def _count_buyers(labels: pd.Series | None, customers: pd.Index) -> int | None:
    """Count who bought among some customers; None if it is not known."""
    if labels is None:
        return None
    return int(labels[labels.index.isin(customers)].sum())


def _compare(forecast: Forecast, customers: pd.Index) -> Backtest:
    labels = forecast.labels
    chosen = labels[labels.index.isin(customers)]
    if 0 < len(chosen) < SMALLEST_COUNT:
        raise NotEnoughDataError(
            f"fewer than {SMALLEST_COUNT} of these customers had bought before"
            f" {forecast.rehearsal.as_of}, and what so few did is not told"
        )
    return compare(forecast.rehearsal, chosen)

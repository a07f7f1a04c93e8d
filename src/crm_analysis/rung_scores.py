"""What one rung says of every customer, by Python or by the database itself."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.errors import DataRefusedError
from crm_analysis.evaluation.horizons import notes_on_history, require_known_history
from crm_analysis.evaluation.population import notes_on_population
from crm_analysis.features import EVERYBODY, NOBODY
from crm_analysis.purchase_models.blend import Blend
from crm_analysis.purchase_models.classifier import PurchaseClassifier
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import fit_rung
from crm_analysis.purchase_models.scorer import Scorer
from crm_analysis.purchase_models.scoring_sql import chance_in_sql


@dataclass(frozen=True)
class RungScoring:
    """One rung, trained, and the day and horizon that it scores.

    Attributes
    ----------
    model : PurchaseClassifier or Blend
        The fitted rung.
    as_of : date
        The first day that is not known.
    horizon_days : int
        How many days from then a purchase counts in.
    history : KnownHistory
        What it was trained on.
    notes : tuple of str
        What a reader has to know.
    """

    model: PurchaseClassifier | Blend
    as_of: datetime.date
    horizon_days: int
    history: KnownHistory
    notes: tuple[str, ...]

    @property
    def default(self) -> str:
        """The rung that the probability is from."""
        return self.model.rung

    @cached_property
    def scorer(self) -> Scorer:
        """The rung with the models of expectations and reasons beside it."""
        return Scorer.beside(self.history, self.model)

    def frames(self) -> Iterator[pd.DataFrame]:
        """Yield what `Scorer.score` says, some customers after the others."""
        for features in self.history.everybody_in_passes():
            yield self.scorer.score(features)

    @property
    def frame(self) -> pd.DataFrame:
        """One row a customer, by ``customer_id``: the same in one, in order."""
        return pd.concat(self.frames()).sort_index()

    def by_database(self, database: Database) -> pd.Series:
        """Return ``probability`` by ``customer_id``, computed in the database.

        Raises
        ------
        UsageError
            If the rung has no formula in SQL.
        DataRefusedError
            If the model reads a column that is missing for a customer.
        """
        rows = database.read_frame("scoring/customer_chances", **self._query())
        missing = int(rows["probability"].isna().sum())
        if missing:
            raise DataRefusedError(
                f"{missing:,} of {len(rows):,} customers have no value in a column that"
                f" {self.model.rung} reads; fit it on columns without missing values"
            )
        rows = rows.astype({"customer_id": "int64", "probability": "float64"})
        return rows.set_index("customer_id")["probability"]

    def write(self, database: Database, run_id: str) -> "Written":
        """Let the database score everybody and keep the scores; no row comes here.

        Parameters
        ----------
        database : Database
            Open for writing, in a transaction.
        run_id : str
            What the rows are called in the table ``scores``.

        Raises
        ------
        UsageError
            If the rung has no formula in SQL.
        DataRefusedError
            If the model reads a column that is missing for a customer.
        """
        query = self._query() | {"horizon_days": self.horizon_days}
        database.run("scoring/new_scores", run_id=run_id, **query)
        (totals,) = database.read("scoring/run_totals", run_id=run_id).to_pylist()
        return Written(run_id, totals["customers"], totals["expected_buyers"])

    def _query(self) -> dict[str, object]:
        return {
            "probability": chance_in_sql(self.model),
            "days": (self.as_of,),
            "as_of": self.as_of,
            "sample_of_65536": EVERYBODY,
            "skipped_of_65536": NOBODY,
        }


@dataclass(frozen=True)
class Written:
    """What was written into ``scores``: its run id, and what it adds up to."""

    run_id: str
    customers: int
    expected_buyers: float


def train_rung(
    database: Database, as_of: datetime.date, horizon_days: int, rung: str
) -> RungScoring:
    """Train one rung as a backtest at `as_of` would, to score the horizon from then.

    Raises
    ------
    UsageError
        If there is no such rung, no order is before `as_of`, or the last one is too
        long ago.
    NotEnoughDataError
        If the rung cannot be fitted.
    """
    require_known_history(database, as_of, horizon_days)
    history = KnownHistory(database, as_of, horizon_days)
    return RungScoring(
        model=fit_rung(history, rung),
        as_of=as_of,
        horizon_days=horizon_days,
        history=history,
        notes=(
            *notes_on_population(database, as_of),
            *notes_on_history(history.days_before(as_of), horizon_days),
        ),
    )

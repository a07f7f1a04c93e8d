"""Train every rung on what was known at a day, and see who bought after it."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.errors import NotEnoughDataError
from crm_analysis.evaluation.comparison import compare_with_default
from crm_analysis.evaluation.horizons import (
    notes_on_horizon_end,
    require_horizon_inside_data,
    require_known_history,
)
from crm_analysis.evaluation.intervals import DRAWS, estimate_metrics
from crm_analysis.evaluation.metrics import ece_noise_floor
from crm_analysis.evaluation.population import notes_on_population
from crm_analysis.evaluation.rehearsal import Rehearsal, rehearse
from crm_analysis.evaluation.rung_result import RungResult, verdict_records
from crm_analysis.evaluation.summary import summarise
from crm_analysis.evaluation.verdicts import Verdict, judge
from crm_analysis.labels import read_labels
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import FittedLadder, rung_titles


@dataclass(frozen=True)
class Backtest:
    """What every rung said at a day, and what happened.

    Attributes
    ----------
    as_of : date
        The first day that was not known.
    horizon_days : int
        How many days from then were looked at.
    predictions : DataFrame, one row a customer
        ``customer_id``, ``label``, ``probability`` of the default rung, and
        ``probability_<rung>`` each.
    fitted : FittedLadder
        The models.
    rungs : tuple of RungResult
        How each rung did, in the ladder's order.
    notes : tuple of str
        What a reader has to know.
    department : str
        What a purchase is of; ``all`` for every order that counts.
    """

    as_of: datetime.date
    horizon_days: int
    predictions: pd.DataFrame
    fitted: FittedLadder
    rungs: tuple[RungResult, ...]
    notes: tuple[str, ...]
    department: str = "all"

    @property
    def default(self) -> RungResult:
        """How the default rung did."""
        return next(each for each in self.rungs if each.rung == self.fitted.default)

    @property
    def verdicts(self) -> tuple[Verdict, Verdict]:
        """The verdicts on the default rung's ranking and probabilities."""
        return self.default.verdicts

    @property
    def comparison(self) -> str:
        """A sentence on whether a simpler rung would have done as well."""
        differences = {
            each.rung: each.estimates["log_loss_difference"] for each in self.rungs
        }
        return compare_with_default(differences, self.fitted.default, rung_titles())

    @property
    def ladder(self) -> pd.DataFrame:
        """One row a rung, with metrics and intervals."""
        rows = [each.as_record() for each in self.rungs]
        return pd.DataFrame(rows).drop(columns="verdicts").set_index("rung")

    def as_record(self) -> dict[str, Any]:
        """Return everything but the predictions, as JSON can hold it."""
        return {
            "as_of": self.as_of.isoformat(),
            "horizon_days": self.horizon_days,
            "department": self.department,
            "n_customers": len(self.predictions),
            "n_buyers": int(self.predictions["label"].sum()),
            "default": self.fitted.default,
            "comparison": self.comparison,
            "verdicts": verdict_records(self.verdicts),
            "rungs": [each.as_record() for each in self.rungs],
            "left_out": [asdict(each) for each in self.fitted.left_out],
            "models": self.fitted.summaries(),
            "notes": list(self.notes),
        }

    def as_text(self) -> str:
        """Return the record as a screenful of text."""
        return summarise(self.as_record())


def backtest(
    database: Database,
    as_of: datetime.date,
    horizon_days: int,
    customers: pd.Index | None = None,
    later: KnownHistory | None = None,
) -> Backtest:
    """Train at `as_of` less the horizon, test on the horizon from `as_of`.

    Parameters
    ----------
    database : Database
        Where the orders are.
    as_of : date
        The first day that the models may not know.
    horizon_days : int
        How many days from `as_of` a purchase counts in.
    customers : Index of customer ids, optional
        Whom to test on, such as a segment. Training is on everybody.
    later : KnownHistory, optional
        Of the same database and horizon at a later day; what was read and fitted for
        it is not read and fitted again.

    Raises
    ------
    UsageError
        If the horizon is not wholly inside the data, or not a day long.
    NotEnoughDataError
        If nobody had bought when training begins, or none of `customers` is known.
    """
    history, labels, notes = look_back(database, as_of, horizon_days, later)
    chosen = labels if customers is None else labels[labels.index.isin(customers)]
    return evaluate(history, chosen, notes)


def look_back(
    database: Database,
    as_of: datetime.date,
    horizon_days: int,
    later: KnownHistory | None = None,
) -> tuple[KnownHistory, pd.Series, tuple[str, ...]]:
    """Return what was known at a past day, who bought after it, and what to note.

    Parameters and what is raised are those of `backtest`, of everybody.
    """
    coverage = require_horizon_inside_data(database, as_of, horizon_days)
    require_known_history(database, as_of, horizon_days)
    history = (later or KnownHistory(database, as_of, horizon_days)).earlier(as_of)
    notes = (
        *notes_on_population(database, as_of),
        *notes_on_horizon_end(coverage, as_of, horizon_days),
    )
    return history, read_labels(database, as_of, horizon_days), notes


def evaluate(
    history: KnownHistory, labels: pd.Series, notes: tuple[str, ...] = ()
) -> Backtest:
    """Fit the ladder on a history and compare it with what came after.

    Parameters
    ----------
    history : KnownHistory
        What was known.
    labels : Series, one row a customer to test on
        Who bought in the horizon from ``history.as_of``.
    notes : tuple of str
        What is already known to be worth saying.
    """
    _refuse_nobody(labels, history.as_of)
    return compare(rehearse(history, notes), labels)


def compare(rehearsal: Rehearsal, labels: pd.Series) -> Backtest:
    """Compare what was said of some customers with what they did.

    Parameters
    ----------
    rehearsal : Rehearsal
        What was said of everybody.
    labels : Series, one row a customer to test on
        Who bought in the horizon from ``rehearsal.as_of``.
    """
    _refuse_nobody(labels, rehearsal.as_of)
    probabilities = rehearsal.probabilities.loc[labels.index]
    predictions = pd.concat([labels.rename("label"), probabilities], axis=1)
    return Backtest(
        as_of=rehearsal.as_of,
        horizon_days=rehearsal.horizon_days,
        predictions=predictions.rename_axis("customer_id").reset_index(),
        fitted=rehearsal.fitted,
        rungs=_measure_rungs(predictions, rehearsal.fitted),
        notes=rehearsal.notes,
        department=rehearsal.department,
    )


def _refuse_nobody(labels: pd.Series, as_of: datetime.date) -> None:
    if labels.empty:
        raise NotEnoughDataError(
            f"none of the customers asked for had bought before {as_of}:"
            " choose a later as_of or other customers"
        )


def _measure_rungs(
    predictions: pd.DataFrame, fitted: FittedLadder, draws: int = DRAWS
) -> tuple[RungResult, ...]:
    labels = predictions["label"].to_numpy()
    said = {
        name: predictions[f"probability_{name}"].to_numpy() for name in fitted.models
    }
    measured = estimate_metrics(labels, said, fitted.default, draws)
    return tuple(
        RungResult(
            name,
            estimates,
            ece_noise_floor(said[name]),
            judge(labels, estimates["roc_auc"], estimates["expected_over_observed"]),
        )
        for name, estimates in measured.items()
    )

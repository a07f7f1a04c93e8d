"""The rungs in order, from the one that needs least to the one that needs most.

The default is the highest rung that could be fitted. A rung that cannot be fitted
is left out with the reason; the others go on.

To add a rung, write a module with a `PurchaseClassifier` and put the class into
`RUNGS`, where it belongs in the order:

- `rung` is its name in records and columns, `title` that for people, and `needs` says
  what history it needs;
- `train` gets a `KnownHistory`, from which it may take samples of any earlier day,
  and raises `NotEnoughDataError` with a sentence if it cannot be fitted;
- `predict_proba` answers for the feature table as of any day;
- `record` and `from_record` keep its fitted numbers as JSON, and `summary` is what of
  them is worth reading.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Self

import pandas as pd

from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.purchase_models.base_rate import BaseRateModel
from crm_analysis.purchase_models.bernoulli import BernoulliPurchaseModel
from crm_analysis.purchase_models.blend import Blend
from crm_analysis.purchase_models.classifier import (
    PurchaseClassifier,
    Record,
)
from crm_analysis.purchase_models.history import MOST_CUSTOMERS, KnownHistory
from crm_analysis.purchase_models.latent_attrition import BgNbd, MbgNbd, ParetoNbd
from crm_analysis.purchase_models.logistic import LogisticPurchaseModel

RUNGS: tuple[type[PurchaseClassifier | Blend], ...] = (
    BaseRateModel,
    BernoulliPurchaseModel,
    LogisticPurchaseModel,
    BgNbd,
    MbgNbd,
    ParetoNbd,
    Blend,
)


@dataclass(frozen=True)
class LeftOut:
    """A rung that could not be fitted, and why."""

    rung: str
    reason: str


@dataclass(frozen=True)
class FittedLadder:
    """The rungs that could be fitted, by name and in order, and the others."""

    models: dict[str, PurchaseClassifier | Blend]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...] = ()

    @property
    def default(self) -> str:
        """The highest rung that could be fitted."""
        return list(self.models)[-1]

    def probabilities(self, features: pd.DataFrame) -> pd.DataFrame:
        """Ask every rung how likely each customer is to buy.

        Returns
        -------
        DataFrame, one row a customer
            ``probability`` of the default rung, then ``probability_<rung>`` each.
        """
        answers = {
            f"probability_{name}": model.predict_proba(features)[:, 1]
            for name, model in self.models.items()
        }
        default = {"probability": answers[f"probability_{self.default}"]}
        return pd.DataFrame(default | answers, index=features.index)

    def summaries(self) -> list[Record]:
        """Return what was fitted in every rung, but for the trees of boosted models."""
        return [model.summary() for model in self.models.values()]

    def records(self) -> list[Record]:
        """Return the fitted numbers of every rung as JSON can hold them."""
        return [model.record() for model in self.models.values()]

    def record(self) -> Record:
        """Return all of it as JSON can hold it."""
        return {
            "models": self.records(),
            "left_out": [asdict(each) for each in self.left_out],
            "notes": list(self.notes),
        }

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a ladder that predicts as the one that wrote the record."""
        return cls(
            {each["rung"]: load_model(each) for each in record["models"]},
            tuple(LeftOut(**each) for each in record["left_out"]),
            tuple(record["notes"]),
        )


def fit_ladder(history: KnownHistory) -> FittedLadder:
    """Train every rung on what was known.

    Raises
    ------
    NotEnoughDataError
        If nobody had bought before the last known horizon: not even the base rate
        can be fitted then.
    """
    history.latest_sample()
    models, left_out = {}, []
    for kind in RUNGS:
        try:
            models[kind.rung] = kind.train(history)
        except NotEnoughDataError as error:
            left_out.append(LeftOut(kind.rung, str(error)))
    return FittedLadder(models, tuple(left_out), tuple(_notes(history)))


def fit_rung(history: KnownHistory, rung: str) -> PurchaseClassifier | Blend:
    """Train one rung on what was known.

    Raises
    ------
    UsageError
        If there is no such rung.
    NotEnoughDataError
        If it cannot be fitted.
    """
    kinds = {kind.rung: kind for kind in RUNGS}
    if rung not in kinds:
        raise UsageError(f"there is no rung {rung!r}; choose from {', '.join(kinds)}")
    return kinds[rung].train(history)


def _notes(history: KnownHistory) -> Iterator[str]:
    """Say what a reader has to know about how the models were fitted."""
    if history.is_sampled:
        yield (
            f"The models that learn from features were trained on about"
            f" {MOST_CUSTOMERS:,} of the {history.customers:,} customers, drawn by key."
        )


def rung_titles() -> dict[str, str]:
    """Return what people call each rung, in the ladder's order."""
    return {kind.rung: kind.title for kind in RUNGS}


def load_model(record: Record) -> PurchaseClassifier | Blend:
    """Return the model that a record was written by.

    >>> load_model(BaseRateModel().fit([[0]], [1]).record()).share_
    0.75
    """
    (kind,) = (kind for kind in RUNGS if kind.rung == record["rung"])
    return kind.from_record(record)

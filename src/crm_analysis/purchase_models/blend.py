"""Rung 4, the default: three models with different eyes, weighed by their record.

No single method is best on every kind of customer base. Trees on whole horizons, a
smooth regression and a hazard model err in different places, and the mean of their
log odds errs less. Log odds are averaged, not probabilities, because the mean of
well-founded probabilities is too cautious:

    Satopaa et al. (2014), Combining multiple probability predictions using a simple
    logit model, International Journal of Forecasting 30 (2), 344-356.
"""

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, log_expit, logit
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from crm_analysis.errors import NotEnoughDataError
from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.blend_weights import fit_weights
from crm_analysis.purchase_models.boosting import WindowBoosting
from crm_analysis.purchase_models.classifier import LEAST_CHANCE, Floats, Record
from crm_analysis.purchase_models.contributions import TERMS
from crm_analysis.purchase_models.evidence import columns_of
from crm_analysis.purchase_models.evidence_logistic import EvidenceLogistic
from crm_analysis.purchase_models.hazard import HazardBoosting
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.training_days import training_days

BOOSTED = (WindowBoosting, HazardBoosting)
PARTS = (*BOOSTED, EvidenceLogistic)
LEAST_OF_EACH = 20
TREE_COUNTS = (60, 90, 120)
USUAL_TREES = 90
ROWS_AT_ONCE = 100_000


@dataclass(frozen=True)
class Settings:
    """What is learnt one horizon earlier: how many trees, and the weights."""

    trees: dict[str, int]
    weights: dict[str, float]
    tested_at: datetime.date | None


class Blend(ClassifierMixin, BaseEstimator):
    """Weigh boosting, logistic regression and hazard model by how they did before.

    Attributes
    ----------
    parts_ : list
        The fitted parts.
    weights_ : dict of str to float
        Their weights, which add up to 1.
    trees_ : dict of str to int
        How many trees the boosted parts have.
    tested_at_ : date or None
        The day at which weights and trees were chosen, a horizon before `as_of_`;
        None if too little was known then, and the usual ones are taken.
    attrition_ : AttritionFits
        The latent-attrition models that the parts read.
    as_of_, horizon_days_ : date, int
        The day that it answers for, and how far ahead.
    """

    rung: ClassVar[str] = "blend"
    title: ClassVar[str] = "Blend"
    needs: ClassVar[str] = "buyers and others in the last horizons"

    @classmethod
    def train(cls, history: KnownHistory) -> Self:
        """Return a model fitted on everything known at ``as_of``.

        Raises
        ------
        NotEnoughDataError
            If there are fewer than 20 buyers or 20 others to learn from.
        """
        return cls().fit(history)

    def fit(self, history: KnownHistory) -> Self:
        """Choose weights and trees on the last known horizon, then learn from all.

        Raises
        ------
        NotEnoughDataError
            If there are fewer than 20 buyers or 20 others to learn from.
        """
        _require_enough(history)
        settings = _settings(history)
        self.as_of_, self.horizon_days_ = history.as_of, history.horizon_days
        self.weights_, self.trees_ = settings.weights, settings.trees
        self.tested_at_, self.classes_ = settings.tested_at, np.array([0, 1])
        self.attrition_ = AttritionFits.of(history)
        grown = [part.first(self.trees_[part.name]) for part in _grow(history)]
        self.parts_ = [*grown, EvidenceLogistic.fit(history)]
        return self

    def predict_proba(self, features: pd.DataFrame) -> Floats:
        """Return one row a customer: P(no purchase), P(at least one purchase)."""
        chance = expit(self.log_odds(features))
        return np.column_stack([1.0 - chance, chance])

    def predict(self, features: pd.DataFrame) -> NDArray[Any]:
        """Return the label that is likelier; no purchase where both are equal."""
        return self.classes_[np.argmax(self.predict_proba(features), axis=1)]

    def log_odds(self, features: pd.DataFrame) -> Floats:
        """Return the weighted mean of the parts' log odds for each row."""
        check_is_fitted(self, "parts_")
        answer = np.zeros(len(features))
        for begin in range(0, len(features), ROWS_AT_ONCE):
            rows = columns_of(features.iloc[begin : begin + ROWS_AT_ONCE])
            attrition = self.attrition_.remembering()
            for part in self.parts_:
                chance = part.probability(rows, attrition)
                answer[begin : begin + ROWS_AT_ONCE] += self.weights_[
                    part.name
                ] * _log_odds(chance)
        return answer

    def terms(self, features: pd.DataFrame) -> Floats:
        """Take the log odds apart by ``(base, *THEMES)``, a row a customer.

        They add up to the log odds nearly; see `HazardBoosting.terms`.
        """
        return self.explained(features)[1]

    def explained(self, features: pd.DataFrame) -> tuple[Floats, Floats]:
        """Return the probability of a purchase and its terms, looking at rows once."""
        check_is_fitted(self, "parts_")
        odds, terms = np.zeros(len(features)), np.zeros((len(features), TERMS))
        for begin in range(0, len(features), ROWS_AT_ONCE):
            some = slice(begin, begin + ROWS_AT_ONCE)
            rows = columns_of(features.iloc[some])
            attrition = self.attrition_.remembering()
            for part in self.parts_:
                weight = self.weights_[part.name]
                chance, of_part = part.explained(rows, attrition)
                odds[some] += weight * _log_odds(chance)
                terms[some] += weight * of_part
        return expit(odds), terms

    def summary(self) -> Record:
        """Return what a reader may want to know: everything but the trees."""
        return {
            "rung": self.rung,
            "as_of": self.as_of_.isoformat(),
            "horizon_days": self.horizon_days_,
            "weights": self.weights_,
            "trees": self.trees_,
            "tested_at": self.tested_at_ and self.tested_at_.isoformat(),
            "attrition": self.attrition_.records(),
        }

    def record(self) -> Record:
        """Return the fitted numbers as a dict that JSON can hold."""
        parts = {part.name: part.record() for part in self.parts_}
        return self.summary() | {"parts": parts}

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a model that predicts as the one that wrote the record."""
        model = cls()
        model.as_of_ = datetime.date.fromisoformat(record["as_of"])
        model.horizon_days_, model.classes_ = record["horizon_days"], np.array([0, 1])
        model.weights_, model.trees_ = dict(record["weights"]), dict(record["trees"])
        tested = record["tested_at"]
        model.tested_at_ = tested and datetime.date.fromisoformat(tested)
        model.attrition_ = AttritionFits.from_records(record["attrition"])
        model.parts_ = [kind.from_record(record["parts"][kind.name]) for kind in PARTS]
        return model


def _require_enough(history: KnownHistory) -> None:
    """Refuse a history in which too few people bought, or nearly everybody did."""
    labels = history.latest_sample().labels
    buyers, others = int(labels.sum()), int((1 - labels).sum())
    if min(buyers, others) < LEAST_OF_EACH or not training_days(history):
        raise NotEnoughDataError(
            f"The last known horizon has {buyers:,} buyers and {others:,} others,"
            f" expected {LEAST_OF_EACH} of each"
        )


def _settings(history: KnownHistory) -> Settings:
    """Choose trees and weights by what would have been best one horizon earlier."""
    day = history.as_of - datetime.timedelta(days=history.horizon_days)
    earlier = history.earlier(day)
    names = [kind.name for kind in PARTS]
    try:
        _require_enough(earlier)
    except NotEnoughDataError:
        equal = dict.fromkeys(names, 1 / len(PARTS))
        return Settings(
            dict.fromkeys((kind.name for kind in BOOSTED), USUAL_TREES), equal, None
        )
    sample = history.latest_sample()
    labels = sample.labels.to_numpy(np.float64)
    attrition, trees, said = AttritionFits.of(earlier), {}, []
    known = columns_of(sample.features)
    for part in _grow(earlier):
        staged = _log_odds(part.staged(known, attrition, TREE_COUNTS))
        best = int(np.argmin([_loss(labels, each) for each in staged]))
        trees[part.name] = TREE_COUNTS[best]
        said.append(staged[best])
    logistic = EvidenceLogistic.fit(earlier)
    said.append(_log_odds(logistic.probability(known, attrition)))
    weights = fit_weights(np.stack(said), labels)
    return Settings(trees, dict(zip(names, weights.tolist(), strict=True)), day)


def _grow(history: KnownHistory) -> list[WindowBoosting | HazardBoosting]:
    """Fit the boosted parts with all the trees that may be wanted, once for a day."""
    return history.kept(
        ("boosted parts", history.as_of),
        lambda: [kind.grow(history, max(TREE_COUNTS)) for kind in BOOSTED],
    )


def _loss(labels: Floats, log_odds: Floats) -> float:
    return float(-log_expit((2 * labels - 1) * log_odds).mean())


def _log_odds(chance: Floats) -> Floats:
    return logit(np.clip(chance, LEAST_CHANCE, 1 - LEAST_CHANCE))

"""Boosting, a part of the blend: small trees on the horizons of earlier days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
from scipy.special import expit

from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.classifier import Floats, Record
from crm_analysis.purchase_models.contributions import TERMS, theme_places
from crm_analysis.purchase_models.evidence import (
    Columns,
    columns_of,
    matrix,
    rhythm,
    season,
    seasons,
    windows,
)
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.training_days import training_days
from crm_analysis.purchase_models.trees import BoostedTrees


@dataclass(frozen=True)
class WindowBoosting:
    """Boosted trees that answer for one horizon at once.

    Attributes
    ----------
    trees : BoostedTrees
        What was learnt.
    horizon_days : int
        The horizon.
    season : dict of str to float
        Where in the year the day of the answer is; empty if it was not learnt.
    """

    name: ClassVar[str] = "boosting"
    trees: BoostedTrees
    horizon_days: int
    season: dict[str, float]

    @classmethod
    def grow(cls, history: KnownHistory, trees: int) -> Self:
        """Learn from the horizons that begin at `training_days`, all pooled."""
        H, known_days = history.horizon_days, history.days_before(history.as_of)
        sample = history.training_rows(training_days(history), H)
        rows = _rows(columns_of(sample.features), AttritionFits.of(history), H)
        rows |= seasons(sample.days, known_days)
        grown = BoostedTrees.fit(matrix(rows), sample.labels, trees, sample.shift)
        return cls(grown, H, season(history.as_of, known_days))

    def first(self, trees: int) -> Self:
        """Return the part with its first trees only, as if no more had been grown."""
        return replace(self, trees=self.trees.first(trees))

    def probability(self, features: Columns, attrition: AttritionFits) -> Floats:
        """Return P(at least one purchase in the horizon) for each row."""
        return self.staged(features, attrition, [len(self.trees.trees)])[0]

    def staged(
        self, features: Columns, attrition: AttritionFits, counts: Sequence[int]
    ) -> Floats:
        """Return the probabilities by the first so many trees, one line a count."""
        rows = self._rows_now(features, attrition)
        return expit(self.trees.staged_log_odds(matrix(rows), counts))

    def explained(
        self, features: Columns, attrition: AttritionFits
    ) -> tuple[Floats, Floats]:
        """Return what `probability` and `terms` return, looking at rows once."""
        rows = self._rows_now(features, attrition)
        places, values = theme_places(list(rows)), matrix(rows)
        odds, terms = self.trees.explained(values, places, TERMS)
        return expit(odds), terms

    def terms(self, features: Columns, attrition: AttritionFits) -> Floats:
        """Take the log odds apart by ``(base, *THEMES)``, a row a customer."""
        return self.explained(features, attrition)[1]

    def _rows_now(self, features: Columns, attrition: AttritionFits) -> Columns:
        rows, count = (
            _rows(features, attrition, self.horizon_days),
            len(features["tenure_days"]),
        )
        return rows | {name: np.full(count, at) for name, at in self.season.items()}

    def record(self) -> Record:
        """Return the fitted numbers as a dict that JSON can hold."""
        return {
            "horizon_days": self.horizon_days,
            "season": self.season,
            "trees": self.trees.record(),
        }

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return the part that a record was made of."""
        trees = BoostedTrees.from_record(record["trees"])
        return cls(trees, record["horizon_days"], record["season"])


def _rows(features: Columns, attrition: AttritionFits, horizon_days: int) -> Columns:
    columns = rhythm(features, attrition, horizon_days)
    return columns | windows(features, horizon_days)

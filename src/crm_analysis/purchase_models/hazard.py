"""The hazard model, a part of the blend: it asks if a silence ends in the next days.

A horizon is cut into steps. Boosted trees learn from every step that is known the
chance of a purchase in a step, and the answer follows a customer through the horizon
along the path on which nothing is bought: P = 1 - (1 - h_1) ... (1 - h_m). It sees
regular buyers come due, which a model of the whole horizon sees less sharply. It is
the discrete-time survival model of

    Singer & Willett (1993), It's About Time: Using Discrete-Time Survival Analysis to
    Study Duration and the Timing of Events, Journal of Educational Statistics 18 (2)

with trees in the place of its linear predictor.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np
from scipy.special import log_expit

from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.classifier import Floats, Record
from crm_analysis.purchase_models.contributions import TERMS, theme_places
from crm_analysis.purchase_models.evidence import (
    Columns,
    columns_of,
    later,
    matrix,
    rhythm,
    season,
    seasons,
)
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.training_days import LEAST_CUSTOMERS
from crm_analysis.purchase_models.trees import BoostedTrees

STEPS = (8, 7, 9, 6, 10, 5)
MOST_PERIODS = 24
ROWS_AT_ONCE = 100_000  # of all steps together, while there are several
LEAST_HISTORY_DAYS = 14


@dataclass(frozen=True)
class HazardBoosting:
    """Boosted trees for one step, followed through a horizon.

    Attributes
    ----------
    trees : BoostedTrees
        What was learnt of a step.
    step_days : int
        How long a step is.
    seasons : list of dict
        Where in the year each step of the horizon is; empty dicts if not learnt.
    horizon_days : int
        The horizon; where it is no whole number of steps, it counts in proportion.
    """

    name: ClassVar[str] = "hazard"
    trees: BoostedTrees
    step_days: int
    seasons: list[dict[str, float]]
    horizon_days: int

    @classmethod
    def grow(cls, history: KnownHistory, trees: int) -> Self:
        """Learn from up to 24 periods, a step each, over the whole history."""
        days, steps = step_length(history.horizon_days)
        known_days = history.days_before(history.as_of)
        sample = history.training_rows(_periods(history, days), days)
        rows = rhythm(columns_of(sample.features), AttritionFits.of(history), days)
        rows |= seasons(sample.days, known_days)
        grown = BoostedTrees.fit(matrix(rows), sample.labels, trees, sample.shift)
        ahead = [
            season(history.as_of + datetime.timedelta(days=days * step), known_days)
            for step in range(steps)
        ]
        return cls(grown, days, ahead, history.horizon_days)

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
        count = len(features["tenure_days"])
        log_none = np.zeros((len(counts), count))
        at_once = max(1, ROWS_AT_ONCE // max(1, count))
        for first in range(0, len(self.seasons), at_once):
            steps = range(first, min(first + at_once, len(self.seasons)))
            rows = matrix(self._rows(features, attrition, steps))
            odds = self.trees.staged_log_odds(rows, counts)
            shape = (len(counts), len(steps), count)
            log_none += log_expit(-odds).reshape(shape).sum(axis=1)
        return self._chance(log_none)

    def _chance(self, log_none: Floats) -> Floats:
        """Return P(at least one purchase), from the log chance of none in the steps."""
        covered_days = self.step_days * len(self.seasons)
        return -np.expm1(log_none * (self.horizon_days / covered_days))

    def explained(
        self, features: Columns, attrition: AttritionFits
    ) -> tuple[Floats, Floats]:
        """Return what `probability` and `terms` return, looking at few rows once."""
        count, steps = len(features["tenure_days"]), len(self.seasons)
        if count * steps > ROWS_AT_ONCE:
            terms = self.terms(features, attrition)
            return self.probability(features, attrition), terms
        rows = self._rows(features, attrition, range(steps))
        places = theme_places(list(rows))
        odds, terms = self.trees.explained(matrix(rows), places, TERMS)
        middle = slice(steps // 2 * count, (steps // 2 + 1) * count)
        log_none = log_expit(-odds).reshape(steps, count).sum(axis=0)
        return self._chance(log_none), self._of_horizon(terms[middle])

    def terms(self, features: Columns, attrition: AttritionFits) -> Floats:
        """Take the log odds of the middle step apart by ``(base, *THEMES)``.

        The base is that of the whole horizon. One step stands for all, so the terms
        add up to the log odds only nearly.
        """
        middle = len(self.seasons) // 2
        rows = self._rows(features, attrition, [middle])
        places = theme_places(list(rows))
        terms = self.trees.terms(matrix(rows), places, TERMS)
        return self._of_horizon(terms)

    def _of_horizon(self, terms: Floats) -> Floats:
        """Let the base of a step's terms be that of the whole horizon."""
        terms = terms.copy()
        log_none = log_expit(-terms[:, 0]) * (self.horizon_days / self.step_days)
        terms[:, 0] = np.log(np.expm1(-log_none))
        return terms

    def _rows(
        self, features: Columns, attrition: AttritionFits, steps: Sequence[int]
    ) -> Columns:
        """Return what the trees read at some steps, the customers of one together."""
        seen = later(features, [step * self.step_days for step in steps])
        count = len(features["tenure_days"])
        return rhythm(seen, attrition, self.step_days) | {
            name: np.repeat([self.seasons[step][name] for step in steps], count)
            for name in self.seasons[0]
        }

    def record(self) -> Record:
        """Return the fitted numbers as a dict that JSON can hold."""
        return {
            "step_days": self.step_days,
            "seasons": self.seasons,
            "horizon_days": self.horizon_days,
            "trees": self.trees.record(),
        }

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return the part that a record was made of."""
        trees = BoostedTrees.from_record(record["trees"])
        names = ("step_days", "seasons", "horizon_days")
        return cls(trees, *(record[name] for name in names))


def step_length(horizon_days: int) -> tuple[int, int]:
    """Return days a step and steps a horizon: about eight, of whole days.

    A horizon that no number of steps near eight divides is covered by eight steps of
    the nearest whole length.

    >>> [step_length(days) for days in (1, 7, 14, 30, 90, 365)]
    [(1, 1), (1, 7), (2, 7), (5, 6), (10, 9), (73, 5)]
    """
    for steps in STEPS:
        if horizon_days % steps == 0:
            return horizon_days // steps, steps
    days = max(1, round(horizon_days / STEPS[0]))
    return days, max(1, round(horizon_days / days))


def _periods(history: KnownHistory, days: int) -> list[datetime.date]:
    """Return the days that periods begin on, the latest first."""
    count = history.days_before(history.as_of) // days
    stride = max(1, -(-count // MOST_PERIODS))
    begins = [
        history.as_of - datetime.timedelta(days=days * number)
        for number in range(1, count + 1, stride)
    ]
    return [
        day
        for day in begins
        if history.days_before(day) >= max(LEAST_HISTORY_DAYS, days)
        and history.customers_before(day) >= LEAST_CUSTOMERS
    ]

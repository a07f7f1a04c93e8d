"""Logistic regression on all evidence, a part of the blend: smooth where trees step."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
import pandas as pd

from crm_analysis.features import HALF_LIVES_DAYS, WINDOWS_DAYS
from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.classifier import Floats, Record
from crm_analysis.purchase_models.evidence import Columns, columns_of, season, seasons
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.logistic import RFM_COLUMNS, LogisticPurchaseModel
from crm_analysis.purchase_models.training_days import training_days

RARE = 0.001
A_TRACE = 0.01  # of a purchase: what is left of one after six or seven half-lives
GAPS = ("gap_days_mean", "gap_days_last")
PENALTY = 10.0  # the columns say much the same, so their coefficients are held back


@dataclass(frozen=True)
class EvidenceLogistic:
    """Logistic regression on logs of RFM, counts and gaps, and on attrition log odds.

    Values beyond nearly all of those it was trained on are taken as the nearest of
    these, so that a line fitted to young customers is not drawn out to old ones.

    Attributes
    ----------
    model : LogisticPurchaseModel
        What was learnt.
    horizon_days : int
        The horizon.
    window_days : list of int
        The windows that are read: none longer than what was known at any of the days
        it was trained at, where it would hold less than it does now.
    season : dict of str to float
        Where in the year the day of the answer is; empty if it was not learnt.
    least, greatest : array, one a column
        The range of all but one in a thousand at either end.
    """

    name: ClassVar[str] = "evidence_logistic"
    model: LogisticPurchaseModel
    horizon_days: int
    window_days: list[int]
    season: dict[str, float]
    least: Floats
    greatest: Floats

    @classmethod
    def fit(cls, history: KnownHistory) -> Self:
        """Learn from the horizons that begin at `training_days`, all pooled."""
        H, days = history.horizon_days, training_days(history)
        known_days = min(history.days_before(day) for day in days)
        window_days = [width for width in WINDOWS_DAYS if width <= known_days]
        sample = history.training_rows(days, H)
        known_days = history.days_before(history.as_of)
        known = columns_of(sample.features)
        rows = evidence(known, AttritionFits.of(history), H, window_days)
        rows = pd.DataFrame(rows, index=sample.features.index).assign(
            **seasons(sample.days, known_days)
        )
        least, greatest = rows.quantile(RARE), rows.quantile(1 - RARE)
        model = LogisticPurchaseModel(list(rows), C=1 / PENALTY, logarithms=False)
        model.fit(rows.clip(least, greatest, axis=1), sample.labels)
        model.intercept_ += sample.shift
        when = season(history.as_of, known_days)
        return cls(model, H, window_days, when, least.to_numpy(), greatest.to_numpy())

    def probability(self, features: Columns, attrition: AttritionFits) -> Floats:
        """Return P(at least one purchase in the horizon) for each row."""
        return self.model.predict_proba(self.rows(features, attrition))[:, 1]

    def explained(
        self, features: Columns, attrition: AttritionFits
    ) -> tuple[Floats, Floats]:
        """Return what `probability` and `terms` return, looking at rows once."""
        return self.model.explain(self._values(features, attrition)[0])

    def terms(self, features: Columns, attrition: AttritionFits) -> Floats:
        """Take the log odds apart by ``(base, *THEMES)``, a row a customer."""
        return self.model.terms(self.rows(features, attrition))

    def rows(self, features: Columns, attrition: AttritionFits) -> pd.DataFrame:
        """Return what the model reads, inside the range it was trained on."""
        values, names = self._values(features, attrition)
        return pd.DataFrame(values, columns=names)

    def _values(
        self, features: Columns, attrition: AttritionFits
    ) -> tuple[Floats, list[str]]:
        """Return the same as an array, with the names of its columns."""
        rows = evidence(features, attrition, self.horizon_days, self.window_days)
        least = np.where(np.isnan(self.least), -np.inf, self.least)
        greatest = np.where(np.isnan(self.greatest), np.inf, self.greatest)
        names, count = [*rows, *self.season], len(features["tenure_days"])
        now = [np.full(count, value) for value in self.season.values()]
        values = np.column_stack([*rows.values(), *now])
        return np.clip(values, least, greatest), names

    def record(self) -> Record:
        """Return the fitted numbers as a dict that JSON can hold."""
        return {
            "horizon_days": self.horizon_days,
            "window_days": self.window_days,
            "season": self.season,
            "model": self.model.record(),
            "least": _as_json(self.least),
            "greatest": _as_json(self.greatest),
        }

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return the part that a record was made of."""
        model = LogisticPurchaseModel.from_record(record["model"])
        limits = (np.array(record[name], np.float64) for name in ("least", "greatest"))
        names = ("horizon_days", "window_days", "season")
        return cls(model, *(record[name] for name in names), *limits)


def evidence(
    features: Columns,
    attrition: AttritionFits,
    horizon_days: int,
    window_days: list[int],
) -> Columns:
    """Return the columns, one row a customer, on scales where a line may do."""
    windows = [f"purchase_days_last_{days}_days" for days in window_days]
    fading = [f"purchases_half_life_{days}_days" for days in HALF_LIVES_DAYS]
    silent, gap = features["days_since_last"], features["gap_days_mean"]
    logs = {name: np.maximum(features[name], 0) for name in RFM_COLUMNS}
    logs |= {name: features[name] for name in (*windows, *GAPS)}
    logs["overdue"] = silent / gap
    logs["overdue_to_longest"] = silent / features["gap_days_max"]
    columns = {name: np.log1p(values) for name, values in logs.items()}
    columns |= {name: np.log(features[name] + A_TRACE) for name in fading}
    columns["irregularity"] = features["gap_days_deviation"] / gap
    numbers = attrition.numbers(features, horizon_days)
    odds = {name: each for name, each in numbers.items() if name.endswith("log_odds")}
    return columns | odds


def _as_json(limits: Floats) -> list[float | None]:
    return [None if np.isnan(limit) else float(limit) for limit in limits]

"""Rung 1: the Bernoulli purchase model, P(x) = e^(ax) / (1 + e^(ax)) for x >= 0.

Nothing is bought at x < 0: P(x) = 0. The chance at x = 0 is one half whatever a is;
with a > 0 it stays above one half, with a < 0 below. The sign of a is the sign of
the sum of x (y - 1/2), so the model can only describe one side of one half: where
many buy and x is the number of days since the last purchase, a comes out positive
and the ranking upside down. That is why a backtest belongs beside every fit.
"""

import math
from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit

from crm_analysis.errors import NotEnoughDataError
from crm_analysis.purchase_models.bernoulli_likelihood import (
    PurchaseCounts,
    firth,
    maximise,
    power_of_two_scale,
    profile_bound,
)
from crm_analysis.purchase_models.classifier import (
    Floats,
    PurchaseClassifier,
    Record,
    from_json_number,
    json_number,
)
from crm_analysis.purchase_models.history import KnownHistory

DEFAULT_FEATURE = "days_since_last"
NUMBERS = (
    "a_",
    "standard_error_",
    "robust_standard_error_",
    "lower_bound_95_",
    "upper_bound_95_",
    "firth_a_",
    "n_customers_",
    "n_buyers_",
    "n_impossible_",
)


class BernoulliPurchaseModel(PurchaseClassifier):
    """Fit P(x) = e^(ax) / (1 + e^(ax)) by exact maximum likelihood.

    Parameters
    ----------
    feature : str or int, optional
        The column that is x, by name or position. By default `days_since_last` of a
        frame that has it, and the first column of anything else.

    Attributes
    ----------
    a_ : float
        The estimate, per unit of x. -inf or inf if separated, NaN if not identified.
        If impossible, no a has any likelihood; then it is the estimate without the
        rows at x < 0.
    standard_error_ : float
        From Fisher's information; inf if separated or not identified.
    robust_standard_error_ : float
        The sandwich: right also where the curve is not; NaN where a is not finite.
    lower_bound_95_, upper_bound_95_ : float
        The profile-likelihood interval: where the log-likelihood is 1.92 below its
        top. One side stays finite when buyers are separated.
    firth_a_ : float
        Firth's estimate, finite also when separated; NaN if not identified.
    status_ : str
        ``ok``; ``separated``: everybody above 0 bought, or nobody did;
        ``not_identified``: no x above 0; ``impossible``: somebody bought at x < 0.
    n_customers_, n_buyers_, n_impossible_ : float
        Customers, buyers, and buyers at x < 0.

    Examples
    --------
    >>> model = BernoulliPurchaseModel().fit([[1], [2], [3]], [0, 1, 1])
    >>> round(model.a_, 8), round(model.standard_error_, 8), model.status_
    (0.73248753, 0.78110898, 'ok')
    """

    rung: ClassVar[str] = "bernoulli"
    title: ClassVar[str] = "Bernoulli model"
    needs: ClassVar[str] = "buyers and others in the last horizon"

    def __init__(self, feature: str | int | None = None) -> None:
        self.feature = feature

    @classmethod
    def train(cls, history: KnownHistory) -> Self:
        """Return a model fitted on the counts of the last horizon wholly known.

        Raises
        ------
        NotEnoughDataError
            If its status is other than ok.
        """
        counts = history.latest_counts()
        columns = (counts[name] for name in (DEFAULT_FEATURE, "buyers", "customers"))
        model = cls(DEFAULT_FEATURE).fit_groups(*columns)
        if model.status_ != "ok":
            raise NotEnoughDataError(model.sentence())
        return model

    def fit_groups(self, x: ArrayLike, buyers: ArrayLike, customers: ArrayLike) -> Self:
        """Learn from counts: one row an x, with its buyers and its customers.

        Gives the same numbers as `fit` on the customers one by one.

        Raises
        ------
        ValueError
            If buyers are not between 0 and customers.
        """
        self.classes_ = np.array([0, 1])
        self.columns_ = [0 if self.feature is None else self.feature]
        self._learn_counts(PurchaseCounts.of(x, buyers, customers))
        return self

    def probability(self, x: ArrayLike) -> Floats:
        """Return P(x) for values of x: the model's curve.

        At an infinite a it is the limit, 0 or 1; where a is not identified, 1/2.
        """
        x = np.asarray(x, np.float64)
        a = 0.0 if math.isnan(self.a_) else self.a_
        with np.errstate(over="ignore", invalid="ignore"):
            chance = expit(np.where(x == 0, 0.0, a * x))
        return np.where(x < 0, 0.0, chance)

    def sentence(self) -> str:
        """Say in words what the sign of a means, or why there is no a."""
        x = self._feature_name()
        if self.status_ == "impossible":
            return (
                f"Purchases by customers whose {x} is below 0, where the model says"
                f" that nobody buys: {self.n_impossible_:,.0f}. Choose another feature."
            )
        if self.status_ == "not_identified":
            return f"No customer has {x} above 0, so the data say nothing about a."
        if self.status_ == "separated":
            return self._sentence_of_separated(x)
        return self._sentence_of_sign(x)

    def record(self) -> Record:
        """Return the fitted numbers as a small dict that JSON can hold."""
        numbers = {name[:-1]: json_number(getattr(self, name)) for name in NUMBERS}
        return {
            "rung": self.rung,
            "feature": self.columns_[0],
            "classes": self.classes_.tolist(),
            "status": self.status_,
        } | numbers

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a model that predicts as the one that wrote the record."""
        model = cls(feature=record["feature"])
        model.columns_ = [record["feature"]]
        model.classes_ = np.array(record["classes"])
        model.status_ = record["status"]
        for name in NUMBERS:
            setattr(model, name, from_json_number(record[name[:-1]]))
        return model

    def _choose_columns(self, X: ArrayLike) -> list[str | int]:
        if self.feature is not None:
            return [self._existing(X)]
        named = isinstance(X, pd.DataFrame) and DEFAULT_FEATURE in X.columns
        return [DEFAULT_FEATURE if named else 0]

    def _existing(self, X: ArrayLike) -> str | int:
        known = list(getattr(X, "columns", [])) + list(range(self.n_features_in_))
        if self.feature not in known:
            raise ValueError(
                f"got feature {self.feature!r}, expected one of"
                f" {', '.join(map(str, known))}"
            )
        return self.feature

    def _learn(self, values: Floats, bought: Floats, weight: Floats) -> None:
        self._learn_counts(PurchaseCounts.of(values[:, 0], bought * weight, weight))

    def _learn_counts(self, counts: PurchaseCounts) -> None:
        self.n_customers_ = float(counts.customers.sum())
        self.n_buyers_ = float(counts.buyers.sum())
        self.n_impossible_ = float(counts.buyers[counts.x < 0].sum())
        telling = counts.where((counts.x > 0) & (counts.customers > 0))
        self.status_ = "impossible" if self.n_impossible_ else telling.status
        if telling.status == "not_identified":
            self._set_numbers(
                math.nan, math.inf, math.nan, -math.inf, math.inf, math.nan
            )
        else:
            self._estimate(telling)

    def _estimate(self, telling: PurchaseCounts) -> None:
        scale = power_of_two_scale(telling.x)
        counts = telling.scaled(scale)
        if counts.status == "separated":
            a = math.inf if counts.buyers.any() else -math.inf
            error, robust = math.inf, math.nan
        else:
            a = maximise(counts)
            information = counts.information(a)
            error = 1 / math.sqrt(information)
            robust = math.sqrt(counts.squared_scores(a)) / information
        low, high = (profile_bound(counts, a, side) for side in (-1, 1))
        unscaled = [n * scale for n in (a, error, robust, low, high, firth(counts))]
        self._set_numbers(*unscaled)

    def _set_numbers(self, *numbers: float) -> None:
        for name, number in zip(NUMBERS[:6], numbers, strict=True):
            setattr(self, name, number)

    def _chances(self, values: Floats) -> Floats:
        return self.probability(values[:, 0])

    def _feature_name(self) -> str:
        column = self.columns_[0]
        return column.replace("_", " ") if isinstance(column, str) else "x"

    def _sentence_of_separated(self, x: str) -> str:
        if self.a_ > 0:
            return (
                f"Everybody with {x} above 0 bought, so a has no best value; with 95%"
                f" confidence it is at least {self.lower_bound_95_:.3g}."
            )
        return (
            f"Nobody with {x} above 0 bought, so a has no best value; with 95%"
            f" confidence it is at most {self.upper_bound_95_:.3g}."
        )

    def _sentence_of_sign(self, x: str) -> str:
        fitted = (
            f"a = {self.a_:.3g} (95% interval {self.lower_bound_95_:.3g} to"
            f" {self.upper_bound_95_:.3g})"
        )
        if self.a_ == 0:
            return f"{fitted}: whatever {x} is, the chance of a purchase is one half."
        more, side = ("likelier", "below") if self.a_ > 0 else ("less likely", "above")
        return (
            f"{fitted}: the more {x}, the {more} a purchase; the chance is one half at"
            f" 0 and never {side} it."
        )

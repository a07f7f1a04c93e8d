"""Rung 2: logistic regression on the logarithms of recency, frequency and money."""

from typing import ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from crm_analysis.errors import NotEnoughDataError
from crm_analysis.purchase_models.classifier import Floats, PurchaseClassifier, Record
from crm_analysis.purchase_models.contributions import TERMS, theme_places
from crm_analysis.purchase_models.history import KnownHistory

RFM_COLUMNS = ("days_since_last", "purchase_days", "tenure_days", "spend_cents")
ARRAYS = ("centre_", "spread_", "coefficients_")


class NothingToLearnError(ValueError):
    """The labels are all the same, or all the customers are."""


class LogisticPurchaseModel(PurchaseClassifier):
    """Fit an L2 logistic regression on standardised logarithms of a few columns.

    Each column enters as sign(x) log(1 + |x|), less its mean, over its standard
    deviation. A value that is missing becomes the mean, and a column with missing
    values gets an indicator beside it; a column that is missing throughout, or the
    same throughout, has no coefficient. Fitted by Newton steps on one thread, so
    the digits do not depend on how many there are.

    Parameters
    ----------
    columns : list of str or int, optional
        Which columns to read. By default the four of `RFM_COLUMNS` if a frame has
        them, and all columns of anything else.
    C : float
        The inverse of the L2 penalty, as in scikit-learn.
    logarithms : bool
        Whether columns enter as logarithms; if not, as they are.

    Attributes
    ----------
    intercept_ : float
        The logit at the mean of every column.
    coefficients_ : array
        Change of the logit for one standard deviation of a column's logarithm; after
        the columns come their indicators of a missing value, in the same order.
    centre_, spread_ : array
        Mean and standard deviation of the logarithms, and of the indicators.

    Examples
    --------
    >>> days = [[1], [2], [4], [8], [16], [32]]
    >>> model = LogisticPurchaseModel().fit(days, [1, 1, 0, 1, 0, 0])
    >>> round(float(model.predict_proba([[64]])[0, 1]), 3)
    0.124
    """

    rung: ClassVar[str] = "logistic"
    title: ClassVar[str] = "Logistic regression"
    needs: ClassVar[str] = "buyers and others in the last horizon"
    allows_missing: ClassVar[bool] = True

    def __init__(
        self,
        columns: list[str | int] | None = None,
        C: float = 1.0,
        logarithms: bool = True,
    ) -> None:
        self.columns = columns
        self.C = C
        self.logarithms = logarithms

    @classmethod
    def train(cls, history: KnownHistory) -> Self:
        """Return a model fitted on the last horizon that is wholly known.

        Raises
        ------
        NotEnoughDataError
            If everybody bought in it or nobody did, or all customers are alike.
        """
        try:
            return super().train(history)
        except NothingToLearnError as error:
            raise NotEnoughDataError(str(error)) from error

    def record(self) -> Record:
        """Return the fitted numbers as a small dict that JSON can hold."""
        return {
            "rung": self.rung,
            "columns": list(self.columns_),
            "classes": self.classes_.tolist(),
            "C": self.C,
            "logarithms": self.logarithms,
            "intercept": self.intercept_,
        } | {name[:-1]: getattr(self, name).tolist() for name in ARRAYS}

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a model that predicts as the one that wrote the record."""
        model = cls(record["columns"], record["C"], record["logarithms"])
        model.columns_ = record["columns"]
        model.classes_ = np.array(record["classes"])
        model.intercept_ = record["intercept"]
        for name in ARRAYS:
            setattr(model, name, np.array(record[name[:-1]]))
        return model

    def _choose_columns(self, X: ArrayLike) -> list[str | int]:
        if self.columns is not None:
            return list(self.columns)
        if isinstance(X, pd.DataFrame) and set(RFM_COLUMNS) <= set(X.columns):
            return list(RFM_COLUMNS)
        return super()._choose_columns(X)

    def _learn(self, values: Floats, bought: Floats, weight: Floats) -> None:
        if len(np.unique(bought)) < 2:
            raise NothingToLearnError(
                f"All {len(bought):,} customers are of one class: got"
                f" {bought.sum():,.0f} buyers, expected buyers and others."
            )
        evidence = self._evidence(values)
        self.centre_, self.spread_ = _moments(evidence, weight)
        told = self.spread_ > 0
        design = self._standardise(evidence)[:, told]
        if not told.any():
            raise NothingToLearnError(
                f"All {len(bought):,} customers are alike in every column, so there is"
                " nothing to learn."
            )
        regression = LogisticRegression(
            C=self.C, solver="newton-cholesky", tol=1e-10, max_iter=200
        )
        with threadpool_limits(limits=1):
            regression.fit(design, bought, sample_weight=weight)
        self.intercept_ = float(regression.intercept_[0])
        self.coefficients_ = np.zeros(len(told))
        self.coefficients_[told] = regression.coef_[0]

    def _chances(self, values: Floats) -> Floats:
        return expit(self.intercept_ + self._terms(values).sum(axis=1))

    def terms(self, X: ArrayLike) -> Floats:
        """Take the log odds apart by ``(base, *THEMES)``, a row a customer."""
        return self.explained(X)[1]

    def explained(self, X: ArrayLike) -> tuple[Floats, Floats]:
        """Return the probability of a purchase and its `terms`."""
        return self.explain(self._read(X))

    def explain(self, values: Floats) -> tuple[Floats, Floats]:
        """Return the same of numbers by ``columns_``, without looking them over."""
        of_columns = self._terms(values)
        places = theme_places([str(name) for name in self.columns_])
        terms = np.zeros((len(of_columns), TERMS))
        terms[:, 0] = self.intercept_
        for place, of_column in zip(np.tile(places, 2), of_columns.T, strict=True):
            terms[:, place] += of_column
        return expit(self.intercept_ + of_columns.sum(axis=1)), terms

    def _terms(self, values: Floats) -> Floats:
        return self._standardise(self._evidence(values)) * self.coefficients_

    def _evidence(self, values: Floats) -> Floats:
        """Return the columns or their logs, then one indicator of missing each."""
        missing = np.isnan(values).astype(np.float64)
        if self.logarithms:
            values = np.sign(values) * np.log1p(np.abs(values))
        return np.hstack([values, missing])

    def _standardise(self, evidence: Floats) -> Floats:
        unit = np.where(self.spread_ > 0, self.spread_, 1.0)
        return np.nan_to_num((evidence - self.centre_) / unit, nan=0.0)


def _moments(evidence: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of each column where it is known."""
    known = np.where(np.isnan(evidence), 0.0, weight[:, None])
    total = known.sum(axis=0)
    total[total == 0] = 1.0
    filled = np.nan_to_num(evidence, nan=0.0)
    centre = (known * filled).sum(axis=0) / total
    spread = np.sqrt((known * (filled - centre) ** 2).sum(axis=0) / total)
    spread[spread <= 1e-12 * np.abs(centre)] = 0.0
    return centre, spread

"""Rung 0: the base rate, one probability for everybody."""

from typing import ClassVar, Self

import numpy as np

from crm_analysis.purchase_models.classifier import Floats, PurchaseClassifier, Record
from crm_analysis.purchase_models.history import KnownHistory


class BaseRateModel(PurchaseClassifier):
    """Give every customer the share of buyers, smoothed so that it is never 0 or 1.

    The share is (buyers + 1/2) / (customers + 1), the mean of the posterior under
    Jeffreys' prior for a proportion. What a model of customers is worth is what it
    adds to this one.

    Attributes
    ----------
    share_ : float
        The probability that everybody gets.
    n_customers_, n_buyers_ : float
        What it was computed from.

    Examples
    --------
    >>> model = BaseRateModel().fit([[3], [1], [2]], [0, 0, 1])
    >>> model.share_
    0.375
    """

    rung: ClassVar[str] = "base_rate"
    title: ClassVar[str] = "Base rate"
    needs: ClassVar[str] = "one customer who was known a horizon ago"
    allows_missing: ClassVar[bool] = True

    @classmethod
    def train(cls, history: KnownHistory) -> Self:
        """Return a model fitted on the counts of the last horizon wholly known.

        Raises
        ------
        NotEnoughDataError
            If nobody had bought before it began.
        """
        counts = history.latest_counts()
        return cls().fit_counts(counts["buyers"].sum(), counts["customers"].sum())

    def fit_counts(self, buyers: float, customers: float) -> Self:
        """Learn from counts; gives the same number as `fit` on customers one by one.

        >>> BaseRateModel().fit_counts(buyers=1, customers=3).share_
        0.375
        """
        self.classes_, self.columns_ = np.array([0, 1]), []
        self._learn_counts(buyers, customers)
        return self

    def record(self) -> Record:
        """Return the fitted numbers as a small dict that JSON can hold."""
        return {
            "rung": self.rung,
            "classes": self.classes_.tolist(),
            "share": self.share_,
            "n_customers": self.n_customers_,
            "n_buyers": self.n_buyers_,
        }

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a model that predicts as the one that wrote the record."""
        model = cls()
        model.columns_ = []
        model.classes_ = np.array(record["classes"])
        model.share_ = record["share"]
        model.n_customers_ = record["n_customers"]
        model.n_buyers_ = record["n_buyers"]
        return model

    def _learn(self, values: Floats, bought: Floats, weight: Floats) -> None:
        self._learn_counts((bought * weight).sum(), weight.sum())

    def _learn_counts(self, buyers: float, customers: float) -> None:
        self.n_customers_, self.n_buyers_ = float(customers), float(buyers)
        self.share_ = (self.n_buyers_ + 0.5) / (self.n_customers_ + 1)

    def _chances(self, values: Floats) -> Floats:
        return np.full(len(values), self.share_)

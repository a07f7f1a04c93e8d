"""What a customer will spend at a purchase: the gamma-gamma model.

The amounts of a customer vary as Gamma(p, nu) around a mean of the customer's own;
nu has a Gamma(q, v) distribution among customers. With n purchases of mean amount z
the likelihood is equation (1a) of

    Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value,
    http://www.brucehardie.com/notes/025/

and the expected mean amount its equation (5): a weighted average of what the customer
spent and what customers spend. The model takes for granted that how much is spent has
nothing to do with how often; `correlation_` says how far the data agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betaln, digamma

from crm_analysis.purchase_models.classifier import (
    Floats,
    Record,
    from_json_number,
    json_number,
)
from crm_analysis.purchase_models.latent_attrition.maximum import Box, maximise

COLUMNS = ("purchase_days", "spend_cents")
# In logs: the mean amount over the observed one, p, and q - 1.
BOX = Box(np.array([-3.0, -7.0, -7.0]), np.array([3.0, 9.0, 9.0]))
STARTS = (np.array([0.0, 1.0, 1.0]), np.array([0.0, 3.0, 0.0]))
LIMITS = (
    ("the mean amount is far below what was observed", "the mean amount has no bound"),
    ("single amounts vary without bound", "each customer always spends the same"),
    ("a few customers spend without bound", "all customers spend alike"),
)
NUMBERS = ("p", "q", "v_cents", "correlation")
COUNTS = ("n_customers", "n_missing", "n_refunded")


@dataclass(frozen=True)
class Amounts:
    """Purchases and total spend, one row a distinct pair, with customers each."""

    purchases: Floats
    spend: Floats
    customers: Floats

    @classmethod
    def of(cls, purchases: Floats, spend: Floats) -> Self:
        """Count the customers of each pair of purchases and spend."""
        frame = pd.DataFrame({"purchases": purchases, "spend": spend})
        counts = frame.groupby(["purchases", "spend"]).size().reset_index(name="n")
        return cls(*(counts[name].to_numpy(np.float64) for name in counts))

    def log_likelihood(self, p: float, q: float, v: float) -> tuple[Floats, Floats]:
        """Return the log-likelihood of each row, and its slopes in p, q and v.

        The density is of the total n z; the mean's, as in the paper, is n times it.
        """
        n, total = self.purchases, self.spend
        pn, share = p * n, np.log(total) - np.log(total + v)
        logs = pn * share - np.log(total) - betaln(pn, q)
        logs += q * (np.log(v) - np.log(total + v))
        by_p = n * (digamma(pn + q) - digamma(pn) + share)
        by_q = digamma(pn + q) - digamma(q) + np.log(v) - np.log(total + v)
        return logs, np.stack([by_p, by_q, q / v - (pn + q) / (total + v)])


class GammaGamma:
    """Estimate what customers spend a purchase day, by exact maximum likelihood.

    Attributes
    ----------
    p_, q_, v_cents_ : float
        The estimates; q is kept above 1, where the mean amount exists. NaN if no
        amount is known.
    correlation_ : float
        Between purchase days and mean spend a purchase day; the model assumes 0.
    status_ : str
        ``ok``; ``at_bound``: an estimate is at the edge of what is looked at, a limit
        of the model; ``not_identified``: no customer with a known positive amount.
    n_customers_, n_missing_, n_refunded_ : int
        Customers fitted on; left out because no amount is known; left out because
        what is known comes to nothing or less, as after refunds.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {"purchase_days": [4, 9, 2, 1], "spend_cents": [4400, 9100, 9000, None]}
    ... )
    >>> model = GammaGamma().fit(features)
    >>> (model.n_customers_, model.n_missing_)
    (3, 1)
    """

    def fit(self, features: pd.DataFrame) -> Self:
        """Learn from the feature table: `purchase_days` and `spend_cents`.

        Spend that is missing, or not above 0, is left out and counted.
        """
        purchases, spend = _columns(features)
        missing, refunded = np.isnan(spend), spend <= 0
        known = ~missing & ~refunded & (purchases > 0)
        self.n_missing_, self.n_refunded_ = int(missing.sum()), int(refunded.sum())
        self.n_customers_ = int(known.sum())
        self.limits_: list[str] = []
        if self.n_customers_:
            self._maximise(purchases[known], spend[known])
        else:
            self.p_ = self.q_ = self.v_cents_ = self.correlation_ = np.nan
            self.status_ = "not_identified"
        return self

    @property
    def mean_cents(self) -> float:
        """What an average customer spends a purchase day: p v / (q - 1)."""
        return self.p_ * self.v_cents_ / (self.q_ - 1)

    def spend_cents_per_purchase_day(self, features: Mapping[str, ArrayLike]) -> Floats:
        """Return what each customer is expected to spend a purchase day, in cents.

        A customer whose amounts are unknown is expected to be average; refunds that
        exceed the purchases count as having spent nothing. NaN if not identified.
        """
        purchases, spend = _columns(features)
        n = np.where(np.isnan(spend), 0.0, purchases)
        spent = np.where(np.isnan(spend), 0.0, np.maximum(spend, 0.0))
        return self.p_ * (self.v_cents_ + spent) / (self.p_ * n + self.q_ - 1)

    def expected_spend_cents(
        self, features: Mapping[str, ArrayLike], expected_purchases: Floats
    ) -> Floats:
        """Return expected spend: expected purchase days times spend a purchase day."""
        return expected_purchases * self.spend_cents_per_purchase_day(features)

    def sentence(self) -> str:
        """Say in words what was fitted, and what was left out."""
        left_out = (
            f"left out: {self.n_missing_:,} without a known amount,"
            f" {self.n_refunded_:,} whose amounts come to nothing or less"
        )
        if self.status_ == "not_identified":
            return f"No customer has a known positive amount ({left_out})."
        fitted = (
            f"Fitted on the amounts of {self.n_customers_:,} customers ({left_out})"
        )
        limits = f", at a limit of the model: {'; '.join(self.limits_)}"
        return fitted + (limits if self.limits_ else "") + "."

    def record(self) -> Record:
        """Return the fitted numbers as a small dict that JSON can hold."""
        numbers = {name: json_number(getattr(self, f"{name}_")) for name in NUMBERS}
        counts = {name: getattr(self, f"{name}_") for name in COUNTS}
        return {"status": self.status_, "limits": self.limits_} | numbers | counts

    @classmethod
    def from_record(cls, record: Record) -> Self:
        """Return a model that predicts as the one that wrote the record."""
        model = cls()
        model.status_, model.limits_ = record["status"], list(record["limits"])
        for name in NUMBERS:
            setattr(model, f"{name}_", from_json_number(record[name]))
        for name in COUNTS:
            setattr(model, f"{name}_", record[name])
        return model

    def _maximise(self, purchases: Floats, spend: Floats) -> None:
        amounts = Amounts.of(purchases, spend)
        spent = (amounts.spend * amounts.customers).sum()
        unit = spent / (amounts.purchases * amounts.customers).sum()
        scaled = Amounts(amounts.purchases, amounts.spend / unit, amounts.customers)
        share = amounts.customers / amounts.customers.sum()

        def mean_log_likelihood(point: Floats) -> tuple[float, Floats]:
            p, q, v = _parameters(point)
            logs, slopes = scaled.log_likelihood(p, q, v)
            by_p, by_q, by_v = (slopes * share).sum(axis=1)
            slope = np.array([v * by_v, p * by_p - v * by_v, (q - 1) * by_q + v * by_v])
            return float((logs * share).sum()), slope

        found = maximise(mean_log_likelihood, STARTS, BOX)
        self.p_, self.q_, v = _parameters(found.point)
        self.v_cents_ = v * float(unit)
        sides = zip(found.sides, LIMITS, strict=True)
        self.limits_ = [words[side > 0] for side, words in sides if side]
        self.status_ = "at_bound" if self.limits_ else "ok"
        self.correlation_ = _correlation(amounts)


def _columns(features: Mapping[str, ArrayLike]) -> list[Floats]:
    return [np.asarray(features[name], np.float64) for name in COLUMNS]


def _parameters(point: Floats) -> tuple[float, float, float]:
    """Return p, q and v from the logs of the mean, p and q - 1."""
    mean, p, above_1 = np.exp(point).tolist()
    return p, 1.0 + above_1, mean * above_1 / p


def _correlation(amounts: Amounts) -> float:
    weight = amounts.customers / amounts.customers.sum()
    n, mean = amounts.purchases, amounts.spend / amounts.purchases
    n, mean = n - (weight * n).sum(), mean - (weight * mean).sum()
    spread = np.sqrt((weight * n**2).sum() * (weight * mean**2).sum())
    return float((weight * n * mean).sum() / spread) if spread > 0 else float("nan")

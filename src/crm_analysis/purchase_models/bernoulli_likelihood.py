"""The likelihood of the Bernoulli purchase model, on counts grouped by x.

P(y = 1 | x) = e^(ax) / (1 + e^(ax)) for x >= 0, and 0 for x < 0: a logistic
regression through the origin on the half line. The log-likelihood is concave in a,
so its derivative has one root at most. Rows at x = 0 add n log(1/2) whatever a is.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import expit, log_expit, softmax

Floats = NDArray[np.float64]

# Half the 95 % quantile of chi-square with one degree of freedom: what the
# log-likelihood may fall below its top inside a profile-likelihood interval.
PROFILE_DROP_95 = 1.920729410347062


@dataclass(frozen=True)
class PurchaseCounts:
    """Customers and buyers at each distinct x, in ascending order of x."""

    x: Floats
    buyers: Floats
    customers: Floats

    @classmethod
    def of(
        cls, x: ArrayLike, buyers: ArrayLike, customers: ArrayLike
    ) -> "PurchaseCounts":
        """Sum buyers and customers over rows of equal x.

        Raises
        ------
        ValueError
            If buyers are not between 0 and customers.
        """
        distinct, place = np.unique(np.asarray(x, np.float64), return_inverse=True)
        k, n = np.asarray(buyers, np.float64), np.asarray(customers, np.float64)
        if not ((k >= 0) & (k <= n)).all():
            raise ValueError("got more buyers than customers, or fewer than none")
        size = len(distinct)
        return cls(distinct, np.bincount(place, k, size), np.bincount(place, n, size))

    def where(self, kept: NDArray[np.bool_]) -> "PurchaseCounts":
        """Return the counts at some of the x."""
        return PurchaseCounts(self.x[kept], self.buyers[kept], self.customers[kept])

    def scaled(self, factor: float) -> "PurchaseCounts":
        """Return the same counts with every x multiplied."""
        return PurchaseCounts(self.x * factor, self.buyers, self.customers)

    @property
    def others(self) -> Floats:
        """Customers who did not buy."""
        return self.customers - self.buyers

    @property
    def status(self) -> str:
        """Say whether counts at x > 0 have a best a: ok, separated, not_identified."""
        if not self.customers.sum():
            return "not_identified"
        both = self.buyers.any() and self.others.any()
        return "ok" if both else "separated"

    def log_likelihood(self, a: float) -> float:
        """Return the log-likelihood at a, for x > 0."""
        logs = self.buyers * log_expit(a * self.x)
        return float((logs + self.others * log_expit(-a * self.x)).sum())

    def score(self, a: float) -> float:
        """Return the derivative of the log-likelihood: sum of x (y - P(x))."""
        if a == 0:
            return math.fsum(self.x * (self.buyers - self.customers / 2))
        ax = a * self.x
        return float(
            (self.x * (self.buyers * expit(-ax) - self.others * expit(ax))).sum()
        )

    def information(self, a: float) -> float:
        """Return Fisher's information: sum of x^2 P (1 - P)."""
        ax = a * self.x
        return float((self.customers * self.x**2 * expit(ax) * expit(-ax)).sum())

    def squared_scores(self, a: float) -> float:
        """Return the sum of x^2 (y - P)^2, the middle of the sandwich."""
        ax = a * self.x
        spread = self.buyers * expit(-ax) ** 2 + self.others * expit(ax) ** 2
        return float((self.x**2 * spread).sum())

    def firth_score(self, a: float) -> float:
        """Return the derivative of log-likelihood + log(information) / 2.

        Firth (1993), Bias reduction of maximum likelihood estimates, Biometrika 80.
        """
        ax = a * self.x
        logs = np.log(self.customers * self.x**2) + log_expit(ax) + log_expit(-ax)
        pull = self.x * (0.5 - expit(ax))
        return self.score(a) + float((softmax(logs) * pull).sum())


def power_of_two_scale(x: Floats) -> float:
    """Return the power of two that brings the greatest x into [1/2, 1).

    Multiplying by it rounds nothing, so scaling cannot cost a digit.
    """
    return 2.0 ** -math.frexp(float(x.max()))[1]


def maximise(counts: PurchaseCounts) -> float:
    """Return the a at which the score is 0, by Newton steps kept in a bracket.

    All x must be positive, with at least one buyer and one who did not buy.
    """
    slope = counts.score(0.0)
    if slope == 0:
        return 0.0
    edge = _expand(lambda a: counts.score(a) * slope < 0, math.copysign(1.0, slope))
    low, high = min(0.0, edge), max(0.0, edge)
    a = 0.0
    for _ in range(200):
        low, high = (a, high) if slope > 0 else (low, a)
        step = _newton_step(counts, a, slope, low, high)
        if abs(step) <= 2.0**-52 * abs(a):
            break
        a += step
        slope = counts.score(a)
        if slope == 0:
            break
    return a


def profile_bound(counts: PurchaseCounts, a: float, side: int) -> float:
    """Return where the log-likelihood has fallen by 1.92 below its top.

    `side` is -1 or 1. With a = -inf or inf the top is 0, the limit of the
    log-likelihood, and only the bound on the other side is finite.
    """
    if math.isinf(a):
        return _bound_of_separated(counts, side) if side * a < 0 else a
    least = counts.log_likelihood(a) - PROFILE_DROP_95

    def above(at: float) -> float:
        return counts.log_likelihood(at) - least

    information = counts.information(a)
    step = side / math.sqrt(information) if information > 0 else float(side)
    edge = a + _expand(lambda width: above(a + width) < 0, step)
    return _root(above, a, edge)


def firth(counts: PurchaseCounts) -> float:
    """Return Firth's estimate, which is finite even if buyers are separated."""
    slope = counts.firth_score(0.0)
    if slope == 0:
        return 0.0
    edge = _expand(
        lambda a: counts.firth_score(a) * slope <= 0, math.copysign(1.0, slope)
    )
    return _root(counts.firth_score, 0.0, edge)


def _bound_of_separated(counts: PurchaseCounts, side: int) -> float:
    def above(at: float) -> float:
        return counts.log_likelihood(at) + PROFILE_DROP_95

    far = _expand(lambda at: above(at) < 0, float(side))
    near = _expand(lambda at: above(at) > 0, -float(side))
    return _root(above, near, far)


def _newton_step(
    counts: PurchaseCounts, a: float, slope: float, low: float, high: float
) -> float:
    information = counts.information(a)
    step = slope / information if information > 0 else math.inf
    return step if low < a + step < high else (low + high) / 2 - a


def _expand(reached: Callable[[float], bool], start: float) -> float:
    edge = start
    while not reached(edge):
        edge *= 2
    return edge


def _root(function: Callable[[float], float], one: float, other: float) -> float:
    low, high = min(one, other), max(one, other)
    return float(brentq(function, low, high, xtol=1e-300, rtol=1e-14, maxiter=500))

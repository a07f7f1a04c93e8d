"""What BG/NBD and MBG/NBD share: customers who may leave at their purchases.

A customer buys at a rate lambda while active and leaves for good with chance p at
each occasion. lambda has a Gamma(r, alpha) distribution among customers, p a
Beta(a, b). The two models differ in the occasions: in BG/NBD the x repeat purchases,
in MBG/NBD the first purchase too, so x + 1. With n occasions the likelihood is

    G(r + x) alpha^r / G(r) * B(a, b + n) / B(a, b)
        * [ (alpha + T)^-(r + x) + a / (b + n - 1) (alpha + t_x)^-(r + x) ]

where the second term is left out if n = 0: equation (6) of [1]_ and (5) of [2]_,
with the erratum [3]_.

References
----------
.. [1] Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way: An
   Alternative to the Pareto/NBD Model, Marketing Science 24 (2), 275-284.
.. [2] Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of
   models for customer base analysis, International Journal of Research in Marketing
   24 (3), 201-209.
.. [3] Wagner & Hoppe (2008), Erratum on the MBG/NBD Model, International Journal of
   Research in Marketing 25 (3), 225-226.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainccinv, betaincinv, expit

from crm_analysis.purchase_models.classifier import Floats
from crm_analysis.purchase_models.latent_attrition.histories import PurchaseHistories
from crm_analysis.purchase_models.latent_attrition.purchase_counts import (
    log_rising,
    log_survival,
)

ROWS_AT_ONCE = 16_384


@dataclass(frozen=True)
class GeometricDropout:
    """One set of parameters, and what follows from it for given histories.

    Attributes
    ----------
    r, alpha : float
        Shape and rate of the gamma distribution of purchase rates.
    a, b : float
        The beta distribution of the chance to leave at an occasion.
    first_counts : int
        1 if customers may leave at their first purchase (MBG/NBD), else 0 (BG/NBD).
    """

    r: float
    alpha: float
    a: float
    b: float
    first_counts: int

    def log_likelihood(self, of: PurchaseHistories) -> tuple[float, Floats]:
        """Return the log-likelihood of all customers, and its slopes.

        The slopes are in the logarithms of r, alpha, a and b.
        """
        active, by_r, by_alpha = log_active(self.r, self.alpha, of)
        x, number = of.distinct_repeat_purchases, of.customers_by_repeat_purchases
        stayed, (by_a, by_b) = log_survival(
            self.a, self.b, x.values + self.first_counts
        )
        log_odds, shorter = self._log_odds_gone(of)
        gone, log_either = mixture(log_odds)
        gone *= of.customers
        longer = gone * (self.r + of.repeat_purchases) * self._share_gained(of)
        share = (self.b / self._before_last(x.values))[x.place]
        value = active + (number * stayed).sum() + (of.customers * log_either).sum()
        return float(value), np.array(
            [
                by_r + self.r * (gone * shorter).sum(),
                by_alpha + longer.sum(),
                (number * by_a).sum() + gone.sum(),
                (number * by_b).sum() - (gone * share).sum(),
            ]
        )

    def chance_active(self, of: PurchaseHistories) -> Floats:
        """Return the chance that a customer with a history has not left."""
        return expit(-self._log_odds_gone(of)[0])

    def purchase_probability(self, of: PurchaseHistories, horizon: float) -> Floats:
        """Return P(at least one purchase in the horizon).

        1 - L(x, t_x, T + H) / L(x, t_x, T) is the chance to be active times the
        chance that an active customer buys.
        """
        k = self.r + of.repeat_purchases
        buys = -np.expm1(-k * np.log1p(horizon / (self.alpha + of.tenure)))
        return self.chance_active(of) * buys

    def expected_purchases(self, of: PurchaseHistories, horizon: float) -> Floats:
        """Return the expected number of purchases in the horizon.

        Equation (10) of the paper is a difference of near-equal hypergeometric
        terms, with holes at a = 1 and a + b + x = 1. The same number without either
        is the mean of (1 - (1 + p h)^-(r + x)) / p with h = H / (alpha + T), over
        the p of an active customer, Beta(a, b + n).
        """
        counts = of.distinct_repeat_purchases.values
        chances, weights = self._leaving_chances(counts)
        place, answer = _place(of), self.chance_active(of)
        for begin in range(0, len(of), ROWS_AT_ONCE):
            rows = slice(begin, begin + ROWS_AT_ONCE)
            k = self.r + of.repeat_purchases[rows][:, None]
            h = (horizon / (self.alpha + of.tenure[rows]))[:, None]
            p, weight = chances[place[rows]], weights[place[rows]]
            bought = -np.expm1(-k * np.log1p(p * h)) / p
            answer[rows] *= (weight * bought).sum(axis=1)
        return answer

    def _log_odds_gone(self, of: PurchaseHistories) -> tuple[Floats, Floats]:
        """Return log odds to have left, and log (alpha + T) / (alpha + t_x)."""
        tenure, last = of.distinct_tenure, of.distinct_first_to_last
        shorter = np.log1p(tenure.values / self.alpha)[tenure.place]
        shorter = shorter - np.log1p(last.values / self.alpha)[last.place]
        counts = of.distinct_repeat_purchases.values
        first = np.log(self.a) - np.log(self._before_last(counts))
        first = np.where(counts + self.first_counts > 0, first, -np.inf)[_place(of)]
        return first + (self.r + of.repeat_purchases) * shorter, shorter

    def _before_last(self, counts: Floats) -> Floats:
        """Return b + n - 1 for each count, where there was an occasion."""
        return self.b + np.maximum(counts + self.first_counts - 1, 0.0)

    def _share_gained(self, of: PurchaseHistories) -> Floats:
        """Return alpha / (alpha + T) - alpha / (alpha + t_x)."""
        tenure, last = of.distinct_tenure, of.distinct_first_to_last
        to_now = (self.alpha / (self.alpha + tenure.values))[tenure.place]
        return to_now - (self.alpha / (self.alpha + last.values))[last.place]

    def _leaving_chances(self, counts: Floats) -> tuple[Floats, Floats]:
        """Return p at the nodes of a quadrature over Beta(a, b + n), and weights.

        One row a count. Where a and b + n are below 1 the distribution has two
        peaks; it is the mixture of Beta(a + 1, b + n) and Beta(a, b + n + 1) in the
        proportion of a to b + n, which have one each.
        """
        a, b = self.a, (self.b + counts + self.first_counts)[:, None]
        if a >= 1 or b.min() >= 1:
            return _beta_nodes(a, b)
        high, low = _beta_nodes(a + 1, b), _beta_nodes(a, b + 1)
        share = a / (a + b)
        weights = np.hstack([share * high[1], (1 - share) * low[1]])
        return np.hstack([high[0], low[0]]), weights


def _beta_nodes(a: float, b: Floats) -> tuple[Floats, Floats]:
    """Return quantiles of Beta(a, b) at nodes that crowd towards 0 and 1, and weights.

    The nodes are those of Takahasi & Mori (1974), Double exponential formulas for
    numerical integration. Each quantile is taken from the nearer end.
    """
    s = np.linspace(-3.2, 3.2, 65)
    low, high = expit(np.pi * np.sinh(s)), expit(-np.pi * np.sinh(s))
    weight = np.cosh(s) * low * high
    below = betaincinv(a, b, np.where(s < 0, low, 0.5))
    above = betainccinv(a, b, np.where(s < 0, 0.5, high))
    p = np.where(s < 0, below, above)
    # SciPy has no answer for some of the outermost, which weigh less than 1e-15.
    p = np.where(np.isnan(p), s > 0, p)
    p = np.clip(p, 1e-200, 1.0)
    return p, np.broadcast_to(weight / weight.sum(), p.shape)


def mixture(log_odds: Floats) -> tuple[Floats, Floats]:
    """Return the chance that log odds mean, and log(1 + odds); both from one exp."""
    odds = np.exp(-np.abs(log_odds))
    chance = np.where(log_odds > 0, 1.0, odds) / (1.0 + odds)
    return chance, np.maximum(log_odds, 0.0) + np.log1p(odds)


def log_active(
    r: float, alpha: float, of: PurchaseHistories
) -> tuple[float, float, float]:
    """Sum log G(r + x) / G(r) alpha^r (alpha + T)^-(r + x) over all customers.

    It is the likelihood of x purchases at given times by a customer active
    throughout. With it come its slopes in log r and log alpha.
    """
    x, T = of.distinct_repeat_purchases.values, of.distinct_tenure.values
    rising, by_r = log_rising(r, x)
    longer, share = np.log1p(T / alpha), alpha / (alpha + T)
    number, bought = of.customers_by_tenure, of.repeat_purchases_by_tenure
    value = (of.customers_by_repeat_purchases * rising).sum()
    value -= ((r * number + bought) * longer).sum() + np.log(alpha) * bought.sum()
    by_r = (of.customers_by_repeat_purchases * by_r).sum()
    by_alpha = (number * r * (1.0 - share) - bought * share).sum()
    return value, by_r - r * (number * longer).sum(), by_alpha


def _place(of: PurchaseHistories) -> np.ndarray:
    return of.distinct_repeat_purchases.place

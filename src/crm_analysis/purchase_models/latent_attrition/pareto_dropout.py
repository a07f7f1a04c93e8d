"""What Pareto/NBD says: customers who may leave at any moment.

A customer buys at a rate lambda while active and leaves for good at a rate mu.
lambda has a Gamma(r, alpha) distribution among customers, mu a Gamma(s, beta). The
likelihood is

    G(r + x) alpha^r beta^s / G(r) * [ (alpha + T)^-(r + x) (beta + T)^-s
        + s integral from t_x to T of (alpha + u)^-(r + x) (beta + u)^-(s + 1) du ]

which is equation (18) of [2]_ before the integral is written with hypergeometric
functions; the model is from [1]_.

References
----------
.. [1] Schmittlein, Morrison & Colombo (1987), Counting Your Customers: Who Are They
   and What Will They Do Next?, Management Science 33 (1), 1-24.
.. [2] Fader & Hardie (2005), A Note on Deriving the Pareto/NBD Model and Related
   Expressions, http://brucehardie.com/notes/009/.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, exprel

from crm_analysis.purchase_models.classifier import Floats
from crm_analysis.purchase_models.latent_attrition.geometric_dropout import (
    log_active,
    mixture,
)
from crm_analysis.purchase_models.latent_attrition.histories import PurchaseHistories
from crm_analysis.purchase_models.latent_attrition.power_integral import (
    PowerIntegrand,
)


@dataclass(frozen=True)
class ParetoDropout:
    """One set of parameters, and what follows from it for given histories.

    Attributes
    ----------
    r, alpha : float
        Shape and rate of the gamma distribution of purchase rates.
    s, beta : float
        Shape and rate of the gamma distribution of dropout rates.
    """

    r: float
    alpha: float
    s: float
    beta: float

    def log_likelihood(self, of: PurchaseHistories) -> tuple[float, Floats]:
        """Return the log-likelihood of all customers, and its slopes.

        The slopes are in the logarithms of r, alpha, s and beta.
        """
        active, by_r, by_alpha = log_active(self.r, self.alpha, of)
        T, number = of.distinct_tenure.values, of.customers_by_tenure
        stayed = -self.s * (number * np.log1p(T / self.beta)).sum()
        by_beta = self.s * (number * T / (self.beta + T)).sum()
        log_odds, slopes = self._log_odds_gone(of)
        gone, log_either = mixture(log_odds)
        gone *= of.customers
        value = active + stayed + (of.customers * log_either).sum()
        while_active = np.array([by_r, by_alpha, stayed, by_beta])
        return float(value), while_active + [(gone * slope).sum() for slope in slopes]

    def chance_active(self, of: PurchaseHistories) -> Floats:
        """Return the chance that a customer with a history has not left."""
        return of.once((self, "chance_active"), lambda: self._chance_active(of))

    def _chance_active(self, of: PurchaseHistories) -> Floats:
        k, t_x, silence = self._exponents(of)
        gone = self._integrand(k, self.s + 1, t_x, silence).log_integral()
        return expit(-self._relative_to_active(gone, of))

    def purchase_probability(self, of: PurchaseHistories, horizon: float) -> Floats:
        """Return P(at least one purchase in the horizon).

        1 - L(x, t_x, T + H) / L(x, t_x, T), in which the dropout before T cancels.
        What is left, by parts, is the chance to be active times the integral of
        (r + x) / (alpha + u) ((alpha + T) / (alpha + u))^(r + x)
        ((beta + T) / (beta + u))^s over u from T to T + H: the next purchase is at u,
        and the customer has not left before.
        """
        if horizon == 0:
            return np.zeros(len(of))
        question = (self, "purchase_probability", horizon)
        return of.once(question, lambda: self._buys(of, horizon))

    def _buys(self, of: PurchaseHistories, horizon: float) -> Floats:
        k, T = self.r + of.repeat_purchases, of.tenure
        ahead = self._integrand(k + 1, self.s, T, np.full(len(of), horizon))
        buys = np.exp(np.log(k) - np.log(self.alpha + T) + ahead.log_integral())
        return self.chance_active(of) * np.minimum(buys, 1.0)

    def expected_purchases(self, of: PurchaseHistories, horizon: float) -> Floats:
        """Return the expected number of purchases in the horizon.

        Equation (41) of the note, without its hole at s = 1.
        """
        k, T = self.r + of.repeat_purchases, of.tenure
        longer = np.log1p(horizon / (self.beta + T))
        weeks = (self.beta + T) * longer * exprel(-(self.s - 1) * longer)
        return self.chance_active(of) * k / (self.alpha + T) * weeks

    def _log_odds_gone(self, of: PurchaseHistories) -> tuple[Floats, list[Floats]]:
        """Return log odds to have left, and their slopes in the log parameters."""
        k, t_x, silence = self._exponents(of)
        got = self._integrand(k, self.s + 1, t_x, silence).integrate()
        of_alpha = got.log_small, got.inverse_small
        of_beta = got.log_large, got.inverse_large
        if self.alpha > self.beta:
            of_alpha, of_beta = of_beta, of_alpha
        since_alpha, since_beta = self._since(of)
        return self._relative_to_active(got.log, of), [
            self.r * (since_alpha - of_alpha[0]),
            self.alpha * k * (1 / (self.alpha + of.tenure) - of_alpha[1]),
            1.0 + self.s * (since_beta - of_beta[0]),
            self.beta * (self.s / (self.beta + of.tenure) - (self.s + 1) * of_beta[1]),
        ]

    def _relative_to_active(
        self, log_integral: Floats, of: PurchaseHistories
    ) -> Floats:
        """Return log odds to have left, from the integral relative to t_x."""
        since_alpha, since_beta = self._since(of)
        k, t_x, _ = self._exponents(of)
        log_odds = np.log(self.s) - np.log(self.beta + t_x) + log_integral
        return log_odds + k * since_alpha + self.s * since_beta

    def _since(self, of: PurchaseHistories) -> tuple[Floats, Floats]:
        """Return log (m + T) / (m + t_x) for m = alpha and for m = beta."""
        _, t_x, silence = self._exponents(of)
        alpha, beta = self.alpha + t_x, self.beta + t_x
        return np.log1p(silence / alpha), np.log1p(silence / beta)

    def _exponents(self, of: PurchaseHistories) -> tuple[Floats, Floats, Floats]:
        """Return r + x, t_x and T - t_x."""
        silence = of.tenure - of.first_to_last
        return self.r + of.repeat_purchases, of.first_to_last, silence

    def _integrand(
        self, k: Floats, j: float, low: Floats, span: Floats
    ) -> PowerIntegrand:
        """Return (alpha + u)^-k (beta + u)^-j, the smaller of alpha and beta first."""
        powers = np.full(len(k), j)
        if self.alpha <= self.beta:
            return PowerIntegrand(self.alpha, self.beta, k, powers, low, span)
        return PowerIntegrand(self.beta, self.alpha, powers, k, low, span)

"""Products over the purchases that a customer has made, for each distinct count.

Ratios of gamma functions of a parameter plus a count are products of as many factors.
Summing the logarithms of the factors keeps every digit where the gamma functions
themselves are huge and nearly equal, and the derivatives come from the same sums.
"""

import numpy as np

from crm_analysis.purchase_models.classifier import Floats


def log_rising(r: float, counts: Floats) -> tuple[Floats, Floats]:
    """Return log Gamma(r + n) / Gamma(r) for each count n, and its slope in log r.

    >>> bool(np.isclose(log_rising(2.0, np.array([3.0]))[0][0], np.log(2 * 3 * 4)))
    True
    """
    factors = r + _steps(counts)
    return _sum_to(np.log(factors), counts), _sum_to(r / factors, counts)


def log_survival(
    a: float, b: float, counts: Floats
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Return log B(a, b + n) / B(a, b) for each count n, and its slopes in log a, b.

    It is the chance to stay through n occasions, each left for good with a chance p
    that has a Beta(a, b) distribution among customers.

    >>> bool(np.isclose(log_survival(1.0, 2.0, np.array([1.0]))[0][0], np.log(2 / 3)))
    True
    """
    factors = b + _steps(counts)
    leaving = a / (a + factors)
    return -_sum_to(np.log1p(a / factors), counts), (
        -_sum_to(leaving, counts),
        _sum_to(leaving * (b / factors), counts),
    )


def _steps(counts: Floats) -> Floats:
    return np.arange(counts.max(initial=0.0))


def _sum_to(terms: Floats, counts: Floats) -> Floats:
    """Return the sum of the first n terms for each count n."""
    return np.concatenate([[0.0], np.cumsum(terms)])[counts.astype(np.intp)]

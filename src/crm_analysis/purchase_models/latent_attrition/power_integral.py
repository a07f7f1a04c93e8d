"""The integral of (alpha + u)^-k (beta + u)^-j over u, in logs and for any size.

The papers write it with Gauss's hypergeometric function, which loses its digits or
overflows at large k. In v = log(m + u), m the smaller of alpha and beta, the integrand
is log-concave and has no kink sharper than about one unit of v, so Gauss-Legendre
quadrature over the part above e^-40 of its start is exact to rounding.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Self

import numpy as np

from crm_analysis.purchase_models.classifier import Floats

FALL = 40.0  # how far the logarithm of the integrand is followed
ROWS_AT_ONCE = 4_096
FEW_BLOCKS = 16  # for which starting threads does not pay
# Nodes that leave an error of about 1e-12, for a width in v and a fall at most so big.
NODES = (
    (0.4, 0.6, 5),
    (0.7, 1.0, 7),
    (1.5, 4.0, 12),
    (4.0, 15.0, 20),
    (14.0, np.inf, 32),
)
MANY_NODES = 96


@dataclass(frozen=True)
class PowerIntegral:
    """The integral in logs, and means under the integrand, which give its slopes.

    Attributes
    ----------
    log : array
        log of the integral of ((m + low) / (m + u))^k ((M + low) / (M + u))^j.
    log_small, log_large : array
        Mean of log (m + u) / (m + low), and of log (M + u) / (M + low).
    inverse_small, inverse_large : array
        Mean of 1 / (m + u), and of 1 / (M + u).
    """

    log: Floats
    log_small: Floats
    log_large: Floats
    inverse_small: Floats
    inverse_large: Floats


@dataclass(frozen=True)
class PowerIntegrand:
    """(m + u)^-k (M + u)^-j from u = low to low + span, with m <= M; one a row.

    Attributes
    ----------
    small, large : float
        m and M, above 0.
    k, j : array
        The exponents, above 0.
    low, span : array
        The lower limit and how far the upper one is from it, both at least 0.
    """

    small: float
    large: float
    k: Floats
    j: Floats
    low: Floats
    span: Floats

    def integrate(self) -> PowerIntegral:
        """Return the integral of each row, relative to the integrand at `low`."""
        return PowerIntegral(*self._answers(5))

    def log_integral(self) -> Floats:
        """Return only its logarithm, which is quicker."""
        return self._answers(1)[0]

    def _answers(self, wanted: int) -> Floats:
        answers = np.empty((wanted, len(self.k)))
        width, fall = self._reach()

        def answer(block: tuple[np.ndarray, int]) -> None:
            rows, nodes = block
            part = self._rows(rows)
            answers[:, rows] = part._quadrature(width[rows], nodes, wanted)

        blocks = list(_blocks(width, fall))
        if len(blocks) <= FEW_BLOCKS:
            list(map(answer, blocks))
        else:  # NumPy computes outside Python's lock; no row depends on another.
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                list(pool.map(answer, blocks))
        return answers

    def _rows(self, kept: np.ndarray) -> Self:
        columns = (each[kept] for each in (self.k, self.j, self.low, self.span))
        return type(self)(self.small, self.large, *columns)

    @property
    def _nearness(self) -> Floats:
        return (self.small + self.low) / (self.large + self.low)

    def _reach(self) -> tuple[Floats, Floats]:
        """Return how far to go in v from v(low), and how far the logarithm falls.

        The logarithm is concave, so its tangents give points beyond the one sought.
        """
        width = np.log1p(self.span / (self.small + self.low))
        steepness = self.k - 1 + self.j * self._nearness
        width = np.minimum(width, FALL / np.maximum(steepness, 1e-300))
        for _ in range(50):
            fall, slope = self._fall(width)
            beyond = fall > FALL + 1
            if not beyond.any():
                break
            nearer = width - (fall - FALL) / np.where(beyond, slope, 1.0)
            width = np.where(beyond, nearer, width)
        return width, fall

    def _fall(self, v: Floats) -> tuple[Floats, Floats]:
        grown = self._nearness * np.expm1(v)
        fall = (self.k - 1) * v + self.j * np.log1p(grown)
        return fall, self.k - 1 + self.j * (grown + self._nearness) / (1 + grown)

    def _quadrature(self, width: Floats, nodes: int, wanted: int) -> Floats:
        at, weight = _gauss_legendre(nodes)
        v = width[:, None] * at
        # Not expm1, which takes four times as long: 1 is added to it at once.
        larger = 1.0 + self._nearness[:, None] * (np.exp(v) - 1.0)
        log_larger = np.log(larger)
        fall = (self.k - 1)[:, None] * v + self.j[:, None] * log_larger
        density = weight * np.exp(-fall)
        total = density.sum(axis=1)
        small, large = self.small + self.low, self.large + self.low
        with np.errstate(divide="ignore"):
            log = np.log(total) + np.log(width) + np.log(small)
        if wanted == 1:
            return log[None]
        means = [
            np.einsum("ij,ij->i", density, each) / total
            for each in (v, log_larger, np.exp(-v), 1.0 / larger)
        ]
        return np.stack([log, *means[:2], means[2] / small, means[3] / large])


def _blocks(width: Floats, fall: Floats) -> Iterator[tuple[np.ndarray, int]]:
    """Yield rows, and the number of nodes that is enough for them."""
    left = np.full(len(width), True)
    for widest, deepest, nodes in (*NODES, (np.inf, np.inf, MANY_NODES)):
        if not left.any():
            return
        served = left & (width <= widest) & (np.abs(fall) <= deepest)
        left &= ~served
        rows = np.flatnonzero(served)
        for begin in range(0, len(rows), ROWS_AT_ONCE):
            yield rows[begin : begin + ROWS_AT_ONCE], nodes


@cache
def _gauss_legendre(nodes: int) -> tuple[Floats, Floats]:
    """Return nodes and weights on [0, 1]."""
    at, weight = np.polynomial.legendre.leggauss(nodes)
    return (at + 1) / 2, weight / 2

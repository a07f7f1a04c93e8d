"""All metrics at once for many weightings of the same customers.

The same definitions as `metrics`. Customers who were promised the same and did the same
are one cell, so that hundreds of bootstrap draws cost a few sums over cells.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from crm_analysis.evaluation.metrics import TOP_SHARE, equal_count_bins

Floats = NDArray[np.float64]


class WeightedMetrics:
    """The metrics of one model for any weighting of the customers.

    Parameters
    ----------
    labels, probability : array, one a customer
        Who bought, and how likely that was said to be.
    """

    def __init__(self, labels: ArrayLike, probability: ArrayLike) -> None:
        y = np.asarray(labels, np.float64)
        p = np.asarray(probability, np.float64)
        self._order = np.lexsort((y, -p))
        bins, y, p = (each[self._order] for each in (equal_count_bins(p), y, p))
        is_first = (np.diff(p) != 0) | (np.diff(y) != 0)
        self._starts = np.flatnonzero(np.append(True, is_first)[: len(p)])
        bins, y, p = (each[self._starts] for each in (bins, y, p))
        self._misses = np.column_stack([log_losses(y, p), (p - y) ** 2])
        self._distance = p - y
        self._bins = np.flatnonzero(np.diff(bins)) + 1
        self._buying = np.flatnonzero(y == 1)
        # Of equal probability, the cell of those who did not buy is the one before.
        before = np.maximum(self._buying - 1, 0)
        is_tied = (p[before] == p[self._buying]) & (before < self._buying)
        self._begins = self._buying - is_tied

    def __call__(self, weights: NDArray[np.number]) -> dict[str, Floats]:
        """Return each metric, one value a row of weights; NaN where not defined.

        Parameters
        ----------
        weights : array, draws x customers
            How often each customer counts. Bins stay those of the unweighted
            customers.
        """
        w = self._in_cells(weights)
        losses, squares = (w @ self._misses).T
        parts = zip(
            np.split(w, self._bins, axis=1),
            np.split(self._distance, self._bins),
            strict=True,
        )
        distances = [part @ distance for part, distance in parts]
        total, bought = w.sum(axis=1), w[:, self._buying].sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return {
                "log_loss": losses / total,
                "brier": squares / total,
                **self._rankings(w),
                "ece": np.abs(distances).sum(axis=0) / total,
                "expected_over_observed": np.where(
                    bought > 0, 1 + np.sum(distances, axis=0) / bought, np.nan
                ),
            }

    def _in_cells(self, weights: NDArray[np.number]) -> Floats:
        """Add the weights up in each cell, the likeliest first."""
        w = np.take(weights, self._order, axis=1)
        if len(self._starts) < len(self._order):
            w = np.add.reduceat(w, self._starts, axis=1)
        return w.astype(np.float64)

    def _rankings(self, w: Floats) -> dict[str, Floats]:
        """Return what depends on the order, from sums down to each cell of buyers."""
        customers = np.cumsum(w, axis=1)
        n, gained = customers[:, -1], w[:, self._buying]
        begin = customers[:, self._begins] - w[:, self._begins]
        end, buyers = customers[:, self._buying], np.cumsum(gained, axis=1)
        k = gained.sum(axis=1)
        others_before = begin - (buyers - gained)
        others_tied = end - begin - gained
        behind = (n - k)[:, None] - others_before - others_tied / 2
        share = np.divide(buyers, end, out=np.zeros_like(end), where=end > 0)
        top = np.ceil(TOP_SHARE * n)
        rows = zip(top, begin, end, buyers, gained, strict=True)
        reached = [_reached(*row) for row in rows]
        return {
            "roc_auc": (gained * behind).sum(axis=1) / (k * (n - k)),
            "average_precision": (gained * share).sum(axis=1) / k,
            "lift_top_decile": np.array(reached) / top / (k / n),
        }


def _reached(
    at: float, begin: Floats, end: Floats, buyers: Floats, gained: Floats
) -> float:
    """Return how many buyers are among so many customers, those tied in proportion."""
    if not len(end):
        return 0.0
    place = min(int(np.searchsorted(end, at)), len(end) - 1)
    tied = end[place] - begin[place]
    part = 1.0 if not tied else min(max(at - begin[place], 0.0) / tied, 1.0)
    return float(buyers[place] - gained[place] * (1 - part))


def log_losses(labels: ArrayLike, probability: ArrayLike) -> Floats:
    """Return -log(probability of what happened), one a customer.

    Probabilities are kept off 0 and 1 by the smallest float step, as scikit-learn
    does, so that a certain miss is a great loss and not an infinite one.
    """
    y, p = np.asarray(labels, np.float64), np.asarray(probability, np.float64)
    step = np.finfo(np.float64).eps
    p = np.clip(p, step, 1 - step)
    return -np.log(np.where(y == 1, p, 1 - p))

"""All metrics at once for many weightings of the same customers.

The same definitions as `metrics`, as sums over customers sorted by probability, so
that hundreds of bootstrap draws cost a few matrix products.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from crm_analysis.evaluation.metrics import BINS, TOP_SHARE, equal_count_bins

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
        self._order = np.argsort(-p, kind="stable")
        self._sums = _columns(y, p)[self._order]
        self._buys = y[self._order].astype(bool)
        descending = p[self._order]
        self._ends = np.flatnonzero(np.append(np.diff(descending) != 0, True))

    def __call__(self, weights: NDArray[np.number]) -> dict[str, Floats]:
        """Return each metric, one value a row of weights; NaN where not defined.

        Parameters
        ----------
        weights : array, draws x customers
            How often each customer counts. Bins stay those of the unweighted
            customers.
        """
        w = weights[:, self._order].astype(np.float64)
        losses, squares, bought, expected, *distances = (w @ self._sums).T
        total = w.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return {
                "log_loss": losses / total,
                "brier": squares / total,
                **self._rankings(w),
                "ece": np.abs(distances).sum(axis=0) / total,
                "expected_over_observed": np.where(
                    bought > 0, expected / bought, np.nan
                ),
            }

    def _rankings(self, w: Floats) -> dict[str, Floats]:
        """Return what depends on the order, from sums down to each distinct value."""
        customers = np.cumsum(w, axis=1)[:, self._ends]
        buyers = np.cumsum(w * self._buys, axis=1)[:, self._ends]
        gained = np.diff(buyers, axis=1, prepend=0.0)
        others = np.diff(customers - buyers, axis=1, prepend=0.0)
        pairs = (others * (buyers - gained / 2)).sum(axis=1)
        share = np.divide(
            buyers, customers, out=np.zeros_like(w[:, self._ends]), where=customers > 0
        )
        n, k = customers[:, -1], buyers[:, -1]
        top = np.ceil(TOP_SHARE * n)
        reached = [
            np.interp(at, np.append(0.0, row), np.append(0.0, got))
            for at, row, got in zip(top, customers, buyers, strict=True)
        ]
        return {
            "roc_auc": pairs / (k * (n - k)),
            "average_precision": (gained * share).sum(axis=1) / k,
            "lift_top_decile": np.array(reached) / top / (k / n),
        }


def log_losses(labels: ArrayLike, probability: ArrayLike) -> Floats:
    """Return -log(probability of what happened), one a customer.

    Probabilities are kept off 0 and 1 by the smallest float step, as scikit-learn
    does, so that a certain miss is a great loss and not an infinite one.
    """
    y, p = np.asarray(labels, np.float64), np.asarray(probability, np.float64)
    step = np.finfo(np.float64).eps
    p = np.clip(p, step, 1 - step)
    return -np.log(np.where(y == 1, p, 1 - p))


def _columns(y: Floats, p: Floats) -> Floats:
    """Return what the sums are taken of: one row a customer, four columns and bins."""
    in_bin = equal_count_bins(p)[:, None] == np.arange(BINS)
    distances = np.where(in_bin, (p - y)[:, None], 0.0)
    return np.column_stack([log_losses(y, p), (p - y) ** 2, y, p, distances])

"""How good probabilities were, once it is known who bought.

Labels are 0 and 1, probabilities are those of a purchase, one a customer. A metric
that is not defined, such as a ranking without buyers, is None.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binomtest
from sklearn import metrics as peers

Floats = NDArray[np.float64]

TOP_SHARE = 0.1
BINS = 10


@dataclass(frozen=True)
class NoiseFloor:
    """The calibration error that chance alone gives to perfect probabilities.

    Attributes
    ----------
    mean : float
        What a perfectly calibrated model shows on average with these customers.
    upper_95 : float
        What it stays below in 95 of 100 cases.
    """

    mean: float
    upper_95: float


def measure(labels: ArrayLike, probability: ArrayLike) -> dict[str, float | None]:
    """Return all metrics by name.

    >>> measure([1, 0, 0, 1], [0.9, 0.2, 0.4, 0.3])["roc_auc"]
    0.75
    """
    return {name: metric(labels, probability) for name, metric in METRICS.items()}


def log_loss(labels: ArrayLike, probability: ArrayLike) -> float | None:
    """Return the mean of -log(probability of what happened); lower is better."""
    if not len(np.asarray(labels)):
        return None
    return float(peers.log_loss(labels, probability, labels=[0, 1]))


def brier(labels: ArrayLike, probability: ArrayLike) -> float | None:
    """Return the mean squared distance of probability and label; lower is better."""
    y, p = _arrays(labels, probability)
    return float(np.mean((p - y) ** 2)) if len(y) else None


def roc_auc(labels: ArrayLike, probability: ArrayLike) -> float | None:
    """Return how often a buyer is ranked above another; ties count one half."""
    if len(np.unique(labels)) < 2:
        return None
    return float(peers.roc_auc_score(labels, probability))


def average_precision(labels: ArrayLike, probability: ArrayLike) -> float | None:
    """Return the share of buyers among those ranked high, averaged over recall."""
    if not np.any(labels):
        return None
    return float(peers.average_precision_score(labels, probability))


def lift_top_decile(labels: ArrayLike, probability: ArrayLike) -> float | None:
    """Return how many times more often the top tenth buys than everybody.

    The top tenth are the n / 10 customers, rounded up, with the highest
    probability. Where the boundary runs through customers of equal probability,
    their buyers count in proportion: the expected value over all orders of them.
    """
    y, p = _arrays(labels, probability)
    if not y.any():
        return None
    contacted, reached = cumulative_gain(y, p)
    top = np.ceil(TOP_SHARE * len(y))
    return float(np.interp(top, contacted, reached) / top / y.mean())


def ece(labels: ArrayLike, probability: ArrayLike) -> float | None:
    """Return the expected calibration error over ten bins of about equal size.

    The mean over customers of the distance between mean probability and share of
    buyers in their bin. Customers of equal probability stay together, see
    `equal_count_bins`; so a constant has one bin.
    """
    y, p = _arrays(labels, probability)
    if not len(y):
        return None
    distance = np.bincount(equal_count_bins(p), weights=p - y)
    return float(np.abs(distance).sum() / len(y))


def expected_over_observed(labels: ArrayLike, probability: ArrayLike) -> float | None:
    """Return the sum of probabilities over the number of buyers."""
    y, p = _arrays(labels, probability)
    return float(p.sum() / y.sum()) if y.any() else None


METRICS = {
    "log_loss": log_loss,
    "brier": brier,
    "roc_auc": roc_auc,
    "average_precision": average_precision,
    "lift_top_decile": lift_top_decile,
    "ece": ece,
    "expected_over_observed": expected_over_observed,
}


def ece_noise_floor(probability: ArrayLike, seed: int = 0) -> NoiseFloor:
    """Return the calibration error of perfect probabilities at this n.

    In each bin the number of buyers has the variance sum of p (1 - p); their
    distance from the sum of p is taken as normal. The mean has a closed form, the
    upper limit is the 95 % point of 10,000 seeded draws.
    """
    p = np.asarray(probability, np.float64)
    spread = np.sqrt(np.bincount(equal_count_bins(p), weights=p * (1 - p))) / len(p)
    draws = np.random.default_rng(seed).standard_normal((10_000, len(spread)))
    errors = (np.abs(draws) * spread).sum(axis=1)
    mean = np.sqrt(2 / np.pi) * spread.sum()
    return NoiseFloor(float(mean), float(np.quantile(errors, 0.95)))


def equal_count_bins(probability: ArrayLike, bins: int = BINS) -> NDArray[np.intp]:
    """Return the bin of each customer, from 0, by rank of probability.

    Customers of equal probability go to the bin where the middle of their ranks
    falls, so bins are of equal size only as far as ties allow; some may be empty.

    >>> equal_count_bins([0.1, 0.1, 0.1, 0.9], bins=2).tolist()
    [0, 0, 0, 1]
    """
    p = np.asarray(probability, np.float64)
    _, place, count = np.unique(p, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - count / 2
    return np.floor(middle * bins / max(len(p), 1)).astype(np.intp)[place]


def reliability(labels: ArrayLike, probability: ArrayLike) -> pd.DataFrame:
    """Compare what was promised with what happened, bin by bin.

    Returns
    -------
    DataFrame, one row a bin that has customers
        ``bin`` from 0, ``customers``, ``mean_probability``, ``buyer_share`` with its
        95 % Wilson interval ``buyer_share_low``, ``buyer_share_high``.
    """
    y, p = _arrays(labels, probability)
    rows = pd.DataFrame({"bin": equal_count_bins(p), "p": p, "y": y})
    table = rows.groupby("bin", as_index=False).agg(
        customers=("y", "size"),
        buyers=("y", "sum"),
        mean_probability=("p", "mean"),
        buyer_share=("y", "mean"),
    )
    limits = [
        binomtest(int(k), int(n)).proportion_ci(method="wilson")
        for k, n in zip(table["buyers"], table["customers"], strict=True)
    ]
    return table.drop(columns="buyers").assign(
        buyer_share_low=[limit.low for limit in limits],
        buyer_share_high=[limit.high for limit in limits],
    )


def gain_curve(
    labels: ArrayLike, probability: ArrayLike, steps: int = 20
) -> pd.DataFrame:
    """Say how many buyers are reached by contacting the likeliest first.

    Returns
    -------
    DataFrame, one row a step from nobody to everybody; empty without buyers
        ``contacted_share``, ``reached_share`` of all buyers, and ``lift``, the
        second over the first (missing at 0). Ties count as in `lift_top_decile`.
    """
    y, p = _arrays(labels, probability)
    if not y.any():
        return pd.DataFrame(columns=["contacted_share", "reached_share", "lift"])
    contacted, reached = cumulative_gain(y, p)
    share = np.arange(steps + 1) / steps
    gained = np.interp(share * len(y), contacted, reached) / y.sum()
    lift = np.divide(gained, share, out=np.full(steps + 1, np.nan), where=share > 0)
    return pd.DataFrame(
        {"contacted_share": share, "reached_share": gained, "lift": lift}
    )


def cumulative_gain(labels: Floats, probability: Floats) -> tuple[Floats, Floats]:
    """Return customers and buyers down to each distinct probability, from 0."""
    _, place = np.unique(-probability, return_inverse=True)
    customers, buyers = np.bincount(place), np.bincount(place, weights=labels)
    return (
        np.concatenate([[0.0], np.cumsum(customers)]),
        np.concatenate([[0.0], np.cumsum(buyers)]),
    )


def _arrays(labels: ArrayLike, probability: ArrayLike) -> tuple[Floats, Floats]:
    return np.asarray(labels, np.float64), np.asarray(probability, np.float64)

"""Intervals for the metrics, by bootstrap over customers.

A draw takes as many customers as there are, with replacement: multinomial weights.
All models get the same draws, so their differences are paired.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from threadpoolctl import threadpool_limits

from crm_analysis.evaluation.metrics import METRICS, ece_noise_floor, measure
from crm_analysis.evaluation.weighted import WeightedMetrics

Interval = tuple[float, float]
Floats = NDArray[np.float64]

DRAWS = 500
CELLS_AT_ONCE = 1_000_000  # draws x customers in memory at a time: 8 MB an array
FEW = 30
Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval; None where it is not defined."""

    value: float | None
    interval: Interval | None


def estimate_metrics(
    labels: ArrayLike,
    probabilities: Mapping[str, ArrayLike],
    reference: str,
    draws: int = DRAWS,
    seed: int = 0,
) -> dict[str, dict[str, Estimate]]:
    """Measure each model, and its difference in log loss to one of them.

    Parameters
    ----------
    labels : array, one a customer
        1 where the customer bought, else 0.
    probabilities : mapping of model name to array
        What each model said.
    reference : str
        The model that the others are compared with.

    Returns
    -------
    dict of model name to metric name to Estimate
        The metrics and ``log_loss_difference`` to the reference; above 0 is worse.
        Intervals are percentiles of the draws, with two exceptions: see
        `calibration_interval` for ``ece`` and, below 30 buyers or others,
        `few_buyers_interval` for ``roc_auc``.
    """
    y = np.asarray(labels)
    drawn = _draw_metrics(y, probabilities, draws, seed)
    values = {name: measure(y, p) for name, p in probabilities.items()}
    for name in probabilities:
        _add_difference(values[name], values[reference])
        drawn[name]["log_loss_difference"] = (
            drawn[name]["log_loss"] - drawn[reference]["log_loss"]
        )
    return {
        name: _estimates(y, p, values[name], drawn[name])
        for name, p in probabilities.items()
    }


def draw_weights(
    customers: int, draws: int = DRAWS, seed: int = 0
) -> Iterator[NDArray[np.intp]]:
    """Draw customers with replacement, a batch of draws at a time.

    Yields
    ------
    array, draws x customers
        How often each customer was drawn; a row adds up to `customers`.
    """
    generator = np.random.default_rng(seed)
    batch = max(1, CELLS_AT_ONCE // max(customers, 1))
    for start in range(0, draws, batch):
        rows = min(batch, draws - start)
        drawn = generator.integers(0, customers, (rows, customers))
        drawn += np.arange(rows)[:, None] * customers
        counts = np.bincount(drawn.ravel(), minlength=rows * customers)
        yield counts.reshape(rows, customers)


def few_buyers_interval(auc: float, buyers: int, others: int) -> Interval:
    """Return the score interval of an AUC, sound also with a handful of buyers.

    A bootstrap of a perfect ranking always gives 1. This interval holds the values
    that the AUC seen is not too far from: Newcombe (2006), Confidence intervals for
    an effect size measure based on the Mann-Whitney statistic, part 2, Statistics in
    Medicine 25, method 5.

    >>> low, high = few_buyers_interval(1.0, buyers=1, others=1)
    >>> round(low, 4), high
    (0.2065, 1.0)
    """
    middle = (buyers + others) / 2 - 1

    def excess(at: float) -> float:
        spread = 1 + middle * ((1 - at) / (2 - at) + at / (1 + at))
        return (auc - at) ** 2 - Z_95**2 * at * (1 - at) * spread / (buyers * others)

    inside = min(max(auc, 1e-9), 1 - 1e-9)
    low = 0.0 if auc == 0 else brentq(excess, 0.0, inside)
    high = 1.0 if auc == 1 else brentq(excess, inside, 1.0)
    return float(low), float(high)


def calibration_interval(value: float, drawn: Interval, floor: float) -> Interval:
    """Return the interval of a calibration error.

    Resampling adds noise to an error that is noise already, so the limits of the
    draws are mirrored at the value; and a value that perfect probabilities could
    show, below `floor`, has an interval from 0.

    >>> calibration_interval(0.25, drawn=(0.125, 0.375), floor=0.0625)
    (0.125, 0.375)
    >>> calibration_interval(0.25, drawn=(0.25, 0.375), floor=0.3)
    (0.0, 0.25)
    """
    low, high = (max(0.0, 2 * value - limit) for limit in reversed(drawn))
    return (0.0 if value <= floor else low), high


def _draw_metrics(
    labels: NDArray[np.number],
    probabilities: Mapping[str, ArrayLike],
    draws: int,
    seed: int,
) -> dict[str, dict[str, Floats]]:
    meters = {name: WeightedMetrics(labels, p) for name, p in probabilities.items()}
    with threadpool_limits(limits=1):  # the digits do not depend on how many there are
        batches = [
            {name: meter(weights) for name, meter in meters.items()}
            for weights in map(_small, draw_weights(len(labels), draws, seed))
        ]
    return {
        name: {
            metric: np.concatenate([batch[name][metric] for batch in batches])
            for metric in METRICS
        }
        for name in probabilities
    }


def _small(weights: NDArray[np.intp]) -> NDArray[np.int32]:
    """Return the same counts in half the memory, which are sorted quicker."""
    return weights.astype(np.int32)


def _add_difference(
    values: dict[str, float | None], reference: dict[str, float | None]
) -> None:
    known = None not in (values["log_loss"], reference["log_loss"])
    values["log_loss_difference"] = (
        values["log_loss"] - reference["log_loss"] if known else None
    )


def _estimates(
    labels: NDArray[np.number],
    probability: ArrayLike,
    values: dict[str, float | None],
    drawn: dict[str, Floats],
) -> dict[str, Estimate]:
    limits = {name: _percentiles(drawn[name]) for name in values}
    buyers = int(labels.sum())
    others = len(labels) - buyers
    if limits["roc_auc"] and min(buyers, others) < FEW:
        few = few_buyers_interval(values["roc_auc"], buyers, others)
        limits["roc_auc"] = _hull(limits["roc_auc"], few)
    if limits["ece"]:
        floor = ece_noise_floor(probability).upper_95
        limits["ece"] = calibration_interval(values["ece"], limits["ece"], floor)
    return {
        name: Estimate(value, None if value is None else limits[name])
        for name, value in values.items()
    }


def _percentiles(drawn: Floats) -> Interval | None:
    drawn = drawn[np.isfinite(drawn)]
    if not len(drawn):
        return None
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def _hull(one: Interval, other: Interval) -> Interval:
    return min(one[0], other[0]), max(one[1], other[1])

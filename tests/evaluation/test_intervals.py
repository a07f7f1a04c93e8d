"""Bootstrap intervals: seeded, paired, and as wide as they should be."""

import numpy as np
import pytest

from crm_analysis.evaluation.intervals import (
    Z_95,
    draw_weights,
    estimate_metrics,
    few_buyers_interval,
)
from crm_analysis.evaluation.metrics import equal_count_bins


def simulated(n, seed):
    generator = np.random.default_rng(seed)
    p = generator.beta(1, 3, n)
    return (generator.random(n) < p).astype(int), p


def test_a_draw_has_as_many_customers_as_there_are():
    weights = np.concatenate(list(draw_weights(1_000, draws=7)))
    assert weights.shape == (7, 1_000)
    assert weights.sum(axis=1).tolist() == [1_000] * 7
    assert weights.var() == pytest.approx(1, abs=0.05)  # Poisson-like: variance 1


def test_the_same_seed_gives_the_same_intervals():
    labels, p = simulated(200, seed=0)
    once, again, other = (
        estimate_metrics(labels, {"m": p}, "m", draws=50, seed=seed)
        for seed in (1, 1, 2)
    )
    assert once == again
    assert once["m"]["brier"].interval != other["m"]["brier"].interval


def test_log_loss_interval_is_that_of_a_mean():
    labels, p = simulated(2_000, seed=5)
    losses = -np.log(np.where(labels == 1, p, 1 - p))
    half = Z_95 * losses.std() / np.sqrt(len(losses))
    low, high = estimate_metrics(labels, {"m": p}, "m")["m"]["log_loss"].interval
    # 500 draws place a 95 % limit within about 6 % of the half width
    assert low == pytest.approx(losses.mean() - half, abs=0.2 * half)
    assert high == pytest.approx(losses.mean() + half, abs=0.2 * half)


def test_differences_are_paired():
    labels, p = simulated(500, seed=6)
    both = estimate_metrics(labels, {"a": p, "b": p * 0.9}, "a")
    low, high = both["b"]["log_loss_difference"].interval
    alone = both["a"]["log_loss"].interval
    assert high - low < (alone[1] - alone[0]) / 2
    assert both["a"]["log_loss_difference"].interval == (0, 0)


def test_difference_above_nought_is_worse():
    labels, p = simulated(500, seed=7)
    worse = estimate_metrics(labels, {"a": p, "b": 1 - p}, "a")["b"]
    assert worse["log_loss_difference"].value > 0


@pytest.mark.parametrize("too_high", [1.0, 1.1, 1.4])
def test_ece_interval_holds_the_true_error(too_high):
    held = []
    for seed in range(60):
        labels, truth = simulated(1_000, seed)
        p = np.minimum(truth * too_high, 1)
        error = np.abs(np.bincount(equal_count_bins(p), p - truth)).sum() / len(p)
        estimate = estimate_metrics(labels, {"m": p}, "m", draws=200)["m"]["ece"]
        held.append(estimate.interval[0] <= error <= estimate.interval[1])
    assert np.mean(held) >= 0.85  # of 60 at 95 %, fewer than 51 happen once in 500


def test_what_is_not_defined_has_no_interval():
    estimates = estimate_metrics(np.array([0, 0]), {"m": [0.1, 0.2]}, "m")["m"]
    assert estimates["roc_auc"].value is None
    assert estimates["roc_auc"].interval is None
    assert estimates["log_loss"].interval is not None


def test_one_customer_has_an_interval_of_no_width():
    estimates = estimate_metrics(np.array([1]), {"m": [0.5]}, "m")["m"]
    assert estimates["brier"].interval == (0.25, 0.25)


@pytest.mark.parametrize(
    ("buyers", "others", "reaches"), [(1, 1, True), (1, 50, True), (10, 10, False)]
)
def test_a_perfect_ranking_of_a_few_is_no_certainty(buyers, others, reaches):
    low, high = few_buyers_interval(1.0, buyers, others)
    assert (low <= 0.5, high) == (reaches, 1.0)


def test_few_buyers_interval_is_symmetric():
    low, high = few_buyers_interval(0.7, 12, 12)
    mirrored = few_buyers_interval(0.3, 12, 12)
    assert mirrored == pytest.approx((1 - high, 1 - low))


def test_few_buyers_interval_solves_its_quadratic_where_middle_is_one():
    # With one buyer and one other the method is Wilson's interval for n = 1.
    low, _ = few_buyers_interval(1.0, 1, 1)
    assert low == pytest.approx(1 / (1 + Z_95**2))


def test_with_few_buyers_the_auc_interval_is_the_wider_one():
    labels = np.array([1] + [0] * 20)
    p = np.linspace(0.9, 0.1, 21)
    low, high = estimate_metrics(labels, {"m": p}, "m")["m"]["roc_auc"].interval
    assert low == few_buyers_interval(1.0, 1, 20)[0]
    assert high == 1

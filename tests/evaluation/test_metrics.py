"""Metrics against scikit-learn and hand-made numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_analysis.evaluation import metrics

people = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 20).map(lambda k: k / 20)),
    min_size=1,
    max_size=50,
)


def test_log_loss_by_hand():
    expected = -(math.log(0.9) + math.log(1 - 0.2)) / 2
    assert metrics.log_loss([1, 0], [0.9, 0.2]) == pytest.approx(expected)


def test_brier_by_hand():
    assert metrics.brier([1, 0], [0.9, 0.2]) == pytest.approx((0.01 + 0.04) / 2)


def test_auc_counts_ties_as_one_half():
    assert metrics.roc_auc([1, 0, 0], [0.5, 0.5, 0.1]) == 0.75


def test_average_precision_by_hand():
    assert metrics.average_precision([0, 1, 1], [0.9, 0.5, 0.1]) == pytest.approx(
        (1 / 2 + 2 / 3) / 2
    )


def test_lift_of_a_perfect_ranking_is_one_over_the_share():
    labels = [1, 1] + [0] * 18
    assert metrics.lift_top_decile(labels, np.linspace(1, 0, 20)) == pytest.approx(10)


def test_top_decile_is_rounded_up():
    labels = [1, 0] + [0] * 8 + [1]
    assert metrics.lift_top_decile(labels, np.linspace(1, 0, 11)) == pytest.approx(
        (1 / 2) / (2 / 11)
    )


def test_ties_at_the_edge_of_the_decile_count_in_proportion():
    labels = [1] + [0] * 9
    assert metrics.lift_top_decile(labels, [0.5] * 10) == pytest.approx(1)
    half_tied = [0.9, 0.9] + [0.1] * 8
    assert metrics.lift_top_decile(labels, half_tied) == pytest.approx(5)


def test_ece_is_the_mean_distance_of_bins():
    labels = np.repeat([0, 1, 1, 0], 5)
    probability = np.repeat([0.1, 0.8], 10)
    assert metrics.ece(labels, probability) == pytest.approx((0.4 + 0.3) / 2)


def test_distances_do_not_cancel_between_bins():
    assert metrics.ece([1, 0], [0.75, 0.25]) == pytest.approx(0.25)


def test_a_constant_is_one_bin():
    assert metrics.ece([1, 0, 0, 0], [0.5] * 4) == pytest.approx(0.25)


def test_equal_probabilities_share_a_bin_and_others_are_of_equal_size():
    assert np.bincount(metrics.equal_count_bins(np.arange(50))).tolist() == [5] * 10
    assert len(set(metrics.equal_count_bins([0.2] * 7 + [0.9] * 5)[:7])) == 1


def test_noise_floor_is_what_perfect_probabilities_show():
    generator = np.random.default_rng(1)
    p = generator.beta(1, 4, 2_000)
    seen = [metrics.ece(generator.random(2_000) < p, p) for _ in range(300)]
    floor = metrics.ece_noise_floor(p)
    assert floor.mean == pytest.approx(np.mean(seen), rel=0.05)  # standard error 1.4 %
    assert floor.upper_95 == pytest.approx(np.quantile(seen, 0.95), rel=0.08)


def test_expected_over_observed_by_hand():
    assert metrics.expected_over_observed([1, 0, 1, 0], [0.5] * 4) == 1.0


@pytest.mark.parametrize(
    ("labels", "undefined"),
    [
        (
            [0, 0],
            {
                "roc_auc",
                "average_precision",
                "lift_top_decile",
                "expected_over_observed",
            },
        ),
        ([1, 1], {"roc_auc"}),
        ([], set(metrics.METRICS)),
    ],
)
def test_what_is_not_defined_is_none(labels, undefined):
    measured = metrics.measure(labels, [0.3] * len(labels))
    assert {name for name, value in measured.items() if value is None} == undefined


def test_a_certain_miss_is_a_great_loss_and_not_an_infinite_one():
    assert 30 < metrics.log_loss([1], [0.0]) < 40


@given(people)
def test_metrics_stay_in_their_ranges(pairs):
    labels, p = np.array(pairs).T
    measured = metrics.measure(labels, p)
    for name in ("brier", "roc_auc", "average_precision", "ece"):
        assert measured[name] is None or -1e-12 <= measured[name] <= 1 + 1e-12


@given(people)
def test_contacting_more_reaches_more_and_everybody_all(pairs):
    labels, p = np.array(pairs).T
    curve = metrics.gain_curve(labels, p)
    reached = curve["reached_share"].to_numpy(float)
    assert (np.diff(reached) >= -1e-12).all()
    assert not labels.any() or (reached[0], reached[-1]) == (0, 1)


def test_gain_curve_of_a_perfect_ranking():
    curve = metrics.gain_curve([1, 0, 0, 0], [0.9, 0.3, 0.2, 0.1], steps=4)
    assert curve["reached_share"].tolist() == [0, 1, 1, 1, 1]
    assert curve["lift"].tolist()[1:] == [4, 2, pytest.approx(4 / 3), 1]


def test_reliability_has_a_wilson_interval_for_each_bin():
    table = metrics.reliability([0] * 10, [0.05] * 10)
    (row,) = table.to_dict("records")
    assert (row["customers"], row["buyer_share"], row["buyer_share_low"]) == (10, 0, 0)
    assert row["buyer_share_high"] == pytest.approx(0.2775, abs=5e-5)  # Wilson 1927


def test_reliability_accounts_for_every_customer():
    p = np.linspace(0, 1, 95)
    table = metrics.reliability(p > 0.5, p)
    assert table["customers"].sum() == 95
    assert len(table) == 10

"""The weighted metrics equal the plain ones, and scikit-learn's with weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as peers

from crm_analysis.evaluation.metrics import measure
from crm_analysis.evaluation.weighted import WeightedMetrics

cases = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 20).map(lambda k: k / 20),
        st.integers(0, 4),
    ),
    min_size=2,
    max_size=40,
)


@given(cases)
def test_equal_weights_give_the_plain_metrics(rows):
    labels, p, _ = np.array(rows).T
    weighted = WeightedMetrics(labels, p)(np.ones((1, len(p))))
    for name, value in measure(labels, p).items():
        expected = np.nan if value is None else value
        assert weighted[name][0] == pytest.approx(expected, abs=1e-9, nan_ok=True)


@given(cases)
def test_a_weight_is_as_many_customers(rows):
    labels, p, count = np.array(rows).T
    drawn = WeightedMetrics(labels, p)(count[None, :])
    repeats = count.astype(int)
    repeated = measure(np.repeat(labels, repeats), np.repeat(p, repeats))
    for name in set(drawn) - {"ece"}:  # the bins stay those of the customers
        expected = np.nan if repeated[name] is None else repeated[name]
        assert drawn[name][0] == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_rankings_agree_with_scikit_learn_on_any_weights():
    generator = np.random.default_rng(3)
    labels = generator.integers(0, 2, 200)
    p = generator.random(200).round(1)
    weights = generator.exponential(size=200)
    ours = WeightedMetrics(labels, p)(weights[None, :])
    assert ours["roc_auc"][0] == pytest.approx(
        peers.roc_auc_score(labels, p, sample_weight=weights)
    )
    assert ours["average_precision"][0] == pytest.approx(
        peers.average_precision_score(labels, p, sample_weight=weights)
    )
    assert ours["log_loss"][0] == pytest.approx(
        peers.log_loss(labels, p, sample_weight=weights)
    )

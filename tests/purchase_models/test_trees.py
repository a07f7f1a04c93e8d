"""Boosted trees: scikit-learn's answers, written down and read back."""

import json

import numpy as np
import pytest
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier

from crm_analysis.purchase_models.training_rows import choose_rows
from crm_analysis.purchase_models.trees import FEW_ROWS, BoostedTrees


@pytest.fixture(scope="module")
def rows():
    drawn = np.random.default_rng(1)
    rows = drawn.normal(size=(900, 4))
    rows[drawn.random(rows.shape) < 0.1] = np.nan
    return rows


@pytest.fixture(scope="module")
def labels(rows):
    noise = np.random.default_rng(2).normal(size=len(rows))
    return (np.nan_to_num(rows[:, 0]) + noise > 0.5).astype(int)


def test_log_odds_are_those_of_scikit_learn(rows, labels):
    peer = HistGradientBoostingClassifier(
        max_leaf_nodes=8,
        learning_rate=0.05,
        max_iter=30,
        min_samples_leaf=20,
        early_stopping=False,
    ).fit(rows, labels)
    ours = BoostedTrees.fit(rows, labels, 30).log_odds(rows)
    assert ours == pytest.approx(peer.decision_function(rows), abs=1e-12)


@pytest.mark.parametrize("count", [1, FEW_ROWS, FEW_ROWS + 1])
def test_few_rows_get_through_all_trees_at_once_what_they_get_tree_by_tree(
    rows, labels, count
):
    trees, places = BoostedTrees.fit(rows, labels, 30), np.arange(4)
    at_thresholds = rows.copy()
    for nodes in trees.trees:
        at_thresholds[:count, nodes["feature_idx"][0]] = nodes["num_threshold"][0]
    for asked in (rows[:count], at_thresholds[:count]):
        odds, terms = trees.explained(asked, places, 5)
        assert odds == pytest.approx(trees.log_odds(asked), abs=1e-12)
        assert terms.sum(axis=1) == pytest.approx(odds, abs=1e-12)


def test_without_trees_the_baseline_is_all_that_is_said(rows):
    odds, terms = BoostedTrees(0.25, []).explained(rows[:2], np.arange(4), 5)
    assert odds.tolist() == terms.sum(axis=1).tolist() == [0.25, 0.25]


def test_the_first_trees_are_those_that_would_have_been_grown_alone(rows, labels):
    many, few = (BoostedTrees.fit(rows, labels, trees) for trees in (25, 10))
    assert (many.first(10).log_odds(rows) == few.log_odds(rows)).all()
    staged = many.staged_log_odds(rows, (10, 25))
    assert (staged == [few.log_odds(rows), many.log_odds(rows)]).all()


def test_trees_read_back_from_json_say_the_same(rows, labels):
    trees = BoostedTrees.fit(rows, labels, 10)
    loaded = BoostedTrees.from_record(json.loads(json.dumps(trees.record())))
    assert (loaded.log_odds(rows) == trees.log_odds(rows)).all()


def test_a_column_that_is_missing_throughout_says_nothing(rows, labels):
    silent = np.column_stack([rows, np.full(len(rows), np.nan)])
    with_it = BoostedTrees.fit(silent, labels, 5).log_odds(silent)
    assert (with_it == BoostedTrees.fit(rows, labels, 5).log_odds(rows)).all()


def test_a_selection_learns_the_chances_of_all():
    drawn = np.random.default_rng(6)
    rows = drawn.normal(size=(40_000, 1))
    chance = expit(rows[:, 0] - 4)
    labels = (drawn.random(len(rows)) < chance).astype(int)
    kept, shift = choose_rows(labels, most=4_000)
    trees = BoostedTrees.fit(rows[kept], labels[kept], 100, shift)
    learnt = expit(trees.log_odds(rows))
    assert learnt.mean() == pytest.approx(labels.mean(), rel=0.15)
    assert np.corrcoef(learnt, chance)[0, 1] > 0.9

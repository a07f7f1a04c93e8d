"""Boosted trees: scikit-learn's answers, written down and read back."""

import json

import numpy as np
import pytest
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier

from crm_analysis.purchase_models.training_rows import choose_rows
from crm_analysis.purchase_models.trees import BoostedTrees


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

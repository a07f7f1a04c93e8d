"""Why this customer: terms that add up, and words with the customer's own numbers."""

import datetime
import re

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from crm_analysis.purchase_models import LogisticPurchaseModel
from crm_analysis.purchase_models.contributions import (
    BASE,
    TERMS,
    THEMES,
    settle,
    theme_of,
    theme_places,
)
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import RUNGS, fit_ladder
from crm_analysis.purchase_models.scorer import Scorer
from crm_analysis.purchase_models.trees import BoostedTrees
from order_logs import order, orders_database

FIRST = datetime.date(2025, 1, 1)


@pytest.fixture(scope="module")
def history():
    drawn = np.random.default_rng(9)
    rates = drawn.gamma(0.8, 0.05, 150)
    log = [
        order(key + 1, (FIRST + datetime.timedelta(days=day)).isoformat(), "5.00")
        for key, rate in enumerate(rates)
        for day in np.flatnonzero(drawn.random(120) < rate).tolist()
    ]
    as_of = FIRST + datetime.timedelta(days=120)
    return KnownHistory(orders_database(log), as_of, 10)


@pytest.fixture(scope="module")
def fitted(history):
    return fit_ladder(history)


@pytest.fixture(scope="module")
def explained(history, fitted):
    features = history.everybody()
    return features.assign(**Scorer.of(history, fitted).score(features))


def test_terms_add_up_to_the_log_odds_of_the_score(explained):
    total = explained.filter(like="log_odds_").sum(axis=1)
    assert total.to_numpy() == pytest.approx(logit(explained["probability"]), abs=1e-9)


def test_the_terms_of_every_rung_add_up_before_they_are_settled(history, fitted):
    features = history.everybody()
    for name, model in fitted.models.items():
        said = logit(model.predict_proba(features)[:, 1])
        total = model.terms(features).sum(axis=1)
        if name == "blend":  # its hazard part adds up only nearly
            assert np.corrcoef(total, said)[0, 1] > 0.98
        else:
            assert total == pytest.approx(said, abs=1e-6)


def test_reasons_name_the_strongest_themes_with_the_customers_numbers(explained):
    for _, row in explained.iterrows():
        moved = {theme: abs(row[f"log_odds_{theme}"]) for theme in THEMES}
        said = [
            float(each) for each in re.findall(r"\([+-](\d+\.\d)\)", row["reasons"])
        ]
        expected = sorted(moved.values(), reverse=True)[:3]
        expected = [round(each, 1) for each in expected if each >= 0.1]
        assert [float(each) for each in said] == pytest.approx(expected, abs=0.051)
        for days in re.findall(r"last purchase ([\d,]+) day", row["reasons"]):
            assert int(days) == row["days_since_last"]
        for days in re.findall(r"(\d+) purchase days? in the last 90", row["reasons"]):
            assert int(days) == row["purchase_days_last_90_days"]


def test_who_bought_more_lately_is_not_moved_down_by_it(explained):
    lately = explained["purchase_days_last_90_days"]
    moved = explained["log_odds_recent_purchases"]
    assert moved[lately >= lately.quantile(0.9)].mean() > moved[lately == 0].mean()


def test_a_base_rate_has_no_reasons(history, fitted):
    features = history.everybody()
    terms = fitted.models["base_rate"].terms(features)
    assert (terms[:, 1:] == 0).all()


@pytest.mark.parametrize("kind", RUNGS)
def test_every_rung_takes_its_log_odds_apart(kind, history, fitted):
    assert fitted.models[kind.rung].terms(history.everybody()).shape[1] == TERMS


# By hand


def test_a_tree_adds_what_a_branch_does_to_the_mean_of_its_leaves():
    # One column decides: 30 of 40 buy below 0, 10 of 40 above.
    rows = np.repeat([[-1.0, 5.0], [1.0, 5.0]], 40, axis=0)
    labels = np.concatenate([np.repeat([1, 0], [30, 10]), np.repeat([1, 0], [10, 30])])
    trees = BoostedTrees.fit(rows, labels, 1)
    terms = trees.terms(rows, np.array([1, 2]), 3)
    assert terms[:, 0] == pytest.approx(0)  # half of all buy
    # A Newton step of the logistic loss: rate * sum(y - 1/2) / (n / 4).
    assert terms[:40, 1] == pytest.approx(0.05 * 10 / 10)
    assert terms[40:, 1] == pytest.approx(-0.05 * 10 / 10)
    assert (terms[:, 2] == 0).all()


def test_terms_of_trees_add_up_to_their_log_odds():
    drawn = np.random.default_rng(3)
    rows = drawn.normal(size=(600, 3))
    rows[drawn.random(rows.shape) < 0.1] = np.nan
    labels = (np.nan_to_num(rows).sum(axis=1) > 0.3).astype(int)
    trees = BoostedTrees.fit(rows, labels, 20)
    terms = trees.terms(rows, np.array([1, 2, 1]), 3)
    assert terms.sum(axis=1) == pytest.approx(trees.log_odds(rows), abs=1e-9)


def test_the_logistic_terms_are_coefficient_times_distance_from_the_mean():
    frame = pd.DataFrame({"days_since_last": [1.0, 2, 4, 8], "spend_cents": 5.0})
    model = LogisticPurchaseModel(list(frame)).fit(frame, [1, 0, 1, 0])
    logs = np.log1p(frame["days_since_last"])
    expected = model.coefficients_[0] * (logs - logs.mean()) / logs.std(ddof=0)
    place = theme_places(["days_since_last"])[0]
    assert model.terms(frame)[:, place] == pytest.approx(expected.to_numpy())


def test_what_is_missing_is_shared_by_size():
    terms = np.zeros((2, TERMS))
    terms[0, :3] = [1.0, 3.0, -1.0]
    settled = settle(terms, np.array([4.0, 2.5]))
    assert settled[0, :3].tolist() == [1.0, 3.75, -0.75]
    assert settled[1].tolist() == [2.5] + [0.0] * len(THEMES)


@pytest.mark.parametrize(
    ("column", "theme"),
    [
        ("purchase_days", "all_purchases"),
        ("purchase_days_last_365_days", "all_purchases"),
        ("purchase_days_last_30_days", "recent_purchases"),
        ("purchases_half_life_365_days", "all_purchases"),
        ("pareto_nbd_log_active", "history"),
        ("season_cosine", BASE),
    ],
)
def test_columns_belong_to_the_theme_that_they_look_at(column, theme):
    assert theme_of(column) == theme

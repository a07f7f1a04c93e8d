"""The blend: its weights, its parts, and what it does with little history."""

import datetime
import json
from itertools import pairwise

import numpy as np
import pytest
from scipy.special import expit

from crm_analysis.errors import NotEnoughDataError
from crm_analysis.purchase_models import Blend
from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.blend_weights import fit_weights
from crm_analysis.purchase_models.evidence import columns_of, later, rhythm, season
from crm_analysis.purchase_models.hazard import step_length
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.training_days import training_days
from crm_analysis.purchase_models.training_rows import choose_rows
from order_logs import order, orders_database

FIRST = datetime.date(2025, 1, 1)


def after(days):
    return FIRST + datetime.timedelta(days=days)


def steady_log(customers=200, days=200):
    """Return customers who buy on single days, each at a rate of their own."""
    drawn = np.random.default_rng(7)
    rates = drawn.gamma(0.8, 0.05, customers)
    return [
        order(number + 1, after(day).isoformat(), f"{drawn.integers(5, 50)}.00")
        for number, rate in enumerate(rates)
        for day in np.flatnonzero(drawn.random(days) < rate).tolist()
    ]


def known(days, horizon_days=14):
    log = [row for row in steady_log() if row["ordered_on"] < after(days)]
    return KnownHistory(orders_database(log), after(days), horizon_days)


@pytest.fixture(scope="module")
def history():
    return known(150)


@pytest.fixture(scope="module")
def blend(history):
    return Blend.train(history)


def test_it_is_the_weighted_mean_of_its_parts_log_odds(blend, history):
    features = history.everybody()
    said = [part.probability(features, blend.attrition_) for part in blend.parts_]
    weights = [blend.weights_[part.name] for part in blend.parts_]
    mean = sum(w * np.log(p / (1 - p)) for w, p in zip(weights, said, strict=True))
    found = blend.predict_proba(features)[:, 1]
    assert found == pytest.approx(expit(mean), rel=1e-9)
    assert sum(weights) == pytest.approx(1)
    assert min(weights) >= 0


def test_weights_are_tested_one_horizon_before(blend, history):
    assert blend.tested_at_ == history.as_of - datetime.timedelta(days=14)


def test_who_bought_lately_and_often_is_likelier_than_who_has_not(blend, history):
    features = history.everybody().assign(
        p=blend.predict_proba(history.everybody())[:, 1]
    )
    often = features["purchases_half_life_30_days"]
    assert features["p"].corr(often, method="spearman") > 0.6


def test_too_little_history_for_a_test_leaves_the_weights_equal():
    blend = Blend.train(known(32))
    assert blend.tested_at_ is None
    assert set(blend.weights_.values()) == {1 / 3}


def test_too_few_buyers_are_refused_with_their_number():
    few = [order(key, "2025-01-01") for key in range(1, 60)]
    few += [order(key, "2025-02-20") for key in range(1, 20)]
    database = orders_database(few)
    with pytest.raises(NotEnoughDataError, match="has 19 buyers and 40 others"):
        Blend.train(KnownHistory(database, datetime.date(2025, 3, 1), 14))


# Weights


def test_models_that_say_the_same_weigh_the_same():
    said = np.random.default_rng(3).normal(size=500)
    labels = (said > 0).astype(float)
    assert fit_weights(np.stack([said, said, said]), labels) == pytest.approx(1 / 3)


def test_a_long_record_outweighs_the_leaning_to_equal_weights():
    drawn = np.random.default_rng(4)
    truth = drawn.normal(size=20_000)
    labels = (drawn.random(20_000) < expit(truth)).astype(float)
    weights = fit_weights(np.stack([truth, drawn.normal(size=20_000)]), labels)
    assert weights[0] > 0.9
    short = fit_weights(
        np.stack([truth, drawn.normal(size=20_000)])[:, :20], labels[:20]
    )
    assert short[0] < 0.7


# What the parts read


def test_a_later_look_is_what_would_be_read_on_that_day_without_a_purchase():
    log = [row for row in steady_log() if row["ordered_on"] < after(100)]
    database = orders_database(log)
    now, then = (
        KnownHistory(database, after(days), 14).everybody() for days in (100, 117)
    )
    attrition = AttritionFits.of(KnownHistory(database, after(100), 14))
    moved = rhythm(later(columns_of(now), [17]), attrition, 5)
    read = rhythm(columns_of(then), attrition, 5)
    assert list(moved) == list(read)
    for name, values in read.items():
        assert moved[name] == pytest.approx(values, rel=0, abs=1e-5, nan_ok=True)


def test_several_later_looks_are_the_single_ones_one_behind_the_other(history):
    features = columns_of(history.everybody())
    both = later(features, [3, 17])
    for name, values in both.items():
        single = [later(features, [days])[name] for days in (3, 17)]
        assert np.array_equal(values, np.concatenate(single), equal_nan=True)


def test_a_look_from_the_same_day_changes_nothing(history):
    features = columns_of(history.everybody())
    for name, values in later(features, [0]).items():
        assert np.array_equal(values, features[name], equal_nan=True)


@pytest.mark.parametrize("horizon_days", [1, 2, 7, 11, 14, 30, 31, 60, 90, 365])
def test_steps_cover_a_horizon_but_for_a_part_of_one(horizon_days):
    days, steps = step_length(horizon_days)
    assert abs(days * steps - horizon_days) < days
    assert 1 <= steps <= 11


def test_a_season_is_learnt_only_after_more_than_a_year():
    assert season(FIRST, 430) == {}
    assert set(season(FIRST, 431)) == {"season_sine", "season_cosine"}


# Training days


def test_training_days_are_the_last_horizons_the_latest_first(history):
    days = training_days(history)
    assert days[0] == after(150 - 14)
    steps = [earlier - later for earlier, later in pairwise(days)]
    assert {step.days for step in steps} == {3}
    assert len(days) == 6


def test_training_days_are_in_the_same_season_too():
    orders = [order(key, "2022-01-01") for key in range(1, 61)]
    history = KnownHistory(orders_database(orders), datetime.date(2025, 1, 1), 30)
    days = [(history.as_of - day).days for day in training_days(history)]
    assert days == [30, 37, 44, 51, 58, 65, 365, 730]


def test_a_blend_read_back_from_json_predicts_the_same(blend, history):
    loaded = Blend.from_record(json.loads(json.dumps(blend.record(), allow_nan=False)))
    features = history.everybody()
    assert (loaded.predict_proba(features) == blend.predict_proba(features)).all()
    assert loaded.summary() == blend.summary()


def test_nothing_on_or_after_as_of_changes_a_digit_of_a_second_fit(blend, history):
    longer = KnownHistory(
        orders_database(steady_log()), history.as_of, history.horizon_days
    )
    again = Blend.train(longer)
    assert again.summary() == blend.summary()
    # Customers get no other key for orders that come later, so rows are the same.
    mine, theirs = (each.everybody() for each in (history, longer))
    assert (blend.predict_proba(mine) == again.predict_proba(theirs)).all()


def test_parts_that_learn_from_a_selection_keep_the_level_of_all(monkeypatch):
    whole = Blend.train(known(150, 3))
    monkeypatch.setattr(choose_rows, "__defaults__", (400,))
    history = known(150, 3)
    some, features = Blend.train(history), history.everybody()
    for of_all, of_some in zip(whole.parts_, some.parts_, strict=True):
        level, found = (
            part.probability(features, blend.attrition_).mean()
            for part, blend in ((of_all, whole), (of_some, some))
        )
        assert level < 0.25  # a selection without correction would say about a half
        assert found == pytest.approx(level, rel=0.3)

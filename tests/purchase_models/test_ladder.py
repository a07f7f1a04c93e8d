"""The ladder on small purchase logs."""

import datetime
import json

import numpy as np
import pytest

from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import RUNGS, fit_ladder, load_model
from order_logs import order, orders_database

MAY = datetime.date(2025, 5, 1)
FIRST = datetime.date(2025, 1, 1)


def known(orders, horizon_days=10):
    return KnownHistory(orders_database(orders), MAY, horizon_days)


def busy_log(customers=150):
    """Return customers who buy on single days, at rates from rarely to weekly."""
    drawn = np.random.default_rng(5)
    rates = drawn.gamma(0.8, 0.05, customers)
    return [
        order(number + 1, (FIRST + datetime.timedelta(days=day)).isoformat())
        for number, rate in enumerate(rates)
        for day in np.flatnonzero(drawn.random(120) < rate).tolist()
    ]


@pytest.fixture(scope="module")
def history():
    return known(busy_log())


@pytest.fixture(scope="module")
def fitted(history):
    return fit_ladder(history)


def test_the_default_is_the_highest_rung_that_could_be_fitted(fitted):
    assert fitted.left_out == ()
    assert fitted.default == RUNGS[-1].rung == "blend"
    assert list(fitted.models) == [kind.rung for kind in RUNGS]


def test_rungs_that_cannot_be_fitted_are_left_out_with_a_sentence():
    fitted = fit_ladder(known([order(key, "2025-01-01") for key in (1, 2, 3)]))
    assert fitted.default == "base_rate"
    reasons = {each.rung: each.reason for each in fitted.left_out}
    assert reasons["bernoulli"].startswith("Nobody with days_since_last above 0 bought")
    assert reasons["logistic"].startswith("All 3 customers are of one class")


def test_every_rung_answers_and_the_default_twice(history, fitted):
    answers = fitted.probabilities(history.everybody())
    assert answers["probability"].equals(answers[f"probability_{RUNGS[-1].rung}"])
    assert answers.shape == (history.customers, len(RUNGS) + 1)
    assert answers.ge(0).all(axis=None)
    assert answers.le(1).all(axis=None)


def test_every_record_loads_back_and_predicts_the_same(history, fitted):
    features = history.everybody()
    for model, record in zip(fitted.models.values(), fitted.records(), strict=True):
        loaded = load_model(json.loads(json.dumps(record, allow_nan=False)))
        assert (loaded.predict_proba(features) == model.predict_proba(features)).all()


def test_summaries_are_small(fitted):
    assert len(json.dumps(fitted.summaries(), allow_nan=False)) < 10_000


@pytest.mark.parametrize("kind", RUNGS)
def test_every_rung_says_what_it_needs(kind):
    assert kind.rung.isidentifier()
    assert kind.needs


def test_nobody_a_horizon_ago_is_not_enough_for_any_rung():
    with pytest.raises(NotEnoughDataError, match="before 2025-04-21"):
        fit_ladder(known([order(1, "2025-04-21")]))


def test_history_shows_the_last_day_before_as_of_and_nothing_later():
    history = known([order(1, "2025-01-01"), order(2, "2025-02-01")])
    assert history.sample(datetime.date(2025, 4, 21), 10).as_of.day == 21
    with pytest.raises(UsageError, match="nothing after as_of"):
        history.sample(datetime.date(2025, 4, 22), 10)
    for ask in (history.features, history.groups, history.earlier):
        with pytest.raises(UsageError, match="nothing after as_of"):
            ask(datetime.date(2025, 5, 2))


def test_more_customers_than_are_trained_on_are_sampled_and_that_is_said(monkeypatch):
    monkeypatch.setattr("crm_analysis.purchase_models.history.MOST_CUSTOMERS", 100)
    history = known(busy_log())
    assert history.is_sampled
    assert len(history.features(MAY)) == pytest.approx(100, abs=15)
    assert len(history.everybody()) == history.customers
    fitted = fit_ladder(history)
    assert any("drawn by key" in note for note in fitted.notes)
    assert len(fitted.probabilities(history.everybody())) == history.customers

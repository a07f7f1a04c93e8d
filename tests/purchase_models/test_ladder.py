"""The ladder on small purchase logs."""

import datetime
import json

import numpy as np
import pytest

from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.evaluation import backtest
from crm_analysis.purchase_models import BaseRateModel, BernoulliPurchaseModel
from crm_analysis.purchase_models.classifier import PurchaseClassifier
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import (
    RUNGS,
    fit_ladder,
    fit_rung,
    load_model,
)
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
    assert reasons["bernoulli"].startswith("Nobody with days since last above 0 bought")
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


@pytest.mark.parametrize("kind", [BaseRateModel, BernoulliPurchaseModel])
def test_what_learns_from_counts_learns_the_same_as_from_rows(kind, history):
    sample = history.latest_sample()
    of_rows = kind().fit(sample.features, sample.labels)
    of_counts = kind.train(history)
    assert of_counts.record() == of_rows.record()
    features = history.everybody()
    found = of_counts.predict_proba(features)
    assert (found == of_rows.predict_proba(features)).all()


def test_what_learns_from_counts_learns_from_everybody(monkeypatch, history):
    whole = [fit_rung(history, rung).record() for rung in ("base_rate", "bernoulli")]
    monkeypatch.setattr("crm_analysis.purchase_models.history.MOST_CUSTOMERS", 100)
    sampled = known(busy_log())
    assert sampled.is_sampled
    assert whole == [
        fit_rung(sampled, rung).record() for rung in ("base_rate", "bernoulli")
    ]


def test_counts_of_nobody_are_refused_in_a_sentence():
    history = known([order(key, "2025-04-20") for key in "123"], horizon_days=30)
    with pytest.raises(NotEnoughDataError, match="no customer had bought before 2025"):
        history.latest_counts()


def test_an_unknown_rung_is_refused_with_those_that_exist(history):
    with pytest.raises(UsageError, match="no rung 'bgnbd'; choose from base_rate, ber"):
        fit_rung(history, "bgnbd")


# A rung of one's own, as CONTRIBUTING.md says


class LatelyModel(PurchaseClassifier):
    """Say what share bought of those who had bought lately, and of the others."""

    rung = "lately"
    title = "Bought lately"
    needs = "buyers among those who had bought lately, and among the others"
    DAYS = 30

    def record(self):
        return {"rung": self.rung, "shares": list(self.shares_)}

    @classmethod
    def from_record(cls, record):
        model = cls()
        model.columns_, model.classes_ = ["days_since_last"], np.array([0, 1])
        model.shares_ = tuple(record["shares"])
        return model

    def _choose_columns(self, X):
        return ["days_since_last"]

    def _learn(self, values, bought, weight):
        lately = values[:, 0] <= self.DAYS
        if not lately.any() or lately.all():
            raise NotEnoughDataError("everybody bought lately, or nobody did")
        self.shares_ = bought[~lately].mean(), bought[lately].mean()

    def _chances(self, values):
        return np.where(values[:, 0] <= self.DAYS, self.shares_[1], self.shares_[0])


@pytest.fixture
def longer_ladder(monkeypatch):
    rungs = (*RUNGS[:1], LatelyModel, *RUNGS[1:])
    monkeypatch.setattr("crm_analysis.purchase_models.ladder.RUNGS", rungs)


def test_a_rung_of_ones_own_takes_its_place(longer_ladder, history):
    fitted = fit_ladder(history)
    assert list(fitted.models)[1] == "lately"
    features = history.everybody()
    said = fitted.probabilities(features)["probability_lately"]
    assert len(set(said)) == 2
    lately = features["days_since_last"] <= LatelyModel.DAYS
    assert said[lately].mean() > said[~lately].mean()
    record = json.loads(json.dumps(fitted.models["lately"].record()))
    assert (load_model(record).predict_proba(features)[:, 1] == said).all()
    assert fitted.models["lately"].terms(features).shape[0] == len(features)


def test_a_rung_of_ones_own_is_left_out_with_its_own_reason(longer_ladder):
    (left_out,) = (
        each
        for each in fit_ladder(
            known([order(key, "2025-04-20") for key in "123"])
        ).left_out
        if each.rung == "lately"
    )
    assert left_out.reason == "everybody bought lately, or nobody did"


def test_a_backtest_measures_a_rung_of_ones_own(longer_ladder):
    database = orders_database(busy_log())
    result = backtest(database, MAY - datetime.timedelta(days=10), 10)
    assert result.ladder.index.tolist()[:2] == ["base_rate", "lately"]
    assert "lately" in result.as_text()


def test_histories_that_share_what_was_read_keep_samples_of_their_own(monkeypatch):
    monkeypatch.setattr("crm_analysis.purchase_models.history.MOST_CUSTOMERS", 100)
    history = known(busy_log())
    earlier = history.earlier(MAY - datetime.timedelta(days=60))
    assert earlier.customers < history.customers
    day = MAY - datetime.timedelta(days=75)
    for each in (history, earlier):
        sample = each.sample(day, 10)
        assert sample.labels.index.equals(sample.features.index)
        assert sample.labels.isin([0, 1]).all()
    sizes = [len(each.features(day)) for each in (history, earlier)]
    assert sizes[0] != sizes[1]

"""The ladder on a hand-made history."""

import datetime
import json

import pandas as pd
import pytest

from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import RUNGS, fit_ladder, load_model

MAY = datetime.date(2025, 5, 1)


class HandMade:
    """Customers of whom the day and the labels are all that differs."""

    def __init__(self, *labels):
        self.labels = pd.Series(labels, dtype="int64")

    def read_features(self, as_of):
        n = len(self.labels)
        return pd.DataFrame(
            {
                "days_since_last": range(1, n + 1),
                "purchase_days": range(n, 0, -1),
                "tenure_days": [as_of.toordinal() % 100] * n,
                "spend_cents": [float("nan")] * n,
            }
        )

    def read_labels(self, as_of, horizon_days):
        return self.labels


def known(*labels):
    return KnownHistory(HandMade(*labels), MAY, 10)


def test_the_default_is_the_highest_rung_that_could_be_fitted():
    fitted = fit_ladder(known(1, 1, 0, 0))
    assert fitted.left_out == ()
    assert fitted.default == RUNGS[-1].rung
    assert list(fitted.models) == [kind.rung for kind in RUNGS]


def test_rungs_that_cannot_be_fitted_are_left_out_with_a_sentence():
    fitted = fit_ladder(known(0, 0, 0))
    assert fitted.default == "base_rate"
    reasons = {each.rung: each.reason for each in fitted.left_out}
    assert reasons["bernoulli"].startswith("Nobody with days_since_last above 0 bought")
    assert reasons["logistic"].startswith("All 3 customers are of one class")


def test_every_rung_answers_and_the_default_twice():
    history = known(1, 1, 0, 0)
    answers = fit_ladder(history).probabilities(history.features(MAY))
    assert answers["probability"].equals(answers[f"probability_{RUNGS[-1].rung}"])
    assert answers.shape == (4, len(RUNGS) + 1)


def test_every_record_loads_back_and_predicts_the_same():
    history = known(1, 1, 0, 0)
    fitted, features = fit_ladder(history), history.features(MAY)
    for model, record in zip(fitted.models.values(), fitted.records(), strict=True):
        loaded = load_model(json.loads(json.dumps(record, allow_nan=False)))
        assert (loaded.predict_proba(features) == model.predict_proba(features)).all()


@pytest.mark.parametrize("kind", RUNGS)
def test_every_rung_says_what_it_needs(kind):
    assert kind.rung.isidentifier()
    assert kind.needs


def test_nobody_a_horizon_ago_is_not_enough_for_any_rung():
    with pytest.raises(NotEnoughDataError, match="before 2025-04-21"):
        fit_ladder(known())


def test_history_shows_the_last_day_before_as_of_and_nothing_later():
    history = known(1, 0)
    assert history.sample(datetime.date(2025, 4, 21), 10).as_of.day == 21
    with pytest.raises(UsageError, match="nothing after as_of"):
        history.sample(datetime.date(2025, 4, 22), 10)
    with pytest.raises(UsageError, match="nothing after as_of"):
        history.features(datetime.date(2025, 5, 2))

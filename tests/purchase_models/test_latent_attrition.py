"""The laws of the latent-attrition models, their records and their limits."""

import json

import numpy as np
import pandas as pd
import pytest
from attrition_histories import COLUMNS, cdnow_sample, history_of
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from crm_analysis.errors import NotEnoughDataError
from crm_analysis.purchase_models import BgNbd, MbgNbd, ParetoNbd
from crm_analysis.purchase_models.latent_attrition import estimator
from crm_analysis.purchase_models.latent_attrition.histories import PurchaseHistories

MODELS = [BgNbd, MbgNbd, ParetoNbd]
UNFITTED = {
    "horizon_days": 30,
    "classes": [0, 1],
    "standard_errors": {},
    "log_likelihood": None,
    "status": "ok",
    "limits": [],
    "n_customers": 0,
    "n_groups": 0,
    "group_days": 1,
}
HORIZONS = [0.0, 1e-6, 1.0, 30.0, 365.0, 1e5]

logs = st.floats(-6, 8)
histories = st.tuples(
    st.one_of(st.integers(0, 5), st.integers(0, 100_000)),
    st.floats(0, 1),
    st.integers(0, 20_000),
)


@pytest.fixture(scope="module")
def sample():
    return cdnow_sample()


@pytest.fixture(params=MODELS, ids=lambda kind: kind.rung)
def kind(request):
    return request.param


@pytest.fixture
def model(kind, sample):
    return kind(horizon_days=4).fit(sample)


def as_frame(drawn):
    """Histories that can be: who has not come back has no time between purchases."""
    return history_of(
        *((x if T else 0, share * T if x else 0.0, T) for x, share, T in drawn)
    )


def at(kind, log_parameters):
    """A model that was not fitted, at given parameters."""
    values = dict(zip(kind.coordinates.names, np.exp(log_parameters), strict=True))
    return kind.from_record(UNFITTED | {"parameters": values})


@given(st.tuples(logs, logs, logs, logs), st.lists(histories, min_size=1, max_size=8))
@pytest.mark.parametrize("kind", MODELS)
def test_every_answer_is_finite_and_lawful_for_extreme_histories(kind, point, drawn):
    rows = as_frame(drawn)
    model = at(kind, point)
    active = model.chance_active(rows)
    chances = np.array([model.purchase_probability(rows, days) for days in HORIZONS])
    expected = np.array([model.expected_purchases(rows, days) for days in HORIZONS])
    assert np.isfinite(model.log_likelihood(rows))
    assert ((active >= 0) & (active <= 1)).all()
    assert (chances[0] == 0).all()
    assert (chances <= active).all()
    assert (np.diff(chances, axis=0) >= -1e-9).all()
    assert np.isfinite(expected).all()
    assert (expected >= chances * (1 - 1e-7)).all()


@given(st.tuples(logs, logs, logs, logs), st.integers(0, 50), st.integers(0, 400))
@pytest.mark.parametrize("kind", MODELS)
def test_more_silence_never_raises_the_chance_to_be_active(kind, point, x, last):
    silence = np.array([0, 1, 2, 7, 30, 365, 3_650])
    rows = history_of(*((x, last if x else 0, last + days) for days in silence))
    active = at(kind, point).chance_active(rows)
    assert (np.diff(active) <= 1e-12).all()


@given(st.tuples(*[st.floats(-3, 3)] * 4), st.lists(histories, min_size=1, max_size=8))
@pytest.mark.parametrize("kind", MODELS)
def test_the_gradient_equals_finite_differences(kind, point, drawn):
    rows = as_frame([(x % 50, share, T % 100 + 1) for x, share, T in drawn])
    of = PurchaseHistories.of(rows).in_units_of(100.0)

    def value(at):
        return kind.distribution(*np.exp(at)).log_likelihood(of)[0]

    slopes = kind.distribution(*np.exp(point)).log_likelihood(of)[1]
    differences = approx_fprime(np.array(point), value, 1e-6)
    assert slopes == pytest.approx(differences, rel=1e-3, abs=1e-3)


def test_the_chance_to_buy_is_a_ratio_of_likelihoods(model, sample):
    rows = sample.head(50)
    later = rows.assign(tenure_days=rows["tenure_days"] + 7)
    ratios = [
        np.exp(model.log_likelihood(later[i : i + 1]) - model.log_likelihood(row))
        for i, row in ((i, rows[i : i + 1]) for i in range(len(rows)))
    ]
    chances = model.purchase_probability(rows, 7)
    assert chances == pytest.approx(1 - np.array(ratios), abs=1e-11)


def test_grouped_and_row_wise_fits_agree_to_the_last_digit(kind, sample):
    days = (sample * [1, 7, 7]).round()
    groups = days.value_counts(sort=False).rename("customers").reset_index()
    row_wise = kind().fit(days.sample(frac=1, random_state=1))
    assert kind().fit_groups(groups).record() == row_wise.record()


def test_a_weight_is_as_many_customers(kind, sample):
    twice = kind().fit(sample, sample_weight=np.full(len(sample), 2))
    repeated = kind().fit(pd.concat([sample, sample]))
    assert twice.record() == repeated.record()


def test_another_unit_of_time_changes_the_times_only(kind, sample):
    weeks, days = kind().fit(sample), kind().fit(sample * [1, 7, 7])
    for name, value in days.parameters_.items():
        factor = 7 if name in ("alpha", "beta") else 1
        assert value == pytest.approx(weeks.parameters_[name] * factor, rel=1e-9)


def test_a_record_loaded_back_predicts_the_same(model, sample):
    loaded = type(model).from_record(json.loads(json.dumps(model.record())))
    assert loaded.record() == model.record()
    assert (loaded.predict_proba(sample) == model.predict_proba(sample)).all()


def test_predict_proba_answers_for_the_horizon_of_the_model(model, sample):
    chances = model.purchase_probability(sample, 4)
    assert (model.predict_proba(sample)[:, 1] == chances).all()
    assert (model.predict_proba(sample.to_numpy())[:, 1] == chances).all()


def test_a_row_does_not_depend_on_its_neighbours(model, sample):
    together = model.purchase_probability(sample, 4)
    alone = model.purchase_probability(sample.tail(1), 4)
    assert together[-1] == pytest.approx(alone[0], rel=1e-13)


def test_one_customer_with_a_hundred_thousand_purchases_is_fitted(kind, sample):
    busy = history_of((100_000, 19_999, 20_000))
    model = kind().fit(pd.concat([sample, busy]))
    assert np.isfinite(model.log_likelihood_)
    assert model.purchase_probability(busy, 1)[0] > 0.9


SOMEBODY = [(2, 30, 90), (0, 0, 90), (1, 5, 90), (4, 80, 90)]
DEGENERATE = {
    "everybody bought once": [(0, 0, T) for T in (5, 9, 30)] * 20,
    "everybody bought on the last day": [(0, 0, 1)] * 20,
    "everybody is known for no time": [(0, 0, 0)] * 20,
    "nobody ever leaves": [(x, 29.9, 30) for x in (20, 25, 30, 35, 40)] * 40,
    "everybody leaves at once": [(1, 1, 365)] * 50 + [(0, 0, 365)] * 50,
    "one customer": SOMEBODY[:1],
    "two customers": SOMEBODY[:2],
    "ten customers": SOMEBODY * 2 + [(0, 0, 3), (7, 60, 61)],
    "all histories equal": [(3, 50, 80)] * 100,
    "all tenures equal": SOMEBODY * 100,
    "bought again on the as-of day": [(1, 30, 30), (2, 60, 60), (0, 0, 4)] * 10,
    "a hundred thousand purchases": [(100_000, 19_999, 20_000), *SOMEBODY],
}


@pytest.mark.parametrize("case", DEGENERATE)
def test_no_data_make_the_fit_fail(kind, case):
    rows = history_of(*DEGENERATE[case])
    model = kind().fit(rows)
    assert model.status_ in ("ok", "at_bound", "not_identified")
    assert model.sentence().startswith("Fitted on ")
    assert np.isfinite(model.log_likelihood_)
    chances = model.purchase_probability(rows, 30)
    assert ((chances >= 0) & (chances <= model.chance_active(rows))).all()
    assert np.isfinite(model.expected_purchases(rows, 30)).all()
    json.dumps(model.record(), allow_nan=False)


def test_nobody_came_back_is_not_identified(kind):
    model = kind().fit(history_of(*DEGENERATE["everybody bought once"]))
    assert model.status_ == "not_identified"
    assert "nobody came back" in model.sentence()


def test_nobody_leaves_is_said_in_words(kind):
    rows = history_of(*DEGENERATE["nobody ever leaves"])
    model = kind().fit(rows)
    assert model.status_ == "at_bound"
    assert "nobody seems to leave for good" in model.sentence()
    assert model.chance_active(rows).min() > 0.99


def test_bounds_have_no_standard_error(kind):
    model = kind().fit(history_of(*DEGENERATE["nobody ever leaves"]))
    assert np.inf in model.standard_errors_.values()


def test_no_customer_is_refused(kind):
    with pytest.raises(NotEnoughDataError, match="no customers"):
        kind().fit_groups(history_of((0, 0, 1, 0)))


@pytest.mark.parametrize(
    "row", [(1, 5, 4), (-1, 0, 4), (0.5, 0, 4), (1, -1, 4), (1, 1, np.nan)]
)
def test_impossible_histories_are_refused(row):
    with pytest.raises(ValueError, match="1 impossible purchase histor"):
        BgNbd().fit(history_of(row, (0, 0, 9)))


def test_many_groups_are_rounded_to_weeks_and_the_record_says_so(monkeypatch, sample):
    days = (sample * [1, 7, 7]).round()
    exact = BgNbd().fit(days)
    monkeypatch.setattr(estimator, "MOST_DAILY_GROUPS", exact.n_groups_ - 1)
    rounded = BgNbd().fit(days)
    assert (exact.group_days_, rounded.group_days_) == (1, 7)
    assert "whole weeks" in rounded.sentence()
    assert rounded.n_groups_ == exact.n_groups_  # as they came
    for name, error in exact.standard_errors_.items():  # of these, a tenth is little
        assert abs(rounded.parameters_[name] - exact.parameters_[name]) < error / 10


def test_as_many_groups_as_allowed_are_not_rounded(monkeypatch, sample):
    groups = len(sample.drop_duplicates())
    monkeypatch.setattr(estimator, "MOST_DAILY_GROUPS", groups)
    assert BgNbd().fit(sample).group_days_ == 1


def test_columns_are_read_by_name(model, sample):
    mixed = sample[COLUMNS[::-1]].assign(orders=1)
    chances = model.purchase_probability(mixed, 4)
    assert (chances == model.purchase_probability(sample, 4)).all()

"""The Bernoulli model against outside numbers, simulation and its own laws."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crm_analysis.purchase_models import BernoulliPurchaseModel

rows = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 1)), min_size=1, max_size=60
)


def fitted(x, y, **options):
    return BernoulliPurchaseModel(**options).fit(np.array(x, float)[:, None], y)


# Exact maximum likelihood, solved independently to eight digits.
@pytest.mark.parametrize(
    ("x", "y", "a", "standard_error"),
    [
        ([1, 2, 3], [0, 1, 1], 0.73248753, 0.78110898),
        ([1, 2, 3], [0, 0, 1], 0.0, 0.53452248),
        ([1, 2], [0, 1], 0.41961762, 0.96135536),
        ([1, 1], [0, 1], 0.0, 1.41421356),
    ],
)
def test_small_fits_agree_with_exact_maximum_likelihood(x, y, a, standard_error):
    model = fitted(x, y)
    assert model.status_ == "ok"
    assert model.a_ == pytest.approx(a, abs=5e-9)
    assert model.standard_error_ == pytest.approx(standard_error, abs=5e-9)


def test_a_balanced_sample_gives_exactly_nought():
    assert fitted([1, 2, 3], [0, 0, 1]).a_ == 0.0


def test_robust_error_is_the_sandwich_by_hand():
    model = fitted([1, 2], [0, 1])
    p = 1 / (1 + np.exp(-model.a_ * np.array([1, 2])))
    bread = p[0] * (1 - p[0]) + 4 * p[1] * (1 - p[1])
    meat = p[0] ** 2 + 4 * (1 - p[1]) ** 2
    assert model.robust_standard_error_ == pytest.approx(math.sqrt(meat) / bread)


def test_nobody_bought_is_separated_with_a_finite_upper_bound():
    model = fitted([1, 2, 3], [0, 0, 0])
    assert (model.status_, model.a_, model.lower_bound_95_) == (
        "separated",
        -math.inf,
        -math.inf,
    )
    assert model.upper_bound_95_ == pytest.approx(-0.055, abs=5e-4)
    assert model.firth_a_ == pytest.approx(-0.815, abs=5e-4)


def test_everybody_bought_is_the_mirror_of_nobody():
    everybody, nobody = fitted([1, 2, 3], [1, 1, 1]), fitted([1, 2, 3], [0, 0, 0])
    assert (everybody.status_, everybody.a_) == ("separated", math.inf)
    assert everybody.lower_bound_95_ == -nobody.upper_bound_95_


def test_separated_models_predict_the_limit_and_one_half_at_nought():
    chances = fitted([1, 2, 3], [0, 0, 0]).predict_proba([[-1], [0], [2]])[:, 1]
    assert chances.tolist() == [0.0, 0.5, 0.0]


def test_only_noughts_do_not_identify_a():
    model = fitted([0, 0], [0, 1])
    assert model.status_ == "not_identified"
    assert math.isnan(model.a_)
    assert model.predict_proba([[7]])[0, 1] == 0.5


def test_a_buyer_below_nought_is_impossible():
    model = fitted([-1, 2, 3], [1, 0, 1])
    assert (model.status_, model.n_impossible_) == ("impossible", 1)
    assert model.a_ == fitted([2, 3], [0, 1]).a_


def test_somebody_below_nought_who_did_not_buy_changes_nothing():
    assert fitted([-1, 1, 2], [0, 0, 1]).record() | {"n_customers": 2.0} == (
        fitted([1, 2], [0, 1]).record()
    )


def test_noughts_change_neither_estimate_nor_error():
    with_noughts, without = fitted([0, 0, 1, 2], [1, 1, 0, 1]), fitted([1, 2], [0, 1])
    assert with_noughts.a_ == without.a_
    assert with_noughts.standard_error_ == without.standard_error_


def test_huge_exponents_do_not_overflow():
    model = fitted([1, 2, 3], [0, 1, 1])
    assert model.probability([1e6, 1e300, -1e300]).tolist() == [1.0, 1.0, 0.0]


def test_simulated_customers_give_their_a_back():
    generator = np.random.default_rng(20260101)
    x = generator.integers(0, 100, 20_000)
    y = generator.random(20_000) < 1 / (1 + np.exp(0.03 * x))
    model = fitted(x, y.astype(int))
    assert abs(model.a_ + 0.03) < 3 * model.standard_error_  # missed once in 370
    assert model.robust_standard_error_ == pytest.approx(
        model.standard_error_, rel=0.03
    )


@given(rows)
@example([(1, 0), (2, 0), (2, 1), (0, 1)])
def test_grouped_and_row_wise_fits_agree_to_the_last_digit(pairs):
    x, y = np.array(pairs).T
    distinct, place = np.unique(x, return_inverse=True)
    grouped = BernoulliPurchaseModel().fit_groups(
        distinct, np.bincount(place, y), np.bincount(place)
    )
    assert grouped.record() == fitted(x, y).record()


@given(rows)
def test_the_sign_of_a_is_the_sign_of_the_sum(pairs):
    x, y = np.array(pairs).T
    assume((x > 0).any())
    assert np.sign(fitted(x, y).a_) == np.sign(np.sum(x * (2 * y - 1)))


@given(rows, st.floats(1e-3, 1e3))
def test_scaling_x_divides_a(pairs, factor):
    x, y = np.array(pairs).T
    assume((x > 0).any())
    scaled, plain = fitted(x * factor, y), fitted(x, y)
    assert scaled.status_ == plain.status_
    assert scaled.a_ * factor == pytest.approx(plain.a_, rel=1e-9, abs=1e-12)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_customers_does_not_matter(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    one, other = (fitted(*np.array(some).T).record() for some in (pairs, shuffled))
    assert one == other


@given(rows)
def test_the_interval_holds_the_estimate(pairs):
    model = fitted(*np.array(pairs).T)
    assume(not math.isnan(model.a_))
    assert model.lower_bound_95_ <= model.a_ <= model.upper_bound_95_


@given(rows, st.lists(st.floats(-1e9, 1e9), min_size=1))
def test_chances_lie_between_nought_and_one_and_survive_the_record(pairs, asked):
    model = fitted(*np.array(pairs).T)
    chances = model.predict_proba(np.array(asked)[:, None])
    assert ((chances >= 0) & (chances <= 1)).all()
    loaded = BernoulliPurchaseModel.from_record(json.loads(json.dumps(model.record())))
    assert (loaded.predict_proba(np.array(asked)[:, None]) == chances).all()


def test_frames_are_read_by_days_since_last_if_they_have_it():
    frame = pd.DataFrame({"orders": [9, 9], "days_since_last": [1, 2]})
    model = BernoulliPurchaseModel().fit(frame, [0, 1])
    assert model.a_ == fitted([1, 2], [0, 1]).a_
    loaded = BernoulliPurchaseModel.from_record(model.record())
    assert (
        loaded.predict_proba(frame[["days_since_last"]]) == model.predict_proba(frame)
    ).all()


def test_a_feature_can_be_named_or_counted():
    frame = pd.DataFrame({"days_since_last": [5, 5], "orders": [1, 2]})
    by_name = BernoulliPurchaseModel(feature="orders").fit(frame, [0, 1])
    by_place = fitted([1, 2], [0, 1])
    assert by_name.a_ == by_place.a_
    assert BernoulliPurchaseModel(feature=1).fit(frame, [0, 1]).a_ == by_place.a_


def test_an_unknown_feature_is_named_beside_the_known_ones():
    with pytest.raises(ValueError, match="'visits', expected one of orders, 0"):
        BernoulliPurchaseModel(feature="visits").fit(pd.DataFrame({"orders": [1]}), [1])


def test_more_buyers_than_customers_are_refused():
    with pytest.raises(ValueError, match="more buyers than customers"):
        BernoulliPurchaseModel().fit_groups([1], [2], [1])


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1, 2, 3], [0, 1, 1], "the more x, the likelier a purchase"),
        ([1, 2, 3], [1, 0, 0], "the more x, the less likely a purchase"),
        ([1, 1], [0, 1], "the chance of a purchase is one half"),
        ([1, 2, 3], [0, 0, 0], "Nobody with x above 0 bought"),
        ([1, 2, 3], [1, 1, 1], "Everybody with x above 0 bought"),
        ([0, 0], [1, 0], "No customer has x above 0"),
        ([-1, 1], [1, 0], "customers whose x is below 0"),
    ],
)
def test_the_sentence_says_what_the_sign_or_status_means(x, y, words):
    assert words in fitted(x, y).sentence()

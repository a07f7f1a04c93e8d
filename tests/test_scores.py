"""Scores equal the backtest's probabilities and see nothing after as_of."""

import datetime

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crm_analysis.datasets.orders_file import open_orders
from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.evaluation import backtest
from crm_analysis.scores import KNOWN, score, train

AUTUMN = datetime.date(2025, 10, 1)


def simulated_orders():
    generator = np.random.default_rng(11)
    rates = generator.gamma(0.7, 0.03, 200)
    bought = generator.random((200, 365)) < rates[:, None]
    customers, days = np.nonzero(bought)
    first_day = np.datetime64("2025-01-01")
    amounts = generator.integers(1, 99, len(days))
    return pd.DataFrame(
        {"customer_id": customers, "order_date": first_day + days, "amount": amounts}
    )


@pytest.fixture
def opened(tmp_path):
    def open_frame(orders):
        path = tmp_path / "orders.parquet"
        orders.to_parquet(path)
        return open_orders(path)

    return open_frame


@pytest.fixture(scope="module")
def autumn(tmp_path_factory):
    """Return the scores in autumn by all simulated orders."""
    path = tmp_path_factory.mktemp("scores") / "orders.parquet"
    simulated_orders().to_parquet(path)
    return score(open_orders(path), AUTUMN, 30)


def before(orders, until):
    return orders[orders["order_date"] < pd.Timestamp(until)]


def test_scores_are_the_backtests_probabilities_to_the_last_digit(opened, autumn):
    database = opened(simulated_orders())
    rows = backtest(database, AUTUMN, 30).predictions.set_index("customer_id")
    said = rows.drop(columns="label")
    assert autumn.frame[list(said)].equals(said)


def test_some_customers_are_explained_as_they_are_among_everybody(opened, autumn):
    scoring = train(opened(simulated_orders()), AUTUMN, 30)
    everybody = scoring.chances()
    assert everybody.equals(autumn.frame["probability"])
    asked = everybody.nlargest(3).index[::-1].tolist()
    some, expected = scoring.explain([*asked, 10_000]), autumn.frame.loc[asked]
    assert some.index.tolist() == asked
    assert some["reasons"].tolist() == expected["reasons"].tolist()
    assert_frame_equal(
        some.drop(columns=["reasons", *KNOWN]),
        expected.drop(columns="reasons")[some.columns.drop(["reasons", *KNOWN])],
        rtol=0,
        atol=1e-9,
    )
    known = scoring.history.features(AUTUMN).loc[asked, list(KNOWN)]
    assert_frame_equal(some[list(KNOWN)], known)


def test_nobody_is_explained_where_nobody_is_asked_for(opened):
    scoring = train(opened(simulated_orders()), AUTUMN, 30)
    assert scoring.explain([]).empty


def test_expected_purchases_are_never_below_the_probability(autumn):
    frame = autumn.frame
    assert (frame["expected_purchases"] >= frame["probability"]).all()
    assert frame["chance_active"].between(0, 1).all()
    assert (frame["expected_spend"] > 0).all()


def test_expected_spend_is_missing_where_no_amount_is_known(opened):
    orders = simulated_orders().drop(columns="amount")
    frame = score(opened(orders), AUTUMN, 30).frame
    assert frame["expected_spend"].isna().all()
    assert frame["expected_purchases"].notna().all()


def test_deleting_every_row_from_as_of_on_changes_nothing(opened):
    orders = simulated_orders()
    known = before(orders, AUTUMN)
    keys = orders["customer_id"].isin(known["customer_id"])
    everything, truncated = (
        score(opened(rows), AUTUMN, 30) for rows in (orders[keys], known)
    )
    assert everything.frame.equals(truncated.frame)
    assert everything.models == truncated.models
    assert everything.notes == truncated.notes


def test_a_purchase_the_day_before_as_of_does_count(opened):
    orders = before(simulated_orders(), AUTUMN)
    one_less = before(orders, AUTUMN - datetime.timedelta(days=1))
    assert len(one_less) < len(orders)
    scored = [score(opened(rows), AUTUMN, 30).frame for rows in (orders, one_less)]
    assert not scored[0].equals(scored[1])


def test_every_known_customer_has_a_probability(autumn):
    known = before(simulated_orders(), AUTUMN)
    assert len(autumn.frame) == known["customer_id"].nunique()
    said = autumn.frame.filter(like="probability")
    assert (said.ge(0) & said.le(1)).all(axis=None)


def test_default_is_named(autumn):
    assert autumn.frame["probability"].equals(
        autumn.frame[f"probability_{autumn.default}"]
    )
    assert [model["rung"] for model in autumn.models][-1] == autumn.default


def test_the_day_after_the_last_order_can_be_scored(opened):
    scores = score(opened(simulated_orders()), datetime.date(2026, 1, 1), 30)
    assert scores.as_of == datetime.date(2026, 1, 1)


@pytest.mark.parametrize(("horizon_days", "patience"), [(7, 30), (30, 30), (60, 60)])
def test_silence_before_as_of_may_last_a_horizon_or_thirty_days(
    opened, horizon_days, patience
):
    database = opened(simulated_orders())
    last = datetime.date(2026, 1, 1) + datetime.timedelta(days=patience)
    assert len(score(database, last, horizon_days).frame)
    with pytest.raises(UsageError, match=f"{patience + 1} days without any"):
        score(database, last + datetime.timedelta(days=1), horizon_days)


def test_as_of_on_the_first_day_names_the_range(opened):
    database = opened(simulated_orders())
    with pytest.raises(UsageError, match="orders are from 2025-01-01 to 2025-12-31"):
        score(database, datetime.date(2025, 1, 1), 7)


def test_no_customer_a_horizon_earlier_is_not_enough(opened):
    database = opened(simulated_orders())
    with pytest.raises(NotEnoughDataError, match="no customer had bought before"):
        score(database, datetime.date(2025, 1, 8), 7)


def test_scores_in_passes_are_those_of_one_go(opened, monkeypatch):
    """Expected purchases come from a quadrature laid out for those asked for."""
    database = opened(simulated_orders())
    history = "crm_analysis.purchase_models.history"
    monkeypatch.setattr(f"{history}.MOST_CUSTOMERS", 150)
    whole = score(database, AUTUMN, 30).frame
    monkeypatch.setattr(f"{history}.CUSTOMERS_A_PASS", 40)
    frames = list(train(database, AUTUMN, 30).frames())
    assert [len(frames), len(pd.concat(frames))] == [4, len(whole)]
    near = ["expected_purchases", "expected_spend"]
    passes = pd.concat(frames).sort_index()
    assert_frame_equal(passes[near], whole[near], rtol=1e-7, atol=0)
    rest = whole.columns.difference(near)
    assert_frame_equal(passes[rest], whole[rest], rtol=0, atol=1e-12)
    assert score(database, AUTUMN, 30).frame.index.equals(whole.index)

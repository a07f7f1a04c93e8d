"""Rolling origins: each a backtest of its own, pooled by customer."""

import datetime
import json

import numpy as np
import pandas as pd
import pytest

from crm_analysis.errors import UsageError
from crm_analysis.evaluation import backtest, roll
from crm_analysis.evaluation.intervals import draw_weights
from crm_analysis.evaluation.rolling import customer_interval
from order_logs import order, orders_database

FIRST = datetime.date(2025, 1, 1)
AS_OF = FIRST + datetime.timedelta(days=130)


@pytest.fixture(scope="module")
def database():
    drawn = np.random.default_rng(12)
    rates = drawn.gamma(0.8, 0.06, 120)
    return orders_database(
        order(key + 1, (FIRST + datetime.timedelta(days=day)).isoformat())
        for key, rate in enumerate(rates)
        for day in np.flatnonzero(drawn.random(150) < rate).tolist()
    )


@pytest.fixture(scope="module")
def rolling(database):
    return roll(database, AS_OF, 14, 3)


def test_every_origin_is_the_backtest_of_its_day_to_the_last_digit(rolling, database):
    days = [AS_OF - datetime.timedelta(days=14 * number) for number in range(3)]
    assert [each.as_of for each in rolling.backtests] == days
    for day, at_origin in zip(days, rolling.backtests, strict=True):
        alone = backtest(database, day, 14)
        pd.testing.assert_frame_equal(
            at_origin.predictions, alone.predictions, check_exact=True
        )
        assert at_origin.as_record() == alone.as_record()


def test_predictions_are_those_of_all_origins_with_their_day(rolling):
    rows = rolling.predictions
    assert rows.groupby("as_of").size().tolist() == [
        len(each.predictions) for each in reversed(rolling.backtests)
    ]
    assert not rows.duplicated(["as_of", "customer_id"]).any()


def test_the_pooled_log_loss_is_the_mean_over_all_predictions(rolling):
    sizes = [len(each.predictions) for each in rolling.backtests]
    for pooled in rolling.pooled():
        losses = rolling.by_origin().loc[pooled.rung]
        if losses.notna().all():
            assert pooled.log_loss == pytest.approx(np.average(losses, weights=sizes))
            assert pooled.origins == 3


def test_the_default_differs_from_itself_by_nothing(rolling):
    pooled = {each.rung: each for each in rolling.pooled()}
    assert pooled["blend"].difference.value == 0
    assert pooled["base_rate"].difference.interval[0] > 0


def test_an_origin_before_the_data_is_left_out_with_the_reason(database):
    rolling = roll(database, FIRST + datetime.timedelta(days=35), 14, 9)
    assert len(rolling.backtests) == 2
    ((day, reason),) = rolling.left_out.items()
    assert day == FIRST + datetime.timedelta(days=7)
    assert "no customer had bought before" in reason
    assert f"left out: {day}" in rolling.as_text()


@pytest.mark.parametrize(("asked", "rest"), [(2, ""), (10**9, "999,999,998")])
def test_origins_before_which_nobody_bought_are_left_out_in_one_line(
    database, asked, rest
):
    # Training for the second origin would begin on the day of the first orders.
    rolling = roll(database, FIRST + datetime.timedelta(days=28), 14, asked)
    ((day, reason),) = rolling.left_out.items()
    assert day == FIRST + datetime.timedelta(days=14)
    end = f"shorter horizon; so are the {rest} before it" if rest else "shorter horizon"
    assert reason.endswith(end)


def test_origins_before_a_gap_in_the_orders_are_tested_too():
    days = [*range(60), *range(110, 150)]
    moments = [(FIRST + datetime.timedelta(days=each)).isoformat() for each in days]
    with orders_database(
        order(place % 7 + 1, moment) for place, moment in enumerate(moments)
    ) as database:
        rolling = roll(database, FIRST + datetime.timedelta(days=125), 10, 10)
    tested = [(each.as_of - FIRST).days for each in rolling.backtests]
    assert tested == [125, 115, 45, 35]
    left_out = [(day - FIRST).days for day in rolling.left_out]
    assert left_out == [105, 95, 85, 75, 65, 55]


def test_an_origin_that_cannot_be_tested_at_all_is_refused(database):
    with pytest.raises(UsageError, match="not wholly inside the data"):
        roll(database, FIRST + datetime.timedelta(days=149), 30, 2)


def test_record_is_strict_json_and_text_has_a_line_a_rung(rolling):
    record = json.loads(json.dumps(rolling.as_record(), allow_nan=False))
    assert record["origins"][0]["as_of"] == AS_OF.isoformat()
    assert len(record["pooled"]) == len(rolling.by_origin())
    lines = rolling.as_text().splitlines()
    assert [line.split()[0] for line in lines[3:]] == list(rolling.by_origin().index)


# The interval by customer


def test_the_interval_is_that_of_a_plain_bootstrap_over_customers():
    drawn = np.random.default_rng(2)
    customers, values = drawn.integers(0, 30, 200), drawn.normal(size=200)
    of_customer = [values[customers == key] for key in pd.unique(customers)]
    means = []
    for weights in np.vstack(list(draw_weights(len(of_customer), 500))):
        rows = [
            value
            for count, own in zip(weights, of_customer, strict=True)
            for value in np.tile(own, count)
        ]
        means.append(np.mean(rows))
    expected = np.quantile(means, [0.025, 0.975])
    assert customer_interval(customers, values) == pytest.approx(tuple(expected))


def test_saying_everything_twice_does_not_make_it_surer():
    drawn = np.random.default_rng(3)
    customers, values = np.arange(100), drawn.normal(size=100)
    once = customer_interval(customers, values)
    twice = customer_interval(np.tile(customers, 2), np.tile(values, 2))
    assert twice == pytest.approx(once)

"""Backtests on purchase logs small enough to think about, and on a simulated shop."""

import datetime
import json

import numpy as np
import pandas as pd
import pytest

from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.evaluation import backtest
from crm_analysis.evaluation.metrics import measure
from crm_analysis.scores import score

AUTUMN = datetime.date(2025, 10, 1)


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture(scope="module")
def autumn(busy_shop):
    return backtest(busy_shop, AUTUMN, 30)


def test_metrics_are_those_of_the_predictions(autumn):
    rows = autumn.predictions
    for rung in autumn.as_record()["rungs"]:
        measured = measure(rows["label"], rows[f"probability_{rung['rung']}"])
        assert measured == {name: rung[name] for name in measured}


def test_rungs_come_in_order_and_the_default_is_the_highest(autumn):
    record = autumn.as_record()
    names = [rung["rung"] for rung in record["rungs"]]
    assert names[:3] == ["base_rate", "bernoulli", "logistic"]
    assert record["default"] == names[-1]


def test_probability_is_that_of_the_default_rung(autumn):
    rows = autumn.predictions
    assert rows["probability"].equals(rows[f"probability_{autumn.default.rung}"])
    assert rows.columns[:3].tolist() == ["customer_id", "label", "probability"]


def test_record_is_strict_json(autumn):
    record = autumn.as_record()
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert record["n_customers"] == len(autumn.predictions)


def test_a_backtest_gives_the_same_twice(busy_shop, autumn):
    again = backtest(busy_shop, AUTUMN, 30)
    assert again.as_record() == autumn.as_record()


def test_every_metric_has_an_interval_around_it(autumn):
    for rung in autumn.as_record()["rungs"]:
        low, high = rung["log_loss_interval"]
        assert low < rung["log_loss"] < high


def test_differences_are_to_the_default(autumn):
    *others, default = autumn.as_record()["rungs"]
    assert default["log_loss_difference"] == 0
    for rung in others:
        assert rung["log_loss_difference"] == rung["log_loss"] - default["log_loss"]


def test_a_segment_is_tested_on_alone_with_the_same_models(busy_shop, autumn):
    everybody = autumn.predictions.set_index("customer_id")
    some = everybody.index[::3]
    segment = backtest(busy_shop, AUTUMN, 30, customers=some)
    assert segment.predictions.set_index("customer_id").equals(everybody.loc[some])


def test_a_segment_nobody_is_in_is_not_enough(busy_shop):
    with pytest.raises(NotEnoughDataError, match="none of the customers asked for"):
        backtest(busy_shop, AUTUMN, 30, customers=pd.Index([], dtype="int64"))


def test_labels_begin_on_the_as_of_day_and_end_with_the_horizon(shop):
    database = shop(
        ("first day", "2025-01-01"),
        ("first day", "2025-02-01"),
        ("last day", "2025-01-01"),
        ("last day", "2025-02-10"),
        ("too late", "2025-01-01"),
        ("too late", "2025-02-11"),
    )
    result = backtest(database, day("2025-02-01"), 10)
    assert result.predictions["label"].tolist() == [1, 1, 0]


def test_horizon_must_end_with_the_data(shop):
    database = shop(("a", "2025-01-01"), ("a", "2025-01-02"), ("a", "2025-01-20"))
    assert backtest(database, day("2025-01-16"), 5).as_record()["n_buyers"] == 1
    with pytest.raises(UsageError, match="choose as_of 2025-01-16 or earlier"):
        backtest(database, day("2025-01-17"), 5)


def test_a_silent_end_is_inside_the_data_up_to_a_tenth_of_the_horizon(shop):
    days = ("2024-12-01", "2024-12-25", "2025-01-20", "2025-01-31")
    database = shop(*[("a", text) for text in days])
    result = backtest(database, day("2025-01-14"), 20)
    assert "end of the horizon: 2;" in result.notes[0]
    with pytest.raises(UsageError, match="not wholly inside the data"):
        backtest(database, day("2025-01-15"), 20)


def test_a_silence_never_seen_before_is_not_inside_the_data(shop):
    days = pd.date_range("2024-12-01", "2025-01-31").strftime("%Y-%m-%d")
    database = shop(*[("a", text) for text in days])
    assert backtest(database, day("2025-01-12"), 20).as_record()["n_buyers"] == 1
    with pytest.raises(UsageError, match="choose as_of 2025-01-12 or earlier"):
        backtest(database, day("2025-01-13"), 20)


def test_no_customers_when_training_begins_is_not_enough(shop):
    database = shop(("a", "2025-01-05"), ("a", "2025-01-20"))
    assert backtest(database, day("2025-01-11"), 5).as_record()["n_customers"] == 1
    with pytest.raises(NotEnoughDataError, match="no customer had bought before"):
        backtest(database, day("2025-01-10"), 5)


def test_the_data_end_where_nothing_follows_for_the_horizon_and_thirty_days(shop):
    days = ("2025-01-05", "2025-01-20")
    resumed = shop(*[("a", text) for text in (*days, "2025-02-25")])
    assert backtest(resumed, day("2025-01-17"), 5).as_record()["n_buyers"] == 1
    stray = shop(*[("a", text) for text in (*days, "2025-02-26")])
    with pytest.raises(UsageError, match="up to 2025-02-26 follow a silence too long"):
        backtest(stray, day("2025-01-17"), 5)
    assert backtest(stray, day("2025-01-16"), 5).as_record()["n_buyers"] == 1


def test_an_order_the_day_after_the_horizon_is_beyond_it(shop):
    database = shop(("a", "2025-01-05"), ("a", "2025-02-11"))
    with pytest.raises(NotEnoughDataError, match="from 2025-01-05 to 2025-01-05"):
        backtest(database, day("2025-02-06"), 5)


def test_data_shorter_than_the_horizon_are_not_enough(shop):
    database = shop(("a", "2025-01-05"), ("a", "2025-01-20"))
    with pytest.raises(NotEnoughDataError, match="too short for a horizon of 17 days"):
        backtest(database, day("2025-01-10"), 17)
    with pytest.raises(UsageError, match="choose as_of 2025-01-06 or earlier"):
        backtest(database, day("2025-01-10"), 16)


def test_before_the_first_order_is_wrong_use(shop):
    database = shop(("a", "2025-01-05"), ("a", "2025-03-20"))
    with pytest.raises(UsageError, match="orders are from 2025-01-05 to 2025-03-20"):
        backtest(database, day("2025-01-05"), 5)


@pytest.mark.parametrize("horizon_days", [-1, 0, 3651, 10**20])
def test_a_horizon_of_no_days_or_of_more_than_ten_years_is_wrong_use(
    shop, horizon_days
):
    database = shop(("a", "2025-01-05"))
    for run in (backtest, score):
        with pytest.raises(
            UsageError, match=r"horizon_days is .*, expected 1 to 3,650"
        ):
            run(database, day("2025-01-06"), horizon_days)


@pytest.mark.parametrize(
    ("bought", "default"),
    [(["2025-01-25", "2025-02-05"], "pareto_nbd"), ([], "base_rate")],
)
def test_everybody_or_nobody_bought_leaves_rungs_out_and_verdicts_withheld(
    shop, bought, default
):
    database = shop(
        *[(customer, "2025-01-05") for customer in "abc"],
        *[(customer, text) for customer in "abc" for text in bought],
        ("d", "2025-02-20"),
    )
    record = backtest(database, day("2025-02-01"), 15).as_record()
    assert record["default"] == default
    left_out = {each["rung"] for each in record["left_out"]}
    assert left_out >= {"bernoulli", "logistic", "blend"}
    assert not record["verdicts"]["ranking"]["given"]
    assert not record["verdicts"]["probabilities"]["given"]


def test_one_customer_works(shop):
    database = shop(("a", "2025-01-01"), ("a", "2025-01-30"))
    record = backtest(database, day("2025-01-20"), 10).as_record()
    assert (record["n_customers"], record["n_buyers"]) == (1, 0)


def test_history_shorter_than_a_year_is_noted(autumn):
    notes = autumn.notes
    assert any("less than a year" in note for note in notes)


def test_text_names_every_rung_and_both_verdicts(autumn):
    text = autumn.as_text()
    for words in ("base_rate", "bernoulli", "logistic", "The ranking", "default rung"):
        assert words in text


def test_ladder_frame_has_one_row_a_rung(autumn):
    assert autumn.ladder.index.tolist() == [each.rung for each in autumn.rungs]
    assert np.isfinite(autumn.ladder["log_loss"]).all()

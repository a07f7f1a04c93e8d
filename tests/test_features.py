"""Features: each edge by hand, and the whole table against plain Python."""

import datetime
import statistics
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from crm_analysis.database import Database, in_memory
from crm_analysis.features import (
    read_evidence_by_day,
    read_features,
    read_purchase_history_groups,
    read_purchase_patterns,
)
from crm_analysis.labels import (
    read_buyers_by_days_since_last,
    read_days_since_last,
    read_labels,
    read_labels_by_day,
)
from order_logs import (
    AS_OF,
    ORDERS,
    bought,
    day,
    days_before,
    only,
    order,
    orders_database,
    refilled,
)

WINDOWS = (7, 30, 90, 180, 365)
MORE_WINDOWS = (14, 60, 730)
SPEND_WINDOWS = (7, 30, 90, 180, 365)
SEASONS = (7, 14, 30, 60, 90, 180)
HALF_LIVES = (7, 30, 90, 365)


def features_of(*orders: dict, as_of: datetime.date = AS_OF) -> pd.Series:
    """Return the features of the one customer who ordered."""
    with orders_database(orders) as database:
        return only(read_features(database, as_of))


def patterns_of(*orders: dict) -> pd.Series:
    """Return the patterns of the one customer who ordered."""
    with orders_database(orders) as database:
        return only(read_purchase_patterns(database, AS_OF))


def label_of(*orders: dict, horizon_days: int = 30) -> int:
    with orders_database(orders) as database:
        return read_labels(database, AS_OF, horizon_days).item()


def known_customers(*orders: dict) -> list[int]:
    with orders_database(orders) as database:
        return read_features(database, AS_OF).index.tolist()


# What is known on a day


def test_an_order_on_the_as_of_day_is_not_known():
    assert features_of(*bought("2025-02-01", "2025-03-01"))["orders"] == 1


def test_an_order_in_the_last_minute_before_the_as_of_day_is_known():
    assert features_of(*bought("2025-02-01", "2025-02-28 23:59:59"))["orders"] == 2


def test_the_day_of_an_order_is_the_sources_not_the_utc_one():
    late = order(1, "2025-02-28 23:30", ordered_on=day("2025-03-01"))
    assert features_of(*bought("2025-02-01"), late)["orders"] == 1


def test_a_customer_exists_from_the_day_after_the_first_order():
    assert known_customers(order(1, "2025-03-01"), order(2, "2025-02-28")) == [2]


def test_a_customer_without_a_purchase_does_not_exist():
    assert known_customers(order(1, "2025-02-01", counts_as_purchase=False)) == []


def test_customers_come_in_the_order_of_their_ids():
    orders = [order(key, "2025-02-01") for key in (11, 2, 30)]
    assert known_customers(*orders) == [2, 11, 30]


# Counts


def test_two_orders_on_a_day_are_one_purchase_day():
    found = features_of(*bought("2025-02-01 09:00", "2025-02-01 18:00"))
    assert (found["orders"], found["purchase_days"], found["repeat_purchases"]) == (
        2,
        1,
        0,
    )


@pytest.mark.parametrize("status", ["refunded", "cancelled"])
def test_an_order_that_does_not_count_is_in_no_feature(status):
    other = order(1, "2025-02-20", "99.00", counts_as_purchase=False, status=status)
    alone, beside = (
        features_of(*bought("2025-02-01")),
        features_of(*bought("2025-02-01"), other),
    )
    pd.testing.assert_series_equal(alone, beside)


def test_days_are_counted_from_first_last_and_as_of():
    found = features_of(*bought("2025-01-01", "2025-01-11", "2025-02-26"))
    names = ["first_to_last_days", "tenure_days", "days_since_last"]
    assert found[names].tolist() == [56, 59, 3]


def test_a_purchase_the_day_before_is_one_day_old():
    found = features_of(*bought("2025-02-28"))
    assert (found["tenure_days"], found["days_since_last"]) == (1, 1)


def test_gaps_are_the_days_between_neighbouring_purchase_days():
    found = features_of(
        *bought("2025-01-01", "2025-01-05", "2025-01-25", "2025-02-01", "2025-02-01")
    )
    names = ["count", "sum", "squared_sum", "last", "max", "mean", "deviation"]
    names = [f"gap_{'days_' * (name != 'count')}{name}" for name in names]
    assert found[names].tolist() == pytest.approx(
        [3, 31, 4**2 + 20**2 + 7**2, 7, 20, 31 / 3, statistics.stdev([4, 20, 7])]
    )


def test_a_one_time_buyer_has_no_gaps():
    found = features_of(*bought("2025-02-01"))
    assert found[["gap_count", "gap_days_sum", "gap_days_squared_sum"]].sum() == 0
    missing = ["gap_days_last", "gap_days_max", "gap_days_mean", "gap_days_deviation"]
    assert found[missing].isna().all()


def test_one_gap_has_a_mean_and_no_deviation():
    found = features_of(*bought("2025-02-01", "2025-02-09"))
    assert found["gap_days_mean"] == 8
    assert np.isnan(found["gap_days_deviation"])


def test_equal_gaps_deviate_by_nothing():
    found = features_of(*bought("2025-01-01", "2025-01-04", "2025-01-07", "2025-01-10"))
    assert found["gap_days_deviation"] == 0


@pytest.mark.parametrize("window", WINDOWS)
def test_the_last_day_of_a_window_is_in_and_the_next_is_out(window):
    orders = bought(days_before(window + 1), days_before(window), amount="1.25")
    found = features_of(*orders)
    assert found[f"purchase_days_last_{window}_days"] == 1


@pytest.mark.parametrize("window", SPEND_WINDOWS)
def test_spend_on_the_last_day_of_a_window_is_in_and_on_the_next_is_out(window):
    orders = bought(days_before(window + 1), days_before(window), amount="1.25")
    assert features_of(*orders)[f"spend_cents_last_{window}_days"] == 125


# Spend


def test_spend_adds_up_to_the_cent():
    orders = [order(1, "2025-02-01", amount) for amount in ("0.10", "0.20", "19.99")]
    assert features_of(*orders)["spend_cents"] == 2029


def test_an_unknown_amount_is_missing_and_not_zero():
    found = features_of(order(1, days_before(3), None, None))
    names = [
        "spend_cents",
        *(f"spend_cents_last_{days}_days" for days in SPEND_WINDOWS),
    ]
    assert found[names].isna().all()


def test_a_window_without_a_purchase_has_zero_spend():
    found = features_of(order(1, days_before(31), None, None))
    assert found["spend_cents_last_30_days"] == 0
    assert np.isnan(found["spend_cents_last_90_days"])


def test_a_known_amount_beside_an_unknown_one_is_the_spend():
    orders = [order(1, days_before(3), None, None), order(1, days_before(2), "5.00")]
    assert features_of(*orders)["spend_cents"] == 500


def test_goods_free_of_charge_are_zero_spend():
    assert features_of(order(1, days_before(3), "0.00"))["spend_cents"] == 0


def test_spend_in_another_currency_than_most_is_missing():
    orders = [*bought("2025-02-01", "2025-02-02"), order(2, "2025-02-01", "5", "USD")]
    with orders_database(orders) as database:
        spend = read_features(database, AS_OF)["spend_cents"]
    assert spend[1] == 2000
    assert np.isnan(spend[2])


def test_a_tie_of_currencies_goes_to_the_first_of_the_alphabet():
    orders = [order(1, "2025-02-01", "1", "USD"), order(1, "2025-02-02", "2", "EUR")]
    assert features_of(*orders)["spend_cents"] == 200


def test_purchases_without_an_amount_do_not_choose_the_currency():
    nothing = [order(1, "2025-02-01", None, "USD") for _ in range(3)]
    assert (
        features_of(*nothing, order(1, "2025-02-02", "2", "EUR"))["spend_cents"] == 200
    )


def test_orders_that_do_not_count_do_not_choose_the_currency():
    refunds = [
        order(1, "2025-02-01", "-1", "USD", counts_as_purchase=False) for _ in range(3)
    ]
    assert (
        features_of(*refunds, order(1, "2025-02-02", "2", "EUR"))["spend_cents"] == 200
    )


# Labels


def test_a_purchase_on_the_as_of_day_is_in_the_horizon():
    assert label_of(*bought("2025-02-01", "2025-03-01"), horizon_days=1) == 1


def test_a_purchase_on_the_last_day_of_the_horizon_is_in_it():
    assert label_of(*bought("2025-02-01", "2025-03-30")) == 1


def test_a_purchase_on_the_day_after_the_horizon_is_not_in_it():
    assert label_of(*bought("2025-02-01", "2025-03-31")) == 0


def test_a_purchase_before_the_horizon_is_not_in_it():
    assert label_of(*bought("2025-02-01", "2025-02-28")) == 0


def test_an_order_that_does_not_count_is_no_purchase_in_the_horizon():
    refund = order(1, "2025-03-05", "-1", counts_as_purchase=False)
    assert label_of(*bought("2025-02-01"), refund) == 0


def test_labels_are_for_the_customers_who_have_features(sample):
    for as_of in (day("2025-05-01"), day("2025-12-02"), day("2025-12-03")):
        features = read_features(sample, as_of)
        labels = read_labels(sample, as_of, 14)
        assert labels.index.equals(features.index)
        assert labels.name == "label"


def test_without_orders_there_are_no_customers_and_the_types_stay():
    with orders_database([]) as database:
        empty = read_features(database, AS_OF)
        labels = read_labels(database, AS_OF, 1)
        groups = read_purchase_history_groups(database, AS_OF)
    with orders_database(bought("2025-02-01")) as database:
        full = read_features(database, AS_OF)
    assert len(empty) == len(labels) == len(groups) == 0
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)


# Patterns


@pytest.mark.parametrize(("days_ago", "counted"), [(365, 1), (359, 1), (358, 0)])
def test_the_season_a_year_ago_has_as_many_days_as_its_name_says(days_ago, counted):
    patterns = patterns_of(*bought(days_before(days_ago)))
    assert patterns["purchase_days_a_year_ago_7_days"] == counted


def test_a_purchase_counts_half_after_a_half_life():
    patterns = patterns_of(*bought(days_before(30), days_before(60)))
    assert patterns["purchases_half_life_30_days"] == 0.75


def test_a_sample_holds_the_same_customers_on_every_day():
    orders = [order(key, "2025-01-01") for key in range(1, 201)]
    with orders_database(orders) as database:
        early, late = (
            read_features(database, as_of, 16_384).index
            for as_of in (day("2025-01-02"), AS_OF)
        )
        everybody = read_features(database, AS_OF).index
    assert early.equals(late)
    assert set(early) < set(everybody)
    assert len(early) == pytest.approx(50, abs=10)


@pytest.mark.parametrize("read", [read_features, read_purchase_patterns])
def test_a_sample_has_the_same_features_as_everybody(read):
    orders = [order(key, "2025-01-01", f"{key}.00") for key in range(1, 51)]
    with orders_database(orders) as database:
        some, every = (read(database, AS_OF, of) for of in (30_000, 65_536))
    assert 10 < len(some) < 40
    pd.testing.assert_frame_equal(some, every.loc[some.index])


# The whole table


def test_purchase_history_groups_are_the_features_counted(sample):
    as_of = day("2025-12-02")
    keys = ["repeat_purchases", "first_to_last_days", "tenure_days"]
    groups = read_purchase_history_groups(sample, as_of)
    expected = read_features(sample, as_of).groupby(keys).size()
    expected = expected.rename("customers").reset_index()
    pd.testing.assert_frame_equal(groups, expected, check_dtype=False)
    assert groups["customers"].max() > 0


@pytest.fixture(scope="module")
def emptied() -> Iterator[Database]:
    """Return a database in memory that one example after the other is put into."""
    with in_memory() as database:
        yield database


@given(ORDERS)
@settings(max_examples=30)
def test_the_features_are_what_plain_python_says(emptied, orders):
    found = read_features(refilled(emptied, orders), AS_OF)
    expected = {
        customer: plain_features([row for row in known if row[0] == customer], currency)
        for known, currency in [plain_known(orders)]
        for customer in sorted({row[0] for row in known})
    }
    assert found.index.tolist() == list(expected)
    for customer, row in expected.items():
        assert found.loc[customer].to_dict() == pytest.approx(row, nan_ok=True)


@given(ORDERS)
@settings(max_examples=15)
def test_the_patterns_are_what_plain_python_says(emptied, orders):
    found = read_purchase_patterns(refilled(emptied, orders), AS_OF)
    known, _ = plain_known(orders)
    assert found.index.tolist() == sorted({row[0] for row in known})
    for customer, row in found.iterrows():
        ages = {age for key, age, *_ in known if key == customer}
        assert row.to_dict() == pytest.approx(plain_patterns(ages))


def plain_patterns(ages: set[int]) -> dict[str, float]:
    """Count one customer's purchase days, given as days ago, in plain Python."""
    return {
        **{
            f"purchase_days_last_{days}_days": sum(age <= days for age in ages)
            for days in MORE_WINDOWS
        },
        **{
            f"purchase_days_a_year_ago_{days}_days": sum(
                365 - days < age <= 365 for age in ages
            )
            for days in SEASONS
        },
        **{
            f"purchases_half_life_{days}_days": sum(
                round(1e6 * 0.5 ** (age / days)) / 1e6 for age in ages
            )
            for days in HALF_LIVES
        },
    }


def plain_known(orders: list[dict]) -> tuple[list[tuple], str | None]:
    """Return customer, age in days, currency and cents; and the currency of most."""
    known = [
        (
            row["customer_id"],
            (AS_OF - row["ordered_on"]).days,
            row["currency"],
            None if row["net_amount"] is None else int(row["net_amount"] * 100),
        )
        for row in orders
        if row["counts_as_purchase"] and row["ordered_on"] < AS_OF
    ]
    counts = Counter(row[2] for row in known if row[3] is not None)
    return known, min(counts, key=lambda name: (-counts[name], name), default=None)


def plain_features(rows: list[tuple], currency: str | None) -> dict[str, float]:
    """Compute one customer's features the slow and obvious way."""
    ages = sorted({row[1] for row in rows}, reverse=True)
    gaps = [earlier - later for earlier, later in pairwise(ages)]
    nan = float("nan")
    spend = {}
    for window in (None, *SPEND_WINDOWS):
        inside = [row for row in rows if window is None or row[1] <= window]
        cents = [row[3] for row in inside if row[2] == currency and row[3] is not None]
        name = "spend_cents" + (f"_last_{window}_days" if window else "")
        spend[name] = sum(cents) if cents or not inside else nan
    return {
        "orders": len(rows),
        "purchase_days": len(ages),
        "repeat_purchases": len(ages) - 1,
        "first_to_last_days": ages[0] - ages[-1],
        "tenure_days": ages[0],
        "days_since_last": ages[-1],
        "gap_count": len(gaps),
        "gap_days_sum": sum(gaps),
        "gap_days_squared_sum": sum(gap**2 for gap in gaps),
        "gap_days_last": gaps[-1] if gaps else nan,
        "gap_days_max": max(gaps, default=nan),
        "gap_days_mean": statistics.mean(gaps) if gaps else nan,
        "gap_days_deviation": statistics.stdev(gaps) if len(gaps) > 1 else nan,
        **{
            f"purchase_days_last_{days}_days": sum(age <= days for age in ages)
            for days in WINDOWS
        },
        **spend,
    }


# lifetimes sets an option of pandas that is on its way out.
@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_cdnow_has_the_frequency_recency_and_age_that_lifetimes_counts(
    cdnow: Database,
):
    from lifetimes.utils import summary_data_from_transaction_data  # noqa: PLC0415

    as_of = day("1997-10-01")
    orders = cdnow.read_table("purchase_days").to_pandas(date_as_object=False)
    # Its end of observation is a day that is known, and tenure is counted to it.
    orders = orders[orders["purchased_on"] < pd.Timestamp(as_of)]
    summary = summary_data_from_transaction_data(
        orders, "customer_id", "purchased_on", observation_period_end=as_of
    )
    features = read_features(cdnow, as_of)
    for ours, theirs in (
        ("repeat_purchases", "frequency"),
        ("first_to_last_days", "recency"),
        ("tenure_days", "T"),
    ):
        assert features[ours].to_numpy() == pytest.approx(summary[theirs].to_numpy())
    assert len(features) == 23_570


# Several days at once


@given(ORDERS)
@settings(max_examples=15)
def test_several_days_at_once_are_the_single_days(emptied, orders):
    days = [AS_OF - datetime.timedelta(days=ago) for ago in (0, 1, 7)]
    database = refilled(emptied, orders)
    evidence = read_evidence_by_day(database, days, AS_OF)
    labels = read_labels_by_day(database, days, 5)
    assert labels.index.equals(evidence.index)
    for each in days:
        features = read_features(database, each)
        if features.empty:
            continue
        of_day = evidence.loc[pd.Timestamp(each)]
        # Money is in the currency that decides on the last of the days.
        same = [name for name in features if "cents" not in name]
        pd.testing.assert_frame_equal(of_day[same], features[same])
        patterns = read_purchase_patterns(database, each)
        pd.testing.assert_frame_equal(of_day[list(patterns)], patterns)
        pd.testing.assert_series_equal(
            labels.loc[pd.Timestamp(each)], read_labels(database, each, 5)
        )


# Counts by days since the last purchase


def test_buyers_are_counted_by_their_days_since_the_last_purchase():
    orders = [
        *bought(days_before(9), days_before(3), days_before(0)),  # on as_of: a buyer
        *bought(days_before(3), days_before(-29), customer=2),  # on the last day
        *bought(days_before(3), days_before(-30), customer=3),  # a day too late
        *bought(days_before(0), customer=4),  # not known before as_of
        *bought(days_before(1), customer=5),
    ]
    with orders_database(orders) as database:
        counts = read_buyers_by_days_since_last(database, AS_OF, 30)
    assert counts.to_dict("list") == {
        "days_since_last": [1, 3],
        "customers": [1, 3],
        "buyers": [0, 2],
    }


@given(ORDERS)
@settings(max_examples=15)
def test_counts_are_those_of_features_and_labels(emptied, orders):
    database = refilled(emptied, orders)
    counts = read_buyers_by_days_since_last(database, AS_OF, 30)
    rows = read_features(database, AS_OF)
    rows["label"] = read_labels(database, AS_OF, 30)
    grouped = rows.groupby("days_since_last")["label"].agg(["size", "sum"])
    found = counts.set_index("days_since_last")[["customers", "buyers"]]
    assert found.to_numpy().tolist() == grouped.to_numpy().tolist()
    assert found.index.tolist() == grouped.index.tolist()


@given(ORDERS)
@settings(max_examples=15)
def test_days_since_the_last_purchase_are_those_of_the_features(orders):
    with orders_database(orders) as database:
        days = read_days_since_last(database, AS_OF)
        features = read_features(database, AS_OF)
    assert days.equals(features["days_since_last"])

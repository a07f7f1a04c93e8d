"""No leakage: deleting every row on or after as_of changes nothing that is known."""

import datetime
from collections.abc import Iterator

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings

from crm_analysis.customers import read_age_and_gender
from crm_analysis.database import Database, connect, in_memory
from crm_analysis.database.statements import segment_names
from crm_analysis.evaluation import backtest
from crm_analysis.features import (
    read_features,
    read_purchase_history_groups,
    read_purchase_patterns,
)
from crm_analysis.scores import score
from order_logs import AS_OF, ORDERS, day, order, orders_database, refilled

TIMES = {
    "customers": "created_at",
    "orders": "ordered_at",
    "communications": "occurred_at",
    "consents": "evidence_at",
    "campaign_touches": "touched_on",
    "campaign_responses": "responded_on",
}


def past_of(database: Database, as_of: datetime.date) -> Database:
    """Copy what was known before a day into a database of its own."""
    past = in_memory()
    for table, moment in TIMES.items():
        rows = database.read_table(table)
        known = pc.less(rows[moment].cast(pa.timestamp("us")), pa.scalar(as_of))
        past.load(table, rows.filter(pc.fill_null(known, True)))
    past.load("demographics", database.read_table("demographics"))
    return past


def assert_nothing_known_differs(
    whole: Database, past: Database, as_of: datetime.date
) -> None:
    for read in (read_features, read_purchase_patterns, read_purchase_history_groups):
        pd.testing.assert_frame_equal(read(whole, as_of), read(past, as_of))


@pytest.fixture(scope="module")
def two_emptied() -> Iterator[tuple[Database, Database]]:
    """Return two databases that one example after the other is put into."""
    with in_memory() as whole, in_memory() as past:
        yield whole, past


@given(ORDERS)
@settings(max_examples=15)
def test_later_orders_change_no_feature(two_emptied, orders):
    earlier = [row for row in orders if row["ordered_on"] < AS_OF]
    whole, past = map(refilled, two_emptied, (orders, earlier))
    assert_nothing_known_differs(whole, past, AS_OF)


@pytest.mark.parametrize(
    "as_of", ["2025-02-10", "2025-05-02", "2025-12-02", "2025-12-03", "2026-01-01"]
)
def test_the_samples_future_changes_no_feature(sample, as_of):
    with past_of(sample, day(as_of)) as past:
        assert_nothing_known_differs(sample, past, day(as_of))


def test_complete_journeys_future_changes_no_feature(complete_journey):
    as_of = day("2017-10-01")
    with past_of(complete_journey, as_of) as past:
        assert past.read("features/coverage")["last_day"].to_pylist() < [as_of]
        assert_nothing_known_differs(complete_journey, past, as_of)


def test_a_currency_that_most_use_only_later_does_not_decide_what_spend_is():
    earlier = [order(1, "2025-02-01", "5.00", "EUR")]
    later = [order(1, "2025-03-01", "7.00", "USD") for _ in range(9)]
    with orders_database(earlier + later) as database:
        assert read_features(database, AS_OF)["spend_cents"].item() == 500


@pytest.fixture(scope="module")
def whole_scores(complete_journey_url):
    """Return scores on a day of October that know all of Complete Journey."""
    with connect(complete_journey_url) as database:
        return score(database, day("2017-10-01"), 14)


@pytest.fixture(scope="module")
def whole_backtest(complete_journey_url):
    """Return a backtest of that day that knows all of Complete Journey."""
    with connect(complete_journey_url) as database:
        return backtest(database, day("2017-10-01"), 14)


def test_complete_journeys_future_changes_no_score(complete_journey, whole_scores):
    as_of, whole = day("2017-10-01"), whole_scores
    with past_of(complete_journey, as_of) as past:
        known = score(past, as_of, 14)
    pd.testing.assert_frame_equal(whole.frame, known.frame, check_exact=True)
    assert (whole.default, whole.notes) == (known.default, known.notes)
    assert whole.models == known.models


def test_what_comes_after_the_horizon_changes_nothing_in_a_backtest(
    complete_journey, whole_backtest
):
    as_of, until, whole = day("2017-10-01"), day("2017-10-15"), whole_backtest
    with past_of(complete_journey, until) as past:
        known = backtest(past, as_of, 14)
    assert whole.as_record() == known.as_record()
    pd.testing.assert_frame_equal(
        whole.predictions, known.predictions, check_exact=True
    )


def test_what_happens_in_the_horizon_changes_a_label_and_no_probability(
    whole_backtest, whole_scores
):
    predictions, default = whole_backtest.predictions, whole_scores.default
    found = predictions.set_index("customer_id")[f"probability_{default}"]
    pd.testing.assert_series_equal(
        found, whole_scores.frame["probability"], check_names=False, check_exact=True
    )


@pytest.mark.parametrize("segment", segment_names())
def test_later_customers_change_no_age_or_gender_in_a_segment(sample, segment):
    as_of = day("2025-08-10")
    with past_of(sample, as_of) as past:
        whole = read_age_and_gender(sample, as_of, segment)
        known = read_age_and_gender(past, as_of, segment)
    assert whole.customers == known.customers > 0
    pd.testing.assert_series_equal(whole.ages, known.ages)
    pd.testing.assert_series_equal(whole.gender, known.gender)


def test_a_customer_made_on_the_as_of_day_is_not_in_the_customer_base(sample):
    # "Birthday Today" was made on 2025-08-10.
    on_the_day = read_age_and_gender(sample, day("2025-08-10")).customers
    the_day_after = read_age_and_gender(sample, day("2025-08-11")).customers
    assert the_day_after == on_the_day + 1

"""Coverage: which days the orders are from, and days given as text."""

import pytest

from crm_analysis.coverage import parse_day, read_coverage, resolve_as_of
from crm_analysis.errors import DataRefusedError, UsageError
from order_logs import bought, day, order, orders_database


def test_coverage_is_the_days_of_all_orders_and_the_longest_silence():
    refund = order(1, "2025-02-20", "-1", counts_as_purchase=False)
    with orders_database([*bought("2025-02-01", "2025-02-04"), refund]) as database:
        coverage = read_coverage(database)
    assert (coverage.first_day, coverage.last_day) == (
        day("2025-02-01"),
        day("2025-02-20"),
    )
    assert coverage.longest_silence_days == 15
    assert coverage.latest_as_of == day("2025-02-21")


def test_neighbouring_days_have_no_silence_between_them():
    with orders_database(bought("2025-02-01", "2025-02-02")) as database:
        assert read_coverage(database).longest_silence_days == 0


def test_a_database_without_orders_says_so():
    with orders_database([]) as database, pytest.raises(DataRefusedError) as refusal:
        read_coverage(database)
    assert str(refusal.value) == (
        "the database has no orders; load some, for instance with `crm-analysis seed`"
    )


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("latest", "2025-02-03"),
        ("2025-02-03", "2025-02-03"),
        ("2025-02-02", "2025-02-02"),
    ],
)
def test_as_of_is_a_day_after_the_first_order_up_to_the_day_after_the_last(
    as_of, expected
):
    with orders_database(bought("2025-02-01", "2025-02-02")) as database:
        assert resolve_as_of(database, as_of) == day(expected)


@pytest.mark.parametrize("as_of", ["2025-02-01", "2025-02-04"])
def test_as_of_outside_the_orders_is_refused_and_says_which_days_there_are(as_of):
    with (
        orders_database(bought("2025-02-01", "2025-02-02")) as database,
        pytest.raises(UsageError, match="from 2025-02-01 to 2025-02-02"),
    ):
        resolve_as_of(database, as_of)


@pytest.mark.parametrize("text", ["yesterday", "2025-02-30", "", "01.02.2025"])
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(UsageError, match="is not a day; write it as year-month-day"):
        parse_day(text)


@pytest.mark.parametrize("text", ["1800-01-01", "2999-12-31"])
def test_a_day_of_the_first_or_last_year_is_read(text):
    assert parse_day(text).isoformat() == text


@pytest.mark.parametrize("text", ["1799-12-31", "3000-01-01", "0001-01-01"])
def test_a_day_from_which_no_horizon_can_be_counted_is_refused(text):
    with pytest.raises(UsageError, match="expected a year from 1800 to 2999"):
        parse_day(text)

"""How customers buy: months, cohorts and the currency they are counted in."""

import pandas as pd
import pytest

from crm_analysis.errors import UsageError
from crm_analysis.months import first_days, month_number
from crm_analysis.purchases import (
    cohort_period,
    read_cohorts,
    read_purchases_by_month,
    read_reporting_currency,
)
from order_logs import bought, day, order, orders_database


def months_of(*orders, as_of="2025-03-01"):
    with orders_database(orders) as database:
        months = read_purchases_by_month(database, day(as_of))
    return months.assign(month=months["month"].dt.strftime("%Y-%m"))


def cohorts_of(*orders, as_of="2025-04-01"):
    with orders_database(orders) as database:
        cohorts = read_cohorts(database, day(as_of))
    names = cohorts["cohort"].dt.strftime("%Y-%m")
    return cohorts.assign(cohort=names).set_index(["cohort", "months_since"])


def test_a_month_that_as_of_cuts_short_is_left_out():
    months = months_of(*bought("2025-01-31", "2025-02-01"), as_of="2025-02-28")
    assert months["month"].tolist() == ["2025-01"]


def test_a_month_is_whole_on_the_first_day_after_it():
    months = months_of(*bought("2025-01-31", "2025-02-01"), as_of="2025-03-01")
    assert months["month"].tolist() == ["2025-01", "2025-02"]


def test_a_month_without_orders_is_nothing_and_not_missing():
    months = months_of(*bought("2025-01-05", "2025-03-05"), as_of="2025-04-01")
    assert months.loc[1, ["orders", "buyers", "amount"]].tolist() == [0, 0, 0.0]


def test_a_month_whose_amounts_are_unknown_has_no_amount():
    unknown = order(1, "2025-02-05", amount=None, currency=None)
    assert pd.isna(months_of(order(1, "2025-01-05"), unknown).loc[1, "amount"])


def test_two_orders_of_a_customer_are_two_orders_and_one_buyer():
    months = months_of(*bought("2025-01-05", "2025-01-05 18:00"))
    assert months.loc[0, ["orders", "buyers"]].tolist() == [2, 1]


def test_amounts_in_another_currency_are_left_out():
    pounds = order(2, "2025-01-07", amount="5.00", currency="GBP")
    months = months_of(*bought("2025-01-05", "2025-01-06"), pounds)
    assert months.loc[0, "amount"] == 20.0


def test_the_reporting_currency_is_what_most_purchases_before_the_day_were_in():
    later = bought(*["2025-03-01"] * 3, currency="GBP")
    with orders_database([*bought("2025-01-05"), *later]) as database:
        assert read_reporting_currency(database, day("2025-03-01")) == "EUR"
        assert read_reporting_currency(database, day("2025-03-02")) == "GBP"


def test_no_amounts_have_no_currency():
    unknown = order(1, "2025-02-05", amount=None, currency=None)
    with orders_database([unknown]) as database:
        assert read_reporting_currency(database, day("2025-03-01")) == ""


def test_no_whole_month_is_an_empty_table():
    assert months_of(*bought("2025-02-05"), as_of="2025-02-06").empty


def test_a_cohort_is_counted_in_each_whole_month_since_its_first():
    orders = [*bought("2025-01-05", "2025-03-05"), order(2, "2025-01-31")]
    cohorts = cohorts_of(*orders)
    assert cohorts["buyers"].tolist() == [2, 0, 1]
    assert cohorts["buyer_share"].tolist() == [1.0, 0.0, 0.5]


def test_a_month_that_is_not_over_has_no_row_in_a_cohort():
    cohorts = cohorts_of(*bought("2025-01-05", "2025-02-05"), as_of="2025-02-28")
    assert cohorts.index.tolist() == [("2025-01", 0)]


def test_a_cohort_whose_first_month_is_not_over_is_left_out():
    cohorts = cohorts_of(
        order(1, "2025-01-05"), order(2, "2025-02-05"), as_of="2025-02-10"
    )
    assert cohorts.index.get_level_values("cohort").unique().tolist() == ["2025-01"]


def test_cohorts_of_a_year_before_are_numbered_through():
    cohorts = cohorts_of(*bought("2024-12-31", "2025-01-01"), as_of="2025-02-01")
    assert cohorts.loc[("2024-12", 1), "buyers"] == 1


def test_every_customer_is_in_one_cohort(complete_journey):
    cohorts = read_cohorts(complete_journey, day("2018-01-01"))
    assert cohorts.loc[cohorts["months_since"] == 0, "buyers"].sum() == 2469


def test_a_quarter_counts_a_customer_once_and_is_the_calendars():
    orders = bought("2024-12-31", "2025-01-01", "2025-02-05", "2025-07-01")
    with orders_database(orders) as database:
        cohorts = read_cohorts(database, day("2025-10-01"), period="quarter")
    assert cohorts["cohort"].dt.strftime("%Y-%m-%d").unique().tolist() == ["2024-10-01"]
    assert cohorts["quarters_since"].tolist() == [0, 1, 2, 3]
    assert cohorts["buyers"].tolist() == [1, 1, 0, 1]


@pytest.mark.parametrize(("as_of", "seen"), [("2025-12-31", 1), ("2026-01-01", 2)])
def test_a_year_counts_when_it_is_over(as_of, seen):
    orders = bought("2024-05-01", "2025-02-05")
    with orders_database(orders) as database:
        cohorts = read_cohorts(database, day(as_of), period="year")
    assert cohorts["years_since"].tolist() == list(range(seen))


def test_an_unknown_period_is_refused():
    with (
        orders_database(bought("2024-05-01")) as database,
        pytest.raises(UsageError, match="month, quarter, year; got 'week'"),
    ):
        read_cohorts(database, day("2025-01-01"), period="week")


@pytest.mark.parametrize(
    ("months", "period"),
    [(0, "month"), (24, "month"), (25, "quarter"), (72, "quarter"), (73, "year")],
)
def test_periods_grow_with_the_years(months, period):
    # An order dated long ago by mistake is not where the shop begins.
    buyers = [1] + [0] * 600 + [10] * months
    assert cohort_period(pd.DataFrame({"buyers": buyers})) == period


def test_no_month_is_no_cohort_of_a_longer_period():
    assert cohort_period(pd.DataFrame({"buyers": []})) == "month"


@pytest.mark.parametrize("text", ["2024-12-31", "2025-01-01", "1969-07-20"])
def test_the_number_of_a_month_leads_back_to_its_first_day(text):
    number = pd.Series([month_number(day(text))])
    assert first_days(number).item() == pd.Timestamp(text).replace(day=1)

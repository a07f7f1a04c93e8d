"""What was bought from one department: the same questions, of its lines only."""

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from crm_analysis.coverage import read_coverage
from crm_analysis.data_quality import read_fingerprint
from crm_analysis.database import choose_department, in_memory
from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.evaluation import backtest
from crm_analysis.evaluation.population import SMALLEST_COUNT, notes_on_population
from crm_analysis.features import (
    read_features,
    read_purchase_history_groups,
    read_purchase_patterns,
)
from crm_analysis.labels import read_labels
from crm_analysis.purchases import read_cohorts, read_reporting_currency
from crm_analysis.reporting.small_counts import SMALLEST_SHOWN
from crm_analysis.scores import score
from order_logs import AS_OF, days_before, only, order, orders_database, sold

AUTUMN = datetime.date(2025, 10, 1)
FRUIT = {"FRUIT": "3.00"}
TOOLS = {"TOOLS": "7.00"}


def fruit_of(*orders):
    return choose_department(sold(*orders), "FRUIT")


def only_features(*orders):
    return only(read_features(fruit_of(*orders), AS_OF))


# What a purchase is


def test_an_orders_amount_is_that_of_the_departments_lines():
    mixed = order(1, days_before(5), "10.00"), FRUIT | TOOLS
    assert only_features(mixed)["spend_cents"] == 300


@pytest.mark.parametrize(("amount", "cents"), [("0.55", 355), (None, np.nan)])
def test_two_lines_in_a_department_are_one_order_and_add_up_if_both_are_known(
    amount, cents
):
    database = sold((order(1, days_before(5)), {"FRUIT": "3.00", "ALSO": amount}))
    database._run("update products set department = 'FRUIT'", "test")
    found = only(read_features(choose_department(database, "FRUIT"), AS_OF))
    assert found["orders"] == 1
    np.testing.assert_equal(found["spend_cents"], cents)


def test_two_orders_on_a_day_are_one_purchase_day():
    log = [(order(1, days_before(5)), FRUIT)] * 2
    found = only_features(*log)
    assert (found["orders"], found["purchase_days"]) == (2, 1)


def test_orders_without_the_department_change_nothing_that_is_known():
    log = [
        (order(1, days_before(9)), FRUIT),
        (order(1, days_before(5)), TOOLS),
        (order(1, days_before(2)), {}),
        (order(1, days_before(1)), {None: "4.00"}),
    ]
    found = only_features(*log)
    assert (found["orders"], found["days_since_last"]) == (1, 9)


def test_a_customer_who_never_bought_from_it_is_not_in_the_population():
    log = [(order(1, days_before(9)), FRUIT), (order(2, days_before(9)), TOOLS)]
    assert read_features(fruit_of(*log), AS_OF).index.tolist() == [1]


def test_refunded_and_cancelled_orders_do_not_count():
    log = [(order(1, days_before(9)), FRUIT)]
    log += [
        (order(1, days_before(5), status=status, counts_as_purchase=False), FRUIT)
        for status in ("cancelled", "refunded")
    ]
    assert only_features(*log)["days_since_last"] == 9


@pytest.mark.parametrize(
    ("amount", "last"), [("-0.01", 9), ("0.00", 5), ("0.01", 5), (None, 5)]
)
def test_goods_given_back_in_an_order_are_no_purchase(amount, last):
    log = [(order(1, days_before(9)), FRUIT)]
    log += [(order(1, days_before(5)), {"FRUIT": amount, "TOOLS": "9.00"})]
    assert only_features(*log)["days_since_last"] == last


def test_an_amount_that_is_not_known_is_missing_and_not_zero():
    found = only_features((order(1, days_before(5)), {"FRUIT": None, "TOOLS": "1.00"}))
    assert found["orders"] == 1
    assert pd.isna(found["spend_cents"])


def test_an_amount_without_a_currency_is_not_known():
    log = [(order(1, days_before(5), amount=None, currency=None), FRUIT)]
    assert read_reporting_currency(fruit_of(*log), AS_OF) == ""
    assert pd.isna(only_features(*log)["spend_cents"])


@pytest.mark.parametrize("view", ["purchases", "purchase_days"])
def test_what_stands_in_for_a_view_has_its_columns(view):
    database = sold((order(1, days_before(5)), FRUIT))
    chosen = choose_department(database, "FRUIT")
    stand_in = chosen.read(f"departments/{view}", department="FRUIT")
    assert stand_in.schema == database.read_table(view).schema


def test_labels_and_histories_are_of_the_department():
    log = [
        (order(1, days_before(9)), FRUIT),
        (order(1, days_before(4)), TOOLS),
        (order(1, days_before(0)), TOOLS),
        (order(2, days_before(9)), FRUIT),
        (order(2, days_before(0)), FRUIT | TOOLS),
    ]
    database = fruit_of(*log)
    assert read_labels(database, AS_OF, 7).to_dict() == {1: 0, 2: 1}
    assert only(read_purchase_history_groups(database, AS_OF))["customers"] == 2


def test_the_days_of_the_data_are_those_of_all_orders():
    log = [(order(1, days_before(9)), FRUIT), (order(1, days_before(1)), TOOLS)]
    assert read_coverage(fruit_of(*log)).latest_as_of == AS_OF


@pytest.mark.parametrize(("segment", "buyers"), [("repeat_buyers", 1), ("all", 2)])
def test_a_segment_still_means_all_purchases(segment, buyers):
    log = [
        (order(1, "2025-01-05"), FRUIT),
        (order(1, "2025-02-05"), TOOLS),
        (order(2, "2025-01-05"), FRUIT),
    ]
    months = read_cohorts(fruit_of(*log), AS_OF, segment)
    assert months["buyers"].tolist() == [buyers, 0]


def test_a_departments_features_are_those_of_a_log_of_its_lines(complete_journey):
    with in_memory() as log:
        log.load("orders", log_of(complete_journey, "SEAFOOD"))
        chosen = choose_department(complete_journey, "SEAFOOD")
        as_of = datetime.date(2017, 10, 1)
        for read in (
            read_features,
            read_purchase_patterns,
            read_purchase_history_groups,
            lambda database, day: read_labels(database, day, 30).to_frame(),
        ):
            expected = read(log, as_of)
            assert len(expected) > 100
            pd.testing.assert_frame_equal(read(chosen, as_of), expected)


def log_of(database, department):
    """Return the orders with a line of a department, with the amounts of its lines."""
    tables = ("orders", "order_lines", "products")
    orders, lines, products = (database.read_table(name).to_pandas() for name in tables)
    sold_there = products.loc[products["department"] == department, "id"]
    lines = lines[lines["product_id"].isin(sold_there)]
    cents = (lines["net_amount"] * 100).astype("int64").groupby(lines["order_id"]).sum()
    log = orders[orders["counts_as_purchase"] & orders["id"].isin(cents.index)]
    amounts = [Decimal(int(each)) / 100 for each in cents.loc[log["id"]]]
    return pa.Table.from_pandas(log.assign(net_amount=amounts), preserve_index=False)


# Choosing one


@pytest.mark.parametrize("name", ["fruit", "FRUIT ", "", "ALL", "' or 1 = 1 --"])
def test_a_department_that_is_not_there_is_refused_and_the_others_are_named(name):
    database = sold((order(1, days_before(5)), FRUIT | TOOLS))
    with pytest.raises(UsageError, match="departments are FRUIT, TOOLS:") as refusal:
        choose_department(database, name)
    assert repr(name) in str(refusal.value)


def test_without_departments_the_sentence_says_so():
    database = orders_database([order(1, days_before(5))])
    with pytest.raises(UsageError, match="no product in the database is in one"):
        choose_department(database, "FRUIT")


def test_all_is_the_database_as_it_is():
    with orders_database([order(1, days_before(5))]) as database:
        assert choose_department(database, "all") is database


def test_a_name_with_a_quote_is_a_name():
    log = (order(1, days_before(5)), {"MEN'S": "3.00", "TOOLS": "7.00"})
    found = read_features(choose_department(sold(log), "MEN'S"), AS_OF)
    assert found["spend_cents"].item() == 300


def test_what_was_bought_from_it_is_in_the_fingerprint():
    whole = sold((order(1, days_before(5)), FRUIT | TOOLS))
    moved = sold((order(1, days_before(5)), {"FRUIT": "7.00", "TOOLS": "3.00"}))
    assert read_fingerprint(whole) == read_fingerprint(moved)
    whole, moved = (choose_department(each, "FRUIT") for each in (whole, moved))
    assert read_fingerprint(whole) != read_fingerprint(moved)


# Who is not scored


@pytest.mark.parametrize(
    ("others", "words"), [(0, "; 0 others"), (9, "fewer than 10"), (10, "; 10 others")]
)
def test_those_who_never_bought_from_it_are_counted_but_not_few(others, words):
    log = [(order(1, days_before(5)), FRUIT), (order(99, days_before(0)), TOOLS)]
    for key in range(2, others + 2):
        log += [
            (order(key, days_before(1)), TOOLS),
            (order(key, days_before(0)), FRUIT),
        ]
    log += [(order(98, days_before(5), counts_as_purchase=False), TOOLS)]
    (note,) = notes_on_population(fruit_of(*log), AS_OF)
    assert words in note
    assert "goods from FRUIT" in note


def test_nothing_is_said_of_the_population_where_all_purchases_are_meant():
    with orders_database([order(1, days_before(5))]) as database:
        assert notes_on_population(database, AS_OF) == ()


def test_few_are_as_few_here_as_on_a_page():
    assert SMALLEST_COUNT == SMALLEST_SHOWN


def test_a_department_that_nobody_knew_a_horizon_earlier_is_too_little():
    log = [(order(1, days_before(60)), TOOLS), (order(1, days_before(5)), FRUIT)]
    with pytest.raises(NotEnoughDataError, match="no customer had bought in FRUIT"):
        score(fruit_of(*log), AS_OF, 14)


# Scores and backtest


def simulated_sales():
    """Return a year of orders; two of three are of fruit, one of three of tools."""
    generator = np.random.default_rng(11)
    rates = generator.gamma(0.7, 0.03, 200)
    customers, days = np.nonzero(generator.random((200, 365)) < rates[:, None])
    first = datetime.date(2025, 1, 1)
    moments = [(first + datetime.timedelta(int(each))).isoformat() for each in days]
    return [
        (order(int(customer) + 1, moment), FRUIT if number % 3 else TOOLS)
        for number, (customer, moment) in enumerate(
            zip(customers, moments, strict=True)
        )
    ]


@pytest.fixture(scope="module")
def sales():
    return simulated_sales()


@pytest.fixture(scope="module")
def scores(sales):
    return score(fruit_of(*sales), AUTUMN, 30)


def test_scores_are_those_of_a_log_with_only_its_orders(sales, scores):
    fruit = [
        row | {"id": number, "source_id": str(number), "net_amount": Decimal("3.00")}
        for number, (row, amounts) in enumerate(sales, start=1)
        if amounts == FRUIT
    ]
    with orders_database(fruit) as log:
        expected = score(log, AUTUMN, 30)
    pd.testing.assert_frame_equal(scores.frame, expected.frame, check_exact=True)
    assert scores.notes[1:] == expected.notes


def test_backtest_and_scores_of_a_department_agree(sales, scores):
    result = backtest(fruit_of(*sales), AUTUMN, 30)
    said = result.predictions.set_index("customer_id").drop(columns="label")
    pd.testing.assert_frame_equal(scores.frame[list(said)], said, check_exact=True)
    assert result.as_record()["department"] == "FRUIT"
    assert result.notes[0] == scores.notes[0]
    assert "customers bought in FRUIT;" in result.as_text()


def test_what_is_bought_later_changes_nothing_that_scores_rest_on(sales):
    past = [sale for sale in sales if sale[0]["ordered_on"] < AUTUMN]
    whole, past = fruit_of(*sales), fruit_of(*past)
    for read in (read_features, read_purchase_patterns, read_purchase_history_groups):
        pd.testing.assert_frame_equal(read(whole, AUTUMN), read(past, AUTUMN))
    assert notes_on_population(whole, AUTUMN) == notes_on_population(past, AUTUMN)

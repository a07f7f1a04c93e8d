"""What every page says of its data."""

import shutil

import pandas as pd

from crm_analysis import connect
from crm_analysis.data_quality import (
    judge_load,
    read_fingerprint,
    read_load_audit,
    read_notice,
    read_order_currencies,
    read_order_quality,
)
from order_logs import bought, day, order, orders_database


def fingerprint_of(*orders):
    with orders_database(orders) as database:
        return read_fingerprint(database)


def test_equal_orders_have_equal_fingerprints():
    assert fingerprint_of(*bought("2025-01-05")) == fingerprint_of(
        *bought("2025-01-05")
    )


def test_any_other_day_amount_or_customer_changes_the_fingerprint():
    others = [
        order(1, "2025-01-06"),
        order(1, "2025-01-05", amount="10.01"),
        order(2, "2025-01-05"),
        order(1, "2025-01-05", counts_as_purchase=False),
    ]
    found = {fingerprint_of(each) for each in [order(1, "2025-01-05"), *others]}
    assert len(found) == 5


def test_two_customers_who_swap_their_days_change_the_fingerprint():
    one = fingerprint_of(order(1, "2025-01-05"), order(2, "2025-01-09"))
    other = fingerprint_of(order(1, "2025-01-09"), order(2, "2025-01-05"))
    assert one != other


def test_no_orders_have_a_fingerprint_too():
    assert len(fingerprint_of()) == 16


def test_the_notice_says_that_contacts_are_synthetic(complete_journey):
    notice = read_notice(complete_journey)
    assert "Complete Journey" in notice
    assert "synthetic" in notice
    assert "purchases are made up" not in notice


def test_the_notice_of_the_sample_says_that_purchases_are_made_up(sample):
    assert "purchases are made up" in read_notice(sample)


def test_the_audit_lists_the_whole_table_before_its_rules(complete_journey):
    audit = read_load_audit(complete_journey)
    first = audit.groupby("table")["rule"].first()
    assert set(first) == {"all"}
    assert (audit["rows_in"] == audit["rows_kept"] + audit["rows_dropped"]).all()


def test_a_load_is_whole_if_at_most_one_row_in_a_hundred_was_left_out():
    def judged(rows, dropped):
        tables = {"rule": ["all"], "rows_in": [rows], "rows_dropped": [dropped]}
        return judge_load(pd.DataFrame(tables))

    assert judged(200, 2).is_whole
    assert not judged(200, 3).is_whole
    assert judged(200, 0).sentence == "All 200 rows that came in were kept."
    assert not judged(0, 0).is_whole


def test_orders_are_counted_by_what_is_missing_or_odd_before_the_day():
    orders = [
        order(1, "2025-01-05"),
        order(1, "2025-01-05"),  # the same again
        order(1, "2025-01-06", amount=None),
        order(1, "2025-01-07", counts_as_purchase=False),
        order(1, "2025-01-09"),  # not before the day
    ]
    with orders_database(orders) as database:
        found = read_order_quality(database, day("2025-01-09"))
    assert found == {
        "orders": 4,
        "not_purchases": 1,
        "without_amount": 1,
        "repeated": 1,
        "other_day": 0,
        "days_since_last": 2,
    }


def test_of_no_orders_there_is_no_last_one(sample):
    first = sample.read("features/coverage").to_pylist()[0]["first_day"]
    found = read_order_quality(sample, first)
    assert (found["orders"], found["days_since_last"]) == (0, None)


def test_currencies_are_counted_the_most_first(sample):
    counts = read_order_currencies(sample, day("2026-01-01"))
    assert counts["orders"].is_monotonic_decreasing
    assert counts["orders"].sum() == sample.read_table("orders").num_rows


def test_another_answer_to_a_campaign_changes_the_fingerprint(sample_url, tmp_path):
    copy = tmp_path / "copy.duckdb"
    shutil.copy(sample_url.removeprefix("duckdb:///"), copy)
    with connect(f"duckdb:///{copy}", read_only=False) as database:
        before = read_fingerprint(database)
        database._run("delete from campaign_responses where id = 1", "test")
        assert read_fingerprint(database) != before

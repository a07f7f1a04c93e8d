"""What the report on customers shows lets nobody subtract a few people out."""

import pandas as pd

from crm_analysis.customers import analyse_age_and_gender
from crm_analysis.reporting.customer_exhibits import (
    show_customer_facts,
    show_genders,
    show_growth,
)
from crm_analysis.reporting.quality_exhibits import show_load_rules, show_quality
from crm_analysis.reporting.records import EXHIBIT
from order_logs import day

AS_OF = day("2025-06-10")
ORDERS = {
    "orders": 9,
    "not_purchases": 0,
    "without_amount": 0,
    "repeated": 0,
    "other_day": 0,
    "days_since_last": 1,
}


def growth_rows(shown, totals, customers):
    months = pd.DataFrame(
        {
            "month": pd.date_range("2025-01-01", periods=len(totals), freq="MS"),
            "new_customers": 0,
            "customers": totals,
        }
    )
    show_growth(months, customers)
    return shown[-1][EXHIBIT]["rows"]


def test_months_of_few_new_customers_are_counted_with_the_next(shown):
    rows = growth_rows(shown, [20, 29, 30, 30, 40], 50)
    assert [row[1:] for row in rows] == [[20, 20], [10, 30], [0, 30], [10, 40]]


def test_months_from_which_few_came_until_today_are_left_out(shown):
    rows = growth_rows(shown, [20, 30, 40, 40], 49)
    assert [row[2] for row in rows] == [20, 30]
    assert shown[-1][EXHIBIT]["title"] == "30 customers at the end of February 2025"


def test_a_tile_tells_no_earlier_count_that_few_were_added_to(shown):
    counts = dict.fromkeys(["customers", "buyers", "recent_buyers", "new_buyers"], 100)
    then = {name: count - 9 for name, count in counts.items()}
    show_customer_facts(counts, {"a": then, "b": dict.fromkeys(then, 90), "c": None})
    told = [
        [each["when"] for each in fact["earlier"]]
        for fact in shown[-1][EXHIBIT]["facts"]
    ]
    assert told == [["b", "c"], ["b", "c"], ["a", "b", "c"], ["a", "b", "c"]]


def test_a_gender_hidden_beside_a_small_one_is_not_told_elsewhere(shown):
    genders = ["male"] * 50 + ["female"] * 4 + [None] * 12
    frame = pd.DataFrame({"gender": genders, "birthday": [day("1990-01-01")] * 66})
    people = analyse_age_and_gender(frame, AS_OF)
    show_genders(people)
    show_quality(ORDERS, people)
    rows, quality = (bundle[EXHIBIT]["rows"] for bundle in shown)
    assert [row[1] for row in rows] == [50, "[c]", "[c]"]
    assert not any("gender" in row[0] for row in quality)


def test_few_rows_of_those_who_were_forgotten_are_not_told_apart(shown):
    audit = pd.DataFrame(
        [
            ("customers", "forgotten", 9),
            ("orders", "forgotten", 10),
            ("orders", "x", 2),
        ],
        columns=["table", "rule", "rows_affected"],
    ).assign(decision="Left out.")
    show_load_rules(audit)
    assert [row[1] for row in shown[-1][EXHIBIT]["rows"]] == ["<10", 10, 2]

"""RFM segments: scores by rank, and the first rule that fits."""

import pandas as pd

from crm_analysis.rfm import RULES, score_rfm, summarise_rfm

TEN = range(1, 11)


def customers(**columns):
    given = {
        "days_since_last": list(TEN),
        "purchase_days": [1] * 10,
        "tenure_days": [400] * 10,
        "spend_cents": [100.0] * 10,
    }
    return pd.DataFrame(given | columns)


def test_the_latest_fifth_scores_five_and_the_longest_silent_one():
    recency = score_rfm(customers())["recency"]
    assert recency.tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


def test_equal_customers_score_equal():
    assert score_rfm(customers())["frequency"].tolist() == [3] * 10


def test_unknown_spend_has_no_score():
    money = score_rfm(customers(spend_cents=[None] * 10))["money"]
    assert money.isna().all()


def test_each_rule_has_a_customer_who_fits_it_first():
    rows = pd.DataFrame(
        {
            "days_since_last": [1, 10, 5, 2, 3, 6, 9, 4, 7, 8],
            "purchase_days": [10, 9, 8, 1, 2, 3, 4, 7, 5, 6],
            "tenure_days": [400, 400, 400, 90, 400, 400, 400, 400, 400, 91],
            "spend_cents": [1.0] * 10,
        }
    )
    segments = score_rfm(rows)["rfm_segment"].tolist()
    assert segments == [
        "Best",
        "Slipping",
        "Loyal",
        "New",
        "Promising",
        "Occasional",
        "Asleep",
        "Best",
        "Asleep",
        "Asleep",
    ]


def test_segments_add_up_to_everybody():
    summary = summarise_rfm(customers())
    assert summary["customers"].sum() == 10
    assert summary["customer_share"].sum() == 1


def test_segments_without_customers_are_listed_in_the_order_of_the_rules():
    summary = summarise_rfm(customers())
    assert summary["segment"].tolist() == [rule.name for rule in RULES]
    assert 0 in summary["customers"].tolist()


def test_no_known_spend_has_no_shares():
    summary = summarise_rfm(customers(spend_cents=[float("nan")] * 10))
    assert summary["spend_share"].isna().all()


def test_nobody_has_segments_of_nobody():
    assert summarise_rfm(customers().iloc[:0])["customers"].sum() == 0

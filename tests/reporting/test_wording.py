"""What pages say where there is nobody, one, or everybody."""

from types import SimpleNamespace

import pandas as pd
import pytest

from crm_analysis.customers import analyse_age_and_gender
from crm_analysis.outlook import read_outlook
from crm_analysis.reporting.campaign_exhibits import show_campaigns
from crm_analysis.reporting.customer_exhibits import show_customer_answer
from crm_analysis.reporting.one_customer_exhibits import show_history
from crm_analysis.reporting.outlook_exhibits import show_outlook_answer
from crm_analysis.reporting.purchase_exhibits import show_rfm
from crm_analysis.reporting.records import EXHIBIT
from crm_analysis.rfm import summarise_rfm
from order_logs import day


@pytest.mark.parametrize(("buyers", "share"), [(20, "all"), (19, "95.0%")])
def test_all_who_bought_are_no_share(buyers, share, shown):
    people = analyse_age_and_gender(
        pd.DataFrame({"birthday": [None], "gender": [None]}), day("2025-01-01")
    )
    counts = {"customers": 20, "buyers": buyers, "recent_buyers": 0, "new_buyers": 0}
    show_customer_answer(counts, people, "")
    said = shown[-1][EXHIBIT]["sentences"][0]
    assert said == f"There are 20 customers; {share} of them have bought."


@pytest.mark.parametrize(
    ("orders", "listed", "title"),
    [(1, 1, "1 order"), (2, 2, "2 orders"), (12, 10, "12 orders, the newest 10")],
)
def test_the_newest_orders_are_named_where_some_are_older(orders, listed, title, shown):
    row = {
        "ordered_on": day("2025-01-01"),
        "status": "paid",
        "counts_as_purchase": True,
        "net_amount": None,
        "currency": None,
    }
    show_history(SimpleNamespace(orders=[row] * listed, all_orders=orders))
    assert shown[-1][EXHIBIT]["title"] == title


def test_one_campaign_is_not_many(shown):
    row = {"name": "A", "kind": "post", "first_touched_on": day("2025-01-01")}
    numbers = [
        "reached",
        "responders",
        "responses",
        "response_share",
        "has_control_group",
    ]
    ends = ["response_share_low", "response_share_high"]
    show_campaigns(pd.DataFrame([row | dict.fromkeys([*numbers, *ends], 0)]))
    assert shown[-1][EXHIBIT]["title"] == "1 campaign had reached somebody"


def test_nobody_is_put_into_no_segment(shown):
    names = ["days_since_last", "purchase_days", "tenure_days", "spend_cents"]
    show_rfm(summarise_rfm(pd.DataFrame(columns=names, dtype="float64")))
    record = shown[-1][EXHIBIT]
    assert record["rows"] == []
    assert record["title"].startswith("Nobody has bought")


def test_nobody_who_could_buy_is_no_lack_of_data(sample, shown):
    show_outlook_answer(read_outlook(sample, day("2025-04-01"), 30, "lapsed_buyers"))
    first = shown[-1][EXHIBIT]["sentences"][0]
    assert first == "Nobody here had bought before 1 April 2025: nobody is scored."

"""A page does not grow without bound, however many years a shop has been there."""

import numpy as np
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from crm_analysis.months import first_days
from crm_analysis.purchases import PERIODS, cohort_period
from crm_analysis.reporting import month_exhibits, purchase_exhibits
from crm_analysis.reporting.customer_exhibits import show_growth
from crm_analysis.reporting.manifest import read_manifest
from crm_analysis.reporting.page import render_page
from crm_analysis.reporting.records import EXHIBIT
from crm_analysis.rfm import summarise_rfm

LARGEST_PAGE = 400_000  # bytes


def months_of(count: int) -> pd.DataFrame:
    """Return so many months in which many bought."""
    first = pd.Series(range(24_000, 24_000 + count))
    orders = np.random.default_rng(1).integers(1_000, 9_000, count)
    return pd.DataFrame(
        {"month": first_days(first), "orders": orders, "buyers": orders - 9}
    ).assign(amount=orders * 31.27)


def cohorts_of(months: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return cohorts of large numbers for every whole period of some months."""
    size = PERIODS[period]
    starts, draws = months["month"].iloc[::size], np.random.default_rng(2)
    cells = [
        (start, ago) for n, start in enumerate(starts) for ago in range(len(starts) - n)
    ]
    cohorts = pd.DataFrame(cells, columns=["cohort", f"{period}s_since"])
    buyers = draws.integers(1_000, 9_000, len(cohorts))
    return cohorts.assign(customers=98_765, buyers=buyers, buyer_share=buyers / 98_765)


def features_of(customers: int) -> pd.DataFrame:
    """Return what the report asks of so many customers."""
    draws = np.random.default_rng(3)
    days = draws.integers(1, 900, (3, customers))
    return pd.DataFrame(
        {
            "days_since_last": days[0],
            "tenure_days": days[0] + days[1],
            "purchase_days": draws.integers(1, 30, customers),
            "gap_days_mean": days[2] / 2,
            "spend_cents": days[1] * 77,
        }
    )


def size_of(shown: list[dict], published) -> int:
    """Return the bytes of a page with what was shown."""
    manifest = read_manifest(published.folder)
    outputs = [new_output("display_data", bundle) for bundle in shown]
    page = new_notebook(cells=[new_code_cell("shown", outputs=outputs)])
    return len(render_page(page, manifest.reports[0], manifest).encode())


@pytest.mark.parametrize("months", [24, 37, 72, 144, 1_200])
def test_purchases_of_many_years_fit_on_a_page(months, shown, published):
    known = months_of(months)
    period = cohort_period(known)
    features = features_of(5_000)
    month_exhibits.show_purchase_facts(known, "EUR")
    month_exhibits.show_months(known, "EUR")
    purchase_exhibits.show_returns(features)
    purchase_exhibits.show_cohorts(cohorts_of(known, period), period)
    purchase_exhibits.show_rfm(summarise_rfm(features))
    assert size_of(shown, published) < LARGEST_PAGE * 0.9  # the words are not counted


def test_growth_of_a_century_is_shown_of_its_last_ten_years(shown, published):
    known = months_of(1_200).assign(new_customers=5_000)
    known["customers"] = known["new_customers"].cumsum()
    show_growth(known[["month", "new_customers", "customers"]], 1_200 * 5_000)
    record = shown[-1][EXHIBIT]
    assert len(record["rows"]) == month_exhibits.MOST_MONTHS
    assert record["rows"][-1][-1] == 1_200 * 5_000
    assert "Only the newest 120 months are shown." in record["caption"]
    assert size_of(shown, published) < LARGEST_PAGE / 4


def test_ten_years_are_shown_whole(shown):
    month_exhibits.show_months(months_of(120), "EUR")
    assert len(shown[-1][EXHIBIT]["rows"]) == 120
    assert "Only" not in shown[-1][EXHIBIT]["caption"]


@pytest.mark.parametrize(
    ("period", "months", "first", "last"),
    [
        ("month", 24, "2000-01", "2001-12"),
        ("quarter", 72, "2000 Q1", "2005 Q4"),
        ("year", 400, "2010", "2033"),  # the newest 24 of 34
    ],
)
def test_cohorts_are_named_by_their_period(period, months, first, last, shown):
    purchase_exhibits.show_cohorts(cohorts_of(months_of(months), period), period)
    record = shown[-1][EXHIBIT]
    names = [row[0] for row in record["rows"]]
    assert [names[0], names[-1]] == [first, last]
    assert f"buy again in the {period} after" in record["title"]
    assert record["columns"][1]["name"] == f"{period}s_since"
    assert ("newest 24" in record["caption"]) == (period == "year")

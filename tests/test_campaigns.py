"""Campaigns: who was reached and who answered before a day, and nothing later."""

import pytest
from scipy.stats import binomtest

from crm_analysis.campaigns import (
    read_campaign_reach,
    read_campaigns,
    wilson_interval,
)
from order_logs import day


def test_the_control_group_and_undated_touches_are_not_reached(sample):
    campaigns = read_campaigns(sample, day("2026-01-01")).set_index("name")
    assert campaigns.loc["Spring letter", ["reached", "left_out"]].tolist() == [2, 1]
    assert "Undated" not in campaigns.index


@pytest.mark.parametrize(
    ("as_of", "reached", "responders"),
    [
        ("2025-03-01", 0, 0),  # touched on the day itself
        ("2025-03-31", 1, 0),  # answered on the day itself
        ("2025-04-01", 2, 1),
        ("2026-01-01", 3, 2),  # of the four touches, one customer has two
    ],
)
def test_what_is_on_or_after_the_day_is_not_known(sample, as_of, reached, responders):
    reach = read_campaign_reach(sample, day(as_of))
    assert (reach["reached"], reach["responders"]) == (reached, responders)


def test_a_customer_reached_twice_is_one_customer_and_two_touches(sample):
    reach = read_campaign_reach(sample, day("2026-01-01"))
    assert (reach["touches"], reach["touches_answered"]) == (4, 2)


def test_a_segment_has_its_own_campaigns(complete_journey):
    parts = [
        read_campaigns(complete_journey, day("2018-01-01"), segment)["reached"].sum()
        for segment in ("women", "men", "all")
    ]
    assert parts[0] + parts[1] == parts[2] > 0


@pytest.mark.parametrize(
    ("successes", "trials"), [(0, 7), (3, 10), (410, 1559), (5, 5)]
)
def test_intervals_are_wilsons_as_scipy_computes_them(successes, trials):
    expected = binomtest(successes, trials).proportion_ci(method="wilson")
    found = wilson_interval(successes, trials)
    assert found == pytest.approx((expected.low, expected.high), abs=1e-12)

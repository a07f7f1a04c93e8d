"""Settings of a simulation: what makes no sense is refused in one sentence."""

import dataclasses
import datetime

import pytest

from crm_analysis.datasets.simulation_presets import SHOP
from crm_analysis.datasets.simulation_settings import BuyerKind
from crm_analysis.errors import UsageError

KIND = BuyerKind(share=1, purchases_per_year=2, rate_shape=1)


def test_no_customers_are_refused():
    with pytest.raises(UsageError) as refusal:
        dataclasses.replace(SHOP, customers=0)
    assert str(refusal.value) == (
        "a simulation cannot have customers 0; expected 1 or more"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"period_days": 0},
        {"acquisition_days": 0},
        {"acquisition_days": SHOP.period_days + 1},
        {"kinds": ()},
        {"kinds": (KIND, KIND)},
        {"kinds": (dataclasses.replace(KIND, purchases_per_year=0),)},
        {"kinds": (dataclasses.replace(KIND, rate_shape=0),)},
        {"kinds": (dataclasses.replace(KIND, gap_shape=-1),)},
        {"one_time_share": 1.01},
        {"stop_share": -0.01},
        {"stop_share_concentration": 0},
        {"refund_share": float("nan")},
        {"missing_amount_share": 2},
        {"dropouts_per_year": -1},
        {"dropouts_per_year_shape": 0},
        {"intensity_growth_per_year": -1},
        {"acquisition_growth_per_year": -1},
        {"mean_amount_cents": 0},
        {"amount_shape": 0},
        {"mean_amount_shape": 1},
        {"season_by_month": (1,) * 11},
        {"season_by_month": (0,) * 12},
        {"weekday_factors": (1, 1, 1, 1, 1, 1, -1)},
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(wrong):
    with pytest.raises(UsageError, match=r"a simulation cannot have .+; expected "):
        dataclasses.replace(SHOP, **wrong)


@pytest.mark.parametrize(
    "edge",
    [
        {"customers": 1},
        {"period_days": 1},
        {"acquisition_days": 1},
        {"acquisition_days": SHOP.period_days},
        {"one_time_share": 1},
        {"stop_share": 0},
        {"dropouts_per_year": 0},
    ],
)
def test_what_is_just_possible_is_taken(edge):
    assert dataclasses.replace(SHOP, **edge)


def test_the_period_ends_on_the_day_after_its_last():
    settings = dataclasses.replace(
        SHOP, first_on=datetime.date(2024, 2, 28), period_days=2
    )
    assert settings.end_on == datetime.date(2024, 3, 1)

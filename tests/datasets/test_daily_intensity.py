"""The intensity of each day: seasons where they belong, 1 on average."""

import dataclasses
import datetime

import numpy as np
import pytest

from crm_analysis.datasets.daily_intensity import daily_intensity, operational_days
from crm_analysis.datasets.simulation_settings import BuyerKind, SimulationSettings

FLAT = SimulationSettings(
    first_on=datetime.date(2023, 1, 1),
    period_days=365,
    customers=1,
    kinds=(BuyerKind(share=1, purchases_per_year=1, rate_shape=1),),
)


def on(date: str, days: int = 1461, **settings: object) -> float:
    number = (datetime.date.fromisoformat(date) - FLAT.first_on).days
    return daily_intensity(dataclasses.replace(FLAT, **settings), days)[number]


def test_without_season_and_growth_every_day_is_1():
    assert daily_intensity(FLAT, 800) == pytest.approx(1)


def test_a_month_has_its_factor_in_its_middle():
    season = (0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0)
    assert on("2023-06-15", season_by_month=season) == pytest.approx(12, rel=0.05)
    assert on("2023-05-16", season_by_month=season) == pytest.approx(0, abs=0.2)
    assert on("2023-07-16", season_by_month=season) == pytest.approx(0, abs=0.2)
    assert on("2023-05-31", season_by_month=season) == pytest.approx(6, rel=0.05)


def test_december_goes_over_into_january():
    season = (1, *(0,) * 10, 1)
    assert on("2023-12-31", season_by_month=season) == pytest.approx(6)
    assert on("2024-01-01", season_by_month=season) == pytest.approx(6)


def test_seasons_only_count_by_their_ratios_and_are_1_on_average():
    season = tuple(range(1, 13))
    intensity = daily_intensity(dataclasses.replace(FLAT, season_by_month=season), 1461)
    doubled = tuple(2 * factor for factor in season)
    again = daily_intensity(dataclasses.replace(FLAT, season_by_month=doubled), 1461)
    assert intensity == pytest.approx(again)
    # Months are not equally long.
    assert intensity.mean() == pytest.approx(1, abs=0.01)


def test_weekdays_start_on_monday():
    only_tuesday = (0, 7, 0, 0, 0, 0, 0)
    week = [
        on(f"2023-10-{day:02}", weekday_factors=only_tuesday) for day in range(2, 9)
    ]
    assert week == [0, 7, 0, 0, 0, 0, 0]


def test_growth_is_what_a_year_adds():
    ratio = on("2024-06-30", intensity_growth_per_year=0.2) / on(
        "2023-07-01", intensity_growth_per_year=0.2
    )
    assert ratio == pytest.approx(1.2, rel=0.001)


def test_operational_time_is_the_sum_of_the_days_before():
    settings = dataclasses.replace(FLAT, weekday_factors=(7, 0, 0, 0, 0, 0, 0))
    # 2023-01-02 was a Monday.
    assert operational_days(settings, 3).tolist() == [0, 0, 7, 7]
    assert np.diff(operational_days(settings, 30)).min() == 0

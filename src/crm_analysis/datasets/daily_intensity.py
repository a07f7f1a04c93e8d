"""How much is bought on each day, season and growth: 1 is an average day at the start.

The sum over days is a clock of its own, operational time: on it customers buy at a
steady rate, whatever the season.
"""

import numpy as np

from crm_analysis.datasets.simulation_settings import SimulationSettings

DAYS_PER_YEAR = 365.25

# 1970-01-01, day 0 of numpy's days, was a Thursday.
_WEEKDAY_OF_DAY_0 = 3
_MIDDLES_OF_MONTHS = np.arange(12) + 0.5


def daily_intensity(settings: SimulationSettings, days: int) -> np.ndarray:
    """Return the buying intensity of each of the first days: season times growth.

    Examples
    --------
    >>> from crm_analysis.datasets.simulation_presets import CLINIC
    >>> intensity = daily_intensity(CLINIC, days=3)  # from Saturday, 2022-01-01
    >>> [round(float(factor), 2) for factor in intensity]
    [0.13, 0.0, 1.46]
    """
    growth = yearly_growth(settings.intensity_growth_per_year, days)
    return seasonal_factors(settings, days) * growth


def operational_days(settings: SimulationSettings, days: int) -> np.ndarray:
    """Return the operational time at the start of each day, and at the end of all.

    Returns
    -------
    array of days + 1 numbers that never fall
        Entry d is the intensity of all days before d, summed.
    """
    return np.concatenate([[0.0], np.cumsum(daily_intensity(settings, days))])


def seasonal_factors(settings: SimulationSettings, days: int) -> np.ndarray:
    """Return the factor of season and weekday for each of the first days."""
    dates = np.datetime64(settings.first_on, "D") + np.arange(days)
    season = np.interp(
        _months_into_year(dates),
        _MIDDLES_OF_MONTHS,
        _with_mean_one(settings.season_by_month),
        period=12,
    )
    weekdays = (dates.astype(int) + _WEEKDAY_OF_DAY_0) % 7
    return season * _with_mean_one(settings.weekday_factors)[weekdays]


def yearly_growth(per_year: float, days: int) -> np.ndarray:
    """Return the factor of a steady growth for each of the first days."""
    return (1 + per_year) ** (np.arange(days) / DAYS_PER_YEAR)


def _months_into_year(dates: np.ndarray) -> np.ndarray:
    """Return the middle of each day in months: 0.5 is the middle of January."""
    months = dates.astype("datetime64[M]")
    start, end = months.astype(dates.dtype), (months + 1).astype(dates.dtype)
    in_month = ((dates - start).astype(float) + 0.5) / (end - start).astype(float)
    return months.astype(int) % 12 + in_month


def _with_mean_one(factors: tuple[float, ...]) -> np.ndarray:
    return np.array(factors) / np.mean(factors)

"""What the parts of the blend read of a customer: rhythm, windows and season.

The columns are made from the feature table, so that nothing else is needed to score.
They are arrays by name, all of one length: one value a customer.
Those of the rhythm can also be looked at from a later day on which nothing more has
been bought, which is what a path through the horizon needs.
"""

import datetime
from collections.abc import Sequence

import numpy as np
import pandas as pd

from crm_analysis.features import HALF_LIVES_DAYS, SEASONS_DAYS, WINDOWS_DAYS
from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.classifier import Floats

Columns = dict[str, Floats]

SPEND_WINDOWS_DAYS = (30, 90, 365)
YEAR_DAYS = 365
A_SEASON_IS_SEEN_DAYS = 430  # a year, and two months to tell season from growth

_AGEING = ("days_since_last", "tenure_days")
_FADING = {f"purchases_half_life_{days}_days": days for days in HALF_LIVES_DAYS}
_LASTING = (
    "purchase_days",
    "repeat_purchases",
    "first_to_last_days",
    "gap_days_mean",
    "gap_days_deviation",
    "gap_days_last",
    "gap_days_max",
    "spend_cents",
)


def columns_of(features: pd.DataFrame) -> Columns:
    """Return a feature table as arrays: with few rows, a frame costs more than it."""
    values = features.to_numpy(np.float64)
    return dict(zip(features.columns, values.T, strict=True))


def matrix(columns: Columns) -> Floats:
    """Return columns side by side, one row a customer."""
    return np.column_stack(list(columns.values()))


def later(features: Columns, days: Sequence[int]) -> Columns:
    """Look at customers from later days, nothing more having been bought.

    Counts in windows, which cannot be known without the single purchases, are left
    out.

    Returns
    -------
    dict of arrays, one value a day and customer, the customers of one day together
    """
    customers = len(features["tenure_days"])
    ahead = np.repeat(np.asarray(days, np.float64), customers)
    names = (*_LASTING, *_AGEING, *_FADING)
    rows = {name: np.tile(features[name], len(days)) for name in names}
    aged = {name: rows[name] + ahead for name in _AGEING}
    faded = {name: rows[name] * 0.5 ** (ahead / _FADING[name]) for name in _FADING}
    return rows | aged | faded


def rhythm(features: Columns, attrition: AttritionFits, horizon_days: float) -> Columns:
    """Say when, how often and how regularly a customer has bought, a row a customer.

    ``overdue`` is the silence over the customer's own mean gap, and the like over the
    longest gap and in deviations from the mean; missing for one-time buyers.
    """
    silent, gap = features["days_since_last"], features["gap_days_mean"]
    deviation, longest = features["gap_days_deviation"], features["gap_days_max"]
    usual = np.where(np.isnan(deviation), gap / 2, deviation)
    span = np.maximum(features["first_to_last_days"], 1)
    columns = {
        **{name: features[name] for name in (*_AGEING, *_FADING)},
        "purchase_days": features["purchase_days"],
        "first_to_last_days": features["first_to_last_days"],
        "purchases_a_day": features["purchase_days"] / features["tenure_days"],
        "purchases_a_day_while_buying": features["repeat_purchases"] / span,
        "gap_days_mean": gap,
        "gap_days_deviation": deviation,
        "gap_days_last": features["gap_days_last"],
        "gap_days_max": longest,
        "overdue": silent / gap,
        "overdue_to_longest": silent / longest,
        "overdue_deviations": (silent - gap) / np.hypot(usual, 1),
        "irregularity": deviation / gap,
        "spend_cents_per_day": features["spend_cents"] / features["purchase_days"],
    }
    return columns | attrition.numbers(features, horizon_days)


def windows(features: Columns, horizon_days: int) -> Columns:
    """Count purchases and spend up to now, and in the same season a year ago."""
    names = [f"purchase_days_last_{days}_days" for days in WINDOWS_DAYS]
    names += [f"spend_cents_last_{days}_days" for days in SPEND_WINDOWS_DAYS]
    return {name: features[name] for name in (*names, "spend_cents")} | {
        "purchase_days_a_year_ago": purchase_days_a_year_ago(features, horizon_days)
    }


def purchase_days_a_year_ago(features: Columns, horizon_days: int) -> Floats:
    """Count purchases in the days ahead, but a year ago.

    The window is the one nearest in length to the horizon; it is missing for customers
    who were not there yet when it began.
    """
    nearest = min(SEASONS_DAYS, key=lambda days: abs(np.log(days / horizon_days)))
    counts = features[f"purchase_days_a_year_ago_{nearest}_days"]
    return np.where(features["tenure_days"] >= YEAR_DAYS, counts, np.nan)


def season(day: datetime.date, known_days: int) -> dict[str, float]:
    """Return where in the year a day is, if more than a year is known; else nothing."""
    if known_days <= A_SEASON_IS_SEEN_DAYS:
        return {}
    angle = 2 * np.pi * day.timetuple().tm_yday / 365.25
    return {"season_sine": float(np.sin(angle)), "season_cosine": float(np.cos(angle))}


def seasons(days: pd.Index, known_days: int) -> dict[str, Floats]:
    """Return the same for the day of each row, an array a column."""
    distinct, place = days.unique(), days.unique().get_indexer(days)
    by_day = [season(day.date(), known_days) for day in distinct]
    names = by_day[0] if by_day else {}
    return {name: np.array([each[name] for each in by_day])[place] for name in names}

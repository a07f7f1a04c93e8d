"""Why this customer: what moved a score most, in words with the customer's numbers."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.contributions import THEMES, Floats
from crm_analysis.purchase_models.evidence import (
    Columns,
    purchase_days_a_year_ago,
)

MOST_REASONS = 3
LEAST_LOG_ODDS = 0.1  # what moves a chance of 50 % by less than 2.5 points is no reason


def reasons_in_words(
    attrition: AttritionFits,
    features: Columns,
    terms: Floats,
    horizon_days: int,
) -> list[str]:
    """Name up to three themes that moved each score most, the strongest first.

    Parameters
    ----------
    attrition : AttritionFits
        The latent-attrition models of the day that the score was learnt at.
    features : dict of arrays, one value a customer
        The evidence at the day of the score.
    terms : array, customers x (base, *THEMES)
        What each adds to the log odds of the score.
    horizon_days : int
        How far ahead.

    Returns
    -------
    list of text, one a customer
        Each reason with how much it raised (+) or lowered (-) the log odds of the
        score, against the mean of those learnt from; empty if nothing moved it.
    """
    moved = terms[:, 1:]
    strongest = np.argsort(-np.abs(moved), axis=1, kind="stable")[:, :MOST_REASONS]
    known = _what_is_said(attrition, features, horizon_days)
    words = [_words(theme, known) for theme in THEMES]
    return [
        "; ".join(
            f"{words[theme][row]} ({moved[row, theme]:+.1f})"
            for theme in themes
            if abs(moved[row, theme]) >= LEAST_LOG_ODDS
        )
        for row, themes in enumerate(strongest.tolist())
    ]


def main_reason(reasons: pd.Series) -> pd.Series:
    """Return the first of the reasons, without its number.

    >>> main_reason(pd.Series(["1 purchase day in all (-0.3); spends 5.00 (+0.1)"]))[0]
    '1 purchase day in all'
    """
    return reasons.str.split(" (", n=1, regex=False).str[0].rename("main_reason")


def _what_is_said(
    attrition: AttritionFits, features: Columns, horizon_days: int
) -> Columns:
    histories, place = attrition.histories(features)
    model, chance = attrition.best(), np.full(len(place), np.nan)
    if model is not None:
        chance = model.purchase_probability(histories, horizon_days)[place]
    return features | {
        "chance_by_history": chance,
        "purchase_days_a_year_ago": purchase_days_a_year_ago(features, horizon_days),
    }


def _words(theme: str, known: Columns) -> list[str]:
    """Say what there is to say on a theme, for each customer."""
    columns, say = _SAYINGS[theme]
    values = zip(*(known[name].tolist() for name in columns), strict=True)
    return [say(*each) for each in values]


def _recency(days: float) -> str:
    return f"last purchase {_count(days, 'day')} ago"


def _recent_purchases(count: float) -> str:
    return f"{_count(count, 'purchase day')} in the last 90"


def _all_purchases(count: float) -> str:
    return f"{_count(count, 'purchase day')} in all"


def _tenure(days: float) -> str:
    return f"first purchase {_count(days, 'day')} ago"


def _rhythm(gap: float, silent: float) -> str:
    if np.isnan(gap):
        return "has not come back yet"
    return f"usually {gap:.0f} days between purchases, now {silent:.0f} since the last"


def _spend(cents: float, purchase_days: float) -> str:
    if np.isnan(cents):
        return "amounts are not known"
    return f"spends {cents / purchase_days / 100:,.2f} a purchase day"


def _history(chance: float) -> str:
    if np.isnan(chance):
        return "nobody has come back so far"
    return f"past purchase days alone suggest {100 * chance:.0f}%"


def _year_ago(count: float) -> str:
    if np.isnan(count):
        return "was not there yet a year ago"
    return f"{_count(count, 'purchase day')} in the same season a year ago"


def _count(number: float, word: str) -> str:
    return f"{number:,.0f} {word}" if number == 1 else f"{number:,.0f} {word}s"


_SAYINGS: dict[str, tuple[tuple[str, ...], Callable[..., str]]] = {
    "recency": (("days_since_last",), _recency),
    "recent_purchases": (("purchase_days_last_90_days",), _recent_purchases),
    "all_purchases": (("purchase_days",), _all_purchases),
    "tenure": (("tenure_days",), _tenure),
    "rhythm": (("gap_days_mean", "days_since_last"), _rhythm),
    "spend": (("spend_cents", "purchase_days"), _spend),
    "history": (("chance_by_history",), _history),
    "year_ago": (("purchase_days_a_year_ago",), _year_ago),
}

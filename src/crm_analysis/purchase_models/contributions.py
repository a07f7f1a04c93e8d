"""What moved a score: log odds, taken apart by what was looked at.

A part of the blend adds up: a regression term by term, a tree branch by branch. What a
branch adds is the difference it makes to the mean of the leaves below it:

    Saabas (2014), Interpreting random forests,
    https://blog.datadive.net/interpreting-random-forests/

The terms of columns that look at the same thing are added to one theme, because
correlated columns share their say among them by chance.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
THEMES = (
    "recency",
    "recent_purchases",
    "all_purchases",
    "tenure",
    "rhythm",
    "spend",
    "history",
    "year_ago",
)
BASE = "base"
TERMS = 1 + len(THEMES)
TERM_NAMES = tuple(f"log_odds_{name}" for name in (BASE, *THEMES))

_RECENT_DAYS = (7, 14, 30, 60, 90)
_BY_COLUMN = {
    "days_since_last": "recency",
    "tenure_days": "tenure",
    "first_to_last_days": "tenure",
    "purchase_days_a_year_ago": "year_ago",
    **{f"purchase_days_last_{days}_days": "recent_purchases" for days in _RECENT_DAYS},
    **{f"purchases_half_life_{days}_days": "recent_purchases" for days in _RECENT_DAYS},
}
_BY_BEGINNING = {
    "purchase": "all_purchases",
    "gap_days": "rhythm",
    "overdue": "rhythm",
    "irregularity": "rhythm",
    "spend": "spend",
}
_BY_END = {"_log_odds": "history", "_log_active": "history"}


def theme_of(column: str) -> str:
    """Return the theme that a column belongs to; the season belongs to the base.

    >>> [theme_of(name) for name in ("overdue", "bg_nbd_log_odds", "season_sine")]
    ['rhythm', 'history', 'base']
    """
    if column in _BY_COLUMN:
        return _BY_COLUMN[column]
    for beginning, theme in _BY_BEGINNING.items():
        if column.startswith(beginning):
            return theme
    for end, theme in _BY_END.items():
        if column.endswith(end):
            return theme
    return BASE


def theme_places(columns: list[str]) -> np.ndarray:
    """Return the place of each column's theme in ``(base, *THEMES)``."""
    return np.array(_places(tuple(columns)), np.intp)


@lru_cache(maxsize=64)
def _places(columns: tuple[str, ...]) -> tuple[int, ...]:
    places = {name: place for place, name in enumerate((BASE, *THEMES))}
    return tuple(places[theme_of(name)] for name in columns)


def settle(terms: Floats, log_odds: Floats) -> Floats:
    """Return the terms, changed as little as need be to add up to the log odds.

    What is missing is shared among the themes in proportion to their size; where all
    are 0, the base has it.

    Parameters
    ----------
    terms : array, customers x (base, *THEMES)
        What each adds.
    log_odds : array, one a customer
        What they have to add up to.
    """
    size = np.abs(terms[:, 1:])
    total = size.sum(axis=1, keepdims=True)
    missing = (log_odds - terms.sum(axis=1))[:, None]
    share = np.divide(size, total, out=np.zeros_like(size), where=total > 0)
    settled = terms.copy()
    settled[:, 1:] += missing * share
    settled[:, :1] += np.where(total > 0, 0.0, missing)
    return settled

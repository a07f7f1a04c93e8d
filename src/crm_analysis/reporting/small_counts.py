"""Keep small groups of people out of sight: counts of 1 to 9 are shown as "<10".

A count of nobody says nothing about anybody and stays 0. Where the counts of a column
add up to a total that is shown, the hidden ones could be worked out from the others:
there the smallest of the others are hidden with them, until ten people or more are.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from crm_analysis.errors import UsageError
from crm_analysis.reporting.formats import is_number

if TYPE_CHECKING:
    import pandas as pd

SMALLEST_SHOWN = 10
FEW = f"<{SMALLEST_SHOWN}"
CONFIDENTIAL = "[c]"


def is_small(count: object) -> bool:
    """Tell whether a count of people is above none and below ten."""
    return is_number(count) and 0 < count < SMALLEST_SHOWN


def given_away(counts: Sequence[object]) -> set[int]:
    """Find the counts to hide beside small ones whose total is known.

    Parameters
    ----------
    counts : numbers of people that add up to a total that is shown

    Returns
    -------
    set of int
        Positions of counts that are not small themselves, the smallest first taken,
        so that those hidden are ten people or more and more than one answer fits.

    >>> sorted(given_away([50, 4, 12, 30]))
    [2]
    """
    small = {place for place, count in enumerate(counts) if is_small(count)}
    others = sorted(
        (count, place)
        for place, count in enumerate(counts)
        if place not in small and is_number(count) and count > 0
    )
    more: set[int] = set()
    for _, place in others:
        if not small or _is_safe([counts[each] for each in small | more], small, more):
            break
        more.add(place)
    return more


def _is_safe(hidden: list[int], small: set[int], more: set[int]) -> bool:
    """Tell whether a known sum leaves the hidden counts open."""
    all_at_most = not more and sum(hidden) == (SMALLEST_SHOWN - 1) * len(small)
    return sum(hidden) >= SMALLEST_SHOWN and len(hidden) > 1 and not all_at_most


def hide_small_counts(
    frame: "pd.DataFrame",
    people: Iterable[str],
    hide: Iterable[str] = (),
    adds_up: Iterable[str] = (),
) -> "pd.DataFrame":
    """Blank the small counts of people, and what stands beside them, for drawing.

    Parameters
    ----------
    frame : DataFrame
        One row a group. It is left unchanged.
    people : names of columns that count people
        Counts from 1 to 9 become missing.
    hide : names of columns that would give such a group away
        They become missing in each row in which a count did.
    adds_up : those of `people` whose total is shown
        See `given_away`.

    Returns
    -------
    DataFrame, the same rows and columns

    Raises
    ------
    UsageError
        If a named column is not there.
    """
    people, hide = list(people), list(hide)
    check_columns(frame.columns, [*people, *hide])
    small = frame[people].map(is_small)
    for name in adds_up:
        places = list(given_away(frame[name].tolist()))
        small.iloc[places, people.index(name)] = True
    shown = frame.astype(dict.fromkeys([*people, *hide], "object"))
    shown[people] = shown[people].mask(small)
    shown.loc[small.any(axis="columns"), hide] = None
    return shown.infer_objects()


def check_columns(columns: Iterable[str], named: Iterable[str]) -> None:
    """Refuse names of columns that a table does not have.

    Raises
    ------
    UsageError
        Naming them and the columns there are.
    """
    columns = list(columns)
    unknown = [name for name in named if name not in columns]
    if unknown:
        raise UsageError(
            f"no column {', '.join(unknown)} in the table; it has"
            f" {', '.join(map(str, columns))}"
        )


def mark_small_counts(
    names: Sequence[str],
    rows: Sequence[Sequence[object]],
    people: Iterable[str],
    hide: Iterable[str],
    adds_up: Iterable[str] = (),
) -> list[list[object]]:
    """Replace small counts by "<10" and what would give them away by "[c]"."""
    counted = {names.index(name) for name in people}
    hidden = {names.index(name) for name in hide}
    more = {
        (place, names.index(name))
        for name in adds_up
        for place in given_away([row[names.index(name)] for row in rows])
    }
    return [
        _mark_row(row, counted, hidden, {column for at, column in more if at == place})
        for place, row in enumerate(rows)
    ]


def _mark_row(
    row: Sequence[object], counted: set[int], hidden: set[int], more: set[int]
) -> list[object]:
    small = {position for position in counted if is_small(row[position])}
    covered = hidden | more if small or more else set()
    return [
        FEW if position in small else CONFIDENTIAL if position in covered else value
        for position, value in enumerate(row)
    ]

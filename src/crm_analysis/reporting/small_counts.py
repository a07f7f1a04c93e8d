"""Keep small groups of people out of sight: counts of 1 to 9 are shown as "<10".

A count of nobody says nothing about anybody and stays 0. Where the counts of a column
add up to a total that is shown, the hidden ones could be worked out from the others:
there the smallest of the others are hidden with them, and all are marked alike.
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


def hidden_marks(counts: Sequence[object]) -> dict[int, str]:
    """Find the counts to hide where the total of all is known, and how to mark them.

    Small counts alone are marked "<10" if their sum is ten or more and leaves each of
    them open. Else the smallest of the other counts are hidden as well, and each hidden
    one is marked "[c]": which of them is small is not told, so who knows this rule and
    the total still cannot say what stands in any of them.

    Parameters
    ----------
    counts : numbers of people that add up to a total that is shown if it is not small

    Returns
    -------
    dict
        The mark by position. Where ten groups or more are of one person each, and there
        are no others, the total gives them away: then it must not be shown.

    >>> hidden_marks([50, 4, 12, 30])
    {1: '[c]', 2: '[c]'}
    >>> hidden_marks([50, 4, 6, 30])
    {1: '<10', 2: '<10'}
    """
    numbers = {place: n for place, n in enumerate(counts) if is_number(n)}
    small = {place: n for place, n in numbers.items() if is_small(n)}
    total, people = sum(numbers.values()), sum(small.values())
    is_open = len(small) < people < len(small) * (SMALLEST_SHOWN - 1)
    if total < SMALLEST_SHOWN or (is_open and people >= SMALLEST_SHOWN):
        return dict.fromkeys(sorted(small), FEW)
    hidden = small | _hidden_beside(numbers, small) if small else {}
    return dict.fromkeys(sorted(hidden), CONFIDENTIAL)


def _hidden_beside(numbers: dict[int, int], small: dict[int, int]) -> dict[int, int]:
    """Choose what to hide with small counts: the smallest others, equal ones together.

    They are enough when not every hidden count can be as small as it may be.
    """
    others = {place: n for place, n in numbers.items() if n >= SMALLEST_SHOWN}
    for most in sorted(set(others.values())):
        hidden = {place: n for place, n in others.items() if n <= most}
        least = len(small) + SMALLEST_SHOWN * len(hidden)
        if sum(small.values()) + sum(hidden.values()) > least:
            return hidden
    nobody = {place: n for place, n in numbers.items() if n == 0}
    return others or nobody


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
        See `hidden_marks`.

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
        places = list(hidden_marks(frame[name].tolist()))
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
    """Replace small counts by "<10", and by "[c]" what would give them away."""
    hidden, summed = {names.index(name) for name in hide}, set(adds_up)
    marks: dict[tuple[int, int], str] = {}
    for name in people:
        column = names.index(name)
        counts = [row[column] for row in rows]
        small = {place: FEW for place, count in enumerate(counts) if is_small(count)}
        found = hidden_marks(counts) if name in summed else small
        marks |= {(place, column): mark for place, mark in found.items()}
    marked = {place for place, _ in marks}
    marks = {
        (place, column): CONFIDENTIAL for place in marked for column in hidden
    } | marks
    return [
        [marks.get((place, column), value) for column, value in enumerate(row)]
        for place, row in enumerate(rows)
    ]

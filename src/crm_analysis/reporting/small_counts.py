"""Keep small groups of people out of sight: counts of 1 to 9 are shown as "<10".

A count of nobody says nothing about anybody and stays 0. Totals are not adjusted:
whoever shows a total beside one hidden part shows the part, so leave one of them out.
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


def hide_small_counts(
    frame: "pd.DataFrame", people: Iterable[str], hide: Iterable[str] = ()
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
) -> list[list[object]]:
    """Replace small counts by "<10" and what stands beside them by "[c]"."""
    counted = {names.index(name) for name in people}
    hidden = {names.index(name) for name in hide}
    return [_mark_row(row, counted, hidden) for row in rows]


def _mark_row(
    row: Sequence[object], counted: set[int], hidden: set[int]
) -> list[object]:
    small = {position for position in counted if is_small(row[position])}
    covered = hidden if small else set()
    return [
        FEW if position in small else CONFIDENTIAL if position in covered else value
        for position, value in enumerate(row)
    ]

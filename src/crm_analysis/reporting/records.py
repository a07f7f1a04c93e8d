"""The JSON record that travels with every exhibit, and how it is read back.

An exhibit is one output of a notebook: a figure, a table, a row of facts, a verdict or
an answer. Its record holds everything that a page, ``facts.json`` or a check needs, so
what people see can be made again from it, and compared.
"""

import datetime
import decimal
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from crm_analysis.errors import UsageError
from crm_analysis.reporting.formats import Value, label_of, unit_of
from crm_analysis.reporting.small_counts import check_columns, mark_small_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from nbformat import NotebookNode

Record: TypeAlias = dict[str, Any]

EXHIBIT = "application/vnd.crm_analysis.exhibit+json"
SIGNIFICANT_DIGITS = 6
CENTS = 2  # decimal places


def iterate_records(notebook: "NotebookNode") -> Iterator[Record]:
    """Yield the record of each exhibit in an executed notebook, in reading order."""
    for output in iterate_outputs(notebook):
        record = output.get("data", {}).get(EXHIBIT)
        if record is not None:
            yield record


def iterate_outputs(notebook: "NotebookNode") -> "Iterator[NotebookNode]":
    """Yield each output of a notebook, in reading order."""
    for cell in notebook.cells:
        yield from cell.get("outputs", [])


def table_record(
    frame: "pd.DataFrame",
    units: "Mapping[str, str]",
    people: "Iterable[str]" = (),
    hide: "Iterable[str]" = (),
    adds_up: "Iterable[str]" = (),
) -> Record:
    """Turn a frame into ``columns`` and ``rows`` that survive a trip through JSON.

    Parameters
    ----------
    frame : DataFrame
        A named index becomes the first column; a nameless one is left out.
    units : unit by column name
        What is not named is read off the end of the column's name.
    people : names of columns that count people
        Counts from 1 to 9 are written "<10".
    hide : names of columns that would give such a group away
        They are written "[c]" in those rows.
    adds_up : those of `people` whose total is shown
        Where it would give a small one away, others are hidden too: see `hidden_marks`.

    Returns
    -------
    dict
        ``columns``: one dict a column (name, label, unit); ``rows``: lists of numbers
        rounded by `round_to_digits`, text, true, false or None.

    Raises
    ------
    UsageError
        If a named column is not there, or two columns share a name.
    """
    flat = frame.reset_index() if any(frame.index.names) else frame
    names = [str(name) for name in flat.columns]
    if len(set(names)) < len(names):
        raise UsageError(f"two columns share a name among {', '.join(names)}")
    check_columns(names, [*units, *people, *hide, *adds_up])
    rows = [
        [plain_value(value) for value in row]
        for row in flat.itertuples(index=False, name=None)
    ]
    return {
        "columns": [_column(name, units.get(name, unit_of(name))) for name in names],
        "rows": mark_small_counts(names, rows, people, hide, adds_up),
    }


def plain_value(value: object) -> Value:
    """Turn a cell into what JSON holds: six digits, ISO days, None for missing.

    >>> [plain_value(1 / 3), plain_value(float("nan")), plain_value(7)]
    [0.333333, None, 7]
    """
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float | decimal.Decimal):
        return round_to_digits(float(value))
    if isinstance(value, datetime.datetime):
        return _moment(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return None if str(value) in {"NaT", "<NA>"} else str(value)


def round_to_digits(number: float) -> float | None:
    """Round to six significant digits, never coarser than cents; None if not finite.

    >>> [round_to_digits(1234567.891), round_to_digits(1e-7 / 3)]
    [1234567.89, 3.33333e-08]
    """
    if not math.isfinite(number):
        return None
    if abs(number) >= 10 ** (SIGNIFICANT_DIGITS - CENTS):
        return round(number, CENTS)
    return float(f"{number:.{SIGNIFICANT_DIGITS}g}")


def _moment(value: datetime.datetime) -> str | None:
    if value != value:  # noqa: PLR0124  NaT is a datetime that is not itself
        return None
    is_day = value.time() == datetime.time() and value.tzinfo is None
    return value.date().isoformat() if is_day else value.isoformat()


def _column(name: str, unit: str) -> Record:
    return {"name": name, "label": label_of(name, unit), "unit": unit}

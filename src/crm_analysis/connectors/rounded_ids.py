"""Rounded ids: those that a spreadsheet took for numbers, and kept six digits of."""

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from crm_analysis.errors import DataRefusedError

_ROUNDED = r"^\d([.,]\d+)?[Ee]\+\d+$"


def refuse_rounded_ids(
    rows: pa.Table, headings: Mapping[str, str], where: str, line_of: Callable
) -> None:
    """Refuse rows with an id such as 1.23457E+18: many ids have become that one.

    Parameters
    ----------
    rows : Table
        The next rows of a file, as text.
    headings : mapping
        The columns of ids, and what the file calls each.
    where : str
        What to call the file.
    line_of : callable
        Returns the line that one of these rows begins in, by its number from 1.

    Raises
    ------
    DataRefusedError
        If there is one; it says where, and does not quote it.

    Examples
    --------
    >>> ids = pa.table({"order_id": ["1234567890123456789", "1E5"]})
    >>> refuse_rounded_ids(ids, {"order_id": "Order"}, "orders.csv", int)
    """
    for name, heading in headings.items():
        found = pc.index(pc.match_substring_regex(rows[name], _ROUNDED), True).as_py()
        if found >= 0:
            raise DataRefusedError(
                f"{where} has an id in line {line_of(found + 1):,}, column {heading},"
                " of which a spreadsheet kept the first digits only, so records cannot"
                " be told apart; load the file as it was exported"
            )

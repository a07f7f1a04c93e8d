"""Order summary: from when orders are, and in which currencies."""

import datetime
from collections import Counter
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc


def summarise(orders: Iterable[pa.Table]) -> dict[str, object]:
    """Return the days of orders, and how many there are in each currency.

    Parameters
    ----------
    orders : iterable of Table
        With ``ordered_on`` and ``currency``, one row an order.

    Returns
    -------
    dict
        ``first_day``, ``last_day`` and ``currencies``, orders by ISO code.

    >>> day = datetime.date(2025, 1, 31)
    >>> columns = {"ordered_on": [day, day], "currency": ["EUR", None]}
    >>> summarise([pa.table(columns)])["currencies"]
    {'EUR': 1, 'none': 1}
    """
    days: list[datetime.date] = []
    currencies: Counter[str] = Counter()
    for batch in orders:
        if len(batch):
            extent = pc.min_max(batch["ordered_on"])
            days += [extent["min"].as_py(), extent["max"].as_py()]
        for each in pc.value_counts(batch["currency"].combine_chunks()).to_pylist():
            currencies[each["values"] or "none"] += each["counts"]
    return {
        "first_day": min(days, default=None),
        "last_day": max(days, default=None),
        "currencies": dict(currencies),
    }

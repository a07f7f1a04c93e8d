"""Calendar months as numbers, which every database counts alike."""

import datetime

import pandas as pd


def month_number(day: datetime.date) -> int:
    """Give the month of a day its number: year * 12 + month - 1.

    Examples
    --------
    >>> month_number(datetime.date(2017, 1, 31))
    24204
    """
    return day.year * 12 + day.month - 1


def whole_months(numbers: pd.Index, as_of: datetime.date) -> pd.RangeIndex:
    """Return the months from the first of some to the last whole one before a day.

    Examples
    --------
    >>> list(whole_months(pd.Index([24204, 24206]), datetime.date(2017, 4, 30)))
    [24204, 24205, 24206]
    """
    end = month_number(as_of)
    return pd.RangeIndex(min(numbers.min(), end) if len(numbers) else end, end)


def first_days(month_numbers: pd.Series) -> pd.Series:
    """Return the first day of each numbered month.

    Examples
    --------
    >>> str(first_days(pd.Series([24204])).item().date())
    '2017-01-01'
    """
    months = month_numbers.astype("int64")
    return pd.to_datetime(
        pd.DataFrame({"year": months // 12, "month": months % 12 + 1, "day": 1})
    )

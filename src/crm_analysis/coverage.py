"""The days that the orders of a database are from, and days given as text."""

import datetime
from dataclasses import dataclass

from crm_analysis.database import Database
from crm_analysis.errors import DataRefusedError, UsageError

_FIRST_YEAR, _LAST_YEAR = 1800, 2999


@dataclass(frozen=True)
class Coverage:
    """The days that the orders of a database are from.

    Attributes
    ----------
    first_day, last_day : date
        First and last day with an order. The day after `last_day` is the latest
        ``as_of`` that has everything before it known.
    longest_silence_days : int
        The longest run of days without any order between the two.
    """

    first_day: datetime.date
    last_day: datetime.date
    longest_silence_days: int

    @property
    def latest_as_of(self) -> datetime.date:
        """The day after the last one that is known."""
        return self.last_day + datetime.timedelta(days=1)


def read_coverage(database: Database) -> Coverage:
    """Read which days the orders are from.

    Raises
    ------
    DataRefusedError
        If there are no orders.
    """
    (row,) = database.read("features/coverage").to_pylist()
    if row["first_day"] is None:
        raise DataRefusedError(
            "the database has no orders; load some, for instance with"
            " `crm-analysis seed`"
        )
    return Coverage(**row)


def resolve_as_of(database: Database, as_of: str) -> datetime.date:
    """Turn the text of an ``as_of`` parameter into a day that the data can answer for.

    Parameters
    ----------
    as_of : str
        An ISO date, or ``latest`` for the day after the last order.

    Raises
    ------
    UsageError
        If it is no date, or not after the first order and at most the day after
        the last one.
    """
    coverage = read_coverage(database)
    day = coverage.latest_as_of if as_of == "latest" else parse_day(as_of)
    if not coverage.first_day < day <= coverage.latest_as_of:
        raise UsageError(
            f"as_of is {day}, but the orders are from {coverage.first_day} to"
            f" {coverage.last_day}: choose a day after the first and not later than"
            f" {coverage.latest_as_of}"
        )
    return day


def parse_day(text: str) -> datetime.date:
    """Read an ISO date of the years 1800 to 2999.

    Examples
    --------
    >>> parse_day("2017-10-01")
    datetime.date(2017, 10, 1)

    Raises
    ------
    UsageError
        If it is none. Horizons count from it, so the calendar's ends are out too.
    """
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a day; write it as year-month-day, like 2017-10-01"
        ) from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise UsageError(
            f"got the day {day}, expected a year from {_FIRST_YEAR} to {_LAST_YEAR};"
            " check the digits"
        )
    return day

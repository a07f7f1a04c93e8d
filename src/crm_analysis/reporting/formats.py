"""How numbers, dates and column names are written for people, in one place.

A unit is ``"share"`` (0.432 is written 43.2%), ``"points"`` (a difference of
shares: +1.2 points), an ISO currency such as ``"EUR"``, ``"plain"`` (no thousands
separators, for years and ids) or a word that follows the number, such as "days".
"""

import datetime
import math
from collections.abc import Iterable
from typing import TypeAlias

Value: TypeAlias = int | float | str | bool | None

MISSING = "–"  # noqa: RUF001  an en dash, as in printed statistical tables
MINUS = "\N{MINUS SIGN}"
MOST_PLACES = 4
MONTHS = {  # not from the machine's locale
    1: "January",
    2: "February",
    3: "March",
    4: "April",
    5: "May",
    6: "June",
    7: "July",
    8: "August",
    9: "September",
    10: "October",
    11: "November",
    12: "December",
}
ABBREVIATIONS = {"auc": "AUC", "ece": "ECE", "rfm": "RFM", "roc": "ROC"}
UNIT_SUFFIXES = {
    "_share": "share",
    "_probability": "share",
    "_days": "days",
    "_weeks": "weeks",
    "_on": "date",
}


def format_value(value: Value, unit: str = "", places: int | None = None) -> str:
    """Write a value with its unit, as in a sentence or on a tile.

    Raises nothing: text and dates are returned as they are.

    >>> [format_value(12340, "EUR"), format_value(0.4321, "share")]
    ['EUR 12,340', '43.2%']
    >>> [format_value(0.0123, "points"), format_value(12, "days")]
    ['+1.2 points', '12 days']
    >>> format_value(1, "days")
    '1 day'
    """
    text = format_cell(value, unit, places)
    if not is_number(value):
        return text
    if unit == "points":
        return f"{text} points"
    if is_currency(unit):
        return f"{unit} {text}"
    if unit in {"", "share", "plain", "date", "code"}:
        return text
    return f"{text} {unit.removesuffix('s') if value == 1 else unit}"


def format_cell(value: Value, unit: str = "", places: int | None = None) -> str:
    """Write a value for a table column whose header names the unit.

    A missing value is an en dash, never 0.

    >>> [format_cell(1234567), format_cell(0.00001), format_cell(True)]
    ['1,234,567', '<0.0001', 'yes']
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return MISSING
    if isinstance(value, str):
        return value
    scaled = value * 100 if unit in {"share", "points"} else value
    shown = decimal_places([value], unit) if places is None else places
    return _digits(scaled, unit, shown) + ("%" if unit == "share" else "")


def format_interval(interval: tuple[float, float], unit: str = "") -> str:
    """Write an interval as "a to b", with the unit once where that reads well.

    >>> format_interval((0.41, 0.456), "share")
    '41.0% to 45.6%'
    """
    low, high = interval
    places = decimal_places([low, high], unit)
    if is_currency(unit):
        return f"{format_value(low, unit, places)} to {format_cell(high, unit, places)}"
    return f"{format_cell(low, unit, places)} to {format_value(high, unit, places)}"


def format_day(day: datetime.date | str) -> str:
    """Write a day, or an ISO day, in words; other text is returned as it is.

    >>> [format_day("2017-12-31"), format_day("yesterday")]
    ['31 December 2017', 'yesterday']
    """
    try:
        day = datetime.date.fromisoformat(str(day))
    except ValueError:
        return str(day)
    return f"{day.day} {MONTHS[day.month]} {day.year}"


def decimal_places(values: Iterable[Value], unit: str = "") -> int:
    """Choose one number of decimal places for values that stand together.

    >>> [decimal_places([3, 4]), decimal_places([0.12, 0.5]), decimal_places([2500.5])]
    [0, 3, 0]
    """
    if unit in {"share", "points"}:
        return 1
    numbers = [value for value in values if is_number(value) and math.isfinite(value)]
    if all(float(number).is_integer() for number in numbers):
        return 0
    largest = max(abs(number) for number in numbers)
    if is_currency(unit):
        return 0 if largest >= 1000 else 2
    digits_before_point = math.floor(math.log10(largest)) + 1
    return min(MOST_PLACES, max(0, 3 - digits_before_point))


def is_number(value: object) -> bool:
    """Tell whether a value is a number; true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_currency(unit: str) -> bool:
    """Tell whether a unit looks like an ISO 4217 currency code."""
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def unit_of(name: str) -> str:
    """Read a column's unit off the end of its name, or return ``""``.

    >>> [unit_of("tenure_days"), unit_of("buyer_share"), unit_of("orders")]
    ['days', 'share', '']
    """
    for suffix, unit in UNIT_SUFFIXES.items():
        if name.endswith(suffix):
            return unit
    return ""


def label_of(name: str, unit: str = "") -> str:
    """Turn a column's name into the words of a table header.

    >>> [label_of("days_since_last", "days"), label_of("buyer_share", "share")]
    ['Days since last (days)', 'Buyer share']
    >>> label_of("roc_auc")
    'ROC AUC'
    """
    words = name.removesuffix(f"_{unit}") if unit != "share" else name
    words = words.replace("_", " ").strip() or name
    words = " ".join(ABBREVIATIONS.get(word, word) for word in words.split(" "))
    label = words[:1].upper() + words[1:]
    return (
        f"{label} ({unit})"
        if unit not in {"", "share", "plain", "date", "code"}
        else label
    )


def _digits(number: float, unit: str, places: int) -> str:
    if not math.isfinite(number):
        return "∞" if number > 0 else f"{MINUS}∞"
    smallest = 10.0**-places
    if number != 0 and abs(number) < smallest / 2 and unit != "points":
        bound = f"<{smallest:.{places}f}"
        return bound if number > 0 else f">{MINUS}{bound[1:]}"
    separator = "" if unit == "plain" else ","
    sign = "+" if unit == "points" else ""
    return f"{number:{sign}{separator}.{places}f}".replace("-", MINUS)

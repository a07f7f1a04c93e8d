"""Doubts: texts of an export that mean two things, until somebody says which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from crm_analysis.errors import DataRefusedError

# An option that settles a doubt, how a text in doubt looks, and what to choose from.
_CLOCK = (
    r"\d{1,2}:\d{2}"
    r"|(\d{4}[.,]*|-\d{2}) ([a-zà]{1,3}[.]? )?\d{1,2}([.]| ?h ?)[0-5]\d( min|\b)"
)
_OFFSET = r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})\s*$"
_DOUBTS = {
    "decimal_mark": (
        r"^[^0-9.,]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9.,]*$",
        "an amount such as 1.234, which is one or a thousand",
        "'.' or ','",
    ),
    "day_order": (
        r"^\s*(0?[1-9]|1[0-2])[/-](0?[1-9]|1[0-2])[/-][0-9]{2}([0-9]{2})?\b",
        "a day such as 03/04/2024",
        "day_first or month_first",
    ),
    "time_zone": (
        _CLOCK,
        "a moment without a time zone",
        "a name such as Europe/Berlin or UTC",
    ),
}
KINDS = {
    "money": ("decimal_mark",),
    "moments": ("day_order", "time_zone"),
    "utc_moments": ("day_order",),
}


@dataclass
class Doubts:
    """What was found in doubt in one table of an export, as its rows pass by.

    Parameters
    ----------
    kinds : mapping
        ``money``, ``moments`` and ``utc_moments``: the columns that hold such texts.
    options : mapping
        What the user has said; an option that is missing or empty settles nothing.
    line_of : callable
        Returns the line of a file that a row begins in, by its number from 1.
    """

    kinds: Mapping[str, tuple[str, ...]]
    options: Mapping[str, str]
    line_of: Callable[[int], int]
    rows_seen: int = field(default=0, init=False)

    def require_none(self, rows: pa.Table, where: str, headings: Mapping) -> None:
        """Refuse rows with a text that can be read in two ways.

        Parameters
        ----------
        rows : Table
            The next rows of a file.
        where : str
            What to call it.
        headings : mapping
            What the file calls each column.

        Raises
        ------
        DataRefusedError
            If there is one: it says in which line and column, and which option to give.
        """
        for kind, names in self.kinds.items():
            for name in names:
                for option in KINDS[kind]:
                    if name in headings and not self.options.get(option):
                        self._require(option, rows[name], where, headings[name])
        self.rows_seen += rows.num_rows

    def _require(
        self, option: str, texts: pa.ChunkedArray, where: str, heading: str
    ) -> None:
        _, what, choice = _DOUBTS[option]
        first = pc.index(in_doubt(option, texts), True).as_py()
        if first >= 0:
            line = self.line_of(self.rows_seen + first + 1)
            raise DataRefusedError(
                f"{where} has {what} in line {line:,}, column {heading}; say how to"
                f" read it with --set {option}=VALUE, {choice}"
            )


def in_doubt(option: str, texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Tell which texts mean two things, until an option says which.

    >>> texts = pa.chunked_array([["1.234", "1.23", "1.234,50"]])
    >>> in_doubt("decimal_mark", texts).to_pylist()
    [True, False, False]
    """
    found = pc.match_substring_regex(texts, _DOUBTS[option][0])
    if option == "time_zone":
        return pc.and_not(found, pc.match_substring_regex(texts, _OFFSET))
    if option == "day_order":
        return pc.and_not(found, _same_both_ways(texts))
    return found


def _same_both_ways(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Tell days whose day and month are the same number, such as 05/05/2024."""
    alike = "|".join(f"0?{n}[/-]0?{n}[/-]" for n in range(1, 13))
    return pc.match_substring_regex(texts, rf"^\s*({alike})")

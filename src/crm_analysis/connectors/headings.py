"""Headings: the first line of an export, and which of our columns each one means."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from crm_analysis.connectors.systems import SourceTable
from crm_analysis.connectors.text_encoding import Utf8Text
from crm_analysis.errors import DataRefusedError, MissingColumnsError, UsageError

_MOST_BYTES = 2**20
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Heading:
    """The first line of a CSV file.

    Attributes
    ----------
    path : Path
        The file.
    names : tuple of str
        What stands in it, as it stands there.
    delimiter : str
        What is between them.
    lines : int
        How many lines it takes, with a line before it that names the delimiter.
    """

    path: Path
    names: tuple[str, ...]
    delimiter: str
    lines: int

    def columns_of(self, table: SourceTable) -> dict[str, int]:
        """Return where each column of a table stands; optional ones may not.

        Raises
        ------
        MissingColumnsError
            If one that must be there is not; the nearest heading is suggested.
        DataRefusedError
            If one of them is there twice. Of several that mean the same, the first in
            the list of headings counts.
        """
        simple = [simplified(name) for name in self.names]
        found: dict[str, int] = {}
        for column in table.every_column:
            known = [simplified(n) for n in table.headings.get(column, ())]
            known += [] if column in table.named else [column]
            if spelling := next((n for n in known if n in simple), None):
                if simple.count(spelling) > 1:
                    raise DataRefusedError(
                        f"{self.path} has the column {spelled(table, column)} twice;"
                        " keep one"
                    )
                found[column] = simple.index(spelling)
        needed = dict.fromkeys((*table.columns, *table.named))
        if missing := [name for name in needed if name not in found]:
            raise self._lacking(table, missing, any_found=bool(found))
        return found

    def _lacking(
        self, table: SourceTable, missing: list[str], *, any_found: bool
    ) -> DataRefusedError:
        """Say what is missing; a first line of data is not quoted."""
        wanted = [spelled(table, name) for name in missing]
        remedy = _remedy(table, missing)
        if not any_found or any(map(_looks_like_data, self.names)):
            return DataRefusedError(
                f"{self.path} has no column {', '.join(wanted)} in its first line, nor"
                f" any other heading that is known; export it again with a heading,"
                f" {remedy or 'in English or as docs/exports.md lists'}"
            )
        taken = meanings(table)
        others = [name for name in self.names if simplified(name) not in taken]
        near = {
            each
            for name in wanted
            for each in get_close_matches(name, others, 1, cutoff=0.5)
        }
        return MissingColumnsError(
            str(self.path),
            wanted,
            near or self.names[:20],
            f"rename or add it{', ' * bool(remedy)}{remedy}",
        )


def read_heading(text: Utf8Text, path: Path) -> Heading | None:
    """Take the first line off a file; None if the file is empty.

    The delimiter is the one of comma, semicolon, tab and bar that parts it into most.
    """
    start = text.peek(_MOST_BYTES).decode(errors="ignore")
    named = re.match(r"sep=(.)\r?\n", start)
    lines = start[: named.end()] if named else ""
    rest = start[len(lines) :]
    blank = re.match(r"\s*", rest.replace("\t", "x"))[0]
    lines, rest = lines + blank, rest[len(blank) :]
    if not rest:
        return None
    read = {
        sign: _first_line(rest, sign) for sign in (named and named[1]) or _DELIMITERS
    }
    delimiter = max(read, key=lambda sign: len(read[sign][0]))
    names, taken = read[delimiter]
    lines += taken
    text.skip(len(lines.encode()))
    return Heading(path, tuple(names), delimiter, _count_lines(lines))


def meanings(table: SourceTable) -> dict[str, str]:
    """Return which column each known heading means, by its simplified spelling."""
    meant = {simplified(name): name for name in table.every_column}
    for name, others in table.headings.items():
        meant |= {simplified(other): name for other in others}
    return meant


def spelled(table: SourceTable, column: str) -> str:
    """Return how a column is written in an English export."""
    return table.headings.get(column, (column,))[0]


def with_own_headings(table: SourceTable, options: Mapping[str, str]) -> SourceTable:
    """Return a table whose columns may be called as a user says.

    Parameters
    ----------
    table : SourceTable
        A table of an export.
    options : mapping
        ``<table>_columns``, if there is one, says what files call the columns:
        ``column = heading``, with commas between.

    Raises
    ------
    UsageError
        If there is no such column; the nearest is suggested.
    """
    option = f"{table.name}_columns"
    if option not in options:
        return table
    own = {}
    for part in filter(None, map(str.strip, options[option].split(","))):
        column, _, heading = (each.strip() for each in part.partition("="))
        if column not in table.every_column or not heading:
            near = get_close_matches(column, table.every_column, 1)
            raise UsageError(
                f"{option} has {part!r}, expected COLUMN = HEADING with a"
                f" column of ours: {', '.join(near or table.every_column)}"
            )
        own[column] = (heading,)
    headings = table.headings | own
    return replace(table, headings=headings, own_headings=option, named=tuple(own))


def _remedy(table: SourceTable, missing: list[str]) -> str:
    """Say how to tell what a file calls columns, if its system has an option for it."""
    if not table.own_headings:
        return ""
    pairs = ", ".join(f"{name} = HEADING" for name in missing)
    return f"or say what it calls them: --set {table.own_headings}='{pairs}'"


def simplified(heading: str) -> str:
    r"""Return a heading without what programs and languages differ in.

    >>> simplified("  Unsubscribed from\u00a0all email ")
    'unsubscribed_from_all_email'
    >>> simplified("Probability (%)"), simplified("Account Name.id")
    ('probability', 'account_name_id')
    """
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\W_]+", "_", text).strip("_")


def _first_line(text: str, delimiter: str) -> tuple[list[str], str]:
    taken: list[str] = []

    def passing() -> Iterable[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    try:
        names = next(csv.reader(passing(), delimiter=delimiter), [])
    except csv.Error:
        names = []
    return names, "".join(taken)


def _count_lines(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))


def _looks_like_data(name: str) -> bool:
    return bool(re.search(r"@|\d[\d./:-]{5}", name))

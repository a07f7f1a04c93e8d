"""One file of an export, CSV or Parquet: its heading, and its rows as text."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from crm_analysis.connectors.csv_rows import line_of, read_rows
from crm_analysis.connectors.headings import Heading, read_heading
from crm_analysis.connectors.parquet_rows import (
    ENDINGS,
    read_parquet_heading,
    read_parquet_rows,
)
from crm_analysis.connectors.text_encoding import Utf8Text
from crm_analysis.errors import DataRefusedError


class ExportFile(ABC):
    """A file that is read once, from its start.

    Attributes
    ----------
    heading : Heading
        The names of its columns.
    odd_lines : int
        How many lines so far had letters that were not UTF-8, or were lost before.
    """

    heading: Heading
    odd_lines: int = 0

    @abstractmethod
    def rows(self, columns: dict[str, int]) -> Iterator[pa.Table]:
        """Yield the rows of some columns, of which each stands at a place."""

    @abstractmethod
    def line_of(self, row: int) -> int:
        """Return the line that a row begins in, by its number from 1."""


class ParquetFile(ExportFile):
    """A Parquet file, whose letters are never odd."""

    odd_lines = 0

    def __init__(self, path: Path) -> None:
        self.heading = read_parquet_heading(path)

    def rows(self, columns: dict[str, int]) -> Iterator[pa.Table]:
        """Yield the rows of some columns."""
        return read_parquet_rows(self.heading, columns)

    def line_of(self, row: int) -> int:
        """Return the number of a row: there are no lines."""
        return row


class CsvFile(ExportFile):
    """A CSV file, read up to its heading, which is None if it is empty."""

    def __init__(self, path: Path, text: Utf8Text) -> None:
        self._text = text
        self.heading = read_heading(text, path)

    @property
    def odd_lines(self) -> int:
        """How many lines had odd letters so far."""
        return self._text.odd_lines

    def rows(self, columns: dict[str, int]) -> Iterator[pa.Table]:
        """Yield the rows of some columns."""
        return read_rows(self._text, self.heading, columns)

    def line_of(self, row: int) -> int:
        """Return the line that a row begins in."""
        return line_of(self.heading, row)


@contextmanager
def open_export(path: Path) -> Iterator[ExportFile]:
    """Open a file up to its heading.

    Raises
    ------
    UsageError
        If it cannot be opened.
    DataRefusedError
        If it is empty, or not what its name says.
    """
    if path.suffix.lower() in ENDINGS:
        yield ParquetFile(path)
        return
    with Utf8Text(path) as text:
        file = CsvFile(path, text)
        if file.heading is None:
            raise DataRefusedError(
                f"{path} is empty, expected a heading and a row a record; export it"
                " again"
            )
        yield file

"""The rows of one CSV file, streamed, and the line in which a broken one breaks."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from crm_analysis.connectors.headings import Heading, read_heading
from crm_analysis.connectors.text_encoding import Utf8Text
from crm_analysis.errors import DataRefusedError

# Arrow reads up to 32 blocks ahead; a row must fit into one.
_BLOCK_BYTES = 4 * 2**20
_TEXT_FORMULA = r'^="([^"]*)"$'  # ="+49 30 1111" is that text


def read_rows(
    text: Utf8Text, heading: Heading, columns: dict[str, int]
) -> Iterator[pa.Table]:
    """Yield the rows below a heading, a block of the file at a time.

    Parameters
    ----------
    text : Utf8Text
        The file, read up to its heading.
    heading : Heading
        What `read_heading` returned.
    columns : dict
        The columns to read, and where each stands.

    Yields
    ------
    Table
        Text columns, without blanks around; what is empty is missing.

    Raises
    ------
    DataRefusedError
        If a row has another number of fields than the heading, or a quotation mark is
        not closed, as where a file was cut off.
    """
    if not text.peek(_BLOCK_BYTES).strip():
        return
    names = _places(len(heading.names))
    wanted = [names[place] for place in columns.values()]
    try:
        with _reader(text, heading, names, wanted) as reader:
            for batch in reader:
                rows = pa.Table.from_batches([batch]).rename_columns(list(columns))
                yield _trimmed(rows)
    except pa.ArrowException:
        _refuse_broken_line(heading)
        raise DataRefusedError(
            f"{heading.path} cannot be read as CSV; export it again"
        ) from None
    if text.quotes % 2:
        _refuse_broken_line(heading)


def _reader(
    text: Utf8Text, heading: Heading, names: list[str], wanted: Sequence[str]
) -> pa.csv.CSVStreamingReader:
    return pa.csv.open_csv(
        pa.PythonFile(text, mode="r"),
        read_options=pa.csv.ReadOptions(
            column_names=names, block_size=_BLOCK_BYTES, use_threads=False
        ),
        parse_options=pa.csv.ParseOptions(
            delimiter=heading.delimiter, newlines_in_values=True
        ),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), include_columns=wanted
        ),
    )


def _trimmed(rows: pa.Table) -> pa.Table:
    """Take blanks off, and what keeps a spreadsheet from counting with a text."""
    columns = []
    for column in rows.columns:
        text = pc.utf8_trim_whitespace(column)
        if pc.any(pc.starts_with(text, '="')).as_py():
            text = pc.replace_substring_regex(text, _TEXT_FORMULA, r"\1")
        columns.append(pc.if_else(pc.equal(text, ""), None, text))
    return pa.table(columns, names=rows.column_names)


def _places(count: int) -> list[str]:
    return [f"c{place}" for place in range(count)]


def line_of(heading: Heading, row: int) -> int:
    """Return the line in which a row begins, by its number from 1 below the heading."""
    with suppress(DataRefusedError):
        for number, (line, _) in enumerate(_slowly(heading), start=1):
            if number == row:
                return line
    return heading.lines + row


def _refuse_broken_line(heading: Heading) -> None:
    """Read a file slowly, and refuse it by the line that is not as its heading."""
    width = len(heading.names)
    for line, fields in _slowly(heading):
        if len(fields) != width:
            why = "was it cut off, or does a report end in a footer?"
            if len(fields) > width:
                why = f"is there a {heading.delimiter!r} in a value without quotes?"
            raise DataRefusedError(
                f"{heading.path} has {len(fields)} fields in line {line:,}, where its"
                f" heading has {width}; {why} export it again"
            )


def _slowly(heading: Heading) -> Iterator[tuple[int, list[str]]]:
    """Yield each row and the line it begins in; refuse one whose quotes stay open."""
    with Utf8Text(heading.path) as text:
        read_heading(text, heading.path)
        lines = io.TextIOWrapper(io.BufferedReader(text), "utf-8", newline="")
        reader = csv.reader(lines, delimiter=heading.delimiter, strict=True)
        first = heading.lines + 1
        try:
            for fields in reader:
                if fields:
                    yield first, fields
                first = heading.lines + reader.line_num + 1
        except csv.Error:
            raise DataRefusedError(
                f"{heading.path} has a quotation mark in line {first:,} that is not"
                " closed; was the file cut off? export it again"
            ) from None

"""Write a record's rows as an accessible HTML table, as plain text and as CSV."""

import csv
import io
from collections.abc import Sequence
from html import escape

from crm_analysis.output_files import safe_for_spreadsheets
from crm_analysis.reporting.formats import (
    Value,
    decimal_places,
    format_cell,
    is_number,
)
from crm_analysis.reporting.records import Record
from crm_analysis.reporting.small_counts import CONFIDENTIAL, FEW


def table_html(record: Record) -> str:
    """Write a table with caption, headers with scope and right-aligned numbers.

    Everything that came from data is escaped; a missing value is an en dash. A table of
    nothing is its title alone, which says so.
    """
    if not record["rows"]:
        return f"<p>{escape(record['title'])}</p>"
    columns = record["columns"]
    classes = _classes(record)
    head = "".join(
        f'<th scope="col"{kind}>{escape(column["label"])}</th>'
        for column, kind in zip(columns, classes, strict=True)
    )
    body = "".join(_row_html(cells, classes) for cells in shown_cells(record))
    return (
        f"<table><caption>{escape(record['title'])}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def table_text(record: Record) -> str:
    """Write a table for a terminal: the title, then columns set apart by blanks."""
    if not record["rows"]:
        return record["title"]
    header = [column["label"] for column in record["columns"]]
    lines = [header, *shown_cells(record)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rows = [
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(
                line, widths, numeric_columns(record), strict=True
            )
        ).rstrip()
        for line in lines
    ]
    return "\n".join([record["title"], *rows])


def table_csv(record: Record) -> str:
    """Write a record's values as CSV, with cells that look like formulas defused."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_csv_cell(column["name"]) for column in record["columns"]])
    writer.writerows([_csv_cell(value) for value in row] for row in record["rows"])
    return file.getvalue()


def shown_cells(record: Record) -> list[list[str]]:
    """Write every value as people see it, decimals alike down each column."""
    units = [column["unit"] for column in record["columns"]]
    columns = list(zip(*record["rows"], strict=True)) or [()] * len(units)
    places = [
        decimal_places(values, unit)
        for values, unit in zip(columns, units, strict=True)
    ]
    return [
        [
            format_cell(value, unit, place)
            for value, unit, place in zip(row, units, places, strict=True)
        ]
        for row in record["rows"]
    ]


def numeric_columns(record: Record) -> list[bool]:
    """Tell for each column whether it holds numbers and is set flush right."""
    columns = list(zip(*record["rows"], strict=True)) or [()] * len(record["columns"])
    return [_is_numeric(values) for values in columns]


def has_hidden_cells(record: Record) -> bool:
    """Tell whether a small group was hidden, so that a note must say so."""
    return any(value in {FEW, CONFIDENTIAL} for row in record["rows"] for value in row)


def _is_numeric(values: Sequence[Value]) -> bool:
    known = [value for value in values if value not in {None, FEW, CONFIDENTIAL}]
    return bool(known) and all(is_number(value) for value in known)


def _row_html(cells: Sequence[str], classes: Sequence[str]) -> str:
    first, *rest = zip(cells, classes, strict=True)
    header = f'<th scope="row"{first[1]}>{escape(first[0])}</th>'
    others = "".join(f"<td{kind}>{escape(cell)}</td>" for cell, kind in rest)
    return f"<tr>{header}{others}</tr>"


def _classes(record: Record) -> list[str]:
    return [
        ' class="number"'
        if right
        else ' class="date"'
        if unit in {"date", "code"}
        else ""
        for right, unit in zip(
            numeric_columns(record),
            [column["unit"] for column in record["columns"]],
            strict=True,
        )
    ]


def _csv_cell(value: Value) -> Value:
    return safe_for_spreadsheets(value) if isinstance(value, str) else value

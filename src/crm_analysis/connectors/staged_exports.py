"""Staged exports: the rows of the files of an export in staging, as they are."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from crm_analysis.connectors.doubts import KINDS, Doubts
from crm_analysis.connectors.export_file import ExportFile, open_export
from crm_analysis.connectors.export_files import every_file, export_files
from crm_analysis.connectors.name_lists import refuse_split_names
from crm_analysis.connectors.rounded_ids import refuse_rounded_ids
from crm_analysis.connectors.staging import fill_table, make_table
from crm_analysis.connectors.systems import SourceTable, System
from crm_analysis.database.duckdb import DuckDBDatabase

_TOLD_ROWS = 1_000_000
_FILES = pa.schema(
    [
        ("table_name", pa.string()),
        ("file_name", pa.string()),
        ("rows_read", pa.int64()),
        ("odd_lines", pa.int64()),
    ]
)


def stage_exports(
    system: System,
    place: Path,
    options: Mapping[str, str],
    staging: DuckDBDatabase,
    progress: Callable[[str], None],
) -> None:
    """Put the rows of all files into staging, a table each, as text.

    The table ``source_files`` says of each file how many rows and odd lines it had.

    Raises
    ------
    UsageError
        As `export_files`; or if an option names a column that there is not.
    DataRefusedError
        If a file is empty, broken, lacks a column, has one twice, or has a text that
        can be read in two ways and no option says how.
    """
    files = []
    found = export_files(system, place, options)
    for path in set(every_file(place)).difference(*found.values()):
        progress(f"{path.name}: not read, {system.title} has no export of this name")
    for table, paths in found.items():
        make_table(staging, table)
        rows_read = 0
        for path in paths:
            with open_export(path) as file:
                batches = _rows_of(file, table, options, rows_read)
                told = _telling(batches, path.name, progress)
                count = fill_table(staging, table, told)
                files.append((table.name, path.name, count, file.odd_lines))
            rows_read += count
            progress(f"{path.name}: {count:,} rows of {table.name}")
        if table.lacking and not paths:
            progress(f"no export of {table.name}: {table.lacking}")
    columns = list(zip(*files, strict=True))
    staging.expose("source_files", pa.table(list(map(list, columns)), schema=_FILES))


def _telling(
    batches: Iterable[pa.Table], name: str, progress: Callable[[str], None]
) -> Iterator[pa.Table]:
    """Yield rows, and tell how many there were whenever it is another million."""
    rows = 0
    for batch in batches:
        yield batch
        if (rows + len(batch)) // _TOLD_ROWS > rows // _TOLD_ROWS:
            progress(f"{name}: {rows + len(batch):,} rows so far")
        rows += len(batch)


def _rows_of(
    file: ExportFile,
    table: SourceTable,
    options: Mapping[str, str],
    rows_before: int,
) -> Iterator[pa.Table]:
    """Yield the rows of a file with its name and their numbers among all rows."""
    path, names = file.heading.path, file.heading.names
    columns = file.heading.columns_of(table)
    kinds = {kind: getattr(table, kind) for kind in KINDS}
    doubts = Doubts(kinds, options, file.line_of)
    called = {name: names[place].strip() for name, place in columns.items()}
    ids = {name: called[name] for name in table.ids if name in called}

    def line_of(row: int) -> int:
        return file.line_of(doubts.rows_seen + row)

    for rows in file.rows(columns):
        first = rows_before + doubts.rows_seen + 1
        refuse_rounded_ids(rows, ids, str(path), line_of)
        for name in set(table.lists) & set(called):
            said = (table.lists[name], options[table.lists[name]])
            refuse_split_names(rows[name], said, str(path), called[name], line_of)
        doubts.require_none(rows, str(path), called)
        numbers = pa.array(np.arange(first, first + len(rows)))
        yield rows.append_column("line_number", numbers).append_column(
            "file_name", pa.array([path.name] * len(rows), pa.string())
        )

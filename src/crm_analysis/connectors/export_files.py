"""Export files: which files of a folder are of which table, and what they lack."""

import fnmatch
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from crm_analysis.connectors.export_file import open_export
from crm_analysis.connectors.headings import Heading, spelled, with_own_headings
from crm_analysis.connectors.parquet_rows import ENDINGS as PARQUET
from crm_analysis.connectors.systems import SourceTable, System
from crm_analysis.database.address import mask
from crm_analysis.errors import DataRefusedError, UsageError

_ENDINGS = (".csv", ".txt", ".tsv", *PARQUET)


def export_place(system: System, source: str) -> Path:
    """Return the folder or file that an export is in.

    Raises
    ------
    UsageError
        If it is an address.
    """
    if "://" in source:
        raise UsageError(
            f"{system.title} is read from exported files, but the source is"
            f" {mask(source)}; give the folder of the exports"
        )
    return Path(source)


def export_files(
    system: System, place: Path, options: Mapping[str, str]
) -> dict[SourceTable, list[Path]]:
    """Tell which files are of which table: by their names.

    Where a table that must be there has none, files of no other table are taken by
    their headings.

    Parameters
    ----------
    system : System
        What the files are from.
    place : Path
        A folder, or one file.
    options : mapping
        ``<table>_columns``, if there is one, says what files call our columns.

    Returns
    -------
    dict
        The files of each table, parts in the order of their numbers or days.

    Raises
    ------
    UsageError
        If there is no such place, or no file of a table that must be there.
    """
    tables = [with_own_headings(table, options) for table in system.tables]
    found: dict[SourceTable, list[Path]] = {table: [] for table in tables}
    others = []
    for path in every_file(place):
        table = _by_name(tables, path)
        (found[table] if table else others).append(path)
    wanted = [table for table in tables if table.is_required and not found[table]]
    for path in others if wanted else ():
        if table := _by_heading(wanted, path):
            found[table].append(path)
    if lacking := [t for t, files in found.items() if t.is_required and not files]:
        wanted = " and ".join(f"{each.name} ({each.files[0]})" for each in lacking)
        raise UsageError(
            f"{place} has no export of {system.title} {wanted}; export it as CSV, and"
            " give the folder that it is in"
        )
    return found


def lacks(system: System, place: Path, options: Mapping[str, str]) -> list[str]:
    """Say which files and columns are missing and what that affects, a sentence each.

    Raises
    ------
    UsageError, DataRefusedError
        As `stage_exports`, for what is missing and must be there.
    """
    said = []
    for table, paths in export_files(system, place, options).items():
        if not paths:
            said.append(f"There is no export of {table.name}: {table.lacking}.")
        for path in paths:
            with open_export(path) as file:
                there = file.heading.columns_of(table)
            lost = [
                spelled(table, name) for name in table.optional if name not in there
            ]
            if lost:
                said.append(f"{path.name} has no {', '.join(lost)}: read as missing.")
    return said


def every_file(place: Path) -> list[Path]:
    """Return the files of a place that can be exports, in natural order."""
    if place.is_file():
        if place.suffix.lower() not in _ENDINGS:
            raise UsageError(
                f"{place} ends in {place.suffix or 'nothing'}, expected .csv; unpack an"
                " archive, save a spreadsheet as CSV, and give the file or its folder"
            )
        return [place]
    if not place.is_dir():
        raise UsageError(
            f"there is no file or folder {place}; give the folder of the exports"
        )
    found = _exports_in(place.glob("*")) or _exports_in(place.glob("*/*"))
    if not found:
        raise UsageError(
            f"the folder {place} has no CSV files; give the folder of the exports, and"
            " unpack archives"
        )
    return sorted(found, key=_natural)


def _exports_in(paths: Iterable[Path]) -> list[Path]:
    """Return what can be an export, and is not hidden."""
    return [
        each
        for each in paths
        if each.suffix.lower() in _ENDINGS and not each.name.startswith(".")
    ]


def _natural(path: Path) -> list[tuple[int, str]]:
    """Order names so that part 2 comes before part 10."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(each), "") if each.isdigit() else (-1, each) for each in parts]


def _by_name(tables: list[SourceTable], path: Path) -> SourceTable | None:
    """Return the table whose pattern the name fits: the longest, if several do.

    Of tables with the same pattern it is the one whose headings are in the file.
    """
    fitting = [
        (len(pattern), table)
        for table in tables
        for pattern in table.files
        if fnmatch.fnmatchcase(path.name.casefold(), pattern.casefold())
    ]
    longest = max((length for length, _ in fitting), default=0)
    nearest = [table for length, table in fitting if length == longest]
    if len(nearest) > 1:
        return _by_heading(nearest, path) or nearest[0]
    return nearest[0] if nearest else None


def _by_heading(tables: list[SourceTable], path: Path) -> SourceTable | None:
    """Return the table of which most columns are in a file, if none is missing."""
    try:
        with open_export(path) as file:
            known = [(_known_columns(file.heading, table), table) for table in tables]
    except DataRefusedError:
        return None
    count, table = max(known, key=lambda each: each[0])
    return table if count else None


def _known_columns(heading: Heading, table: SourceTable) -> int:
    try:
        return len(heading.columns_of(table))
    except DataRefusedError:
        return 0

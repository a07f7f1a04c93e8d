"""Refusals of DuckDB, as sentences that quote no row."""

import re
from pathlib import Path

import duckdb

from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
    MissingTableError,
    NotPermittedError,
)


def why_not(path: Path, message: str, read_only: bool) -> ConnectionFailedError:
    """Say in a sentence why DuckDB could not open a file."""
    if "Could not set lock" in message:
        does = "written to" if read_only else "read or written to"
        return DatabaseBusyError(
            f"{path} is being {does} by another process; wait until it has finished"
        )
    if "Permission denied" in message and not read_only:
        return NotPermittedError(f"this user may not write to {path}")
    reason = f"{path} cannot be opened; check that it is a readable DuckDB file"
    if "not a valid DuckDB" in message:
        reason = (
            f"{path} is not a DuckDB database; give another path, or replace it with"
            " `crm-analysis seed --force`"
        )
    return ConnectionFailedError(reason)


def sentence(error: duckdb.Error, name: str) -> CrmAnalysisError:
    """Say in a sentence what went wrong."""
    said = str(error)
    if isinstance(error, duckdb.CatalogException):
        missing = re.search(r"(?:Table|View) with name (\w+) does not", said)
        what = f"has no table {missing[1]}" if missing else "lacks a table or a view"
        return MissingTableError(
            f"the database {what}, which sql/{name} needs; make it with"
            " `crm-analysis seed`"
        )
    if isinstance(error, duckdb.BinderException):
        missing = re.search(r'column "(\w+)"', said)
        what = f"column {missing[1]}" if missing else "a column"
        return DataRefusedError(
            f"the database lacks {what} that sql/{name} needs, or has it in another"
            " type; it was made by another version, seed it again"
        )
    if isinstance(error, duckdb.ConstraintException):
        return DataRefusedError(
            f"the {name} breaks a key, a not-null or a check of its table in"
            " sql/schema; nothing was kept"
        )
    # The engine's message may quote a value of a person, so it is not passed on.
    return CrmAnalysisError(f"DuckDB could not run sql/{name} ({type(error).__name__})")

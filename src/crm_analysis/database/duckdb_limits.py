"""What DuckDB may take of a machine: memory, threads, and a folder to spill into."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
from sqlglot import exp

from crm_analysis.database.spill_folder import make_spill_folder
from crm_analysis.errors import CrmAnalysisError, UsageError

MEMORY_LIMIT = "CRM_MEMORY_LIMIT"
THREADS = "CRM_THREADS"
# DuckDB would take 80 % of the machine, or of the container; Python needs some too.
SHARE_OF_DEFAULT = 0.5 / 0.8
LEAST_MIB = 50
_SIZE = r"(\d+(?:\.\d+)?) ?([MGT]i?B)"
_MIB = {"MB": 1e6 / 2**20, "GB": 1e9 / 2**20, "TB": 1e12 / 2**20}
_MIB |= {"MIB": 1, "GIB": 2**10, "TIB": 2**20}


def set_limits(connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """Limit a connection to what the environment says, or to half the memory.

    Parameters
    ----------
    connection : DuckDBPyConnection
        One whose configuration is not locked yet.
    path : Path or None
        The database file; None for one in memory.

    Raises
    ------
    UsageError
        If ``CRM_MEMORY_LIMIT`` is no size, or ``CRM_THREADS`` no number.
    """
    memory = _memory_limit() or _half_of_the_machine(connection)
    settings = {"memory_limit": memory, "threads": _threads()}
    for setting, value in settings.items():
        if value:
            _set(connection, setting, value)
    _set(connection, "temp_directory", str(make_spill_folder(path) or ""))


@dataclass(frozen=True)
class Limits:
    """What a connection may take, to be named when it is too little.

    Attributes
    ----------
    folder : Path or None
        Where the database file is; None for one in memory.
    spill_folder : str
        Where DuckDB sets aside what memory does not hold; empty for nowhere.
    memory : str
        How much memory it may take, as it writes sizes.
    """

    folder: Path | None
    spill_folder: str
    memory: str

    def shortage(self, error: duckdb.Error, name: str) -> CrmAnalysisError | None:
        """Say in a sentence what there is too little of; None if that is not it."""
        said = str(error)
        is_full = re.search("No space left|File too large|quota exceeded", said)
        if "max_temp_directory_size" in said or (is_full and "duckdb_temp" in said):
            return CrmAnalysisError(
                f"there was no room left in {self.spill_folder or 'memory'} for what"
                f" sql/{name} sets aside; free some, or set TMPDIR to a larger folder"
            )
        if is_full:
            return CrmAnalysisError(
                f"there was no room left in {self.folder} during sql/{name}, or a file"
                " may not grow so large; free some and try again"
            )
        if isinstance(error, duckdb.OutOfMemoryException):
            return CrmAnalysisError(
                f"sql/{name} needs more memory than the {self.memory} that DuckDB may"
                f" take; set {MEMORY_LIMIT} higher, or {THREADS} to 1"
            )
        return None


def _memory_limit() -> str:
    text = os.environ.get(MEMORY_LIMIT, "").strip()
    found = re.fullmatch(_SIZE, text, re.IGNORECASE)
    if text and not (found and float(found[1]) * _MIB[found[2].upper()] >= LEAST_MIB):
        raise UsageError(
            f"{MEMORY_LIMIT} is {text!r}, expected a size like 2GiB, and no less than"
            f" {LEAST_MIB}MiB"
        )
    return text


def _half_of_the_machine(connection: duckdb.DuckDBPyConnection) -> str:
    """Return half of what there is; DuckDB knows when a container has less."""
    ask = "select current_setting('memory_limit')"
    number, unit = connection.execute(ask).fetchone()[0].split()
    return f"{SHARE_OF_DEFAULT * float(number):.1f}{unit}"


def _threads() -> str:
    text = os.environ.get(THREADS, "").strip()
    if text and not re.fullmatch(r"[1-9]\d{0,3}", text):
        raise UsageError(f"{THREADS} is {text!r}, expected a whole number from 1 on")
    return text


def _set(connection: duckdb.DuckDBPyConnection, setting: str, value: str) -> None:
    literal = exp.Literal.string(value).sql("duckdb")
    connection.execute(f"set {setting} = {literal}")

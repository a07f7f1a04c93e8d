"""Ways to a database: open one, make one in memory, replace one as a whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_analysis.database.address import parse_address
from crm_analysis.database.duckdb_file import DuckDBDatabase
from crm_analysis.errors import ConnectionFailedError


def connect(url: str | None = None, *, read_only: bool = True) -> DuckDBDatabase:
    """Open a database.

    Parameters
    ----------
    url : str or None
        As `parse_address` takes it; None for the default database.
    read_only : bool
        Open for reading only, the default: reports never write.

    Raises
    ------
    UsageError
        If the URL makes no sense.
    ConnectionFailedError
        If the database cannot be opened.
    """
    return DuckDBDatabase(parse_address(url).path, read_only=read_only)


def in_memory() -> DuckDBDatabase:
    """Make an empty database in memory: all tables and views, no rows."""
    database = DuckDBDatabase(None, read_only=False)
    database.build("schema", "views")
    return database


@contextmanager
def replacing(url: str | None = None) -> Iterator[DuckDBDatabase]:
    """Build a new database beside the old one and put it in its place at the end.

    Readers keep the old database until they close it. If anything fails, or the
    process is killed, the old database is still there, whole.

    Raises
    ------
    ConnectionFailedError
        If the folder cannot be written to.
    """
    target = parse_address(url).path
    side = target.with_name(f".{target.name}.loading-{os.getpid()}")
    with _in_words(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_left_over_sides(target)
        side.touch()
        side.unlink()  # an empty file is no database to DuckDB
    try:
        with DuckDBDatabase(side, read_only=False) as database:
            yield database
        with _in_words(target):
            os.replace(side, target)
    finally:
        _remove_side(side)


@contextmanager
def _in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConnectionFailedError(
            f"{target} cannot be written ({error.strerror}); check the folder"
        ) from None


def _remove_left_over_sides(target: Path) -> None:
    """Remove what loads that were killed have left."""
    for side in target.parent.glob(f".{target.name}.loading-*"):
        pid = side.name.removesuffix(".wal").rpartition("-")[2]
        if not (pid.isdigit() and _is_alive(int(pid))):
            side.unlink(missing_ok=True)


def _is_alive(pid: int) -> bool:
    """Tell whether a process exists; no signal is sent."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _remove_side(side: Path) -> None:
    side.unlink(missing_ok=True)
    side.with_name(f"{side.name}.wal").unlink(missing_ok=True)

"""Loading into DuckDB: a new file beside the old one, put in its place at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_analysis.database.address import Address
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.errors import ConnectionFailedError


@contextmanager
def replacing(address: Address) -> Iterator[DuckDBDatabase]:
    """Build a new file beside the old one and put it in its place at the end."""
    target = address.path
    side = target.with_name(f".{target.name}.loading-{os.getpid()}")
    with _in_words(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_left_over_sides(target)
        side.touch()
        side.unlink()  # an empty file is no database to DuckDB
    try:
        with DuckDBDatabase(side, read_only=False) as database:
            yield database
            database.checkpoint()
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

"""Loading for Spark: new tables in a folder of their own, current at the end."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from crm_analysis.database import refusals
from crm_analysis.database.address import Address
from crm_analysis.database.promises import broken_promises
from crm_analysis.database.spark import CURRENT, SparkDatabase
from crm_analysis.errors import ConnectionFailedError, UsageError

PREFIX, LOCK = "tables-", ".loading"


@contextmanager
def replacing(address: Address) -> Iterator[SparkDatabase]:
    """Write new tables beside the old ones, then let ``current`` name them.

    The old tables stay until the next load, for readers that have opened them. If
    anything fails, or the process is killed, ``current`` still names the old ones.
    """
    folder, new = address.path, f"{PREFIX}{uuid4().hex}"
    with _in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with _lock(folder, str(address)):
        _remove_all_but(folder, _current(folder))
        try:
            with SparkDatabase(address, folder / new) as database:
                yield database
                _keep_promises(database)
            with _in_words(folder):
                _name_as_current(folder, new)
        except BaseException:
            shutil.rmtree(folder / new, ignore_errors=True)
            raise


@contextmanager
def upgrading(address: Address) -> Iterator[SparkDatabase]:
    """Refuse: what is in files is replaced, not changed.

    Raises
    ------
    UsageError
        Always.
    """
    raise UsageError(
        f"the tables of {address} are files that only a load replaces; seed or load"
        " them again, with --force"
    )
    yield


@contextmanager
def changing(address: Address) -> Iterator[SparkDatabase]:
    """Refuse: what is in files is replaced, not changed.

    Raises
    ------
    UsageError
        Always.
    """
    raise UsageError(
        f"the tables of {address} are files that only a load replaces, so none of their"
        " rows can be changed; do this in the database that they are loaded from, and"
        " load again"
    )
    yield


renewing = changing


def _keep_promises(database: SparkDatabase) -> None:
    """Hold the rows against the keys, not-nulls and checks that files do not have."""
    for table, broken in database.rows(broken_promises(database.dialect), "schema"):
        if broken:
            raise refusals.broken_promise(f"load of {table}")


@contextmanager
def _lock(folder: Path, where: str) -> Iterator[None]:
    """Hold the one lock of loaders; the system lets go of it with the process."""
    with _in_words(folder), (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise refusals.is_loading(where) from None
        yield


def _current(folder: Path) -> str:
    try:
        return (folder / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _name_as_current(folder: Path, new: str) -> None:
    side = folder / f".{CURRENT}"
    with side.open("w", encoding="utf-8") as file:
        file.write(new + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(side, folder / CURRENT)


def _remove_all_but(folder: Path, kept: str) -> None:
    """Remove tables of earlier loads, and of those that were killed."""
    for each in folder.glob(f"{PREFIX}*"):
        if each.name != kept:
            shutil.rmtree(each, ignore_errors=True)


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConnectionFailedError(
            f"{folder} cannot be written ({error.strerror}); check the folder"
        ) from None

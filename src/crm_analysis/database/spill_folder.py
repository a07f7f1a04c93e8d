"""A private folder for what DuckDB sets aside when memory is short.

What lies there may be anybody's data, so only the user can look into it. It is removed
when its last connection closes; what a process that was killed has left is removed by
the next one that spills beside it.
"""

import fcntl
import os
import shutil
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = ".crm-analysis-spill-"


@dataclass
class _Hold:
    """Who uses a folder: how many connections of one process, and its lock."""

    lock: int
    connections: int = 0
    process: int = field(default_factory=os.getpid)


_HOLDS: dict[str, _Hold] = {}
# Reentrant: the garbage collector may end a connection in the midst of a change.
_CHANGING = threading.RLock()


def make_spill_folder(database: Path | None) -> Path | None:
    """Make a folder that only this user can read, held until it is released.

    Parameters
    ----------
    database : Path or None
        The database file; None for one in memory.

    Returns
    -------
    Path or None
        In the folder named by ``TMPDIR`` if that is set, else beside the database,
        else where the system keeps such files. None where nothing can be written.
    """
    for place in _places(database):
        _remove_left_over(place)
        with suppress(OSError), _CHANGING:
            made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
            _HOLDS[str(made)] = _Hold(_lock(made))
            return made
    return None


def hold(folder: str) -> None:
    """Count a connection that spills into a folder, if it is one of ours."""
    with _CHANGING:
        if folder in _HOLDS:
            _HOLDS[folder].connections += 1


def release(folder: str) -> None:
    """Remove a folder with its last connection; another process' is left alone."""
    with _CHANGING:
        kept = _HOLDS.get(folder)
        if kept is None or kept.process != os.getpid():
            return
        kept.connections -= 1
        if kept.connections <= 0:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(kept.lock)
            del _HOLDS[folder]


def _places(database: Path | None) -> list[Path]:
    system = Path(tempfile.gettempdir())
    if database is None or os.environ.get("TMPDIR"):
        return [system]
    return [database.parent, system]


def _lock(folder: Path) -> int:
    """Lock a folder until the process ends, however it ends."""
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return handle


def _remove_left_over(place: Path) -> None:
    """Remove the folders that nobody has locked any more."""
    for folder in place.glob(f"{PREFIX}*"):
        with suppress(OSError):
            handle = _lock(folder)
            shutil.rmtree(folder, ignore_errors=True)
            os.close(handle)

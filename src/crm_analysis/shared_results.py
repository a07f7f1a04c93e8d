"""Results that several processes of one run need: made by the first, read by the rest.

Features and fits are of everybody, whatever segment a report is about, so reports that
run side by side share them. They meet in a folder that the runner makes, which only
this user can open, and which is gone after the run; without one everybody makes their
own, with the same digits.
"""

import fcntl
import hashlib
import os
import pickle
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from crm_analysis.data_quality import read_fingerprint
from crm_analysis.database import Database
from crm_analysis.errors import PrivacyError

VARIABLE = "CRM_SHARED_RESULTS"
T = TypeVar("T")


def shared(database: Database, key: tuple[object, ...], make: Callable[[], T]) -> T:
    """Return what is kept under a key, made by whoever asks first.

    Who asks meanwhile waits, and what raises keeps nothing. It is kept by what the
    data are, so other data, or another department, find nothing of it.

    Parameters
    ----------
    database : Database
        What the result is computed from.
    key : tuple
        What else it depends on, and nothing beside: words, numbers, days.
    make : called without arguments if nothing is kept

    Raises
    ------
    PrivacyError
        If others than this user can open the folder: what is in it is trusted.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        return make()
    _require_private(Path(folder))
    place = Path(folder) / _name(database, key)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if place.exists():
            return pickle.loads(place.read_bytes())
        made = make()
        beside = place.with_suffix(".new")
        beside.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        beside.replace(place)
        return made


def _name(database: Database, key: tuple[object, ...]) -> str:
    parts = (read_fingerprint(database), database.department, *map(str, key))
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _require_private(folder: Path) -> None:
    """Refuse a folder into which somebody else could have put something."""
    try:
        found = folder.stat()
    except OSError:
        found = None
    if (
        found is None
        or found.st_uid != os.getuid()
        or stat.S_IMODE(found.st_mode) & 0o077
        or not stat.S_ISDIR(found.st_mode)
    ):
        raise PrivacyError(
            f"{VARIABLE} names {folder}, expected a folder that only you can open: make"
            " one with mkdir -m 700, or unset the variable"
        )

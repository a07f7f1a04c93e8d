"""The audit log: who read or exported personal data, in a chain that shows tampering.

One line of JSON an act, in a file of the user's own outside the database. Each line
carries a keyed hash over itself and the line before, so who changes, moves or removes
one would have to know the key; how many lines there are, and the last hash, stand once
more beside the key, so that a missing end is seen as well.
"""

import datetime
import fcntl
import getpass
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from crm_analysis.errors import PrivacyError
from crm_analysis.keys import key_folder, read_or_make_key, require_private

VARIABLE = "CRM_AUDIT_LOG"
KEY_VARIABLE = "CRM_AUDIT_KEY"
HEAD = "audit.head"
_START = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One act on personal data.

    Attributes
    ----------
    action : str
        The command.
    database : str
        Its address, as it can be shown.
    rows : int
        Of how many people something was read, written or deleted.
    columns : tuple of str
        What of them.
    details : mapping
        What else there is to know: purpose, list, file, digest. Nothing that names a
        person.
    """

    action: str
    database: str
    rows: int
    columns: tuple[str, ...] = ()
    details: Mapping[str, object] | None = None


def audit_file() -> Path:
    """Return where the log is: ``CRM_AUDIT_LOG``, or in the user's folder of states."""
    if given := os.environ.get(VARIABLE):
        return Path(given)
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "crm_analysis" / "audit.jsonl"


def write_down(entry: Entry, now: datetime.datetime) -> None:
    """Add a line, on disk before this returns.

    Raises
    ------
    PrivacyError
        If it cannot be written, others can read the log, or its end was tampered with.
        Nothing personal may be shown or exported then.
    """
    with _in_words(), _locked() as log:
        lines = log.read().splitlines()
        _require_whole_end(lines)
        record = {
            "number": len(lines) + 1,
            "at": now.astimezone(datetime.UTC).isoformat(timespec="seconds"),
            "who": getpass.getuser(),
            "action": entry.action,
            "database": entry.database,
            "rows": entry.rows,
            "columns": list(entry.columns),
            **(entry.details or {}),
        }
        record["hash"] = _hash(record, _hash_of(lines[-1]) if lines else _START)
        log.write(json.dumps(record) + "\n")
        log.flush()
        os.fsync(log.fileno())
        _write_head(len(lines) + 1, record["hash"])


def read_entries() -> list[dict]:
    """Read all lines and verify that they are all there, as they were written.

    Raises
    ------
    PrivacyError
        If one was changed, removed, moved or added; it says where to look.
    """
    with _in_words():
        if not audit_file().exists():
            _require_end(0, _START)
            return []
        require_private(audit_file(), "the audit log")
        lines = audit_file().read_text(encoding="utf-8").splitlines()
    last, entries = _START, []
    for number, line in enumerate(lines, start=1):
        entry = _entry(line)
        is_right = entry.get("number") == number
        if not is_right or entry.get("hash") != _hash(_unhashed(entry), last):
            raise _broken(
                f"line {number} was changed, moved or added, or one was removed"
            )
        last = entry["hash"]
        entries.append(entry)
    _require_end(len(lines), last)
    return entries


@contextmanager
def _locked() -> Iterator[IO[str]]:
    """Open the log for this process alone."""
    path = audit_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+", encoding="utf-8") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        require_private(path, "the audit log")
        yield log


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise PrivacyError(
            f"the audit log {audit_file()} cannot be read or written ({why}), and"
            f" nothing personal is shown without it; see to it, or name another in"
            f" {VARIABLE}"
        ) from None


def _require_whole_end(lines: list[str]) -> None:
    """Refuse to go on after a broken end; `read_entries` looks at the whole chain."""
    last = _START
    if lines:
        entry = _entry(lines[-1])
        before = _hash_of(lines[-2]) if len(lines) > 1 else _START
        last = entry.get("hash")
        if last != _hash(_unhashed(entry), before):
            raise _broken(f"line {len(lines)} was changed")
    _require_end(len(lines), last)


def _require_end(count: int, last: str) -> None:
    """Hold the end against what is kept beside the key.

    A process that was killed between the two has left one line more in the log, whose
    hash nobody could make without the key.
    """
    head = _read_head()
    if count < head["count"]:
        missing = head["count"] - count
        raise _broken(f"{missing} of {head['count']} lines at its end are missing")
    if count == head["count"] and last != head["hash"]:
        raise _broken(f"line {count} is another one than was written last")
    if count > head["count"] + 1:
        raise _broken(f"it has {count} lines, expected {head['count']}")


def _broken(what: str) -> PrivacyError:
    return PrivacyError(
        f"the audit log {audit_file()} is broken: {what}; keep it with"
        f" {key_folder() / HEAD} for whoever looks into it, and move both away to begin"
        " a new one"
    )


def _entry(line: str) -> dict:
    try:
        entry = json.loads(line)
    except ValueError:
        return {}
    return entry if isinstance(entry, dict) else {}


def _unhashed(entry: dict) -> dict:
    return {name: value for name, value in entry.items() if name != "hash"}


def _hash_of(line: str) -> str:
    return str(_entry(line).get("hash"))


def _hash(record: dict, last: str) -> str:
    text = json.dumps(record, sort_keys=True)
    key = read_or_make_key("audit", KEY_VARIABLE)
    return hmac.new(key, f"{last}\n{text}".encode(), "sha256").hexdigest()


def _read_head() -> dict:
    path = key_folder() / HEAD
    if not path.exists():
        return {"count": 0, "hash": _START}
    head = _entry(path.read_text(encoding="utf-8"))
    if set(head) != {"count", "hash"} or not isinstance(head["count"], int):
        raise _broken(f"{path}, which says how long it is, is damaged")
    return head


def _write_head(count: int, last: str) -> None:
    path = key_folder() / HEAD
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    side = path.with_name(f".{HEAD}.{os.getpid()}")
    descriptor = os.open(side, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps({"count": count, "hash": last}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    side.replace(path)

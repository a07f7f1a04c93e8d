"""Retention: how long each kind of artefact is kept, and what is over its time."""

import datetime
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from crm_analysis.connectors.staging_files import staging_files
from crm_analysis.privacy.audit_log import read_entries
from crm_analysis.reporting.manifest import FILE
from crm_analysis.reporting.overview import write_overview
from crm_analysis.reporting.publication import PRIVATE


@dataclass(frozen=True)
class Periods:
    """For how many days something is kept after it was last changed.

    A file of a contact list is kept until the day that is written in it.

    Attributes
    ----------
    run_days : int
        Published runs of reports.
    failed_days : int
        Notebooks of failed runs, which only their maker can read.
    staging_days : int
        What loads keep of their sources.
    """

    run_days: int = 730
    failed_days: int = 30
    staging_days: int = 30


DEFAULT_PERIODS = Periods()


@dataclass(frozen=True)
class Overdue:
    """Something that is over its time.

    Attributes
    ----------
    kind : str
        ``run``, ``failed run``, ``export`` or ``staging``.
    path : Path
        Where it is.
    due_on : date
        The first day on which it must be gone.
    """

    kind: str
    path: Path
    due_on: datetime.date


def find_overdue(
    out: Path, now: datetime.datetime, periods: Periods = DEFAULT_PERIODS
) -> list[Overdue]:
    """Find what is over its time: due on this day or before.

    Parameters
    ----------
    out : Path
        The folder of runs.
    now : datetime
        The moment, with a time zone.
    periods : Periods
        How long what is kept.

    Raises
    ------
    PrivacyError
        If the audit log, which says where exports are, is broken.
    """
    today = now.astimezone(datetime.UTC).date()
    runs = [path.parent for path in out.glob(f"[!.]*/{FILE}")]
    found = [
        *_aged("run", runs, periods.run_days),
        *_aged("failed run", (out / PRIVATE).glob("*"), periods.failed_days),
        *_aged("staging", staging_files(), periods.staging_days),
        *_exports(),
    ]
    overdue = [each for each in found if each.due_on <= today]
    return sorted(overdue, key=lambda each: (each.kind, each.path))


def purge(overdue: list[Overdue], out: Path) -> None:
    """Delete what is over its time, and list the runs that are left anew."""
    for each in overdue:
        if each.path.is_dir():
            shutil.rmtree(each.path)
        else:
            each.path.unlink(missing_ok=True)
    if any(each.kind == "run" for each in overdue) and (out / "index.html").exists():
        write_overview(out)


def _aged(kind: str, paths: object, days: int) -> list[Overdue]:
    found = []
    for path in paths:
        seconds = path.stat().st_mtime
        changed_on = datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
        found.append(Overdue(kind, path, changed_on + datetime.timedelta(days=days)))
    return found


def _exports() -> list[Overdue]:
    """Return the files of contact lists that are there, as they were written."""
    newest = {each["export_id"]: each for each in read_entries() if "sha256" in each}
    found = []
    for entry in newest.values():
        path = Path(entry["file"])
        if path.is_file() and _digest(path) == entry["sha256"]:
            due_on = datetime.date.fromisoformat(entry["expires_on"])
            found.append(Overdue("export", path, due_on))
    return found


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

"""Withdrawal: published runs in which a person stands, taken away with what made them.

The pages of a run are one piece: its index, manifest and notebooks are held against
each other. So a run goes as a whole, and can be made again without the person.
"""

import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from crm_analysis.errors import UsageError
from crm_analysis.privacy.traces import files_with, forms_of
from crm_analysis.reporting.index import write_overview
from crm_analysis.reporting.manifest import Manifest, read_manifest
from crm_analysis.reporting.publication import PRIVATE


@dataclass(frozen=True)
class HeldRun:
    """A run in which a pseudonym stands.

    Attributes
    ----------
    folder : Path
        Where it is; below ``.failed`` if it was not published.
    reports : tuple of str
        The names of the files in it, without endings.
    remake : str
        The command that makes it again; empty if it cannot be told.
    """

    folder: Path
    reports: tuple[str, ...]
    remake: str


def find_runs(out: Path, pseudonym: str) -> list[HeldRun]:
    """Find the runs in a folder, failed ones too, that hold a pseudonym."""
    if not out.is_dir():
        return []
    forms = forms_of(pseudonym)
    folders = [each for each in out.iterdir() if each.is_dir()]
    failed = out / PRIVATE
    folders += list(failed.iterdir()) if failed.is_dir() else []
    runs = []
    for folder in sorted(set(folders) - {failed}):
        files = sorted({path.stem for path in files_with(forms, folder)})
        if files:
            runs.append(HeldRun(folder, tuple(files), _remake(folder)))
    return runs


def withdraw(out: Path, runs: list[HeldRun]) -> None:
    """Delete runs, and list those that are left anew."""
    for run in runs:
        shutil.rmtree(run.folder)
    if runs and (out / "index.html").exists():
        write_overview(out)


def _remake(folder: Path) -> str:
    try:
        return _command(read_manifest(folder))
    except UsageError:
        return ""


def _command(manifest: Manifest) -> str:
    """Return the call that asks for the same reports with the same parameters."""
    words = ["crm-analysis", "report", *(report.name for report in manifest.reports)]
    given = {}
    for report in manifest.reports:
        given |= report.parameters
    for name, value in given.items():
        words += ["-p", f"{name}={value}"]
    return shlex.join(words)

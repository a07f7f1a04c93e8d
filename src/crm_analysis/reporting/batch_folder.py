"""Where a batch is made, kept while it is not complete, and published."""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crm_analysis.errors import CrmAnalysisError, UsageError
from crm_analysis.reporting.batch_result import SUMMARY, BatchResult
from crm_analysis.reporting.manifest import read_manifest
from crm_analysis.reporting.publication import (
    MAKING,
    private_folder,
    publish,
    replace_file,
    writing_to,
)
from crm_analysis.reporting.run_settings import RunSettings

UNFINISHED = ".batch-"
LOCK = ".batch.lock"
LATEST = "latest"


@dataclass(frozen=True)
class BatchFolder:
    """The private folder of one batch.

    Attributes
    ----------
    name : of the batch
    folder : where its runs are collected
    out : where it is published
    """

    name: str
    folder: Path
    out: Path

    def is_made(self, run: str) -> bool:
        """Tell whether a run is there with all of its reports."""
        try:
            return not read_manifest(self.folder / run).failed
        except UsageError:
            return False

    def forget(self, runs: Iterable[str]) -> None:
        """Remove runs that must not be published."""
        for run in runs:
            shutil.rmtree(self.folder / run, ignore_errors=True)

    def publish(self, result: BatchResult, settings: RunSettings) -> Path:
        """Put the batch in its place, then let ``latest`` name it; return the place."""
        from crm_analysis.reporting.index import render_batch  # noqa: PLC0415  jinja2
        from crm_analysis.reporting.overview import write_overview  # noqa: PLC0415

        index = render_batch(result, settings.notice)
        summary = json.dumps(result.record(), indent=1, ensure_ascii=False)
        place, beside = self.out / self.name, self.out / f".{LATEST}.new"
        with writing_to(self.out):
            replace_file(self.folder / "index.html", index)
            replace_file(self.folder / SUMMARY, f"{summary}\n")
            self.folder.chmod(0o755)
            beside.unlink(missing_ok=True)
            beside.symlink_to(self.name)  # before, so that it finds the disk full first
            publish(self.folder, place)
            beside.replace(self.out / LATEST) if result.has_pages else beside.unlink()
        write_overview(self.out)
        return place


@contextmanager
def open_batch_folder(out: Path, name: str) -> Iterator[BatchFolder]:
    """Open the folder in which a batch is made, with what is made of it already.

    Raises
    ------
    UsageError
        If nothing can be written to `out`.
    CrmAnalysisError
        If another batch is being made there.
    """
    folder = out / f"{UNFINISHED}{name}"
    with _alone(out):
        folder.mkdir(mode=0o700, exist_ok=True)
        for left in folder.glob(f"{MAKING}*"):  # of one that was killed
            shutil.rmtree(left, ignore_errors=True)
        with writing_to(out):
            _take_over(out / name, folder)
        yield BatchFolder(name, folder, out)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """See to it that one batch at a time is made in a folder."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = os.open(out / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise UsageError(
            f"cannot write to {out} ({error.strerror}): give a folder that can be"
            " written to with --out"
        ) from error
    with contextlib.closing(os.fdopen(lock)):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CrmAnalysisError(
                f"another batch is being made in {out}: wait for it, or give another"
                " folder with --out"
            ) from None
        yield


def _take_over(published: Path, folder: Path) -> None:
    """Copy the runs of the same batch that were published before.

    A name stands for the same data, code and parameters, so they need not be made
    again; those that had failed are.
    """
    if not (published / SUMMARY).is_file():
        return
    for run in published.iterdir():
        if (run / "manifest.json").is_file() and not (folder / run.name).exists():
            with private_folder(folder) as making:  # a copy appears whole, or not
                for file in run.iterdir():
                    shutil.copy2(file, making)
                making.chmod(0o755)
                making.rename(folder / run.name)

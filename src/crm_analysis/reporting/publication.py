"""Make a run in a private folder and publish it by renaming, whole or not at all."""

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crm_analysis.errors import NO_ROOM, CrmAnalysisError, UsageError

PRIVATE = ".failed"
MAKING = ".making-"
AT_WORKING_FOLDER = -100  # AT_FDCWD of renameat2
EXCHANGE = 2  # RENAME_EXCHANGE of renameat2
NOTHING_NEW = "nothing new is published"
REFUSED_BY_THE_DISK = NO_ROOM | {errno.EACCES, errno.EIO, errno.EROFS}


@contextmanager
def private_folder(out: Path) -> Iterator[Path]:
    """Open a folder beside the published runs that only this user can read.

    It is gone afterwards, whatever happens inside.

    Raises
    ------
    UsageError
        If nothing can be written to `out`.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=MAKING, dir=out))
    except OSError as error:
        raise UsageError(
            f"cannot write to {out} ({error.strerror}): give a folder that can be"
            " written to with --out"
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def writing_to(out: Path, left: str = NOTHING_NEW) -> Iterator[None]:
    """Say in one sentence that a folder takes no more, such as one on a full disk.

    Parameters
    ----------
    out : folder that runs are published in
    left : what readers find there then

    Raises
    ------
    CrmAnalysisError
        In place of what the disk refused.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in REFUSED_BY_THE_DISK:
            raise
        raise CrmAnalysisError(
            f"cannot write to {out} ({error.strerror}), so {left}: make room there, or"
            " give another folder with --out, and run the same command again"
        ) from error


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Open a folder away from all runs that only this user can read, for a while."""
    with tempfile.TemporaryDirectory(prefix="crm-making-") as folder:
        yield Path(folder)


def publish(made: Path, published: Path) -> None:
    """Put a finished folder in its place; an older one of that name goes in one step.

    Parameters
    ----------
    made : a folder on the same file system
    published : where readers look
    """
    if not published.exists():
        try:
            made.rename(published)
        except OSError:
            if not published.exists():
                raise
        else:
            return
    # It is there, or was put there a moment ago by another run of the same name.
    _exchange(made, published)
    shutil.rmtree(made)


def keep_privately(partial: Path, out: Path, run: str) -> Path:
    """Keep a failed report's notebook where only this user can read it.

    Returns
    -------
    Path
        The folder, ``<out>/.failed/<run>``, of mode 0700.
    """
    folder = out / PRIVATE / run
    for level in (folder.parent, folder):
        level.mkdir(mode=0o700, exist_ok=True)
    if partial.exists():
        partial.replace(folder / partial.name)
        (folder / partial.name).chmod(0o600)
    return folder


def forget_failures(out: Path, run: str) -> None:
    """Remove what failed in earlier attempts at a run."""
    shutil.rmtree(out / PRIVATE / run, ignore_errors=True)


def replace_file(path: Path, text: str) -> None:
    """Write a file beside its place and rename it there, so readers see old or new."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _exchange(first: Path, second: Path) -> None:
    """Swap two folders in one step where the system can, in two steps elsewhere."""
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    arguments = (os.fsencode(first), os.fsencode(second))
    if swap is not None and not swap(
        AT_WORKING_FOLDER, arguments[0], AT_WORKING_FOLDER, arguments[1], EXCHANGE
    ):
        return
    aside = first.with_name(f"{first.name}.old")
    second.rename(aside)
    with contextlib.ExitStack() as undo:
        undo.callback(aside.rename, second)
        first.rename(second)
        undo.pop_all()
    aside.rename(first)

"""A folder that takes no more than so many kilobytes, as on a disk that is full."""

import contextlib
import resource
import shutil
import subprocess
import sys
from contextlib import contextmanager

PROGRAM = [sys.executable, "-m", "crm_analysis.cli"]
NO_ROOM = r"\((No space left on device|File too large)\)"


@contextmanager
def small_disk(folder, kilobytes):
    """Give a folder and a function that runs our program, for which it is full soon.

    It is a disk in memory. Where none may be mounted, each file may be so long only:
    the program hears of that in the same way.
    """
    place = folder / "disk"
    place.mkdir()
    is_mounted = mount(place, kilobytes)

    def limit():
        if not is_mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024,) * 2)

    def run(*words, **environment):
        return subprocess.run(
            [*PROGRAM, *map(str, words)],
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            preexec_fn=limit,
            **environment,
        )

    try:
        yield place, run
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", place], check=True)


def mount(place, kilobytes):
    """Mount a disk in memory, if this user may."""
    if shutil.which("mount") is None:
        return False
    size = ["-o", f"size={kilobytes}k"]
    command = ["mount", "-t", "tmpfs", *size, "tmpfs", place]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def names_in(folder):
    """List all that is below a folder, but for private places of a batch."""
    with contextlib.suppress(FileNotFoundError):
        return sorted(
            str(path.relative_to(folder))
            for path in folder.rglob("*")
            if not str(path.relative_to(folder)).startswith(".batch")
        )
    return []

"""What each program of this folder is told, and what it tells in the end."""

import re
import resource
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

STATUS = Path("/proc/self/status")


def read_arguments() -> Namespace:
    """Read the file of orders, the first day not known, and where to write answers."""
    parser = ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("as_of")
    parser.add_argument("work", nargs="?")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def tell(start: float) -> None:
    """Print the seconds since `start` and the most memory ever held, in GiB."""
    print(time.perf_counter() - start, _peak_gib())


def _peak_gib() -> float:
    """Return the peak; what getrusage says may be that of the process before."""
    if STATUS.exists():
        found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text())
        return int(found[1]) / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**30  # macOS: bytes

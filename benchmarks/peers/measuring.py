"""What a program of this folder costs: it says its seconds, we see the rest."""

import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Self


@dataclass(frozen=True)
class Cost:
    """What one run took.

    Attributes
    ----------
    seconds : float
        By the wall clock, without imports, as the program says it.
    processor : float
        Seconds of all processors together, with imports: on a busy machine these
        hardly change.
    gib : float
        The most memory that the process held, with imports.
    """

    seconds: float
    processor: float
    gib: float

    @classmethod
    def median(cls, runs: list[Self]) -> Self:
        """Return the median of each number."""
        return cls(*(median(each) for each in zip(*map(_numbers, runs), strict=True)))

    def as_dict(self) -> dict[str, float]:
        """Return the numbers by name."""
        return asdict(self)


def measure(program: str, *arguments: str | Path, **environment: str) -> Cost:
    """Run a program of this folder to its end.

    Raises
    ------
    CalledProcessError
        If it fails: what fails is not timed.
    """
    command = [sys.executable, "-m", f"benchmarks.peers.{program}", *arguments]
    process = subprocess.Popen(
        list(map(str, command)),
        stdout=subprocess.PIPE,
        env=os.environ | {"CRM_MEMORY_LIMIT": "2GiB"} | environment,
    )
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    seconds, gib = map(float, said.split())
    return Cost(seconds, usage.ru_utime + usage.ru_stime, gib)


def _numbers(cost: Cost) -> tuple[float, ...]:
    return tuple(asdict(cost).values())

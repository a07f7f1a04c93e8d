"""One comparison: ours and the peer's seconds, taken in turns, and what is allowed."""

import os
import platform
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Comparison:
    """Seconds of the same work, done by us and by a peer in the same run.

    Attributes
    ----------
    ours, peer : str
        What was timed.
    our_seconds, peer_seconds : list of float
        One a round; the medians are compared.
    allowed_ratio : float or None
        Our median may be so many times the peer's.
    allowed_seconds : float or None
        Our median may be so long, whatever the peer's is.
    """

    ours: str
    peer: str
    our_seconds: list[float]
    peer_seconds: list[float]
    allowed_ratio: float | None = None
    allowed_seconds: float | None = None

    @property
    def ratio(self) -> float:
        """Our median in medians of the peer."""
        return median(self.our_seconds) / median(self.peer_seconds)

    @property
    def is_within_bar(self) -> bool:
        """Tell whether we were as quick as we want to be."""
        return (self.allowed_ratio is None or self.ratio <= self.allowed_ratio) and (
            self.allowed_seconds is None
            or median(self.our_seconds) <= self.allowed_seconds
        )

    def as_row(self) -> str:
        """Return the comparison as a row of a Markdown table."""
        cells = [
            self.ours,
            _in_words(self.our_seconds),
            self.peer,
            _in_words(self.peer_seconds),
            f"{self.ratio:.2f}",
            self._bar_in_words(),
            "yes" if self.is_within_bar else "NO",
        ]
        return f"| {' | '.join(cells)} |"

    def _bar_in_words(self) -> str:
        if self.allowed_seconds is not None:
            return f"{self.allowed_seconds:g} s"
        return f"ratio {self.allowed_ratio:g}"


def as_table(comparisons: list[Comparison]) -> str:
    """Return comparisons as a Markdown table, under a line about the machine."""
    head = [
        "ours",
        "median (range), s",
        "peer",
        "median (range), s",
        "ratio",
        "bar",
        "within",
    ]
    lines = [
        f"{describe_machine()}.",
        "",
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
        *(comparison.as_row() for comparison in comparisons),
    ]
    return "\n".join(lines)


def take_turns(
    ours: Callable[[], object], peer: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Time two pieces of work in turns, so that a busy minute hits both.

    Returns
    -------
    tuple of two lists of float
        Seconds of ours and of the peer, one a round.
    """
    our_seconds, peer_seconds = [], []
    for _ in range(rounds):
        our_seconds.append(seconds_of(ours))
        peer_seconds.append(seconds_of(peer))
    return our_seconds, peer_seconds


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes by the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cost_of(command: list[str | Path]) -> tuple[float, float]:
    """Return seconds by the wall clock and the most memory held, in GiB.

    Raises
    ------
    CalledProcessError
        If the command fails.
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - start, usage.ru_maxrss / 2**20


def run(*command: str | Path) -> None:
    """Run a command to its end, silently.

    Raises
    ------
    CalledProcessError
        If it fails: what fails is not timed.
    """
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def describe_machine() -> str:
    """Say on one line what the numbers were taken on, and how busy it was."""
    model = platform.processor() or platform.machine()
    processors = Path("/proc/cpuinfo")
    if processors.exists():
        names = [
            line.partition(": ")[2]
            for line in processors.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()},"
        f" Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the end"
    )


def _in_words(seconds: list[float]) -> str:
    return f"{median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f})"

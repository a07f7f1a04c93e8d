"""How long somebody waits for ``crm-analysis --help``."""

import sys
from pathlib import Path

from benchmarks.comparison import Comparison, run, take_turns
from benchmarks.complete_journey import PROGRAM


def measure(folder: Path) -> Comparison:
    """Time the help text beside an interpreter that imports click and stops."""
    del folder  # nothing is written
    ours, peer = take_turns(
        lambda: run(PROGRAM, "--help"),
        lambda: run(sys.executable, "-c", "import click"),
        rounds=7,
    )
    return Comparison(
        "`crm-analysis --help`",
        "Python that imports click",
        ours,
        peer,
        allowed_seconds=1,
    )

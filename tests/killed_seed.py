"""A seed in a process of its own that kills itself, always at the same point."""

import signal
import subprocess
import sys
from pathlib import Path

# Kills itself when all rows are written and nothing is in its place yet.
WHEN_ALL_IS_WRITTEN = """
import os, signal, sys
from clock import NOW
from crm_analysis.datasets import seed
from crm_analysis.datasets.sample import Sample

class Killed(Sample):
    def fill(self, database, progress):
        super().fill(database, progress)
        os.kill(os.getpid(), signal.SIGKILL)

seed(Killed(), sys.argv[1], now=NOW, progress=print, again=True)
"""
# Kills itself in the middle of a statement that sends rows to a server. A block is
# more than a pipe or a socket holds, so the server has asked for them by the third.
WHILE_ROWS_ARE_SENT = """
import os, signal, sys
from clock import NOW
from crm_analysis.database import postgres, tab_separated
from crm_analysis.datasets import DATASETS, seed

whole = tab_separated.blocks

def cut(rows):
    for number, block in enumerate(whole(rows)):
        if number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        yield block

tab_separated.blocks = postgres.blocks = cut
seed(DATASETS["complete-journey"](), sys.argv[1], now=NOW, progress=print, again=True)
"""


def seed_and_die(code: str, url: str) -> None:
    """Run one of the programs above on a database."""
    done = subprocess.run(
        [sys.executable, "-c", code, url], cwd=Path(__file__).parent, check=False
    )
    assert done.returncode == -signal.SIGKILL

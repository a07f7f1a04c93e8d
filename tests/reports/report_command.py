"""The report command, run in a process of its own."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Published:
    """A run as the command left it: its folder, exit code and what it printed."""

    folder: Path
    exit_code: int
    printed: str
    database_url: str


def crm_analysis(*words, folder=None):
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "crm_analysis.cli", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, check=False, timeout=300
    )


def publish(url, out, *words):
    done = crm_analysis("--database", url, "report", *words, "--out", out)
    folder = Path(done.stdout.strip().splitlines()[-1]).parent
    return Published(folder, done.returncode, done.stdout + done.stderr, url)

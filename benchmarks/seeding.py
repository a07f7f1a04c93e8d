"""How long loading Complete Journey takes beside a bare read of the same files."""

import sys
from pathlib import Path

from benchmarks.comparison import Comparison, run, take_turns
from benchmarks.complete_journey import seed
from crm_analysis.datasets import DATASETS

PLAIN_READ = """
import sys
import duckdb
with duckdb.connect(sys.argv[1]) as connection:
    for number, path in enumerate(sys.argv[2:]):
        connection.execute(
            f"create table table_{number} as select * from read_parquet($path)",
            {"path": path},
        )
"""


def measure(folder: Path) -> Comparison:
    """Time keys, people, constraints and checks beside plain tables of the files."""
    files = DATASETS["complete-journey"]().files()
    ours, peer = folder / "ours.duckdb", folder / "plain.duckdb"

    def load() -> None:
        ours.unlink(missing_ok=True)
        seed(ours)

    def read() -> None:
        peer.unlink(missing_ok=True)
        run(sys.executable, "-c", PLAIN_READ, peer, *files)

    our_seconds, peer_seconds = take_turns(load, read, rounds=5)
    return Comparison(
        "`crm-analysis seed`, Complete Journey",
        "DuckDB, the same files into plain tables",
        our_seconds,
        peer_seconds,
        allowed_ratio=8,
    )

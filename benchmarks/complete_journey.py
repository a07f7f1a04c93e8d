"""The data set that is timed: its files and the database made from them."""

import sys
from pathlib import Path

from benchmarks.comparison import run

PROGRAM = Path(sys.executable).with_name("crm-analysis")


def seed(database: Path) -> None:
    """Load Complete Journey into a database file with our own command."""
    run(PROGRAM, "seed", "--dataset", "complete-journey", *address(database))


def seeded(folder: Path) -> Path:
    """Return the database of a folder, loaded by whoever asks first."""
    database = folder / "journey.duckdb"
    if not database.exists():
        seed(database)
    return database


def address(database: Path) -> tuple[str, str]:
    """Return the option that names a database file."""
    return "--database", f"duckdb:///{database}"

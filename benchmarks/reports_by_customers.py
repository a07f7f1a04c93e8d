"""What each report costs by the number of customers: a table.

    python -m benchmarks.reports_by_customers             # 2,500 to 1,000,000
    python -m benchmarks.reports_by_customers 2500 25000  # or those that are named

The customers are those of the simulated shop. Each report is run in a process of its
own, with nothing kept from another one. Pages are those of `crm-analysis report`.
"""

import dataclasses
import datetime
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.comparison import describe_machine
from benchmarks.complete_journey import PROGRAM, address
from crm_analysis.datasets import seed
from crm_analysis.datasets.simulated import SimulatedShop
from crm_analysis.paths import notebooks_folder

SIZES = (2_500, 100_000, 1_000_000)
AS_OF = "2024-10-01"
NOW = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
NOT_ENOUGH_DATA = 5
HEAD = (
    *("customers", "orders", "report", "seconds", "processor s, database"),
    *("processor s, Python", "GiB", "page KB"),
)


def main(sizes: list[int]) -> None:
    """Measure each size and print the table."""
    lines = [f"| {' | '.join(HEAD)} |", f"|{'---|' * len(HEAD)}"]
    for size in sizes or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            lines += _measured(size, Path(folder))
    print(f"{describe_machine()}.\n")
    print("\n".join(lines))


def _measured(customers: int, folder: Path) -> list[str]:
    """Return a line of the table for each report."""
    print(f"{customers:,} customers ...", file=sys.stderr, flush=True)
    database = folder / "shop.duckdb"
    orders = _seed(customers, database)
    pages = _pages(database, folder / "reports")
    lines = []
    for notebook in sorted(notebooks_folder().glob("*.ipynb")):
        print(f"  {notebook.stem} ...", file=sys.stderr, flush=True)
        costs = [f"{cost:.1f}" for cost in _cost(notebook, database)]
        kilobytes = f"{pages[notebook.stem] / 1000:.0f}"
        cells = [f"{customers:,}", f"{orders:,}", notebook.stem, *costs, kilobytes]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _seed(customers: int, database: Path) -> int:
    """Fill a database with so many customers; return how many orders they have."""
    shop = SimulatedShop()
    shop.settings = dataclasses.replace(shop.settings, customers=customers)
    shop.rows, told = {}, []
    seed(shop, f"duckdb:///{database}", now=NOW, progress=told.append)
    (line,) = [line for line in told if line.startswith("orders")]
    return int("".join(filter(str.isdigit, line)))


def _pages(database: Path, out: Path) -> dict[str, int]:
    """Make all reports; return the size of each page in bytes."""
    words = [*address(database), "report", "--as-of", AS_OF, "--out", out]
    done = subprocess.run([PROGRAM, *words], check=False, stdout=subprocess.DEVNULL)
    if done.returncode not in {0, NOT_ENOUGH_DATA}:
        done.check_returncode()
    return {page.stem: page.stat().st_size for page in out.glob("*/*.html")}


def _cost(notebook: Path, database: Path) -> list[float]:
    """Return seconds, processor seconds of database and Python, and GiB."""
    program = [sys.executable, "-m", "benchmarks.peers.report_cells"]
    done = subprocess.run(
        [*program, notebook, database, AS_OF],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return [float(word) for word in done.stdout.split()[-4:]]


if __name__ == "__main__":
    main([round(float(size)) for size in sys.argv[1:]])

"""Features of very many customers, in passes: a table and a picture.

    python -m benchmarks.many_customers         # 340 thousand to 34 million customers
    python -m benchmarks.many_customers 1e6     # or those that are named

Three orders a customer, from the baskets of Complete Journey. Each run is a process of
its own, in which DuckDB may take 512 MiB of memory; the most that the whole process
ever held is what is said. Features and purchase patterns are read, some customers after
the others. Counted histories, which the models are fitted on, are read as well.
"""

import datetime
import sys
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.comparison import describe_machine
from benchmarks.curves import draw
from benchmarks.peers.measuring import measure
from benchmarks.scaled_orders import scale_customers

CUSTOMERS = (340_000, 1_000_000, 3_400_000, 10_000_000, 34_000_000)
AS_OF = datetime.date(2017, 12, 1)
MEMORY_LIMIT = "512MiB"
PICTURE = Path(__file__).parent.parent / "docs" / "cost_of_many_customers.png"
TITLES = {
    "passes": "features and patterns of everybody, in passes",
    "groups": "counted histories",
}


def main(sizes: list[int]) -> None:
    """Measure each size, print the table and, of several sizes, draw the curves."""
    rows = []
    for customers in sizes or CUSTOMERS:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{customers:,} customers ...", file=sys.stderr, flush=True)
            rows += _measured(customers, Path(folder))
    table = pd.DataFrame(rows)
    print(f"{describe_machine()}.\n")
    print(_as_markdown(table))
    if len(sizes) != 1:
        draw(table.assign(what=table["what"].map(TITLES)), "customers", PICTURE)


def _measured(customers: int, folder: Path) -> list[dict]:
    scaled = scale_customers(customers, folder)
    asked = (scaled.database, AS_OF.isoformat())
    return [
        {
            "customers": scaled.customers,
            "orders": scaled.rows,
            "what": what,
            **measure("ours", *asked, what, CRM_MEMORY_LIMIT=MEMORY_LIMIT).as_dict(),
        }
        for what in TITLES
    ]


def _as_markdown(table: pd.DataFrame) -> str:
    head = ["customers", "orders", "what", "seconds", "processor s", "GiB"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in table.itertuples(index=False):
        cells = [f"{row.customers:,}", f"{row.orders:,}", TITLES[row.what]]
        cells += [f"{row.seconds:.1f}", f"{row.processor:.1f}", f"{row.gib:.2f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main([round(float(size)) for size in sys.argv[1:]])

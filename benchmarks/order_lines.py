"""All features of all customers, by the number of order lines: a table and a picture.

    python -m benchmarks.order_lines            # 1.5 to 100 million lines
    python -m benchmarks.order_lines 10e6       # or those that are named

Each run is a process of its own and says its seconds, imports left out. Ours reads a
database file, and may take 2 GiB; the peers read the same lines from a Parquet file.
pandas and lifetimes are left out above `MOST_FOR_PANDAS` lines. All must give the same
numbers, to the last integer.
"""

import datetime
import sys
import tempfile
from pathlib import Path

import pandas as pd

from benchmarks.comparison import describe_machine
from benchmarks.curves import draw
from benchmarks.peers.measuring import Cost, measure
from benchmarks.scaled_orders import ScaledOrders, scale_lines

LINES = (1_500_000, 10_000_000, 30_000_000, 100_000_000)
AS_OF = datetime.date(2017, 12, 1)
MOST_FOR_PANDAS = 30_000_000
ROUNDS = 3
PICTURE = Path(__file__).parent.parent / "docs" / "cost_by_order_lines.png"
TITLES = {
    "ours": "all features, crm_analysis",
    "scan": "a scan of the same columns, DuckDB",
    "polars": "all features, polars",
    "pandas": "all features, pandas",
    "lifetimes": "x, t_x, T alone, lifetimes",
}
# What lifetimes calls its three columns, and what we call them.
THREE = {
    "frequency": "repeat_purchases",
    "recency": "first_to_last_days",
    "T": "tenure_days",
}


def main(sizes: list[int]) -> None:
    """Measure each size, print the table and, of several sizes, draw the curves."""
    rows = []
    for lines in sizes or LINES:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{lines:,} lines ...", file=sys.stderr, flush=True)
            scaled = scale_lines(lines, Path(folder))
            rows += _measured(scaled)
    table = pd.DataFrame(rows)
    print(f"{describe_machine()}.\n")
    print(_as_markdown(table))
    if len(sizes) != 1:
        draw(table.assign(what=table["what"].map(TITLES)), "lines", PICTURE)


def _measured(scaled: ScaledOrders) -> list[dict]:
    """Measure all in turns, and take the median of the seconds."""
    programs = _programs(scaled)
    _compare(programs, scaled.database.parent)
    rounds = [
        {what: measure(*command) for what, command in programs.items()}
        for _ in range(ROUNDS)
    ]
    return [
        {
            "lines": scaled.rows,
            "customers": scaled.customers,
            "what": what,
            **Cost.median([each[what] for each in rounds]).as_dict(),
        }
        for what in programs
    ]


def _programs(scaled: ScaledOrders) -> dict[str, tuple[str | Path, ...]]:
    day = AS_OF.isoformat()
    programs = {
        "ours": ("ours", scaled.database, day, "features"),
        "scan": ("scan", scaled.database, day),
        "polars": ("polars_features", scaled.parquet, day),
    }
    if scaled.rows <= MOST_FOR_PANDAS:
        programs["pandas"] = ("pandas_features", scaled.parquet, day)
        programs["lifetimes"] = ("lifetimes_summary", scaled.parquet, day)
    return programs


def _compare(programs: dict[str, tuple[str | Path, ...]], folder: Path) -> None:
    """Hold the answers against each other, before anything is timed."""
    answers = {}
    for what, command in programs.items():
        if what != "scan":
            file = folder / f"{what}.parquet"
            measure(*command, "--out", file)
            answers[what] = _by_customer(pd.read_parquet(file))
    ours = answers.pop("ours")
    for what, theirs in answers.items():
        renamed = theirs.rename(columns=THREE) if what == "lifetimes" else theirs
        names = list(THREE.values()) if what == "lifetimes" else list(ours)
        pd.testing.assert_frame_equal(
            ours[names], renamed[names], check_dtype=False, rtol=1e-12, obj=what
        )


def _by_customer(table: pd.DataFrame) -> pd.DataFrame:
    if "customer_id" in table:
        table = table.set_index("customer_id")
    table.index = table.index.astype("int64")
    return table


def _as_markdown(table: pd.DataFrame) -> str:
    head = ["order lines", "customers", "what", "seconds", "processor s", "GiB"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in table.itertuples(index=False):
        cells = [f"{row.lines:,}", f"{row.customers:,}", TITLES[row.what]]
        cells += [f"{row.seconds:.2f}", f"{row.processor:.1f}", f"{row.gib:.2f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main([round(float(size)) for size in sys.argv[1:]])

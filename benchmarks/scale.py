"""What scoring costs by the number of customers: a table and a picture.

    python -m benchmarks.scale             # 2,500 to 1,000,000 customers
    python -m benchmarks.scale 2500 10000  # or those that are named

Each run is a process of its own, from an orders file to a file of scores. The peer
does much less: lifetimes fits BG/NBD to the same file and says who is active.
"""

import dataclasses
import datetime
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pyarrow.parquet as pq

from benchmarks.comparison import cost_of, describe_machine
from benchmarks.complete_journey import PROGRAM
from crm_analysis.datasets.simulation_presets import SHOP
from crm_analysis.datasets.simulator import simulate

SIZES = (2_500, 10_000, 40_000, 160_000, 1_000_000)
AS_OF = datetime.date(2024, 10, 1)
HORIZON_DAYS = 30
PICTURE = Path(__file__).parent.parent / "docs" / "cost_by_customers.png"
PEER = """
import sys, warnings
warnings.simplefilter("ignore")
import pandas as pd
from lifetimes import BetaGeoFitter
from lifetimes.utils import summary_data_from_transaction_data as summarise
file, as_of = sys.argv[1], pd.Timestamp(sys.argv[2])
orders = pd.read_parquet(file).astype({"order_date": "datetime64[s]"})
orders = orders[orders["order_date"] < as_of]
known = summarise(orders, "customer_id", "order_date", observation_period_end=as_of)
x, t_x, T = known["frequency"], known["recency"], known["T"]
model = BetaGeoFitter(penalizer_coef=0.001)
model.fit(x, t_x, T)
model.conditional_probability_alive(x, t_x, T)
"""


def main(sizes: list[int]) -> None:
    """Time each size, print the table and draw the picture."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [_measure(size, Path(folder)) for size in sizes or SIZES]
    table = pd.DataFrame(rows)
    print(f"{describe_machine()}.\n")
    print(_as_markdown(table))
    _draw(table)


def _measure(customers: int, folder: Path) -> dict[str, float]:
    print(f"{customers:,} customers ...", file=sys.stderr, flush=True)
    orders = _simulated_orders(customers, folder / "orders.parquet")
    score = [PROGRAM, "score", "--orders", folder / "orders.parquet"]
    score += ["--as-of", AS_OF.isoformat(), "--horizon-days", str(HORIZON_DAYS)]
    ours = cost_of([*score, "--out", folder / "scores.parquet"])
    peer = cost_of(
        [sys.executable, "-c", PEER, folder / "orders.parquet", AS_OF.isoformat()]
    )
    return {
        "customers": customers,
        "orders": orders,
        "score_seconds": ours[0],
        "score_gib": ours[1],
        "lifetimes_seconds": peer[0],
        "lifetimes_gib": peer[1],
    }


def _simulated_orders(customers: int, file: Path) -> int:
    """Write the orders of a simulated shop to a file and return how many there are."""
    orders = simulate(dataclasses.replace(SHOP, customers=customers), seed=1).orders
    frame = orders.to_pandas()
    frame["amount"] = frame.pop("amount_cents") / 100
    pq.write_table(
        orders.from_pandas(frame.rename(columns={"ordered_on": "order_date"})), file
    )
    return len(frame)


def _as_markdown(table: pd.DataFrame) -> str:
    head = [name.replace("_", " ") for name in table]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in table.itertuples(index=False):
        cells = [f"{each:,.0f}" for each in row[:2]] + [f"{x:.1f}" for x in row[2:]]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _draw(table: pd.DataFrame) -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for axes, unit, label in ((left, "seconds", "seconds"), (right, "gib", "GiB")):
        for name, marker in (("score", "o"), ("lifetimes", "s")):
            column = table[f"{name}_{unit}"]
            text = "crm-analysis score" if name == "score" else "BG/NBD by lifetimes"
            axes.plot(table["customers"], column, marker=marker, label=text)
        axes.set(xscale="log", yscale="log", xlabel="customers", ylabel=label)
    left.legend(frameon=False)
    figure.savefig(PICTURE, dpi=110)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])

"""Twenty million orders: from where they lie to what the models are fitted on.

    python -m benchmarks.many_orders

Each run is a process of its own. Ours opens a database file and reads how many
customers share each (x, t_x, T), which is all that the latent-attrition models are
fitted on; then it reads all features of all customers. The peer reads the same orders
from a Parquet file, three columns of which it summarises.
"""

import datetime
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.comparison import cost_of, describe_machine
from benchmarks.orders_database import write_orders

ORDERS, CUSTOMERS, DAYS = 20_000_000, 2_000_000, 730
FIRST_DAY = datetime.date(2022, 1, 1)
AS_OF = FIRST_DAY + datetime.timedelta(DAYS)
OURS = """
import datetime, sys
from crm_analysis.database import connect
from crm_analysis.features import read_features, read_purchase_history_groups
from crm_analysis.purchase_models import BgNbd
day = datetime.date.fromisoformat(sys.argv[2])
with connect(f"duckdb:///{sys.argv[1]}") as database:
    if sys.argv[3] == "features":
        read_features(database, day)
    else:
        groups = read_purchase_history_groups(database, day)
        if sys.argv[3] == "parameters":
            BgNbd().fit_groups(groups)
"""
PEER = """
import sys, warnings
warnings.simplefilter("ignore")
import pandas as pd
from lifetimes import BetaGeoFitter
from lifetimes.utils import summary_data_from_transaction_data as summarise
orders = pd.read_parquet(sys.argv[1], columns=["customer_id", "ordered_at"])
end = pd.Timestamp(sys.argv[2])
known = summarise(orders, "customer_id", "ordered_at", observation_period_end=end)
if sys.argv[3] == "parameters":
    BetaGeoFitter().fit(known["frequency"], known["recency"], known["T"])
"""


def main() -> None:
    """Make the orders, time the three and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        file, database = Path(folder, "orders.parquet"), Path(folder, "orders.duckdb")
        _write_orders(file, database)
        python, day = [sys.executable, "-c"], AS_OF.isoformat()
        ours = [*python, OURS, database, day]
        peer = [*python, PEER, file, day]
        costs = {
            "counts of x, t_x, T": cost_of([*ours, "counts"]),
            "lifetimes: x, t_x, T of each customer": cost_of([*peer, "summary"]),
            "from orders to parameters of BG/NBD": cost_of([*ours, "parameters"]),
            "lifetimes: from orders to parameters": cost_of([*peer, "parameters"]),
            "all 24 features of all customers": cost_of([*ours, "features"]),
        }
    print(f"{ORDERS:,} orders of {CUSTOMERS:,} customers. {describe_machine()}.\n")
    print("| what | seconds | GiB |\n|---|---|---|")
    for what, (seconds, gib) in costs.items():
        print(f"| {what} | {seconds:.1f} | {gib:.2f} |")


def _write_orders(file: Path, database: Path) -> None:
    """Write the same orders to a Parquet file and to a database file."""
    random = np.random.default_rng(1)
    days = np.datetime64(FIRST_DAY, "s") + random.integers(0, DAYS, ORDERS) * 86_400
    orders = pa.table(
        {
            "line_number": np.arange(ORDERS),
            "customer_id": random.integers(1, CUSTOMERS + 1, ORDERS).astype(np.int32),
            "ordered_at": days,
            "amount": random.integers(1, 10_000, ORDERS) / 100,
        }
    )
    pq.write_table(orders, file)
    write_orders([orders], database)


if __name__ == "__main__":
    main()

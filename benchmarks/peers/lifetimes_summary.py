"""Three columns of all customers with lifetimes, from a Parquet file of order lines."""

import time
import warnings

import pandas as pd

from benchmarks.peers.telling import read_arguments, tell

warnings.simplefilter("ignore")

if __name__ == "__main__":
    from lifetimes.utils import summary_data_from_transaction_data as summarise

    asked, start = read_arguments(), time.perf_counter()
    orders = pd.read_parquet(asked.file, columns=["customer_id", "ordered_at"])
    as_of = pd.Timestamp(asked.as_of)
    orders = orders[orders["ordered_at"] < as_of]
    table = summarise(orders, "customer_id", "ordered_at", observation_period_end=as_of)
    tell(start)
    if asked.out:
        table.to_parquet(asked.out)

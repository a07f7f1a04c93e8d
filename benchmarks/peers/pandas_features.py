"""All features of all customers with pandas, from a Parquet file of order lines."""

import time

import numpy as np
import pandas as pd

from benchmarks.peers.telling import read_arguments, tell

WINDOWS_DAYS = (7, 30, 90, 180, 365)


def features(file: str, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the columns of `crm_analysis.read_features`, one row a customer."""
    orders = pd.read_parquet(file, columns=["customer_id", "ordered_at", "amount"])
    orders = orders[orders["ordered_at"] < as_of]
    orders = pd.DataFrame(
        {
            "customer_id": orders["customer_id"],
            "day": orders["ordered_at"].dt.floor("D"),
            "cents": (orders["amount"] * 100).round().astype("int64"),
        }
    )
    days = orders.groupby(["customer_id", "day"], as_index=False).agg(
        orders=("cents", "size"), cents=("cents", "sum")
    )
    days["ago"] = (as_of - days["day"]).dt.days
    days["gap"] = days.groupby("customer_id")["day"].diff().dt.days
    days["gap_squared"] = days["gap"] ** 2
    for window in WINDOWS_DAYS:
        days[f"in_{window}"] = days["ago"] <= window
        days[f"cents_{window}"] = days["cents"].where(days[f"in_{window}"], 0)
    return _with_gap_moments(days.groupby("customer_id").agg(**_aggregates()))


def _aggregates() -> dict[str, tuple[str, str]]:
    named = {
        "orders": ("orders", "sum"),
        "purchase_days": ("ago", "size"),
        "tenure_days": ("ago", "max"),
        "days_since_last": ("ago", "min"),
        "gap_count": ("gap", "count"),
        "gap_days_sum": ("gap", "sum"),
        "gap_days_squared_sum": ("gap_squared", "sum"),
        "gap_days_last": ("gap", "last"),
        "gap_days_max": ("gap", "max"),
        "spend_cents": ("cents", "sum"),
    }
    for window in WINDOWS_DAYS:
        named[f"purchase_days_last_{window}_days"] = (f"in_{window}", "sum")
        named[f"spend_cents_last_{window}_days"] = (f"cents_{window}", "sum")
    return named


def _with_gap_moments(table: pd.DataFrame) -> pd.DataFrame:
    table["repeat_purchases"] = table["purchase_days"] - 1
    table["first_to_last_days"] = table["tenure_days"] - table["days_since_last"]
    count, total = table["gap_count"], table["gap_days_sum"]
    table["gap_days_mean"] = total / count.where(count > 0)
    rest = table["gap_days_squared_sum"] - count * table["gap_days_mean"] ** 2
    table["gap_days_deviation"] = np.sqrt(
        rest.clip(lower=0) / (count - 1).where(count > 1)
    )
    return table


if __name__ == "__main__":
    asked = read_arguments()
    start = time.perf_counter()
    table = features(asked.file, pd.Timestamp(asked.as_of))
    tell(start)
    if asked.out:
        table.to_parquet(asked.out)

"""All features of all customers with polars, from a Parquet file of order lines."""

import datetime
import time

import polars as pl

from benchmarks.peers.telling import read_arguments, tell

WINDOWS_DAYS = (7, 30, 90, 180, 365)


def features(file: str, as_of: datetime.date) -> pl.DataFrame:
    """Return the columns of `crm_analysis.read_features`, one row a customer."""
    cents = (pl.col("amount") * 100).round().cast(pl.Int64)
    days = (
        pl.scan_parquet(file)
        .filter(pl.col("ordered_at") < pl.lit(as_of).cast(pl.Datetime("us")))
        .group_by("customer_id", pl.col("ordered_at").dt.date().alias("day"))
        .agg(orders=pl.len().cast(pl.Int64), cents=cents.sum())
        .sort("customer_id", "day")
        .with_columns(
            ago=(pl.lit(as_of) - pl.col("day")).dt.total_days(),
            gap=pl.col("day").diff().over("customer_id").dt.total_days(),
        )
    )
    table = days.group_by("customer_id").agg(**_aggregates()).sort("customer_id")
    return _with_gap_moments(table).collect(engine="streaming")


def _aggregates() -> dict[str, pl.Expr]:
    ago, gap, cents = pl.col("ago"), pl.col("gap"), pl.col("cents")
    named = {
        "orders": pl.col("orders").sum(),
        "purchase_days": pl.len().cast(pl.Int64),
        "tenure_days": ago.max(),
        "days_since_last": ago.min(),
        "gap_count": gap.count().cast(pl.Int64),
        "gap_days_sum": gap.sum(),
        "gap_days_squared_sum": (gap * gap).sum(),
        "gap_days_last": gap.last(),
        "gap_days_max": gap.max(),
        "spend_cents": cents.sum(),
    }
    for window in WINDOWS_DAYS:
        is_in = ago <= window
        named[f"purchase_days_last_{window}_days"] = is_in.sum().cast(pl.Int64)
        named[f"spend_cents_last_{window}_days"] = cents.filter(is_in).sum()
    return named


def _with_gap_moments(table: pl.LazyFrame) -> pl.LazyFrame:
    count, total = pl.col("gap_count"), pl.col("gap_days_sum")
    mean = pl.when(count > 0).then(total / count)
    rest = (pl.col("gap_days_squared_sum") - count * mean**2).clip(lower_bound=0)
    return table.with_columns(
        repeat_purchases=pl.col("purchase_days") - 1,
        first_to_last_days=pl.col("tenure_days") - pl.col("days_since_last"),
        gap_days_mean=mean,
        gap_days_deviation=pl.when(count > 1).then((rest / (count - 1)).sqrt()),
    )


if __name__ == "__main__":
    asked = read_arguments()
    start = time.perf_counter()
    table = features(asked.file, datetime.date.fromisoformat(asked.as_of))
    tell(start)
    if asked.out:
        table.write_parquet(asked.out)

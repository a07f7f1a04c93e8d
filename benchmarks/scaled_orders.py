"""Complete Journey many times over, every copy with customers of its own.

The copies are exact, so histories stay those of households: only the keys are new. A
row is an order line, which the connector of orders files takes for an order.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from benchmarks.orders_database import write_orders
from crm_analysis.datasets import DATASETS

LINES = """
select
    cast(dense_rank() over (order by household_id) as integer) as customer_id,
    cast(transaction_timestamp as timestamp) as ordered_at,
    cast(transaction_timestamp as date) as ordered_on,
    sales_value as amount
from read_parquet($file)
order by ordered_at
"""
# Three baskets of a household, one after the other, are a customer.
FEW_ORDERS = """
with baskets as (
    select
        household_id,
        min(transaction_timestamp) as ordered_at,
        sum(sales_value) as amount,
        (row_number() over (
            partition by household_id order by min(transaction_timestamp)
        ) - 1) // 3 as turn
    from read_parquet($file)
    group by household_id, basket_id
)
select
    cast(dense_rank() over (order by household_id, turn) as integer) as customer_id,
    cast(ordered_at as timestamp) as ordered_at,
    cast(ordered_at as date) as ordered_on,
    round(amount, 2) as amount
from baskets
order by ordered_at
"""


@dataclass(frozen=True)
class ScaledOrders:
    """The same orders in a database file and, if asked for, in a Parquet file."""

    rows: int
    customers: int
    database: Path
    parquet: Path | None


def scale_lines(rows: int, folder: Path, *, with_parquet: bool = True) -> ScaledOrders:
    """Write about so many order lines: customers with many each."""
    one = _one_copy(LINES)
    file = folder / "lines.parquet" if with_parquet else None
    return _write(one, max(1, round(rows / len(one))), folder, file)


def scale_customers(customers: int, folder: Path) -> ScaledOrders:
    """Write the orders of about so many customers, with up to three each."""
    one = _one_copy(FEW_ORDERS)
    return _write(one, max(1, round(customers / _keys(one))), folder, None)


def _write(one: pa.Table, copies: int, folder: Path, file: Path | None) -> ScaledOrders:
    database = folder / "orders.duckdb"
    write_orders(_copies(one, copies), database)
    if file:
        with pq.ParquetWriter(file, _as_the_source_has_it(one)) as writer:
            for copy in _copies(one, copies):
                writer.write_table(copy.select(writer.schema.names).cast(writer.schema))
    return ScaledOrders(copies * len(one), copies * _keys(one), database, file)


def _as_the_source_has_it(one: pa.Table) -> pa.Schema:
    """Return the columns of a file for peers: in the types of the data set's own file.

    The day is not in it, so they make it of the moment, as our loader does.
    """
    schema = _copy(one, 0).schema
    schema = schema.remove(schema.get_field_index("ordered_on"))
    place = schema.get_field_index("customer_id")
    return schema.set(place, pa.field("customer_id", pa.int64()))


def _one_copy(query: str) -> pa.Table:
    files = DATASETS["complete-journey"]().files()
    (lines,) = (str(path) for path in files if path.stem == "transactions")
    with duckdb.connect() as connection:
        return connection.sql(query, params={"file": lines}).to_arrow_table()


def _copies(one: pa.Table, copies: int) -> Iterator[pa.Table]:
    return (_copy(one, number) for number in range(copies))


def _copy(one: pa.Table, number: int) -> pa.Table:
    """Give a copy its own keys: the greatest of the copy before is where they begin."""
    first, keys = number * len(one), pa.scalar(number * _keys(one), pa.int32())
    return one.set_column(
        0, "customer_id", pa.compute.add(one["customer_id"], keys)
    ).add_column(0, "line_number", pa.array(np.arange(first, first + len(one))))


def _keys(one: pa.Table) -> int:
    return pa.compute.max(one["customer_id"]).as_py()

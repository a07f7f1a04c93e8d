"""The columns that features are made of, read with DuckDB and hardly more."""

import os
import time

import duckdb

from benchmarks.peers.telling import read_arguments, tell

# Without filter and sums, DuckDB would answer from what it knows of each block.
SCAN = """
select sum(customer_id), max(purchased_on), count(currency), sum(amount_cents)
from purchases
where purchased_on < cast($as_of as date)
"""

if __name__ == "__main__":
    asked, start = read_arguments(), time.perf_counter()
    with duckdb.connect(asked.file, read_only=True) as connection:
        limit = os.environ["CRM_MEMORY_LIMIT"]
        connection.execute(f"set memory_limit = '{limit}'")
        connection.sql(SCAN, params={"as_of": asked.as_of}).fetchall()
    tell(start)

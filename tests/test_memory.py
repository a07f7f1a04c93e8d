"""What comes to Python is bounded by groups, customers or passes, never by orders.

Each measurement is a process of its own, in which DuckDB may take 64 MiB: how much more
memory it held at its peak than before the question.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from crm_analysis.database import replacing

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the peak is read from /proc"
)
FIRST = np.datetime64("2024-01-01", "us")
DAYS = 60
DUCKDB_MIB = 64
BOUND_MIB = DUCKDB_MIB + 64  # for 20,000 rows, or counts, in Python
ASK = """
import datetime, re, sys
from pathlib import Path
from crm_analysis.database import connect
from crm_analysis.feature_passes import read_features_in_passes
from crm_analysis.features import *
from crm_analysis.labels import *
from crm_analysis.purchases import read_cohorts, read_purchases_by_month
import pandas

def peak_mib():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) / 1024

as_of, before = datetime.date(2024, 2, 20), datetime.date(2024, 2, 1)
with connect(sys.argv[1]) as database:
    read_features(database, datetime.date(2024, 1, 1))  # of nobody, but all is loaded
    at_first = peak_mib()
    answer = eval(sys.argv[2])
print(peak_mib() - at_first)
"""


def orders_file(path: Path, orders: int, customers: int) -> str:
    """Make a database of orders at random days, and return its address."""
    drawn = np.random.default_rng(1)
    seconds = drawn.integers(0, DAYS * 86_400, orders).astype("timedelta64[s]")
    keys = np.concatenate([np.arange(customers), np.zeros(orders - customers, int)])
    keys[customers:] = drawn.integers(0, customers, orders - customers)
    rows = {
        "line_number": np.arange(orders),
        "customer_id": (keys + 1).astype(np.int32),
        "ordered_at": FIRST + seconds,
        "ordered_on": (FIRST + seconds).astype("datetime64[D]"),
        "amount": drawn.integers(1, 9_999, orders) / 100,
    }
    with replacing(f"duckdb:///{path}") as database:
        database.build("connectors/orders_file/tables", "views")
        database.load("file_orders", pa.table(rows))
    return f"duckdb:///{path}"


@pytest.fixture(scope="module")
def many_orders(tmp_path_factory) -> str:
    """Return the address of 3 million orders of 20,000 customers."""
    folder = tmp_path_factory.mktemp("orders")
    return orders_file(folder / "orders.duckdb", 3_000_000, 20_000)


@pytest.fixture(scope="module")
def many_customers(tmp_path_factory) -> str:
    """Return the address of 200,000 customers with an order each."""
    folder = tmp_path_factory.mktemp("customers")
    return orders_file(folder / "orders.duckdb", 200_000, 200_000)


def growth_mib(url: str, question: str) -> float:
    """Ask in a process of its own, and return how much more memory that took."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, url, question],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"CRM_MEMORY_LIMIT": f"{DUCKDB_MIB}MiB", "CRM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


@pytest.mark.parametrize(
    "question",
    [
        "read_features(database, as_of)",
        "read_purchase_patterns(database, as_of)",
        "read_labels(database, before, 14)",
        "read_purchase_history_groups(database, as_of)",
        "read_cohorts(database, as_of)",
        "read_purchases_by_month(database, as_of)",
    ],
)
def test_three_million_orders_do_not_come_to_python(many_orders, question):
    """Each question alone: what the allocator keeps of one is not the next one's."""
    assert growth_mib(many_orders, question) < BOUND_MIB


@pytest.mark.parametrize("view", ["orders", "purchases"])
def test_the_measure_would_notice_a_row_an_order(many_orders, view):
    question = f"database.read_table({view!r}).to_pandas()"
    assert growth_mib(many_orders, question) > 1.5 * BOUND_MIB


def test_passes_hold_the_customers_of_one_pass(many_customers):
    in_passes, at_once = (
        growth_mib(
            many_customers,
            f"[len(f) for f in read_features_in_passes(database, as_of, {size})]",
        )
        for size in (20_000, 200_000)
    )
    assert in_passes < BOUND_MIB
    assert at_once > 1.5 * in_passes

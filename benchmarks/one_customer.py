r"""How long one customer takes, scored as of now, among a hundred thousand.

    python -m benchmarks.one_customer mysql+pymysql://root@127.0.0.1/bench \
        postgresql+psycopg://postgres:secret@127.0.0.1/bench

Give addresses of databases whose tables of ours may be replaced: customers, a million
orders and their communications are loaded into each, and the model is fitted once. Each
look-up begins a new snapshot and reads profile, orders, communications and features.
"""

import datetime
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.comparison import describe_machine
from crm_analysis.customer_card import read_customer
from crm_analysis.database import Database, connect, replacing
from crm_analysis.pseudonyms import pseudonyms
from crm_analysis.scores import score
from crm_analysis.scoring_runs import ScoringRun, describe_run

CUSTOMERS, ORDERS, COMMUNICATIONS = 100_000, 1_000_000, 300_000
FIRST = np.datetime64("2024-01-01")
DAYS = 730
AS_OF = datetime.date(2025, 12, 31)
HORIZON_DAYS = 30
ASKED = 1_000
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def main(urls: Sequence[str]) -> None:
    """Measure DuckDB and each server, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"duckdb:///{Path(folder) / 'shop.duckdb'}"
        _fill(file)
        with connect(file) as database:
            scores = score(database, AS_OF, HORIZON_DAYS)
            run = describe_run(database, scores, NOW)
        print("engine | p50, ms | p99, ms | longest, ms\n---|---|---|---")
        print(_row("DuckDB", file, run), flush=True)
        for url in urls:
            _fill(url)
            print(_row(url.partition("+")[0], url, run), flush=True)
    print(f"\n{describe_machine()}.")


def _row(name: str, url: str, run: ScoringRun) -> str:
    drawn = np.random.default_rng(5)
    asked = drawn.choice(np.arange(1, CUSTOMERS + 1), ASKED, replace=False).tolist()
    with connect(url) as database:
        _milliseconds(database, run, asked[:20])
        taken = _milliseconds(database, run, asked)
    shares = [*np.quantile(taken, [0.5, 0.99]), max(taken)]
    return " | ".join([name, *(f"{each:.1f}" for each in shares)])


def _milliseconds(
    database: Database, run: ScoringRun, asked: Sequence[int]
) -> list[float]:
    taken = []
    for customer_id in asked:
        begin = time.perf_counter()
        read_customer(database, customer_id, run, AS_OF)
        taken.append(1000 * (time.perf_counter() - begin))
    return taken


def _fill(url: str) -> None:
    """Load customers who buy at rates of their own, the same ones everywhere."""
    drawn = np.random.default_rng(3)
    buyers = _drawn_by_rate(drawn, ORDERS)
    with replacing(url) as database:
        database.build("schema")
        with database.transaction():
            database.load("customers", _customers())
            database.load("orders", _orders(drawn, buyers))
            database.load("communications", _communications(drawn))
        database.build("sequences", "indexes", "views")


def _drawn_by_rate(drawn: np.random.Generator, count: int) -> np.ndarray:
    """Draw customers, everybody once and then each as often as a rate says."""
    rates = drawn.gamma(0.8, size=CUSTOMERS)
    more = drawn.choice(CUSTOMERS, count - CUSTOMERS, p=rates / rates.sum())
    return np.concatenate([np.arange(CUSTOMERS), more]) + 1


def _customers() -> pa.Table:
    ids = [str(each) for each in range(1, CUSTOMERS + 1)]
    return pa.table(
        {
            "id": pa.array(range(1, CUSTOMERS + 1)),
            "name": [f"Customer {each}" for each in ids],
            "email": [f"{each}@example.com" for each in ids],
            "source_system": ["benchmark"] * CUSTOMERS,
            "source_id": ids,
            "pseudonym": pseudonyms("benchmark", ids),
        }
    )


def _orders(drawn: np.random.Generator, buyers: np.ndarray) -> pa.Table:
    on = pa.array(FIRST + drawn.integers(0, DAYS, ORDERS))
    amount = pa.array(drawn.integers(5, 200, ORDERS)).cast(pa.decimal128(21, 2))
    return pa.table(
        {
            "id": pa.array(range(1, ORDERS + 1)),
            "customer_id": buyers,
            "ordered_at": on.cast(pa.timestamp("us")),
            "ordered_on": on,
            "currency": ["USD"] * ORDERS,
            "net_amount": amount,
            "status": ["completed"] * ORDERS,
            "counts_as_purchase": [True] * ORDERS,
            "counts_reason": ["completed"] * ORDERS,
            "source_system": ["benchmark"] * ORDERS,
            "source_id": [str(each) for each in range(1, ORDERS + 1)],
        }
    )


def _communications(drawn: np.random.Generator) -> pa.Table:
    on = pa.array(FIRST + drawn.integers(0, DAYS, COMMUNICATIONS))
    return pa.table(
        {
            "id": pa.array(range(1, COMMUNICATIONS + 1)),
            "customer_id": drawn.integers(1, CUSTOMERS + 1, COMMUNICATIONS),
            "channel": ["email"] * COMMUNICATIONS,
            "direction": ["outbound"] * COMMUNICATIONS,
            "occurred_at": on.cast(pa.timestamp("us")),
            "source_system": ["benchmark"] * COMMUNICATIONS,
            "source_id": [str(each) for each in range(1, COMMUNICATIONS + 1)],
        }
    )


if __name__ == "__main__":
    main(sys.argv[1:])

"""A million customers scored by SQL in the database, beside Python doing it.

    python -m benchmarks.scoring_in_database

One model of each kind is trained once. Then each way of scoring is a process of its own
with the database open: Python reads the features and predicts; SQL computes the same
probability and hands it over, or keeps it in the table ``scores``. The seconds are of
that work alone, without starting and importing; memory is the whole process's.
"""

import datetime
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.comparison import cost_of, describe_machine
from crm_analysis.database import connect, replacing
from crm_analysis.rung_scores import train_rung

CUSTOMERS, ORDERS, DAYS = 1_000_000, 3_000_000, 730
FIRST_DAY = datetime.date(2022, 1, 1)
AS_OF = FIRST_DAY + datetime.timedelta(DAYS)
HORIZON_DAYS = 30
RUNGS = ("bernoulli", "logistic", "bg_nbd")
WAYS = {
    "python": "Python: features, then predict",
    "rows": "SQL, probabilities handed over",
    "table": "SQL, kept in `scores`",
}
WORK = """
import datetime, json, sys, time
from crm_analysis.database import connect
from crm_analysis.features import read_features
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import load_model
from crm_analysis.rung_scores import RungScoring
url, way, day, horizon, records, result = sys.argv[1:]
model = load_model(json.load(open(records)))
day, horizon = datetime.date.fromisoformat(day), int(horizon)
with connect(url, read_only=way != "table") as database:
    history = KnownHistory(database, day, horizon)
    scoring = RungScoring(model, day, horizon, history, ())
    start = time.perf_counter()
    if way == "python":
        model.predict_proba(read_features(database, day))
    elif way == "rows":
        scoring.by_database(database)
    else:
        scoring.write(database)
    seconds = time.perf_counter() - start
open(result, "w").write(str(seconds))
"""


def main() -> None:
    """Make the customers, train, score in each way and print a table."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"duckdb:///{Path(folder, 'crm.duckdb')}"
        _fill(url)
        for rung in RUNGS:
            with connect(url) as database:
                model = train_rung(database, AS_OF, HORIZON_DAYS, rung).model
            record = Path(folder, "model.json")
            record.write_text(json.dumps(model.record()), encoding="utf-8")
            rows += [(rung, way, *_cost(url, way, record)) for way in WAYS]
    print(f"{CUSTOMERS:,} customers, {ORDERS:,} orders. {describe_machine()}.\n")
    print("| model | scored by | seconds | GiB |\n|---|---|---|---|")
    for rung, way, seconds, gib in rows:
        print(f"| {rung} | {WAYS[way]} | {seconds:.2f} | {gib:.2f} |")


def _cost(url: str, way: str, record: Path) -> tuple[float, float]:
    """Return the seconds of the work, and the memory of its process."""
    result = record.with_name("seconds")
    words = [url, way, AS_OF.isoformat(), str(HORIZON_DAYS), record, result]
    _, gib = cost_of([sys.executable, "-c", WORK, *words])
    return float(result.read_text(encoding="utf-8")), gib


def _fill(url: str) -> None:
    """Load orders at random days, so that each customer has a few."""
    random = np.random.default_rng(1)
    first = np.datetime64(FIRST_DAY, "s")
    buyers = np.concatenate(  # everybody once, and some more often than others
        [
            np.arange(1, CUSTOMERS + 1),
            1 + (CUSTOMERS * random.random(ORDERS - CUSTOMERS) ** 2).astype(np.int64),
        ]
    )
    days = first + random.integers(0, DAYS, ORDERS) * 86_400
    orders = {
        "line_number": np.arange(ORDERS),
        "customer_id": buyers.astype(np.int32),
        "ordered_at": days,
        "ordered_on": days.astype("datetime64[D]"),
        "amount": random.integers(1, 10_000, ORDERS) / 100,
    }
    with replacing(url) as database:
        database.build("connectors/orders_file/tables", "views")
        database.run("schema/110_scores")
        database.load("file_orders", pa.table(orders))


if __name__ == "__main__":
    main()

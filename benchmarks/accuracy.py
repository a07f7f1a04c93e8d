"""How good the probabilities are: log loss of every model, and of a peer.

    python -m benchmarks.accuracy

The peer is scikit-learn's gradient boosting with its defaults, trained on the features
of the last known horizon, as one would at first. Lower is better.
"""

import datetime
import sys
import tempfile
from pathlib import Path

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.comparison import run
from benchmarks.complete_journey import PROGRAM, address
from crm_analysis.database import Database, connect
from crm_analysis.evaluation import backtest
from crm_analysis.evaluation.metrics import log_loss
from crm_analysis.labels import read_labels
from crm_analysis.purchase_models.history import KnownHistory
from crm_analysis.purchase_models.ladder import rung_titles

CASES = (
    ("cdnow", "1997-10-01", 90),
    ("cdnow", "1998-04-02", 90),
    ("cdnow", "1998-01-01", 30),
    ("complete-journey", "2017-10-01", 14),
    ("complete-journey", "2017-12-01", 7),
    ("simulated-shop", "2024-10-01", 90),
    ("simulated-travel", "2024-05-01", 90),
    ("simulated-clinic", "2024-09-01", 90),
)
PEER = "scikit-learn's boosting"


def main() -> None:
    """Backtest every case and print a Markdown table."""
    columns = {}
    with tempfile.TemporaryDirectory() as folder:
        for data, as_of, horizon_days in CASES:
            print(f"{data} {as_of} ...", file=sys.stderr, flush=True)
            with connect(_seeded(data, Path(folder))) as database:
                day = datetime.date.fromisoformat(as_of)
                name = f"{data}, {as_of}, {horizon_days} days"
                columns[name] = _losses(database, day, horizon_days)
    table = pd.DataFrame(columns).T
    print(f"| data, as of, horizon | {' | '.join(table)} |")
    print(f"|---|{'---|' * len(table.columns)}")
    for name, row in table.iterrows():
        print(f"| {name} | {' | '.join(f'{value:.4f}' for value in row)} |")


def _losses(
    database: Database, day: datetime.date, horizon_days: int
) -> dict[str, float]:
    result = backtest(database, day, horizon_days)
    titles = rung_titles()
    ours = {
        titles[each.rung]: each.estimates["log_loss"].value for each in result.rungs
    }
    history = KnownHistory(database, day, horizon_days)
    sample = history.latest_sample()
    peer = HistGradientBoostingClassifier(random_state=0)
    peer.fit(sample.features, sample.labels)
    said = peer.predict_proba(history.everybody())[:, 1]
    labels = read_labels(database, day, horizon_days)
    return {PEER: log_loss(labels, said)} | ours


def _seeded(data: str, folder: Path) -> str:
    file = folder / f"{data}.duckdb"
    if not file.exists():
        run(PROGRAM, "seed", "--dataset", data, *address(file))
    return address(file)[1]


if __name__ == "__main__":
    main()

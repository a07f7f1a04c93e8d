"""All features of all customers with crm_analysis, from a database file."""

import datetime
import time
from collections.abc import Iterator

import pandas as pd

from benchmarks.peers.telling import read_arguments, tell
from crm_analysis.database import Database, connect
from crm_analysis.feature_passes import read_features_in_passes
from crm_analysis.features import read_features, read_purchase_history_groups


def features(database: Database, as_of: datetime.date) -> Iterator[pd.DataFrame]:
    """Read the features of everybody at once."""
    yield read_features(database, as_of)


def passes(database: Database, as_of: datetime.date) -> Iterator[pd.DataFrame]:
    """Read features and patterns of everybody, some customers after the others."""
    yield from read_features_in_passes(database, as_of)


def groups(database: Database, as_of: datetime.date) -> Iterator[pd.DataFrame]:
    """Read how many customers share each purchase history."""
    yield read_purchase_history_groups(database, as_of)


WORK = {each.__name__: each for each in (features, passes, groups)}

if __name__ == "__main__":
    asked, start = read_arguments(), time.perf_counter()
    day, parts = datetime.date.fromisoformat(asked.as_of), []
    with connect(f"duckdb:///{asked.file}") as database:
        for part in WORK[asked.work](database, day):
            parts = [*parts, part] if asked.out else []
            del part  # or two passes would be held
    tell(start)
    if asked.out:
        pd.concat(parts).to_parquet(asked.out)

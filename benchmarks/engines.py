r"""How fast each engine takes order lines and gives features, beside pandas.

    python -m benchmarks.engines mysql+pymysql://root@127.0.0.1/bench \
        postgresql+psycopg://postgres:secret@127.0.0.1/bench \
        'spark:///bench?master=local-cluster[2,1,2048]'

Give addresses of empty databases: Complete Journey is loaded into each. The peer writes
some of the same lines into a table of a server, without a key, with pandas' ``to_sql``.
What it takes to start and to open an engine is shown apart.
"""

import datetime
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy

from benchmarks.comparison import describe_machine, seconds_of
from benchmarks.complete_journey import seeded
from crm_analysis.database import Database, connect, replacing
from crm_analysis.database.address import parse_address
from crm_analysis.database.spark_sessions import new_session
from crm_analysis.datasets import DATASETS, seed
from crm_analysis.features import read_features, read_purchase_history_groups

AS_OF = datetime.date(2017, 12, 1)
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
PEER_LINES = 100_000


def main(urls: list[str]) -> None:
    """Measure DuckDB and each server, and print a table."""
    heads = ["engine", "order lines a second", "to_sql", "start, s", "seed, s"]
    print(" | ".join([*heads, "open, s", "features, s", "counts, s"]))
    print("---|---|---|---|---|---|---|---")
    with tempfile.TemporaryDirectory() as folder:
        file = f"duckdb:///{seeded(Path(folder))}"
        print(_row("DuckDB", file, file, Path(folder)), flush=True)
        for url in urls:
            name = re.split("[+:]", url)[0]
            print(_row(name, url, file, Path(folder)), flush=True)
    print(f"\n{describe_machine()}.")


def _row(name: str, url: str, file: str, folder: Path) -> str:
    start = seconds_of(lambda: _start(url))
    lines_a_second = _loading(url, file, folder)
    peer = "" if name in {"DuckDB", "spark"} else f"{_peer(url, file):,.0f}"
    whole = seconds_of(
        lambda: seed(
            DATASETS["complete-journey"](),
            url if name != "DuckDB" else f"duckdb:///{folder / 'again.duckdb'}",
            now=NOW,
            progress=lambda _: None,
            again=True,
        )
    )
    began = time.perf_counter()
    with connect(url) as database:
        opened = time.perf_counter() - began
        features = seconds_of(lambda: read_features(database, AS_OF))
        counts = seconds_of(lambda: read_purchase_history_groups(database, AS_OF))
    seconds = [f"{each:.2f}" for each in (start, whole, opened, features, counts)]
    return " | ".join([name, f"{lines_a_second:,.0f}", peer, *seconds])


def _start(url: str) -> None:
    """Let Spark start its driver; a server runs already."""
    if url.startswith("spark:"):
        new_session(parse_address(url).master)


def _loading(url: str, file: str, folder: Path) -> float:
    """Return order lines a second, keys included, into tables that are given up."""
    with connect(file) as source:
        lines = source.read_table("order_lines")
    target = f"duckdb:///{folder / 'lines.duckdb'}" if url == file else url
    with _given_up(target) as database:
        seconds = seconds_of(lambda: database.load("order_lines", lines))
    return len(lines) / seconds


class _GiveUpError(Exception):
    pass


@contextmanager
def _given_up(url: str) -> Iterator[Database]:
    """Begin a load that does not take place."""
    try:
        with replacing(url) as database:
            database.build("schema")
            with database.transaction():
                yield database
                raise _GiveUpError
    except _GiveUpError:
        return


def _peer(url: str, file: str) -> float:
    """Return lines a second of ``to_sql``."""
    with connect(file) as source:
        lines = source.read_table("order_lines").slice(0, PEER_LINES).to_pandas()
    engine = sqlalchemy.create_engine(url)
    try:
        seconds = seconds_of(
            lambda: lines.to_sql("lines_by_pandas", engine, if_exists="replace")
        )
        with engine.begin() as connection:
            connection.execute(sqlalchemy.text("drop table lines_by_pandas"))
    finally:
        engine.dispose()
    return PEER_LINES / seconds


if __name__ == "__main__":
    main(sys.argv[1:])

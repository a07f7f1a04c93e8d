"""How long the features of Complete Journey take beside lifetimes' summary."""

import datetime
import warnings
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.comparison import Comparison, take_turns
from benchmarks.complete_journey import seeded
from crm_analysis.database import connect
from crm_analysis.datasets import DATASETS
from crm_analysis.features import read_features

AS_OF = datetime.date(2018, 1, 1)
# What lifetimes calls its three columns, and what we call them.
COLUMNS = {
    "frequency": "repeat_purchases",
    "recency": "first_to_last_days",
    "T": "tenure_days",
}
ORDERS = """
select customer_id, ordered_on as day
from orders
where counts_as_purchase and ordered_on < $as_of
"""


class DifferentAnswersError(Exception):
    """The two sides did not compute the same, so their times say nothing."""


def measure_beside_orders(folder: Path) -> Comparison:
    """Time all our features beside three columns from the orders of our database."""
    return _measure(folder, "orders from our database", purchase_days_of)


def measure_beside_lines(folder: Path) -> Comparison:
    """Time all our features beside three columns from the lines of the source's file.

    The lines of the few orders that do not count are among them.
    """
    return _measure(folder, "order lines from the data set's file", lines_of_the_file)


def measure_in_an_open_database(folder: Path) -> Comparison:
    """Time all our features without opening the database, beside the lines."""
    database = seeded(folder)
    with connect(f"duckdb:///{database}") as connection:
        ours, peer = take_turns(
            lambda: read_features(connection, AS_OF),
            lambda: summary(lines_of_the_file(database)),
            rounds=9,
        )
    return Comparison(
        "features of Complete Journey, the database being open",
        "`summary_data_from_transaction_data` of lifetimes, order lines from the file",
        ours,
        peer,
        allowed_ratio=1 / 5,
    )


def _measure(
    folder: Path, source: str, read: Callable[[Path], pd.DataFrame]
) -> Comparison:
    database = seeded(folder)
    _compare(features(database), summary(purchase_days_of(database)))
    ours, peer = take_turns(
        lambda: features(database), lambda: summary(read(database)), rounds=9
    )
    return Comparison(
        f"features of Complete Journey ({features(database).shape[1]} columns)",
        f"`summary_data_from_transaction_data` of lifetimes (3 columns), {source}",
        ours,
        peer,
        allowed_ratio=1 / 5,
    )


def features(database: Path) -> pd.DataFrame:
    """Open the database and read all features."""
    with connect(f"duckdb:///{database}") as connection:
        return read_features(connection, AS_OF)


def purchase_days_of(database: Path, as_of: datetime.date = AS_OF) -> pd.DataFrame:
    """Open the database and read a customer and a day for each order."""
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(ORDERS, {"as_of": as_of}).df()


def lines_of_the_file(database: Path) -> pd.DataFrame:
    """Read a customer and a day for each order line, as a user of lifetimes would."""
    del database  # the file comes with the data set
    (file,) = (
        path
        for path in DATASETS["complete-journey"]().files()
        if path.stem == "transactions"
    )
    lines = pd.read_parquet(file, columns=["household_id", "transaction_timestamp"])
    lines = lines.set_axis(["customer_id", "day"], axis="columns")
    return lines[lines["day"] < pd.Timestamp(AS_OF)]


def summary(purchases: pd.DataFrame, as_of: datetime.date = AS_OF) -> pd.DataFrame:
    """Let lifetimes summarise a purchase log."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of lifetimes, about the pandas of today
        from lifetimes.utils import (  # noqa: PLC0415  it warns when imported
            summary_data_from_transaction_data as summarise,
        )

        return summarise(purchases, "customer_id", "day", observation_period_end=as_of)


def _compare(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Check that both sides counted the same.

    Raises
    ------
    DifferentAnswersError
        If x, t_x or T of a customer differs.
    """
    theirs = theirs[list(COLUMNS)].rename(columns=COLUMNS)
    if not ours[list(theirs)].eq(theirs).all(axis=None):
        raise DifferentAnswersError("our features differ from lifetimes' summary")

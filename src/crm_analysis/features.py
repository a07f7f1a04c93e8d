"""One row of evidence a customer, as of a date; and the counts that fits need.

Everything is computed in the database. Nothing here looks at or after ``as_of``.
"""

import datetime
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from crm_analysis.database import Database
from crm_analysis.shared_results import Result, shared

EVERYBODY = 65_536
NOBODY = -EVERYBODY  # a key below 0 has a place below 0 in the shuffle
HALF_LIVES_DAYS = (7, 30, 90, 365)
WINDOWS_DAYS = (7, 14, 30, 60, 90, 180, 365, 730)
SEASONS_DAYS = (7, 14, 30, 60, 90, 180)
SPEND_WINDOWS_DAYS = (7, 30, 90, 180, 365)


def read_features(
    database: Database, as_of: datetime.date, sample_of_65536: int = EVERYBODY
) -> pd.DataFrame:
    """Read what was known of each customer before a day.

    Parameters
    ----------
    database : Database
        Where the orders are.
    as_of : date
        The first day that is not known.
    sample_of_65536 : int
        How many of 65,536 customers to read, the same ones at any day; by default
        all of them. Amounts stay in the currency that all orders decide on.

    Returns
    -------
    DataFrame, one row a customer with a purchase before `as_of`, by ``customer_id``
        ``orders``, ``purchase_days``, ``repeat_purchases`` (x in the papers),
        ``first_to_last_days`` (t_x), ``tenure_days`` (T), ``days_since_last`` :
        counts and days, integers.
        ``gap_count``, ``gap_days_sum``, ``gap_days_squared_sum``, ``gap_days_last``,
        ``gap_days_max`` : the days between neighbouring purchase days; the last two
        are missing for one-time buyers.
        ``purchase_days_last_7_days`` ... ``_365_days`` : counts in windows that end
        the day before `as_of`.
        ``spend_cents``, ``spend_cents_last_7_days`` ... : money in the currency most
        purchases before `as_of` were in; missing where no amount is known.
        ``gap_days_mean``, ``gap_days_deviation`` : derived from the exact sums; the
        deviation is the sample's (n - 1), missing below two gaps.
    """
    by_day = _read_features_by_day(database, [as_of], as_of, sample_of_65536)
    return by_day.droplevel("as_of")


def read_purchase_patterns(
    database: Database, as_of: datetime.date, sample_of_65536: int = EVERYBODY
) -> pd.DataFrame:
    """Read more of when customers bought before a day, for models that can use it.

    Returns
    -------
    DataFrame, one row a customer with a purchase before `as_of`, by ``customer_id``
        ``purchase_days_last_14_days``, ``_60_days``, ``_730_days`` : counts in
        windows that end the day before `as_of`.
        ``purchase_days_a_year_ago_7_days`` ... ``_180_days`` : counts in windows that
        begin 365 days before `as_of`, so in the same season as the days ahead.
        ``purchases_half_life_7_days`` ... ``_365_days`` : purchase days, each counted
        half for every half-life that it is ago; exact to a millionth a purchase.
    """
    by_day = _read_patterns_by_day(database, [as_of], as_of, sample_of_65536)
    return by_day.droplevel("as_of")


def read_evidence_by_day(
    database: Database,
    days: Sequence[datetime.date],
    as_of: datetime.date,
    sample_of_65536: int = EVERYBODY,
    skipped_of_65536: int = NOBODY,
) -> pd.DataFrame:
    """Read features and patterns of several days in one pass over the purchases.

    Parameters
    ----------
    days : sequence of date
        The days, none after `as_of`.
    as_of : date
        The first day that is not known: it decides on the currency of amounts.
    sample_of_65536 : int
        As in `read_features`.
    skipped_of_65536 : int
        How many of these to leave out, those who come first; by default none.

    Returns
    -------
    DataFrame, one row a day and customer with a purchase before it
        By ``as_of`` and ``customer_id``; the columns of `read_features` and
        `read_purchase_patterns`, each as it would be read on its day.
    """
    asked = (database, days, as_of, sample_of_65536, skipped_of_65536)
    tables = [_read_features_by_day(*asked), _read_patterns_by_day(*asked)]
    return pd.concat(tables, axis=1)


def read_evidence_of_one(database: Database, as_of: datetime.date) -> pd.DataFrame:
    """Read features and patterns of the only customer of a database, in little time.

    Parameters
    ----------
    database : Database
        One with the purchases of one customer alone.
    as_of : date
        The first day that is not known.

    Returns
    -------
    DataFrame, one row, or none if there is no purchase before `as_of`
        The columns of `read_features` and `read_purchase_patterns`, all of them
        fractional numbers.
    """
    known: dict[str, NDArray[np.float64]] = {}
    for name in ("customer_features", "purchase_patterns"):
        rows = database.read(
            f"features/{name}",
            days=(as_of,),
            as_of=as_of,
            sample_of_65536=EVERYBODY,
            skipped_of_65536=NOBODY,
        ).drop_columns(["as_of", "customer_id"])
        (values,) = [list(row.values()) for row in rows.to_pylist()] or [[]]
        numbers = np.array(values, np.float64)[:, None]
        known |= dict(zip(rows.column_names, numbers, strict=False))
    if not known:
        return pd.DataFrame()
    known |= _gap_moments(known) | _faded(known)
    said = {name: known[name] for name in known if name not in _MILLIONTHS}
    # One array, as a frame is slow to take columns one by one.
    return pd.DataFrame(np.column_stack(list(said.values())), columns=list(said))


def read_segment_features(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> pd.DataFrame:
    """Read the features of the customers of one segment, as `read_features` does.

    Raises
    ------
    UsageError
        If there is no such segment.
    """
    members = database.read_frame(
        "queries/segment_pseudonyms", segment=segment, as_of=as_of
    )
    everybody = shared(
        database,
        ("features", as_of),
        lambda: Result({"features": read_features(database, as_of)}),
    )
    features = everybody.frames["features"]
    return features[features.index.isin(members["customer_id"])]


def read_purchase_history_groups(
    database: Database, as_of: datetime.date
) -> pd.DataFrame:
    """Read the distinct purchase histories before a day, and how many share each.

    Returns
    -------
    DataFrame, one row a distinct history
        ``repeat_purchases`` (x), ``first_to_last_days`` (t_x), ``tenure_days`` (T),
        ``customers`` : how many have it.
    """
    return database.read_frame("features/purchase_history_groups", as_of=as_of)


def _read_features_by_day(
    database: Database,
    days: Sequence[datetime.date],
    as_of: datetime.date,
    sample_of_65536: int,
    skipped_of_65536: int = NOBODY,
) -> pd.DataFrame:
    features = database.read_frame(
        "features/customer_features",
        days=tuple(days),
        as_of=as_of,
        sample_of_65536=sample_of_65536,
        skipped_of_65536=skipped_of_65536,
    )
    features = by_day_and_customer(features, _DTYPES)
    return features.assign(**_gap_moments(features))


def _read_patterns_by_day(
    database: Database,
    days: Sequence[datetime.date],
    as_of: datetime.date,
    sample_of_65536: int,
    skipped_of_65536: int = NOBODY,
) -> pd.DataFrame:
    patterns = database.read_frame(
        "features/purchase_patterns",
        days=tuple(days),
        as_of=as_of,
        sample_of_65536=sample_of_65536,
        skipped_of_65536=skipped_of_65536,
    )
    patterns = by_day_and_customer(patterns)
    faded = _faded(patterns)
    return patterns.drop(columns=list(_MILLIONTHS)).assign(**faded)


def _faded(patterns: Mapping[str, ArrayLike]) -> dict[str, NDArray[np.float64]]:
    """Derive faded purchases from their whole millionths."""
    return {
        name: np.asarray(patterns[millionths], np.float64) / 1e6
        for millionths, name in _MILLIONTHS.items()
    }


def _gap_moments(features: Mapping[str, ArrayLike]) -> dict[str, NDArray[np.float64]]:
    """Derive mean and deviation of the gaps from their exact sums."""
    names = ("gap_count", "gap_days_sum", "gap_days_squared_sum")
    count, total, squares = (np.asarray(features[name], np.float64) for name in names)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(count > 0, total / count, np.nan)
        variance = np.maximum(squares - count * mean**2, 0.0) / (count - 1)
        deviation = np.sqrt(np.where(count > 1, variance, np.nan))
    return {"gap_days_mean": mean, "gap_days_deviation": deviation}


def by_day_and_customer(
    frame: pd.DataFrame, dtypes: dict[str, str] | None = None
) -> pd.DataFrame:
    """Index by both, with the same types of key and columns on every engine."""
    types = {"customer_id": "int64"} | (dtypes or {})
    return frame.astype(types).set_index(["as_of", "customer_id"])


_MILLIONTHS = {
    f"purchase_millionths_half_life_{days}_days": f"purchases_half_life_{days}_days"
    for days in HALF_LIVES_DAYS
}
_DTYPES = {
    "gap_days_last": "float64",
    "gap_days_max": "float64",
    "spend_cents": "float64",
    **{f"spend_cents_last_{days}_days": "float64" for days in SPEND_WINDOWS_DAYS},
}

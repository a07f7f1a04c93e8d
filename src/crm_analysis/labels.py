"""What happened in a horizon: who bought, one by one and counted.

Everything is computed in the database.
"""

import datetime
from collections.abc import Sequence

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.features import EVERYBODY, NOBODY, by_day_and_customer


def read_labels(
    database: Database,
    as_of: datetime.date,
    horizon_days: int,
    sample_of_65536: int = EVERYBODY,
) -> pd.Series:
    """Read who bought in the horizon, of everybody or a sample.

    Returns
    -------
    Series ``label``, one row a customer with a purchase before `as_of`
        1 if there is a purchase day in ``as_of <= day < as_of + horizon_days``,
        else 0. The caller sees to it that the horizon is inside the data.
    """
    labels = read_labels_by_day(database, [as_of], horizon_days, sample_of_65536)
    return labels.droplevel("as_of")


def read_labels_by_day(
    database: Database,
    days: Sequence[datetime.date],
    horizon_days: int,
    sample_of_65536: int = EVERYBODY,
) -> pd.Series:
    """Read who bought in the horizons that begin on several days.

    Returns
    -------
    Series ``label``, one row a day and customer with a purchase before it
        By ``as_of`` and ``customer_id``, in the order of `read_evidence_by_day`.
    """
    labels = database.read_frame(
        "features/labels",
        days=tuple(days),
        horizon_days=horizon_days,
        until=max(days) + datetime.timedelta(days=horizon_days),
        sample_of_65536=sample_of_65536,
        skipped_of_65536=NOBODY,
    )
    return by_day_and_customer(labels)["label"].astype("int64")


def read_days_since_last(database: Database, as_of: datetime.date) -> pd.Series:
    """Read how long ago each customer bought last, and nothing else of them.

    Returns
    -------
    Series ``days_since_last``, one row a customer with a purchase before `as_of`
        By ``customer_id``; the column of this name in `read_features`.
    """
    rows = database.read_frame("features/days_since_last", as_of=as_of)
    rows = rows.astype({"customer_id": "int64", "days_since_last": "int64"})
    return rows.set_index("customer_id")["days_since_last"]


def read_buyers_by_days_since_last(
    database: Database, as_of: datetime.date, horizon_days: int
) -> pd.DataFrame:
    """Count who bought in the horizon, by the days since the last purchase.

    Returns
    -------
    DataFrame, one row a number of ``days_since_last``
        ``customers`` : how many have it; ``buyers`` : those of them with a purchase
        day in the horizon, as in `read_labels`.
    """
    until = as_of + datetime.timedelta(days=horizon_days)
    name = "features/buyers_by_days_since_last"
    return database.read_frame(name, as_of=as_of, until=until)

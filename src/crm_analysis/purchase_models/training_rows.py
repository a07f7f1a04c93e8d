"""Rows to learn from: customers as they were on several days, and what came next."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crm_analysis.database import Database
from crm_analysis.features import read_evidence_by_day
from crm_analysis.labels import read_labels_by_day

MOST_ROWS = 60_000
ROWS_AT_ONCE = 250_000


@dataclass(frozen=True)
class TrainingRows:
    """Customers on several days, pooled.

    Attributes
    ----------
    features : DataFrame, one row a day and customer, by ``as_of`` and ``customer_id``
        What was known of the customer on the day.
    labels : array of 0.0 and 1.0
        Whether there was a purchase in the horizon that began on the day.
    shift : float
        What to add to log odds that are learnt from these rows; 0 unless they are
        a selection, see `choose_rows`.
    """

    features: pd.DataFrame
    labels: NDArray[np.float64]
    shift: float

    @property
    def days(self) -> pd.Index:
        """The day of each row."""
        return self.features.index.get_level_values("as_of")


def read_training_rows(
    database: Database,
    days: Sequence[datetime.date],
    horizon_days: int,
    as_of: datetime.date,
    sample_of_65536: int,
) -> TrainingRows:
    """Read a selection of the customers of each day; everybody where there are few.

    Labels are read first, and features a batch of days at a time, so that memory
    does not grow with the number of days.

    Parameters
    ----------
    days : sequence of date
        The days; their horizons are known.
    horizon_days : int
        How long the horizons are.
    as_of, sample_of_65536
        As in `read_evidence_by_day`.
    """
    days = sorted(days)
    labels = read_labels_by_day(database, days, horizon_days, sample_of_65536)
    chosen, shift = choose_rows(labels.to_numpy())
    batch = max(1, len(days) * ROWS_AT_ONCE // max(len(labels), 1))
    parts, begin = [], 0
    for some in _batches(days, batch):
        rows = read_evidence_by_day(database, some, as_of, sample_of_65536)
        parts.append(rows[chosen[begin : begin + len(rows)]])
        begin += len(rows)
    bought = labels.to_numpy(np.float64)[chosen]
    return TrainingRows(pd.concat(parts), bought, shift)


def choose_rows(
    labels: NDArray, most: int = MOST_ROWS
) -> tuple[NDArray[np.bool_], float]:
    """Choose at most so many rows, the same every time, and return a shift.

    Of the rarer label up to half as many are kept, for most is learnt from them. What
    is learnt from the rows kept has log odds that are too high or too low by the same
    amount everywhere; the shift puts that right. It is the prior correction of King &
    Zeng (2001), Logistic Regression in Rare Events Data, Political Analysis 9 (2),
    137-163, equation (7).

    >>> kept, shift = choose_rows(np.repeat([0, 1], [90, 10]), most=20)
    >>> int(kept[:90].sum()), int(kept[90:].sum()), round(float(np.exp(-shift)), 6)
    (10, 10, 9.0)
    """
    kept = np.ones(len(labels), bool)
    rarer = labels == (labels.mean() < 0.5)
    if len(labels) <= most or not rarer.any():
        kept[most:] = False
        return kept, 0.0
    kept_of_rarer = min(int(rarer.sum()), most // 2)
    drawing, kept = np.random.default_rng(0), np.zeros(len(labels), bool)
    for group, size in ((rarer, kept_of_rarer), (~rarer, most - kept_of_rarer)):
        kept[drawing.choice(np.flatnonzero(group), size, replace=False)] = True
    all_odds, kept_odds = (
        np.count_nonzero(each) / np.count_nonzero(each == 0)
        for each in (labels, labels[kept])
    )
    return kept, float(np.log(all_odds / kept_odds))


def _batches(days: list[datetime.date], size: int) -> Iterator[Sequence[datetime.date]]:
    for begin in range(0, len(days), size):
        yield days[begin : begin + size]

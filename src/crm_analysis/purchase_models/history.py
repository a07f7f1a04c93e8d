"""What was known before a day: the only thing that a rung is trained on."""

import datetime
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from crm_analysis import features as feature_tables
from crm_analysis.database import Database
from crm_analysis.errors import NotEnoughDataError, UsageError


class FeatureReader(Protocol):
    """Where features and labels come from."""

    def read_features(self, as_of: datetime.date) -> pd.DataFrame:
        """Return one row a customer who is known at `as_of`."""
        ...

    def read_labels(self, as_of: datetime.date, horizon_days: int) -> pd.Series:
        """Return 1 a customer who bought in the horizon, else 0."""
        ...


@dataclass(frozen=True)
class DatabaseReader:
    """Read features and labels from a database."""

    database: Database

    def read_features(self, as_of: datetime.date) -> pd.DataFrame:
        """Return one row a customer who is known at `as_of`."""
        return feature_tables.read_features(self.database, as_of)

    def read_labels(self, as_of: datetime.date, horizon_days: int) -> pd.Series:
        """Return 1 a customer who bought in the horizon, else 0."""
        return feature_tables.read_labels(self.database, as_of, horizon_days)


@dataclass(frozen=True)
class Sample:
    """Features as of a day and what happened in the horizon after it, row by row."""

    as_of: datetime.date
    features: pd.DataFrame
    labels: pd.Series


@dataclass(frozen=True)
class KnownHistory:
    """Features and labels of any day, as long as all of it was before `as_of`.

    Each day's features are read once and kept, for the rungs that share them.

    Attributes
    ----------
    reader : FeatureReader
        Where features and labels come from.
    as_of : date
        The first day that is not known.
    horizon_days : int
        How many days ahead the models look.
    """

    reader: FeatureReader
    as_of: datetime.date
    horizon_days: int
    _kept: dict[datetime.date, pd.DataFrame] = field(default_factory=dict, repr=False)

    def features(self, day: datetime.date) -> pd.DataFrame:
        """Return one row a customer who is known at a day.

        Raises
        ------
        UsageError
            If the day is after `as_of`.
        """
        self._refuse_later(day)
        if day not in self._kept:
            self._kept[day] = self.reader.read_features(day)
        return self._kept[day]

    def sample(self, day: datetime.date, horizon_days: int) -> Sample:
        """Return features as of a day and the labels of the horizon after it.

        Raises
        ------
        UsageError
            If the horizon ends after `as_of`.
        """
        self._refuse_later(day + datetime.timedelta(days=horizon_days))
        features = self.features(day)
        labels = self.reader.read_labels(day, horizon_days)
        return Sample(day, features, labels.reindex(features.index))

    def latest_sample(self) -> Sample:
        """Return the sample of the last horizon that is wholly known.

        Raises
        ------
        NotEnoughDataError
            If nobody had bought before it began.
        """
        day = self.as_of - datetime.timedelta(days=self.horizon_days)
        if self.features(day).empty:
            raise NotEnoughDataError(
                f"no customer had bought before {day}, which is where training for"
                f" {self.as_of} begins with a horizon of {self.horizon_days} days:"
                " choose a later as_of or a shorter horizon"
            )
        return self.sample(day, self.horizon_days)

    def _refuse_later(self, day: datetime.date) -> None:
        if day > self.as_of:
            raise UsageError(
                f"asked for what was known on {day}, expected {self.as_of} at the"
                " latest: nothing after as_of may be looked at"
            )

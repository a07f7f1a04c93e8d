"""What was known before a day: the only thing that a rung is trained on."""

import datetime
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

import numpy as np
import pandas as pd

from crm_analysis.database import Database
from crm_analysis.database.department import in_department
from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.feature_passes import CUSTOMERS_A_PASS, features_in_passes
from crm_analysis.features import (
    EVERYBODY,
    read_evidence_by_day,
    read_purchase_history_groups,
)
from crm_analysis.labels import read_buyers_by_days_since_last, read_labels
from crm_analysis.purchase_models.training_rows import (
    TrainingRows,
    read_training_rows,
)

MOST_CUSTOMERS = 50_000
T = TypeVar("T")


@dataclass(frozen=True)
class Sample:
    """Features as of a day and what happened in the horizon after it, row by row."""

    as_of: datetime.date
    features: pd.DataFrame
    labels: pd.Series


@dataclass(frozen=True)
class KnownHistory:
    """Features and labels of any day, as long as all of it was before `as_of`.

    What was read or fitted once is kept, for the rungs that share it. Where there are
    more than `MOST_CUSTOMERS`, features for training are of a sample of that size,
    the same customers on every day; the counted histories are always of everybody.

    Attributes
    ----------
    database : Database
        Where features, labels and counts come from.
    as_of : date
        The first day that is not known.
    horizon_days : int
        How many days ahead the models look.
    """

    database: Database
    as_of: datetime.date
    horizon_days: int
    _kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    @property
    def customers(self) -> int:
        """How many customers are known at `as_of`."""
        return self.customers_before(self.as_of)

    @property
    def is_sampled(self) -> bool:
        """Whether features for training are of a sample."""
        return self._sample_of_65536 < EVERYBODY

    def everybody(self) -> pd.DataFrame:
        """Return the features of every customer who is known at `as_of`."""
        if not self.is_sampled:
            return self.features(self.as_of)
        return self._read_features(self.as_of, EVERYBODY)

    def everybody_in_passes(self) -> Iterator[pd.DataFrame]:
        """Yield the same, some customers after the others where there are very many."""
        if not self.is_sampled:
            yield self.everybody()
            return
        yield from features_in_passes(
            self.database, self.as_of, self.customers, CUSTOMERS_A_PASS
        )

    def features(self, day: datetime.date) -> pd.DataFrame:
        """Return one row a customer who is known at a day, of the sample.

        Raises
        ------
        UsageError
            If the day is after `as_of`.
        """
        self._refuse_later(day)
        size = self._sample_of_65536
        return self.kept(
            ("features", day, size), lambda: self._read_features(day, size)
        )

    def groups(self, day: datetime.date) -> pd.DataFrame:
        """Return the distinct purchase histories before a day, of everybody."""
        self._refuse_later(day)
        return self.kept(
            ("groups", day), lambda: read_purchase_history_groups(self.database, day)
        )

    def days_before(self, day: datetime.date) -> int:
        """Return how long before a day the first purchase was; 0 if there is none."""
        tenures, _ = self._tenures()
        return max(0, int(tenures.max(initial=0)) - self._days_ago(day))

    def customers_before(self, day: datetime.date) -> int:
        """Return how many customers had bought before a day."""
        tenures, customers = self._tenures()
        return int(customers[tenures > self._days_ago(day)].sum())

    def sample(self, day: datetime.date, horizon_days: int) -> Sample:
        """Return features as of a day and the labels of the horizon after it.

        Raises
        ------
        UsageError
            If the horizon ends after `as_of`.
        """
        self._refuse_later(day + datetime.timedelta(days=horizon_days))
        features, size = self.features(day), self._sample_of_65536
        labels = self.kept(
            ("labels", day, horizon_days, size),
            lambda: read_labels(self.database, day, horizon_days, size),
        )
        return Sample(day, features, labels.reindex(features.index))

    def latest_sample(self) -> Sample:
        """Return the sample of the last horizon that is wholly known.

        Raises
        ------
        NotEnoughDataError
            If nobody had bought before it began.
        """
        day = self._last_origin
        self._refuse_nobody(self.features(day))
        return self.sample(day, self.horizon_days)

    def latest_counts(self) -> pd.DataFrame:
        """Count the buyers of the last horizon that is wholly known, of everybody.

        They are counted where the orders are, by ``days_since_last``, so that their
        number does not grow with the customers.

        Raises
        ------
        NotEnoughDataError
            If nobody had bought before it began.
        """
        day, horizon_days = self._last_origin, self.horizon_days
        counts = self.kept(
            ("counts", day, horizon_days),
            lambda: read_buyers_by_days_since_last(self.database, day, horizon_days),
        )
        self._refuse_nobody(counts)
        return counts

    def training_rows(
        self, days: Sequence[datetime.date], horizon_days: int
    ) -> TrainingRows:
        """Return customers on several days and what they did in the horizons after.

        Raises
        ------
        UsageError
            If one of the horizons ends after `as_of`.
        """
        self._refuse_later(max(days) + datetime.timedelta(days=horizon_days))
        size = self._sample_of_65536
        return self.kept(
            ("training rows", self.as_of, tuple(days), horizon_days, size),
            lambda: read_training_rows(
                self.database, days, horizon_days, self.as_of, size
            ),
        )

    def earlier(self, day: datetime.date) -> Self:
        """Return what was known at a day before; what was kept is shared.

        Raises
        ------
        UsageError
            If the day is after `as_of`.
        """
        self._refuse_later(day)
        return type(self)(self.database, day, self.horizon_days, self._kept)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, made at the first time of asking."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    @property
    def _sample_of_65536(self) -> int:
        """How many of 65,536 are sampled, decided by what is known at `as_of`."""
        return min(EVERYBODY, EVERYBODY * MOST_CUSTOMERS // max(self.customers, 1))

    @property
    def _last_origin(self) -> datetime.date:
        return self.as_of - datetime.timedelta(days=self.horizon_days)

    def _refuse_nobody(self, rows: pd.DataFrame) -> None:
        if not rows.empty:
            return
        bought = f"bought{in_department(self.database.department)}"
        raise NotEnoughDataError(
            f"no customer had {bought} before {self._last_origin}, which is where"
            f" training for {self.as_of} begins with a horizon of {self.horizon_days}"
            " days: choose a later as_of or a shorter horizon"
        )

    def _read_features(self, day: datetime.date, size: int) -> pd.DataFrame:
        rows = read_evidence_by_day(self.database, [day], day, size)
        return rows.droplevel("as_of")

    def _tenures(self) -> tuple[np.ndarray, np.ndarray]:
        """Return how long customers have been known at `as_of`, and how many for it."""
        groups = self.groups(self.as_of)
        return groups["tenure_days"].to_numpy(), groups["customers"].to_numpy()

    def _days_ago(self, day: datetime.date) -> int:
        self._refuse_later(day)
        return (self.as_of - day).days

    def _refuse_later(self, day: datetime.date) -> None:
        if day > self.as_of:
            raise UsageError(
                f"asked for what was known on {day}, expected {self.as_of} at the"
                " latest: nothing after as_of may be looked at"
            )

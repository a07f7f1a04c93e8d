"""Purchase histories as counts: how many customers share each (x, t_x, T)."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from crm_analysis.purchase_models.classifier import Floats

COLUMNS = ("repeat_purchases", "first_to_last_days", "tenure_days")
DAYS_A_WEEK = 7
MOST_DAYS = 2**20  # three of which still fit into one whole number


@dataclass(frozen=True)
class Distinct:
    """A column as its distinct values, so that functions of it are computed once each.

    Attributes
    ----------
    values : array, one a distinct value, in order of appearance
    place : array of int, one a row
        Which of the values the row has.
    """

    values: Floats
    place: NDArray[np.intp]

    @classmethod
    def of(cls, column: Floats) -> Self:
        """Return a column's distinct values and where they stand."""
        if len(column) == 1:
            return cls(column, np.zeros(1, np.intp))
        place, values = pd.factorize(column)
        return cls(values, place)


@dataclass(frozen=True)
class PurchaseHistories:
    """Rows of x, t_x and T, with how many customers share each.

    Attributes
    ----------
    repeat_purchases : array of whole numbers
        Purchase days after the first (x).
    first_to_last : array
        First to last purchase day (t_x), in any unit of time.
    tenure : array
        First purchase day to the first day that is not known (T), in the same unit.
    customers : array
        How many customers have this history.
    """

    repeat_purchases: Floats
    first_to_last: Floats
    tenure: Floats
    customers: Floats
    _kept: dict[Hashable, Floats] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(cls, rows: Mapping[str, ArrayLike]) -> Self:
        """Read the three columns, and `customers` where there is one (else 1 a row).

        Parameters
        ----------
        rows : DataFrame or dict of arrays, by the names in `COLUMNS`

        Raises
        ------
        ValueError
            If a history is impossible: something missing or below 0, a last purchase
            after the end of the tenure, or a count that is not whole.
        """
        x, t_x, T = (np.asarray(rows[name], np.float64) for name in COLUMNS)
        count = rows["customers"] if "customers" in rows else np.ones(len(x))
        histories = cls(x, t_x, T, np.asarray(count, np.float64))
        histories._refuse_impossible()
        return histories

    def __len__(self) -> int:
        """Return the number of rows, not of customers."""
        return len(self.tenure)

    @property
    def n_customers(self) -> float:
        """How many customers all rows stand for."""
        return float(self.customers.sum())

    @cached_property
    def distinct_repeat_purchases(self) -> Distinct:
        """The distinct x."""
        return Distinct.of(self.repeat_purchases)

    @cached_property
    def distinct_first_to_last(self) -> Distinct:
        """The distinct t_x."""
        return Distinct.of(self.first_to_last)

    @cached_property
    def distinct_tenure(self) -> Distinct:
        """The distinct T."""
        return Distinct.of(self.tenure)

    @cached_property
    def customers_by_repeat_purchases(self) -> Floats:
        """How many customers have each distinct x."""
        x = self.distinct_repeat_purchases
        return np.bincount(x.place, self.customers, len(x.values))

    @cached_property
    def customers_by_tenure(self) -> Floats:
        """How many customers have each distinct T."""
        T = self.distinct_tenure
        return np.bincount(T.place, self.customers, len(T.values))

    @cached_property
    def repeat_purchases_by_tenure(self) -> Floats:
        """How many repeat purchases the customers of each distinct T have made."""
        T, bought = self.distinct_tenure, self.customers * self.repeat_purchases
        return np.bincount(T.place, bought, len(T.values))

    def counted(self) -> Self:
        """Return one row a distinct history, in ascending order of x, t_x, T.

        However the customers were ordered or grouped before, the result is the same.
        """
        if self._is_counted():
            return self
        frame = self._as_frame()[self.customers > 0]
        sums = frame.groupby(list(COLUMNS), sort=True)["customers"].sum().reset_index()
        return type(self).of(sums)

    def distinct(self) -> tuple[Self, NDArray[np.intp]]:
        """Return the distinct histories, and for each row which one it has."""
        if len(self) == 1:
            return self, np.zeros(1, np.intp)
        code = np.zeros(len(self), np.int64)
        for column in (self.repeat_purchases, *self._times()):
            number, numbers = _numbered(column)
            code = code * numbers + number
        place, _ = pd.factorize(code)
        first = np.empty(place.max(initial=-1) + 1, np.intp)
        first[place[::-1]] = np.arange(len(self))[::-1]
        return self.rows(first), place

    def once(self, question: Hashable, answer: Callable[[], Floats]) -> Floats:
        """Return an answer about these histories that is worked out only once."""
        if question not in self._kept:
            self._kept[question] = answer()
        return self._kept[question]

    def rows(self, kept: NDArray | slice) -> Self:
        """Return some of the rows."""
        columns = (self.repeat_purchases, self.first_to_last, self.tenure)
        return type(self)(*(each[kept] for each in columns), self.customers[kept])

    def in_units_of(self, unit: float, customers: float = 1.0) -> Self:
        """Return the histories with times divided by a unit, and counts by another."""
        times = (self.first_to_last / unit, self.tenure / unit)
        return type(self)(self.repeat_purchases, *times, self.customers / customers)

    def to_whole_weeks(self) -> Self:
        """Return the histories with both times rounded to weeks, still in days."""
        weeks = (np.rint(each / DAYS_A_WEEK) for each in self._times())
        rounded = (each * DAYS_A_WEEK for each in weeks)
        return type(self)(self.repeat_purchases, *rounded, self.customers).counted()

    def _is_counted(self) -> bool:
        """Tell whether every row is greater than the one before."""
        x, t_x, T = (np.diff(each) for each in (self.repeat_purchases, *self._times()))
        ascending = (x > 0) | ((x == 0) & ((t_x > 0) | ((t_x == 0) & (T > 0))))
        return bool(ascending.all() and (self.customers > 0).all())

    def _times(self) -> tuple[Floats, Floats]:
        return self.first_to_last, self.tenure

    def _as_frame(self) -> pd.DataFrame:
        columns = (self.repeat_purchases, self.first_to_last, self.tenure)
        frame = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
        return frame.assign(customers=self.customers)

    def _refuse_impossible(self) -> None:
        x, t_x, T = self.repeat_purchases, self.first_to_last, self.tenure
        possible = (x >= 0) & (x == np.floor(x)) & np.isfinite(x)
        possible &= (t_x >= 0) & (t_x <= T) & np.isfinite(T) & (self.customers >= 0)
        if not possible.all():
            raise ValueError(
                f"got {(~possible).sum():,} impossible purchase histories, expected"
                " whole repeat_purchases >= 0 and"
                " 0 <= first_to_last_days <= tenure_days"
            )


def _numbered(column: Floats) -> tuple[NDArray[np.int64], int]:
    """Return a whole number for each row, alike where its value is, and their bound.

    Counts and days serve as they are, which spares the search for distinct values.
    """
    if column.max(initial=0.0) < MOST_DAYS:
        whole = column.astype(np.int64)
        if (whole == column).all():
            return whole, int(whole.max(initial=0)) + 1
    distinct = Distinct.of(column)
    return distinct.place, len(distinct.values)


def three_columns(rows: pd.DataFrame | ArrayLike) -> pd.DataFrame:
    """Return x, t_x and T as a frame, with the customers of each row if known."""
    if isinstance(rows, pd.DataFrame):
        return rows[[*COLUMNS, *rows.columns.intersection(["customers"])]]
    return pd.DataFrame(np.asarray(rows), columns=list(COLUMNS))

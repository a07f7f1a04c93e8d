"""What is true in a simulation: who is still a customer, and how likely they buy."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.special import gammaincc

from crm_analysis.datasets.daily_intensity import DAYS_PER_YEAR, operational_days
from crm_analysis.datasets.simulation_settings import SimulationSettings
from crm_analysis.errors import UsageError


class PurchaseMoments(NamedTuple):
    """When purchases were: one entry a purchase, by customer and then by time."""

    customer: np.ndarray
    """Row number of the customer in the truth, from 0."""
    day: np.ndarray
    """Days since the first day of the simulation."""
    position: np.ndarray
    """The moment in operational time."""


@dataclass(frozen=True, eq=False)
class Simulation:
    """A simulated purchase log and the truth behind it.

    Attributes
    ----------
    settings : SimulationSettings
        The law that it was drawn from.
    orders : Table, one row an order, by ``ordered_on`` and ``customer_id``
        ``customer_id`` : integer from 1.
        ``ordered_on`` : date.
        ``amount_cents`` : integer; missing where it is not known; below 0 in the row of
        a refund, which is no purchase.
    truth : DataFrame, one row a customer, by ``customer_id``
        ``entered_day`` : of the first purchase; day 0 is ``settings.first_on``.
        ``active_until_day`` : the first day on which the customer is gone; infinite for
        those who never go. It may lie beyond the period.
        ``purchases_per_year``, ``gap_shape`` : own rate in operational time, and shape
        of the times between purchases: 1 Poisson, above 1 regular.
        ``dropouts_per_year``, ``stop_share`` : own rate of leaving, and share of
        leaving after a purchase; 1 is a one-time buyer.
        ``mean_amount_cents`` : own mean amount.
    moments : PurchaseMoments
        The purchases behind the orders, to the moment.
    """

    settings: SimulationSettings
    orders: pa.Table
    truth: pd.DataFrame
    moments: PurchaseMoments

    def purchase_probability(
        self, as_of: datetime.date, horizon_days: int
    ) -> pd.Series:
        """Return the true probability of a purchase day in the horizon.

        It is conditional on all there is to know on the eve of `as_of`: the customer's
        own rate, gap shape and rate of leaving; the moment of the last purchase; **and
        whether the customer is still active**. Who is gone has 0. Nothing after
        `as_of` enters, not even for how long an active customer will stay: that is
        averaged over the own rate of leaving. No model can know as much, so a model
        that does as well has been told something. Averaged over any group that is
        chosen by what was before `as_of`, it is the share of buyers to be expected.

        With S the survival function of the own times between purchases, u the
        operational time since the last purchase, w(d) that from `as_of` to the start
        of day d, and m the own rate of leaving a day (one leaves at midnight)::

            sum over d < horizon_days of exp(-m d) (S(u + w(d)) - S(u + w(d+1))) / S(u)

        which is exact. For Poisson buyers who never leave it is 1 - exp(-rate w).

        Parameters
        ----------
        as_of : date
            The first day that is not known, at most the day after the period.
        horizon_days : int
            Days from `as_of` on, 1 or more; they may go beyond the period.

        Returns
        -------
        Series of float in [0, 1], one row a customer who bought before `as_of`

        Raises
        ------
        UsageError
            If `as_of` is not in the period, or the horizon is shorter than a day.
        """
        today = self._day_number(as_of, horizon_days)
        clock = operational_days(self.settings, today + horizon_days)
        known = self.truth[self.truth["entered_day"] < today]
        active = (known["active_until_day"] > today).to_numpy()
        since_last = clock[today] - self._last_positions(today)[active]
        ahead = clock[today:] - clock[today]
        probability = np.zeros(len(known))
        probability[active] = _chance_to_buy(known[active], since_last, ahead)
        return pd.Series(probability, known.index, name="probability")

    def bought(self, as_of: datetime.date, horizon_days: int) -> pd.Series:
        """Return who did buy in the horizon; refunds are no purchases.

        Returns
        -------
        Series of bool, the rows of `purchase_probability`

        Raises
        ------
        UsageError
            As there, and if the horizon is not wholly inside the period.
        """
        today = self._day_number(as_of, horizon_days)
        end = today + horizon_days
        if end > self.settings.period_days:
            raise UsageError(
                f"the simulation ends before {self.settings.end_on}, so who buys in"
                f" {horizon_days} days from {as_of} is not known; choose an earlier"
                " as_of or a shorter horizon"
            )
        days = self.moments.day
        buyers = self.moments.customer[(days >= today) & (days < end)]
        known = self.truth.index[self.truth["entered_day"] < today]
        return pd.Series(known.isin(self.truth.index[buyers]), known, name="bought")

    def _day_number(self, as_of: datetime.date, horizon_days: int) -> int:
        """Return the days from the first day to `as_of`, if that can be answered."""
        first, end = self.settings.first_on, self.settings.end_on
        if horizon_days < 1:
            raise UsageError(f"the horizon is {horizon_days} days; expected at least 1")
        if not first < as_of <= end:
            raise UsageError(
                f"as_of is {as_of}, but the simulation starts on {first}: choose a"
                f" day after that and not later than {end}"
            )
        return (as_of - first).days

    def _last_positions(self, today: int) -> np.ndarray:
        """Return the moment of the last purchase of each who bought before a day."""
        before = self.moments.day < today
        customer = self.moments.customer[before]
        last = np.append(np.diff(customer) > 0, True)[: len(customer)]
        return self.moments.position[before][last]


def _chance_to_buy(
    customers: pd.DataFrame, since_last: np.ndarray, ahead: np.ndarray
) -> np.ndarray:
    """Return the chance to buy before leaving, of active customers.

    Parameters
    ----------
    customers : DataFrame
        Rows of the truth.
    since_last : array, one entry a customer
        Operational time since the last purchase.
    ahead : array
        Operational time to the start of each day of the horizon, and to its end.
    """
    shape = customers["gap_shape"].to_numpy()
    rate = customers["purchases_per_year"].to_numpy() / DAYS_PER_YEAR
    stays = np.exp(-customers["dropouts_per_year"].to_numpy() / DAYS_PER_YEAR)
    now = waiting = _survival(rate * since_last, shape)
    chance = np.zeros(len(customers))
    here = np.ones(len(customers))
    for days_ahead in ahead[1:]:
        still_waiting = _survival(rate * (since_last + days_ahead), shape)
        chance += here * (waiting - still_waiting)
        waiting, here = still_waiting, here * stays
    return np.clip(chance / now, 0, 1)


def _survival(means: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """Return the chance of a gap longer than so many mean gaps."""
    poisson = shape == 1
    chance = np.exp(-means)
    chance[~poisson] = gammaincc(shape[~poisson], shape[~poisson] * means[~poisson])
    return chance

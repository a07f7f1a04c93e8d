"""What a simulated purchase log is made from: every setting, with its unit."""

import dataclasses
import datetime
from dataclasses import dataclass

from crm_analysis.errors import UsageError

_MONTHS, _WEEKDAYS = 12, 7


@dataclass(frozen=True)
class BuyerKind:
    """A share of the customers who buy alike, each at an own rate.

    Attributes
    ----------
    share : float
        Of all customers; the shares of all kinds add up to 1.
    purchases_per_year : float
        Mean over the kind's customers, in an average season.
    rate_shape : float
        Shape of the gamma distribution of the own rates: the larger, the more alike
        (r of the NBD models).
    gap_shape : float
        Shape of the gamma distribution of the times between purchases (k of the
        Erlang-k). 1 is Poisson; above it customers are regular, below it clumped.
    """

    share: float
    purchases_per_year: float
    rate_shape: float
    gap_shape: float = 1.0


@dataclass(frozen=True)
class SimulationSettings:
    """The law that customers of a simulation follow.

    Attributes
    ----------
    first_on : date
        The first day.
    period_days : int
        How many days are simulated.
    customers : int
        How many customers there are; each buys for the first time within the period.
    kinds : tuple of BuyerKind
        How they buy.
    acquisition_days : int or None
        New customers come on the first so many days; None is the whole period.
    acquisition_growth_per_year : float
        How many more come after a year: 0.1 is 10 %.
    one_time_share : float
        Customers who never buy again, of all kinds.
    dropouts_per_year, dropouts_per_year_shape : float
        Mean rate of leaving, whatever is bought, and shape of the gamma distribution
        of the customers' own rates (s of the Pareto/NBD). 0: nobody leaves so.
    stop_share, stop_share_concentration : float
        Mean share of leaving for ever right after a purchase, and a + b of the beta
        distribution of the customers' own shares (BG/NBD). 0: nobody leaves so.
    season_by_month : tuple of 12 float
        Buying intensity in the middle of January, ..., December; in between it is
        interpolated. Only their ratios count: the mean is made 1.
    weekday_factors : tuple of 7 float
        The same for Monday, ..., Sunday. 0 is closed.
    intensity_growth_per_year : float
        How much more each customer buys after a year: 0.1 is 10 %.
    mean_amount_cents : float
        Mean of the customers' own mean amounts.
    amount_shape, mean_amount_shape : float
        Shapes of the gamma-gamma model: of one customer's amounts (p) and of the
        customers' own means (q, above 1).
    refund_share : float
        Purchases that are paid back 1 to 30 days later, in a row of their own.
    missing_amount_share : float
        Of the other purchases, those whose amount is not known.

    Raises
    ------
    UsageError
        If a setting makes no sense: no customers, a share above 1.

    Examples
    --------
    >>> kind = BuyerKind(share=1, purchases_per_year=2, rate_shape=1)
    >>> day = datetime.date(2024, 1, 1)
    >>> SimulationSettings(day, 366, 100, (kind,)).end_on
    datetime.date(2025, 1, 1)
    """

    first_on: datetime.date
    period_days: int
    customers: int
    kinds: tuple[BuyerKind, ...]
    acquisition_days: int | None = None
    acquisition_growth_per_year: float = 0.0
    one_time_share: float = 0.0
    dropouts_per_year: float = 0.0
    dropouts_per_year_shape: float = 1.0
    stop_share: float = 0.0
    stop_share_concentration: float = 10.0
    season_by_month: tuple[float, ...] = (1.0,) * _MONTHS
    weekday_factors: tuple[float, ...] = (1.0,) * _WEEKDAYS
    intensity_growth_per_year: float = 0.0
    mean_amount_cents: float = 5_000.0
    amount_shape: float = 4.0
    mean_amount_shape: float = 4.0
    refund_share: float = 0.0
    missing_amount_share: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        self._require_counts()
        self._require_kinds()
        self._require_ranges()
        _require_factors("season_by_month", self.season_by_month, _MONTHS)
        _require_factors("weekday_factors", self.weekday_factors, _WEEKDAYS)

    @property
    def end_on(self) -> datetime.date:
        """The first day after the period: the latest ``as_of``."""
        return self.first_on + datetime.timedelta(days=self.period_days)

    @property
    def days_with_newcomers(self) -> int:
        """How many days new customers come on."""
        return self.acquisition_days or self.period_days

    def _require_counts(self) -> None:
        _require("customers", self.customers, self.customers >= 1, "1 or more")
        _require("period_days", self.period_days, self.period_days >= 1, "1 or more")
        days = self.acquisition_days
        inside = days is None or 1 <= days <= self.period_days
        _require("acquisition_days", days, inside, "1 to period_days")

    def _require_kinds(self) -> None:
        total = sum(kind.share for kind in self.kinds)
        fits = abs(total - 1) < 1e-9 and all(kind.share >= 0 for kind in self.kinds)
        _require("the sum of the kinds' shares", total, fits, "1, none below 0")
        for kind in self.kinds:
            for name in ("purchases_per_year", "rate_shape", "gap_shape"):
                value = getattr(kind, name)
                _require(name, value, 0 < value < float("inf"), "above 0")

    def _require_ranges(self) -> None:
        for field in dataclasses.fields(self):
            value, name = getattr(self, field.name), field.name
            if name.endswith("_share"):
                _require(name, value, 0 <= value <= 1, "a share from 0 to 1")
            elif name.endswith(("_shape", "_concentration", "_cents")):
                _require(name, value, 0 < value < float("inf"), "above 0")
            elif name.endswith("growth_per_year"):
                _require(name, value, -1 < value < float("inf"), "above -1")
        rate, shape = self.dropouts_per_year, self.mean_amount_shape
        _require("dropouts_per_year", rate, 0 <= rate < float("inf"), "0 or more")
        _require("mean_amount_shape", shape, shape > 1, "above 1")


def _require_factors(name: str, factors: tuple[float, ...], count: int) -> None:
    finite = all(0 <= factor < float("inf") for factor in factors)
    fits = len(factors) == count and finite and sum(factors) > 0
    _require(name, factors, fits, f"{count} numbers of 0 or more, not all 0")


def _require(name: str, value: object, holds: bool, expected: str) -> None:
    if not holds:
        raise UsageError(
            f"a simulation cannot have {name} {value}; expected {expected}"
        )

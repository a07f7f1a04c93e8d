"""Simulated purchase logs: made-up customers whose every probability is known.

Each customer has an own buying rate, regularity, rate of leaving and mean amount.
Purchases are a renewal process in operational time (see `daily_intensity`): the times
between them are gamma distributed with the customer's mean and shape, so shape 1 gives
the Poisson process of the NBD models (Schmittlein, Morrison & Colombo 1987; Fader,
Hardie & Lee 2005) and shape k the Erlang-k of Platzer & Reutterer (2016, Pareto/GGG).
Amounts follow the gamma-gamma model (Fader & Hardie 2013).
"""

import dataclasses

import numpy as np
import pandas as pd

from crm_analysis.datasets.daily_intensity import (
    DAYS_PER_YEAR,
    operational_days,
    seasonal_factors,
    yearly_growth,
)
from crm_analysis.datasets.simulated_orders import draw_orders
from crm_analysis.datasets.simulated_truth import PurchaseMoments, Simulation
from crm_analysis.datasets.simulation_settings import SimulationSettings
from crm_analysis.errors import UsageError

_SMALLEST_RATE = 1e-12


def simulate(
    settings: SimulationSettings, seed: int, customers: int | None = None
) -> Simulation:
    """Simulate a purchase log: the same settings and seed give the same log.

    Parameters
    ----------
    settings : SimulationSettings
        The law; `crm_analysis.datasets.simulation_presets` has three.
    seed : int
        Seed of all draws, 0 or more.
    customers : int, optional
        How many customers, in place of those in `settings`.

    Raises
    ------
    UsageError
        If there are no customers, or no day in the period has any purchases.

    Examples
    --------
    >>> import datetime
    >>> from crm_analysis.datasets.simulation_presets import TRAVEL
    >>> travel = simulate(TRAVEL, seed=1, customers=100)
    >>> travel.orders.column_names
    ['customer_id', 'ordered_on', 'amount_cents']
    >>> probability = travel.purchase_probability(datetime.date(2024, 6, 1), 90)
    >>> bool(probability.between(0, 1).all())
    True
    """
    if customers is not None:
        settings = dataclasses.replace(settings, customers=customers)
    draws = np.random.Generator(np.random.PCG64(seed))
    truth = _draw_customers(settings, draws)
    moments, active_until = _draw_purchases(settings, truth, draws)
    return Simulation(
        settings=settings,
        orders=draw_orders(settings, truth, moments, draws),
        truth=truth.assign(active_until_day=active_until),
        moments=moments,
    )


def _draw_customers(
    settings: SimulationSettings, draws: np.random.Generator
) -> pd.DataFrame:
    """Draw the customers' own numbers, in the order in which they come."""
    count = settings.customers
    entered = _draw_entries(settings, draws)
    kind = draws.choice(len(settings.kinds), count, p=_of_kinds(settings, "share"))
    shape = _of_kinds(settings, "rate_shape")[kind]
    mean = _of_kinds(settings, "purchases_per_year")[kind]
    rate = draws.standard_gamma(shape) * mean / shape
    one_time = draws.random(count) < settings.one_time_share
    return pd.DataFrame(
        {
            "entered_day": entered,
            "purchases_per_year": np.maximum(rate, _SMALLEST_RATE),
            "gap_shape": _of_kinds(settings, "gap_shape")[kind],
            "dropouts_per_year": _draw_dropout_rates(settings, draws),
            "stop_share": np.where(one_time, 1.0, _draw_stop_shares(settings, draws)),
            "mean_amount_cents": _draw_mean_amounts(settings, draws),
        },
        index=pd.RangeIndex(1, count + 1, name="customer_id"),
    )


def _of_kinds(settings: SimulationSettings, name: str) -> np.ndarray:
    return np.array([getattr(kind, name) for kind in settings.kinds], dtype=float)


def _draw_entries(
    settings: SimulationSettings, draws: np.random.Generator
) -> np.ndarray:
    """Draw the day of each first purchase, sorted: in season more customers come."""
    days = settings.days_with_newcomers
    weights = seasonal_factors(settings, days) * yearly_growth(
        settings.acquisition_growth_per_year, days
    )
    if not weights.any():
        raise UsageError(
            f"none of the {days} days on which customers come has any purchases;"
            " expected a day whose month and weekday have factors above 0"
        )
    shares = weights / weights.sum()
    return np.sort(draws.choice(days, settings.customers, p=shares))


def _draw_dropout_rates(
    settings: SimulationSettings, draws: np.random.Generator
) -> np.ndarray:
    shape = settings.dropouts_per_year_shape
    gammas = draws.standard_gamma(shape, settings.customers)
    return gammas * settings.dropouts_per_year / shape


def _draw_stop_shares(
    settings: SimulationSettings, draws: np.random.Generator
) -> np.ndarray:
    mean, both = settings.stop_share, settings.stop_share_concentration
    if mean in {0, 1}:
        return np.full(settings.customers, float(mean))
    return draws.beta(mean * both, (1 - mean) * both, settings.customers)


def _draw_mean_amounts(
    settings: SimulationSettings, draws: np.random.Generator
) -> np.ndarray:
    """Draw the own means, p / nu with nu gamma distributed with shape q."""
    shape = settings.mean_amount_shape
    gammas = draws.standard_gamma(shape, settings.customers)
    return settings.mean_amount_cents * (shape - 1) / gammas


def _draw_purchases(
    settings: SimulationSettings, truth: pd.DataFrame, draws: np.random.Generator
) -> tuple[PurchaseMoments, np.ndarray]:
    """Draw each customer's purchases, the next one of all who go on in one step."""
    clock = operational_days(settings, settings.period_days)
    gap_shape = truth["gap_shape"].to_numpy()
    stop_share = truth["stop_share"].to_numpy()
    gap_scale = DAYS_PER_YEAR / truth["purchases_per_year"].to_numpy() / gap_shape
    active_until = _draw_ends_of_lifetimes(truth, draws)
    going, day = np.arange(len(truth)), truth["entered_day"].to_numpy()
    position = clock[day] + draws.random(len(day)) * np.diff(clock)[day]
    found = []
    while len(going):
        found.append((going, day, position))
        stops = draws.random(len(going)) < stop_share[going]
        active_until[going[stops]] = day[stops] + 1
        going, position = going[~stops], position[~stops]
        gaps = draws.standard_gamma(gap_shape[going]) * gap_scale[going]
        position = position + gaps
        day = np.searchsorted(clock, position, side="right") - 1
        happens = day < np.minimum(active_until[going], settings.period_days)
        going, day, position = going[happens], day[happens], position[happens]
    return _by_customer(found), active_until


def _draw_ends_of_lifetimes(
    truth: pd.DataFrame, draws: np.random.Generator
) -> np.ndarray:
    """Draw the first day without each customer: exponential, up to the next midnight.

    Whole days make the probabilities exact sums over days.
    """
    rates = truth["dropouts_per_year"].to_numpy() / DAYS_PER_YEAR
    lifetimes = draws.standard_exponential(len(truth))
    never = np.full(len(truth), np.inf)
    days = np.divide(lifetimes, rates, out=never, where=rates > 0)
    return truth["entered_day"].to_numpy() + np.maximum(np.ceil(days), 1)


def _by_customer(found: list[tuple[np.ndarray, ...]]) -> PurchaseMoments:
    """Put the purchases of all steps in order of customer; a step is later in time."""
    columns = zip(*found, strict=True)
    customer, day, position = (np.concatenate(column) for column in columns)
    order = np.argsort(customer, kind="stable")
    return PurchaseMoments(customer[order], day[order], position[order])

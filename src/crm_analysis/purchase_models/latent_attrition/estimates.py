"""What a latent-attrition model's likelihood says of its parameters, and how surely."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from crm_analysis.purchase_models.classifier import Floats
from crm_analysis.purchase_models.latent_attrition.coordinates import Coordinates
from crm_analysis.purchase_models.latent_attrition.histories import PurchaseHistories
from crm_analysis.purchase_models.latent_attrition.maximum import Maximum, maximise

FLAT = 1e-9  # curvature per customer that rounding alone may give


class Distribution(Protocol):
    """A model at given parameters."""

    def log_likelihood(self, of: PurchaseHistories) -> tuple[float, Floats]:
        """Return the log-likelihood of all customers, and slopes in log parameters."""
        ...

    def chance_active(self, of: PurchaseHistories) -> Floats:
        """Return the chance that a customer has not left."""
        ...

    def purchase_probability(self, of: PurchaseHistories, horizon: float) -> Floats:
        """Return P(at least one purchase in the horizon)."""
        ...

    def expected_purchases(self, of: PurchaseHistories, horizon: float) -> Floats:
        """Return the expected number of purchases in the horizon."""
        ...


@dataclass(frozen=True)
class Estimates:
    """The fitted numbers of a model, as `LatentAttritionModel` tells them."""

    parameters: dict[str, float]
    standard_errors: dict[str, float]
    log_likelihood: float
    status: str
    limits: list[str]


def estimate(
    distribution: Callable[..., Distribution],
    coordinates: Coordinates,
    histories: PurchaseHistories,
) -> Estimates:
    """Maximise the likelihood of purchase histories.

    Parameters
    ----------
    distribution : callable
        Returns the model at given parameters.
    coordinates : Coordinates
        What the parameters are called, and the box that they are looked for in.
    histories : PurchaseHistories
        One a distinct history, counted; times in days.
    """
    unit = float(histories.tenure.max()) or 1.0
    scaled = histories.in_units_of(unit, histories.n_customers)

    def mean_log_likelihood(point: Floats) -> tuple[float, Floats]:
        value, slopes = distribution(*coordinates.parameters(point)).log_likelihood(
            scaled
        )
        return value, coordinates.slope(slopes)

    starts = coordinates.starts_for(scaled)
    found = maximise(mean_log_likelihood, starts, coordinates.box)
    return _in_days(found, coordinates, unit, histories)


def _in_days(
    found: Maximum, coordinates: Coordinates, unit: float, histories: PurchaseHistories
) -> Estimates:
    names, times = coordinates.names, coordinates.times
    units = np.array([unit if name in times else 1.0 for name in names])
    values = coordinates.parameters(found.point) * units
    errors = values * _log_errors(found, coordinates, histories.n_customers)
    limits = coordinates.limits(found.sides)
    # A density of x moments: measured in days it is less by the unit to the x.
    bought = float((histories.repeat_purchases * histories.customers).sum())
    per_customer = found.value - np.log(unit) * bought / histories.n_customers
    flat = np.linalg.eigvalsh(-found.curvature).min() <= FLAT
    unknown = not bought or (flat and not limits)
    return Estimates(
        parameters=dict(zip(names, values.tolist(), strict=True)),
        standard_errors=dict(zip(names, errors.tolist(), strict=True)),
        log_likelihood=float(per_customer * histories.n_customers),
        status="not_identified" if unknown else "at_bound" if limits else "ok",
        limits=limits,
    )


def _log_errors(found: Maximum, coordinates: Coordinates, customers: float) -> Floats:
    """Return standard errors of the log parameters."""
    free = np.array(found.sides) == 0
    information = -found.curvature[np.ix_(free, free)] * customers
    matrix = np.array(coordinates.matrix, np.float64)
    if not free.any() or np.linalg.eigvalsh(information).min() <= FLAT:
        return np.full(len(matrix), np.inf)
    variance = matrix[:, free] @ np.linalg.inv(information) @ matrix[:, free].T
    held = (matrix[:, ~free] != 0).any(axis=1)
    return np.where(held, np.inf, np.sqrt(np.diag(variance)))

"""Where the likelihood is maximised: four logarithms, each with a meaning and bounds.

The models' own parameters run off together when customers hardly differ (r and alpha
to infinity, their ratio finite). In the coordinates used here each such limit is one
edge of a box, and each edge can be put into words.
"""

from dataclasses import dataclass

import numpy as np

from crm_analysis.purchase_models.classifier import Floats
from crm_analysis.purchase_models.latent_attrition.histories import PurchaseHistories
from crm_analysis.purchase_models.latent_attrition.maximum import Box


@dataclass(frozen=True)
class Coordinates:
    """How four coordinates make a model's parameters.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    times : tuple of str
        Those of them that are times.
    matrix : tuple of tuples
        Logarithms of the parameters are this matrix times the coordinates.
    low, high : tuple of float
        The bounds, with time in units of the longest tenure.
    starts : tuple of tuples
        Where to begin; the first coordinate is added to the log of the observed rate.
    at_low, at_high : tuple of str
        What it means if a coordinate is on its bound.
    """

    names: tuple[str, ...]
    times: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    starts: tuple[tuple[float, ...], ...]
    at_low: tuple[str, ...]
    at_high: tuple[str, ...]

    @property
    def box(self) -> Box:
        """The bounds, as a box to look in."""
        return Box(np.array(self.low), np.array(self.high))

    def parameters(self, point: Floats) -> Floats:
        """Return the parameters at a point."""
        return np.exp((np.array(self.matrix) * point).sum(axis=1))

    def slope(self, by_log_parameter: Floats) -> Floats:
        """Return slopes in the coordinates from those in log parameters."""
        return (np.array(self.matrix).T * by_log_parameter).sum(axis=1)

    def starts_for(self, of: PurchaseHistories) -> tuple[Floats, ...]:
        """Return where to begin for given histories, time in longest tenures."""
        bought = (of.customers * of.repeat_purchases).sum()
        rate = (bought + 0.5) / ((of.customers * of.tenure).sum() + 0.5)
        first = np.array([np.log(rate), 0.0, 0.0, 0.0])
        return tuple(first + np.array(start) for start in self.starts)

    def limits(self, sides: tuple[int, ...]) -> list[str]:
        """Say what each coordinate on a bound means."""
        return [
            low if side < 0 else high
            for side, low, high in zip(sides, self.at_low, self.at_high, strict=True)
            if side
        ]


# In both: the mean purchase rate r / alpha, then r.
GEOMETRIC = Coordinates(
    names=("r", "alpha", "a", "b"),
    times=("alpha",),
    # then the odds to leave a / b, and the geometric mean of a and b
    matrix=((0, 1, 0, 0), (-1, 1, 0, 0), (0, 0, 0.5, 1), (0, 0, -0.5, 1)),
    low=(-14.0, -7.0, -14.0, -7.0),
    high=(16.0, 9.0, 14.0, 9.0),
    starts=((1.0, 0.0, -1.0, 0.0), (0.3, 1.5, -4.0, 1.0), (1.5, -1.0, 1.0, 0.0)),
    at_low=(
        "customers hardly ever come back",
        "nearly all purchases are by very few customers",
        "nobody seems to leave for good",
        "a customer either leaves at the first occasion or never",
    ),
    at_high=(
        "customers buy without end while active",
        "all customers seem to buy at the same rate",
        "everybody seems to leave at the first occasion",
        "the chance to leave seems the same for all customers",
    ),
)

PARETO = Coordinates(
    names=("r", "alpha", "s", "beta"),
    times=("alpha", "beta"),
    # then the mean dropout rate s / beta, and s
    matrix=((0, 1, 0, 0), (-1, 1, 0, 0), (0, 0, 0, 1), (0, 0, -1, 1)),
    low=(-14.0, -7.0, -14.0, -7.0),
    high=(16.0, 9.0, 12.0, 9.0),
    starts=((0.5, 0.0, 0.3, 0.0), (0.2, 1.5, -3.0, 1.0), (1.0, -1.0, 2.0, -1.0)),
    at_low=(
        *GEOMETRIC.at_low[:3],
        "a customer either leaves at once or never",
    ),
    at_high=(
        *GEOMETRIC.at_high[:2],
        "everybody seems to leave at once",
        "the dropout rate seems the same for all customers",
    ),
)

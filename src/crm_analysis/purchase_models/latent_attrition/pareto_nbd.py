"""Rung 3c: Pareto/NBD, customers who may leave at any moment."""

from typing import ClassVar

from crm_analysis.purchase_models.latent_attrition.coordinates import (
    PARETO,
    Coordinates,
)
from crm_analysis.purchase_models.latent_attrition.estimator import (
    LatentAttritionModel,
)
from crm_analysis.purchase_models.latent_attrition.pareto_dropout import ParetoDropout


class ParetoNbd(LatentAttritionModel):
    """Fit the Pareto/NBD model by exact maximum likelihood.

    While active, a customer buys at random with a rate of their own, and leaves for
    good at any moment with a rate of their own.
    See `LatentAttritionModel` for parameters, attributes and methods.

    Examples
    --------
    >>> import pandas as pd
    >>> groups = pd.DataFrame(
    ...     {
    ...         "repeat_purchases": [0, 1, 1, 2, 3, 9],
    ...         "first_to_last_days": [0, 5, 60, 40, 80, 88],
    ...         "tenure_days": [90, 90, 90, 90, 90, 90],
    ...         "customers": [120, 15, 10, 8, 6, 4],
    ...     }
    ... )
    >>> model = ParetoNbd().fit_groups(groups)
    >>> model.purchase_probability(groups, 30).round(2).tolist()
    [0.02, 0.05, 0.23, 0.23, 0.48, 0.82]
    """

    rung: ClassVar[str] = "pareto_nbd"
    title: ClassVar[str] = "Pareto/NBD"
    coordinates: ClassVar[Coordinates] = PARETO

    @staticmethod
    def distribution(r: float, alpha: float, s: float, beta: float) -> ParetoDropout:
        """Return the model at given parameters."""
        return ParetoDropout(r, alpha, s, beta)

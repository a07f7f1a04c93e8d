"""Rung 3b: MBG/NBD, customers who may leave after each purchase, the first included."""

from typing import ClassVar

from crm_analysis.purchase_models.latent_attrition.coordinates import (
    GEOMETRIC,
    Coordinates,
)
from crm_analysis.purchase_models.latent_attrition.estimator import (
    LatentAttritionModel,
)
from crm_analysis.purchase_models.latent_attrition.geometric_dropout import (
    GeometricDropout,
)


class MbgNbd(LatentAttritionModel):
    """Fit the modified beta-geometric/NBD model by exact maximum likelihood.

    While active, a customer buys at random with a rate of their own; after each
    repeat purchase they leave for good with a chance of their own. A customer with
    no repeat purchase has had no occasion to leave, so is active for sure.
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
    >>> model = MbgNbd().fit_groups(groups)
    >>> model.purchase_probability(groups, 30).round(2).tolist()
    [0.02, 0.04, 0.18, 0.18, 0.45, 0.81]
    """

    rung: ClassVar[str] = "mbg_nbd"
    title: ClassVar[str] = "MBG/NBD"
    coordinates: ClassVar[Coordinates] = GEOMETRIC

    @staticmethod
    def distribution(r: float, alpha: float, a: float, b: float) -> GeometricDropout:
        """Return the model at given parameters."""
        return GeometricDropout(r, alpha, a, b, first_counts=1)

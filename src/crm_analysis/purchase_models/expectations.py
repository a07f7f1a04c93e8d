"""How many purchases and how much spend are expected, in step with the probability."""

import numpy as np

from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.classifier import Floats
from crm_analysis.purchase_models.evidence import Columns
from crm_analysis.purchase_models.gamma_gamma import GammaGamma

CENTS = 100
LEAST_CHANCE = 1e-12


def expect(
    attrition: AttritionFits,
    spend: GammaGamma,
    features: Columns,
    probability: Floats,
    horizon_days: int,
) -> dict[str, Floats]:
    """Expect purchases and spend of each customer over the horizon.

    They come from the latent-attrition model with the highest likelihood, but its own
    probability is replaced by the one given: a customer who buys, buys
    E(purchases) / P(at least one) times by that model. So expected purchases are never
    below the probability, and never contradict it.

    Parameters
    ----------
    attrition, spend : AttritionFits, GammaGamma
        The models, fitted on what was known.
    features : dict of arrays, one value a customer
        The evidence at the day to expect from.
    probability : array, the same customers
        Of at least one purchase in the horizon.
    horizon_days : int
        How far ahead.

    Returns
    -------
    dict of arrays, one value a customer
        ``chance_active`` : chance not to have left for good, which is no probability
        to buy.
        ``expected_purchases`` : purchase days in the horizon.
        ``expected_spend`` : in units of the currency most orders are in; missing
        where no amount is known at all.
        All are missing if no customer has come back yet.
    """
    model = attrition.best()
    if model is None:
        missing = np.full(len(probability), np.nan)
        columns = ("chance_active", "expected_purchases", "expected_spend")
        return dict.fromkeys(columns, missing)
    histories, place = attrition.histories(features)
    buys = model.purchase_probability(histories, horizon_days)
    often = model.expected_purchases(histories, horizon_days)
    often = np.maximum(often / np.maximum(buys, LEAST_CHANCE), 1.0)[place]
    purchases = probability * often
    return {
        "chance_active": model.chance_active(histories)[place],
        "expected_purchases": purchases,
        "expected_spend": spend.expected_spend_cents(features, purchases) / CENTS,
    }

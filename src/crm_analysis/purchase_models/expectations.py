"""How many purchases and how much spend are expected, in step with the probability."""

import numpy as np
import pandas as pd

from crm_analysis.purchase_models.attrition_fits import AttritionFits
from crm_analysis.purchase_models.gamma_gamma import GammaGamma
from crm_analysis.purchase_models.history import KnownHistory

CENTS = 100
LEAST_CHANCE = 1e-12


def expect(
    history: KnownHistory, features: pd.DataFrame, probability: pd.Series
) -> pd.DataFrame:
    """Expect purchases and spend of each customer over the horizon.

    They come from the latent-attrition model with the highest likelihood, but its own
    probability is replaced by the one given: a customer who buys, buys
    E(purchases) / P(at least one) times by that model. So expected purchases are never
    below the probability, and never contradict it.

    Returns
    -------
    DataFrame, one row a customer
        ``chance_active`` : chance not to have left for good, which is no probability
        to buy.
        ``expected_purchases`` : purchase days in the horizon.
        ``expected_spend`` : in units of the currency most orders are in; missing
        where no amount is known at all.
        All are missing if no customer has come back yet.
    """
    model = AttritionFits.of(history).best()
    if model is None:
        missing = np.full(len(features), np.nan)
        columns = ("chance_active", "expected_purchases", "expected_spend")
        return pd.DataFrame(dict.fromkeys(columns, missing), index=features.index)
    H = history.horizon_days
    buys = np.maximum(model.purchase_probability(features, H), LEAST_CHANCE)
    often = np.maximum(model.expected_purchases(features, H) / buys, 1.0)
    purchases = probability.to_numpy() * often
    spend = history.kept(
        ("spend", history.as_of),
        lambda: GammaGamma().fit(history.features(history.as_of)),
    )
    return pd.DataFrame(
        {
            "chance_active": model.chance_active(features),
            "expected_purchases": purchases,
            "expected_spend": spend.expected_spend_cents(features, purchases) / CENTS,
        },
        index=features.index,
    )

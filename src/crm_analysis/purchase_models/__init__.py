"""Models of who buys in the next days, from the simplest rung to the highest."""

from crm_analysis.purchase_models.base_rate import BaseRateModel
from crm_analysis.purchase_models.bernoulli import BernoulliPurchaseModel
from crm_analysis.purchase_models.blend import Blend
from crm_analysis.purchase_models.latent_attrition import BgNbd, MbgNbd, ParetoNbd
from crm_analysis.purchase_models.logistic import LogisticPurchaseModel

__all__ = [
    "BaseRateModel",
    "BernoulliPurchaseModel",
    "BgNbd",
    "Blend",
    "LogisticPurchaseModel",
    "MbgNbd",
    "ParetoNbd",
]

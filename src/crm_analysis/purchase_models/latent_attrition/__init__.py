"""Latent-attrition models: customers buy at their own rate until they leave unseen."""

from crm_analysis.purchase_models.latent_attrition.bg_nbd import BgNbd
from crm_analysis.purchase_models.latent_attrition.mbg_nbd import MbgNbd
from crm_analysis.purchase_models.latent_attrition.pareto_nbd import ParetoNbd

__all__ = ["BgNbd", "MbgNbd", "ParetoNbd"]

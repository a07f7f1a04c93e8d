"""Turn a customer database into reports people can trust.

In a notebook::

    from crm_analysis import connect, read_features, resolve_as_of

Names are imported when they are asked for, so that ``import crm_analysis`` is quick.
"""

from importlib import import_module

_HOMES = {
    "BaseRateModel": "purchase_models",
    "BernoulliPurchaseModel": "purchase_models",
    "LogisticPurchaseModel": "purchase_models",
    "analyse_age_and_gender": "customers",
    "backtest": "evaluation",
    "campaign_effect": "evaluation.campaign_effect",
    "choose_customer": "customer_choice",
    "choose_department": "database",
    "cohort_period": "purchases",
    "compare_groups": "evaluation.fairness",
    "connect": "database",
    "list_customers": "customers",
    "read_age_and_gender": "customers",
    "read_campaign_reach": "campaigns",
    "read_campaigns": "campaigns",
    "read_cohorts": "purchases",
    "read_customer": "customer_card",
    "read_customer_counts": "customers",
    "read_customers_by_month": "customers",
    "read_days_since_last": "labels",
    "read_earlier_customer_counts": "customers",
    "read_effects": "privacy.effects",
    "read_features": "features",
    "read_features_in_passes": "feature_passes",
    "read_groups": "evaluation.fairness",
    "read_labels": "labels",
    "read_load_audit": "data_quality",
    "read_notice": "data_quality",
    "read_order_currencies": "data_quality",
    "read_order_quality": "data_quality",
    "read_outlook": "outlook",
    "read_purchase_history_groups": "features",
    "read_purchases_by_month": "purchases",
    "read_reporting_currency": "purchases",
    "read_run": "scoring_runs",
    "read_segment_features": "features",
    "resolve_as_of": "coverage",
    "score": "scores",
    "score_rfm": "rfm",
    "summarise_rfm": "rfm",
}
__all__ = sorted(_HOMES)  # noqa: PLE0605  a list of text, made from the table above


def __getattr__(name: str) -> object:
    """Import a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, for completion in a notebook."""
    return list(__all__)

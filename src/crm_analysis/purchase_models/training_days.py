"""Which earlier days a model of the horizon is trained at.

A purchase in the horizon is most like a purchase in the latest horizons that are
known, and like one in the same season of earlier years. Several of them overlap on
purpose: each customer is seen at several moments, which steadies what is learnt.
"""

import datetime

from crm_analysis.purchase_models.history import KnownHistory

RECENT = 6
STEPS_A_HORIZON = 4
YEARS = (1, 2, 3)
LEAST_HISTORY_DAYS = 14
LEAST_CUSTOMERS = 50


def training_days(history: KnownHistory) -> list[datetime.date]:
    """Return the days whose horizons are wholly known, the latest first.

    They are the last horizon and five begun a quarter of one earlier each, and the
    days one, two and three years before `as_of`. A day before which less than half a
    horizon or too few customers are known is left out.
    """
    step = max(1, history.horizon_days // STEPS_A_HORIZON)
    recent = [history.horizon_days + step * number for number in range(RECENT)]
    seasonal = [365 * year for year in YEARS if 365 * year >= history.horizon_days]
    days = [_before(history, ago) for ago in sorted({*recent, *seasonal})]
    return [day for day in days if _is_known(history, day)]


def _before(history: KnownHistory, days: int) -> datetime.date:
    return history.as_of - datetime.timedelta(days=days)


def _is_known(history: KnownHistory, day: datetime.date) -> bool:
    least = max(history.horizon_days / 2, LEAST_HISTORY_DAYS)
    return (
        history.customers_before(day) >= LEAST_CUSTOMERS
        and history.days_before(day) >= least
    )

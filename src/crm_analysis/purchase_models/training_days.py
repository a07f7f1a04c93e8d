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
A_LONG_HORIZON_DAYS = 180
LEAST_HISTORY_DAYS = 14
LEAST_CUSTOMERS = 50


def training_days(history: KnownHistory) -> list[datetime.date]:
    """Return the days whose horizons are wholly known, the latest first.

    They are the last horizon and five begun a quarter of one earlier each, and the
    days one, two and three years before `as_of`. If the horizon is half a year or
    longer and a year is known, only the latter: by then the season says more than
    the months just past. A day before which less than half a horizon or too few
    customers are known is left out.
    """
    seasonal = [
        _before(history, 365 * years)
        for years in YEARS
        if 365 * years >= history.horizon_days
    ]
    known = [day for day in seasonal if _is_known(history, day)]
    if known and history.horizon_days >= A_LONG_HORIZON_DAYS:
        return known
    step = max(1, history.horizon_days // STEPS_A_HORIZON)
    recent = [
        _before(history, history.horizon_days + step * number)
        for number in range(RECENT)
    ]
    days = dict.fromkeys([*recent, *known])
    return [day for day in days if _is_known(history, day)]


def _before(history: KnownHistory, days: int) -> datetime.date:
    return history.as_of - datetime.timedelta(days=days)


def _is_known(history: KnownHistory, day: datetime.date) -> bool:
    groups = history.groups(day)
    least = max(history.horizon_days / 2, LEAST_HISTORY_DAYS)
    return (
        groups["customers"].sum() >= LEAST_CUSTOMERS
        and history.days_before(day) >= least
    )

"""Effects: what exported contact lists did, where some people were held out."""

import datetime

import pandas as pd

from crm_analysis.database import Database
from crm_analysis.privacy.outcomes import Outcomes, read_exports, read_outcomes

_COLUMNS = (
    "list_name",
    "channel",
    "exported_on",
    "contacted",
    "contacted_buyers",
    "held_out",
    "held_out_buyers",
    "effect",
    "effect_low",
    "effect_high",
)


def read_effects(
    database: Database, as_of: datetime.date, days: int = 30
) -> pd.DataFrame:
    """Read what the contact lists did whose days were over before a day.

    Lists from which nobody was held out are left out, and lists of which one of the
    two groups is not known any more.

    Parameters
    ----------
    as_of : date
        The first day that is not looked at.
    days : int
        How long each list is followed, the day of the export included.

    Returns
    -------
    DataFrame, one row an export, the oldest first
        ``list_name``, ``channel``, ``exported_on``; the people ``contacted`` and
        ``held_out``, with ``_buyers`` among them; ``effect``, the difference of their
        shares, with its 95 % interval in ``effect_low`` and ``effect_high``.
    """
    rows = []
    for export in reversed(read_exports(database)):
        over_on = export["exported_at"].date() + datetime.timedelta(days=days)
        if export["holdout_seed"] is None or over_on > as_of:
            continue
        found = read_outcomes(database, export["export_id"], days)
        if found.contacted["people"] and found.held_out["people"]:
            rows.append(_row(export, found))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _row(export: dict, found: Outcomes) -> tuple:
    one, other, did = found.contacted, found.held_out, found.effect()
    return (
        export["list_name"],
        export["channel"],
        export["exported_at"].date(),
        one["people"],
        one["buyers"],
        other["people"],
        other["buyers"],
        did.effect,
        *did.interval,
    )

"""Campaigns: whom they reached, and who answered. What they brought is another matter.

Who answers a campaign may have bought without it. What it brought can be told only
beside a group that was left out at random.
"""

import datetime

import numpy as np
import pandas as pd

from crm_analysis.database import Database

Z_95 = 1.959963984540054


def read_campaigns(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> pd.DataFrame:
    """Count whom each campaign reached before a day, and who answered it before.

    Returns
    -------
    DataFrame, one row a campaign that reached somebody of the segment, the first first
        ``name``, ``kind``, ``has_control_group``, ``first_touched_on``, ``reached``
        (customers), ``responders`` among them, ``responses`` (a customer can answer
        more than once), ``left_out`` at random; ``response_share`` of those reached,
        with its 95 % Wilson interval in ``response_share_low`` and ``_high``.
    """
    counts = database.read_frame(
        "queries/campaign_counts", segment=segment, as_of=as_of
    )
    low, high = wilson_interval(counts["responders"], counts["reached"])
    reached = counts["reached"].where(counts["reached"] > 0)
    return counts.assign(
        response_share=counts["responders"] / reached,
        response_share_low=low,
        response_share_high=high,
    )


def read_campaign_reach(
    database: Database, as_of: datetime.date, segment: str = "all"
) -> dict[str, int]:
    """Count the customers whom any campaign reached before a day.

    Returns
    -------
    dict
        ``reached`` : customers; ``responders`` : those of them who answered a campaign
        that reached them; ``touches`` : times somebody was reached, and
        ``touches_answered`` of these.
    """
    (counts,) = database.read(
        "queries/campaign_reach", segment=segment, as_of=as_of
    ).to_pylist()
    return counts


def wilson_interval(
    successes: pd.Series | int, trials: pd.Series | int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the 95 % interval of shares (Wilson 1927); missing of no trials.

    >>> low, high = wilson_interval(5, 10)
    >>> round(float(low), 4), round(float(high), 4)
    (0.2366, 0.7634)
    """
    n = np.asarray(trials, dtype="float64")
    n = np.where(n > 0, n, np.nan)
    p = np.asarray(successes, dtype="float64") / n
    centre = (p + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 * np.sqrt(p * (1 - p) / n + Z_95**2 / (4 * n**2)) / (1 + Z_95**2 / n)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)

"""RFM segments: customers by how lately, how often and for how much they bought.

Each customer is scored 1 to 5 on recency and frequency by rank among all customers;
who is equal scores equal. A segment is the first rule that fits. The rules are ours;
the scores are the classic ones (Hughes, Strategic Database Marketing, 1994).
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

NEW_DAYS = 90
LEVELS = 5


class Rule(NamedTuple):
    """One segment: its name, its rule in words, and what suggests itself."""

    name: str
    words: str
    action: str


RULES = (
    Rule("Best", "recency 4-5 and frequency 4-5", "Thank them; no discount needed"),
    Rule("Slipping", "recency 1-2 and frequency 4-5", "Win back now, personally"),
    Rule("Loyal", "frequency 4-5", "Offer what goes with what they buy"),
    Rule("New", f"first purchase in the last {NEW_DAYS} days", "Help the second order"),
    Rule("Promising", "recency 4-5", "Invite to buy more often"),
    Rule("Occasional", "recency 3", "Remind, cheaply"),
    Rule("Asleep", "all others", "Leave alone, or one last reminder"),
)


def score_rfm(features: pd.DataFrame) -> pd.DataFrame:
    """Score customers and put each in a segment.

    Parameters
    ----------
    features : DataFrame, one row a customer
        ``days_since_last``, ``purchase_days``, ``tenure_days``, ``spend_cents``.

    Returns
    -------
    DataFrame, one row a customer, same index
        ``recency``, ``frequency``, ``money`` : 1 (least) to 5 (most); ``money`` is
        missing where no amount is known.
        ``rfm_segment`` : the name of the first rule that fits.
    """
    recency = _level(-features["days_since_last"])
    frequency = _level(features["purchase_days"])
    is_new = features["tenure_days"] <= NEW_DAYS
    fits = [
        (recency >= 4) & (frequency >= 4),
        (recency <= 2) & (frequency >= 4),
        frequency >= 4,
        is_new,
        recency >= 4,
        recency == 3,
    ]
    names = [rule.name for rule in RULES]
    return pd.DataFrame(
        {
            "recency": recency,
            "frequency": frequency,
            "money": _level(features["spend_cents"]),
            "rfm_segment": np.select(fits, names[:-1], default=names[-1]),
        },
        index=features.index,
    )


def summarise_rfm(features: pd.DataFrame) -> pd.DataFrame:
    """Count the segments and describe them.

    Returns
    -------
    DataFrame, one row a segment, in the order of the rules
        ``segment``, ``rule``, ``customers``, ``customer_share``,
        ``median_days_since_last``, ``median_purchase_days``, ``spend_share`` (of all
        known spend), ``action``. Segments without customers are there, with 0.
    """
    scored = features.assign(segment=score_rfm(features)["rfm_segment"])
    groups = scored.groupby("segment")
    names = pd.Index([rule.name for rule in RULES], name="segment")
    customers = groups.size().reindex(names, fill_value=0)
    spend = groups["spend_cents"].sum().reindex(names)
    return pd.DataFrame(
        {
            "rule": [rule.words for rule in RULES],
            "customers": customers,
            "customer_share": customers / max(len(features), 1),
            "median_days_since_last": groups["days_since_last"].median(),
            "median_purchase_days": groups["purchase_days"].median(),
            "spend_share": spend / spend.sum() if spend.sum() > 0 else np.nan,
            "action": [rule.action for rule in RULES],
        },
        index=names,
    ).reset_index()


def _level(values: pd.Series) -> pd.Series:
    """Score 1 to 5 by average rank; equal values score equal."""
    share = values.rank(method="average", pct=True)
    return np.ceil(share * LEVELS).astype("Int64")

"""Fairness: how a model treats groups of people that it is not told of.

No model sees gender or age. It may still fit one group worse than another, because they
buy in other ways; so what was promised is held against what happened, group by group.
"""

import datetime

import numpy as np
import pandas as pd

from crm_analysis.database import Database
from crm_analysis.evaluation.campaign_effect import wilson_interval

UNKNOWN = "unknown"
BAND_YEARS, OLDEST_YEARS = 10, 120
FEWEST = 10
GROUPINGS = ("gender", "age_band")


def read_groups(database: Database, as_of: datetime.date) -> pd.DataFrame:
    """Read which groups customers are in, as of a day.

    Returns
    -------
    DataFrame, one row a customer, by ``customer_id``
        ``gender`` and ``age_band`` (ten years wide, as 30-39); ``unknown`` where they
        are missing or impossible.
    """
    people = database.read_frame("queries/customer_groups", as_of=as_of)
    people = people.set_index("customer_id")
    years = people["age_years"].where(people["age_years"] <= OLDEST_YEARS)
    lower = years // BAND_YEARS * BAND_YEARS
    names = {
        each: f"{int(each)}-{int(each) + BAND_YEARS - 1}"
        for each in set(lower.dropna())
    }
    return pd.DataFrame(
        {
            "gender": people["gender"].fillna(UNKNOWN),
            "age_band": [names.get(each, UNKNOWN) for each in lower],
        },
        index=people.index,
    )


def compare_groups(
    groups: pd.Series, labels: pd.Series, probabilities: pd.Series
) -> pd.DataFrame:
    """Hold what was promised against what happened, group by group.

    Parameters
    ----------
    groups : Series
        The group of each customer.
    labels : Series
        1 for who bought, else 0; by customer, as are the others.
    probabilities : Series
        What the model said.

    Returns
    -------
    DataFrame, one row a group
        ``customers``, ``buyers``, ``expected_buyers``, ``expected_over_observed``,
        ``buyer_share`` with ``share_low`` and ``share_high`` (Wilson's 95% interval),
        ``mean_probability``, and ``top_tenth_share``: which share of the group is among
        the tenth of all with the highest probabilities. Of a group with fewer than ten
        customers, or fewer than ten who bought or did not, all but the name is missing:
        whose total is shown beside it hides another group as well.

    Examples
    --------
    >>> people = pd.Series(["a"] * 40)
    >>> bought, said = pd.Series([1, 0] * 20), pd.Series([0.25] * 40)
    >>> compare_groups(people, bought, said)["expected_over_observed"].item()
    0.5
    """
    ranks = probabilities.rank(ascending=False, method="first")
    frame = pd.DataFrame(
        {
            "group": groups.reindex(probabilities.index).fillna(UNKNOWN),
            "label": labels.reindex(probabilities.index),
            "probability": probabilities,
            "is_in_top": ranks <= len(ranks) / 10,
        }
    )
    rows = [_row(name, part) for name, part in frame.groupby("group", sort=True)]
    return pd.DataFrame(rows)


def _row(name: str, part: pd.DataFrame) -> dict[str, object]:
    customers, buyers = len(part), int(part["label"].sum())
    if min(buyers, customers - buyers) < FEWEST:
        return {"group": name} | dict.fromkeys(_NUMBERS, np.nan)
    low, high = wilson_interval(buyers, customers)
    expected = float(part["probability"].sum())
    values = (
        customers,
        buyers,
        expected,
        expected / buyers,
        buyers / customers,
        low,
        high,
        expected / customers,
        float(part["is_in_top"].mean()),
    )
    return {"group": name} | dict(zip(_NUMBERS, values, strict=True))


_NUMBERS = (
    "customers",
    "buyers",
    "expected_buyers",
    "expected_over_observed",
    "buyer_share",
    "share_low",
    "share_high",
    "mean_probability",
    "top_tenth_share",
)

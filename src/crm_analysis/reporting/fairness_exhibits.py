"""What the report on who buys next shows of groups that no model is told of."""

import pandas as pd

from crm_analysis.evaluation.fairness import GROUPINGS, compare_groups
from crm_analysis.outlook import Outlook
from crm_analysis.reporting.exhibits import show_table
from crm_analysis.reporting.small_counts import CONFIDENTIAL, SMALLEST_SHOWN
from crm_analysis.reporting.withheld import show_withheld

SHARES = ["mean_probability", "buyer_share", "share_low", "share_high"]
COLUMNS = ["customers", *SHARES, "expected_over_observed", "top_tenth_share"]


def show_groups(outlook: Outlook, groups: pd.DataFrame) -> None:
    """Show how the track record was in each group of gender and of age.

    Parameters
    ----------
    outlook : Outlook
    groups : DataFrame
        As `crm_analysis.read_groups` returns it for the day of the track record.
    """
    if outlook.track_record is None:
        show_withheld(outlook, "groups")
        return
    said = outlook.track_record.predictions.set_index("customer_id")
    parts = [
        hide_given_away(
            compare_groups(groups[name], said["label"], said["probability"]),
            len(said),
            int(said["label"].sum()),
        ).assign(by=name.replace("_", " "))
        for name in GROUPINGS
    ]
    table = pd.concat(parts, ignore_index=True)
    show_table(
        table[["by", "group"]].join(
            table[COLUMNS]
            .astype(object)
            .where(table["customers"].notna(), CONFIDENTIAL)
        ),
        id="groups",
        title=_finding(table["expected_over_observed"].dropna()),
        caption="The track record by gender and by age then, which no model reads:"
        " the mean probability given, the share that bought with Wilson's 95%"
        " interval, buyers expected for each one seen, and the share of the group among"
        " the likeliest tenth of all. Groups with fewer than ten buyers or ten others,"
        " and what would give these away, are not shown.",
        unit={"customers": "people", "expected_over_observed": ""}
        | dict.fromkeys([*SHARES, "top_tenth_share"], "share"),
        n=len(said),
    )


def hide_given_away(
    compared: pd.DataFrame, customers: int, buyers: int
) -> pd.DataFrame:
    """Hide more groups where the totals would tell of the hidden ones.

    Parameters
    ----------
    compared : DataFrame
        As `compare_groups` returns it: of a hidden group all but the name is missing.
    customers, buyers : int
        Of all groups together, which the page shows.

    Returns
    -------
    DataFrame
        With no group hidden, or two or more that hold ten buyers and ten others.
    """
    shown = compared.copy()
    numbers = shown.columns.drop("group")
    while shown["customers"].isna().any() and shown["customers"].notna().any():
        hidden_buyers = buyers - shown["buyers"].sum()
        hidden_others = customers - shown["customers"].sum() - hidden_buyers
        is_open = min(hidden_buyers, hidden_others) >= SMALLEST_SHOWN
        if is_open and shown["customers"].isna().sum() > 1:
            break
        fewer = shown[["buyers"]].assign(others=shown["customers"] - shown["buyers"])
        shown.loc[fewer.min(axis="columns").idxmin(), numbers] = None
    return shown


def _finding(ratios: pd.Series) -> str:
    """Say how far the groups lie apart."""
    if ratios.empty:
        return "No group has ten buyers and ten others: none is shown"
    low, high = (f"{each:.2f}" for each in (ratios.min(), ratios.max()))
    return f"Buyers expected for each one seen: from {low} to {high} in these groups"

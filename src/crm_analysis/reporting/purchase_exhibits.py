"""What the report on purchase behaviour shows."""

import pandas as pd

from crm_analysis.purchases import MOST_COHORTS
from crm_analysis.reporting.exhibits import (
    show_answer,
    show_figure,
    show_table,
)
from crm_analysis.reporting.figures import draw_bars, draw_cohorts
from crm_analysis.reporting.formats import format_value
from crm_analysis.reporting.small_counts import (
    SMALLEST_SHOWN,
    hidden_marks,
    hide_small_counts,
    is_small,
)

RETURN_BAND_DAYS = (7, 14, 30, 60, 90, 180, 365)


def show_returns(features: pd.DataFrame) -> None:
    """Show how long repeat buyers usually wait, by their mean gap."""
    repeat = features.dropna(subset="gap_days_mean")
    bands = _return_bands(repeat["gap_days_mean"])
    if len(repeat) < SMALLEST_SHOWN:
        title = "Fewer than ten customers have bought on two days or more"
        show_table(bands.iloc[:0], id="returns", title=title)
        return
    half = repeat["gap_days_mean"].median()
    show_figure(
        draw_bars(
            hide_small_counts(bands, ["customers"], adds_up=["customers"]),
            "days_between_purchases",
            "customers",
            "count",
            "Customers",
        ),
        id="returns",
        title=f"Half of the repeat buyers come back within {half:.0f} days on average",
        caption="Customers with two purchase days or more, by the mean of the days"
        " between them; groups of fewer than ten have no bar.",
        alt=f"Bars of repeat buyers by mean days between purchases; the median is"
        f" {half:.0f} days.",
        data=bands,
        unit={"customers": "people"},
        n=len(repeat),
        people=["customers"],
        adds_up=["customers"],
    )


def show_cohorts(cohorts: pd.DataFrame, period: str = "month") -> None:
    """Show which share of each cohort came back; fewer than ten are left out.

    Parameters
    ----------
    cohorts : DataFrame
        As `crm_analysis.read_cohorts` returns it.
    period : str
        What it was asked for: ``month``, ``quarter`` or ``year``.
    """
    since = f"{period}s_since"
    shown = cohorts[cohorts["customers"] >= SMALLEST_SHOWN]
    if shown.empty:
        show_table(
            shown, id="cohorts", title="No cohort has ten customers or more: none shown"
        )
        return
    newest = sorted(set(shown["cohort"]))[-MOST_COHORTS:]
    is_cut = newest[0] > shown["cohort"].min()
    shown = shown[shown["cohort"].isin(newest)]
    share_shown = shown["buyer_share"].where(~shown["buyers"].map(is_small))
    names = shown["cohort"].map(lambda day: _name_of(day, period))
    first = shown[shown[since] == 1]
    share = first["buyers"].sum() / first["customers"].sum() if len(first) else None
    said = format_value(share, "share")
    show_figure(
        draw_cohorts(
            shown.assign(buyer_share=share_shown, cohort=names.map(_as_tick)), period
        ),
        id="cohorts",
        title=f"{said} buy again in the {period} after their first"
        if share is not None
        else f"No cohort has a whole {period} behind it yet",
        caption=f"Share in % of each cohort that bought, by {period}s since the first"
        " purchase. Blank is not observed yet, or fewer than ten buyers; cohorts of"
        " fewer than ten customers are left out."
        + (f" The newest {MOST_COHORTS} cohorts." if is_cut else ""),
        alt=f"Heat map of {shown['cohort'].nunique()} cohorts. Of all customers,"
        f" {said} bought in the {period} after their first.",
        data=shown.assign(cohort=names, buyer_share=share_shown),
        unit={"customers": "people", "buyers": "people", "buyer_share": "share"},
        n=int(shown.loc[shown[since] == 0, "customers"].sum()),
        people=["buyers"],
        hide=["buyer_share"],
    )


def _name_of(day: pd.Timestamp, period: str) -> str:
    """Name a cohort by its period: 2025-01, 2025 Q1 or 2025."""
    if period == "quarter":
        return f"{day:%Y} Q{day.quarter}"
    return f"{day:%Y-%m}" if period == "month" else f"{day:%Y}"


def _as_tick(name: str) -> str:
    """Write a month as a word on an axis; quarters and years are as they are."""
    return f"{pd.Timestamp(name):%b %Y}" if "-" in name else name


def show_rfm(segments: pd.DataFrame) -> None:
    """Show the RFM segments with their rule and what suggests itself."""
    share_columns = ["customer_share", "spend_share"]
    medians = ["median_days_since_last", "median_purchase_days"]
    if not segments["customers"].any():
        title = "Nobody has bought: there is nobody to put into a segment"
        show_table(segments.iloc[:0], id="rfm", title=title)
        return
    show_table(
        segments,
        id="rfm",
        title="Customers by how lately and how often they bought",
        caption="Scores 1 (least) to 5 (most) by rank among these customers; the first"
        " rule that fits counts. Medians are of days.",
        unit={"customers": "people", **dict.fromkeys(share_columns, "share")}
        | dict.fromkeys(medians, "days"),
        n=int(segments["customers"].sum()),
        people=["customers"],
        adds_up=["customers"],
        hide=[*share_columns, *medians],
    )


def show_purchase_answer(
    features: pd.DataFrame, segments: pd.DataFrame, months: pd.DataFrame
) -> None:
    """Answer how customers buy, in sentences that say only what is known."""
    if len(features) < SMALLEST_SHOWN:
        show_answer("Fewer than ten customers have bought: nothing is said of them.")
        return
    repeat = (features["repeat_purchases"] > 0).mean()
    best = segments.iloc[0]
    sentences = [
        f"{format_value(len(features))} customers have bought, and"
        f" {format_value(repeat, 'share')} of them on more than one day.",
    ]
    if len(months) > 1 and not months["buyers"].tail(2).map(is_small).any():
        sentences.append(_last_month_in_words(months))
    small = 0 in hidden_marks(segments["customers"].tolist())
    if not small and pd.notna(best["spend_share"]):
        sentences.append(
            f"The {format_value(int(best['customers']))} customers in the segment"
            f" {best['segment']} are {format_value(best['customer_share'], 'share')} of"
            f" all and {format_value(best['spend_share'], 'share')} of the spend."
        )
    show_answer(sentences)


def _last_month_in_words(months: pd.DataFrame) -> str:
    """Say how many orders there were, and how that is beside the month before."""
    before, last = months.iloc[-2], months.iloc[-1]
    said = f"In {last['month']:%B %Y} there were {format_value(int(last['orders']))}"
    if not before["orders"]:
        return f"{said} orders, and none in the month before."
    change = format_value(abs(last["orders"] / before["orders"] - 1), "share")
    more = "more" if last["orders"] >= before["orders"] else "fewer"
    return f"{said} orders, {change} {more} than in the month before."


def _return_bands(gaps: pd.Series) -> pd.DataFrame:
    """Count customers by their mean gap, in bands that end with usual rhythms."""
    edges = [0, *RETURN_BAND_DAYS, float("inf")]
    names = [
        f"up to {days}" if not low else f"{low} to {days}"
        for low, days in zip(edges, RETURN_BAND_DAYS, strict=False)
    ]
    names.append(f"over {RETURN_BAND_DAYS[-1]}")
    bands = pd.cut(gaps, edges, labels=names).value_counts(sort=False)
    return bands.rename_axis("days_between_purchases").reset_index(name="customers")

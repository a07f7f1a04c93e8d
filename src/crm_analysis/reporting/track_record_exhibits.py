"""What the report on who will buy next shows of the horizon before: how it went."""

import numpy as np
import pandas as pd

from crm_analysis.evaluation.comparison import RULE
from crm_analysis.outlook import Outlook
from crm_analysis.purchase_models import BernoulliPurchaseModel
from crm_analysis.purchase_models.ladder import rung_titles
from crm_analysis.reporting.exhibits import show_figure, show_table
from crm_analysis.reporting.figures import (
    draw_bernoulli,
    draw_gain,
    draw_reliability,
)
from crm_analysis.reporting.formats import format_day, format_value
from crm_analysis.reporting.small_counts import SMALLEST_SHOWN
from crm_analysis.reporting.withheld import show_withheld

LADDER_COLUMNS = {
    "log_loss": "",
    "log_loss_difference": "",
    "brier": "",
    "roc_auc": "",
    "average_precision": "",
    "lift_top_decile": "",
    "ece": "share",
    "expected_over_observed": "",
}


def show_ladder(outlook: Outlook) -> None:
    """Show every rung's metrics on the track record."""
    ladder = outlook.ladder()
    if ladder.empty:
        show_withheld(outlook, "ladder")
        return
    record = outlook.track_record
    table = ladder[list(LADDER_COLUMNS)].reset_index()
    titles = rung_titles()
    table.insert(0, "model", table.pop("rung").map(titles))
    show_table(
        table,
        id="ladder",
        title=f"{titles[record.default.rung]} is used; this is how every model did from"
        f" {format_day(record.as_of)}",
        caption=f"{RULE} {record.comparison} Trained on what was known before that day,"
        f" tested on the {outlook.horizon_days} days from it. Lower is better for log"
        " loss, Brier score and ECE (expected calibration error; chance gives about"
        f" {format_value(record.default.noise_floor.mean, 'share')} here). Log loss"
        " difference is to the model that is used.",
        unit=LADDER_COLUMNS,
        n=len(record.predictions),
    )


def show_reliability(outlook: Outlook) -> None:
    """Show what was promised a horizon ago and what happened."""
    tenths = outlook.reliability()
    shown = tenths[tenths["customers"] >= SMALLEST_SHOWN] if len(tenths) else tenths
    if shown.empty:
        show_withheld(outlook, "reliability")
        return
    record = outlook.track_record
    gap = (shown["mean_probability"] - shown["buyer_share"]).abs().max()
    show_figure(
        draw_reliability(shown),
        id="reliability",
        title=f"Promised and happened{outlook.where} differ by at most"
        f" {format_value(gap, 'points').lstrip('+')} in a tenth of the customers",
        caption=f"What was said on {format_day(record.as_of)} for"
        f" {record.horizon_days} days, and what happened: one point a tenth of the"
        " customers, by probability, with 95% Wilson intervals. Tenths of fewer than"
        " ten people are left out.",
        alt="Points of the share that bought over the probability given, from"
        f" {format_value(shown['mean_probability'].iloc[0], 'share')} given and"
        f" {format_value(shown['buyer_share'].iloc[0], 'share')} bought to"
        f" {format_value(shown['mean_probability'].iloc[-1], 'share')} given and"
        f" {format_value(shown['buyer_share'].iloc[-1], 'share')} bought.",
        data=shown.assign(bin=shown["bin"] + 1),
        unit={"customers": "people"}
        | dict.fromkeys(shown.columns.difference(["bin", "customers"]), "share"),
        n=len(record.predictions),
    )


def show_gain(outlook: Outlook) -> None:
    """Show how many buyers the likeliest customers held."""
    steps = outlook.gain()
    if steps.empty or outlook.track_record.predictions["label"].sum() < SMALLEST_SHOWN:
        show_withheld(outlook, "gain")
        return
    fifth = steps.loc[np.isclose(steps["contacted_share"], 0.2)].iloc[0]
    show_figure(
        draw_gain(steps),
        id="gain",
        title=f"The likeliest 20% held {format_value(fifth['reached_share'], 'share')}"
        f" of the buyers{outlook.where}",
        caption="Share of all buyers among the customers contacted, likeliest first,"
        f" on the track record from {format_day(outlook.track_record.as_of)}; the grey"
        " line is contacting at random.",
        alt="Curve of buyers reached over customers contacted; the likeliest fifth held"
        f" {format_value(fifth['reached_share'], 'share')} of the buyers, a lift of"
        f" {fifth['lift']:.1f}.",
        data=steps,
        unit={"contacted_share": "share", "reached_share": "share"},
        n=len(outlook.track_record.predictions),
    )


def show_bernoulli(outlook: Outlook, days_since_last: pd.Series) -> None:
    """Show the article's curve, fitted on the track record, over what happened.

    Parameters
    ----------
    outlook : Outlook
    days_since_last : Series, one row a customer, by ``customer_id``
        As `crm_analysis.read_days_since_last` reads it for the day of the track record.
    """
    model = _bernoulli(outlook)
    if model is None:
        show_withheld(outlook, "bernoulli")
        return
    labels = outlook.track_record.predictions.set_index("customer_id")["label"]
    observed = _share_by_days(days_since_last, labels)
    days = np.linspace(0, float(observed["days_since_last"].max()), 60)
    curve = pd.DataFrame(
        {"days_since_last": days, "probability": model.probability(days)}
    )
    show_figure(
        draw_bernoulli(curve, observed),
        id="bernoulli",
        title=f"One parameter: a = {model.a_:.4f} per day since the last purchase",
        caption="P(x) = e^(ax) / (1 + e^(ax)) for x >= 0, else 0, with x the days since"
        f" the last purchase{outlook.where}; standard error"
        f" {model.standard_error_:.4f}."
        f" {model.sentence()} Grey: what happened, one point a tenth of the customers.",
        alt="Curve that starts at 50% and ends at"
        f" {format_value(float(curve['probability'].iloc[-1]), 'share')} after"
        f" {days[-1]:.0f} days, over the shares that bought.",
        data=observed,
        unit={"days_since_last": "days", "buyer_share": "share"},
        n=int(observed["customers"].sum()),
        people=["customers"],
        hide=["buyer_share"],
    )


def _bernoulli(outlook: Outlook) -> BernoulliPurchaseModel | None:
    """Return the article's model as fitted for the track record, if it was."""
    if outlook.track_record is None:
        return None
    return outlook.track_record.fitted.models.get("bernoulli")


def _share_by_days(days: pd.Series, labels: pd.Series) -> pd.DataFrame:
    """Compare tenths of the customers by days since the last purchase."""
    rows = pd.DataFrame({"days": days, "label": labels}).dropna()
    tenth = pd.qcut(rows["days"], 10, duplicates="drop")
    return (
        rows.groupby(tenth, observed=True)
        .agg(
            days_since_last=("days", "mean"),
            customers=("label", "size"),
            buyer_share=("label", "mean"),
        )
        .reset_index(drop=True)
    )

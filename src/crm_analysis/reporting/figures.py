"""The figures of the standard reports: each takes a table and returns a drawing."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.dates import DAILY, MONTHLY, AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import MaxNLocator

from crm_analysis.reporting.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PAPER,
    SOFT_INK,
    format_axis,
    house_style,
    new_figure,
    shades_of,
    start_at_zero,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEAST_SPAN = pd.Timedelta(days=30)


def draw_months(months: pd.DataFrame, value: str, unit: str, label: str) -> "Figure":
    """Draw a number month by month, from zero."""
    figure, axes = new_figure()
    with house_style():
        sns.lineplot(
            months, x="month", y=value, color=BLUE, marker="o", errorbar=None, ax=axes
        )
    axes.set(xlabel="", ylabel=label)
    axes.margins(y=0.1)
    _mark_days(axes, months["month"])
    start_at_zero(axes)
    format_axis(axes, "y", unit)
    return figure


def draw_bars(
    groups: pd.DataFrame, name: str, value: str, unit: str, label: str
) -> "Figure":
    """Draw one lying bar a group, in the order given; a missing number has none."""
    figure, axes = new_figure(height=0.9 + 0.42 * len(groups))
    with house_style():
        sns.barplot(groups, x=value, y=name, color=BLUE, errorbar=None, ax=axes)
    axes.set(xlabel=label, ylabel="")
    axes.grid(visible=False, axis="y")
    start_at_zero(axes, "x")
    format_axis(axes, "x", unit)
    return figure


def draw_columns(
    groups: pd.DataFrame, name: str, value: str, unit: str, labels: tuple[str, str]
) -> "Figure":
    """Draw one standing bar a group, in the order given; a missing number has none."""
    figure, axes = new_figure()
    with house_style():
        sns.barplot(groups, x=name, y=value, color=BLUE, errorbar=None, ax=axes)
    axes.set(xlabel=labels[0], ylabel=labels[1])
    axes.grid(visible=False, axis="x")
    start_at_zero(axes)
    format_axis(axes, "y", unit)
    return figure


def draw_cohorts(cohorts: pd.DataFrame, period: str) -> "Figure":
    """Draw the share of each cohort that bought, by periods since; blank = not seen."""
    since = f"{period}s_since"
    grid = cohorts.pivot_table("buyer_share", "cohort", since, sort=False)
    grid = grid.sort_index(axis="columns")
    figure, axes = new_figure(height=1.4 + 0.32 * len(grid))
    with house_style():
        sns.heatmap(
            grid * 100,
            cmap=shades_of(BLUE),
            vmin=0,
            vmax=100,
            annot=len(grid.columns) <= 14,
            fmt=".0f",
            annot_kws={"fontsize": 10, "color": INK},
            cbar=False,
            linewidths=1,
            linecolor=PAPER,
            ax=axes,
        )
    periods = f"{period.capitalize()}s"
    axes.set(xlabel=f"{periods} since the first purchase", ylabel="First purchase in")
    axes.grid(visible=False)
    axes.tick_params(length=0, axis="y", rotation=0)
    return figure


def draw_reliability(tenths: pd.DataFrame) -> "Figure":
    """Draw what happened over what was promised, with intervals and the ideal."""
    figure, axes = new_figure()
    share, promised = tenths["buyer_share"], tenths["mean_probability"]
    limits = [share - tenths["buyer_share_low"], tenths["buyer_share_high"] - share]
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1.2)
    axes.errorbar(
        promised, share, yerr=np.abs(limits), fmt="none", ecolor=BLUE, linewidth=1.2
    )
    with house_style():
        sns.scatterplot(x=promised, y=share, color=BLUE, s=60, ax=axes)
    axes.set(
        xlabel="Probability that was given", ylabel="Share that bought", ylim=(0, 1)
    )
    # In the corner: the points lie along the line, wherever it is.
    _label(axes, 0.99, 0.03, "on the line: given = happened", SOFT_INK, align="right")
    format_axis(axes, "x", "share")
    format_axis(axes, "y", "share")
    return figure


def draw_intervals(
    rows: pd.DataFrame, name: str, shares: list[str], label: str
) -> "Figure":
    """Draw a share and its interval a row, in the order given.

    Parameters
    ----------
    rows : DataFrame
    name : column with what each row is called
    shares : columns with the share, and the lower and upper end of its interval
    label : of the axis of shares
    """
    figure, axes = new_figure(height=0.9 + 0.36 * len(rows))
    share, low, high = (rows[column] for column in shares)
    with house_style():
        sns.scatterplot(x=share, y=rows[name], color=BLUE, s=60, ax=axes)
    limits = np.abs([share - low, high - share])
    axes.errorbar(
        share, range(len(rows)), xerr=limits, fmt="none", ecolor=BLUE, linewidth=1.2
    )
    axes.set(xlabel=label, ylabel="")
    axes.margins(y=0.5 / max(len(rows), 1))
    start_at_zero(axes, "x")
    format_axis(axes, "x", "share")
    return figure


def draw_purchase_days(orders: pd.DataFrame, currency: str) -> "Figure":
    """Draw one stem an order, by its day, as high as its amount in a currency."""
    figure, axes = new_figure(height=2.8)
    days = pd.to_datetime(orders["ordered_on"])
    axes.vlines(days, 0, orders["net_amount"], color=BLUE, linewidth=2.2)
    with house_style():
        sns.scatterplot(x=days, y=orders["net_amount"], color=BLUE, s=40, ax=axes)
    axes.set(xlabel="", ylabel=f"Amount of the order ({currency})")
    axes.margins(x=0.05, y=0.1)
    _mark_days(axes, days)
    start_at_zero(axes)
    format_axis(axes, "y", "count")
    return figure


def draw_gain(steps: pd.DataFrame) -> "Figure":
    """Draw the share of buyers among the likeliest customers, against chance."""
    figure, axes = new_figure()
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1.2)
    with house_style():
        sns.lineplot(
            steps,
            x="contacted_share",
            y="reached_share",
            color=BLUE,
            errorbar=None,
            ax=axes,
        )
    axes.set(
        xlabel="Customers contacted, likeliest first",
        ylabel="Buyers reached",
        ylim=(0, 1),
        xlim=(0, 1),
    )
    _label(axes, 0.62, 0.5, "at random", SOFT_INK)
    format_axis(axes, "x", "share")
    format_axis(axes, "y", "share")
    return figure


def draw_bernoulli(curve: pd.DataFrame, observed: pd.DataFrame) -> "Figure":
    """Draw the article's curve with P(0) marked, over what was observed."""
    figure, axes = new_figure()
    with house_style():
        sns.scatterplot(
            observed, x="days_since_last", y="buyer_share", color=GREY, s=50, ax=axes
        )
        sns.lineplot(
            curve,
            x="days_since_last",
            y="probability",
            color=BLUE,
            errorbar=None,
            ax=axes,
        )
    axes.plot([0], [0.5], "o", color=ORANGE, markersize=9, clip_on=False, zorder=5)
    # In the corner that the curve leads away from, where no points are either.
    height = 0.9 if curve["probability"].iloc[-1] <= 0.5 else 0.03
    _label(axes, 0.99, height, "P(0) = 50%, whatever a is", ORANGE, align="right")
    axes.set(
        xlabel="Days since the last purchase",
        ylabel="Share that buys",
        ylim=(0, 1),
        xlim=(0, None),
    )
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    format_axis(axes, "y", "share")
    return figure


def draw_probabilities(customers: pd.DataFrame) -> "Figure":
    """Draw how many customers have which probability."""
    return draw_columns(
        customers,
        "probability",
        "customers",
        "count",
        ("Probability of a purchase in the horizon", "Customers"),
    )


def _mark_days(axes: "Axes", days: pd.Series) -> None:
    """Put days on the lower axis; one day alone gets a month around it."""
    if days.max() - days.min() < LEAST_SPAN:
        axes.set_xlim(days.min() - LEAST_SPAN / 2, days.max() + LEAST_SPAN / 2)
    locator = AutoDateLocator(maxticks=6)
    # Without these it finds nothing, and warns, for four months and for three years.
    locator.intervald[DAILY] = [*locator.intervald[DAILY], 31]
    locator.intervald[MONTHLY] = [*locator.intervald[MONTHLY], 12]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))


def _label(  # noqa: PLR0913, PLR0917  a place, a word, and how it stands there
    axes: "Axes", x: float, y: float, text: str, colour: str = INK, align: str = "left"
) -> None:
    """Write a word into the axes, at shares of their width and height."""
    axes.text(x, y, text, color=colour, ha=align, va="bottom", transform=axes.transAxes)

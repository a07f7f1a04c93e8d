"""What the report on purchase behaviour shows of the months."""

import pandas as pd

from crm_analysis.reporting.exhibits import show_facts, show_figure, show_table
from crm_analysis.reporting.facts import Fact
from crm_analysis.reporting.figures import draw_months
from crm_analysis.reporting.formats import format_value
from crm_analysis.reporting.small_counts import is_small

MOST_MONTHS = 120


def show_purchase_facts(months: pd.DataFrame, currency: str) -> None:
    """Show the last whole month, and the year before it if it is known."""
    if months.empty:
        show_facts([Fact("orders-last-month", "Orders in the last whole month", None)])
        return
    last = months.iloc[-1]
    named = {f"{month['month']:%B %Y}": month for month in _to_compare(months)}
    name = f"{last['month']:%B %Y}"
    facts = [
        _fact_of_month("orders", f"Orders in {name}", "orders", last, named),
        _fact_of_month("buyers", f"Buyers in {name}", "people", last, named),
    ]
    if not is_small(int(last["buyers"])) and last["buyers"]:
        if currency:
            label = f"Amount in {name}"
            facts.append(_fact_of_month("amount", label, currency, last, named))
        facts += _facts_on_average(last, named, currency)
    show_facts(facts)


def _to_compare(months: pd.DataFrame) -> list[pd.Series]:
    """Return the month before the last one, and the one a year before, if known."""
    return [months.iloc[-1 - ago] for ago in (1, 12) if len(months) > ago]


def _fact_of_month(
    column: str, label: str, unit: str, last: pd.Series, named: dict[str, pd.Series]
) -> Fact:
    hidden = {when for when, month in named.items() if is_small(int(month["buyers"]))}
    whole = column != "amount"
    return Fact(
        f"{column}-last-month",
        label,
        int(last[column]) if whole else float(last[column]),
        unit,
        n=None if whole else int(last["orders"]),
        people=column == "buyers",
        earlier={
            when: int(month[column]) if whole else float(month[column])
            for when, month in named.items()
            if column == "buyers" or when not in hidden
        },
    )


def _facts_on_average(
    last: pd.Series, named: dict[str, pd.Series], currency: str
) -> list[Fact]:
    """Describe the mean buyer and the mean order of the last whole month."""
    known = {
        when: month
        for when, month in named.items()
        if month["buyers"] and not is_small(int(month["buyers"]))
    }
    facts = [
        Fact(
            "orders-per-buyer",
            "Orders a buyer",
            last["orders"] / last["buyers"],
            "orders",
            n=int(last["buyers"]),
            earlier={
                when: month["orders"] / month["buyers"] for when, month in known.items()
            },
        )
    ]
    if currency:
        facts.append(
            Fact(
                "amount-per-order",
                "Amount an order",
                last["amount"] / last["orders"],
                currency,
                n=int(last["orders"]),
                earlier={
                    when: month["amount"] / month["orders"]
                    for when, month in known.items()
                },
            )
        )
    return facts


def newest_months(months: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the months that a page has room for, and what to say of the others."""
    if len(months) <= MOST_MONTHS:
        return months, ""
    return months.tail(MOST_MONTHS), f" Only the newest {MOST_MONTHS} months are shown."


def show_months(months: pd.DataFrame, currency: str) -> None:
    """Show orders month by month, of ten years at most."""
    if months.empty:
        show_table(months, id="months", title="No order yet in a month that is over")
        return
    months, cut = newest_months(months)
    top = months.loc[months["orders"].idxmax()]
    hidden = [] if months["amount"].isna().all() else ["amount"]
    show_figure(
        draw_months(months, "orders", "count", "Orders a month"),
        id="months",
        title=f"Most orders were in {top['month']:%B %Y}:"
        f" {format_value(int(top['orders']))}",
        caption="Orders that count as a purchase, by month; a month that is not"
        f" over is left out.{cut}",
        alt=f"Line of orders a month from {months['month'].iloc[0]:%B %Y} to"
        f" {months['month'].iloc[-1]:%B %Y}, between"
        f" {format_value(int(months['orders'].min()))} and"
        f" {format_value(int(months['orders'].max()))}.",
        data=months.assign(month=months["month"].dt.strftime("%Y-%m")),
        unit={"orders": "orders", "buyers": "people", "amount": currency},
        n=int(months["orders"].sum()),
        people=["buyers"],
        hide=hidden,
    )

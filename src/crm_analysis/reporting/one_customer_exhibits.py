"""What the report on one customer shows: by pseudonym, and nothing that names them."""

import pandas as pd

from crm_analysis.customer_card import CustomerCard
from crm_analysis.outlook import Outlook
from crm_analysis.reporting.exhibits import (
    show_answer,
    show_facts,
    show_figure,
    show_table,
    show_verdict,
)
from crm_analysis.reporting.facts import Fact
from crm_analysis.reporting.figures import draw_purchase_days
from crm_analysis.reporting.formats import format_day, format_value

BAND_YEARS = 10


def show_customer_verdicts(outlook: Outlook) -> None:
    """Show whether the customer's place and probability may be used, and why."""
    for verdict in (outlook.ranking, outlook.probabilities):
        show_verdict(verdict.kind, verdict.given, verdict.sentence)


def show_one_customer_facts(card: CustomerCard, outlook: Outlook) -> None:
    """Show what is known of the customer in figures, and what is expected."""
    known = _row(card, outlook)
    place = _place(card, outlook)
    facts = [
        Fact("orders", "Orders", card.all_orders, "orders"),
        Fact("contacts", "Contacts", card.all_communications, ""),
    ]
    if known is not None:
        days = int(known["days_since_last"])
        bought = int(known["purchase_days"])
        facts += [
            Fact("days-since-last", "Since the last purchase", days, "days"),
            Fact("purchase-days", "Days with a purchase", bought, "days"),
        ]
    if place is not None:
        count = len(outlook.customers)
        facts.append(Fact("place", "Place by likelihood", place, n=count))
    if known is not None and outlook.probabilities.given:
        label = f"Probability to buy within {outlook.horizon_days} days"
        chance = float(known["probability"])
        facts.append(Fact("probability", label, chance, "share"))
    show_facts(facts)


def show_profile(card: CustomerCard) -> None:
    """Show what is known of the person: coarse, so that it names nobody."""
    profile = card.profile
    born = profile["birth_year"]
    age = None if born is None else (card.as_of.year - int(born)) // BAND_YEARS
    band = age is not None and f"{age * BAND_YEARS}-{age * BAND_YEARS + BAND_YEARS - 1}"
    rows = [
        ("Pseudonym", profile["pseudonym"]),
        ("Age, about, in years", band or None),
        ("Gender", profile["gender"]),
        ("Country", profile["country"]),
        ("Recorded on", profile["created_on"].isoformat()),
        ("Recorded in", profile["source_system"]),
    ]
    show_table(
        pd.DataFrame(rows, columns=["what", "known"]),
        id="profile",
        title=f"Customer {profile['pseudonym']}",
        caption="Age is from the year of birth alone.",
    )


def show_history(card: CustomerCard) -> None:
    """Show the newest orders over time, and list them."""
    orders = pd.DataFrame(card.orders)
    if orders.empty:
        show_table(
            pd.DataFrame(columns=["ordered_on"]),
            id="orders",
            title="There are no orders before the day of the report",
        )
        return
    columns = ["ordered_on", "status", "counts_as_purchase", "net_amount", "currency"]
    shown = orders[columns].assign(net_amount=orders["net_amount"].astype("float64"))
    currencies = shown["currency"].dropna().unique()
    unit = currencies[0] if len(currencies) == 1 else ""
    if unit:
        shown = shown.drop(columns="currency")
    _show_amounts(shown, unit)
    show_table(
        shown,
        id="orders",
        title=_newest(card.all_orders, "orders", len(shown)),
        caption="One row an order before the day of the report, the newest first.",
        unit={"ordered_on": "date", "net_amount": unit},
    )


def _show_amounts(orders: pd.DataFrame, unit: str) -> None:
    """Draw the amounts that are known, in the one currency that they are in."""
    amounts = orders.dropna(subset="net_amount").sort_values("ordered_on")
    if amounts.empty or not unit:
        return
    most = format_value(float(amounts["net_amount"].max()), unit)
    show_figure(
        draw_purchase_days(amounts, unit),
        id="amounts",
        title=f"The newest {format_value(len(amounts), 'orders')} with an amount, up to"
        f" {most}",
        caption=f"Amount of each order by its day, in {unit}.",
        alt=f"Stems, one an order, from"
        f" {format_day(amounts['ordered_on'].iloc[0])} to"
        f" {format_day(amounts['ordered_on'].iloc[-1])}, the highest {most}.",
        data=amounts[["ordered_on", "net_amount"]],
        unit={"ordered_on": "date", "net_amount": unit},
    )


def show_contacts(card: CustomerCard) -> None:
    """List the newest contacts; what was said is not kept."""
    contacts = pd.DataFrame(
        card.communications, columns=["occurred_at", "channel", "direction", "outcome"]
    )
    contacts["occurred_at"] = [f"{at:%Y-%m-%d %H:%M}" for at in contacts["occurred_at"]]
    count = card.all_communications
    show_table(
        contacts,
        id="contacts",
        title=_newest(count, "contacts", len(contacts))
        if count
        else "There are no contacts before the day of the report",
        caption="One row a contact, moments in UTC." if count else "",
        unit={"occurred_at": "date"},
    )


def show_reasons(card: CustomerCard, outlook: Outlook) -> None:
    """List what moved the score most; nothing if the ranking is withheld."""
    known = _row(card, outlook)
    reasons = "" if known is None else known["reasons"]
    if not reasons or not outlook.ranking.given:
        show_table(
            pd.DataFrame(columns=["reason"]),
            id="reasons",
            title="There is no score to give reasons for",
        )
        return
    parts = [part.rstrip(")").rpartition(" (") for part in reasons.split("; ")]
    show_table(
        pd.DataFrame(
            [(words, float(moved)) for words, _, moved in parts],
            columns=["reason", "log_odds"],
        ),
        id="reasons",
        title="What moved the score most",
        caption="How much each raised (+) or lowered the log odds of a purchase against"
        " the mean of the customers that the models learnt from; 0.7 doubles or halves"
        " the odds. A percentage in a reason is what one model alone would say.",
        unit={"log_odds": ""},
    )


def show_one_customer_answer(card: CustomerCard, outlook: Outlook) -> None:
    """Answer what is known of the customer, in sentences that the verdicts allow."""
    name, known = card.profile["pseudonym"], _row(card, outlook)
    day = format_day(card.as_of)
    if known is None:
        show_answer(f"Customer {name} has no purchase before {day}.")
        return
    days = int(known["days_since_last"])
    sentences = [
        f"Customer {name} bought on {_days(int(known['purchase_days']))}, for the last"
        f" time {_days(days)} before {day}."
    ]
    if outlook.probabilities.given:
        chance = format_value(float(known["probability"]), "share")
        sentences.append(
            f"The probability of a purchase within {outlook.horizon_days} days is"
            f" {chance}."
        )
    place = _place(card, outlook)
    if place is not None:
        sentences.append(
            f"{place - 1:,} of {len(outlook.customers):,} customers are likelier to"
            " buy."
        )
    withheld = [
        verdict.sentence
        for verdict in (outlook.ranking, outlook.probabilities)
        if not verdict.given
    ]
    show_answer([*sentences, *withheld])


def show_nobody() -> None:
    """Say that there is nobody to show, where the customer would be."""
    show_answer("Nobody in this segment has bought: there is no customer to show.")


def _newest(count: int, what: str, shown: int) -> str:
    """Say how many there are, and how many of them are shown if not all are."""
    there_are = format_value(count, what)
    return there_are if shown == count else f"{there_are}, the newest {shown}"


def _row(card: CustomerCard, outlook: Outlook) -> pd.Series | None:
    customer_id = card.profile["customer_id"]
    if customer_id not in outlook.customers.index:
        return None
    known = outlook.explain([customer_id]).drop(columns="probability")
    return outlook.customers.join(known, how="inner").loc[customer_id]


def _place(card: CustomerCard, outlook: Outlook) -> int | None:
    """Return the customer's place by likelihood, from 1; None if it is withheld."""
    known = _row(card, outlook)
    if known is None or not outlook.ranking.given:
        return None
    likelier = outlook.customers["probability"] > known["probability"]
    return int(likelier.sum()) + 1


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"

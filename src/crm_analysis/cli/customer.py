"""The command on one customer: who it is, what was bought, what is expected."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.cli.options import chosen_url, read_day, takes_database
from crm_analysis.cli.reading import note_reading
from crm_analysis.cli.terminal import printable, printable_json

if TYPE_CHECKING:
    from crm_analysis.customer_card import CustomerCard


@click.command()
@click.argument("name", metavar="ID")
@click.option(
    "--as-of",
    callback=read_day,
    metavar="DATE",
    help="First day not looked at; default tomorrow, so that today's orders count.",
)
@click.option(
    "--run", "run_id", metavar="RUN_ID", help="Which saved run; default the newest."
)
@click.option(
    "--model",
    "model_file",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="A file that `score --model` wrote, instead of a saved run.",
)
@click.option("--personal", is_flag=True, help="Show name, email and phone too.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@takes_database
def customer(
    name: str,
    as_of: datetime.date | None,
    run_id: str | None,
    model_file: Path | None,
    personal: bool,
    as_json: bool,
    url: str | None,
) -> None:
    """Show one customer, by id or pseudonym: orders, contacts, score and reasons.

    The score is as of now, by the model of a run of `score --save`: nothing is fitted.
    """
    from crm_analysis import customer_card
    from crm_analysis.database import connect
    from crm_analysis.scoring_runs import read_run, read_run_file

    if run_id and model_file:
        raise click.UsageError("--run and --model both name a model; give one of them")
    with connect(chosen_url(url)) as database:
        customer_id = customer_card.find_customer(database, name)
        run = read_run_file(model_file) if model_file else read_run(database, run_id)
        today = datetime.datetime.now(datetime.UTC).astimezone().date()
        day = as_of or customer_card.first_day(run, today)
        card = customer_card.read_customer(database, customer_id, run, day)
        contact = customer_card.read_contact(database, customer_id) if personal else {}
        bound = {"customer_id": customer_id}
        person = database.read("privacy/source_of_person", bound).to_pylist()
    if personal:
        note_reading("customer", url, person, list(contact))
    if as_json:
        click.echo(printable_json(_record(card, contact)))
        return
    for line in _lines(card, contact):
        click.echo(printable(line))


def _record(card: "CustomerCard", contact: dict) -> dict:
    """Return the card as JSON can hold it."""
    run = card.run and {
        "run_id": card.run.run_id,
        "as_of": card.run.as_of,
        "horizon_days": card.run.horizon_days,
        "department": card.run.department,
        "rung": card.run.rung,
        "currency": card.run.currency,
    }
    return _plain(
        {
            "as_of": card.as_of,
            "profile": card.profile,
            **({"contact": contact} if contact else {}),
            "score": card.score or None,
            "run": run,
            "notes": list(card.notes),
            "all_orders": card.all_orders,
            "orders": card.orders,
            "all_communications": card.all_communications,
            "communications": card.communications,
        }
    )


def _plain(value: object) -> object:
    """Return a value with days as ISO text and amounts as numbers."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _lines(card: "CustomerCard", contact: dict) -> Iterator[str]:
    """Write the card for a screen."""
    profile = card.profile
    yield f"customer {profile['customer_id']}, {profile['pseudonym'] or 'no pseudonym'}"
    born = profile["birth_year"] and f"born {profile['birth_year']}"
    known = filter(None, (born, profile["gender"], profile["country"]))
    since = f"in {profile['source_system']} since {profile['created_on']}"
    yield f"  {', '.join((*known, since))}"
    if contact:
        yield f"  {', '.join(filter(None, contact.values()))}"
    yield ""
    yield from _score_lines(card)
    yield from _list_lines("orders", card.all_orders, map(_order, card.orders))
    contacts = map(_communication, card.communications)
    yield from _list_lines("communications", card.all_communications, contacts)


def _score_lines(card: "CustomerCard") -> Iterator[str]:
    if card.score:
        score, run = card.score, card.run
        where = "" if run.department == "all" else f" in {run.department}"
        yield (
            f"{100 * score['probability']:.1f}% likely to buy{where} in the"
            f" {run.horizon_days} days from {card.as_of} on"
        )
        for reason in filter(None, score["reasons"].split("; ")):
            yield f"  {reason}"
        yield from _expectation_lines(score, run.currency)
        yield f"  by the {run.rung} of run {run.run_id}"
    for note in card.notes:
        yield f"  {note}"


def _expectation_lines(score: dict, currency: str) -> Iterator[str]:
    if score["expected_purchases"] is None:
        return
    spend = score["expected_spend"]
    amount = "" if spend is None else f" and {spend:,.2f} {currency}"
    yield (
        f"  expected: {score['expected_purchases']:.2f} purchase days{amount}; active"
        f" still: {100 * score['chance_active']:.0f}%"
    )


def _list_lines(what: str, count: int, lines: Iterator[str]) -> Iterator[str]:
    shown = list(lines)
    newest = f", the newest {len(shown)}" if len(shown) < count else ""
    yield ""
    yield f"{what}: {count:,}{newest}"
    for line in shown:
        yield f"  {line}"


def _order(order: dict) -> str:
    amount = "amount unknown"
    if order["net_amount"] is not None:
        amount = f"{order['net_amount']:,.2f} {order['currency']}"
    counts = (
        ""
        if order["counts_as_purchase"]
        else f" (no purchase: {order['counts_reason']})"
    )
    return f"{order['ordered_on']}  {amount:>16}  {order['status']}{counts}"


def _communication(contact: dict) -> str:
    outcome = contact["outcome"] or ""
    what = f"{contact['direction']} {contact['channel']}"
    return f"{contact['occurred_at']:%Y-%m-%d %H:%M}  {what}  {outcome}".rstrip()

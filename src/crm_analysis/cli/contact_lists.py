"""Commands on contact lists: export one, and see what became of it."""

import datetime
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.cli.options import chosen_url, takes_database
from crm_analysis.errors import NotEnoughDataError, PrivacyError, UsageError

if TYPE_CHECKING:
    from crm_analysis.privacy.contact_lists import ContactList
    from crm_analysis.privacy.exports import Export
    from crm_analysis.privacy.outcomes import Outcomes


@click.command()
@click.option(
    "--list", "list_name", required=True, metavar="NAME", help="In sql/contact_lists."
)
@click.option("--channel", required=True, metavar="email|phone|post")
@click.option("--top", type=click.IntRange(1), required=True, help="At most so many.")
@click.option("--purpose", default="", metavar="TEXT", help="What for; no way without.")
@click.option(
    "--holdout", metavar="10%", help="Share left out at random, to compare with."
)
@click.option("--seed", type=click.IntRange(0), help="Of that draw; default a new one.")
@click.option("--as-of", default="latest", metavar="DATE", help="Default latest.")
@click.option(
    "--policy",
    "policy_file",
    type=click.Path(path_type=Path),
    envvar="CRM_CONSENT_POLICY",
    metavar="FILE.toml",
    help="What each channel rests on; default $CRM_CONSENT_POLICY.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Default: the list, the channel and the id, in this folder.",
)
@takes_database
def export(
    list_name: str,
    channel: str,
    top: int,
    purpose: str,
    holdout: str | None,
    seed: int | None,
    as_of: str,
    policy_file: Path | None,
    out: Path | None,
    url: str | None,
) -> None:
    """Write a contact list of those who may be contacted, and say who may not."""
    from crm_analysis.coverage import resolve_as_of
    from crm_analysis.database import changing
    from crm_analysis.database.address import parse_address
    from crm_analysis.output_files import require_places
    from crm_analysis.privacy import contact_lists, exports
    from crm_analysis.privacy.consent import DEFAULT_POLICY, Policy
    from crm_analysis.privacy.hold_out import hold_out

    exports.require_purpose(purpose)
    contact_lists.require_list(list_name)
    contact_lists.require_channel(channel)
    share = _share(holdout) if holdout else 0.0
    policy = Policy.from_file(policy_file) if policy_file else DEFAULT_POLICY
    address = parse_address(chosen_url(url))
    now = datetime.datetime.now(datetime.UTC)
    drawn = secrets.randbits(31) if seed is None else seed
    require_places([out] if out else [])
    with changing(address.url) as database:
        day = resolve_as_of(database, as_of)
        wanted = contact_lists.read_wanted(database, list_name, day)
        approach = contact_lists.Approach(channel, now, policy)
        contacts = contact_lists.choose_contacts(database, wanted, top, approach)
        _require_somebody(contacts)
        if share:
            contacts = hold_out(contacts, share, drawn)
        record = exports.describe_export(
            list_name,
            channel,
            purpose,
            day,
            now,
            policy=policy,
            holdout_seed=drawn if share else None,
        )
        place = out or Path(f"{list_name}-{channel}-{record.export_id}.csv")
        exports.write_export(database, str(address), record, contacts, place)
    _tell(contacts, record, place)


def _share(text: str) -> float:
    """Read a share, as 10% or 0.1."""
    try:
        number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        number = -1.0
    if not 0 < number < 1:
        raise UsageError(f"the share to hold out is {text!r}, expected one like 10%")
    return number


def _require_somebody(contacts: "ContactList") -> None:
    if contacts.wanted == 0:
        raise NotEnoughDataError(
            "nobody is on this list as of this day; choose another list or day"
        )
    if contacts.contacts.empty:
        why = ", ".join(f"{count:,} {what}" for what, count in _in_order(contacts))
        raise PrivacyError(
            f"nobody of the {contacts.wanted:,} on this list may be contacted ({why});"
            " choose another list or channel, nothing was written"
        )


def _in_order(contacts: "ContactList") -> list[tuple[str, int]]:
    from crm_analysis.privacy.contact_lists import REASONS

    found = contacts.left_out
    return [(reason, found[reason]) for reason in REASONS if found[reason]]


def _tell(contacts: "ContactList", record: "Export", place: Path) -> None:
    held_out = int(contacts.contacts["held_out"].sum())
    written = len(contacts.contacts) - held_out
    click.echo(f"{written:,} of the {contacts.wanted:,} customers on the list: {place}")
    click.echo(f"export {record.export_id}")
    if held_out:
        click.echo(f"held out to compare with: {held_out:,}")
    for reason, count in _in_order(contacts):
        click.echo(f"left out: {count:,} {reason}")
    looked_at = len(contacts.contacts) + contacts.left_out.total()
    if rest := contacts.wanted - looked_at:
        click.echo(f"not needed: {rest:,}")
    if record.channel == "post":
        click.echo(
            "postal addresses are not held here: the source has them, by source_id"
        )
    click.echo(f"delete it by {record.expires_on}; `crm-analysis purge` does")


@click.command()
@click.option("--export", "export_id", metavar="ID", help="Which; none lists them all.")
@click.option(
    "--days",
    type=click.IntRange(1),
    default=30,
    show_default=True,
    help="How many days after the export to look at.",
)
@click.option(
    "--responses",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Write these down first: customer_id and responded_on.",
)
@takes_database
def outcomes(
    export_id: str | None, days: int, responses: Path | None, url: str | None
) -> None:
    """Show what became of a contact list: who bought, and what the list did to that."""
    from crm_analysis.database import changing, connect
    from crm_analysis.privacy import outcomes as found

    if export_id is None:
        with connect(chosen_url(url)) as database:
            exports = found.read_exports(database)
        for each in exports:
            click.echo(f"{each['export_id']}  {each['list_name']}  {each['channel']}")
        if not exports:
            click.echo("no contact list was exported yet", err=True)
        return
    if responses:
        days_by_customer = found.read_responses(responses)
        with changing(chosen_url(url)) as database:
            kept = found.record_responses(database, export_id, days_by_customer)
        click.echo(f"responses: {kept:,} of the {len(days_by_customer):,} in the file")
    with connect(chosen_url(url)) as database:
        shown = found.read_outcomes(database, export_id, days)
    _show(shown, "buyers", "bought")
    if shown.contacted["responders"] or shown.held_out["responders"]:
        _show(shown, "responders", "responded")


def _show(shown: "Outcomes", outcome: str, did: str) -> None:
    for who, group in (("contacted", shown.contacted), ("held out", shown.held_out)):
        click.echo(
            f"{who}: {group[outcome]:,} of {group['people']:,} {did} before"
            f" {shown.until}"
        )
    if not shown.held_out["people"]:
        click.echo("nobody was held out, so what the list did cannot be told")
        return
    effect = shown.effect(outcome)
    low, high = effect.interval
    click.echo(
        f"effect: {100 * effect.effect:+.1f} points, 95% interval {100 * low:+.1f} to"
        f" {100 * high:+.1f}"
    )

"""What every command does that shows personal data: it leaves a line in the log."""

import datetime
from collections.abc import Sequence

from crm_analysis.cli.options import chosen_url


def note_reading(
    action: str, url: str | None, people: Sequence[dict], columns: Sequence[str]
) -> None:
    """Write down that somebody's data are about to be shown.

    A single person is named by what a tombstone would be: who holds the key can tell
    whose data were read, and nobody else can.

    Raises
    ------
    PrivacyError
        If it cannot be written down; nothing is to be shown then.
    """
    from crm_analysis.database.address import parse_address
    from crm_analysis.privacy.audit_log import Entry, write_down
    from crm_analysis.tombstones import tombstone

    details = {}
    if len(people) == 1 and people[0].get("source_id") is not None:
        (person,) = people
        details = {"person": tombstone(person["source_system"], person["source_id"])}
    where = str(parse_address(chosen_url(url)))
    entry = Entry(action, where, len(people), tuple(columns), details)
    write_down(entry, datetime.datetime.now(datetime.UTC))

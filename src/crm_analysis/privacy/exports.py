"""Exports: a contact list in a file, on record in the database and in the audit log."""

import csv
import datetime
import hashlib
import io
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from crm_analysis.database import Database
from crm_analysis.database.definitions import arrow_schemas
from crm_analysis.errors import CrmAnalysisError, NotPermittedError, PrivacyError
from crm_analysis.output_files import safe_for_spreadsheets, write_whole
from crm_analysis.privacy.audit_log import Entry, write_down
from crm_analysis.privacy.consent import DEFAULT_POLICY, Policy
from crm_analysis.privacy.contact_lists import ADDRESS_COLUMNS, ContactList

LONGEST_PURPOSE = 255


@dataclass(frozen=True)
class Export:
    """What an export is, beside the people in it.

    Attributes
    ----------
    export_id : str
        Moment and a few letters that nobody else has.
    list_name, channel, purpose : str
        What was asked for.
    as_of : date
        The first day that was not known.
    exported_at : datetime
        The moment, UTC, without a zone.
    expires_on : date
        The first day on which the file must be gone.
    holdout_seed : int or None
        Seed of the draw of who was held out; None if nobody was.
    """

    export_id: str
    list_name: str
    channel: str
    purpose: str
    as_of: datetime.date
    exported_at: datetime.datetime
    expires_on: datetime.date
    holdout_seed: int | None = None


def require_purpose(purpose: str) -> str:
    """Refuse an export that nobody says the purpose of.

    Raises
    ------
    PrivacyError
        If it is blank, or too long to be kept.
    """
    purpose = " ".join(purpose.split())
    if not 0 < len(purpose) <= LONGEST_PURPOSE or not purpose.isprintable():
        raise PrivacyError(
            f"got a purpose of {len(purpose)} letters, expected 1 to {LONGEST_PURPOSE}:"
            " personal data are exported for a stated purpose only, give it with"
            " --purpose"
        )
    return purpose


def describe_export(  # noqa: PLR0913  all that is on record
    list_name: str,
    channel: str,
    purpose: str,
    as_of: datetime.date,
    now: datetime.datetime,
    *,
    policy: Policy = DEFAULT_POLICY,
    holdout_seed: int | None = None,
) -> Export:
    """Return what is on record of an export that is made now."""
    moment = now.astimezone(datetime.UTC).replace(microsecond=0, tzinfo=None)
    return Export(
        export_id=f"{moment:%Y%m%dT%H%M%SZ}_{secrets.token_hex(3)}",
        list_name=list_name,
        channel=channel,
        purpose=require_purpose(purpose),
        as_of=as_of,
        exported_at=moment,
        expires_on=moment.date() + datetime.timedelta(days=policy.keep_days),
        holdout_seed=holdout_seed,
    )


def write_export(
    database: Database, where: str, export: Export, contacts: ContactList, out: Path
) -> str:
    """Write the file, and put it on record: all of it or nothing.

    Parameters
    ----------
    database : Database
        Open to change rows, in a transaction that ends after this returns.
    where : str
        Its address, as it can be shown.
    export : Export
        What `describe_export` returned.
    contacts : ContactList
        Whom.
    out : Path
        A CSV file that only this user may read.

    Returns
    -------
    str
        The file's digest.

    Raises
    ------
    NotPermittedError
        If the user may not write to the tables of exports.
    PrivacyError
        If the audit log cannot be written.
    CrmAnalysisError
        If the file cannot be written; then nothing is on record but a line in the log.
    """
    content = as_csv(export, contacts)
    digest = hashlib.sha256(content).hexdigest()
    _put_on_record(database, export, contacts, digest)
    written = ~contacts.contacts["held_out"]
    entry = Entry(
        "export",
        where,
        int(written.sum()),
        ("name", ADDRESS_COLUMNS[export.channel]),
        {
            "export_id": export.export_id,
            "list": export.list_name,
            "purpose": export.purpose,
            "held_out": int((~written).sum()),
            "file": str(out.resolve()),
            "sha256": digest,
            "expires_on": export.expires_on.isoformat(),
        },
    )
    moment = export.exported_at.replace(tzinfo=datetime.UTC)
    write_down(entry, moment)
    try:
        write_whole(out, lambda side: write_private(side, content))
    except CrmAnalysisError:
        failed = {"export_id": export.export_id, "why": "the file was not written"}
        write_down(Entry("export failed", where, 0, (), failed), moment)
        raise
    return digest


def as_csv(export: Export, contacts: ContactList) -> bytes:
    """Return the file: one row an address, and no more of a person than it needs.

    A cell that a spreadsheet would run begins with an apostrophe.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\r\n")
    address = ADDRESS_COLUMNS[export.channel]
    rows.writerow(["contact_number", "name", address, "delete_by"])
    frame = contacts.contacts[~contacts.contacts["held_out"]]
    columns = (frame["contact_number"], frame["name"], frame["address"])
    for number, name, address in zip(*columns, strict=True):
        rows.writerow([number, _cell(name), _cell(address), export.expires_on])
    return text.getvalue().encode()


def _cell(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return safe_for_spreadsheets(plain)


def write_private(side: Path, content: bytes) -> None:
    """Write a file that nobody but this user can read."""
    side.unlink(missing_ok=True)
    descriptor = os.open(side, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put_on_record(
    database: Database, export: Export, contacts: ContactList, digest: str
) -> None:
    frame = contacts.contacts
    count = len(frame)
    try:
        database.load(
            "contact_exports",
            pa.Table.from_pylist(
                [vars(export) | {"file_sha256": digest}],
                schema=arrow_schemas()["contact_exports"],
            ),
        )
        database.load(
            "contact_list_members",
            pa.table(
                {
                    "export_id": pa.array([export.export_id] * count, pa.string()),
                    "contact_number": pa.array(frame["contact_number"], pa.int32()),
                    "pseudonym": pa.array(frame["pseudonym"], pa.string()),
                    "held_out": pa.array(frame["held_out"], pa.bool_()),
                }
            ),
        )
    except NotPermittedError:
        raise NotPermittedError(
            "the user may not put exports on record; grant INSERT on contact_exports"
            " and contact_list_members, without which nobody is exported"
        ) from None

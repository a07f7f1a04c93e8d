"""Forgetting: a person goes from everywhere we know of, and a load cannot undo it."""

import csv
import datetime
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from crm_analysis.connectors.staging_files import staging_files
from crm_analysis.customer_card import find_customer
from crm_analysis.database import Database, changing, wipe_deleted
from crm_analysis.database.address import parse_address
from crm_analysis.database.definitions import arrow_schemas
from crm_analysis.datasets.forgotten import delete_people
from crm_analysis.errors import UsageError
from crm_analysis.output_files import write_whole
from crm_analysis.privacy.audit_log import Entry, read_entries, write_down
from crm_analysis.privacy.exports import write_private
from crm_analysis.privacy.withdrawal import HeldRun, find_runs, withdraw
from crm_analysis.tombstones import key_check, tombstone


@dataclass(frozen=True)
class Forgotten:
    """What was done about a person.

    Attributes
    ----------
    rows : dict of str to int
        Deleted rows by table.
    exports : tuple of Path
        Files of contact lists from which the person was taken.
    changed_exports : tuple of Path
        Files that are not as they were written, to be looked at by hand.
    staging : tuple of Path
        Files of loads that were deleted, and are made again by the next.
    runs : tuple of HeldRun
        Runs of reports that were withdrawn.
    """

    rows: dict[str, int]
    exports: tuple[Path, ...]
    changed_exports: tuple[Path, ...]
    staging: tuple[Path, ...]
    runs: tuple[HeldRun, ...]


def forget(
    url: str | None, name: str, now: datetime.datetime, report_folders: Iterable[Path]
) -> Forgotten:
    """Delete a person from the database, and from the files that we know of.

    Files come first: if one cannot be changed, the person is still known and the
    command can be given again.

    Parameters
    ----------
    url : str or None
        The database, as `connect` takes it.
    name : str
        The person, by id or pseudonym.
    now : datetime
        The moment, with a time zone.
    report_folders : paths
        Where runs of reports are looked for.

    Raises
    ------
    UsageError
        If there is no such person, or the engine's tables are only replaced by loads.
    PrivacyError
        If the audit log cannot be written, or is broken.
    """
    where = str(parse_address(url))
    with changing(url) as database:
        person = _read_person(database, name)
        lists = database.read(
            "privacy/lists_of_person", {"pseudonym": person["pseudonym"]}
        ).to_pylist()
        taken, changed = _take_from_exports(lists, where, now)
        staging = _delete_staging()
        runs = []
        for out in report_folders:
            found = find_runs(out, person["pseudonym"])
            withdraw(out, found)
            runs += found
        _put_tombstone(database, person, now)
        whom = {person["source_system"]: [person["id"]]}
        gone = delete_people(database, whom)
        rows = {table: count for table, count in gone.items() if count > 0}
        details = {
            "deleted_rows": rows,
            "export_files": len(taken),
            "withdrawn_runs": [run.folder.name for run in runs],
        }
        write_down(Entry("forget", where, 1, (), details), now)
    wipe_deleted(url)
    return Forgotten(rows, tuple(taken), tuple(changed), tuple(staging), tuple(runs))


def _read_person(database: Database, name: str) -> dict:
    customer_id = find_customer(database, name)
    found = database.read("subject/customers", {"customer_id": customer_id}).to_pylist()
    if not found:
        raise UsageError(
            "there is no such customer; `crm-analysis customers --search TEXT` finds"
            " the id, and who was forgotten has none"
        )
    return found[0]


def _put_tombstone(database: Database, person: dict, now: datetime.datetime) -> None:
    """Let no load bring the person back; who has no key in a source comes from none."""
    system, key = person["source_system"], person["source_id"]
    if system is None or key is None:
        return
    row = {
        "tombstone": tombstone(system, key),
        "key_check": key_check(),
        "forgotten_on": now.astimezone(datetime.UTC).date(),
    }
    there = database.read_table("tombstones")["tombstone"].to_pylist()
    if row["tombstone"] not in there:
        schema = arrow_schemas()["tombstones"]
        database.load("tombstones", pa.Table.from_pylist([row], schema=schema))


def _take_from_exports(
    lists: list[dict], where: str, now: datetime.datetime
) -> tuple[list[Path], list[Path]]:
    """Take a person's line from each file of a contact list that is still there."""
    files = {entry["export_id"]: entry for entry in read_entries() if "sha256" in entry}
    taken, changed = [], []
    for row in lists:
        known = files.get(row["export_id"])
        path = Path(known["file"]) if known else None
        if row["held_out"] or path is None or not path.exists():
            continue
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != known["sha256"]:
            changed.append(path)
            continue
        shorter = _without_line(content, row["contact_number"])
        write_whole(path, lambda side, bytes_=shorter: write_private(side, bytes_))
        details = {
            "export_id": row["export_id"],
            "file": str(path),
            "sha256": hashlib.sha256(shorter).hexdigest(),
            "expires_on": known["expires_on"],
        }
        write_down(Entry("export shortened", where, 1, (), details), now)
        taken.append(path)
    return taken, changed


def _without_line(content: bytes, number: int) -> bytes:
    lines = csv.reader(io.StringIO(content.decode(), newline=""))
    text = io.StringIO(newline="")
    rest = csv.writer(text, lineterminator="\r\n")
    rest.writerows(line for line in lines if line[0] != str(number))
    return text.getvalue().encode()


def _delete_staging() -> list[Path]:
    files = staging_files()
    for path in files:
        path.unlink()
    return files

"""Outcomes of a contact list: who bought afterwards, and what the list did to that."""

import csv
import datetime
from dataclasses import dataclass
from pathlib import Path

from crm_analysis.coverage import parse_day, read_coverage
from crm_analysis.database import Database
from crm_analysis.errors import (
    DataRefusedError,
    MissingColumnsError,
    NotEnoughDataError,
    UsageError,
)
from crm_analysis.evaluation.campaign_effect import CampaignEffect, campaign_effect


@dataclass(frozen=True)
class Outcomes:
    """What happened after an export, in the two groups.

    Attributes
    ----------
    export : dict
        Its row of ``contact_exports``.
    until : date
        The first day that is not looked at.
    contacted, held_out : dict
        ``people`` of each group who are still known, ``buyers`` among them, and
        ``responders`` where responses were imported.
    """

    export: dict
    until: datetime.date
    contacted: dict[str, int]
    held_out: dict[str, int]

    def effect(self, outcome: str = "buyers") -> CampaignEffect:
        """Compare the two groups.

        Raises
        ------
        NotEnoughDataError
            If nobody was held out.
        """
        one, other = self.contacted, self.held_out
        return campaign_effect(
            one["people"], one[outcome], other["people"], other[outcome]
        )


def read_exports(database: Database) -> list[dict]:
    """Read which contact lists were exported, the newest first."""
    return database.read("privacy/contact_exports").to_pylist()


def read_outcomes(database: Database, export_id: str, days: int) -> Outcomes:
    """Read what the people of an export did in the days from it on.

    Parameters
    ----------
    export_id : str
        As `read_exports` names it.
    days : int
        How many days, that of the export included.

    Raises
    ------
    UsageError
        If there is no such export.
    NotEnoughDataError
        If these days are not over in the data.
    """
    export = find_export(database, export_id)
    until = export["exported_at"].date() + datetime.timedelta(days=days)
    known_until = read_coverage(database).latest_as_of
    if until > known_until:
        raise NotEnoughDataError(
            f"the {days} days after the export end before {until}, but the orders are"
            f" known until {known_until}; load newer ones, or give fewer days"
        )
    bound = {"export_id": export["export_id"]}
    groups = database.read("privacy/export_outcomes", bound, until=until).to_pylist()
    nobody = {"people": 0, "buyers": 0, "responders": 0}
    counts = {bool(row.pop("held_out")): row for row in groups}
    return Outcomes(export, until, counts.get(False, nobody), counts.get(True, nobody))


def find_export(database: Database, export_id: str) -> dict:
    """Return an export's row of ``contact_exports``.

    Raises
    ------
    UsageError
        If there is none, naming the newest.
    """
    exports = read_exports(database)
    found = [each for each in exports if each["export_id"] == export_id]
    if not found:
        newest = ", ".join(each["export_id"] for each in exports[:5])
        raise UsageError(
            f"there is no such export; the newest are {newest}: give one of these"
            if exports
            else "there is no such export, as nothing was exported yet; export a list"
            " first, with `crm-analysis export`"
        )
    return found[0]


def read_responses(path: Path) -> dict[int, datetime.date]:
    """Read a CSV file of responses: ``customer_id``, our id, and ``responded_on``.

    Of several responses of a person the first day is kept.

    Raises
    ------
    UsageError
        If the file cannot be read.
    DataRefusedError
        If a column is missing, or a row holds no id or no day.
    """
    wanted = {"customer_id", "responded_on"}
    found: dict[int, datetime.date] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            names = set(rows.fieldnames or ())
            if not wanted <= names:
                raise MissingColumnsError(str(path), wanted - names, names)
            for row in rows:
                number, day = int(row["customer_id"]), parse_day(row["responded_on"])
                found[number] = min(day, found.get(number, day))
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}); check its name"
        ) from None
    except (ValueError, TypeError, UsageError):
        raise DataRefusedError(
            f"{path} has a row without an id in digits or a day like 2025-01-31; put it"
            " right, nothing was kept"
        ) from None
    return found


def record_responses(
    database: Database, export_id: str, responses: dict[int, datetime.date]
) -> int:
    """Write responses beside the people of an export; return of how many.

    Responses of people who are not in the export are left out.

    Parameters
    ----------
    database : Database
        Open to change rows, in a transaction.
    """
    export = find_export(database, export_id)["export_id"]
    members = database.read("privacy/members_of_export", {"export_id": export})
    kept = 0
    for member in members.to_pylist():
        day = responses.get(member["customer_id"])
        if day is not None:
            database.run(
                "privacy/response",
                export_id=export,
                contact_number=member["contact_number"],
                responded_on=day,
            )
            kept += 1
    return kept

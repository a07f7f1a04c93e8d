"""Write-back: scores and segments in a CSV file that the CRM itself imports.

The file holds keys of the CRM, scores and segments; no names and no addresses.
"""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from crm_analysis.database import Database
from crm_analysis.errors import DataRefusedError, UsageError
from crm_analysis.features import read_features
from crm_analysis.output_files import safe_for_spreadsheets, write_whole
from crm_analysis.rfm import score_rfm
from crm_analysis.scoring_runs import read_run

_COLUMNS = (
    "Purchase Probability",
    "Expected Purchases",
    "Expected Spend",
    "Spend Currency",
    "RFM Segment",
    "Scored As Of",
    "Horizon Days",
)


@dataclass(frozen=True)
class Form:
    """How a CRM takes records that it has already.

    Attributes
    ----------
    title : str
        What prose calls it.
    key_heading : str
        What it calls the column of its keys.
    key_prefix : str
        What its own exports write before each key.
    heading_joint, heading_ending : str
        What it puts between the words of a column of one's own, and after them.
    """

    title: str
    key_heading: str
    key_prefix: str = ""
    heading_joint: str = " "
    heading_ending: str = ""

    def headings(self) -> list[str]:
        """Return the headings of a file for it.

        >>> FORMS["salesforce"].headings()[:2]
        ['Id', 'Purchase_Probability__c']
        """
        own = (name.replace(" ", self.heading_joint) for name in _COLUMNS)
        return [self.key_heading, *(f"{name}{self.heading_ending}" for name in own)]


FORMS = {
    "hubspot": Form("HubSpot", "Record ID"),
    "salesforce": Form("Salesforce", "Id", heading_joint="_", heading_ending="__c"),
    "zoho": Form("Zoho CRM", "Record Id", key_prefix="zcrm_"),
}


def read_write_back(
    database: Database, system: str, run_id: str | None = None
) -> pd.DataFrame:
    """Read what a scoring run says of the customers that came from a system.

    Parameters
    ----------
    database : Database
        One that was loaded from the system, and scored with ``score --save``.
    system : str
        ``hubspot``, ``salesforce`` or ``zoho``.
    run_id : str or None
        Which scoring run; None for the newest.

    Returns
    -------
    DataFrame, one row a customer, under the headings of the system
        Its key as the system writes it; probability, purchases and spend to expect in
        the horizon, and the currency of spend; the RFM segment at the day of the run,
        that day, and the horizon.

    Raises
    ------
    UsageError
        If there is no form for the system, or no such run.
    DataRefusedError
        If nobody of the run came from the system.
    """
    if system not in FORMS:
        raise UsageError(
            f"nothing is known of how {system} takes scores; give one of"
            f" {', '.join(FORMS)}"
        )
    form, run = FORMS[system], read_run(database, run_id)
    if run is None:
        raise UsageError(
            "there is no scoring run; score first, with `crm-analysis score --save`"
        )
    bound = {"run_id": run.run_id, "written_for": system}
    rows = database.read_frame("queries/customers_to_write_back", bound)
    if rows.empty:
        raise DataRefusedError(
            f"nobody whom the run {run.run_id} scored was loaded from {form.title};"
            f" load with `crm-analysis load --from {system}`, then score with --save"
        )
    segments = score_rfm(read_features(database, run.as_of))["rfm_segment"]
    columns = [
        form.key_prefix + rows["source_id"],
        rows["probability"].round(4),
        rows["expected_purchases"].round(3),
        rows["expected_spend"].round(2),
        np.where(rows["expected_spend"].notna(), run.currency, None),
        rows["customer_id"].map(segments),
        run.as_of.isoformat(),
        run.horizon_days,
    ]
    return pd.DataFrame(dict(zip(form.headings(), columns, strict=True)))


def write_csv(rows: pd.DataFrame, path: Path) -> None:
    """Write rows as CSV that only its owner can read, whole or not at all.

    A text that a spreadsheet would run as a formula gets a ' before it.
    """
    write_whole(path, lambda side: _write_private(rows, side))


def _write_private(rows: pd.DataFrame, path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows.columns)
        writer.writerows(_cells(rows))


def _cells(rows: pd.DataFrame) -> Iterator[list[object]]:
    for row in rows.astype(object).where(rows.notna(), "").itertuples(index=False):
        yield [
            safe_for_spreadsheets(cell) if isinstance(cell, str) else cell
            for cell in row
        ]

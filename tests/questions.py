"""What every engine is asked, so that its answers can be held against DuckDB's."""

import datetime
import re
import sys

import pyarrow as pa
import pytest

from crm_analysis.cli import main
from crm_analysis.database import Database, connect
from crm_analysis.database.definitions import defined
from crm_analysis.database.statements import file_names
from crm_analysis.datasets.sample import Sample
from crm_analysis.paths import sql_folder

AS_OF = datetime.date(2017, 10, 1)
VALUES = {
    "as_of": AS_OF,
    "until": datetime.date(2017, 10, 15),
    "days": (datetime.date(2017, 9, 17), AS_OF),
    "horizon_days": 14,
    "sample_of_65536": 65_536,
    "skipped_of_65536": 0,
    "patience_days": 30,
    "period_months": 3,
    "currency": "USD",
    "row_limit": 1_000,
    "source_system": "sample",
}
BOUND = {
    "pattern": "%an%",
    "customer_id": 1,
    "run_id": "r",
    "pseudonym": "p",
    "written_for": "sample",
}
QUESTIONS = [
    name for folder in ("checks", "queries", "features") for name in file_names(folder)
]
TABLES = [each.name for each in defined("schema", "views") if each.kind != "sequence"]


def answer(
    database: Database, name: str, as_of: datetime.date = AS_OF, **values: object
) -> pa.Table:
    """Return what a database says to a question, asked with the values above."""
    text = (sql_folder() / f"{name}.sql").read_text(encoding="utf-8")
    asked = set(re.findall(r":([a-z_0-9]+)", text))
    known = VALUES | {"as_of": as_of} | values
    bound = {k: v for k, v in BOUND.items() if k in asked}
    return database.read(name, bound, **{k: v for k, v in known.items() if k in asked})


def kinds(table: pa.Table) -> list[str]:
    """Return what kind of thing each column is; all whole numbers are of one kind."""
    return [
        "whole" if pa.types.is_integer(kind) else re.sub(r"\(.*", "", str(kind))
        for kind in table.schema.types
    ]


def everything(url: str) -> dict[str, list[str]]:
    """Return all rows of all tables and views, in an order of their own."""
    with connect(url) as database:
        return {
            table: sorted(map(repr, database.read_table(table).to_pylist()))
            for table in TABLES
        }


ONE_MORE = Sample.rows | {"consents": Sample.rows["consents"] + 1}


class DoubleKey(Sample):
    """The sample, with the key of a row of its last table given a second time."""

    rows = ONE_MORE

    def fill(self, database, progress):
        super().fill(database, progress)
        database.load("consents", _a_consent())


class StrayReference(Sample):
    """The sample, and in the last row of its last table a customer who is not there."""

    rows = ONE_MORE

    def fill(self, database, progress):
        super().fill(database, progress)
        database.load("consents", _a_consent(id=999, customer_id=999))


class TooLong(Sample):
    """The sample, and in the last row of its last table a text that does not fit."""

    rows = ONE_MORE

    def fill(self, database, progress):
        super().fill(database, progress)
        database.load("consents", _a_consent(id=999, channel="x" * 33))


def _a_consent(**changed: object) -> pa.Table:
    row = {
        "id": 1,
        "customer_id": 1,
        "channel": "email",
        "state": "granted",
        "evidence_at": datetime.datetime(2025, 1, 1),  # noqa: DTZ001  as it is kept
        "evidence": None,
    }
    return pa.Table.from_pylist([row | changed])


BROKEN = [DoubleKey, StrayReference, TooLong]


def run(*arguments: str, url: str) -> int:
    """Run a command in this process and return its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["crm-analysis", *arguments, "--database", url])
        with pytest.raises(SystemExit) as end:
            main()
    return end.value.code or 0

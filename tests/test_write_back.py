"""Write-back: scores go back under the very ids that the export had."""

import csv
import datetime
import stat

import pandas as pd
import pytest
from click.testing import CliRunner

from crm_analysis.cli.write_back import write_back
from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.systems import read_system
from crm_analysis.database import connect
from crm_analysis.datasets import seed
from crm_analysis.errors import DataRefusedError, UsageError
from crm_analysis.privacy.audit_log import read_entries
from crm_analysis.rung_scores import train_rung
from crm_analysis.saved_scores import read_loads, save_scores
from crm_analysis.scoring_runs import describe_run
from crm_analysis.write_back import FORMS, read_write_back, write_csv

NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
AS_OF = datetime.date(2026, 5, 1)
IDS = {
    "hubspot": [str(1001 + n) for n in range(40)],
    "salesforce": [f"0035g00000{'ab' if n % 2 else 'AB'}{n:03}AAV" for n in range(40)],
    "zoho": [f"zcrm_41508680000003760{n:02}" for n in range(40)],
}
FILES = {
    "hubspot": ("contacts.csv", "Record ID", "deals.csv", "Associated Contact IDs"),
    "salesforce": ("Contact.csv", "Id", "Opportunity.csv", "ContactId"),
    "zoho": ("Contacts_001.csv", "Record Id", "Deals_001.csv", "Contact Name.id"),
}
DEALS = {
    "hubspot": ("Record ID", "Deal Stage", "Close Date", "closedwon"),
    "salesforce": ("Id", "StageName", "CloseDate", "Closed Won"),
    "zoho": ("Record Id", "Stage", "Closing Date", "Closed Won"),
}


def write_export(folder, system):
    """Write an export in which customer n bought n % 5 + 1 times."""
    people, key, deals, customer = FILES[system]
    with (folder / people).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([key, "LastName" if system == "salesforce" else "Last Name"])
        writer.writerows([each, "Invented"] for each in IDS[system])
    number, stage, day, won = DEALS[system]
    with (folder / deals).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([number, stage, day, customer, "Amount"])
        for n, each in enumerate(IDS[system]):
            for time in range(n % 5 + 1):
                bought_on = AS_OF - datetime.timedelta(days=5 + 3 * (n % 7) + 9 * time)
                writer.writerow([f"{n}-{time}", won, bought_on, each, "10.00"])


@pytest.fixture(scope="module", params=FORMS)
def scored(request, tmp_path_factory):
    """Return a system, and the address of a database that was loaded and scored."""
    folder = tmp_path_factory.mktemp(request.param)
    write_export(folder, request.param)
    url = f"duckdb:///{folder}/crm.duckdb"
    given = {"currency": "EUR"}
    with open_system(
        read_system(request.param),
        str(folder),
        given,
        today=NOW.date(),
        progress=lambda _: None,
    ) as dataset:
        seed(dataset, url, now=NOW, progress=lambda _: None)
    with connect(url) as database:
        scores = train_rung(database, AS_OF, 14, "bernoulli")
        run, loads = describe_run(database, scores, NOW), read_loads(database)
        frame = pd.concat(scores.frames())
    save_scores(url, run, frame, loads)
    return request.param, url


def test_ids_come_back_as_the_export_wrote_them(scored):
    system, url = scored
    with connect(url) as database:
        rows = read_write_back(database, system)
    assert sorted(rows[FORMS[system].key_heading]) == sorted(IDS[system])


def test_each_row_is_scored_and_in_a_segment(scored):
    system, url = scored
    with connect(url) as database:
        rows = read_write_back(database, system)
    probability, segment = rows.iloc[:, 1], rows.iloc[:, 5]
    assert probability.between(0, 1).all()
    assert segment.notna().all()
    assert set(rows.iloc[:, 6]) == {"2026-05-01"}


def test_the_file_is_its_owners_alone_and_read_back_the_same(scored, tmp_path):
    system, url = scored
    with connect(url) as database:
        rows = read_write_back(database, system)
    write_csv(rows, tmp_path / "scores.csv")
    assert stat.S_IMODE((tmp_path / "scores.csv").stat().st_mode) == 0o600
    read = pd.read_csv(tmp_path / "scores.csv", dtype={rows.columns[0]: str})
    assert list(read.columns) == FORMS[system].headings()
    assert read.iloc[:, 0].tolist() == rows.iloc[:, 0].tolist()
    assert read.iloc[:, 1].tolist() == rows.iloc[:, 1].tolist()


def test_the_command_leaves_a_line_in_the_audit_log_and_none_of_the_ids(
    scored, tmp_path
):
    system, url = scored
    out = tmp_path / "scores.csv"
    words = ["--for", system, "--out", str(out), "--database", url]
    result = CliRunner().invoke(write_back, words)
    assert result.exit_code == 0, result.output
    line = read_entries()[-1]
    assert (line["action"], line["rows"]) == ("write-back", len(IDS[system]))
    assert line["columns"] == FORMS[system].headings()
    assert (line["system"], line["file"]) == (system, "scores.csv")
    assert not any(each in str(line) for each in IDS[system])


def test_without_an_audit_log_nothing_is_written(scored, tmp_path, monkeypatch):
    system, url = scored
    monkeypatch.setenv("CRM_AUDIT_LOG", str(tmp_path / ("x" * 300)))
    out = tmp_path / "scores.csv"
    words = ["--for", system, "--out", str(out), "--database", url]
    result = CliRunner().invoke(write_back, words)
    assert result.exit_code != 0
    assert not out.exists()


def test_cells_that_look_like_formulas_are_defused(tmp_path):
    write_csv(pd.DataFrame({"Id": ["=1+1", "plain"]}), tmp_path / "scores.csv")
    text = (tmp_path / "scores.csv").read_text(encoding="utf-8")
    assert text.splitlines() == ["Id", "'=1+1", "plain"]


def test_customers_of_another_system_are_not_written(scored):
    system, url = scored
    other = next(name for name in FORMS if name != system)
    with connect(url) as database, pytest.raises(DataRefusedError, match="load with"):
        read_write_back(database, other)


def test_a_system_without_a_form_is_refused(sample):
    with pytest.raises(UsageError, match="give one of hubspot, salesforce, zoho"):
        read_write_back(sample, "shopify")


def test_without_a_scoring_run_it_is_said_how_to_make_one(sample):
    with pytest.raises(UsageError, match="score --save"):
        read_write_back(sample, "zoho")

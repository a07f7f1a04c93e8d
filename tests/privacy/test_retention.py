"""Retention: what is over its time on a day, and that nothing else is deleted."""

import datetime
import os
import sys

import pytest

from crm_analysis.cli import main
from crm_analysis.connectors import staging_files
from crm_analysis.database import changing
from crm_analysis.privacy.audit_log import read_entries
from crm_analysis.privacy.contact_lists import Approach, choose_contacts
from crm_analysis.privacy.exports import describe_export, write_export
from crm_analysis.privacy.retention import Periods, find_overdue, purge
from people import NOW, People, granted, seeded

DAY = datetime.timedelta(days=1)


@pytest.fixture
def places(tmp_path, monkeypatch):
    """Make a run, a failed run and a staging file, all of `NOW`."""
    out, data = tmp_path / "reports", tmp_path / "data"
    made = [
        out / "run" / "manifest.json",
        out / ".failed" / "partial" / "page.ipynb",
        data / "staging" / "shop.duckdb",
        out / "mine" / "notes.txt",
    ]
    for path in made:
        path.parent.mkdir(parents=True)
        path.write_text("{}")
    for path in [*made, *(each.parent for each in made)]:
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    monkeypatch.setattr(staging_files, "data_folder", lambda: data)
    return out


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (1, []),
        (2, ["staging"]),
        (3, ["failed run", "staging"]),
        (4, ["failed run", "run", "staging"]),
    ],
)
def test_each_kind_has_its_time(places, days, kinds):
    periods = Periods(run_days=4, failed_days=3, staging_days=2)
    overdue = find_overdue(places, NOW + days * DAY, periods)
    assert [each.kind for each in overdue] == kinds
    purge(overdue, places)
    assert find_overdue(places, NOW + days * DAY, periods) == []
    assert (places / "mine" / "notes.txt").exists()


@pytest.fixture
def contact_list(url, tmp_path):
    seeded(People({1: ["2025-03-01"]}, granted(1)), url)
    with changing(url) as database:
        found = choose_contacts(database, [1], 1, Approach("email", NOW))
        record = describe_export("win_back", "email", "x", NOW.date(), NOW)
        write_export(database, "here", record, found, tmp_path / "list.csv")
    return tmp_path / "list.csv"


@pytest.mark.parametrize(("days", "overdue"), [(29, 0), (30, 1)])
def test_a_contact_list_is_kept_until_the_day_that_is_in_it(
    contact_list, tmp_path, days, overdue
):
    assert len(find_overdue(tmp_path / "none", NOW + days * DAY)) == overdue


def test_a_contact_list_that_was_changed_is_not_deleted(contact_list, tmp_path):
    contact_list.write_text("mine")
    assert find_overdue(tmp_path / "none", NOW + 99 * DAY) == []


def run(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["crm-analysis", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code or 0


def test_a_dry_run_deletes_nothing(places, contact_list, monkeypatch, capsys):
    asked = ["purge", "--reports", str(places), "--run-days", "1"]
    assert run(monkeypatch, *asked, "--dry-run") == 0
    assert capsys.readouterr().out.endswith("without --dry-run they are\n")
    assert contact_list.exists()
    assert run(monkeypatch, *asked) == 0
    assert not contact_list.exists()
    assert not (places / "run").exists()
    assert [entry["action"] for entry in read_entries()] == ["export", "purge"]
    assert run(monkeypatch, *asked) == 0
    assert capsys.readouterr().out.endswith("nothing is over its time\n")

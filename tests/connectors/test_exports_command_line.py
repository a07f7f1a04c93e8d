"""Exports on the command line: from a folder of files to a report, three commands."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
PEOPLE = ("invented", "ada@example.com", "@example", "1111")


def run(*words: object, **environment: str) -> subprocess.CompletedProcess:
    """Run a command; whatever happens, no traceback and nobody's name."""
    finished = subprocess.run(
        [sys.executable, "-m", "crm_analysis.cli", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
        timeout=300,
    )
    said = finished.stdout + finished.stderr
    assert "Traceback" not in said
    assert not [each for each in PEOPLE if each in said.lower()]
    return finished


@pytest.fixture
def where(tmp_path):
    """Return variables that name a database that is not there yet."""
    return {"CRM_DATABASE_URL": f"duckdb:///{tmp_path}/crm.duckdb"}


def test_three_commands_lead_from_files_of_shopify_to_a_report(tmp_path, where):
    out, config = tmp_path / "reports", tmp_path / "crm.toml"
    files = FOLDER / "shopify"
    init = run("init", "--from", "shopify", "--source", files, "--out", config)
    assert init.returncode == 0, init.stderr
    load = run("load", "--config", config, **where)
    assert load.stdout.endswith("done\n"), load.stderr
    report = run("report", "01_customers", "--out", out, **where)
    assert report.returncode == 0, report.stderr
    (page,) = out.glob("*/01_customers.html")
    text = page.read_text(encoding="utf-8").lower()
    assert "orders: unknown currency" in text
    assert not [each for each in PEOPLE if each in text]


def test_the_doctor_says_what_a_load_would_ask_for(where):
    files = FOLDER / "hubspot"
    doctor = run("doctor", "--from", "hubspot", "--source", files, **where)
    assert doctor.returncode == 0
    assert "Nobody said what time_zone is: 31 moments name no zone" in doctor.stdout
    assert "has no Currency, Last Modified Date: read as missing" in doctor.stdout
    load = run("load", "--from", "hubspot", "--source", files, **where)
    assert load.returncode == 4
    assert "line 2, column Create Date; say how to read it with --set" in load.stderr


def test_the_address_of_a_database_is_no_place_of_exports_and_is_not_quoted(where):
    words = ("--from", "hubspot", "--source", "mysql://reader:hidden@localhost/crm")
    for command in ("doctor", "init", "load"):
        done = run(command, *words, **where)
        assert done.returncode == 2
        assert "HubSpot is read from exported files, but" in done.stderr
        assert "hidden" not in done.stdout + done.stderr


def test_scores_are_not_written_back_before_anybody_is_scored(tmp_path, where):
    files, out = FOLDER / "zoho", tmp_path / "scores.csv"
    zone = "time_zone=Europe/Berlin"
    run("load", "--from", "zoho", "--source", files, "--set", zone, **where)
    back = run("write-back", "--for", "zoho", "--out", out, **where)
    assert back.returncode == 2
    assert "score first" in back.stderr
    assert not out.exists()

"""Exports: the file, what is on record of it, and what is left after a failure."""

import csv
import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crm_analysis.cli import main
from crm_analysis.database import changing, connect
from crm_analysis.errors import (
    CrmAnalysisError,
    NotEnoughDataError,
    PrivacyError,
    UsageError,
)
from crm_analysis.privacy.audit_log import read_entries
from crm_analysis.privacy.contact_lists import Approach, choose_contacts
from crm_analysis.privacy.effects import read_effects
from crm_analysis.privacy.exports import (
    describe_export,
    require_purpose,
    write_export,
)
from crm_analysis.privacy.hold_out import hold_out
from crm_analysis.privacy.outcomes import (
    read_exports,
    read_outcomes,
    read_responses,
    record_responses,
)
from people import NOW, People, granted, seeded

NUMBERS = range(1, 11)
PEOPLE = People({n: ["2025-03-01"] for n in NUMBERS}, granted(*NUMBERS))
AS_OF = datetime.date(2025, 3, 2)


def written(url, out, *, share=0.0, people=PEOPLE):
    """Export ten people and return what is on record."""
    seeded(people, url)
    return exported(url, out, share=share)


def exported(url, out, *, share=0.0, now=NOW):
    with changing(url) as database:
        approach = Approach("email", now)
        found = choose_contacts(database, list(NUMBERS), 10, approach)
        if share:
            found = hold_out(found, share, 7)
        record = describe_export(
            "win_back", "email", "spring", AS_OF, now, holdout_seed=7 if share else None
        )
        write_export(database, "here", record, found, out)
    return record


def rows(out) -> list[list[str]]:
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_file_holds_no_more_than_the_channel_needs(url, tmp_path):
    written(url, tmp_path / "list.csv")
    head, first, *rest = rows(tmp_path / "list.csv")
    assert head == ["contact_number", "name", "email", "delete_by"]
    assert first == ["1", "Person 1", "person1@example.com", "2025-07-01"]
    assert len(rest) == 9


def test_only_the_owner_can_read_the_file_also_if_it_was_there(url, tmp_path):
    out = tmp_path / "list.csv"
    out.touch(0o644)
    written(url, out)
    assert out.stat().st_mode & 0o777 == 0o600
    assert [path for path in tmp_path.iterdir() if "writing" in path.name] == []


ODD = {
    "a formula": "=HYPERLINK('http://example.com')",
    "a comma, a quote": 'Doe, "Jane"',
    "two lines": "Jane\nDoe",
    "an at sign": "@SUM(1)",
}


@pytest.mark.parametrize("name", ODD.values(), ids=ODD)
def test_a_name_stays_one_cell_that_no_spreadsheet_runs(url, tmp_path, name):
    people = People({1: ["2025-03-01"]}, granted(1), changed={1: {"name": name}})
    written(url, tmp_path / "list.csv", people=people)
    _, (_, cell, _, _) = rows(tmp_path / "list.csv")
    assert not cell.startswith(("=", "@", "+", "-"))
    assert cell.lstrip("'") == name.replace("\n", " ")


def test_who_is_held_out_is_on_record_and_not_in_the_file(url, tmp_path):
    record = written(url, tmp_path / "list.csv", share=0.3)
    with connect(url) as database:
        members = database.read_table("contact_list_members").to_pylist()
        (kept,) = read_exports(database)
    held_out = {row["contact_number"] for row in members if row["held_out"]}
    in_file = {int(row[0]) for row in rows(tmp_path / "list.csv")[1:]}
    assert len(held_out) == 3
    assert in_file == set(NUMBERS) - held_out
    assert kept["holdout_seed"] == 7
    assert kept["export_id"] == record.export_id
    assert kept["expires_on"] == datetime.date(2025, 7, 1)


def test_the_log_says_what_was_exported_and_names_nobody(url, tmp_path, own_log):
    written(url, tmp_path / "list.csv", share=0.3)
    (entry,) = read_entries()
    assert (entry["action"], entry["rows"], entry["held_out"]) == ("export", 7, 3)
    assert entry["columns"] == ["name", "email"]
    assert (entry["list"], entry["purpose"]) == ("win_back", "spring")
    assert "Person" not in own_log.read_text()
    assert "@" not in own_log.read_text()


def test_who_was_exported_rests_and_who_was_held_out_stays_so(url, tmp_path):
    written(url, tmp_path / "list.csv", share=0.3)
    approach = Approach("email", NOW + datetime.timedelta(days=1))
    with connect(url) as database:
        found = choose_contacts(database, list(NUMBERS), 10, approach)
    assert found.left_out == {"contacted lately": 7, "held out of an earlier list": 3}


def test_a_load_keeps_what_was_exported(url, tmp_path):
    written(url, tmp_path / "list.csv", share=0.3)
    with connect(url) as database:
        before = database.read_table("contact_list_members").to_pylist()
    seeded(PEOPLE, url)
    with connect(url) as database:
        after = database.read_table("contact_list_members").to_pylist()
        assert len(read_exports(database)) == 1
    assert sorted(map(repr, after)) == sorted(map(repr, before))


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 256, "\x00"])
def test_without_a_purpose_there_is_no_export(purpose):
    with pytest.raises(PrivacyError, match="for a stated purpose only") as refusal:
        require_purpose(purpose)
    assert refusal.value.exit_code == 6


@pytest.mark.parametrize("purpose", ["x", "x" * 255])
def test_a_purpose_may_be_as_long_as_its_column(purpose):
    assert require_purpose(f" {purpose} ") == purpose


def test_a_file_that_cannot_be_written_leaves_nothing_on_record(url, tmp_path):
    with pytest.raises(CrmAnalysisError, match="cannot be written"):
        written(url, tmp_path / "nowhere" / "list.csv")
    with connect(url) as database:
        assert read_exports(database) == []
        assert database.read_table("contact_list_members").num_rows == 0
    assert [each["action"] for each in read_entries()] == ["export", "export failed"]


def test_a_disk_that_fills_up_leaves_the_old_file(url, tmp_path, monkeypatch):
    out = tmp_path / "list.csv"
    out.write_text("old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    seeded(PEOPLE, url)
    with monkeypatch.context() as patch:
        real = os.fsync
        calls = []

        def second_fails(descriptor):
            # The audit log and its head come first, then the file.
            calls.append(descriptor)
            return full(descriptor) if len(calls) == 3 else real(descriptor)

        patch.setattr(os, "fsync", second_fails)
        with pytest.raises(CrmAnalysisError, match="No space left"):
            exported(url, out)
    assert out.read_text() == "old"
    assert [path for path in tmp_path.iterdir() if "writing" in path.name] == []


def test_without_the_log_nothing_is_exported(url, tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_AUDIT_LOG", str(tmp_path))
    with pytest.raises(PrivacyError, match="nothing personal is shown without it"):
        written(url, tmp_path / "list.csv")
    assert not (tmp_path / "list.csv").exists()
    with connect(url) as database:
        assert read_exports(database) == []


def outcome_people(buyers, last="2025-07-31"):
    """Return ten people of whom some bought on the day of the export or after."""
    bought = {n: ["2025-03-01"] for n in NUMBERS}
    for number, day in buyers.items():
        bought[number] = [*bought[number], day]
    bought[11] = [last]
    return People(bought, granted(*NUMBERS))


def test_outcomes_are_purchases_from_the_day_of_the_export_on(url, tmp_path):
    record = written(url, tmp_path / "list.csv", share=0.3)
    with connect(url) as database:
        members = database.read_table("contact_list_members").to_pylist()
    held_out = [each["contact_number"] for each in members if each["held_out"]]
    contacted = sorted(set(NUMBERS) - set(held_out))
    buyers = {
        contacted[0]: "2025-06-01",  # the day itself
        contacted[1]: "2025-06-30",  # the last of 30 days
        contacted[2]: "2025-07-01",  # one after
        contacted[3]: "2025-05-31",  # one before
        held_out[0]: "2025-06-15",
    }
    seeded(outcome_people(buyers), url)
    with connect(url) as database:
        found = read_outcomes(database, record.export_id, 30)
    assert found.contacted == {"people": 7, "buyers": 2, "responders": 0}
    assert found.held_out == {"people": 3, "buyers": 1, "responders": 0}
    assert found.effect().effect == pytest.approx(2 / 7 - 1 / 3)


def test_effects_are_of_lists_with_held_out_people_whose_days_are_over(url, tmp_path):
    written(url, tmp_path / "list.csv", share=0.3)
    exported(url, tmp_path / "later.csv", now=NOW + datetime.timedelta(days=30))
    seeded(outcome_people({}), url)
    with connect(url) as database:
        assert read_effects(database, datetime.date(2025, 6, 30), 30).empty
        effects = read_effects(database, datetime.date(2025, 7, 1), 30)
        later = read_effects(database, datetime.date(2025, 7, 3), 1)
    for found in (effects, later):
        (row,) = found.to_dict("records")
        assert (row["contacted"], row["held_out"]) == (7, 3)
        assert row["exported_on"] == NOW.date()
        low, high = row["effect_low"], row["effect_high"]
        # as the command tells them
        assert (round(low, 3), row["effect"], round(high, 3)) == (-0.561, 0, 0.354)


def test_days_that_are_not_over_in_the_data_are_not_judged(url, tmp_path):
    record = written(
        url, tmp_path / "list.csv", people=outcome_people({}, "2025-06-29")
    )
    with connect(url) as database:
        with pytest.raises(NotEnoughDataError, match="known until 2025-06-30"):
            read_outcomes(database, record.export_id, 30)
        assert read_outcomes(database, record.export_id, 29).held_out["people"] == 0


def test_without_a_held_out_group_there_is_no_effect(url, tmp_path):
    record = written(url, tmp_path / "list.csv", people=outcome_people({}))
    with connect(url) as database:
        found = read_outcomes(database, record.export_id, 30)
    with pytest.raises(NotEnoughDataError, match="without a control group"):
        found.effect()


def test_responses_are_imported_for_the_people_of_the_export(url, tmp_path):
    record = written(url, tmp_path / "list.csv", people=outcome_people({}))
    path = tmp_path / "responses.csv"
    path.write_text(
        "customer_id,responded_on\n1,2025-06-09\n1,2025-06-03\n11,2025-06-03\n"
    )
    with changing(url) as database:
        assert record_responses(database, record.export_id, read_responses(path)) == 1
    with connect(url) as database:
        assert read_outcomes(database, record.export_id, 30).contacted == {
            "people": 10,
            "buyers": 0,
            "responders": 1,
        }
        members = database.read_table("contact_list_members").to_pylist()
    assert members[0]["responded_on"] == datetime.date(2025, 6, 3)


@pytest.mark.parametrize(
    "text",
    ["customer_id\n1\n", "customer_id,responded_on\nx,2025-01-01\n", "", "\xff"],
)
def test_a_file_of_responses_that_is_none_is_refused(tmp_path, text):
    path = tmp_path / "responses.csv"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(CrmAnalysisError, match=r"rename or add it|put it right"):
        read_responses(path)


def test_an_unknown_export_is_refused_with_the_newest(url, tmp_path):
    record = written(url, tmp_path / "list.csv")
    with connect(url) as database, pytest.raises(UsageError, match=record.export_id):
        read_outcomes(database, "none", 30)


def test_of_two_exports_at_once_one_has_to_wait(url, tmp_path):
    seeded(PEOPLE, url)
    asked = ["export", "--list", "new_customers", "--channel", "email", "--top", "9"]
    asked += ["--purpose", "spring", "--out", str(tmp_path / "second.csv")]
    command = [sys.executable, "-m", "crm_analysis.cli", *asked, "--database", url]
    with changing(url):
        second = subprocess.run(command, capture_output=True, text=True, check=False)
    assert second.returncode == 3
    assert "by another process; wait until it has finished" in second.stderr
    assert not (tmp_path / "second.csv").exists()
    assert read_entries() == []


def run(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["crm-analysis", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code or 0


@pytest.fixture
def command(url, tmp_path, monkeypatch):
    """Return the call that exports everybody who came in March."""
    monkeypatch.setenv("CRM_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    asked = ["export", "--list", "new_customers", "--channel", "email", "--top", "9"]
    return lambda *more: run(monkeypatch, *asked, *more)


def test_the_command_tells_who_was_left_out_and_why(url, command, capsys, tmp_path):
    consents = [*granted(1, 2, 3), (4, "email", "denied")]
    seeded(People({n: ["2025-03-01"] for n in range(1, 7)}, consents), url)
    assert command("--purpose", "spring", "--holdout", "34%", "--seed", "5") == 0
    first, second, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("2 of the 6 customers on the list: new_customers-email-")
    assert second.startswith("export ")
    assert rest[:3] == [
        "held out to compare with: 1",
        "left out: 1 opted out",
        "left out: 2 no evidence of consent",
    ]
    assert len(list(tmp_path.glob("new_customers-email-*.csv"))) == 1


def test_a_list_for_letters_has_the_key_by_which_the_source_knows_where_to(
    url, command, capsys, own_log
):
    seeded(People({n: ["2025-03-01"] for n in (1, 2)}, [(2, "post", "denied")]), url)
    asked = ["--channel", "post", "--out", "letters.csv"]
    assert command(*asked, "--purpose", "a letter") == 0
    lines = Path("letters.csv").read_text().splitlines()
    assert [line.rpartition(",")[0] for line in lines] == [
        "contact_number,name,source_id",
        "1,Person 1,P-1",
    ]
    said = capsys.readouterr().out
    assert "left out: 1 opted out" in said
    assert "postal addresses are not held here: the source has them" in said
    assert read_entries()[-1]["columns"] == ["name", "source_id"]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ([], (6, "for a stated purpose only")),
        (["--purpose", "x", "--list", "vip"], (2, "there is no contact list 'vip'")),
        (["--purpose", "x", "--channel", "fax"], (2, "there is no channel 'fax'")),
        (["--purpose", "x", "--channel", "phone"], (6, "10 no evidence of consent")),
        (["--purpose", "x", "--list", "win_back"], (5, "nobody is on this list")),
        (["--purpose", "x", "--holdout", "110%"], (2, "expected one like 10%")),
        (["--purpose", "x", "--holdout", "ten"], (2, "expected one like 10%")),
        (["--purpose", "x", "--out", "no/where.csv"], (2, "there is no folder")),
        (["--purpose", "x", "--as-of", "1999-01-01"], (2, "the orders are from")),
    ],
)
def test_what_cannot_be_exported_is_refused_in_a_sentence(
    url, command, capsys, more, refusal
):
    seeded(PEOPLE, url)
    code, says = refusal
    assert command(*more) == code
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert list(Path.cwd().glob("*.csv")) == []


def test_without_an_export_there_are_no_outcomes_which_is_said(
    url, monkeypatch, capsys
):
    seeded(People({1: ["2025-03-01"]}), url)
    assert run(monkeypatch, "outcomes", "--database", url) == 0
    assert capsys.readouterr().err == "no contact list was exported yet\n"
    assert run(monkeypatch, "outcomes", "--export", "x", "--database", url) == 2
    assert "nothing was exported yet; export a list first" in capsys.readouterr().err


def test_outcomes_are_told_with_the_effect_and_its_interval(
    url, tmp_path, monkeypatch, capsys
):
    record = written(url, tmp_path / "list.csv", share=0.3)
    seeded(outcome_people({}), url)
    asked = ["outcomes", "--database", url]
    assert run(monkeypatch, *asked) == 0
    assert capsys.readouterr().out == f"{record.export_id}  win_back  email\n"
    assert run(monkeypatch, *asked, "--export", record.export_id) == 0
    assert capsys.readouterr().out.splitlines() == [
        "contacted: 0 of 7 bought before 2025-07-01",
        "held out: 0 of 3 bought before 2025-07-01",
        "effect: +0.0 points, 95% interval -56.1 to +35.4",
    ]

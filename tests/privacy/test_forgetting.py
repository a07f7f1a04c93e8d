"""Forgetting: the person is gone from every place, and no load brings them back."""

import datetime
import json
import sys
from collections import Counter
from contextlib import nullcontext

import duckdb
import pytest

from crm_analysis.cli import main
from crm_analysis.connectors import staging_files
from crm_analysis.database import changing, connect, wipe_deleted
from crm_analysis.database.definitions import tables
from crm_analysis.datasets import seed
from crm_analysis.datasets.copied_database import CopiedDatabase
from crm_analysis.datasets.seeding import check
from crm_analysis.errors import DatabaseBusyError, PrivacyError, UsageError
from crm_analysis.keys import key_folder
from crm_analysis.privacy.audit_log import read_entries
from crm_analysis.privacy.contact_lists import Approach, choose_contacts
from crm_analysis.privacy.exports import describe_export, write_export
from crm_analysis.privacy.forgetting import forget
from crm_analysis.privacy.traces import files_with, forms_of
from crm_analysis.pseudonyms import pseudonyms
from crm_analysis.tombstones import tombstone
from order_logs import load_rows
from people import NOW, People, granted, seeded

WHO = "Zoe Canary"
PEOPLE = People(
    {1: ["2025-03-01"], 2: ["2025-03-01", "2025-03-02"], 3: ["2025-03-03"]},
    granted(1, 2, 3),
    [(2, "email", "2025-01-02")],
    {2: {"name": WHO, "email": "zoe.canary@example.com", "phone": "+999 777 888"}},
)


@pytest.fixture(autouse=True)
def own_staging(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    (folder / "staging").mkdir(parents=True)
    monkeypatch.setattr(staging_files, "data_folder", lambda: folder)
    return folder / "staging"


def forgotten(url, *reports, who="2"):
    return forget(url, who, NOW, reports)


def export(url, out):
    with changing(url) as database:
        found = choose_contacts(database, [1, 2, 3], 9, Approach("email", NOW))
        record = describe_export(
            "win_back", "email", "spring", datetime.date(2025, 3, 4), NOW
        )
        write_export(database, "here", record, found, out)


def counts(url) -> dict[str, int]:
    with connect(url) as database:
        return {
            row["table_name"]: row["table_rows"]
            for row in database.read("queries/table_counts").to_pylist()
            if row["table_name"] not in {"load_audit", "data_loads"}
        }


def test_every_row_of_the_person_is_gone_and_nobody_elses(url):
    before = counts(seeded(PEOPLE, url))
    done = forgotten(url)
    assert done.rows == {
        "customers": 1,
        "orders": 2,
        "order_lines": 2,
        "communications": 1,
        "consents": 1,
    }
    lost = Counter(before) - Counter(counts(url))
    assert lost == done.rows
    with connect(url) as database:
        assert database.read_table("customers")["id"].to_pylist() == [1, 3]


def test_every_table_that_knows_customers_is_one_of_those_emptied():
    of_people = {
        table.name
        for table in tables()
        if {"customer_id", "pseudonym", "order_id"} & set(table.columns)
    }
    emptied = {name.partition("_")[2] for name in forgetting_files()}
    assert emptied == of_people


def forgetting_files() -> list[str]:
    from crm_analysis.database.statements import file_names  # noqa: PLC0415

    return [name.partition("/")[2] for name in file_names("forgetting")]


def test_all_promises_hold_afterwards_and_the_load_audit_counts_them(url):
    seeded(PEOPLE, url)
    forgotten(url)
    forgotten(url, who="3")
    with connect(url) as database:
        check(database)
        audit = database.read_table("load_audit").to_pylist()
    counted = {
        row["table_name"]: row["rows_dropped"]
        for row in audit
        if row["rule"] == "forgotten"
    }
    assert counted["customers"] == 2
    assert counted["orders"] == 3


@pytest.mark.parametrize("again", [False, True])
def test_a_load_does_not_bring_the_person_back(url, again):
    seeded(PEOPLE, url)
    forgotten(url)
    seed(PEOPLE, url, now=NOW, progress=print, again=again)
    with connect(url) as database:
        check(database)
        assert database.read_table("customers")["id"].to_pylist() == [1, 3]
        assert set(database.read_table("orders")["customer_id"].to_pylist()) == {1, 3}
        assert database.count_rows("order_lines") == 2
        assert database.count_rows("tombstones") == 1


def test_a_copy_does_not_bring_the_person_back_and_brings_its_own_tombstones(
    url, tmp_path
):
    other = f"duckdb:///{tmp_path}/other.duckdb"
    seeded(PEOPLE, url)
    seeded(PEOPLE, other)
    forgotten(url)
    forgotten(other, who="3")
    with connect(other) as source:
        copied = CopiedDatabase(source, "other")
        seed(copied, url, now=NOW, progress=print, again=True)
    with connect(url) as database:
        check(database)
        assert database.read_table("customers")["id"].to_pylist() == [1]
        assert database.count_rows("tombstones") == 2


def test_a_load_under_another_key_is_refused(url, monkeypatch):
    seeded(PEOPLE, url)
    forgotten(url)
    monkeypatch.setenv("CRM_PSEUDONYM_KEY", "another")
    with pytest.raises(PrivacyError, match="forgotten under another key"):
        seeded(PEOPLE, url)
    assert counts(url)["customers"] == 2


def test_a_new_key_for_pseudonyms_does_no_harm_where_the_old_one_is_kept(
    url, monkeypatch
):
    seeded(PEOPLE, url)
    forgotten(url)
    kept = key_folder() / "tombstone.key"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("a key for tests only")
    kept.chmod(0o600)
    monkeypatch.setenv("CRM_PSEUDONYM_KEY", "another")
    seeded(PEOPLE, url)
    assert counts(url)["customers"] == 2


def test_a_tombstone_is_not_the_pseudonym():
    assert tombstone("people", "P-2") != pseudonyms("people", ["P-2"])[0]


def test_no_byte_of_the_person_stays_in_the_file_or_beside_it(url, tmp_path):
    seeded(PEOPLE, url)
    forms = forms_of("zoe.canary@example.com") | forms_of(WHO) | forms_of("P-2")
    assert list(files_with(forms, tmp_path))
    forgotten(url)
    assert list(files_with(forms, tmp_path)) == []


def test_a_rewritten_file_has_the_same_definitions_and_rows(url, tmp_path):
    path = tmp_path / "crm.duckdb"
    seeded(PEOPLE, url)
    with duckdb.connect(path) as theirs:
        theirs.execute('create schema own; create table own.notes ("a b" text)')
        theirs.execute("insert into own.notes values ('kept')")
        theirs.execute("create view own.seen as select * from own.notes")
    before = described(path)
    wipe_deleted(url)
    assert described(path) == before
    with duckdb.connect(path) as theirs:
        assert theirs.execute("from own.seen").fetchall() == [("kept",)]
        theirs.execute("insert into customers (name, email) values ('n', 'e')")
        assert theirs.execute("select max(id) from customers").fetchall() == [(4,)]


def described(path) -> list:
    with duckdb.connect(path, read_only=True) as theirs:
        asked = [
            "select table_name, column_name, data_type, comment from duckdb_columns()",
            "select table_name, comment from duckdb_tables()",
            "select table_name, constraint_text from duckdb_constraints()",
            "select index_name, sql from duckdb_indexes()",
            "select view_name, sql from duckdb_views() where not internal",
            "select sql from duckdb_sequences()",
        ]
        found = [theirs.execute(f"{each} order by all").fetchall() for each in asked]
        names = theirs.execute("select table_name from duckdb_tables()").fetchall()
        found += [
            sorted(map(repr, theirs.execute(f"from {name}").fetchall()))
            for (name,) in sorted(names)
            if name != "notes"
        ]
        return found


def test_the_line_in_a_contact_list_goes_and_the_others_stay(url, tmp_path):
    seeded(PEOPLE, url)
    export(url, tmp_path / "list.csv")
    done = forgotten(url)
    assert done.exports == (tmp_path / "list.csv",)
    text = (tmp_path / "list.csv").read_text()
    assert "canary" not in text
    assert "person1@" in text
    assert "person3@" in text
    # And once more, in the file that is no longer as it was exported.
    assert forgotten(url, who="3").exports == (tmp_path / "list.csv",)
    assert "person3@" not in (tmp_path / "list.csv").read_text()
    assert (tmp_path / "list.csv").stat().st_mode & 0o777 == 0o600


def test_a_contact_list_that_was_changed_is_named_and_left_alone(url, tmp_path):
    seeded(PEOPLE, url)
    export(url, tmp_path / "list.csv")
    (tmp_path / "list.csv").write_text("mine")
    done = forgotten(url)
    assert (done.exports, done.changed_exports) == ((), (tmp_path / "list.csv",))
    assert (tmp_path / "list.csv").read_text() == "mine"


def test_what_loads_have_set_aside_is_deleted(url, own_staging):
    seeded(PEOPLE, url)
    (own_staging / "shop.duckdb").write_text(WHO)
    assert forgotten(url).staging == (own_staging / "shop.duckdb",)
    assert list(own_staging.iterdir()) == []


@pytest.fixture
def reports(tmp_path):
    """Return a folder with a run that holds the pseudonym, and one that does not."""
    out = tmp_path / "reports"
    (holder,) = pseudonyms("people", ["P-2"])
    for name, text in {"with": holder, "without": "nobody"}.items():
        (out / name).mkdir(parents=True)
        (out / name / "page.html").write_text(f"<p>{text}</p>")
    (out / ".failed" / "partial").mkdir(parents=True)
    (out / ".failed" / "partial" / "page.ipynb").write_text(json.dumps([holder]))
    (out / "index.html").write_text("all runs")
    return out


def test_runs_that_hold_the_pseudonym_are_withdrawn(url, reports):
    seeded(PEOPLE, url)
    done = forgotten(url, reports)
    assert [run.folder.name for run in done.runs] == ["partial", "with"]
    assert sorted(path.name for path in reports.iterdir()) == [
        ".failed",
        "index.html",
        "without",
    ]
    assert (reports / "index.html").read_text() != "all runs"


def test_the_log_says_that_somebody_was_forgotten_and_not_who(url, reports, own_log):
    seeded(PEOPLE, url)
    forgotten(url, reports)
    (entry,) = read_entries()
    assert (entry["action"], entry["rows"]) == ("forget", 1)
    assert entry["deleted_rows"]["orders"] == 2
    assert entry["withdrawn_runs"] == ["partial", "with"]
    for text in (WHO, "zoe.canary@example.com", "P-2", *pseudonyms("people", ["P-2"])):
        assert not any(form in own_log.read_bytes() for form in forms_of(text))


def test_without_the_log_nobody_is_forgotten(url, monkeypatch, tmp_path):
    before = counts(seeded(PEOPLE, url))
    monkeypatch.setenv("CRM_AUDIT_LOG", str(tmp_path))
    with pytest.raises(PrivacyError, match="cannot be read or written"):
        forgotten(url)
    assert counts(url) == before


@pytest.mark.parametrize("who", ["404", "aaaa-aaaa-aaaa", "Zoe Canary"])
def test_who_is_not_there_is_not_forgotten(url, who):
    seeded(PEOPLE, url)
    with pytest.raises(UsageError) as refusal:
        forgotten(url, who=who)
    assert who not in str(refusal.value)


def test_a_person_goes_by_pseudonym_too(url):
    seeded(PEOPLE, url)
    assert forgotten(url, who=pseudonyms("people", ["P-2"])[0]).rows["orders"] == 2


def test_forgetting_while_others_are_loaded_stops_the_load(url):
    seeded(PEOPLE, url)

    class Slow(People):
        def fill(self, database, progress):
            super().fill(database, progress)
            with changing(url) as meanwhile:
                row = {"tombstone": "t", "key_check": "k", "forgotten_on": NOW.date()}
                load_rows(meanwhile, "tombstones", [row])

    with pytest.raises(DatabaseBusyError, match="load again"):
        seeded(Slow(PEOPLE.bought), url)
    assert counts(url)["tombstones"] == 1


def test_files_are_only_replaced_by_loads_on_spark(tmp_path):
    with pytest.raises(UsageError, match="only a load replaces"), nullcontext():
        forgotten(f"spark:///{tmp_path}/tables")


def run(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["crm-analysis", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code or 0


def test_the_commands_report_on_a_person_and_forget_them(
    url, reports, monkeypatch, capsys
):
    seeded(PEOPLE, url)
    asked = ["2", "--database", url, "--reports", str(reports)]
    assert run(monkeypatch, "subject-report", *asked) == 0
    text = capsys.readouterr().out
    assert "name Zoe Canary, email zoe.canary@example.com" in text
    assert "order lines: 2" in text
    assert run(monkeypatch, "subject-report", *asked, "--json") == 0
    held = json.loads(capsys.readouterr().out)
    assert [run["run"] for run in held["reports"]] == ["partial", "with"]
    assert len(held["consents"]) == len(held["communications"]) == 1
    assert run(monkeypatch, "forget", *asked) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "deleted: 2 rows of orders" in lines
    assert f"withdrawn: {reports}/with, which held the pseudonym" in lines
    assert run(monkeypatch, "subject-report", *asked) == 2
    assert run(monkeypatch, "audit", "--json") == 0
    said = capsys.readouterr().out
    actions = [entry["action"] for entry in json.loads(said)]
    assert actions == ["subject-report", "subject-report", "forget"]


def test_every_table_that_knows_customers_is_in_a_subject_report(url):
    from crm_analysis.database.statements import file_names  # noqa: PLC0415

    told = {name.partition("/")[2] for name in file_names("subject")}
    of_people = {name.partition("_")[2] for name in forgetting_files()}
    assert told - {"contact_lists"} == of_people - {"contact_list_members"}

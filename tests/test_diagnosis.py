"""Diagnosis: each thing that can be wrong with a database is found and said."""

import datetime
import json
import shutil
import sys
from pathlib import Path

import duckdb
import pytest

from crm_analysis.campaigns import read_campaigns
from crm_analysis.cli import main
from crm_analysis.customers import list_customers
from crm_analysis.data_quality import read_fingerprint, read_load_audit, read_notice
from crm_analysis.database import choose_department, connect, in_memory
from crm_analysis.database.definitions import defined, tables
from crm_analysis.database.schema_versions import wanted_version
from crm_analysis.datasets.copied_database import CopiedDatabase
from crm_analysis.diagnosis import Diagnosis, Finding, examine
from crm_analysis.diagnosis.needs import NEEDED_BY
from crm_analysis.errors import ConnectionFailedError, CrmAnalysisError
from crm_analysis.feature_table import read_feature_table
from crm_analysis.privacy.contact_lists import (
    Approach,
    choose_contacts,
    read_wanted,
)
from crm_analysis.privacy.outcomes import read_exports
from order_logs import day

AS_OF = day("2025-12-02")
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
NEXT_DAY = day("2026-01-01")


@pytest.fixture
def path(sample_url, tmp_path) -> Path:
    """Return a file of one's own that holds the sample."""
    return Path(
        shutil.copy(sample_url.removeprefix("duckdb:///"), tmp_path / "crm.duckdb")
    )


def change(path: Path, *statements: str) -> None:
    with duckdb.connect(path) as theirs:
        for statement in statements:
            theirs.execute(statement).fetchall()


def examined(path: Path, today: datetime.date = NEXT_DAY) -> Diagnosis:
    return examine(f"duckdb:///{path}", today)


def texts(diagnosis: Diagnosis, topic: str, level: str) -> list[str]:
    return [
        finding.text
        for finding in diagnosis.findings
        if (finding.topic, finding.level) == (topic, level)
    ]


# A healthy one


def test_a_healthy_database_has_nothing_but_fine_findings(path):
    change(path, "update orders set currency = 'EUR' where currency is not null")
    diagnosis = examined(path)
    assert {finding.level for finding in diagnosis.findings} == {"fine"}
    assert diagnosis.exit_code == 0
    assert diagnosis.as_text().startswith(f"connected to duckdb:///{path}: usable\n")


def test_counts_days_currencies_and_loads_are_those_of_the_tables(path):
    facts = examined(path).facts
    assert facts["schema_version"] == wanted_version()
    assert (facts["rows"]["customers"], facts["rows"]["orders"]) == (30, 54)
    assert set(facts["rows"]) == {table.name for table in tables()}
    with duckdb.connect(path) as theirs:
        counted = theirs.execute(
            "select coalesce(currency, 'none'), count(*) from orders group by all"
        ).fetchall()
        days = theirs.execute("select min(ordered_on), max(ordered_on) from orders")
        assert days.fetchone() == (
            facts["orders"]["first_day"],
            facts["orders"]["last_day"],
        )
    assert facts["orders"]["currencies"] == dict(counted)
    assert [load["title"] for load in facts["loads"]] == ["Hand-made sample"]
    assert facts["engine"]["engine"] == "DuckDB"
    assert facts["engine"]["threads"] >= 1


def test_nothing_about_a_person_is_said(path):
    said = json.dumps(examined(path).as_record()) + examined(path).as_text()
    with connect(f"duckdb:///{path}") as database:
        rows = database.read_table("customers").to_pylist()
    words = {row[name] for row in rows for name in ("name", "email", "phone")}
    secret = words - {None, "(no name)", "(no email)"}
    assert len(secret) > 20
    assert [word for word in secret if word in said] == []


# How old


@pytest.mark.parametrize(
    ("days", "level", "said"),
    [
        (-1, "warning", "1 days ahead of today"),
        (0, "fine", "0 days old"),
        (60, "fine", "60 days old"),
        (61, "warning", "61 days old"),
    ],
)
def test_the_age_of_the_data_is_that_of_the_last_order(path, days, level, said):
    last = examined(path).facts["orders"]["last_day"]
    diagnosis = examined(path, last + datetime.timedelta(days=days))
    (text,) = texts(diagnosis, "age", level)
    assert said in text
    assert diagnosis.exit_code == 0


def test_several_currencies_are_a_warning(path):
    change(path, "update orders set currency = 'GBP' where id = 1")
    assert "several currencies" in texts(examined(path), "currencies", "warning")[0]


# Nobody, nothing


def test_nobody_is_0_results(tmp_path):
    with connect_empty(tmp_path / "empty.duckdb"):
        pass
    diagnosis = examined(tmp_path / "empty.duckdb")
    assert texts(diagnosis, "rows", "warning")[0].startswith("0 results: ")
    assert texts(diagnosis, "orders", "warning")[0].startswith("There are no orders")
    assert texts(diagnosis, "loads", "warning")[0].startswith("No load is on record")
    assert diagnosis.exit_code == 0


def connect_empty(path: Path):
    database = connect(f"duckdb:///{path}", read_only=False)
    database.build("schema", "indexes", "views")
    return database


def test_a_database_of_nothing_of_ours_is_one_problem(tmp_path):
    change(tmp_path / "crm.duckdb", "create table letters (id integer)")
    diagnosis = examined(tmp_path / "crm.duckdb")
    (problem,) = texts(diagnosis, "tables", "problem")
    assert problem.startswith("None of our tables is there; make and fill them with")
    assert diagnosis.exit_code == 4


def test_no_database_is_no_connection(tmp_path):
    with pytest.raises(ConnectionFailedError, match="there is no database file"):
        examined(tmp_path / "none.duckdb")


# What is missing


def test_an_old_database_is_looked_at_and_told_what_to_type(path):
    change(path, "drop table schema_versions")
    diagnosis = examined(path)
    (problem,) = texts(diagnosis, "version", "problem")
    assert problem.endswith("type `crm-analysis upgrade`.")
    assert diagnosis.facts["schema_version"] == 1
    assert diagnosis.facts["rows"]["customers"] == 30
    assert diagnosis.exit_code == 4


def test_a_newer_database_is_a_problem_of_the_program(path):
    change(path, f"insert into schema_versions values ({wanted_version() + 1})")
    (problem,) = texts(examined(path), "version", "problem")
    assert problem.endswith("update the program.")


def test_a_missing_column_is_named_with_what_does_not_work(path):
    change(path, "alter table order_lines rename column quantity to pieces")
    diagnosis = examined(path)
    assert texts(diagnosis, "tables", "problem") == [
        "order_lines is without the column quantity, so these do not work:"
        " --department and load --from this database; see `crm-analysis upgrade`, or"
        " load the data again."
    ]
    assert diagnosis.facts["missing"] == {"order_lines": "quantity"}


def test_a_missing_table_that_nothing_needs_yet_is_a_warning(path):
    change(path, "drop table demographics")
    diagnosis = examined(path)
    (said,) = texts(diagnosis, "tables", "warning")
    assert said.startswith("demographics is missing")
    (warning,) = texts(diagnosis, "promises", "warning")
    assert warning.startswith("1 promise could not be looked at")
    assert diagnosis.exit_code == 0


def test_a_missing_index_is_a_warning(path):
    change(path, "drop index orders_by_customer")
    (warning,) = texts(examined(path), "indexes", "warning")
    assert warning.startswith("The index orders_by_customer is missing")


def read_report(database) -> None:
    read_notice(database)
    read_fingerprint(database)
    read_feature_table(database, AS_OF)


COMMANDS = {
    "customers": list_customers,
    "features": lambda database: read_feature_table(database, AS_OF),
    "--department": lambda database: read_feature_table(
        choose_department(database, "Grocery"), AS_OF
    ),
    "report": read_report,
    "report 01_customers": lambda database: [
        read_report(database),
        read_load_audit(database),
    ],
    "report 04_campaigns": lambda database: [
        read_report(database),
        read_campaigns(database, AS_OF),
    ],
    "export": lambda database: choose_contacts(
        database,
        read_wanted(database, "new_customers", AS_OF),
        9,
        Approach("email", NOW),
    ),
    "outcomes": lambda database: [
        read_exports(database),
        database.read("privacy/export_outcomes", {"export_id": "none"}, until=AS_OF),
    ],
    "load --from this database": lambda database: [
        CopiedDatabase(database, "it").fingerprint(),
        CopiedDatabase(database, "it").fill(in_memory(), print),
    ],
}


@pytest.mark.parametrize(
    "thing",
    [each for each in defined("schema", "views") if each.kind != "sequence"],
    ids=lambda thing: thing.name,
)
def test_what_does_not_work_without_a_table_is_what_is_said(path, thing):
    with duckdb.connect(path) as theirs:
        theirs.execute(f"drop {thing.kind} {thing.name}")
    said = set(NEEDED_BY.get(thing.name, ("load --from this database",)))
    failing = set()
    with connect(f"duckdb:///{path}", any_version=True) as database:
        for name, call in COMMANDS.items():
            try:
                call(database)
            except CrmAnalysisError:
                failing.add(name)
    # They read what features read, nothing, or what is saved by a scoring run.
    said -= {"backtest", "score", "score --save", "customer"}
    said -= {"seed", "load", "forget"}  # for which a table of `KEPT` alone is named
    said -= {"every command until `upgrade`"}  # which opening any version goes round
    if "features" in said and thing.name not in {"purchases", "purchase_days"}:
        said.add("--department")  # which has steps of its own in place of these two
    if "report" in said:
        said |= {"report 01_customers", "report 04_campaigns"}
    assert failing == said


# Broken promises


def test_each_broken_promise_is_counted_in_words_that_a_reader_understands(path):
    change(path, "update orders set customer_id = 404 where id in (1, 2)")
    diagnosis = examined(path)
    assert texts(diagnosis, "promises", "problem") == [
        "2 rows break a promise of sql/checks/orders_without_customers.sql: Every"
        " customer_id in orders is the id of a customer."
    ]
    assert diagnosis.findings[0].topic == "promises"
    assert diagnosis.exit_code == 4


def test_a_finding_has_one_of_three_levels():
    with pytest.raises(ValueError, match="level is 'bad'"):
        Finding("bad", "topic", "text")


# The command


def run(*words: object) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["crm-analysis", "doctor", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
    return end.value.code or 0


def test_the_command_says_it_in_lines_the_worst_first(path, capsys):
    change(path, "update orders set customer_id = 404 where id = 1")
    assert run("--database", f"duckdb:///{path}") == 4
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"connected to duckdb:///{path}: 1 problem"
    order = ["problem", "warning", "fine"]
    levels = [line.split()[0] for line in lines[1:]]
    assert levels == sorted(levels, key=order.index)
    assert levels[0] == "problem"


def test_the_command_writes_json(path, capsys):
    assert run("--json", "--database", f"duckdb:///{path}") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["is_usable"] is True
    assert record["rows"]["customers"] == 30
    assert record["orders"]["first_day"] == "2025-01-03"


def test_no_connection_is_exit_code_3(tmp_path, capsys):
    assert run("--database", f"duckdb:///{tmp_path}/none.duckdb") == 3
    assert capsys.readouterr().err.startswith("connection failed: ")

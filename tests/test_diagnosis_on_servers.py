"""Diagnosis of servers: what their engine says, and what a user may do."""

import datetime
import json
import sys

import pytest

from crm_analysis.cli import main
from crm_analysis.datasets import seed
from crm_analysis.datasets.sample import Sample
from crm_analysis.diagnosis import examine
from crm_analysis.errors import ConnectionFailedError
from servers import may_read, somebody

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 1, 1)
TITLES = {"mysql": "MariaDB", "postgres": "PostgreSQL"}


@pytest.fixture
def url(empty_url) -> str:
    """Return the address of the sample on a server."""
    seed(Sample(), empty_url, now=NOW, progress=print)
    return empty_url


def execute(server, url: str, *statements: str) -> None:
    server.execute(*statements, database=url.rpartition("/")[2])


def levels(diagnosis, topic: str) -> dict[str, str]:
    return {each.level: each.text for each in diagnosis.findings if each.topic == topic}


def test_a_healthy_server_is_as_healthy_as_a_file(server, url, sample_url):
    ours, theirs = examine(sample_url, TODAY), examine(url, TODAY)
    for fact in ("schema_version", "missing", "rows", "orders", "loads", "promises"):
        assert theirs.facts[fact] == ours.facts[fact]
    assert theirs.exit_code == 0
    engine = theirs.facts["engine"]
    assert engine["engine"] == TITLES[server.engine]
    assert engine["engine_version"][:1].isdigit()
    assert engine["session_time_zone"] in {"UTC", "+00:00"}
    assert engine["may_write"] is True
    assert not levels(theirs, "indexes")


def test_a_user_who_may_only_read_is_told_so(server, url):
    with somebody(server, url, may_read(server, url)) as reading_url:
        diagnosis = examine(reading_url, TODAY)
    assert diagnosis.exit_code == 0
    assert "may only read" in levels(diagnosis, "privileges")["fine"]
    assert "pa55word" not in json.dumps(diagnosis.as_record())
    assert "pa55word" not in diagnosis.as_text()


def test_a_user_who_may_seed_is_told_so(server, url):
    name = url.rpartition("/")[2]
    grants = {
        "mysql": [f"all privileges on {name}.*"],
        "postgres": [
            f"create on database {name}",
            "create on schema public",
            "postgres",
        ],
    }[server.engine]
    with somebody(server, url, *grants) as writing_url:
        diagnosis = examine(writing_url, TODAY)
        assert diagnosis.facts["engine"]["may_write"] is True
        seed(Sample(), writing_url, now=NOW, progress=print, again=True)
        if server.engine == "postgres":  # or the user could not be removed
            execute(server, url, "reassign owned by reader to postgres")


def test_tables_that_a_user_may_not_read_are_named(server, url):
    name = url.rpartition("/")[2]
    some = {
        "mysql": f"select on {name}.customers",
        "postgres": "select on customers",
    }[server.engine]
    with somebody(server, url, some) as reading_url:
        diagnosis = examine(reading_url, TODAY)
    assert diagnosis.facts["missing"]["orders"] == "may not be read"
    assert "customers" not in diagnosis.facts["missing"]
    assert diagnosis.exit_code == 4


def test_what_is_missing_or_broken_is_said(server, url):
    break_ = {
        "mysql": "set session foreign_key_checks = 0",
        "postgres": "alter table orders drop constraint orders_customer_id_fkey",
    }[server.engine]
    execute(
        server,
        url,
        break_,
        "update orders set customer_id = 404 where id in (1, 2)",
        "drop table communications",
        "drop table schema_versions",
        "alter table load_audit rename column rule to law",
    )
    diagnosis = examine(url, TODAY)
    assert diagnosis.facts["schema_version"] == 1
    assert diagnosis.facts["missing"] == {
        "communications": "missing",
        "load_audit": "rule",
        "schema_versions": "missing",
    }
    broken = diagnosis.facts["promises"]
    assert broken["checks/orders_without_customers"] == 2
    assert broken["checks/communications_without_customers"] is None
    assert "crm-analysis upgrade" in levels(diagnosis, "version")["problem"]
    assert diagnosis.exit_code == 4


def test_a_missing_index_is_found(server, url):
    drop = "drop index customers_by_email"
    execute(server, url, drop + (" on customers" if server.engine == "mysql" else ""))
    assert "customers_by_email" in levels(examine(url, TODAY), "indexes")["warning"]


def test_a_server_with_nothing_of_ours_says_so(empty_url):
    diagnosis = examine(empty_url, TODAY)
    assert levels(diagnosis, "tables")["problem"].startswith("None of our tables is")
    assert diagnosis.exit_code == 4


def test_the_command_says_which_server_and_no_password(url, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["crm-analysis", "doctor", "--database", url])
    with pytest.raises(SystemExit) as end:
        main()
    said = capsys.readouterr()
    assert not end.value.code
    assert said.out.startswith("connected to ")
    assert "s3cret" not in said.out + said.err
    with pytest.raises(ConnectionFailedError, match="has no such database"):
        examine(url + "x", TODAY)

"""Kept ids: what a load knows already keeps its id, and only changes are written."""

import datetime
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from test_connected_system import change, load

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.systems import read_system
from crm_analysis.database import changing, connect
from crm_analysis.datasets import seed
from crm_analysis.errors import DatabaseBusyError
from crm_analysis.privacy.forgetting import forget

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
LATER = datetime.date(2026, 6, 1)
MANY = (
    "insert into people select (100 + n)::varchar, 'Made Up ' || n,"
    " timestamp '2025-01-01', null from range(20) as made (n)"
)
NEWS = (
    "insert into people values ('0', 'First', timestamp '2025-06-01', null)",
    "insert into bills values (0, '0', '2025-03-01', 5, false)",
    "update people set name = 'Renamed', changed_at = timestamp '2025-06-01'"
    " where id = '2'",
)


# Loads the toy shop, and kills itself when all is written and nothing is checked yet.
KILLED = """
import os, signal, sys
from crm_analysis.datasets import seeding
from test_connected_system import load
seeding.check = lambda database: os.kill(os.getpid(), signal.SIGKILL)
load(sys.argv[1], sys.argv[2])
"""


@pytest.fixture
def url(tmp_path, toy_home):
    return f"duckdb:///{tmp_path}/crm.duckdb"


@pytest.fixture
def shop(toy_shop):
    """Return a shop with enough people for a few changes to be few."""
    change(toy_shop, MANY)
    return toy_shop


def ids(url, table="customers"):
    with connect(url) as database:
        rows = database.read_table(table).to_pylist()
    return {row["source_id"]: row["id"] for row in rows}


def audit(url):
    with connect(url) as database:
        return sorted(map(repr, database.read_table("load_audit").to_pylist()))


def test_old_rows_keep_their_ids_and_new_ones_come_after(shop, url):
    load(shop, url)
    before, orders = ids(url), ids(url, "orders")
    change(shop, *NEWS)
    load(shop, url)
    assert ids(url) == before | {"0": max(before.values()) + 1}
    assert ids(url, "orders") == orders | {"0": max(orders.values()) + 1}


def test_what_was_written_is_said_and_what_was_not(shop, url):
    load(shop, url)
    change(shop, *NEWS)
    said = []
    load(shop, url, said.append)
    assert "customers: 2 rows changed, 21 as they were" in said
    assert "orders: 1 rows changed, 2 as they were" in said


def test_rows_refer_to_others_by_the_ids_that_those_keep(shop, url):
    load(shop, url)
    change(shop, *NEWS)
    load(shop, url)
    people = {number: source_id for source_id, number in ids(url).items()}
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
    owners = {row["source_id"]: people[row["customer_id"]] for row in orders}
    assert owners == {"0": "0", "1": "1", "5": "2"}


def test_a_row_that_is_gone_takes_its_id_along(shop, url):
    load(shop, url)
    before = ids(url)
    change(shop, "delete from people where id = '110'")
    load(shop, url)
    del before["110"]
    assert ids(url) == before


def test_ids_stay_where_everything_is_written_anew(shop, url):
    load(shop, url)
    before = ids(url)
    change(
        shop, *NEWS, "update people set name = name || '!', changed_at = '2025-07-01'"
    )
    said = []
    load(shop, url, said.append)
    assert "many rows changed: all are written anew" in said
    assert ids(url) == before | {"0": max(before.values()) + 1}


def test_a_load_by_force_writes_everything_and_keeps_ids(shop, url):
    load(shop, url)
    change(shop, *NEWS)
    said = []
    with open_system(
        read_system("toy"),
        f"duckdb:///{shop}",
        {},
        today=NOW.date(),
        progress=said.append,
    ) as dataset:
        seed(dataset, url, now=NOW, progress=said.append, again=True)
    assert "customers: 23 rows" in said
    assert ids(url)["1"] == 1


def test_who_was_forgotten_stays_away_when_only_changes_are_written(
    shop, url, tmp_path
):
    load(shop, url)
    forget(url, str(ids(url)["2"]), NOW, [])
    change(shop, *NEWS)
    said = []
    load(shop, url, said.append)
    assert "left out: 1 people who were forgotten" in said
    assert "customers: 1 rows changed, 21 as they were" in said
    assert "2" not in ids(url)
    written = audit(url)
    (tmp_path / "crm.duckdb").rename(tmp_path / "renewed.duckdb")
    shutil.copy(tmp_path / "renewed.duckdb", tmp_path / "crm.duckdb")
    with open_system(
        read_system("toy"), f"duckdb:///{shop}", {}, today=NOW.date(), progress=str
    ) as dataset:
        seed(dataset, url, now=NOW, progress=str, again=True)
    assert audit(url) == written
    assert any("forgotten" in row for row in written)


def test_with_another_key_of_pseudonyms_everybody_gets_another(shop, url, monkeypatch):
    load(shop, url)
    before = ids(url)
    monkeypatch.setenv(
        "CRM_PSEUDONYM_KEY", "another key that is long enough: 0123456789"
    )
    load(shop, url)
    with connect(url) as database:
        people = database.read_table("customers").to_pylist()
    assert len({row["pseudonym"] for row in people}) == len(people)
    assert ids(url) == before


def test_a_file_that_is_changed_meanwhile_is_left_as_it_is(shop, url):
    load(shop, url)
    change(shop, *NEWS)

    def delete_somebody(line):
        if line == "all promises in sql/checks hold":
            return
        if line.startswith("customers:"):
            path = Path(url.removeprefix("duckdb:///"))
            shutil.copy(path, path.with_name("other"))
            path.with_name("other").replace(path)

    with pytest.raises(DatabaseBusyError, match="written to by another process"):
        load(shop, url, delete_somebody)
    assert "0" not in ids(url)


def test_a_load_of_changes_that_is_killed_leaves_the_old_rows_and_the_next_tidies_up(
    shop, url, tmp_path
):
    load(shop, url)
    before = ids(url)
    change(shop, *NEWS)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(shop), url],
        cwd=Path(__file__).parent,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert len(list(tmp_path.glob(".crm.duckdb.loading-*"))) > 0
    assert ids(url) == before
    load(shop, url)
    assert ids(url) == before | {"0": max(before.values()) + 1}
    assert list(tmp_path.glob(".crm.duckdb.loading-*")) == []


def test_the_next_id_given_out_by_hand_comes_after_all_of_them(shop, url):
    load(shop, url)
    change(shop, *NEWS)
    load(shop, url)
    highest = max(ids(url).values())
    with changing(url) as database:
        database._run(
            "insert into customers (name, email) values ('By Hand', 'x')", "a test"
        )
        people = database.read_table("customers").to_pylist()
    assert max(row["id"] for row in people) == highest + 1


def test_ids_of_exports_stay(tmp_path):
    files = tmp_path / "files"
    shutil.copytree(Path(__file__).parent / "plain", files)
    url = f"duckdb:///{tmp_path}/plain.duckdb"
    expected = (files / "expected.toml").read_text(encoding="utf-8")
    options = tomllib.loads(expected)["options"]

    def load_plain():
        with open_system(
            read_system("plain"), str(files), options, today=LATER, progress=str
        ) as dataset:
            return seed(dataset, url, now=NOW, progress=str)

    load_plain()
    before = ids(url)
    with (files / "customers.csv").open("a", encoding="utf-8") as file:
        file.write("000;Cy Invented;cy@example.com;;ja\n")
    load_plain()
    assert ids(url) == before | {"000": max(before.values()) + 1}

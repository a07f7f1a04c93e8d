"""Loads that write what changed: equal to a load from nothing, and ids that stay."""

import datetime
import random

import pytest
from fixtures import statements
from suitecrm_changes import SuiteChanges
from test_connected_system import change as change_shop
from test_connected_system import load as load_toy
from test_kept_ids import MANY

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.systems import read_system
from crm_analysis.database import connect
from crm_analysis.database.definitions import tables
from crm_analysis.datasets import seed
from crm_analysis.errors import DataRefusedError
from crm_analysis.paths import project_root

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
NAME = "suitecrm_renewed"
STEPS = 3
# Enough rows for a few changes to be few.
MORE = [
    "insert into contacts (id, date_modified, deleted, last_name) select"
    " concat('m', seq), '2025-01-01', 0, concat('More ', seq) from seq_1_to_80",
    "insert into accounts (id, date_modified, deleted, name) select"
    " concat('b', seq), '2025-01-01', 0, concat('B ', seq) from seq_1_to_80",
    "insert into aos_invoices (id, date_modified, deleted, billing_contact_id,"
    " billing_account_id, subtotal_amount, total_amount, currency_id, invoice_date,"
    " status) select concat('n', seq), '2025-01-01', 0, concat('m', seq),"
    " concat('b', seq), seq, seq, '-99', '2025-06-01', 'Paid' from seq_1_to_80",
    "insert into opportunities (id, date_modified, deleted, amount, currency_id,"
    " date_closed, sales_stage) select concat('w', seq), '2025-01-01', 0, seq, '-99',"
    " '2025-06-01', 'Closed Won' from seq_1_to_80",
    "insert into opportunities_contacts (id, contact_id, opportunity_id, date_modified,"
    " deleted) select concat('w', seq), concat('m', seq), concat('w', seq),"
    " '2025-01-01', 0 from seq_1_to_80",
    "insert into accounts_opportunities select concat('w', seq), concat('w', seq),"
    " concat('b', seq), '2025-01-01', 0 from seq_1_to_80",
]
MAPPED = ["customers", "products", "orders", "campaigns", "communications"]
EVENTS = ["order_lines", "campaign_touches", "campaign_responses", "consents"]


@pytest.fixture
def crm(mysql_server):
    """Return the address of the fixture of SuiteCRM."""
    mysql_server.execute(f"drop database if exists {NAME}", f"create database {NAME}")
    every = [
        each
        for name in ("schema.sql", "rows.sql")
        for each in statements("suitecrm", name)
    ]
    mysql_server.execute(*every, *MORE, database=NAME)
    yield mysql_server.url(NAME)
    mysql_server.execute(f"drop database {NAME}")


def home(folder):
    folder.mkdir(exist_ok=True)
    if not (folder / "sql").exists():
        (folder / "sql").symlink_to(project_root() / "sql")
    return str(folder)


def opened(crm, said=None, now=NOW, **options):
    return open_system(
        read_system("suitecrm"),
        crm,
        {"currency": "EUR"} | options,
        today=now.date(),
        progress=[].append if said is None else said.append,
    )


def load(crm, url, said=None, again=False, days=0, **options):
    said = [] if said is None else said
    now = NOW + datetime.timedelta(days)
    with opened(crm, said, now, **options) as dataset:
        return seed(dataset, url, now=now, progress=said.append, again=again)


def contents(url):
    """Return all rows of a load, with the source's ids in the place of ours."""
    with connect(url) as database:
        found = {
            name: database.read_table(name).to_pylist()
            for name in [*MAPPED, *EVENTS, "load_audit"]
        }
    ids = {
        name: {row["id"]: row["source_id"] for row in found[name]} for name in MAPPED
    }
    of = {
        table.name: {column: ids[other] for column, other in table.references}
        for table in tables()
    }
    told = {}
    for name, rows in found.items():
        told[name] = sorted(
            repr(
                [
                    of[name][column].get(value) if column in of[name] else str(value)
                    for column, value in row.items()
                    if column != "id"
                ]
            )
            for row in rows
        )
    return told, {name: {v: k for k, v in known.items()} for name, known in ids.items()}


def require_kept(before, after):
    """Hold ids against those of the load before: old ones stay, new ones come after."""
    for name, ids in after.items():
        known = before[name]
        for source_id, number in ids.items():
            if source_id in known:
                assert number == known[source_id]
            else:
                assert number > max(known.values(), default=0)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"grain": "account", "join_duplicates": "email"},
        {"orders_from": "opportunities", "join_duplicates": "email"},
    ],
    ids=str,
)
def test_whatever_changes_a_renewal_equals_a_load_from_nothing(
    mysql_server, crm, tmp_path, monkeypatch, options
):
    changes = SuiteChanges(mysql_server, NAME, random.Random(repr(options)))
    kept = f"duckdb:///{tmp_path}/kept.duckdb"
    monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "kept"))
    load(crm, kept, **options)
    _, ids = contents(kept)
    renewed = in_part = 0
    for step in range(STEPS):
        changes.make_some()
        said = []
        monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "kept"))
        load(crm, kept, said, days=step // 2, **options)
        in_part += any("changes reach" in line for line in said)
        renewed += any("as they were" in line for line in said)
        new = f"duckdb:///{tmp_path}/new{step}.duckdb"
        monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / f"new{step}"))
        load(crm, new, days=step // 2, **options)
        rows, ids_now = contents(kept)
        expected, _ = contents(new)
        for name, there in expected.items():
            assert rows[name] == there, (step, name, changes.made)
        require_kept(ids, ids_now)
        ids = ids_now
    assert renewed >= STEPS - 1
    assert in_part >= 1


LATER = "date_modified = '2025-12-31 23:00:00'"
# What orders name or wait for changes, or a row leaves them; none of theirs does.
ELSEWHERE = [
    ("accounts_contacts set deleted = 1", "id in ('ac1', 'ac2')", {}),
    ("contacts set deleted = 1", "id = 'c4'", {}),
    ("currencies set conversion_rate = 2", "id = 'usd'", {}),
    ("aos_products set deleted = 1", "id = 'p1'", {}),
    ("aos_products_quotes set parent_id = 'i02'", "id = 'l1'", {}),
    ("contacts set deleted = 1", "id = 'm7'", {"orders_from": "opportunities"}),
    ("accounts set deleted = 1", "id = 'b7'", {"grain": "account"}),
    (
        "accounts set deleted = 1",
        "id = 'b7'",
        {"grain": "account", "orders_from": "opportunities"},
    ),
    ("contacts set do_not_call = 1", "id = 'nobody'", {}),  # but a day has come
]


@pytest.mark.parametrize("change", ELSEWHERE, ids=str)
def test_what_orders_name_reaches_them(
    mysql_server, crm, tmp_path, monkeypatch, change
):
    what, where, options = change
    kept, new = (f"duckdb:///{tmp_path}/{name}.duckdb" for name in ("kept", "new"))
    monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "kept"))
    load(crm, kept, **options)
    mysql_server.execute(f"update {what}, {LATER} where {where}", database=NAME)
    said, days = [], int("nobody" in where)
    load(crm, kept, said, days=days, **options)
    (reached,) = [line for line in said if "changes reach" in line]
    assert not reached.startswith("changes reach 0 of")
    assert "many rows changed: all are written anew" not in said
    monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "new"))
    load(crm, new, days=days, **options)
    assert contents(kept)[0] == contents(new)[0]


@pytest.mark.parametrize(
    "between",
    ["another state is loaded", "staged", "mapped", "options", "an earlier day"],
)
def test_what_happens_between_two_loads_loses_no_change(
    mysql_server, crm, tmp_path, monkeypatch, between
):
    kept, new = (f"duckdb:///{tmp_path}/{name}.duckdb" for name in ("kept", "new"))
    monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "kept"))
    load(crm, kept, days=int(between == "an earlier day"))
    changed = f"update aos_invoices set subtotal_amount = 3, {LATER} where id = 'n5'"
    mysql_server.execute(changed, database=NAME)
    options = {"cancelled_statuses": "Unpaid"} if between == "options" else {}
    if between == "another state is loaded":
        load(crm, f"duckdb:///{tmp_path}/other.duckdb")
    if between in {"staged", "mapped"}:
        with opened(crm) as dataset:
            if between == "mapped":
                dataset.map()
    said = []
    load(crm, kept, said, **options)
    # Whoever only looked at the changes has kept them for the next load.
    assert any("changes reach" in line for line in said) == (between == "staged")
    assert any("as they were" in line for line in said)
    monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "new"))
    load(crm, new, **options)
    assert contents(kept)[0] == contents(new)[0]


def test_a_renewal_gives_the_same_on_every_engine(
    mysql_server, crm, place, tmp_path, monkeypatch
):
    changes = SuiteChanges(mysql_server, NAME, random.Random(3))
    monkeypatch.setenv("CRM_ANALYSIS_HOME", home(tmp_path / "kept"))
    url = place("crm_renewed")
    load(crm, url, again=True)
    _, ids = contents(url)
    for step in range(2):
        changes.make_some()
        said = []
        load(crm, url, said)
        assert any("as they were" in line for line in said)
        rows, ids_now = contents(url)
        load(crm, f"duckdb:///{tmp_path}/new{step}.duckdb")
        assert rows == contents(f"duckdb:///{tmp_path}/new{step}.duckdb")[0]
        require_kept(ids, ids_now)
        ids = ids_now


def test_what_breaks_a_key_or_a_promise_leaves_every_old_row(place, toy_home, toy_shop):
    url = place("toy_renewed")
    change_shop(toy_shop, MANY)
    load_toy(toy_shop, url)
    with connect(url) as database:
        before = [database.read_table(name) for name in ("customers", "orders")]
    broken = {
        "people set id = '1', name = 'Twin', changed_at = '2025-06-01'": "id = '2'",
        "bills set amount = -7": "id = 1",
    }
    for what, where in broken.items():
        change_shop(toy_shop, "create table kept_people as from people")
        change_shop(toy_shop, "create table kept_bills as from bills")
        change_shop(toy_shop, f"update {what} where {where}")
        said = []
        with pytest.raises(DataRefusedError):
            load_toy(toy_shop, url, said.append, complete=True)
        assert "as they were" in said[-1]
        for name in ("people", "bills"):
            change_shop(toy_shop, f"drop table {name}")
            change_shop(toy_shop, f"alter table kept_{name} rename to {name}")
        with connect(url) as database:
            after = [database.read_table(name) for name in ("customers", "orders")]
        assert after == before

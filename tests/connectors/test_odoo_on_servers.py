"""Odoo on a real PostgreSQL: each quirk of its fixture is what EXPECTED.md says."""

import datetime
from decimal import Decimal

import pytest
from fixtures import check_audit, expected_audit, statements

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.systems import read_system
from crm_analysis.database import connect
from crm_analysis.datasets import seed
from crm_analysis.diagnosis import examine_source
from crm_analysis.paths import project_root
from servers import may_read, somebody

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
NAME = "odoo_fixture"
EXPECTED = [*expected_audit("odoo")]
OURS = {"time_zone": "Europe/Berlin"}


@pytest.fixture(scope="module")
def odoo(postgres_server):
    """Return the address of the fixture for somebody who may only read it."""
    postgres_server.execute(f"create database {NAME}")
    files = ("schema.sql", "rows.sql")
    every = [each for name in files for each in statements("odoo", name)]
    postgres_server.execute(*every, database=NAME)
    url = postgres_server.url(NAME)
    with somebody(postgres_server, url, may_read(postgres_server, url)) as reader:
        yield reader
    postgres_server.execute(f"drop database {NAME} with (force)")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    """Keep staged rows away from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        (folder / "sql").symlink_to(project_root() / "sql")
        patch.setenv("CRM_ANALYSIS_HOME", str(folder))
        yield folder


def load(odoo, url, said):
    with open_system(
        read_system("odoo"), odoo, OURS, today=NOW.date(), progress=said.append
    ) as dataset:
        return seed(dataset, url, now=NOW, progress=said.append)


@pytest.fixture(scope="module")
def url(odoo, home, tmp_path_factory):
    """Return the address of a database that holds the fixture."""
    url = f"duckdb:///{tmp_path_factory.mktemp('odoo')}/crm.duckdb"
    assert load(odoo, url, []) is True
    return url


@pytest.fixture
def loaded(url):
    with connect(url) as database:
        yield database


@pytest.mark.parametrize(
    ("table", "rows_in", "kept", "dropped"),
    EXPECTED,
    ids=[each[0] for each in EXPECTED],
)
def test_every_row_is_accounted_for(loaded, table, rows_in, kept, dropped):
    check_audit(loaded, table, rows_in, kept, dropped)
    assert loaded.count_rows(table) == kept


def test_a_person_orders_for_the_company_and_days_are_its_own(loaded):
    people = {row["id"]: row for row in loaded.read_table("customers").to_pylist()}
    orders = {row["source_id"]: row for row in loaded.read_table("orders").to_pylist()}
    assert people[orders["1"]["customer_id"]]["name"] == 'Beispiel, "AG"'
    assert str(orders["1"]["ordered_on"]) == "2025-03-30"
    assert (orders["2"]["net_amount"], orders["2"]["currency"]) == (
        Decimal("50.01"),
        "USD",
    )
    assert orders["4"]["counts_as_purchase"] is False


def test_a_name_is_in_the_language_asked_for_or_the_first(loaded):
    products = loaded.read_table("products").to_pylist()
    assert [(row["name"], row["category"]) for row in products] == [
        ('Tea, 5" \\', "Teas"),
        ("Tasse", None),
    ]


def test_a_blacklisted_address_denies_whoever_has_it_and_their_company(loaded):
    people = loaded.read_table("customers").to_pylist()
    names = {row["id"]: row["name"] for row in people}
    assert [
        (names[row["customer_id"]], row["channel"], row["state"])
        for row in loaded.read_table("consents").to_pylist()
    ] == [
        ('Beispiel, "AG"', "email", "denied"),
        ("Otto Example", "email", "denied"),
    ]


def test_a_second_load_reads_what_changed_and_has_nothing_to_do(odoo, url, home):
    said = []
    assert load(odoo, url, said) is False
    assert "sale_order: 1 rows new or changed" in said
    staged = b"".join(path.read_bytes() for path in home.glob("data/staging/*"))
    assert b"CANARY" not in staged


def test_the_doctor_knows_who_may_write(odoo, postgres_server):
    def privileges(address):
        found = examine_source(
            read_system("odoo"), address, OURS, NOW.date(), lambda _: None
        )
        return next(f.text for f in found.findings if f.topic == "privileges")

    assert privileges(odoo) == "This user cannot write."
    assert "DELETE, INSERT" in privileges(postgres_server.url(NAME))

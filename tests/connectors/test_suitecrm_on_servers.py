"""SuiteCRM on a real MariaDB: each quirk of its fixture is what EXPECTED.md says."""

import datetime
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from fixtures import check_audit, expected_audit, statements

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.source_database import refuse_home_of
from crm_analysis.connectors.systems import read_system
from crm_analysis.database import connect
from crm_analysis.database.address import parse_address
from crm_analysis.datasets import seed
from crm_analysis.diagnosis import examine_source
from crm_analysis.errors import MissingColumnsError, MissingTableError, UsageError
from crm_analysis.paths import project_root
from servers import may_read, somebody

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
EXPECTED = [*expected_audit("suitecrm")]
LINKS = {"accounts_contacts", "email_addr_bean_rel"}
OURS = {"currency": "EUR", "time_zone": "Europe/Berlin"}
NAME = "suitecrm_fixture"
AT_HOME = {"CRM_ANALYSIS_HOME": str(project_root())}


@pytest.fixture(scope="module")
def crm(mysql_server):
    """Return the address of the fixture for somebody who may only read it."""
    mysql_server.execute(f"drop database if exists {NAME}", f"create database {NAME}")
    every = [
        each
        for name in ("schema.sql", "rows.sql")
        for each in statements("suitecrm", name)
    ]
    mysql_server.execute(*every, database=NAME)
    url = mysql_server.url(NAME)
    with somebody(mysql_server, url, may_read(mysql_server, url)) as reader:
        yield reader
    mysql_server.execute(f"drop database {NAME}")


@pytest.fixture(scope="module")
def staging_home(tmp_path_factory):
    """Keep staged rows away from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        (folder / "sql").symlink_to(project_root() / "sql")
        patch.setenv("CRM_ANALYSIS_HOME", str(folder))
        yield folder


def load(crm, url, said=None, complete=False, **options):
    said = [] if said is None else said
    with open_system(
        read_system("suitecrm"),
        crm,
        OURS | options,
        today=NOW.date(),
        progress=said.append,
        complete=complete,
    ) as dataset:
        return seed(dataset, url, now=NOW, progress=said.append)


@pytest.fixture(scope="module")
def url(crm, staging_home, tmp_path_factory):
    """Return the address of a database that holds the fixture."""
    url = f"duckdb:///{tmp_path_factory.mktemp('crm')}/crm.duckdb"
    assert load(crm, url) is True
    return url


@pytest.fixture
def loaded(url):
    with connect(url) as database:
        yield database


def rows(database, table):
    return database.read_table(table).to_pylist()


@pytest.mark.parametrize(
    ("table", "rows_in", "kept", "dropped"),
    EXPECTED,
    ids=[each[0] for each in EXPECTED],
)
def test_every_row_is_accounted_for(loaded, table, rows_in, kept, dropped):
    check_audit(loaded, table, rows_in, kept, dropped)
    if table not in LINKS:
        assert loaded.count_rows(table) == kept


def test_amounts_are_in_the_base_currency_to_the_cent(loaded):
    amounts = {row["source_id"]: row["net_amount"] for row in rows(loaded, "orders")}
    assert amounts == {
        "i01": Decimal("100.00"),
        "i02": Decimal("100.01"),
        "i03": Decimal("0.00"),
        "i05": Decimal("90.00"),
        "i07": Decimal("40.00"),
        "i11": Decimal("11.00"),
        "i14": Decimal("14.00"),
        "i15": Decimal("-14.00"),
        "i16": None,
        "i20": Decimal("25.00"),
    }


def test_a_day_without_a_time_is_not_shifted_and_a_moment_is(loaded):
    days = {row["source_id"]: str(row["ordered_on"]) for row in rows(loaded, "orders")}
    assert days["i01"] == "2025-01-05"
    assert days["i14"] == "2025-03-30"


def test_lines_add_up_or_have_no_amount(loaded):
    ids = {row["id"]: row["source_id"] for row in rows(loaded, "orders")}
    lines = {
        (ids[row["order_id"]], row["line_number"]): row["net_amount"]
        for row in rows(loaded, "order_lines")
    }
    assert lines == {
        ("i01", 1): Decimal("40.00"),
        ("i01", 2): Decimal("60.00"),
        ("i02", 1): Decimal("50.01"),
        ("i02", 2): Decimal("50.00"),
        ("i07", 1): None,
        ("i20", 1): Decimal("20.00"),
        ("i20", 2): Decimal("5.00"),
    }


def test_people_are_as_written_and_stand_ins_say_what_is_not_known(loaded):
    people = {row["source_id"]: row for row in rows(loaded, "customers")}
    assert people["c1"]["name"] == "Nora O'Example"
    assert people["c1"]["email"] == "nora@example.com"
    assert people["c4"]["birthday"] is None
    assert people["c5"]["birthday"] is None
    assert people["c5"]["country"] == "AT"
    assert (people["c6"]["name"], people["c6"]["email"]) == ("(no name)", "(no email)")


def test_an_opt_out_is_that_of_everybody_with_the_address(loaded):
    ids = {row["id"]: row["source_id"] for row in rows(loaded, "customers")}
    denied = {
        (ids[row["customer_id"]], row["channel"])
        for row in rows(loaded, "consents")
        if row["state"] == "denied"
    }
    assert denied == {
        ("c1", "email"),
        ("c4", "email"),
        ("c4", "phone"),
        ("c4", "post"),
        ("c6", "email"),
    }


def test_an_email_is_of_whom_its_address_is_and_came_in_from_its_sender(loaded):
    ids = {row["id"]: row["source_id"] for row in rows(loaded, "customers")}
    emails = {
        (row["source_id"].split(":")[1], ids[row["customer_id"]]): row["direction"]
        for row in rows(loaded, "communications")
        if row["channel"] == "email"
    }
    assert emails == {
        ("n1", "c1"): "outbound",
        ("n2", "c4"): "inbound",
        ("n4", "c5"): "inbound",
    }


def test_a_campaign_s_day_is_that_in_the_zone_of_the_company(loaded):
    days = {str(row["responded_on"]) for row in rows(loaded, "campaign_responses")}
    assert days == {"2025-03-02", "2025-04-02"}


def test_effects_are_counted(loaded):
    affected = {
        (row["table_name"], row["rule"]): row["rows_affected"]
        for row in rows(loaded, "load_audit")
        if row["rule"] != "all" and not row["rows_dropped"]
    }
    assert affected == {
        ("customers", "impossible_birthday"): 2,
        ("customers", "html_entities"): 1,
        ("customers", "mojibake"): 1,
        ("customers", "no_name"): 1,
        ("customers", "no_email"): 1,
        ("customers", "invalid_email"): 1,
        ("customers", "same_email"): 2,
        ("customers", "same_phone"): 2,
        ("customers", "country_by_name"): 1,
        ("customers", "no_created_at"): 1,
        ("orders", "day_of_entry"): 1,
        ("orders", "converted"): 2,
        ("orders", "rate_is_zero"): 1,
        ("orders", "cancelled"): 1,
        ("orders", "refund"): 1,
        ("orders", "no_amount"): 1,
        ("orders", "party_inferred"): 1,
        ("order_lines", "amounts_differ_from_order"): 1,
        ("order_lines", "product_not_in_list"): 1,
    }


def test_bodies_of_texts_are_never_read(loaded, staging_home):
    staged = b"".join(path.read_bytes() for path in staging_home.glob("data/staging/*"))
    assert staged
    assert b"CANARY" not in staged


def test_won_opportunities_are_orders_on_request(crm, staging_home, tmp_path):
    url = f"duckdb:///{tmp_path}/won.duckdb"
    load(crm, url, orders_from="opportunities")
    with connect(url) as database:
        orders = rows(database, "orders")
    assert {row["source_id"]: row["net_amount"] for row in orders} == {
        "o1": Decimal("400.10"),
        "o3": Decimal("200.00"),
    }


def test_accounts_are_customers_on_request(crm, staging_home, tmp_path):
    url = f"duckdb:///{tmp_path}/accounts.duckdb"
    load(crm, url, grain="account")
    with connect(url) as database:
        names = [row["name"] for row in rows(database, "customers")]
        owners = {
            row["source_id"]: row["customer_id"] for row in rows(database, "orders")
        }
    assert names == ["Example &amp; Sons", "Beispiel GmbH"]
    assert owners["i08"] == 2


def test_a_status_that_the_company_names_is_no_purchase(crm, staging_home, tmp_path):
    url = f"duckdb:///{tmp_path}/drafts.duckdb"
    load(crm, url, cancelled_statuses="Cancelled, entwurf")
    with connect(url) as database:
        orders = rows(database, "orders")
    found = [row for row in orders if row["status"] == "cancelled"]
    assert [row["source_id"] for row in found] == ["i05", "i20"]
    assert not any(row["counts_as_purchase"] for row in found)


def test_a_gender_is_in_the_custom_field_that_is_named(crm, staging_home, tmp_path):
    url = f"duckdb:///{tmp_path}/gender.duckdb"
    load(crm, url, gender_field="gender_c")
    with connect(url) as database:
        genders = {
            row["source_id"]: row["gender"] for row in rows(database, "customers")
        }
    assert genders == {"c1": "female", "c4": "male", "c5": None, "c6": None}
    with pytest.raises(MissingColumnsError, match=r"contacts_cstm.* sex_c; it has"):
        load(crm, url, gender_field="sex_c")


def test_those_with_one_email_are_joined_on_request(crm, staging_home, tmp_path):
    url = f"duckdb:///{tmp_path}/joined.duckdb"
    load(crm, url, join_duplicates="email")
    with connect(url) as database:
        people = {row["id"]: row["source_id"] for row in rows(database, "customers")}
        owners = {
            row["source_id"]: people[row["customer_id"]]
            for row in rows(database, "orders")
        }
    assert sorted(people.values()) == ["c1", "c4", "c6"]
    assert owners["i14"] == "c1"


def test_the_next_load_reads_what_changed_and_a_third_has_nothing_to_do(
    mysql_server, crm, staging_home, tmp_path
):
    url = f"duckdb:///{tmp_path}/again.duckdb"
    load(crm, url)
    mysql_server.execute(
        "update aos_invoices set subtotal_amount = 101,"
        " date_modified = '2025-12-31 12:00:00' where id = 'i11'",
        "insert into aos_invoices (id, date_entered, date_modified, billing_contact_id,"
        " subtotal_amount, total_amount, invoice_date, status) values ('i17',"
        " '2025-12-31 12:30:00', '2025-12-31 12:30:00', 'c1', 7, 7, '2025-12-31', '')",
        database=NAME,
    )
    said = []
    try:
        assert load(crm, url, said) is True
        assert load(crm, url) is False
    finally:
        mysql_server.execute(
            "delete from aos_invoices where id = 'i17'",
            "update aos_invoices set subtotal_amount = 11,"
            " date_modified = '2025-12-31 10:00:00' where id = 'i11'",
            database=NAME,
        )
    # i12 is read again: the last hour before where the load before ended always is.
    assert "aos_invoices: 3 rows new or changed" in said
    with connect(url) as database:
        amounts = {r["source_id"]: r["net_amount"] for r in rows(database, "orders")}
    assert (amounts["i11"], amounts["i17"]) == (Decimal("101.00"), Decimal("7.00"))


def run(*words, **environment):
    """Run the command line as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "crm_analysis.cli", *words],
        env=os.environ | environment,
        capture_output=True,
        check=False,
        text=True,
    )


def test_three_commands_lead_from_the_system_to_a_report(
    mysql_server, crm, staging_home, tmp_path
):
    out, file = str(tmp_path / "reports"), str(tmp_path / "crm.toml")
    where = {
        "CRM_SOURCE_URL": crm,
        "CRM_DATABASE_URL": f"duckdb:///{tmp_path}/crm.duckdb",
    }
    init = run(
        "init", "--from", "suitecrm", "--set", "currency=EUR", "--out", file, **where
    )
    assert init.returncode == 0, init.stderr
    written = Path(file).read_text(encoding="utf-8")
    assert 'grain = "contact"' in written
    assert 'cancelled_statuses = "Cancelled, Entwurf"' in written
    assert "# guessed: nothing in the data tells it" in written
    assert "pa55word" not in written
    dry = run("load", "--config", file, "--dry-run", **where)  # i12 is past by now
    assert "orders\tall\t17\t11\t6\t17\t" in dry.stdout
    assert not (tmp_path / "crm.duckdb").exists()
    load = run("load", "--config", file, **where)
    assert load.stdout.endswith("done\n"), load.stderr
    report = run("report", "01_customers", "--out", out, **where, **AT_HOME)
    assert report.returncode == 0, report.stderr
    (page,) = Path(out).glob("*/01_customers.html")
    text = page.read_text(encoding="utf-8")
    assert "orders: unknown currency" in text
    for said in (init, dry, load, report):
        assert "pa55word" not in said.stdout + said.stderr
        assert "nora" not in (said.stdout + said.stderr + text).lower()


def test_the_doctor_says_what_it_found_and_that_it_cannot_write(
    mysql_server, crm, staging_home
):
    diagnosis = examine_source(
        read_system("suitecrm"), crm, OURS, NOW.date(), lambda _: None
    )
    texts = {finding.topic: finding.text for finding in diagnosis.findings}
    assert texts["privileges"] == "This user cannot write."
    said = " ".join(finding.text for finding in diagnosis.findings)
    assert "version 6.5.25" in said
    assert "do not count) Paid 12, (none) 1, Cancelled 1, Entwurf 1, Unpaid 1" in said
    assert diagnosis.facts["orders"]["currencies"] == {"EUR": 10}
    assert diagnosis.facts["rows"]["aos_invoices"] == 17
    assert "pa55word" not in diagnosis.as_text()
    writer = examine_source(
        read_system("suitecrm"), mysql_server.url(NAME), {}, NOW.date(), lambda _: None
    )
    warnings = {f.topic: f.text for f in writer.findings if f.level == "warning"}
    assert "may write (ALTER, DELETE, DROP, INSERT, UPDATE)" in warnings["privileges"]
    assert "--set currency=CODE" in warnings["currency"]
    assert "--set time_zone=ZONE" in warnings["time"]


def test_a_read_of_another_schema_is_refused_in_a_sentence(mysql_server, tmp_path):
    mysql_server.execute("create database if not exists crm_empty")
    try:
        with pytest.raises(MissingTableError, match="no table contacts"):
            load(mysql_server.url("crm_empty"), f"duckdb:///{tmp_path}/x.duckdb")
    finally:
        mysql_server.execute("drop database crm_empty")


def test_a_server_can_be_filled_but_not_the_one_that_is_read(mysql_server, crm):
    target = mysql_server.database("crm_target")
    try:
        load(crm, target)
        with connect(target) as database:
            assert database.count_rows("orders") == 10
    finally:
        mysql_server.execute("drop database crm_target")
    with pytest.raises(UsageError, match="the database of SuiteCRM"):
        refuse_home_of(
            read_system("suitecrm"), parse_address(mysql_server.url(NAME)), {}
        )

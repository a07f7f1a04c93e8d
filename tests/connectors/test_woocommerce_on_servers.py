"""WooCommerce on a real MariaDB: each quirk of its fixture is what EXPECTED.md says."""

import datetime
from decimal import Decimal

import pytest
from fixtures import check_audit, expected_audit, statements

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.systems import read_system
from crm_analysis.database import connect
from crm_analysis.datasets import seed
from crm_analysis.errors import MissingTableError
from crm_analysis.paths import project_root
from servers import may_read, somebody

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
NAME = "woocommerce_fixture"
EXPECTED = [*expected_audit("woocommerce")]


@pytest.fixture(scope="module")
def shop(mysql_server):
    """Return the address of the fixture for somebody who may only read it."""
    mysql_server.execute(f"drop database if exists {NAME}", f"create database {NAME}")
    files = ("schema.sql", "rows.sql")
    every = [each for name in files for each in statements("woocommerce", name)]
    mysql_server.execute(*every, database=NAME)
    url = mysql_server.url(NAME)
    with somebody(mysql_server, url, may_read(mysql_server, url)) as reader:
        yield reader
    mysql_server.execute(f"drop database {NAME}")


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    """Keep staged rows away from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        (folder / "sql").symlink_to(project_root() / "sql")
        patch.setenv("CRM_ANALYSIS_HOME", str(folder))
        yield folder


def load(shop, url, **options):
    options = {"time_zone": "Europe/Berlin"} | options
    system = read_system("woocommerce")
    with open_system(
        system, shop, options, today=NOW.date(), progress=lambda _: None
    ) as dataset:
        return seed(dataset, url, now=NOW, progress=lambda _: None)


@pytest.fixture(scope="module")
def url(shop, home, tmp_path_factory):
    """Return the address of a database that holds the fixture."""
    url = f"duckdb:///{tmp_path_factory.mktemp('shop')}/crm.duckdb"
    assert load(shop, url) is True
    return url


@pytest.fixture
def loaded(url):
    with connect(url) as database:
        yield database


def orders(database):
    """Return amount, currency and whether it counts, by the source's id."""
    return {
        row["source_id"]: (
            row["net_amount"],
            row["currency"],
            row["counts_as_purchase"],
        )
        for row in database.read_table("orders").to_pylist()
    }


@pytest.mark.parametrize(
    ("table", "rows_in", "kept", "dropped"),
    EXPECTED,
    ids=[each[0] for each in EXPECTED],
)
def test_every_row_is_accounted_for(loaded, table, rows_in, kept, dropped):
    check_audit(loaded, table, rows_in, kept, dropped)
    assert loaded.count_rows(table) == kept


def test_orders_keep_their_currency_and_refunds_do_not_count(loaded):
    assert orders(loaded) == {
        "1": (Decimal("100.00"), "EUR", True),
        "2": (Decimal("50.00"), "USD", True),
        "3": (Decimal("30.00"), "EUR", True),
        "5": (Decimal("31.00"), "EUR", False),
        "7": (Decimal("-10.00"), "EUR", False),
        "13": (Decimal("37.00"), "EUR", False),
        "17": (Decimal("-31.00"), "EUR", False),
    }


def test_a_day_is_that_of_the_shop(loaded):
    rows = loaded.read_table("orders").to_pylist()
    days = {row["source_id"]: str(row["ordered_on"]) for row in rows}
    assert days["1"] == "2025-03-30"


def test_a_guest_with_the_email_of_a_user_is_that_user(loaded):
    people = loaded.read_table("customers").to_pylist()
    assert [(row["source_id"], row["name"]) for row in people] == [
        ("guest:guest@example.com", "(no name)"),
        ("user:7", "Una Later"),
    ]


def test_fees_are_lines_and_shipping_is_not(loaded):
    rows = loaded.read_table("order_lines").to_pylist()
    lines = [row["net_amount"] for row in rows if row["order_id"] == 1]
    assert lines == [Decimal("60.00"), Decimal("30.00"), Decimal("10.00")]


def test_lines_that_do_not_add_up_have_no_amount(loaded):
    rows = loaded.read_table("order_lines").to_pylist()
    assert [row["net_amount"] for row in rows if row["order_id"] == 2] == [None]


def test_what_is_not_listed_is_never_read(loaded, home):
    staged = b"".join(path.read_bytes() for path in home.glob("data/staging/*"))
    assert staged
    assert b"CANARY" not in staged


def test_statuses_may_be_named_with_blanks_between(shop, tmp_path):
    url = f"duckdb:///{tmp_path}/statuses.duckdb"
    load(shop, url, counted_statuses="wc-processing, wc-completed")
    with connect(url) as database:
        assert sorted(orders(database)) == ["1", "13", "17", "2", "3", "5", "7"]


def test_orders_among_the_posts_are_read_too(shop, tmp_path):
    url = f"duckdb:///{tmp_path}/legacy.duckdb"
    load(shop, url, storage="legacy")
    with connect(url) as database:
        assert orders(database) == {
            "201": (Decimal("100.00"), "EUR", True),
            "202": (Decimal("-10.00"), "EUR", False),
        }


def test_another_prefix_is_named(shop, tmp_path):
    with pytest.raises(
        MissingTableError, match=r"no table shop_posts.*it has wp_posts"
    ):
        load(shop, f"duckdb:///{tmp_path}/x.duckdb", prefix="shop_")

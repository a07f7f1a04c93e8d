"""EspoCRM and Dolibarr on real servers: each quirk is what their EXPECTED.md say."""

import datetime
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from fixtures import check_audit, expected_audit, statements

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.systems import read_system
from crm_analysis.database import connect
from crm_analysis.database.definitions import tables
from crm_analysis.datasets import seed
from crm_analysis.diagnosis import examine_source
from crm_analysis.paths import project_root
from servers import may_read, somebody

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
OURS = {
    "espocrm": {"time_zone": "Europe/Berlin"},
    "dolibarr": {"time_zone": "Europe/Berlin", "entity": "1"},
}
ON = [
    ("espocrm", "mysql"),
    ("espocrm", "postgres"),
    ("dolibarr", "mysql"),
    ("dolibarr", "postgres"),
]
ESPOCRM = pytest.mark.parametrize(("system", "engine"), ON[:2])
DOLIBARR = pytest.mark.parametrize(("system", "engine"), ON[2:])
OLD_DOLIBARR = pytest.mark.parametrize(("system", "engine"), ON[2:3])
EVERYWHERE = pytest.mark.parametrize(("system", "engine"), ON)
AUDITED = [(*each, *row) for each in ON for row in expected_audit(each[0])]

# As EspoCRM does it: what hangs on the contact is moved without a word in modified_at.
MERGE_OF_C1_INTO_C6 = (
    "update opportunity set contact_id = 'c6' where contact_id = 'c1'",
    "update contact_opportunity set contact_id = 'c6' where contact_id = 'c1'",
    "update meeting set parent_id = 'c6' where parent_id = 'c1'",
    "update contact set deleted = true, modified_at = '2025-12-31' where id = 'c1'",
)


@dataclass(frozen=True)
class Loaded:
    """A fixture on a server, and the database that it was loaded into."""

    system: str
    source: str
    url: str
    said: list[str] = field(default_factory=list)

    def load(self, url="", **options):
        with open_system(
            read_system(self.system),
            self.source,
            OURS[self.system] | options,
            today=NOW.date(),
            progress=self.said.append,
        ) as dataset:
            return seed(dataset, url or self.url, now=NOW, progress=self.said.append)

    def read(self, table, key="source_id"):
        with connect(self.url) as database:
            rows = database.read_table(table).to_pylist()
        return {row[key]: row for row in rows}


def orders(url):
    """Return amount, currency and whether it counts, by the source's id."""
    with connect(url) as database:
        return {
            row["source_id"]: (
                None if row["net_amount"] is None else str(row["net_amount"]),
                row["currency"],
                row["counts_as_purchase"],
            )
            for row in database.read_table("orders").to_pylist()
        }


def rules(url):
    """Return what the audit says of each table."""
    with connect(url) as database:
        audit = database.read_table("load_audit").to_pylist()
    return {(row["table_name"], row["rule"]) for row in audit}


def findings(source):
    """Return what the doctor says of a database of Dolibarr."""
    dolibarr = read_system("dolibarr")
    found = examine_source(dolibarr, source, {}, NOW.date(), lambda _: None).findings
    return [each.text for each in found]


@contextmanager
def on_server(server, system, name, *changes):
    """Fill a database with the fixture; give its address for the administrator."""
    force = " with (force)" if server.engine == "postgres" else ""
    server.execute(f"drop database if exists {name}{force}", f"create database {name}")
    files = ("schema.sql", "rows.sql")
    every = [each for file in files for each in statements(system, file)]
    if server.engine == "mysql":
        every = [each.replace('"', "`") for each in every]
    else:  # knows no such day
        every = [each.replace("'0000-00-00'", "null") for each in every]
    server.execute(*every, *changes, database=name)
    yield server.url(name)
    server.execute(f"drop database {name}{force}")


@contextmanager
def right_in(server, url, grant):
    """Give the reader a right in a second database of PostgreSQL."""
    name = url.rpartition("/")[2]
    server.execute(f"grant {grant} to reader", database=name)
    yield
    server.execute("drop owned by reader", database=name)


@contextmanager
def fixtures_on(server):
    """Give the address of each fixture for somebody who may only read them."""
    names = {system: f"{system}_fixture" for system, on in ON if on == server.engine}
    with ExitStack() as stack:
        urls = [
            stack.enter_context(on_server(server, system, name))
            for system, name in names.items()
        ]
        grants = [may_read(server, url) for url in urls]
        if server.engine == "mysql":
            stack.enter_context(somebody(server, urls[0], *grants))
        else:
            stack.enter_context(somebody(server, urls[0], grants[0]))
            for url, grant in zip(urls[1:], grants[1:], strict=True):
                stack.enter_context(right_in(server, url, grant))
        yield {
            system: server.url(name, "reader", "pa55word")
            for system, name in names.items()
        }


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    """Keep staged rows away from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        (folder / "sql").symlink_to(project_root() / "sql")
        patch.setenv("CRM_ANALYSIS_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def open_fixture(request, home, tmp_path_factory):
    """Return what loads the fixture of a system from an engine, once."""
    sources, done = {}, {}
    with ExitStack() as stack:

        def opened(system, engine):
            if engine not in sources:
                server = request.getfixturevalue(f"{engine}_server")
                sources[engine] = stack.enter_context(fixtures_on(server))
            if (system, engine) not in done:
                folder = tmp_path_factory.mktemp(f"{system}_{engine}")
                url = f"duckdb:///{folder}/crm.duckdb"
                done[system, engine] = Loaded(system, sources[engine][system], url)
                assert done[system, engine].load() is True
            return done[system, engine]

        yield opened


@pytest.fixture
def loaded(open_fixture, system, engine):
    return open_fixture(system, engine)


@pytest.mark.parametrize(
    ("system", "engine", "table", "rows_in", "kept", "dropped"),
    AUDITED,
    ids=["-".join(each[:3]) for each in AUDITED],
)
def test_every_row_is_accounted_for(loaded, table, rows_in, kept, dropped):
    with connect(loaded.url) as database:
        check_audit(database, table, rows_in, kept, dropped)
        if table in [each.name for each in tables()]:
            assert database.count_rows(table) == kept


@EVERYWHERE
def test_a_second_load_has_nothing_to_do_and_read_no_canary(loaded, home):
    assert loaded.load() is False
    staged = b"".join(path.read_bytes() for path in home.glob("data/staging/*"))
    assert b"example.com" in staged
    assert b"CANARY" not in staged


@ESPOCRM
def test_tables_that_links_change_unseen_are_read_whole_also_call(loaded):
    loaded.said.clear()
    loaded.load()
    assert "call: 4 rows read" in loaded.said
    assert "account: 4 rows new or changed" in loaded.said


@ESPOCRM
def test_won_opportunities_are_orders_in_the_currency_whose_rate_is_one(loaded):
    assert orders(loaded.url) == {
        "o01": ("100.00", "EUR", True),
        "o02": ("25.01", "EUR", True),
        "o03": ("30.00", "EUR", True),
        "o10": (None, "EUR", True),
        "o11": ("-5.00", "EUR", False),
        "o14": ("40.00", "EUR", True),
        "o15": ("12.00", "EUR", True),
        "o16": ("13.00", "EUR", True),
        "o18": ("36512.34", "EUR", True),
        "o20": ("123456.79", "EUR", True),
    }
    assert ("orders", "no_currency") in rules(loaded.url)


@ESPOCRM
def test_an_opportunity_is_of_its_contact_or_the_only_one_of_its_account(loaded):
    people = loaded.read("customers", key="id")
    owners = {
        key: people[row["customer_id"]]["source_id"]
        for key, row in loaded.read("orders").items()
    }
    named = dict.fromkeys(["o01", "o10", "o11", "o15", "o18"], "c1") | {"o20": "c7"}
    assert owners == named | {"o02": "c2", "o03": "c5", "o14": "c6", "o16": "c7"}


@ESPOCRM
def test_the_primary_address_is_the_customers(loaded):
    people = loaded.read("customers")
    assert (people["c1"]["email"], people["c1"]["country"]) == ("Ada@example.com", "DE")
    assert people["c5"]["name"] == "(no name)"
    assert people["c7"]["name"] == "Di Maria Example"


@ESPOCRM
def test_an_email_is_inbound_from_its_sender_and_outbound_to_who_got_it(loaded):
    found = loaded.read("communications")
    ways = {key: row["direction"] for key, row in found.items()}
    assert ways == {
        "call:k1:c1": "inbound",
        "meeting:m1:c2": "outbound",
        "meeting:m4:c1": "outbound",
        "email:em1:c1": "inbound",
        "email:em2:c1": "outbound",
        "email:em2:c6": "outbound",
    }


@ESPOCRM
def test_an_opt_out_is_of_the_address_the_phone_or_the_list(loaded):
    people = loaded.read("customers", key="id")
    found = [
        (people[row["customer_id"]]["source_id"], row["channel"], row["evidence"])
        for row in loaded.read("consents", key="id").values()
    ]
    assert sorted(found) == [
        ("c1", "email", "email_address.opt_out"),
        ("c1", "email", "target list t1"),
        ("c1", "phone", "phone_number.opt_out"),
        ("c2", "phone", "contact.do_not_call"),
        ("c6", "email", "email_address.opt_out"),
    ]


@ESPOCRM
def test_a_campaign_touches_on_the_day_there(loaded):
    (touch,) = loaded.read("campaign_touches", key="campaign_id").values()
    assert str(touch["touched_on"]) == "2025-03-30"
    kinds = [row["kind"] for row in loaded.read("campaign_responses").values()]
    assert kinds == ["opened", "opted_out"]


def test_what_a_merge_moves_is_found_by_the_next_load(server, home, tmp_path):
    url = f"duckdb:///{tmp_path}/merged.duckdb"
    with on_server(server, "espocrm", "espocrm_merged") as source:
        merged = Loaded("espocrm", source, url)
        merged.load()
        server.execute(*MERGE_OF_C1_INTO_C6, database="espocrm_merged")
        assert merged.load() is True
    c6 = merged.read("customers")["c6"]["id"]
    owners = {key: row["customer_id"] for key, row in merged.read("orders").items()}
    moved = {key for key, owner in owners.items() if owner == c6}
    assert moved == {"o01", "o10", "o11", "o14", "o15", "o18"}
    assert "meeting:m4:c6" in merged.read("communications")
    expected = {table: rest for table, *rest in expected_audit("espocrm")}
    with connect(url) as database:
        check_audit(database, "orders", *expected["orders"])


@pytest.mark.parametrize(
    ("said", "currency"), [({}, "XXX"), ({"currency": "EUR"}, "EUR")]
)
def test_of_two_currencies_with_the_rate_one_an_option_says_which(
    mysql_server, home, tmp_path, said, currency
):
    url = f"duckdb:///{tmp_path}/pegged.duckdb"
    change = "insert into currency values ('BAM', 1)"
    with on_server(mysql_server, "espocrm", "espocrm_pegged", change) as source:
        Loaded("espocrm", source, url).load(**said)
    assert orders(url)["o02"] == ("25.01", currency, True)


@pytest.mark.parametrize(("system", "engine"), ON[1:2])
def test_accounts_can_be_the_customers_and_other_stages_won(loaded, tmp_path):
    url = f"duckdb:///{tmp_path}/accounts.duckdb"
    loaded.load(url, grain="account", won_stages="Closed Won, Prospecting")
    with connect(url) as database:
        people = database.read_table("customers").to_pylist()
    names = {row["id"]: row["name"] for row in people}
    assert list(names.values()) == ["Example Works", "Sample, Ltd", "Fourth Example"]
    order = Loaded("espocrm", "", url).read("orders")["o20"]
    assert names[order["customer_id"]] == "Fourth Example"
    assert orders(url)["o02"] == ("25.01", "EUR", True)
    assert orders(url)["o04"] == ("31.00", "EUR", True)


@DOLIBARR
def test_invoices_are_orders_without_tax_and_shipping(loaded):
    assert orders(loaded.url) == {
        "1": ("100.00", "EUR", True),
        "2": ("50.01", "EUR", True),
        "4": ("-10.00", "EUR", False),
        "5": ("31.00", "EUR", False),
        "11": ("30.00", "EUR", True),
        "12": ("5.00", "EUR", True),
        "15": ("0.00", "EUR", False),
        "16": ("300.00", "EUR", True),
        "17": ("500.00", "EUR", True),
        "18": ("12345678901.23", "EUR", True),
        "19": (None, "EUR", True),
    }
    assert ("orders", "no_amount") in rules(loaded.url)


@OLD_DOLIBARR
def test_columns_that_had_another_name_are_read_by_it(loaded, mysql_server, tmp_path):
    changes = (
        "alter table llx_facture change total_ht total double(24,8)",
        "alter table llx_facture change total_tva tva double(24,8)",
        "alter table llx_facture change ref facnumber varchar(30)",
        "rename table llx_c_country to llx_c_pays",
    )
    url = f"duckdb:///{tmp_path}/old.duckdb"
    with on_server(mysql_server, "dolibarr", "dolibarr_old", *changes) as source:
        old = Loaded("dolibarr", source, url)
        old.load()
        said = findings(source)
    assert orders(url) == orders(loaded.url)
    assert old.read("customers")["1"]["country"] == "DE"
    assert [text for text in said if "once" in text] == [
        "llx_facture calls total_ht total, as it was once.",
        "llx_facture calls total_tva tva, as it was once.",
        "The table c_country is called c_pays, as it was once.",
    ]
    assert not [text for text in said if "total_ht," in text or "no table" in text]


@DOLIBARR
def test_the_doctor_does_not_miss_names_that_are_no_more(loaded):
    said = findings(loaded.source)
    assert [each for each in said if " has no " in each or "no table" in each] == [
        "llx_commande has no multicurrency_code: read as missing."
    ]
    assert not [text for text in said if "once" in text]


@DOLIBARR
def test_orders_can_be_taken_in_place_of_invoices(loaded, tmp_path):
    url = f"duckdb:///{tmp_path}/orders.duckdb"
    loaded.load(url, orders_from="orders")
    assert orders(url) == {"1": ("77.00", "EUR", True), "2": ("12.00", "EUR", False)}


@DOLIBARR
def test_each_company_has_its_own_currency_and_way_with_deposits(loaded, tmp_path):
    url = f"duckdb:///{tmp_path}/companies.duckdb"
    loaded.load(url, entity="")
    found = orders(url)
    assert found["10"] == ("36.00", "USD", True)
    assert found["14"] == ("38.00", "CHF", True)
    assert "13" not in found


SETTINGS = {
    "no currency": "update llx_const set value = '' where name = 'MAIN_MONNAIE'",
    "no settings": "delete from llx_const",
    "own parts": "insert into llx_const values ('INVOICE_USE_SITUATION', 1, '2')",
}


@pytest.mark.parametrize(
    ("setting", "currency", "amount"),
    [
        ("no currency", "EUR", Decimal("500.00")),
        ("no settings", "XXX", Decimal("500.00")),
        ("own parts", "EUR", None),
    ],
)
def test_settings_say_the_currency_and_what_lines_of_situations_are(
    mysql_server, tmp_path, setting, currency, amount
):
    url, change = f"duckdb:///{tmp_path}/settings.duckdb", SETTINGS[setting]
    with on_server(mysql_server, "dolibarr", "dolibarr_settings", change) as source:
        found = Loaded("dolibarr", source, url)
        found.load()
    order = found.read("orders")["17"]
    line = found.read("order_lines", key="order_id")[order["id"]]
    assert (order["currency"], line["net_amount"]) == (currency, amount)


@DOLIBARR
def test_lines_are_in_their_order_and_add_up_or_have_no_amount(loaded):
    sources = {row["id"]: key for key, row in loaded.read("orders").items()}
    with connect(loaded.url) as database:
        rows = database.read_table("order_lines").to_pylist()
    found = {
        (sources[row["order_id"]], row["line_number"]): row["net_amount"]
        for row in rows
    }
    assert found == {
        ("1", 1): Decimal("60.00"),
        ("1", 2): Decimal("40.00"),
        ("2", 1): None,
        ("4", 1): Decimal("-10.00"),
        ("11", 1): Decimal("30.00"),
        ("12", 1): None,
        ("16", 1): Decimal("300.00"),
        ("17", 1): Decimal("500.00"),
        ("18", 1): Decimal("12345678901.23"),
    }
    pieces = {sources[row["order_id"]]: row["quantity"] for row in rows}
    assert (pieces["4"], pieces["17"]) == (-1, 1)
    assert [row["source_product_id"] for row in rows if not row["product_id"]] == [
        "404"
    ]


@DOLIBARR
def test_a_product_has_its_first_category(loaded):
    products = loaded.read("products", key="name")
    categories = {key: row["category"] for key, row in products.items()}
    assert categories == {"Green & Tea": "Teas", "Cup": None}


@DOLIBARR
def test_moments_are_by_the_clock_of_the_web_server(loaded):
    assert str(loaded.read("customers")["1"]["created_at"]) == "2025-03-29 23:30:00"
    assert loaded.read("customers")["1"]["name"] == "Café Example"
    found = loaded.read("communications")
    assert str(found["1"]["occurred_at"]) == "2025-03-29 23:30:00"
    ways = {key: (row["channel"], row["direction"]) for key, row in found.items()}
    assert ways == {
        "1": ("phone", "outbound"),
        "2": ("email", "inbound"),
        "3": ("email", "outbound"),
        "8": ("meeting", "outbound"),
    }


@EVERYWHERE
def test_the_doctor_says_what_the_data_say_of_themselves(loaded):
    diagnosis = examine_source(
        read_system(loaded.system),
        loaded.source,
        OURS[loaded.system],
        NOW.date(),
        lambda _: None,
    )
    assert diagnosis.facts["orders"]["currencies"].keys() == {"EUR"}
    said = {"espocrm": ("default currency", "EUR"), "dolibarr": ("version", "18.0.2")}
    texts = {finding.topic: finding.text for finding in diagnosis.findings}
    assert texts["privileges"] == "This user cannot write."
    fact, value = said[loaded.system]
    assert diagnosis.facts[fact] == value


@EVERYWHERE
def test_what_the_data_say_of_an_option_can_be_guessed(loaded):
    with open_system(
        read_system(loaded.system),
        loaded.source,
        OURS[loaded.system],
        today=NOW.date(),
        progress=lambda _: None,
    ) as dataset:
        dataset.map()
        guesses = dataset.read("guesses")
    expected = {
        "espocrm": {"grain": "contact", "won_stages": "Closed Won, Signed"},
        "dolibarr": {"orders_from": "invoices"},
    }
    found = {guess["option_name"]: guess["option_value"] for guess in guesses}
    assert found == expected[loaded.system]

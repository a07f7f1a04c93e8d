"""Exports: files of each system give what stands beside them, every row is told of."""

import datetime
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.systems import read_system
from crm_analysis.database import connect
from crm_analysis.datasets import seed
from crm_analysis.errors import DataRefusedError

NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
FOLDER = Path(__file__).parent
SYSTEMS = ("shopify", "hubspot", "zoho", "salesforce", "magento", "plain")
TABLES = (
    "customers",
    "orders",
    "order_lines",
    "products",
    "consents",
    "communications",
    "campaigns",
    "campaign_touches",
    "campaign_responses",
)


def load(name, url, folder=None, **given):
    """Load an export; the folder is that of the fixture unless another is given."""
    with open_system(
        read_system(name),
        str(folder or FOLDER / name),
        given,
        today=NOW.date(),
        progress=lambda _: None,
    ) as dataset:
        return seed(dataset, url, now=NOW, progress=lambda _: None)


def expected_of(name):
    return tomllib.loads((FOLDER / name / "expected.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=SYSTEMS)
def loaded(request, tmp_path_factory):
    """Return a system's name, what is expected, and the address of what was loaded."""
    expected = expected_of(request.param)
    url = f"duckdb:///{tmp_path_factory.mktemp('exports')}/{request.param}.duckdb"
    assert load(request.param, url, **expected["options"]) is True
    return request.param, expected, url


@pytest.fixture(scope="module")
def audit(loaded):
    with connect(loaded[2]) as database:
        return database.read_table("load_audit").to_pylist()


def test_each_table_has_the_rows_that_stand_beside_the_files(loaded):
    _, expected, url = loaded
    with connect(url) as database:
        found = {table: database.count_rows(table) for table in TABLES}
    assert found == {table: expected["rows"].get(table, 0) for table in TABLES}


def test_purchases_add_up_to_the_cent_in_each_currency(loaded):
    _, expected, url = loaded
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
    sums = Counter()
    for order in orders:
        if order["counts_as_purchase"] and order["net_amount"] is not None:
            sums[order["currency"]] += order["net_amount"]
    assert {each: str(total) for each, total in sums.items()} == expected["purchases"]


def test_every_dropped_row_has_its_reason_and_no_other(loaded, audit):
    found = {
        f"{row['table_name']} {row['rule']}": row["rows_dropped"]
        for row in audit
        if row["rule"] != "all" and row["rows_dropped"]
    }
    assert found == loaded[1]["dropped"]


def test_every_rule_that_changed_or_marked_rows_counts_them(loaded, audit):
    found = {
        f"{row['table_name']} {row['rule']}": row["rows_affected"]
        for row in audit
        if row["rule"] != "all" and not row["rows_dropped"]
    }
    assert found == loaded[1]["affected"]


def test_what_was_kept_and_dropped_is_what_came_in(audit):
    for whole in (row for row in audit if row["rule"] == "all"):
        reasons = sum(
            row["rows_dropped"]
            for row in audit
            if row["table_name"] == whole["table_name"] and row["rule"] != "all"
        )
        assert whole["rows_kept"] + reasons == whole["rows_in"]


def test_every_rule_is_explained(audit):
    assert [
        row["rule"] for row in audit if row["decision"].startswith("Left out (")
    ] == []


def test_the_same_files_are_not_loaded_again(loaded):
    name, expected, url = loaded
    assert load(name, url, **expected["options"]) is False


def source_ids(url, table="customers"):
    with connect(url) as database:
        return [row["source_id"] for row in database.read_table(table).to_pylist()]


@pytest.fixture
def url(tmp_path):
    return f"duckdb:///{tmp_path}/crm.duckdb"


def test_customers_with_one_email_are_joined_into_the_oldest_when_asked(url):
    options = expected_of("hubspot")["options"] | {"join_duplicates": "email"}
    load("hubspot", url, **options)
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
        customers = database.read_table("customers").to_pylist()
    ids = {row["id"]: row["source_id"] for row in customers}
    assert sorted(ids.values()) == ["1001", "1002", "1003", "1004"]
    (order,) = [row for row in orders if row["source_id"] == "9002"]
    assert ids[order["customer_id"]] == "1002"


def test_who_is_merged_into_another_brings_along_what_they_denied(url):
    load("salesforce", url)
    with connect(url) as database:
        consents = database.read_table("consents").to_pylist()
    ada = [row for row in consents if row["customer_id"] == 1]
    assert [row["state"] for row in ada if row["channel"] == "email"] == [
        "unknown",
        "denied",
        "unknown",
    ]


def test_accounts_are_the_customers_when_asked(url):
    load("salesforce", url, grain="account")
    assert source_ids(url) == [
        "0015g00000AcCouAAA",
        "0015g00000AcCouBBB",
        "0015g00000AcCouCCC",
    ]
    assert len(source_ids(url, "orders")) == 5
    with connect(url) as database:
        audit = database.read_table("load_audit").to_pylist()
    assert "opportunitycontactrole" not in {row["table_name"] for row in audit}


def contacts_of_orders(url):
    """Return the contact that each order is of, by the ids of Salesforce."""
    with connect(url) as database:
        customers = database.read_table("customers").to_pylist()
        orders = database.read_table("orders").to_pylist()
    ids = {row["id"]: row["source_id"] for row in customers}
    return {row["source_id"]: ids[row["customer_id"]] for row in orders}


OPPORTUNITIES = {
    "Contact": "Id,LastName,AccountId\n003A,Invented,001A\n003B,Invented,001B\n",
    "Opportunity": "Id,StageName,CloseDate,AccountId,ContactId\n"
    "006A,Closed Won,2026-01-10,001A,003A\n",
}


@pytest.mark.parametrize(
    ("roles", "owner", "counted"),
    [
        ("00K1,006A,003B,true,false,", "003B", {}),
        ("00K1,006A,003B,false,false,", "003A", {"not_primary": 1}),
        ("00K1,006A,003B,true,true,", "003A", {"deleted": 1}),
        # The same role in two exports, no longer primary in the later one.
        (
            "00K1,006A,003B,0,0,2026-01-02T00:00:00Z\n"
            "00K1,006A,003B,1,0,2026-01-01T00:00:00Z",
            "003A",
            {"duplicate_row": 1, "not_primary": 1},
        ),
        # Two primary roles, as no Salesforce has them: that of the later change.
        (
            "00K1,006A,003B,1,0,2026-01-02T00:00:00Z\n"
            "00K2,006A,003A,1,0,2026-01-01T00:00:00Z",
            "003B",
            {},
        ),
    ],
)
def test_an_opportunity_is_that_of_its_primary_contact(
    url, tmp_path, roles, owner, counted
):
    heading = "Id,OpportunityId,ContactId,IsPrimary,IsDeleted,SystemModstamp"
    files = OPPORTUNITIES | {"OpportunityContactRole": f"{heading}\n{roles}\n"}
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    load("salesforce", url, tmp_path)
    assert contacts_of_orders(url) == {"006A": owner}
    with connect(url) as database:
        audit = database.read_table("load_audit").to_pylist()
    assert counted == {
        row["rule"]: row["rows_dropped"]
        for row in audit
        if row["table_name"] == "opportunitycontactrole" and row["rule"] != "all"
    }


def test_a_data_export_writes_zeros_for_no_id_and_leaves_the_zone_out(url, tmp_path):
    nobody = "000000000000000AAA"
    files = {
        "Contact": "Id,LastName,MasterRecordId,AccountId,CreatedDate\n"
        f"003A,Invented,{nobody},001A,2026-01-01 23:30:00\n"
        f"003B,Invented,{nobody},{nobody},2026-01-01 23:30:00\n",
        "Opportunity": "Id,StageName,CloseDate,AccountId,ContactId,Amount\n"
        f"006A,Closed Won,2026-01-10 00:00:00,001A,{nobody},5\n"
        f"006B,Closed Won,2026-01-10 00:00:00,{nobody},{nobody},5\n",
        "Campaign": "Id,Name\n701A,Letter\n",
        "CampaignMember": "Id,CampaignId,ContactId,CreatedDate\n"
        "00vA,701A,003A,2026-01-01 23:30:00\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    load("salesforce", url, tmp_path, time_zone="Europe/Berlin")
    with connect(url) as database:
        rows = {
            name: database.read_table(name).to_pylist()
            for name in ("customers", "orders", "campaign_touches")
        }
    assert [str(row["created_at"]) for row in rows["customers"]] == [
        "2026-01-01 23:30:00",
        "2026-01-01 23:30:00",
    ]
    (order,) = rows["orders"]
    assert (order["source_id"], order["customer_id"]) == ("006A", 1)
    assert str(order["ordered_at"]) == "2026-01-10 00:00:00"
    assert [str(row["touched_on"]) for row in rows["campaign_touches"]] == [
        "2026-01-02"
    ]


def test_days_are_those_of_the_zone_that_is_given(url):
    load("hubspot", url, time_zone="America/New_York")
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
    (order,) = [row for row in orders if row["source_id"] == "9001"]
    assert order["ordered_at"] == datetime.datetime(2026, 5, 2, 4, 30)  # noqa: DTZ001
    assert order["ordered_on"] == datetime.date(2026, 5, 2)


def test_the_stages_of_deals_are_told_with_how_many_there_are():
    with open_system(
        read_system("hubspot"),
        str(FOLDER / "hubspot"),
        {"time_zone": "Europe/Berlin"},
        today=NOW.date(),
        progress=lambda _: None,
    ) as dataset:
        dataset.map()
        ((fact, stages),) = [each.values() for each in dataset.read("facts")]
    assert fact == "stages of deals (won_stages says which are won)"
    assert stages == (
        "Closed Won 7, Closed won (Sales) 1, closedwon 1, qualifiedtobuy 1"
    )


def test_a_column_of_currencies_goes_before_the_sign_in_an_amount(url, tmp_path):
    (tmp_path / "orders.csv").write_text(
        "customer_id,order_date,amount,currency\n"
        "1,2026-01-01,€ 5,USD\n"
        "1,2026-01-02,€ 5,\n",
        encoding="utf-8",
    )
    load("plain", url, tmp_path, currency="CHF")
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
    assert [order["currency"] for order in orders] == ["USD", "EUR"]


def test_quantities_have_the_decimal_mark_of_the_amounts(url):
    load("plain", url, **expected_of("plain")["options"])
    with connect(url) as database:
        lines = database.read_table("order_lines").to_pylist()
    quantities = sorted(line["quantity"] for line in lines)
    assert quantities == [Decimal(1), Decimal(1), Decimal("1.5"), Decimal(2)]


def test_statuses_are_what_the_company_calls_them(url, tmp_path):
    (tmp_path / "orders.csv").write_text(
        "customer_id,order_date,amount,status\n"
        "1,2026-01-01,5,Kulanz\n"
        "1,2026-01-02,5,storniert\n"
        "1,2026-01-03,5,\n",
        encoding="utf-8",
    )
    load("plain", url, tmp_path, cancelled_statuses="kulanz, x", currency="EUR")
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
    assert [order["status"] for order in orders] == [
        "cancelled",
        "completed",
        "completed",
    ]


STAGES = '''Record Id,Stage,Closing Date,Contact Name.id
zcrm_1,"Closed, Paid",2026-01-01,zcrm_7
zcrm_2,Closed,2026-01-02,zcrm_7
zcrm_3,Paid,2026-01-03,zcrm_7
zcrm_4,"Say ""yes""",2026-01-04,zcrm_7
'''


def stages_folder(tmp_path):
    (tmp_path / "Deals.csv").write_text(STAGES, encoding="utf-8")
    (tmp_path / "Contacts.csv").write_text("Record Id\nzcrm_7\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("won_stages", "orders"),
    [
        ('"closed, paid"', ["1"]),
        ('"Closed, Paid" , "closed"', ["1", "2"]),
        ('"closed", "paid"', ["2", "3"]),
        ('paid, "say ""yes"""', ["3", "4"]),
        ("closed", ["2"]),
    ],
)
def test_a_stage_with_a_comma_is_named_in_quotes(url, tmp_path, won_stages, orders):
    load("zoho", url, stages_folder(tmp_path), won_stages=won_stages)
    assert source_ids(url, "orders") == orders


@pytest.mark.parametrize("won_stages", ["closed, paid", "won,Closed,paid"])
def test_a_stage_with_a_comma_that_is_named_without_quotes_is_refused(
    url, tmp_path, won_stages
):
    with pytest.raises(DataRefusedError) as caught:
        load("zoho", url, stages_folder(tmp_path), won_stages=won_stages)
    said = str(caught.value)
    assert "Deals.csv has a name with a comma in line 2, column Stage" in said
    assert "option won_stages" in said


MAGENTO = (
    '"ID";"Kaufdatum";"Gesamtsumme (Basis)";"Kunden-E-Mail";"Status"\n'
    '"01";"5. März 2026, 14:30:00";"1.039,64 €";"a@example.com";"Abgeschlossen"\n'
    '"02";"31. Feb. 2026, 14:30:00";"5,00 €";"a@example.com";"Abgeschlossen"\n'
    '"03";"06.03.2026, 14:30:00";"5,00 €";"A@example.com";"Neu, geprüft"\n'
)


def test_a_grid_in_another_language_is_read_by_what_options_call_it(url, tmp_path):
    (tmp_path / "export.csv").write_text(MAGENTO, encoding="utf-8-sig")
    options = {
        "time_zone": "Europe/Berlin",
        "orders_columns": "purchase_date = Kaufdatum, customer_email = Kunden-E-Mail,"
        " grand_total_base = Gesamtsumme (Basis)",
        "paid_statuses": 'abgeschlossen, "neu, geprüft"',
    }
    load("magento", url, tmp_path, **options)
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
    assert [
        (str(each["ordered_at"]), each["currency"], str(each["net_amount"]))
        for each in orders
        if each["counts_as_purchase"]
    ] == [
        ("2026-03-05 13:30:00", "EUR", "1039.64"),
        ("2026-03-06 13:30:00", "EUR", "5.00"),
    ]


def test_the_sentence_that_misses_a_heading_names_the_option_for_it(url, tmp_path):
    (tmp_path / "export.csv").write_text(MAGENTO, encoding="utf-8")
    with pytest.raises(DataRefusedError, match="--set orders_columns='purchase_date"):
        load("magento", url, tmp_path, time_zone="UTC")


def test_deals_of_a_brazilian_company_are_read(url, tmp_path):
    (tmp_path / "Contatos_001.csv").write_text(
        "ID do registro,Nome,Sobrenome,País de correspondência\nzcrm_1,Ana,I,Brasil\n",
        encoding="utf-8",
    )
    (tmp_path / "Negócios_001.csv").write_text(
        "ID do registro,Estágio,Data de fechamento,Valor,Nome do contato.id\n"
        'zcrm_9,Fechado ganho,5 de março de 2026,"R$ 1.039,64",zcrm_1\n',
        encoding="utf-8",
    )
    load("zoho", url, tmp_path, won_stages="fechado ganho")
    with connect(url) as database:
        (order,) = database.read_table("orders").to_pylist()
        (customer,) = database.read_table("customers").to_pylist()
    assert customer["country"] == "BR"
    assert str(order["ordered_on"]) == "2026-03-05"
    assert (order["currency"], str(order["net_amount"])) == ("BRL", "1039.64")


def test_lines_of_a_german_company_have_their_quantities_and_amounts(url, tmp_path):
    files = {
        "orders.csv": "order_id;customer_id;order_date;amount\nA;1;5. Mai 2026;30,00\n",
        "order_lines.csv": "order_id;product;quantity;amount\n"
        "A;Tee;1,5;20,00\nA;Tasse;2;zehn\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    load("plain", url, tmp_path, currency="EUR", decimal_mark=",")
    with connect(url) as database:
        lines = database.read_table("order_lines").to_pylist()
        audit = database.read_table("load_audit").to_pylist()
    assert [str(line["quantity"]) for line in lines] == ["1.500", "2.000"]
    assert {
        row["rule"]: row["rows_affected"]
        for row in audit
        if row["table_name"] == "order_lines" and row["rule"] != "all"
    } == {"amount_unreadable": 1, "amounts_differ_from_order": 1}


def test_a_currency_that_is_none_leaves_an_order_out(url, tmp_path):
    (tmp_path / "orders.csv").write_text(
        "order_id,customer_id,order_date,amount,currency\n"
        "a,1,2026-01-01,5,EUR\nb,1,2026-01-02,5,CFA\nc,1,2026-01-03,5,dem\n"
        "d,1,2026-01-04,AUS$ 5,\n",
        encoding="utf-8",
    )
    load("plain", url, tmp_path)
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
        audit = database.read_table("load_audit").to_pylist()
    assert [order["source_id"] for order in orders] == ["a", "c"]
    counted = {row["rule"]: row["rows_dropped"] for row in audit}
    assert counted["unknown_currency"] == 2


def test_a_status_that_is_not_known_counts_and_is_counted(url, tmp_path):
    (tmp_path / "orders.csv").write_text(
        "order_id,customer_id,order_date,status\n"
        "a,1,2026-01-01,Storniert\nb,1,2026-01-02,remboursé\nc,1,2026-01-03,Paid\n"
        "d,1,2026-01-04,zurück\ne,1,2026-01-05,\n",
        encoding="utf-8",
    )
    load("plain", url, tmp_path)
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
        audit = database.read_table("load_audit").to_pylist()
    counts = {row["source_id"]: row["counts_as_purchase"] for row in orders}
    assert counts == {"a": False, "b": False, "c": True, "d": True, "e": True}
    counted = {row["rule"]: row["rows_affected"] for row in audit}
    assert counted["status_not_known"] == 1
    load("plain", url, tmp_path, cancelled_statuses="storniert, zurück")
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
    assert [row["status"] for row in orders if row["source_id"] == "d"] == ["cancelled"]


def test_the_statuses_of_a_grid_are_told_as_they_are_to_be_written(tmp_path):
    (tmp_path / "export.csv").write_text(
        "ID,Purchase Date,Customer Email,Status\n"
        '1,2026-01-02,a@example.com,"New, checked"\n2,2026-01-02,a@example.com,Done\n',
        encoding="utf-8",
    )
    with open_system(
        read_system("magento"),
        str(tmp_path),
        {},
        today=NOW.date(),
        progress=lambda _: None,
    ) as dataset:
        dataset.map()
        ((_, statuses),) = [each.values() for each in dataset.read("facts")]
    assert statuses == '"New, checked" 1, Done 1'

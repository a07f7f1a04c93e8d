"""A database that names nobody: what reports read goes through, customers do not."""

import pytest

import crm_analysis
from crm_analysis.customer_card import read_contact
from crm_analysis.customers import list_customers
from crm_analysis.data_quality import read_fingerprint
from crm_analysis.database import choose_department, connect, in_memory
from crm_analysis.database.statements import segment_names
from crm_analysis.database.without_people import VARIABLE, WithoutPeople
from crm_analysis.errors import PrivacyError
from order_logs import AS_OF, bought, orders_database


@pytest.fixture
def without(sample_url, monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")
    with crm_analysis.connect(sample_url) as database:
        yield database


def test_what_reports_read_is_as_ever(without, sample):
    assert read_fingerprint(without) == read_fingerprint(sample)
    for name in segment_names():
        asked = {"name": f"segments/{name}", "as_of": AS_OF}
        assert without.read(**asked).equals(sample.read(**asked))
    read = crm_analysis.read_age_and_gender
    assert read(without, AS_OF).ages.equals(read(sample, AS_OF).ages)


@pytest.mark.parametrize(
    "read",
    [
        list_customers,
        lambda database: read_contact(database, 1),
        lambda database: database.read_table("customers"),
        lambda database: database.read_table("CUSTOMERS"),
        lambda database: database.column_names("customers"),
        lambda database: list_customers(choose_department(database, "Grocery")),
    ],
)
def test_who_somebody_is_cannot_be_read(without, read):
    with pytest.raises(PrivacyError, match="which reports may not") as refusal:
        read(without)
    assert refusal.value.exit_code == 6


@pytest.mark.parametrize(
    "statement",
    [
        "select email from customers",
        'select email from "customers"',
        "select email from main.customers",
        "select 1 where exists (from customers)",
        "with customers as (select email from customers) select email from customers",
        "select email from orders inner join customers on true",
        "from orders union all by name select email from Customers",
        "create table copied as select * from customers",
    ],
)
def test_however_it_is_asked(statement):
    with in_memory() as database:
        without = WithoutPeople(database)
        with pytest.raises(PrivacyError):
            without._read(statement, "x", {})
        with pytest.raises(PrivacyError):
            without._run(statement, "x")


def test_without_the_variable_everything_can_be_read(sample_url):
    with connect(sample_url) as database:
        assert len(list_customers(database)) == 30


def test_features_come_through():
    with orders_database(bought("2025-01-01")) as database:
        read = crm_analysis.read_features
        assert read(WithoutPeople(database), AS_OF).equals(read(database, AS_OF))

"""Seeding: a data set becomes a database, whole or not at all."""

import datetime
import os
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from clock import NOW
from crm_analysis.data_quality import read_notice
from crm_analysis.database import Database, connect
from crm_analysis.datasets import DATASETS, seed
from crm_analysis.datasets.sample import Sample
from crm_analysis.errors import DataRefusedError
from crm_analysis.labels import read_labels
from killed_seed import WHEN_ALL_IS_WRITTEN, seed_and_die

SIMULATED = ["simulated-shop", "simulated-travel", "simulated-clinic"]
PERSONAL = ["id", "name", "email", "phone", "birthday", "gender", "pseudonym"]


def seed_sample(url: str, dataset: Sample | None = None, **options: object) -> bool:
    dataset = dataset or Sample()
    return seed(dataset, url, now=NOW, progress=lambda _: None, **options)


@pytest.fixture
def url(tmp_path) -> str:
    """Return the address of a database that is not there yet."""
    return f"duckdb:///{tmp_path}/crm.duckdb"


def tables(url: str) -> dict[str, pa.Table]:
    with connect(url) as database:
        names = database.read("queries/table_counts")["table_name"].to_pylist()
        return {name: database.read_table(name) for name in names}


def audit(database: Database) -> dict[tuple[str, str], dict]:
    rows = database.read_table("load_audit").to_pylist()
    return {(row["table_name"], row["rule"]): row for row in rows}


# What is in it


@pytest.mark.parametrize("name", DATASETS)
def test_each_table_has_the_rows_that_the_data_set_says(name, request):
    database = request.getfixturevalue(name.replace("-", "_"))
    rows = database.read("queries/table_counts").to_pylist()
    counts = {row["table_name"]: row["table_rows"] for row in rows}
    assert counts | DATASETS[name].rows == counts


@pytest.mark.parametrize("name", DATASETS)
def test_what_was_kept_and_dropped_adds_up_to_what_came_in(name, request):
    database = request.getfixturevalue(name.replace("-", "_"))
    for row in audit(database).values():
        assert row["rows_kept"] + row["rows_dropped"] == row["rows_in"]
        assert row["rows_affected"] <= row["rows_in"]
        assert row["decision"].endswith(".")


@pytest.mark.parametrize("name", DATASETS)
def test_the_load_is_on_record(name, request):
    database = request.getfixturevalue(name.replace("-", "_"))
    (load,) = database.read_table("data_loads").to_pylist()
    assert (load["source_system"], load["title"]) == (name, DATASETS[name].title)
    assert load["loaded_at"].replace(tzinfo=datetime.UTC) == NOW
    assert load["contacts_are_synthetic"]
    assert load["orders_are_simulated"] == (name in {"sample", *SIMULATED})


@pytest.mark.parametrize(
    ("table", "rule", "affected"),
    [
        ("orders", "nothing_bought", 328),
        ("orders", "goods_free_of_charge", 150),
        ("order_lines", "product_not_in_list", 4_836),
        ("order_lines", "no_quantity", 8_869),
    ],
)
def test_complete_journeys_odd_rows_are_counted(
    complete_journey, table, rule, affected
):
    assert audit(complete_journey)[table, rule]["rows_affected"] == affected


def test_the_audit_of_complete_journey_is_what_the_tables_say(complete_journey):
    (found,) = complete_journey._read(
        "select"
        " (select count(*) from orders where not counts_as_purchase) as nothing,"
        " (select count(*) from orders where counts_reason = 'goods free of charge')"
        " as free,"
        " (select count(*) from order_lines where product_id is null) as unlisted,"
        " (select count(*) from order_lines where source_product_id is not null)"
        " as unlisted_keys,"
        " (select count(*) from order_lines where quantity is null) as no_quantity",
        "test",
        {},
    ).to_pylist()
    assert found == {
        "nothing": 328,
        "free": 150,
        "unlisted": 4_836,
        "unlisted_keys": 4_836,
        "no_quantity": 8_869,
    }


def test_lines_and_orders_of_complete_journey_are_the_same_money(complete_journey):
    (found,) = complete_journey._read(
        "select (select sum(net_amount) from orders)"
        " - (select sum(net_amount) from order_lines) as difference",
        "test",
        {},
    ).to_pylist()
    assert found["difference"] == 0


def test_the_samples_audit_is_what_its_tables_say(sample):
    orders = sample.read_table("orders").to_pylist()
    lines = sample.read_table("order_lines").to_pylist()
    rules = {rule: row["rows_affected"] for (_, rule), row in audit(sample).items()}
    assert rules["refund"] == sum(row["status"] == "refunded" for row in orders)
    assert rules["cancelled"] == sum(row["status"] == "cancelled" for row in orders)
    assert rules["nothing_bought"] == sum(
        row["counts_reason"] == "nothing bought" for row in orders
    )
    assert rules["product_not_in_list"] == sum(
        row["source_product_id"] is not None for row in lines
    )


@pytest.mark.parametrize("name", SIMULATED)
def test_every_page_names_a_simulation_as_one(name, request):
    notice = read_notice(request.getfixturevalue(name.replace("-", "_")))
    assert notice.startswith("Data: Simulated ")
    assert "The purchases are made up, they are nobody's." in notice
    assert "synthetic" in notice


@pytest.mark.parametrize("name", SIMULATED)
def test_a_simulations_rows_are_those_of_its_settings(name):
    dataset = DATASETS[name]()
    assert dataset.rows["customers"] == dataset.settings.customers
    assert dataset.reference_day == dataset.settings.end_on


@pytest.mark.parametrize("name", SIMULATED)
def test_a_simulations_audit_and_tables_are_what_was_simulated(name, request):
    database = request.getfixturevalue(name.replace("-", "_"))
    simulated = DATASETS[name]().simulation().orders.to_pylist()
    orders = database.read_table("orders").sort_by("id").to_pylist()
    assert [order["ordered_on"] for order in orders] == [
        order["ordered_on"] for order in simulated
    ]
    assert [order["net_amount"] for order in orders] == [
        None if order["amount_cents"] is None else Decimal(order["amount_cents"]) / 100
        for order in simulated
    ]
    refunds = sum(order["status"] == "refunded" for order in orders)
    assert refunds == sum(not order["counts_as_purchase"] for order in orders)
    assert audit(database)["orders", "refund"]["rows_affected"] == refunds
    unknown = sum(order["net_amount"] is None for order in orders)
    assert audit(database)["orders", "amount_unknown"]["rows_affected"] == unknown > 0


@pytest.mark.parametrize("name", SIMULATED)
def test_the_labels_of_a_simulation_are_those_of_its_truth(name, request):
    database = request.getfixturevalue(name.replace("-", "_"))
    as_of = datetime.date(2024, 7, 1)
    labels = read_labels(database, as_of, 60)
    bought = DATASETS[name]().simulation().bought(as_of, 60)
    assert labels.index.tolist() == bought.index.tolist()
    assert labels.astype(bool).tolist() == bought.tolist()


def test_another_numpy_loads_a_simulation_again(monkeypatch):
    before = DATASETS["simulated-shop"]().fingerprint()
    monkeypatch.setattr("numpy.__version__", "99.0")
    assert DATASETS["simulated-shop"]().fingerprint() != before


# Once, again, and by force


def test_a_second_seed_changes_nothing_and_says_so(url):
    path = url.removeprefix("duckdb:///")
    assert seed_sample(url)
    before = os.stat(path).st_ino
    assert not seed_sample(url)
    assert os.stat(path).st_ino == before


def test_a_seed_by_force_gives_the_same_again(url):
    seed_sample(url)
    before = tables(url)
    assert seed_sample(url, again=True)
    assert tables(url) == before


def test_a_file_that_no_seed_made_is_kept_unless_by_force(tmp_path, url):
    path = tmp_path / "crm.duckdb"
    path.write_text("somebody's letters", encoding="utf-8")
    with pytest.raises(DataRefusedError, match="--force"):
        seed_sample(url)
    assert path.read_text(encoding="utf-8") == "somebody's letters"
    assert seed_sample(url, again=True)


def test_a_database_of_others_is_kept_unless_by_force(tmp_path, url):
    with duckdb.connect(tmp_path / "crm.duckdb") as theirs:
        theirs.execute("create table customers as select 1 as id")
    with pytest.raises(DataRefusedError, match="not made by a seed"):
        seed_sample(url)


def test_another_key_for_pseudonyms_loads_again(url, monkeypatch):
    seed_sample(url)
    monkeypatch.setenv("CRM_PSEUDONYM_KEY", "another key for tests only")
    assert seed_sample(url)


def test_another_data_set_takes_the_place_of_the_first(url):
    class Renamed(Sample):
        name = "renamed"

    seed_sample(url)
    assert seed_sample(url, Renamed())
    assert seed_sample(url)


def test_complete_journeys_people_are_the_same_on_every_load(
    complete_journey, tmp_path
):
    url = f"duckdb:///{tmp_path}/again.duckdb"
    seed(DATASETS["complete-journey"](), url, now=NOW, progress=lambda _: None)
    with connect(url) as again:
        ours, theirs = (
            database.read_table("customers").select(PERSONAL)
            for database in (complete_journey, again)
        )
    assert ours == theirs


# Whole or not at all


class WithAnOrphan(Sample):
    """The sample and one order of nobody: the last step of the load finds it."""

    name = "with-an-orphan"
    rows = Sample.rows | {"consents": 8}

    def fill(self, database, progress):
        super().fill(database, progress)
        database._run(
            "insert into consents values"
            " (99, 404, 'email', 'granted', timestamp '2025-01-01', null)",
            "test",
        )


class WithARowTooMany(WithAnOrphan):
    """The same, without saying how many rows there are."""

    rows = Sample.rows


def test_a_broken_promise_leaves_the_old_database(url, tmp_path):
    seed_sample(url)
    before = tables(url)
    with pytest.raises(DataRefusedError) as refusal:
        seed_sample(url, WithAnOrphan())
    assert str(refusal.value) == (
        "the data break 1 promises: sql/checks/consents_without_customers (1 rows);"
        " run these queries to see the rows"
    )
    assert tables(url) == before
    assert [path.name for path in tmp_path.iterdir()] == ["crm.duckdb"]


def test_other_rows_than_expected_leave_the_old_database(url):
    seed_sample(url)
    with pytest.raises(DataRefusedError, match="consents has 8 rows where Hand-made"):
        seed_sample(url, WithARowTooMany())
    assert tables(url)["consents"].num_rows == 7


def test_a_seed_that_is_killed_leaves_the_old_database_and_the_next_tidies_up(
    url, tmp_path
):
    seed_sample(url)
    before = tables(url)
    seed_and_die(WHEN_ALL_IS_WRITTEN, url)
    assert len(list(tmp_path.glob(".crm.duckdb.loading-*"))) > 0
    assert tables(url) == before
    seed_sample(url, again=True)
    assert [path.name for path in tmp_path.iterdir()] == ["crm.duckdb"]

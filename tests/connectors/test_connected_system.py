"""Connected systems: a folder of SQL and a TOML file are a connector."""

import datetime
from dataclasses import replace

import duckdb
import pytest

from crm_analysis.connectors.connected_system import open_system
from crm_analysis.connectors.staging_files import staging_files
from crm_analysis.connectors.systems import read_system, system_names
from crm_analysis.database import connect
from crm_analysis.datasets import seed
from crm_analysis.errors import MissingColumnsError, MissingTableError, UsageError

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
TODAY = NOW.date()


def load(shop, url, progress=lambda _: None, given=None, **how):
    system = read_system("toy")
    source = f"duckdb:///{shop}"
    with open_system(
        system, source, given or {}, today=TODAY, progress=progress, **how
    ) as dataset:
        return seed(dataset, url, now=NOW, progress=progress)


@pytest.fixture
def url(tmp_path, toy_home):
    return f"duckdb:///{tmp_path}/crm.duckdb"


def change(shop, *statements):
    with duckdb.connect(shop) as database:
        for statement in statements:
            database.execute(statement)


def test_a_folder_of_sql_is_a_system(toy_home):
    assert "toy" in system_names()


def test_rows_are_mapped_and_extra_columns_do_no_harm(toy_shop, url):
    load(toy_shop, url)
    with connect(url) as database:
        customers = database.read_table("customers").to_pylist()
        orders = database.read_table("orders").to_pylist()
    assert [row["name"] for row in customers] == ["Ada & Co", 'Bo "B"\nTwo, Lines']
    assert [str(row["net_amount"]) for row in orders] == ["10.50", "50.00"]


def test_every_row_is_accounted_for(toy_shop, url):
    load(toy_shop, url)
    with connect(url) as database:
        audit = database.read_table("load_audit").to_pylist()
    dropped = {
        row["rule"]: row["rows_dropped"]
        for row in audit
        if row["table_name"] == "orders"
    }
    assert dropped == {
        "all": 4,
        "deleted": 1,
        "orphan": 1,
        "unreadable_date": 1,
        "future_dated": 1,
    }
    (html,) = [row for row in audit if row["rule"] == "html_entities"]
    assert html["rows_affected"] == 1


def test_a_second_load_of_the_same_rows_has_nothing_to_do(toy_shop, url):
    assert load(toy_shop, url) is True
    assert load(toy_shop, url) is False


def test_only_changed_rows_are_read_the_next_time(toy_shop, url):
    change(toy_shop, "insert into people values ('3', 'Cy', '2025-01-01', null)")
    load(toy_shop, url)
    change(
        toy_shop,
        "update people set name = 'New', changed_at = '2025-06-01' where id = '1'",
    )
    said = []
    assert load(toy_shop, url, said.append) is True
    assert "people: 2 rows new or changed" in said
    with connect(url) as database:
        people = database.read_table("customers").to_pylist()
    assert {row["source_id"]: row["name"] for row in people}["1"] == "New"


def test_a_table_is_read_whole_when_another_column_is_wanted(toy_shop, url):
    def stage(system):
        said = []
        source = f"duckdb:///{toy_shop}"
        with open_system(system, source, {}, today=TODAY, progress=said.append):
            return said

    system = read_system("toy")
    people, *others = system.tables
    stage(system)
    assert any(
        line.startswith("people:") and "changed" in line for line in stage(system)
    )
    more = replace(people, optional=(*people.optional, "not_there"))
    said = stage(replace(system, tables=(more, *others)))
    assert any(line.startswith("people:") and line.endswith("read") for line in said)


def test_rows_that_are_gone_are_noticed(toy_shop, url):
    load(toy_shop, url)
    change(toy_shop, "delete from people where id = '1'")
    load(toy_shop, url)
    with connect(url) as database:
        assert database.count_rows("customers") == 1


def test_staged_rows_can_be_read_by_their_owner_alone(toy_shop, url):
    load(toy_shop, url)
    (path,) = staging_files()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_missing_column_is_named_with_the_nearest(toy_shop, url):
    change(toy_shop, "alter table people rename changed_at to change_at")
    with pytest.raises(MissingColumnsError, match=r"people .*changed_at.*change_at"):
        load(toy_shop, url)


def test_a_missing_table_is_named(toy_shop, url):
    change(toy_shop, "alter table people rename to crm_people")
    with pytest.raises(MissingTableError, match=r"no table people.*it has crm_people"):
        load(toy_shop, url)


def test_a_table_that_may_be_missing_is_said_to_be(toy_shop, url):
    said = []
    load(toy_shop, url, said.append)
    assert "no table returns: returned goods count as bought" in said


def test_unknown_names_are_refused_with_the_nearest():
    with pytest.raises(UsageError, match="did you mean suitecrm"):
        read_system("suitcrm")


def test_an_unknown_option_is_refused_with_the_nearest(toy_shop, url):
    with pytest.raises(UsageError, match="did you mean grain"):
        load(toy_shop, url, given={"grian": "person"})


def test_what_was_staged_before_an_interruption_is_not_read_again(toy_shop, url):
    def stop_after_people(line):
        if line.startswith("people:"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(toy_shop, url, stop_after_people)
    said = []
    load(toy_shop, url, said.append)
    assert "people: 1 rows new or changed" in said  # of the last hour
    assert "bills: 6 rows read" in said


def test_everything_is_read_again_when_asked(toy_shop, url):
    load(toy_shop, url)
    said = []
    load(toy_shop, url, said.append, complete=True)
    assert "people: 2 rows read" in said


def test_text_of_any_kind_arrives_as_it_is(toy_shop, url):
    odd = 'a,"b"\r\n\\x\t;ü€😀,'
    with duckdb.connect(toy_shop) as shop:
        shop.execute("update people set name = ? where id = '1'", [odd])
    load(toy_shop, url)
    with connect(url) as database:
        names = [row["name"] for row in database.read_table("customers").to_pylist()]
    assert names[0] == odd


def test_a_load_that_is_refused_quotes_nobody(toy_shop, url):
    change(toy_shop, "update bills set amount = null, day = 'Ada Canary'")
    load(toy_shop, url)
    with connect(url) as database:
        audit = database.read_table("load_audit").to_pylist()
    assert "Canary" not in str(audit)

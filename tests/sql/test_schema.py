"""The schema: described in full, and each reference has a check."""

import datetime

import pytest
import sqlglot
from sqlglot import exp

from crm_analysis.database import in_memory
from crm_analysis.database.statements import file_names
from crm_analysis.errors import DataRefusedError
from crm_analysis.paths import sql_folder
from order_logs import customer_row


def rows(statement: str) -> list[dict]:
    with in_memory() as database:
        return database._read(statement, "test", {}).to_pylist()


def created(name: str) -> list[exp.Create]:
    text = (sql_folder() / f"{name}.sql").read_text(encoding="utf-8")
    trees = sqlglot.parse(text, dialect="duckdb")
    return [tree for tree in trees if isinstance(tree, exp.Create)]


REFERENCES = [
    (create.this.this.name, key.args["reference"].this.this.name)
    for name in file_names("schema")
    for create in created(name)
    for key in create.find_all(exp.ForeignKey)
]


def test_every_table_has_a_comment():
    tables = rows("select table_name, comment from duckdb_tables()")
    assert len(tables) == 18
    assert [row["table_name"] for row in tables if not row["comment"]] == []


def test_every_column_has_a_comment():
    columns = rows(
        "select table_name, column_name, comment from duckdb_columns()"
        " where table_name in (select table_name from duckdb_tables())"
    )
    assert len(columns) > 90
    assert [row for row in columns if not row["comment"]] == []


@pytest.mark.parametrize("name", file_names("schema") + file_names("views"))
def test_a_file_makes_the_relation_that_it_is_named_after(name):
    kinds = {"TABLE", "VIEW"}
    made = [tree.find(exp.Table).name for tree in created(name) if tree.kind in kinds]
    assert made == [name.partition("_")[2]]


def test_references_are_found_in_the_schema():
    assert len(REFERENCES) == len(set(REFERENCES)) == 12
    assert ("orders", "customers") in REFERENCES


@pytest.mark.parametrize(("table", "referenced"), REFERENCES)
def test_every_reference_has_a_check(table, referenced):
    assert f"checks/{table}_without_{referenced}" in file_names("checks")


def test_everything_but_the_articles_columns_is_in_the_profiles_view():
    columns = rows("describe customer_profiles")
    personal = {"name", "email", "phone", "birthday", "source_id"}
    assert personal.isdisjoint(row["column_name"] for row in columns)


def test_a_profile_knows_the_year_of_birth_and_the_day_of_the_record():
    with in_memory() as database:
        created_at = datetime.datetime(2025, 1, 1, 23, 59)  # noqa: DTZ001
        birthday = datetime.date(1990, 12, 31)
        row = customer_row(3, created_at=created_at, birthday=birthday)
        database.load("customers", row)
        (profile,) = database.read_table("customer_profiles").to_pylist()
    assert (profile["customer_id"], profile["birth_year"]) == (3, 1990)
    assert profile["created_on"] == datetime.date(2025, 1, 1)


BROKEN_ROWS = {
    "an amount without a currency": (
        "insert into orders values (1, 1, now()::timestamp, current_date, null, 1,"
        " 'completed', true, '', 's', '1')"
    ),
    "a line number of 0": "insert into order_lines values (1, 0, 1, '', 1, 1, 1)",
    "a campaign that ends before it starts": (
        "insert into campaigns values (1, 'c', '', date '2025-01-02',"
        " date '2025-01-01', false, 's', '1')"
    ),
    "a direction that is none": (
        "insert into communications values"
        " (1, 1, 'email', 'sideways', now()::timestamp, '', 1, 's', '1')"
    ),
    "a consent of another word": (
        "insert into consents values (1, 1, 'email', 'yes', now()::timestamp, '')"
    ),
    "a probability above 1": (
        "insert into scores values ('r', 1, current_date, 30, 1.01, 0, 0)"
    ),
    "a probability below 0": (
        "insert into scores values ('r', 1, current_date, 30, -0.01, 0, 0)"
    ),
    "a horizon of no days": (
        "insert into scores values ('r', 1, current_date, 0, 0.5, 0, 0)"
    ),
    "an audit that does not add up": (
        "insert into load_audit values ('s', 't', 'all', 3, 2, 0, 0, '')"
    ),
}


@pytest.mark.parametrize("statement", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_a_row_that_makes_no_sense_is_refused(statement):
    with in_memory() as database, pytest.raises(DataRefusedError, match="a check of"):
        database._run(statement, "test")


WHOLE_ROWS = {
    "an unknown amount without a currency": (
        "insert into orders values (1, 1, now()::timestamp, current_date, null, null,"
        " 'completed', true, '', 's', '1')"
    ),
    "a campaign of one day": (
        "insert into campaigns values (1, 'c', '', date '2025-01-01',"
        " date '2025-01-01', false, 's', '1')"
    ),
    "a certain purchase": (
        "insert into scores values ('r', 1, current_date, 1, 1.0, 0, 0)"
    ),
    "no chance at all": (
        "insert into scores values ('r', 1, current_date, 1, 0.0, 0, 0)"
    ),
}


@pytest.mark.parametrize("statement", WHOLE_ROWS.values(), ids=WHOLE_ROWS)
def test_a_row_on_the_edge_of_sense_is_kept(statement):
    with in_memory() as database:
        database._run(statement, "test")
        assert database.read_table(statement.split()[2]).num_rows == 1

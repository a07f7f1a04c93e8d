"""Statements: every file parses, and values go in as typed literals."""

import datetime
from decimal import Decimal

import pytest
import sqlglot

from crm_analysis.database.statements import (
    Scope,
    file_names,
    render,
    segment_names,
)
from crm_analysis.errors import UsageError
from crm_analysis.paths import sql_folder

FILES = sorted(
    path.relative_to(sql_folder()).with_suffix("").as_posix()
    for path in sql_folder().rglob("*.sql")
    if "." not in path.stem  # a sibling for one engine is written in its dialect
)
# What is read from a source is brought into shape in DuckDB, whatever the target is.
PORTABLE = [name for name in FILES if not name.startswith(("connectors", "sequences"))]
AS_OF = datetime.date(2025, 3, 1)


def text_of(name: str) -> str:
    return (sql_folder() / f"{name}.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_a_file_opens_with_a_comment_that_names_what_it_holds(name):
    first = text_of(name).splitlines()[0]
    assert first.startswith("-- ")
    assert len(first) > 10


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_written_for_duckdb(name):
    assert all(render(name, "duckdb", {}))


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "spark"])
@pytest.mark.parametrize("name", PORTABLE)
def test_a_file_can_be_written_for_other_engines(name, dialect):
    for statement in render(name, dialect, {"as_of": AS_OF, "until": AS_OF}):
        sqlglot.parse_one(statement, dialect=dialect)


@pytest.mark.parametrize("name", [n for n in PORTABLE if n.startswith(("feat", "que"))])
def test_a_query_names_its_columns(name):
    (statement,) = render(name, "duckdb", {})
    assert not sqlglot.parse_one(statement, dialect="duckdb").is_star


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.date(2025, 3, 1), "CAST('2025-03-01' AS DATE)"),
        (7, "7"),
        (Decimal("0.10"), "0.10"),
        ("it's", "'it''s'"),
        ("' or 1 = 1 --", "''' or 1 = 1 --'"),
    ],
)
def test_a_value_becomes_a_typed_literal(value, text):
    (statement,) = render("features/known_until", "duckdb", {"as_of": value})
    assert statement.endswith(f"ordered_on < {text}")


@pytest.mark.parametrize("value", [1.5, None, b"x", datetime.datetime(2025, 3, 1)])  # noqa: DTZ001
def test_a_value_without_an_exact_literal_is_refused(value):
    with pytest.raises(TypeError, match="no SQL literal for a"):
        render("features/known_until", "duckdb", {"as_of": value})


def test_what_is_not_named_stays_a_bound_parameter():
    (statement,) = render("features/known_until", "duckdb", {})
    assert statement.endswith("ordered_on < $as_of")


def test_rendering_twice_gives_the_same():
    first = render("features/labels", "duckdb", {"as_of": AS_OF, "until": AS_OF})
    later = datetime.date(2025, 4, 1)
    render("features/labels", "duckdb", {"as_of": later, "until": later})
    again = render("features/labels", "duckdb", {"as_of": AS_OF, "until": AS_OF})
    assert first == again


def test_a_segment_is_the_first_step_of_a_query():
    (statement,) = render("queries/age_and_gender_counts", "duckdb", {}, Scope("women"))
    assert statement.startswith("WITH segment_members AS (SELECT customer_id FROM")
    assert "'female'" in statement


@pytest.mark.parametrize("segment", ["womne", "../checks/x", "", "ALL"])
def test_a_segment_without_a_file_is_refused_and_the_others_are_named(segment):
    with pytest.raises(UsageError, match="all, lapsed_buyers, men") as refusal:
        render("queries/age_and_gender_counts", "duckdb", {}, Scope(segment))
    assert repr(segment) in str(refusal.value)


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "mysql", "spark"])
@pytest.mark.parametrize("name", ["features/labels", "features/customer_features"])
def test_a_departments_purchases_stand_in_for_the_views(name, dialect):
    literals = {"as_of": AS_OF, "until": AS_OF}
    (statement,) = render(name, dialect, literals, Scope(department="it's"))
    tree = sqlglot.parse_one(statement, dialect=dialect)
    steps = [step.alias for step in tree.args["with_"].expressions]
    assert steps[:2] == ["purchases", "purchase_days"]
    assert "it's" in [each.this for each in tree.find_all(sqlglot.exp.Literal)]


def test_a_segment_comes_before_a_department_and_so_reads_all_purchases():
    (statement,) = render("queries/cohorts", "duckdb", {}, Scope("repeat_buyers", "X"))
    tree = sqlglot.parse_one(statement, dialect="duckdb")
    steps = [step.alias for step in tree.args["with_"].expressions]
    assert steps[:3] == ["segment_members", "purchases", "purchase_days"]


def test_a_query_that_reads_no_purchases_does_not_mind_the_department():
    plain = render("features/known_until", "duckdb", {})
    assert render("features/known_until", "duckdb", {}, Scope(department="X")) == plain


def test_files_come_in_build_order():
    names = file_names("schema")
    assert names[0] == "schema/010_customers"
    assert names == sorted(names)
    assert "all" in segment_names()


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
def test_foreign_keys_are_left_to_the_checks_while_loading(dialect):
    (duckdb_text, *_) = render("schema/040_orders", dialect, {})
    (mysql_text, *_) = render("schema/040_orders", "mysql", {})
    assert "FOREIGN KEY" not in duckdb_text
    assert "FOREIGN KEY (customer_id) REFERENCES customers" in mysql_text


def test_several_values_become_a_row_each():
    days = (datetime.date(2025, 3, 1), datetime.date(2025, 3, 8))
    (statement,) = render("features/labels", "duckdb", {"days": days})
    rows = [f"SELECT CAST('{day}' AS DATE) AS day_on" for day in days]
    assert f"({' UNION ALL '.join(rows)}) AS asked" in statement


def test_a_query_read_as_a_table_has_the_columns_that_are_read_and_no_others():
    chance = sqlglot.parse_one("1 - 1 / tenure_days", dialect="duckdb")
    parts = {"probability": chance, "as_of": AS_OF, "days": (AS_OF,)}
    (statement,) = render("scoring/customer_chances", "duckdb", parts)
    tree = sqlglot.parse_one(statement, dialect="duckdb")
    (features,) = (cte for cte in tree.ctes if cte.alias == "customer_features")
    assert features.this.named_selects == ["customer_id", "tenure_days"]
    assert "1 - 1 / tenure_days AS probability" in statement


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "mysql"])
def test_what_is_inserted_is_read_behind_the_insert(dialect):
    chance = sqlglot.parse_one("0.5", dialect="duckdb")
    (statement,) = render(
        "scoring/new_scores",
        dialect,
        {"probability": chance},
        Scope(department="FRUIT"),
    )
    assert statement.startswith("INSERT INTO scores (run_id, customer_id, as_of,")
    steps = sqlglot.parse_one(statement, dialect=dialect).expression.ctes
    assert [step.alias for step in steps] == [
        "purchases",
        "purchase_days",
        "customer_features",
    ]

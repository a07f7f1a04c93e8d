"""Rows as text: exactly what stands in the source, from each engine."""

import pyarrow as pa
import pytest
from sqlglot import exp

from crm_analysis.connectors.text_rows import read_text
from crm_analysis.database import connect, in_memory
from crm_analysis.errors import CrmAnalysisError, DataRefusedError

MADE = "create table odd_texts (id int, note text, amount numeric(8, 2))"
NOTES = {
    1: None,
    2: "",
    3: 'she said "no", twice\n\nand left',
    4: "back\\slash, tab\tand \\N",
    5: "Zoë Ünïcode 🙂",
    6: "x" * 251,
    7: "y" * 65_000,
    8: '"',
    9: "\\.",
    10: "carriage\r\nreturn",
}
COLUMNS = {"id": "id", "text": "note", "amount": "amount"}
MANY = {"mysql": 120_001, "postgres": 60_001}
SERIES = {
    "mysql": "select seq as id, 'a' as note from seq_1_to_{count}",
    "postgres": "select id, 'a' as note from generate_series(1, {count}) as id",
}
END = {"mysql": " character set utf8mb4", "postgres": ""}


@pytest.fixture(scope="module")
def url(server):
    """Return the address of a database with odd texts, and many."""
    url = server.database("texts")
    texts = {key: exp.convert(note).sql(server.engine) for key, note in NOTES.items()}
    many = SERIES[server.engine].format(count=MANY[server.engine])
    server.execute(
        MADE + END[server.engine],
        *(f"insert into odd_texts values ({k}, {v}, {k}.5)" for k, v in texts.items()),
        f"create table many_texts as {many}",
        database="texts",
    )
    yield url
    server.execute("drop table odd_texts", "drop table many_texts", database="texts")


def read(database, table="odd_texts", columns=COLUMNS, condition=None):
    return pa.concat_tables(read_text(database, table, columns, condition))


def test_a_server_gives_every_text_as_it_is(url):
    with connect(url, any_version=True) as database:
        rows = {row["id"]: row for row in read(database).to_pylist()}
    assert {int(key): row["text"] for key, row in rows.items()} == NOTES
    assert rows["3"]["amount"] == "3.50"


def test_duckdb_gives_every_text_as_it_is():
    with in_memory() as database:
        database.run_tree(exp.maybe_parse(MADE, dialect="duckdb"), "texts")
        notes = {"id": list(NOTES), "note": list(NOTES.values())}
        database.load("odd_texts", pa.table(notes))
        assert read(database)["text"].to_pylist() == list(NOTES.values())


def test_no_row_is_lost_between_two_batches(url, server):
    with connect(url, any_version=True) as database:
        rows = read(database, "many_texts", {"id": "id", "text": "note"})
    count = MANY[server.engine]
    assert len(rows) == count
    assert sum(map(int, rows["id"].to_pylist())) == count * (count + 1) // 2


def test_only_rows_of_a_condition_come(url):
    is_third = exp.EQ(this=exp.column("id"), expression=exp.Literal.number(3))
    with connect(url, any_version=True) as database:
        assert read(database, condition=is_third)["id"].to_pylist() == ["3"]


def test_who_stops_reading_can_go_on_with_another_table(url):
    with connect(url, any_version=True) as database:
        some = read_text(database, "many_texts", {"id": "id", "text": "note"})
        assert len(next(some)) < 60_001
        some.close()
        assert len(read(database)) == len(NOTES)


def test_a_table_that_is_not_there_is_a_sentence(url):
    with (
        connect(url, any_version=True) as database,
        pytest.raises(CrmAnalysisError, match="no_table"),
    ):
        read(database, "no_table")


def test_a_row_that_the_server_may_not_send_is_refused(mysql_server):
    """Two texts that may be sent each, but not in one row."""
    url = mysql_server.database("texts")
    mysql_server.execute(
        "drop table if exists long_texts",
        "create table long_texts as select 1 as id,"
        " repeat('x', 9000000) as a, repeat('y', 9000000) as b",
        database="texts",
    )
    with connect(url, any_version=True) as database:
        with pytest.raises(DataRefusedError, match="max_allowed_packet"):
            read(database, "long_texts", {"a": "a", "b": "b"})
        assert len(read(database, "long_texts", {"id": "id", "again": "id"})) == 1


def test_an_error_in_the_middle_of_the_rows_is_a_sentence(mysql_server):
    """A row of the view has no value: the server finds that out on the way."""
    url = mysql_server.database("texts")
    mysql_server.execute(
        "create or replace view breaking_texts as select seq as id,"
        " if(seq < 70000, 'a', (select 'b' union select 'c')) as note"
        " from seq_1_to_80000",
        database="texts",
    )
    with connect(url, any_version=True) as database:
        rows = read_text(database, "breaking_texts", {"id": "id", "text": "note"})
        assert len(next(rows)) == 50_000
        with pytest.raises(CrmAnalysisError):
            next(rows)
        assert database.read_catalogue("columns")


def test_text_in_no_encoding_is_refused_without_being_quoted(postgres_server):
    postgres_server.execute(
        "create database any_bytes encoding 'SQL_ASCII' locale 'C' template template0"
    )
    postgres_server.execute(
        "create table odd_bytes as select 1 as id, 'secret' || e'\\xff' as note",
        database="any_bytes",
    )
    with (
        connect(postgres_server.url("any_bytes"), any_version=True) as database,
        pytest.raises(DataRefusedError, match=r"UTF-8, .*odd_bytes") as refused,
    ):
        read(database, "odd_bytes", {"id": "id", "text": "note"})
    assert "secret" not in str(refused.value)
    postgres_server.execute("drop database any_bytes with (force)")

"""Copied databases: every row as it was, all or nothing, and only when it changed."""

import subprocess
import sys

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from clock import NOW
from crm_analysis.database import connect, in_memory
from crm_analysis.database.definitions import tables
from crm_analysis.datasets import seed
from crm_analysis.datasets.copied_database import CopiedDatabase
from crm_analysis.datasets.sample import Sample
from crm_analysis.errors import DataRefusedError
from crm_analysis.features import read_features
from order_logs import customer_row, day

ODD = "tab\tline\nback\\slash 'quote' \\N"


@pytest.fixture
def path(tmp_path):
    """Return a file that holds the sample, with scores and an odd name in it."""
    seed(Sample(), f"duckdb:///{tmp_path}/source.duckdb", now=NOW, progress=print)
    change(
        tmp_path / "source.duckdb",
        "insert into scoring_runs values ('run', date '2025-12-02', 30, 'all',"
        " 'blend', 'EUR', timestamp '2026-01-01 00:00:00', '{}')",
    )
    change(
        tmp_path / "source.duckdb",
        "insert into scores values"
        " ('run', 1, date '2025-12-02', 30, 0.1::double + 0.2::double, 1e-17, null)",
    )
    change(
        tmp_path / "source.duckdb", "update customers set name = ? where id = 2", ODD
    )
    return tmp_path / "source.duckdb"


@pytest.fixture
def url(tmp_path) -> str:
    """Return the address of a database that is not there yet."""
    return f"duckdb:///{tmp_path}/copy.duckdb"


def change(path, statement: str, *values: object) -> None:
    with duckdb.connect(path) as theirs:
        theirs.execute(statement, values).fetchall()


def copy(path, url: str, **options: object) -> bool:
    with connect(f"duckdb:///{path}") as source:
        dataset = CopiedDatabase(source, "the source")
        return seed(dataset, url, now=NOW, progress=lambda _: None, **options)


def everything(url: str) -> dict[str, pa.Table]:
    with connect(url) as database:
        found = {table.name: database.read_table(table.name) for table in tables()}
    loads = found["data_loads"]
    place = loads.column_names.index("loader_fingerprint")
    return found | {"data_loads": loads.remove_column(place)}


def test_every_row_of_every_table_is_copied_as_it_is(path, url):
    assert copy(path, url) is True
    assert everything(url) == everything(f"duckdb:///{path}")
    with connect(url) as database:
        assert ODD in database.read_table("customers")["name"].to_pylist()
        (score,) = database.read_table("scores").to_pylist()
    assert (score["probability"], score["expected_purchases"]) == (0.1 + 0.2, 1e-17)


def test_ids_go_on_after_the_copied_ones(path, url):
    copy(path, url)
    name = url.removeprefix("duckdb:///")
    change(name, "insert into customers (name, email) values ('n', 'e')")
    with connect(url) as database:
        assert max(database.read_table("customers")["id"].to_pylist()) == 31


def test_a_copy_is_made_again_only_if_a_row_has_changed(path, url):
    assert copy(path, url) is True
    assert copy(path, url) is False
    assert copy(path, url, again=True) is True
    change(path, "update data_loads set loaded_at = timestamp '2027-01-01'")
    assert copy(path, url) is False
    change(path, "update customers set email = 'new@example.com' where id = 1")
    assert copy(path, url) is True
    with connect(url) as database:
        emails = database.read_table("customers")["email"].to_pylist()
    assert "new@example.com" in emails


def test_a_copy_that_breaks_a_promise_leaves_what_was_there(path, url, tmp_path):
    copy(path, url)
    before = everything(url)
    change(path, "update orders set customer_id = 404 where id = 1")
    with pytest.raises(DataRefusedError, match=r"orders_without_customers \(1 rows\)"):
        copy(path, url)
    assert everything(url) == before
    assert len(list(tmp_path.iterdir())) == 2


def test_a_database_without_a_record_of_loads_is_copied_under_a_name_that_says_so(
    path, url
):
    change(path, "delete from data_loads")
    assert copy(path, url) is True
    assert copy(path, url) is False
    with connect(url) as database:
        (load,) = database.read_table("data_loads").to_pylist()
    assert load["source_system"] == "copied-database"
    assert not load["contacts_are_synthetic"]


def test_a_copy_of_real_people_says_that_they_are_real(path, url):
    change(path, "update data_loads set contacts_are_synthetic = false, title = 'Shop'")
    copy(path, url)
    with connect(url) as database:
        (load,) = database.read_table("data_loads").to_pylist()
    assert (load["title"], load["contacts_are_synthetic"]) == ("Shop", False)


def test_features_of_a_copy_are_those_of_its_source(path, url):
    copy(path, url)
    features = []
    for each in (f"duckdb:///{path}", url):
        with connect(each) as database:
            features.append(read_features(database, day("2025-12-02")))
    assert len(features[0]) > 0
    assert features[0].equals(features[1])


def test_a_table_is_read_in_parts_that_are_all_of_it():
    (customers,) = (table for table in tables() if table.name == "customers")
    with in_memory() as database:
        count = 250_001
        row = customer_row(1).to_pylist()[0]
        many = {name: [value] * count for name, value in row.items()}
        database.load("customers", pa.table(many | {"id": np.arange(count)}))
        parts = list(database.read_batches(customers))
    assert max(len(part) for part in parts) <= 100_000
    assert pa.concat_tables(parts)["id"].to_pylist() == list(range(count))


def run(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "crm_analysis.cli", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_tells_each_table_and_then_that_there_is_nothing_to_do(path, url):
    words = ("load", "--from", f"duckdb:///{path}", "--database", url)
    first = run(*words)
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[1] == "  customers: 30 rows"
    assert first.stdout.endswith("all promises in sql/checks hold\ndone\n")
    assert run(*words).stdout.endswith("it holds just this already: nothing to do\n")
    assert run(*words, "--force").stdout.endswith("done\n")


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("{url}", 2, "is both what is read and what is filled"),
        ("oracle://me:s3cret@localhost/crm", 2, "expected duckdb:///"),
        ("duckdb:///{folder}/none.duckdb", 3, "there is no database file"),
        ("{folder}/none.csv", 2, "there is no orders file"),
        ("{folder}", 2, "is a folder"),
    ],
)
def test_a_source_that_makes_no_sense_is_one_sentence(
    source, code, said, url, tmp_path
):
    words = ("load", "--from", source.format(url=url, folder=tmp_path))
    finished = run(*words, "--database", url)
    assert (finished.returncode, len(finished.stderr.splitlines())) == (code, 1)
    assert said in finished.stderr
    assert "s3cret" not in finished.stdout + finished.stderr
    assert list(tmp_path.iterdir()) == []

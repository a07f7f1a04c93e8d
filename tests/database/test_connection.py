"""Replacing a database: whole or not at all, and nobody is disturbed."""

import os
import subprocess
import sys

import pytest

from crm_analysis.database import connect, replacing
from crm_analysis.errors import ConnectionFailedError, DataRefusedError
from order_logs import customer_row


def fill(url: str, *customers: int) -> None:
    with replacing(url) as database:
        database.build("schema")
        for key in customers:
            database.load("customers", customer_row(key))


def ids(database) -> list[int]:
    return database.read_table("customers")["id"].to_pylist()


@pytest.fixture
def url(tmp_path) -> str:
    """Return the address of a database that holds customer 1."""
    url = f"duckdb:///{tmp_path}/crm.duckdb"
    fill(url, 1)
    return url


def read_ids(url: str) -> list[int]:
    with connect(url) as database:
        return ids(database)


def read_in_another_process(url: str) -> str:
    code = (
        "from crm_analysis.database import connect\n"
        f"with connect({url!r}) as database:\n"
        "    print(database.read_table('customers')['id'].to_pylist())"
    )
    return subprocess.check_output([sys.executable, "-c", code], text=True).strip()


def test_the_new_database_takes_the_place_of_the_old(url, tmp_path):
    fill(url, 2, 3)
    assert read_ids(url) == [2, 3]
    assert [path.name for path in tmp_path.iterdir()] == ["crm.duckdb"]


def test_a_failure_leaves_the_old_database_and_no_side_file(url, tmp_path):
    with pytest.raises(DataRefusedError):
        fill(url, 2, 2)
    assert read_ids(url) == [1]
    assert [path.name for path in tmp_path.iterdir()] == ["crm.duckdb"]


def test_what_the_loader_could_not_read_is_not_blamed_on_the_database(url, tmp_path):
    with pytest.raises(FileNotFoundError), replacing(url):
        (tmp_path / "source.parquet").read_bytes()


def test_who_reads_keeps_the_old_database_until_closing(url):
    with connect(url) as reader:
        fill(url, 2)
        assert ids(reader) == [1]
        assert read_in_another_process(url) == "[2]"
    assert read_ids(url) == [2]


def test_folders_that_are_missing_are_made(tmp_path):
    url = f"duckdb:///{tmp_path}/a/b/crm.duckdb"
    fill(url, 5)
    assert read_ids(url) == [5]


def test_a_file_in_place_of_the_folder_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConnectionFailedError, match="cannot be written"):
        fill(f"duckdb:///{tmp_path}/file/crm.duckdb", 1)


def test_a_folder_in_place_of_the_file_is_a_sentence(tmp_path):
    (tmp_path / "crm.duckdb").mkdir()
    with pytest.raises(ConnectionFailedError, match=r"cannot be written \(Is a dir"):
        fill(f"duckdb:///{tmp_path}/crm.duckdb", 1)
    assert [path.name for path in tmp_path.iterdir()] == ["crm.duckdb"]


def test_a_side_file_that_cannot_be_made_is_a_sentence_about_the_database(tmp_path):
    path = tmp_path / ("x" * 250)  # the side file adds more than five letters
    with pytest.raises(ConnectionFailedError, match="cannot be written") as failure:
        fill(f"duckdb:///{path}", 1)
    assert f"failed: {path} cannot" in str(failure.value)


def test_what_a_killed_load_left_goes_and_what_a_living_one_writes_stays(url, tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [f".crm.duckdb.loading-{ended.pid}{end}" for end in ("", ".wal")]
    alive = f".crm.duckdb.loading-{os.getppid()}"
    other = f".other.duckdb.loading-{ended.pid}"
    for name in [*left, alive, other]:
        (tmp_path / name).touch()
    fill(url, 2)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"crm.duckdb", alive, other}


def test_a_database_that_is_being_written_to_cannot_be_read_meanwhile(url):
    path = url.removeprefix("duckdb:///")
    code = f"import duckdb; c = duckdb.connect({path!r}); print('open'); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        writer.stdout.readline()
        with pytest.raises(ConnectionFailedError, match="written to by another"):
            connect(url)
        writer.stdin.write(b"\n")
        writer.stdin.close()
        writer.wait()
    assert read_ids(url) == [1]

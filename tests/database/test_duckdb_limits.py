"""DuckDB takes no more than it may, and what it sets aside is private and removed."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from crm_analysis.database import connect, in_memory
from crm_analysis.database.spill_folder import PREFIX
from crm_analysis.errors import CrmAnalysisError, UsageError

# More than the least memory that can be asked for: 4 million numbers to be sorted.
SORTED = """
select max(place) as most
from (
    select row_number() over (order by number * 7919 % 4000037) as place
    from range(4000000) as numbers (number)
)
"""
TOO_MUCH = "select length(string_agg(repeat('x', 1000), '')) from range(200000)"


def setting(database, name: str) -> str:
    rows = database._read(f"select current_setting('{name}') as a", "test", {})
    return rows["a"][0].as_py()


def spills(folder: Path) -> list[Path]:
    return list(folder.glob(f"{PREFIX}*"))


@pytest.fixture
def url(tmp_path, sample_url) -> str:
    """Return a copy of the sample in a folder of its own."""
    path = tmp_path / "sample.duckdb"
    path.write_bytes(Path(sample_url.removeprefix("duckdb:///")).read_bytes())
    return f"duckdb:///{path}"


@pytest.fixture(autouse=True)
def beside_the_database(monkeypatch):
    monkeypatch.delenv("TMPDIR", raising=False)


def test_memory_and_threads_are_those_of_the_environment(url, monkeypatch):
    monkeypatch.setenv("CRM_MEMORY_LIMIT", "300 MiB")
    monkeypatch.setenv("CRM_THREADS", "1")
    with connect(url) as database, in_memory() as other:
        for each in (database, other):
            assert setting(each, "memory_limit") == "300.0 MiB"
            assert setting(each, "threads") == 1


def test_less_is_taken_than_duckdb_would_take(url, monkeypatch):
    """Which is 80 % of the machine; half of it is left to Python."""
    monkeypatch.delenv("CRM_MEMORY_LIMIT", raising=False)
    with duckdb.connect(":memory:") as other:
        (default,) = other.execute("select current_setting('memory_limit')").fetchone()
    with connect(url) as database:
        limit = setting(database, "memory_limit")
    assert mib(limit) / mib(default) == pytest.approx(5 / 8, rel=0.01)


def mib(size: str) -> float:
    """Read a size as DuckDB writes it, in the unit that suits the machine."""
    number, unit = size.split()
    return float(number) * {"MiB": 1, "GiB": 2**10, "TiB": 2**20}[unit]


@pytest.mark.parametrize("text", ["2", "lots", "-1GiB", "49MiB", "2 XB", "none", "80%"])
def test_a_limit_that_is_no_size_is_refused(url, monkeypatch, text):
    monkeypatch.setenv("CRM_MEMORY_LIMIT", text)
    with pytest.raises(UsageError, match="expected a size like 2GiB"):
        connect(url)
    assert spills(Path(url.removeprefix("duckdb:///")).parent) == []


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5"])
def test_threads_that_are_no_number_are_refused(url, monkeypatch, text):
    monkeypatch.setenv("CRM_THREADS", text)
    with pytest.raises(UsageError, match="expected a whole number from 1 on"):
        connect(url)


def test_a_locked_database_still_spills_and_leaves_nothing(url, tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_MEMORY_LIMIT", "50MiB")
    with connect(url) as database:
        (folder,) = spills(tmp_path)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert setting(database, "temp_directory") == str(folder)
        assert database._read(SORTED, "test", {})["most"][0].as_py() == 4_000_000
    assert spills(tmp_path) == []


def test_without_a_folder_to_spill_into_it_would_not_have_been_enough(
    url, tmp_path, monkeypatch
):
    """So the test above has spilled."""
    monkeypatch.setenv("CRM_MEMORY_LIMIT", "50MiB")
    with connect(url) as database:
        (folder,) = spills(tmp_path)
        folder.rmdir()
        folder.touch()
        with pytest.raises(CrmAnalysisError) as refusal:
            database._read(SORTED, "test", {})
    assert "Traceback" not in str(refusal.value)
    folder.unlink()


def test_what_cannot_be_set_aside_is_one_sentence(url, monkeypatch):
    monkeypatch.setenv("CRM_MEMORY_LIMIT", "50MiB")
    with (
        connect(url) as database,
        pytest.raises(
            CrmAnalysisError,
            match=r"more memory than the 50\.0 MiB .* CRM_MEMORY_LIMIT",
        ),
    ):
        database._read(TOO_MUCH, "test", {})


def test_connections_of_a_process_share_a_folder_until_the_last_closes(url, tmp_path):
    first, second = connect(url), connect(url)
    (folder,) = spills(tmp_path)
    first.close()
    assert spills(tmp_path) == [folder]
    second.close()
    assert spills(tmp_path) == []


def test_another_process_has_its_own_folder_and_removes_only_that(url, tmp_path):
    with connect(url):
        (mine,) = spills(tmp_path)
        there = in_another_process(url, "print(len(list(folder.glob(pattern))))")
        assert there == "2"
        assert spills(tmp_path) == [mine]


def test_what_a_killed_process_left_is_removed_by_the_next(url, tmp_path):
    in_another_process(url, "os.kill(os.getpid(), 9)")
    (left,) = spills(tmp_path)
    with connect(url):
        assert left not in spills(tmp_path)
    assert spills(tmp_path) == []


def test_a_database_that_nobody_closes_leaves_nothing(url, tmp_path):
    in_another_process(url, "kept = database")
    assert spills(tmp_path) == []


def test_tmpdir_is_where_to_spill_if_it_is_set(url, tmp_path):
    other = tmp_path / "it's elsewhere"
    other.mkdir()
    say = "print(database._setting('temp_directory'))"
    said = in_another_process(url, say, TMPDIR=str(other))
    assert Path(said).parent == other
    assert spills(other) == []


def test_a_database_in_memory_spills_into_the_systems_folder():
    said = in_another_process("", "print(in_memory()._setting('temp_directory'))")
    assert said.startswith("/")
    assert Path(said).parent != Path.cwd()


def in_another_process(url: str, then: str, **environment: str) -> str:
    """Open a database in a process of its own, and return what it prints."""
    lines = [
        "import os, sys",
        "from pathlib import Path",
        "from crm_analysis.database import connect, in_memory",
        "url = sys.argv[1]",
        "database = connect(url) if url else in_memory()",
        "folder = Path(url.removeprefix('duckdb:///')).parent",
        f"pattern = {PREFIX + '*'!r}",
        then,
    ]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), url],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )
    return done.stdout.strip()

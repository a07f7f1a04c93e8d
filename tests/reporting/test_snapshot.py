"""What reports read: the same data, without a name in it, whatever is loaded after."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from toy_notebooks import READY, WORDS, code, save_notebooks

from crm_analysis.data_quality import read_fingerprint
from crm_analysis.database import connect
from crm_analysis.database.definitions import defined
from crm_analysis.database.spill_folder import PREFIX
from crm_analysis.reporting import RunSettings, run_reports
from crm_analysis.reporting.snapshot import without_names

NAMED = {"customers"}


@pytest.fixture
def url(sample_url, tmp_path) -> str:
    shutil.copyfile(path_of(sample_url), tmp_path / "crm.duckdb")
    return f"duckdb:///{tmp_path}/crm.duckdb"


def path_of(url: str) -> Path:
    return Path(url.removeprefix("duckdb:///"))


def rows(url: str, name: str) -> list[tuple]:
    with duckdb.connect(path_of(url), read_only=True) as engine:
        return sorted(engine.sql(f"from {name}").fetchall(), key=repr)


def test_all_is_there_but_the_table_of_customers(url):
    kept = [each.name for each in defined("schema", "views") if each.kind != "sequence"]
    with without_names(url) as other:
        assert other != url
        for name in kept:
            if name not in NAMED:
                assert rows(other, name) == rows(url, name), name
        with duckdb.connect(path_of(other), read_only=True) as engine:
            for name in NAMED:
                with pytest.raises(duckdb.CatalogException, match="does not exist"):
                    engine.sql(f"from {name}")
        with connect(url) as before, connect(other) as copy:
            assert read_fingerprint(copy) == read_fingerprint(before)


def test_it_stays_what_it_was_and_only_its_maker_can_open_it(url):
    with without_names(url) as other:
        path_of(url).write_bytes(b"another load")
        assert rows(other, "orders")
        assert path_of(other).parent.stat().st_mode & 0o077 == 0
    assert not path_of(other).exists()
    assert list(path_of(url).parent.glob(f"{PREFIX}*")) == []


def test_what_a_killed_writer_left_in_the_file_beside_it_is_read_too(url):
    write = (
        "import duckdb, os, sys\n"
        "engine = duckdb.connect(sys.argv[1])\n"
        "engine.execute('delete from scores; delete from orders where id = 1')\n"
        "os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", write, path_of(url)], check=False)
    assert path_of(url).with_name("crm.duckdb.wal").exists()
    with without_names(url) as other:
        assert other != url
        assert rows(other, "orders") == rows(url, "orders")
        assert 1 not in {row[0] for row in rows(other, "orders")}


def test_a_copy_that_a_killed_run_left_is_removed_by_the_next_one(url):
    end = (
        "import os, sys\n"
        "from crm_analysis.reporting.snapshot import without_names\n"
        "with without_names(sys.argv[1]) as other:\n"
        "    print(other, flush=True)\n"
        "    os._exit(9)\n"
    )
    command = [sys.executable, "-c", end, url]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    left = path_of(done.stdout.strip())
    assert left.exists()
    with without_names(url):
        assert not left.parent.exists()


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_what_cannot_be_copied_is_given_back_for_its_reader_to_refuse(url, content):
    path_of(url).unlink()
    if content is not None:
        path_of(url).write_bytes(content)
    with without_names(url) as other:
        assert other == url


def test_on_a_server_the_rights_of_the_user_decide():
    url = "postgresql+psycopg://reports@localhost/crm"
    with without_names(url) as other:
        assert other == url


def test_a_notebook_that_opens_the_file_itself_finds_nobody(url, tmp_path):
    seen = tmp_path / "seen"
    book = code(
        "import os, duckdb, pathlib\n"
        "path = os.environ['CRM_DATABASE_URL'].removeprefix('duckdb:///')\n"
        "with duckdb.connect(path, read_only=True) as engine:\n"
        "    names = engine.sql('select table_name from duckdb_tables()').fetchall()\n"
        f"pathlib.Path({str(seen)!r}).write_text(repr(sorted(names)))\n"
    )
    save_notebooks(tmp_path, {"01_curious": [WORDS[0], book]})
    out = tmp_path / "out"
    settings = RunSettings(out, url, notebooks=tmp_path, imports=READY)
    result = run_reports(None, {}, settings)
    assert not result.failures
    assert "'orders'" in seen.read_text()
    assert "'customers'" not in seen.read_text()

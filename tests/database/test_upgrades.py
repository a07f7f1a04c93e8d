"""Schema versions in a file: recognised, upgraded or refused, and whole in any case."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from clock import NOW
from crm_analysis.cli import main
from crm_analysis.database import connect, holds_anything, in_memory, upgrade
from crm_analysis.database.definitions import defined
from crm_analysis.database.schema_versions import (
    read_version,
    upgrade_files,
    wanted_version,
)
from crm_analysis.datasets import seed
from crm_analysis.datasets.sample import Sample
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
    SchemaVersionError,
)
from crm_analysis.paths import sql_folder

ADDED_SINCE_1 = (
    "scoring_runs",
    "schema_versions",
    "tombstones",
    "contact_exports",
    "contact_list_members",
)
VIEW = "customer_birthdays"


@pytest.fixture
def path(tmp_path) -> Path:
    """Return a file that holds the sample in today's schema."""
    seed(Sample(), f"duckdb:///{tmp_path}/crm.duckdb", now=NOW, progress=print)
    return tmp_path / "crm.duckdb"


@pytest.fixture
def old_path(path) -> Path:
    """Return a file that holds the sample in version 1 of the schema."""
    execute(path, f"drop view {VIEW}")
    execute(path, *(f"drop table {name}" for name in ADDED_SINCE_1))
    return path


def url(path: Path) -> str:
    return f"duckdb:///{path}"


def execute(path: Path, *statements: str) -> list[tuple]:
    with duckdb.connect(path) as theirs:
        return [theirs.execute(each).fetchall() for each in statements][-1]


def everything(path: Path) -> dict[str, list]:
    with connect(url(path), any_version=True) as database:
        return {
            each.name: sorted(map(repr, database.read_table(each.name).to_pylist()))
            for each in defined("schema", "views")
            if each.kind != "sequence" and each.name not in {*ADDED_SINCE_1, VIEW}
        }


def definitions(path: Path) -> list[list[tuple]]:
    return [
        execute(path, f"select {columns} from {catalogue}() order by all")
        for catalogue, columns in {
            "duckdb_columns": "table_name, column_name, data_type, comment",
            "duckdb_tables": "table_name, comment",
            "duckdb_constraints": "table_name, constraint_text",
            "duckdb_indexes": "index_name",
            "duckdb_views": "view_name",
        }.items()
    ]


def test_a_new_database_is_of_the_version_of_the_last_upgrade():
    with in_memory() as database:
        assert read_version(database) == wanted_version()
    numbers = list(upgrade_files(after=0))
    assert numbers == list(range(2, wanted_version() + 1))


def test_an_old_database_is_refused_with_the_command_to_type(old_path):
    with pytest.raises(SchemaVersionError) as refusal:
        connect(url(old_path))
    assert str(refusal.value) == (
        f"{url(old_path)} has version 1 of the schema, expected {wanted_version()};"
        " type `crm-analysis upgrade`"
    )


def test_an_upgraded_database_is_as_a_new_one_and_has_its_rows(old_path, tmp_path):
    before = everything(old_path)
    assert upgrade(url(old_path), print) is True
    assert everything(old_path) == before
    seed(Sample(), f"duckdb:///{tmp_path}/new.duckdb", now=NOW, progress=print)
    assert definitions(old_path) == definitions(tmp_path / "new.duckdb")
    assert upgrade(url(old_path), print) is False
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "crm.duckdb",
        "new.duckdb",
    ]


def test_a_database_that_wrote_no_version_into_its_table_is_upgraded(path):
    execute(path, "delete from schema_versions")
    with pytest.raises(SchemaVersionError, match="has version 1"):
        connect(url(path))
    assert upgrade(url(path), print) is True
    connect(url(path)).close()


def test_a_newer_database_is_refused_by_reading_upgrading_and_seeding(path):
    execute(path, f"insert into schema_versions values ({wanted_version() + 1})")
    before = path.read_bytes()
    for action in (
        lambda: connect(url(path)),
        lambda: upgrade(url(path), print),
        lambda: seed(Sample(), url(path), now=NOW, progress=print),
    ):
        with pytest.raises(SchemaVersionError, match=r"; update the program$"):
            action()
    assert path.read_bytes() == before


def test_a_seed_takes_the_place_of_an_old_database(old_path):
    assert seed(Sample(), url(old_path), now=NOW, progress=print, again=True)
    with connect(url(old_path)) as database:
        assert read_version(database) == wanted_version()


def test_a_table_of_customers_alone_is_not_asked_for_a_version(tmp_path):
    execute(
        tmp_path / "crm.duckdb",
        "create table customers (id integer, name text, email text, phone text)",
    )
    with connect(f"duckdb:///{tmp_path}/crm.duckdb") as database:
        assert read_version(database) is None
    with pytest.raises(DataRefusedError, match="no version of our schema"):
        upgrade(f"duckdb:///{tmp_path}/crm.duckdb", print)


def test_nothing_to_upgrade_is_no_connection(tmp_path):
    with pytest.raises(ConnectionFailedError, match="there is no database file"):
        upgrade(f"duckdb:///{tmp_path}/none.duckdb", print)
    assert not holds_anything(f"duckdb:///{tmp_path}/none.duckdb")


@pytest.fixture
def broken_upgrade(tmp_path, monkeypatch) -> None:
    """Let the last step of the upgrades fail, all others being done."""
    shutil.copytree(sql_folder(), tmp_path / "home" / "sql")
    name = f"{wanted_version() + 1:03}_broken.sql"
    (tmp_path / "home" / "sql" / "upgrades" / name).write_text(
        "create table half (id integer);\ninsert into nowhere values (1);\n"
    )
    monkeypatch.setenv("CRM_ANALYSIS_HOME", str(tmp_path / "home"))


def test_an_upgrade_that_fails_changes_nothing(old_path, broken_upgrade, tmp_path):
    before = old_path.read_bytes()
    with pytest.raises(CrmAnalysisError):
        upgrade(url(old_path), print)
    assert old_path.read_bytes() == before
    assert [each.name for each in tmp_path.glob("*crm.duckdb*")] == ["crm.duckdb"]


def test_a_file_that_is_written_to_meanwhile_is_not_replaced(old_path):
    def write(line: str) -> None:
        execute(old_path, "delete from consents")

    with pytest.raises(DatabaseBusyError, match="meanwhile"):
        upgrade(url(old_path), write)
    assert execute(old_path, "select count(*) from consents") == [(0,)]


def test_who_reads_keeps_the_old_file_until_closing(old_path):
    with connect(url(old_path), any_version=True) as reader:
        upgrade(url(old_path), print)
        assert read_version(reader) == 1
    connect(url(old_path)).close()


def test_what_a_killed_writer_left_in_the_log_is_kept(old_path):
    code = (
        "import duckdb, os\n"
        f"c = duckdb.connect({str(old_path)!r})\n"
        "c.execute(\"set checkpoint_threshold = '1GB'\")\n"
        "c.execute('delete from consents').fetchall()\n"
        "os._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert old_path.with_name("crm.duckdb.wal").exists()
    upgrade(url(old_path), print)
    assert execute(old_path, "select count(*) from consents") == [(0,)]


def test_the_command_tells_each_step_and_then_that_there_is_nothing_to_do(
    old_path, capsys, monkeypatch
):
    assert run(monkeypatch, "customers", "--database", url(old_path)) == 4
    assert capsys.readouterr().err.endswith("type `crm-analysis upgrade`\n")
    assert run(monkeypatch, "upgrade", "--database", url(old_path)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "  version 2: sql/upgrades/002_scoring_runs.sql"
    assert lines[-1] == "done"
    assert run(monkeypatch, "upgrade", "--database", url(old_path)) == 0
    assert capsys.readouterr().out.endswith("nothing to do\n")
    assert run(monkeypatch, "customers", "--database", url(old_path)) == 0


def run(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["crm-analysis", *words])
    with pytest.raises(SystemExit) as end:
        main()
    return end.value.code or 0

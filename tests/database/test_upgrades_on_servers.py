"""Schema versions on servers: recognised, upgraded or refused, and safe to repeat."""

import datetime
import shutil

import pytest

from crm_analysis.database import connect, upgrade
from crm_analysis.database.definitions import defined
from crm_analysis.database.schema_versions import read_version, wanted_version
from crm_analysis.datasets import seed
from crm_analysis.datasets.sample import Sample
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DatabaseBusyError,
    SchemaVersionError,
)
from crm_analysis.paths import sql_folder
from servers import may_read, somebody

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
ADDED_SINCE_1 = (
    "scoring_runs",
    "schema_versions",
    "tombstones",
    "contact_exports",
    "contact_list_members",
)
VIEW = "customer_birthdays"
COLUMNS = {
    "mysql": "select table_name, column_name, column_type, is_nullable, column_key,"
    " collation_name, column_comment from information_schema.columns where table_schema"
    " = database() order by table_name, ordinal_position",
    "postgres": "select relname, attname, format_type(atttypid, atttypmod), attnotnull,"
    " attcollation, col_description(attrelid, attnum) from pg_attribute join pg_class"
    " on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace and"
    " relkind in ('r', 'v') and attnum > 0 order by relname, attnum",
}
KEYS = (
    "select constraint_type, table_name from information_schema.table_constraints"
    " where constraint_schema in ('public', '{}') and constraint_type <> 'CHECK'"
    " order by 1, 2"
)


@pytest.fixture
def new_url(empty_url) -> str:
    """Return the address of the sample in today's schema."""
    seed(Sample(), empty_url, now=NOW, progress=print)
    return empty_url


@pytest.fixture
def old_url(server, new_url) -> str:
    """Return the address of the sample in version 1 of the schema."""
    make_old(server, new_url)
    return new_url


def make_old(server, url: str) -> None:
    """Take away what version 1 of the schema did not have."""
    server.execute(f"drop view {VIEW}", database=name_of(url))
    for name in ADDED_SINCE_1:
        server.execute(f"drop table {name}", database=name_of(url))


def name_of(url: str) -> str:
    return url.rpartition("/")[2]


def everything(url: str) -> dict[str, list]:
    with connect(url, any_version=True) as database:
        return {
            each.name: sorted(map(repr, database.read_table(each.name).to_pylist()))
            for each in defined("schema", "views")
            if each.kind != "sequence" and each.name not in {*ADDED_SINCE_1, VIEW}
        }


def definitions(server, url: str) -> list:
    asked = (COLUMNS[server.engine], KEYS.format(name_of(url)))
    return [server.execute(each, database=name_of(url)) for each in asked]


def test_an_old_database_is_refused_and_upgraded_to_what_a_new_one_is(server, new_url):
    before, new = everything(new_url), definitions(server, new_url)
    make_old(server, new_url)
    with pytest.raises(SchemaVersionError, match=r"has version 1 .* upgrade`") as no:
        connect(new_url)
    assert "s3cret" not in str(no.value)
    assert upgrade(new_url, print) is True
    assert everything(new_url) == before
    assert definitions(server, new_url) == new
    assert upgrade(new_url, print) is False


def test_a_newer_database_is_refused(server, new_url):
    newer = f"insert into schema_versions values ({wanted_version() + 1})"
    server.execute(newer, database=name_of(new_url))
    for action in (
        lambda: connect(new_url),
        lambda: upgrade(new_url, print),
        lambda: seed(Sample(), new_url, now=NOW, progress=print),
    ):
        with pytest.raises(SchemaVersionError, match="update the program"):
            action()


def test_an_upgrade_that_failed_halfway_is_done_by_the_next(
    server, old_url, tmp_path, monkeypatch
):
    shutil.copytree(sql_folder(), tmp_path / "sql")
    file = tmp_path / "sql" / "upgrades" / "002_scoring_runs.sql"
    whole = file.read_text(encoding="utf-8")
    file.write_text(f"{whole}insert into nowhere values (1);\n", encoding="utf-8")
    before = everything(old_url)
    with monkeypatch.context() as patch:
        patch.setenv("CRM_ANALYSIS_HOME", str(tmp_path))
        with pytest.raises(CrmAnalysisError):
            upgrade(old_url, print)
    if server.engine == "mysql":  # where a definition cannot be taken back
        server.execute("delete from schema_versions", database=name_of(old_url))
    with pytest.raises(SchemaVersionError, match="has version 1"):
        connect(old_url)
    assert upgrade(old_url, print) is True
    assert everything(old_url) == before


def test_who_might_read_the_old_database_may_read_the_upgraded_one(server, old_url):
    with somebody(server, old_url, may_read(server, old_url)) as url:
        with pytest.raises(SchemaVersionError):
            connect(url)
        with pytest.raises(ConnectionFailedError, match="may not do what") as refusal:
            upgrade(url, print)
        assert "pa55word" not in str(refusal.value)
        upgrade(old_url, print)
        with connect(url) as database:
            assert read_version(database) == wanted_version()
        seed(Sample(), old_url, now=NOW, progress=print, again=True)
        with connect(url) as database:
            assert read_version(database) == wanted_version()


def test_who_might_read_an_old_database_may_read_what_takes_its_place(server, old_url):
    with somebody(server, old_url, may_read(server, old_url)) as url:
        seed(Sample(), old_url, now=NOW, progress=print, again=True)
        with connect(url) as database:
            assert read_version(database) == wanted_version()


def test_nobody_upgrades_while_somebody_loads(old_url):
    class Loading(Sample):
        def fill(self, database, progress):
            with pytest.raises(DatabaseBusyError, match="being loaded"):
                upgrade(old_url, print)
            super().fill(database, progress)

    assert seed(Loading(), old_url, now=NOW, progress=print, again=True)

"""Addresses of databases: what is read, what is refused, what is never shown."""

from pathlib import Path

import pytest

from crm_analysis.database.address import mask, parse_address
from crm_analysis.errors import UsageError
from crm_analysis.paths import data_folder


def test_a_relative_path_is_read_from_the_working_directory(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    address = parse_address("duckdb:///shop/crm.duckdb")
    assert address.engine == "duckdb"
    assert address.path == tmp_path / "shop" / "crm.duckdb"


def test_an_absolute_path_has_four_slashes_and_is_written_the_same(tmp_path):
    url = f"duckdb:///{tmp_path}/crm.duckdb"
    assert parse_address(url).path == tmp_path / "crm.duckdb"
    assert str(parse_address(url)) == url


def test_the_default_is_in_the_data_folder_wherever_one_stands(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert parse_address(None).path == data_folder() / "crm.duckdb"


def test_the_environment_names_the_database_and_an_argument_beats_it(monkeypatch):
    monkeypatch.setenv("CRM_DATABASE_URL", "duckdb:////from/environment")
    assert str(parse_address(None).path) == "/from/environment"
    assert str(parse_address("duckdb:////argument").path) == "/argument"


@pytest.mark.parametrize(
    "url", ["mysqls://h/crm", "duckdb://crm", "duckdb:///", "crm.duckdb", "oracle://x"]
)
def test_an_unknown_engine_is_refused_with_an_example(url):
    with pytest.raises(UsageError, match="expected duckdb:/// and a path") as refusal:
        parse_address(url)
    assert url in str(refusal.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://root:s3cret@localhost/crm",
        "mysql+pymysql://root:s3cret@localhost:3306/crm",
        "mysql://:s3cret@localhost",
        "mysql://root:has@s3cret@localhost/crm",
        "mysql://root:has/s3cret@localhost/crm",
        "mysql://root:has:s3cret@localhost/crm",
        "mysql://root:has\ns3cret@localhost/crm",
        "root:s3cret@localhost/crm",
        "postgresql://localhost/crm?password=s3cret",
        "postgresql://localhost/crm?user=root&PASSWORD=s3cret&x=1",
        "host=localhost password=s3cret dbname=crm",
        "host=localhost password = s3cret",
        "mysql://h/crm?ssl_key_password=s3cret",
        "mysql://h/crm?passwd=s3cret",
        "mysql://h/crm?pwd=s3cret",
        "https://h/crm?access_token=s3cret",
        "https://h/crm?api_key=s3cret",
    ],
)
def test_a_password_is_never_shown(url):
    assert "s3cret" not in mask(url)
    assert "***" in mask(url)
    try:
        said = f"{parse_address(url)} {parse_address(url)!r}"
    except UsageError as refusal:
        said = str(refusal)
    assert "s3cret" not in said


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("mysql+pymysql://root@localhost/crm", "mysql"),
        ("mysql://root@localhost:3307/crm", "mysql"),
        ("mariadb://root@localhost/crm", "mysql"),
        (
            "postgresql+psycopg://me:p%40s@db.example.org/crm?sslmode=require",
            "postgres",
        ),
        ("postgres://me@[::1]:5433/crm", "postgres"),
    ],
)
def test_an_address_of_a_server_names_its_engine(url, engine):
    assert parse_address(url).engine == engine
    assert parse_address(url).url == url


@pytest.mark.parametrize(
    "url",
    [
        "mysql://localhost",
        "mysql://localhost/",
        "mysql:///crm",
        "mysql://root:a/b@localhost/crm",
        "postgresql://localhost:port/crm",
        "postgresql://localhost:99999/crm",
        "postgresql://[::1/crm",
    ],
)
def test_an_address_of_a_server_that_is_not_whole_is_refused(url):
    with pytest.raises(UsageError, match="expected user:password@host:port/database"):
        parse_address(url)


def test_an_address_without_a_password_is_shown_as_it_is():
    assert mask("mysql://root@localhost:3306/crm") == "mysql://root@localhost:3306/crm"


@pytest.mark.parametrize(
    ("url", "folder", "master"),
    [
        ("spark:///crm", Path("crm").resolve(), "local[*]"),
        ("spark:////a/crm", Path("/a/crm"), "local[*]"),
        ("spark:///crm?master=local[1]", Path("crm").resolve(), "local[1]"),
        ("spark://h:7077//a/crm", Path("/a/crm"), "spark://h:7077"),
        ("spark://h:7077,i:7077//crm", Path("/crm"), "spark://h:7077,i:7077"),
    ],
)
def test_the_address_of_a_cluster_is_a_master_and_a_folder(url, folder, master):
    address = parse_address(url)
    assert (address.engine, address.path, address.master) == ("spark", folder, master)


@pytest.mark.parametrize(
    "url",
    [
        "spark://h:7077",
        "spark:///",
        "spark:///crm?worker=1",
        "spark://h:7077/crm?master=local[1]",
        "spark:///crm?master=local[1]&master=local[2]",
    ],
)
def test_half_an_address_of_a_cluster_is_refused(url):
    with pytest.raises(UsageError, match=r"expected spark://host:7077/folder"):
        parse_address(url)

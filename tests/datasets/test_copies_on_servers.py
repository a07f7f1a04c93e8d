"""Loads from and to servers: the same rows, whichever engine they come from."""

import datetime
import sys

import pytest

from crm_analysis.cli import main
from crm_analysis.database import connect
from crm_analysis.database.definitions import tables
from crm_analysis.datasets import seed
from crm_analysis.datasets.copied_database import CopiedDatabase
from crm_analysis.datasets.loaded_orders import LoadedOrders
from crm_analysis.datasets.sample import Sample
from crm_analysis.errors import DataRefusedError
from servers import may_read, somebody

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
RUN = (
    "insert into scoring_runs values ('run', date '2025-12-02', 30, 'all', 'blend',"
    " 'EUR', timestamp '2026-01-01 00:00:00', '{\"é\": 1}')"
)
SCORE = (
    "insert into scores values ('run', 1, date '2025-12-02', 30,"
    " 0.30000000000000004, 1e-17, null)"
)


def everything(url: str) -> dict[str, list[dict]]:
    with connect(url) as database:
        found = {
            table.name: sorted(
                database.read_table(table.name).to_pylist(),
                key=lambda row, key=table.key: [row[name] for name in key],
            )
            for table in tables()
        }
    for load in found["data_loads"]:
        del load["loader_fingerprint"]
    return found


def copy(source_url: str, url: str) -> bool:
    with connect(source_url) as source:
        dataset = CopiedDatabase(source, "the source")
        return seed(dataset, url, now=NOW, progress=print)


def test_there_and_back_again_every_row_is_as_it_was(server, empty_url, tmp_path):
    name = empty_url.rpartition("/")[2]
    seed(Sample(), empty_url, now=NOW, progress=print)
    server.execute(RUN, SCORE, database=name)
    here = f"duckdb:///{tmp_path}/here.duckdb"
    assert copy(empty_url, here) is True
    assert everything(here) == everything(empty_url)
    assert everything(here)["scores"][0]["probability"] == 0.1 + 0.2
    assert copy(empty_url, here) is False
    server.execute("update customers set email = 'x@y' where id = 1", database=name)
    assert copy(empty_url, here) is True
    server.execute("delete from scores", database=name)
    assert copy(here, empty_url) is True
    assert everything(here) == everything(empty_url)


def test_who_may_only_read_can_copy(server, empty_url, tmp_path):
    seed(Sample(), empty_url, now=NOW, progress=print)
    with somebody(server, empty_url, may_read(server, empty_url)) as url:
        copy(url, f"duckdb:///{tmp_path}/here.duckdb")
    assert everything(f"duckdb:///{tmp_path}/here.duckdb") == everything(empty_url)


def test_a_source_changed_while_it_is_copied_is_copied_as_it_was(
    server, empty_url, tmp_path
):
    name = empty_url.rpartition("/")[2]
    seed(Sample(), empty_url, now=NOW, progress=print)
    before = everything(empty_url)

    class Changed(CopiedDatabase):
        def fill(self, database, progress):
            server.execute("delete from consents", database=name)
            super().fill(database, progress)

    with connect(empty_url) as source:
        url = f"duckdb:///{tmp_path}/here.duckdb"
        seed(Changed(source, "the source"), url, now=NOW, progress=print)
    assert everything(url) == before


def test_a_copy_that_breaks_a_promise_leaves_the_server_as_it_was(
    server, empty_url, tmp_path
):
    seed(Sample(), empty_url, now=NOW, progress=print)
    before = everything(empty_url)
    here = f"duckdb:///{tmp_path}/here.duckdb"
    seed(Sample(), here, now=NOW, progress=print)
    with connect(here, read_only=False) as database:
        database._run("update orders set customer_id = 404 where id = 1", "test")
    with pytest.raises(DataRefusedError):
        copy(here, empty_url)
    assert everything(empty_url) == before


def test_orders_from_a_file_are_the_same_on_a_server(empty_url, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(
        "customer_id,order_date,amount\n"
        "b\\,2024-01-05 10:30:00.25,10.00\n"
        "a,2024-01-02,0\n"
        "A,2024-02-01,-3.50\n"
        "007,2024-03-01,\n",
        encoding="utf-8",
    )
    here = f"duckdb:///{tmp_path}/here.duckdb"
    for url in (here, empty_url):
        assert seed(LoadedOrders(path), url, now=NOW, progress=print) is True
        assert seed(LoadedOrders(path), url, now=NOW, progress=print) is False
    ours, theirs = everything(here), everything(empty_url)
    for row in ours["customers"] + theirs["customers"]:
        row["created_at"] = row["created_at"].replace(microsecond=0)
    assert ours == theirs


def test_the_command_shows_no_password(empty_url, tmp_path, monkeypatch, capsys):
    seed(Sample(), empty_url, now=NOW, progress=print)
    monkeypatch.setenv("CRM_SOURCE_URL", empty_url)
    here = f"duckdb:///{tmp_path}/here.duckdb"
    monkeypatch.setattr(sys, "argv", ["crm-analysis", "load", "--database", here])
    with pytest.raises(SystemExit) as end:
        main()
    assert not end.value.code
    said = capsys.readouterr()
    assert "s3cret" not in said.out + said.err
    assert everything(here) == everything(empty_url) | {
        "data_loads": everything(here)["data_loads"]
    }

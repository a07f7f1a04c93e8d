"""Spark on a cluster of two workers: the same answers, and what goes wrong."""

import datetime
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyspark
import pytest

from crm_analysis.database import connect, holds_anything, replacing
from crm_analysis.datasets import DATASETS, seed
from crm_analysis.datasets.sample import Sample
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
)
from crm_analysis.purchase_models.scoring_sql import rungs_in_sql
from crm_analysis.rung_scores import train_rung
from crm_analysis.scores import score
from killed_seed import WHEN_ALL_IS_WRITTEN, seed_and_die
from questions import (
    ONE_MORE,
    QUESTIONS,
    TABLES,
    DoubleKey,
    StrayReference,
    TooLong,
    answer,
    everything,
    kinds,
    run,
)
from servers import started_spark

PROGRAM = Path(sys.executable).with_name("crm-analysis")
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def at(spark_master):
    """Return a function that makes the address of a folder."""
    return lambda folder: f"spark:///{folder}?master={spark_master}"


@pytest.fixture(scope="module")
def journey(at, tmp_path_factory):
    """Return Complete Journey, opened in Spark."""
    url = at(tmp_path_factory.mktemp("journey"))
    seed(DATASETS["complete-journey"](), url, now=NOW, progress=print)
    with connect(url) as database:
        yield database


@pytest.fixture(scope="module")
def sample_once(at, tmp_path_factory) -> str:
    """Return the address of the sample, for tests that change nothing."""
    url = at(tmp_path_factory.mktemp("sample"))
    seed(Sample(), url, now=NOW, progress=print)
    return url


@pytest.fixture(scope="module")
def opened_sample(sample_once):
    """Return the sample, opened in Spark once for all who only read."""
    with connect(sample_once) as database:
        yield database


@pytest.fixture
def folder(sample_once, tmp_path) -> Path:
    """Return a folder with the sample in it."""
    here = Path(sample_once.removeprefix("spark:///").partition("?")[0])
    return shutil.copytree(here, tmp_path / "crm")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_the_same_answer_as_in_duckdb(
    name, journey, complete_journey
):
    ours, theirs = answer(complete_journey, name), answer(journey, name)
    assert theirs.to_pylist() == ours.to_pylist()
    if len(ours):
        assert kinds(theirs) == kinds(ours)


@pytest.mark.parametrize("name", [n for n in QUESTIONS if not n.startswith("checks")])
def test_the_edges_of_the_sample_are_the_same(name, opened_sample, sample):
    day = datetime.date(2026, 1, 1)
    theirs = answer(opened_sample, name, day)
    assert theirs.to_pylist() == answer(sample, name, day).to_pylist()


def test_every_row_is_kept_as_it_is(sample_once, sample_url):
    theirs, ours = everything(sample_once), everything(sample_url)
    assert [table for table in TABLES if theirs[table] != ours[table]] == []


def test_every_rung_scores_a_cluster_as_it_scores_a_file(journey, complete_journey):
    """Early in the data, where there are few rows to send but all rungs fit."""
    as_of = datetime.date(2017, 2, 15)
    scores = [score(each, as_of, 7).frame for each in (complete_journey, journey)]
    pd.testing.assert_frame_equal(scores[0], scores[1], rtol=0, atol=1e-9)


@pytest.mark.parametrize("rung", rungs_in_sql())
def test_spark_scores_by_a_formula_as_python_does(journey, complete_journey, rung):
    scoring = train_rung(complete_journey, datetime.date(2017, 10, 1), 14, rung)
    theirs, ours = scoring.by_database(journey), scoring.frame["probability"]
    assert theirs.index.equals(ours.index)
    assert np.allclose(theirs, ours, rtol=1e-9, atol=0)


def test_features_and_the_doctor_say_the_same_as_of_a_file(
    sample_once, sample_url, tmp_path, capsys
):
    said = []
    for number, url in enumerate((sample_once, sample_url)):
        out = tmp_path / f"{number}.csv"
        words = ["features", "--as-of", "2025-12-02", "--out", str(out)]
        assert run(*words, url=url) == 0
        assert run("doctor", url=url) == 0
        said.append((out.read_bytes(), capsys.readouterr().out))
    assert said[0][0] == said[1][0]
    assert "Rows: customers 30," in said[0][1]


def test_a_copy_of_another_database_is_whole(sample_url, at, tmp_path):
    url = at(tmp_path / "copy")
    assert run("load", "--from", sample_url, url=url) == 0
    ours, theirs = everything(sample_url), everything(url)
    assert {name for name in ours if ours[name] != theirs[name]} == {"data_loads"}


def test_one_customer_is_scored_by_a_model_in_a_file(
    sample_once, sample_url, tmp_path, capsys
):
    model = ["--model", str(tmp_path / "run.json")]
    case = ["--as-of", "2025-12-02"]
    assert run("score", *case, "--horizon-days", "30", *model, url=sample_url) == 0
    capsys.readouterr()
    said = []
    for url in (sample_once, sample_url):
        assert run("customer", "1", *case, *model, url=url) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    assert "% likely to buy" in said[0]


def test_tables_of_an_older_version_are_loaded_again(folder, at, capsys):
    (tables,) = folder.glob("tables-*")
    shutil.rmtree(tables / "schema_versions")
    assert run("customers", url=at(folder)) == 4
    assert "has version 1 of the schema" in capsys.readouterr().err
    assert run("upgrade", url=at(folder)) == 2
    assert "seed or load them again, with --force" in capsys.readouterr().err


def test_scores_are_not_added_to_tables_that_only_a_load_replaces(sample_once, capsys):
    command = ["score", "--as-of", "2025-12-02", "--horizon-days", "30"]
    assert run(*command, "--rung", "bg_nbd", "--save", url=sample_once) == 2
    assert "give a file with --out" in capsys.readouterr().err


def test_a_page_is_the_same_to_the_last_byte(sample_once, sample_url, tmp_path):
    pages = []
    for number, url in enumerate((sample_once, sample_url)):
        out = tmp_path / str(number)
        assert run("report", "01_customers", "--out", str(out), url=url) == 0
        (page,) = out.glob("*/01_customers.html")
        pages.append(page.read_bytes())
    assert pages[0] == pages[1]


def test_the_commands_speak_to_spark(sample_once, capsys):
    assert run("customers", "--search", "monthly.regular", url=sample_once) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["id", "1", "18"]
    assert run("customers", "--search", "nobody at all", url=sample_once) == 0
    assert capsys.readouterr().out == "0 results\n"
    assert run("seed", "--dataset", "sample", url=sample_once) == 0
    assert "nothing to do" in capsys.readouterr().out


def test_a_master_of_its_own_gives_the_work_to_its_worker(folder, tmp_path):
    home = Path(pyspark.__file__).parent
    with started_spark(home, tmp_path) as master:
        done = subprocess.run(
            [PROGRAM, "customers", "--limit", "1", "--database", f"{master}/{folder}"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout.splitlines()[1].split() == [
        *("1", "Monthly", "Regular", "monthly.regular@example.com"),
        *("+999", "0000001"),
    ]
    assert list((tmp_path / "work").glob("app-*"))  # it was the worker who did it


class Missing(Sample):
    """The sample, and in the last row of its last table no customer."""

    rows = ONE_MORE

    def fill(self, database, progress):
        super().fill(database, progress)
        database.load("consents", pa.table({"id": [999]}))


class NoNumber(Sample):
    """The sample, and in the last row of its last table a word for a number."""

    def fill(self, database, progress):
        super().fill(database, progress)
        database.load("consents", pa.table({"id": ["Jane Doe"]}))


@pytest.mark.parametrize("broken", [StrayReference, NoNumber])
def test_a_load_that_breaks_a_promise_in_its_last_row_changes_nothing(
    broken, folder, at
):
    before = files_in(folder)
    with pytest.raises(DataRefusedError, match=r"breaks? |break 1 promises") as said:
        seed(broken(), at(folder), now=NOW, progress=print, again=True)
    assert "Doe" not in str(said.value)
    assert files_in(folder) == before


@pytest.mark.parametrize("broken", [DoubleKey, TooLong, Missing])
def test_a_key_a_length_and_a_not_null_hold_without_any_check(broken, folder, at):
    before = files_in(folder)
    with pytest.raises(DataRefusedError, match="the load of consents breaks a key"):
        fill(at(folder), broken())
    assert files_in(folder) == before


def fill(url: str, dataset: Sample) -> None:
    """Load a data set with nothing around it, as checks would take long here."""
    with replacing(url) as database:
        database.build("schema")
        dataset.fill(database, print)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_one_loads_at_a_time_and_a_reader_sees_one_load(folder, at):
    with connect(at(folder)) as reader, replacing(at(folder)) as first:
        first.build("schema")
        with pytest.raises(DatabaseBusyError, match="being loaded by another process"):
            seed(Sample(), at(folder), now=NOW, progress=print, again=True)
        first.build("views")
        assert len(reader.read_table("customers")) == 30
    with connect(at(folder)) as database:
        assert len(database.read_table("customers")) == 0


def test_a_loader_that_is_killed_leaves_the_old_data(folder, at):
    before = files_in(folder)
    seed_and_die(WHEN_ALL_IS_WRITTEN, f"spark:///{folder}?master=local[1]")
    after = files_in(folder)
    assert {name: after.get(name) for name in before} == before
    assert len(after) > len(before)
    with replacing(at(folder)) as database:  # which removes what was left
        database.build("schema")
    tables = [each.name for each in folder.iterdir() if each.name.startswith("tables")]
    assert len(tables) == 2


def test_a_folder_without_tables_is_said_so(at, tmp_path):
    assert not holds_anything(at(tmp_path))
    with pytest.raises(ConnectionFailedError, match="there are no tables in"):
        connect(at(tmp_path))
    (tmp_path / "somebody's file").touch()
    assert holds_anything(at(tmp_path))
    with pytest.raises(DataRefusedError, match="not made by a seed"):
        seed(Sample(), at(tmp_path), now=NOW, progress=print)


def test_a_folder_that_cannot_be_written_is_said_so(at, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ConnectionFailedError, match="cannot be written"):
        seed(Sample(), at(tmp_path / "file/crm"), now=NOW, progress=print)


def test_a_missing_table_or_column_is_named(folder, at):
    (tables,) = folder.glob("tables-*")
    (orders,) = (tables / "orders").glob("part-*")
    pq.write_table(pq.read_table(orders).drop_columns("currency"), orders)
    with pytest.raises(DataRefusedError, match="lacks column currency that sql/views"):
        connect(at(folder))
    shutil.rmtree(tables / "orders")
    with pytest.raises(DataRefusedError, match="has no table orders"):
        connect(at(folder))


def test_a_file_that_was_cut_is_one_sentence_without_a_row(folder, at):
    (orders,) = folder.glob("tables-*/orders/part-*")
    with connect(at(folder)) as database:
        orders.write_bytes(orders.read_bytes()[:-100])
        with pytest.raises(CrmAnalysisError, match=r"could not run sql/features"):
            answer(database, "features/customer_features")


def test_another_master_needs_another_process(sample_once):
    other = re.sub("master=.*", "master=local[1]", sample_once)
    with pytest.raises(ConnectionFailedError, match="use another process for it"):
        connect(other)


@pytest.mark.parametrize(
    ("url", "environment", "said"),
    [
        ("spark://127.0.0.1:1/{folder}", {}, "no Spark master answers at spark://127"),
        ("spark:///{folder}", {"JAVA_HOME": "/nowhere"}, "needs Java 17 or newer"),
    ],
)
def test_a_driver_that_cannot_start_is_one_sentence(
    url, environment, said, folder, monkeypatch
):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = subprocess.run(
        [PROGRAM, "customers", "--database", url.format(folder=folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith("connection failed: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1

"""The command line, run as a user runs it: output, exit codes, no tracebacks."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest

from crm_analysis.cli import _cli, main
from crm_analysis.database import connect, replacing
from crm_analysis.datasets import DATASETS
from crm_analysis.features import read_features
from crm_analysis.purchase_models.ladder import RUNGS
from order_logs import customer_row

COMMANDS = ["seed", "load", "upgrade", "doctor", "init", "customers", "features"]
COMMANDS += ["backtest", "score"]


@dataclass(frozen=True)
class Finished:
    """What a command that ran in this process leaves, named as of a process."""

    returncode: int
    stdout: str
    stderr: str


def run(*words: object, **environment: str) -> Finished:
    """Run a command in this process; whatever happens, no traceback."""
    said, complained = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["crm-analysis", *map(str, words)])
        for name, value in environment.items():
            patch.setenv(name, value)
        leaving = pytest.raises(SystemExit)
        with redirect_stdout(said), redirect_stderr(complained), leaving as end:
            main()
    assert "Traceback" not in complained.getvalue()
    return Finished(end.value.code or 0, said.getvalue(), complained.getvalue())


def run_alone(*words: object, **environment: str) -> subprocess.CompletedProcess:
    """Run a command in a process of its own, where that makes a difference."""
    finished = subprocess.run(
        [sys.executable, "-m", "crm_analysis.cli", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
        timeout=300,
    )
    assert "Traceback" not in finished.stderr
    return finished


def sentence(finished: Finished | subprocess.CompletedProcess, exit_code: int) -> str:
    """Return the one line on standard error of a command that failed."""
    assert finished.returncode == exit_code, finished.stderr
    (line,) = finished.stderr.splitlines()
    return line


@pytest.fixture
def url(tmp_path) -> str:
    return f"duckdb:///{tmp_path}/crm.duckdb"


# Help and wrong use


@pytest.mark.parametrize("words", [[], *([command] for command in COMMANDS)])
def test_every_command_has_help(words):
    finished = run_alone(*words, "--help")
    assert finished.returncode == 0
    assert finished.stdout.startswith("Usage: ")


def test_help_names_every_exit_code():
    text = " ".join(run_alone("--help").stdout.split())
    assert "\\" not in text
    for code in ("0 done", "1 something failed", "2 wrong use", "3 cannot connect"):
        assert code in text
    for code in ("4 data refused", "5 not enough data", "6 privacy", "7 verification"):
        assert code in text


def test_help_loads_nothing_that_is_slow():
    code = (
        "import sys; sys.argv = ['crm-analysis', '--help']\n"
        "from crm_analysis.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "slow = {'pandas', 'numpy', 'duckdb', 'pyarrow', 'sklearn', 'papermill',"
        " 'matplotlib', 'sqlglot'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    out = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert out.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "words",
    [
        ["seed", "--dataset", "nope"],
        ["frobnicate"],
        ["customers", "--limit", "many"],
        ["customers", "--limit", "0"],
        ["backtest"],
        ["score", "--as-of", "2025-01-01", "--horizon-days", "0", "--out", "x.parquet"],
        ["score", "--as-of", "soon", "--horizon-days", "1", "--out", "x.parquet"],
        ["backtest", "--as-of", "2025-10-01", "--horizon-days", "99999999999"],
        ["backtest", "--as-of", "9999-12-31", "--horizon-days", "14"],
        ["report", "--segment", "men", "-p", "segment=women"],
        ["customers", "--database", "oracle://root:s3cret@localhost/crm"],
    ],
)
def test_wrong_use_is_exit_code_2_and_shows_no_password(words, sample_url):
    finished = run("--database", sample_url, *words)
    assert finished.returncode == 2
    assert finished.stderr
    assert "s3cret" not in finished.stdout + finished.stderr


# seed


def test_seed_offers_every_data_set():
    (option,) = [
        each for each in _cli.commands["seed"].params if each.name == "dataset"
    ]
    assert list(option.type.choices) == list(DATASETS)


def test_seed_tells_each_step_and_a_second_time_that_there_is_nothing_to_do(url):
    first = run("seed", "--dataset", "sample", "--database", url)
    assert first.returncode == 0
    assert first.stdout.splitlines()[1] == "  customers: 30 rows"
    assert first.stdout.endswith("all promises in sql/checks hold\ndone\n")
    second = run("seed", "--dataset", "sample", "--database", url)
    assert second.stdout.endswith("it holds just this already: nothing to do\n")
    by_force = run("seed", "--dataset", "sample", "--force", "--database", url)
    assert by_force.stdout.endswith("done\n")


def test_the_database_can_be_named_before_the_command_or_by_the_environment(
    sample_url,
):
    for finished in (
        run_alone("--database", sample_url, "customers", "--limit", 1),
        run_alone("customers", "--limit", 1, "--database", sample_url),
        run_alone("customers", "--limit", 1, CRM_DATABASE_URL=sample_url),
    ):
        assert finished.stdout.splitlines()[1].startswith("1\tMonthly Regular\t")


@pytest.mark.parametrize("path", ["file/crm.duckdb", "folder"])
def test_a_place_that_cannot_be_written_to_is_exit_code_3(tmp_path, path):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    url = f"duckdb:///{tmp_path}/{path}"
    line = sentence(run("seed", "--dataset", "sample", "--database", url), 3)
    assert line.startswith(f"connection failed: {tmp_path}/{path} cannot be written")


def test_a_key_that_others_can_read_is_exit_code_6(url, tmp_path):
    (tmp_path / "crm_analysis").mkdir()
    key = tmp_path / "crm_analysis" / "pseudonym.key"
    key.write_text("open to all", encoding="utf-8")
    key.chmod(0o644)
    finished = run_alone(
        *("seed", "--dataset", "sample", "--database", url),
        CRM_PSEUDONYM_KEY="",
        XDG_CONFIG_HOME=str(tmp_path),
    )
    assert "can be read by others" in sentence(finished, 6)
    assert "open to all" not in finished.stdout + finished.stderr


# customers


def test_customers_are_listed_in_lines(sample_url):
    lines = run("customers", "--database", sample_url).stdout.splitlines()
    assert lines[0] == "id\tname\temail\tphone"
    assert lines[6] == "6\tNever Ordered\tnever.ordered@example.com\t"
    assert len(lines) == 31


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_list_that_is_cut_short_says_so(sample_url, options):
    words = ["customers", *options, "--database", sample_url, "--limit"]
    assert "only the first 29" in sentence(run(*words, 29), 0)
    for limit in (30, 10**20):
        whole = run(*words, limit)
        assert (whole.returncode, whole.stderr) == (0, "")


def test_customers_as_json_are_read_back_as_they_are(sample_url):
    words = ["customers", "--json", "--search", "letters", "--database", sample_url]
    (found,) = json.loads(run_alone(*words).stdout)
    assert found == {
        "id": 17,
        "name": "🙂 שלום سلام",
        "email": "letters@example.com",
        "phone": "+999 0000017",
    }


def test_a_missing_phone_is_null_in_json(sample_url):
    words = ["customers", "--json", "--search", "never", "--database", sample_url]
    assert json.loads(run(*words).stdout)[0]["phone"] is None


def test_nobody_found_is_0_results(sample_url):
    words = ["customers", "--search", "nobody at all", "--database", sample_url]
    assert run(*words).stdout == "0 results\n"
    assert json.loads(run(*words, "--json").stdout) == []


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_control_characters_cannot_reach_the_terminal(url, options):
    name = "A\x1b[2J\x07\x9b31m\u202e\tB\r\n\x7fC"
    with replacing(url) as database:
        database.build("schema")
        database.load("customers", customer_row(1, name=name))
    out = run_alone("customers", *options, "--database", url).stdout
    signs = {sign for sign in out if not sign.isprintable()}
    assert signs <= {"\n", "\t"}
    assert len(out.splitlines()) == (8 if options else 2)
    if options:
        assert json.loads(out)[0]["name"] == name


def test_no_database_is_exit_code_3_and_says_how_to_make_one(url):
    line = sentence(run("customers", "--database", url), 3)
    assert line.startswith("connection failed: there is no database file")
    assert line.endswith("make one with `crm-analysis seed`")


def test_a_database_that_somebody_writes_to_is_exit_code_3(url):
    with duckdb.connect(url.removeprefix("duckdb:///")):
        line = sentence(run_alone("customers", "--database", url), 3)
    assert line.startswith("connection failed: ")
    assert "is being written to by another process; wait" in line


def test_a_database_of_something_else_is_exit_code_4(url):
    duckdb.connect(url.removeprefix("duckdb:///")).close()
    assert "has no table customers" in sentence(run("customers", "--database", url), 4)


# Faults


def broken_environment(folder, body: str) -> dict[str, str]:
    """Return an environment in which importing pandas does what `body` says."""
    (folder / "pandas").mkdir()
    (folder / "pandas" / "__init__.py").write_text(body, encoding="utf-8")
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    return {"PYTHONPATH": path}


def test_a_fault_shows_its_kind_and_not_its_text(tmp_path, sample_url):
    environment = broken_environment(tmp_path, "raise KeyError('canary@example.com')")
    finished = run_alone("customers", "--database", sample_url, **environment)
    line = sentence(finished, 1)
    assert line.startswith("a fault in crm-analysis: KeyError; set CRM_TRACEBACK=1")
    assert "canary" not in finished.stdout


def test_a_traceback_is_shown_to_who_asks_for_it(tmp_path, sample_url):
    environment = broken_environment(tmp_path, "raise KeyError('canary@example.com')")
    finished = subprocess.run(
        [sys.executable, "-m", "crm_analysis.cli", "customers"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment | {"CRM_TRACEBACK": "1"},
    )
    assert finished.returncode == 1
    assert "Traceback" in finished.stderr


def test_an_interrupt_is_one_word(tmp_path, sample_url):
    environment = broken_environment(tmp_path, "raise KeyboardInterrupt")
    finished = run_alone("customers", "--database", sample_url, **environment)
    assert (finished.returncode, finished.stderr.split()) == (1, ["stopped"])


# backtest and score on an orders file


@pytest.fixture(scope="module")
def orders_file(tmp_path_factory):
    """Write a year of orders by 300 customers with text ids and gaps of their own."""
    draws = np.random.default_rng(5)
    rows = [
        (f"{key:04}", at)
        for key in range(300)
        for at in np.cumsum(draws.exponential(draws.integers(3, 120), 60))
        if at < 365
    ]
    orders = pd.DataFrame(rows, columns=["customer_id", "days"])
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(orders["days"] // 1, unit="D")
    path = tmp_path_factory.mktemp("orders") / "orders.csv"
    orders[["customer_id"]].assign(order_date=days, amount=9.99).to_csv(
        path, index=False
    )
    return path


CASE = ["--as-of", "2024-11-01", "--horizon-days", "30"]


def test_backtest_writes_a_record_and_predictions_with_the_files_own_ids(
    orders_file, tmp_path
):
    finished = run(
        *("backtest", "--orders", orders_file, *CASE),
        *("--json", tmp_path / "b.json", "--predictions", tmp_path / "p.parquet"),
    )
    assert finished.returncode == 0, finished.stderr
    record = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    predictions = pd.read_parquet(tmp_path / "p.parquet")
    orders = pd.read_csv(orders_file, dtype={"customer_id": str})
    known = orders[orders["order_date"] < "2024-11-01"]
    assert sorted(predictions["customer_id"]) == sorted(known["customer_id"].unique())
    horizon = orders["order_date"].between("2024-11-01", "2024-11-30")
    buyers = set(orders[horizon]["customer_id"])
    label = predictions.set_index("customer_id")["label"]
    assert set(label[label == 1].index) == buyers & set(known["customer_id"])
    assert record
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.json", "p.parquet"]


def test_backtest_at_two_origins_adds_the_earlier_one_to_all_that_it_writes(
    orders_file, tmp_path
):
    finished = run(
        *("backtest", "--orders", orders_file, *CASE, "--origins", "2"),
        *("--json", tmp_path / "b.json", "--predictions", tmp_path / "p.parquet"),
    )
    assert finished.returncode == 0, finished.stderr
    assert "2024-11-01  2024-10-02" in finished.stdout
    record = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    counts = {each["as_of"]: each["n_customers"] for each in record["origins"]}
    predictions = pd.read_parquet(tmp_path / "p.parquet")
    assert list(counts) == ["2024-11-01", "2024-10-02"]
    assert counts == predictions["as_of"].astype(str).value_counts().to_dict()
    assert predictions["customer_id"].str.fullmatch(r"\d{4}").all()
    assert {each["origins"] for each in record["pooled"]} == {2}


@pytest.mark.parametrize("origins", ["0", "-1", "two"])
def test_fewer_than_one_origin_is_wrong_use(orders_file, origins):
    finished = run("backtest", "--orders", orders_file, *CASE, "--origins", origins)
    assert finished.returncode == 2
    assert "--origins" in finished.stderr


def test_score_writes_a_probability_for_each_of_the_files_customers(
    orders_file, tmp_path
):
    out = tmp_path / "s.parquet"
    finished = run("score", "--orders", orders_file, *CASE, "--out", out)
    assert finished.returncode == 0, finished.stderr
    scores = pd.read_parquet(out)
    assert scores["customer_id"].str.fullmatch(r"\d{4}").all()
    assert scores["customer_id"].is_unique
    assert scores["probability"].between(0, 1).all()


def test_no_such_orders_file_is_exit_code_2(tmp_path):
    words = ["score", "--orders", tmp_path / "none.csv", *CASE]
    line = sentence(run(*words, "--out", tmp_path / "s.parquet"), 2)
    assert line.startswith(f"there is no orders file {tmp_path}/none.csv")


def test_an_orders_file_without_its_columns_is_exit_code_4(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("client,day\n1,2024-01-01\n", encoding="utf-8")
    words = ["score", "--orders", path, *CASE, "--out", tmp_path / "s.parquet"]
    line = sentence(run(*words), 4)
    assert "has no column customer_id, order_date; it has client, day" in line


def test_a_folder_that_is_not_there_is_exit_code_2(orders_file, tmp_path):
    out = tmp_path / "none" / "s.parquet"
    line = sentence(run("score", "--orders", orders_file, *CASE, "--out", out), 2)
    assert line.startswith(f"there is no folder {tmp_path}/none; make it")


# score by one rung


def test_score_offers_every_rung():
    (option,) = [each for each in _cli.commands["score"].params if each.name == "rung"]
    assert list(option.type.choices) == [kind.rung for kind in RUNGS]


def test_one_rung_scores_an_orders_file_with_the_files_own_ids(orders_file, tmp_path):
    out = tmp_path / "s.parquet"
    words = ["--orders", orders_file, *CASE, "--rung", "pareto_nbd", "--out", out]
    finished = run("score", *words)
    assert finished.returncode == 0, finished.stderr
    scores = pd.read_parquet(out)
    assert list(scores)[:2] == ["customer_id", "probability"]
    assert scores["customer_id"].str.fullmatch(r"\d{4}").all()
    assert finished.stdout.startswith(f"{len(scores)} customers scored by pareto_nbd: ")


def test_one_rung_gives_the_same_in_the_database_as_in_a_file(
    complete_journey_url, tmp_path
):
    path, out = tmp_path / "crm.duckdb", tmp_path / "s.parquet"
    shutil.copy(complete_journey_url.removeprefix("duckdb:///"), path)
    words = ["--as-of", "2017-10-01", "--horizon-days", "14", "--rung", "bg_nbd"]
    words += ["--department", "FLORAL"]
    url = f"duckdb:///{path}"
    assert run("score", "--database", url, *words, "--out", out).returncode == 0
    finished = run("score", "--database", url, *words, "--save", "--in-database")
    ours = pd.read_parquet(out)
    said = f"{len(ours)} customers scored by bg_nbd in the database, about"
    assert finished.stdout.startswith(said), finished.stderr
    with connect(url) as database:
        (kept_run,) = database.read("queries/scoring_runs").to_pylist()
        assert (kept_run["rung"], kept_run["department"]) == ("bg_nbd", "FLORAL")
        assert f"saved as run {kept_run['run_id']}\n" in finished.stdout
        kept = database.read_table("scores").to_pandas()
    merged = kept.merge(ours, on="customer_id", suffixes=("", "_ours"))
    assert len(merged) == len(kept) == len(ours)
    np.testing.assert_allclose(
        merged["probability"], merged["probability_ours"], rtol=1e-9
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "got no place for the scores; give --out FILE.parquet, --save"),
        (["--save", "--in-database"], "got --in-database without --rung"),
        (["--in-database", "--out", "x"], "give --in-database with --save and --rung"),
        (
            ["--rung", "bg_nbd", "--save", "--in-database", "--out", "x"],
            "without --out",
        ),
        (["--rung", "bg_nbd", "--save", "--orders", "x"], "an orders file has no"),
    ],
)
def test_scores_go_to_one_place(words, said, sample_url):
    finished = run("score", "--database", sample_url, *CASE, *words)
    assert said in sentence(finished, 2)


def test_a_rung_without_a_formula_is_not_computed_in_the_database(tmp_path, sample_url):
    path = tmp_path / "crm.duckdb"
    shutil.copy(sample_url.removeprefix("duckdb:///"), path)
    words = ["--rung", "blend", "--save", "--in-database"]
    finished = run("score", "--database", f"duckdb:///{path}", *CASE, *words)
    assert "blend has no formula in SQL" in sentence(finished, 2)


def test_a_database_that_somebody_reads_is_not_written_to(tmp_path, sample_url):
    path = tmp_path / "crm.duckdb"
    shutil.copy(sample_url.removeprefix("duckdb:///"), path)
    words = ["--as-of", "2025-12-02", "--horizon-days", "30", "--rung", "bg_nbd"]
    words += ["--save", "--in-database", "--database", f"duckdb:///{path}"]
    with duckdb.connect(path, read_only=True):
        line = sentence(run_alone("score", *words), 3)
    assert "is being read or written to by another process; wait" in line


# Personal data


def personal(url: str) -> set[str]:
    with connect(url) as database:
        rows = database.read_table("customers").to_pylist()
    words = {row[name] for row in rows for name in ("name", "email", "phone")}
    return words - {None, "(no name)", "(no email)"}


@pytest.mark.parametrize(
    "words",
    [
        ["seed", "--dataset", "sample"],
        ["seed", "--dataset", "sample", "--force"],
        ["backtest", *CASE],
        ["score", *CASE, "--out", "{out}"],
        ["customers", "--search", "nobody at all"],
        ["customers", "--limit", "0"],
    ],
)
def test_no_other_command_prints_personal_data(words, sample_url, tmp_path, url, capfd):
    words = [word.format(out=tmp_path / "s.parquet") for word in words]
    place = url if words[0] == "seed" else sample_url
    finished = run(*words, "--database", place)
    past_python = capfd.readouterr()
    text = finished.stdout + finished.stderr + past_python.out + past_python.err
    assert text
    assert [word for word in personal(sample_url) if word in text] == []


# A department


def test_a_department_is_scored_and_the_others_are_counted(
    complete_journey_url, tmp_path
):
    out = tmp_path / "s.parquet"
    words = ["--department", "SEAFOOD", "--as-of", "2017-03-01", "--horizon-days", "7"]
    finished = run("--database", complete_journey_url, "score", *words, "--out", out)
    assert finished.returncode == 0, finished.stderr
    scored, others = len(pd.read_parquet(out)), r"and customers are .*; ([\d,]+) others"
    (count,) = re.findall(others, finished.stdout)
    assert f"{scored:,} customers scored" in finished.stdout
    with connect(complete_journey_url) as database:
        buyers = len(read_features(database, date(2017, 3, 1)))
    assert 0 < scored == buyers - int(count.replace(",", ""))


@pytest.mark.parametrize("command", ["backtest", "score"])
def test_an_unknown_department_is_exit_code_2_and_names_those_that_exist(
    command, sample_url, tmp_path
):
    words = ["--department", "grocery", *CASE]
    words += ["--out", tmp_path / "s.parquet"] if command == "score" else []
    line = sentence(run(command, "--database", sample_url, *words), 2)
    assert "'grocery'; the departments are Grocery, Household, Services:" in line
    assert list(tmp_path.iterdir()) == []

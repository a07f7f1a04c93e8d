"""MySQL, MariaDB and PostgreSQL, real ones: the same answers, and what goes wrong."""

import datetime
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from crm_analysis.customer_card import read_customer
from crm_analysis.database import Database, connect, holds_anything, replacing
from crm_analysis.database.definitions import defined
from crm_analysis.database.some_customers import SomeCustomersDatabase
from crm_analysis.database.statements import file_names
from crm_analysis.datasets import DATASETS, seed
from crm_analysis.datasets.sample import Sample
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
    UsageError,
)
from crm_analysis.features import read_evidence_by_day
from crm_analysis.paths import sql_folder
from crm_analysis.saved_scores import read_loads, require_right_to_save, save_scores
from crm_analysis.scores import score
from crm_analysis.scoring_runs import describe_run, read_run
from killed_seed import WHILE_ROWS_ARE_SENT, seed_and_die
from questions import (
    AS_OF,
    BROKEN,
    QUESTIONS,
    TABLES,
    answer,
    everything,
    kinds,
    run,
)
from servers import may_read, somebody

PROGRAM = Path(sys.executable).with_name("crm-analysis")
NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def journey_url(server) -> str:
    """Return the address of Complete Journey on a server."""
    url = server.database("journey")
    seed(DATASETS["complete-journey"](), url, now=NOW, progress=print)
    return url


@pytest.fixture
def sample_on_server(empty_url) -> str:
    """Return the address of the sample on a server."""
    seed(Sample(), empty_url, now=NOW, progress=print)
    return empty_url


@pytest.fixture(scope="module")
def journeys(journey_url, complete_journey_url) -> Iterator[tuple[Database, Database]]:
    """Return Complete Journey in a file and on a server, opened to be read."""
    with connect(complete_journey_url) as here, connect(journey_url) as there:
        yield here, there


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_the_same_answer_as_in_duckdb(name, journeys):
    ours, theirs = (answer(each, name) for each in journeys)
    assert theirs.to_pylist() == ours.to_pylist()
    if len(ours):
        assert kinds(theirs) == kinds(ours)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_edges_of_the_sample_are_the_same(name, samples):
    for day in (datetime.date(2025, 12, 2), datetime.date(2026, 1, 1)):
        ours, theirs = (answer(each, name, day) for each in samples)
        assert theirs.to_pylist() == ours.to_pylist()


@pytest.fixture(scope="module")
def samples(server, sample_url) -> Iterator[tuple[Database, Database]]:
    """Return the sample in a file and on a server, opened to be read."""
    server.execute("drop database if exists sample", "create database sample")
    seed(Sample(), server.url("sample"), now=NOW, progress=print)
    with connect(sample_url) as here, connect(server.url("sample")) as there:
        yield here, there


@pytest.mark.parametrize("table", TABLES)
def test_every_row_is_kept_as_it_is(table, samples):
    rows = [each.read_table(table).to_pylist() for each in samples]
    assert len(rows[0]) == len(rows[1])
    assert sorted(map(repr, rows[0])) == sorted(map(repr, rows[1]))


def test_seeding_the_same_again_does_nothing_unless_forced(sample_on_server):
    asked = {"now": NOW, "progress": print}
    assert seed(Sample(), sample_on_server, **asked) is False
    assert seed(Sample(), sample_on_server, **asked, again=True) is True


def test_a_server_is_empty_until_it_is_seeded(empty_url):
    assert not holds_anything(empty_url)
    with (
        connect(empty_url) as database,
        pytest.raises(
            DataRefusedError,
            match=r"has no table orders, .* make it with `crm-analysis",
        ),
    ):
        database.read("features/known_until", as_of=AS_OF)
    seed(Sample(), empty_url, now=NOW, progress=print)
    assert holds_anything(empty_url)


def test_ids_go_on_after_the_loaded_ones(server, sample_on_server):
    database = sample_on_server.rpartition("/")[2]
    server.execute(
        "insert into customers (name, email) values ('n', 'e')", database=database
    )
    ((last,),) = server.execute("select max(id) from customers", database=database)
    assert last == 31


def test_the_schema_reads_well_in_a_client(server, sample_on_server):
    database = sample_on_server.rpartition("/")[2]
    place = {"mysql": database, "postgres": "public"}[server.engine]
    ((keys,),) = server.execute(
        "select count(*) from information_schema.table_constraints where"
        f" constraint_schema = '{place}' and constraint_type = 'FOREIGN KEY'",
        database=database,
    )
    references = [
        text.count("foreign key")
        for text in (
            (sql_folder() / f"{name}.sql").read_text() for name in file_names("schema")
        )
    ]
    assert keys == sum(references) > 10
    assert not server.execute(UNCOMMENTED[server.engine], database=database)


UNCOMMENTED = {
    "mysql": "select table_name, column_name from information_schema.columns where"
    " table_schema = database() and column_comment = '' and table_name in (select"
    " table_name from information_schema.tables where table_type = 'BASE TABLE')",
    "postgres": "select relname, attname from pg_attribute join pg_class on"
    " pg_class.oid = attrelid where relnamespace = 'public'::regnamespace and relkind"
    " = 'r' and attnum > 0 and col_description(attrelid, attnum) is null",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_load_that_breaks_a_promise_in_its_last_row_changes_nothing(
    broken, server, sample_on_server
):
    before = everything(sample_on_server)
    with pytest.raises(DataRefusedError, match=r"breaks? |break 1 promises"):
        seed(broken(), sample_on_server, now=NOW, progress=print, again=True)
    assert everything(sample_on_server) == before
    assert_nothing_is_left_over(server, sample_on_server)


def assert_nothing_is_left_over(server, url: str) -> None:
    with connect(url) as database:
        ours = {each.name for each in defined("schema", "views", dialect="mysql")}
        assert database.defined_names() == ours
    if server.engine == "postgres":
        schemas = server.execute(
            "select nspname from pg_namespace where nspname like 'crm%'",
            database=url.rpartition("/")[2],
        )
        assert schemas == []


def test_only_one_loads_at_a_time(sample_on_server):
    before = everything(sample_on_server)
    with replacing(sample_on_server) as first:
        first.build("schema")
        with pytest.raises(DatabaseBusyError, match="being loaded by another process"):
            seed(Sample(), sample_on_server, now=NOW, progress=print, again=True)
        first.build("views")
        for table in ("customers", "orders"):
            assert len(first.read_table(table)) == 0
    assert everything(sample_on_server) != before


def test_a_reader_sees_one_state_to_its_end(server, sample_on_server):
    name = sample_on_server.rpartition("/")[2]
    with connect(sample_on_server) as reader:
        before = len(reader.read_table("consents"))
        server.execute("delete from consents", database=name)
        assert len(reader.read_table("consents")) == before
    with connect(sample_on_server) as reader:
        assert len(reader.read_table("consents")) == 0


def test_readers_in_the_way_are_waited_for_and_named(sample_on_server, monkeypatch):
    before = everything(sample_on_server)
    with connect(sample_on_server) as reader, monkeypatch.context() as patch:
        for engine in ("mysql", "postgres"):
            patch.setattr(f"crm_analysis.database.{engine}_loading.WAIT_SECONDS", 1)
        reader.read_table("orders")
        with pytest.raises(DatabaseBusyError, match="is being read"):
            seed(Sample(), sample_on_server, now=NOW, progress=print, again=True)
    assert everything(sample_on_server) == before
    assert seed(Sample(), sample_on_server, now=NOW, progress=print, again=True)


def test_a_user_who_may_only_read_can_read_and_nothing_else(server, sample_on_server):
    with somebody(server, sample_on_server, may_read(server, sample_on_server)) as url:
        assert everything(url) == everything(sample_on_server)
        with connect(url) as database:
            for name in QUESTIONS:
                answer(database, name)
        with pytest.raises(ConnectionFailedError, match="may not do what") as refusal:
            seed(Sample(), url, now=NOW, progress=print, again=True)
    assert "pa55word" not in str(refusal.value)


def test_a_user_who_may_only_read_cannot_score_in_the_database(
    server, sample_on_server, capsys
):
    words = ["score", "--rung", "bg_nbd", "--save", "--in-database"]
    words += ["--as-of", "2025-12-02", "--horizon-days", "30"]
    with somebody(server, sample_on_server, may_read(server, sample_on_server)) as url:
        assert run(*words, url=url) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "may not write scores; grant INSERT on scores and scoring_runs" in said.err
    assert "pa55word" not in said.err
    assert run(*words, url=sample_on_server) == 0


def test_who_might_read_the_old_tables_may_read_the_new_ones(server, sample_on_server):
    with somebody(server, sample_on_server, may_read(server, sample_on_server)) as url:
        seed(Sample(), sample_on_server, now=NOW, progress=print, again=True)
        assert everything(url) == everything(sample_on_server)


def test_a_user_without_rights_is_told_which_are_missing(server, sample_on_server):
    name = sample_on_server.rpartition("/")[2]
    some = {
        "mysql": f"select on {name}.customers",
        "postgres": "select on customers",
    }[server.engine]
    with (
        somebody(server, sample_on_server, some) as url,
        connect(url) as database,
        pytest.raises(ConnectionFailedError, match="grant SELECT") as refusal,
    ):
        database.read_table("orders")
    assert "pa55word" not in str(refusal.value)


def test_nothing_is_written_through_a_connection_that_reads(sample_on_server):
    before = everything(sample_on_server)
    with connect(sample_on_server) as database:
        consents = database.read_table("consents")
        new = consents.set_column(0, "id", pa.array(range(900, 900 + len(consents))))
        with pytest.raises(CrmAnalysisError):
            database.load("consents", new)
    assert everything(sample_on_server) == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda url: re.sub(r":\d+/", ":1/", url), "no server answers"),
        (lambda url: url.replace("127.0.0.1", "no-such-host.invalid"), "no server"),
        (lambda url: url + "x", "has no such database"),
        (lambda url: re.sub(r"//[^@]+@", "//root:wr0ng@", url), "does not let this"),
    ],
    ids=["port", "host", "database", "password"],
)
def test_an_address_that_leads_nowhere_is_said_without_the_password(
    change, reason, sample_on_server
):
    with pytest.raises(ConnectionFailedError, match=reason) as refusal:
        connect(change(sample_on_server))
    said = str(refusal.value)
    assert said.startswith("connection failed: ")
    assert "s3cret" not in said
    assert "wr0ng" not in said


def test_a_missing_column_is_named(server, sample_on_server):
    name = sample_on_server.rpartition("/")[2]
    server.execute("alter table load_audit rename column rule to law", database=name)
    with (
        connect(sample_on_server) as database,
        pytest.raises(DataRefusedError, match=r"lacks column (load_audit\.)?rule that"),
    ):
        database.read("queries/load_audit")


def hang_up(server, url: str) -> None:
    """End all connections to a database but ours."""
    name = url.rpartition("/")[2]
    if server.engine == "postgres":
        server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            f" where datname = '{name}'"
        )
        return
    for (number,) in server.execute(
        f"select id from information_schema.processlist where db = '{name}'"
    ):
        with suppress(Exception):
            server.execute(f"kill {number}")


def test_a_server_that_goes_away_while_it_is_read(server, sample_on_server):
    with connect(sample_on_server) as database:
        database.read_table("orders")
        hang_up(server, sample_on_server)
        with pytest.raises(ConnectionFailedError, match="went away") as refusal:
            database.read_table("orders")
    assert "s3cret" not in str(refusal.value)


class Interrupted(Sample):
    """The sample, in the middle of which something happens."""

    def __init__(self, happens):
        self.happens = happens

    def fill(self, database, progress):
        super().fill(database, progress)
        self.happens()
        database.load("consents", database.read_table("consents").slice(0, 0))


def test_a_server_that_goes_away_while_it_is_loaded(server, sample_on_server):
    before = everything(sample_on_server)
    load = Interrupted(lambda: hang_up(server, sample_on_server))
    with pytest.raises(ConnectionFailedError, match="went away"):
        seed(load, sample_on_server, now=NOW, progress=print, again=True)
    assert everything(sample_on_server) == before
    while not reseeded(sample_on_server):
        time.sleep(0.2)
    assert_nothing_is_left_over(server, sample_on_server)


def test_a_loader_that_is_killed_leaves_the_old_data(server, sample_on_server):
    before = everything(sample_on_server)
    seed_and_die(WHILE_ROWS_ARE_SENT, sample_on_server)
    assert everything(sample_on_server) == before
    while not reseeded(sample_on_server):
        time.sleep(0.2)
    assert everything(sample_on_server) == before
    assert_nothing_is_left_over(server, sample_on_server)


def reseeded(url: str) -> bool:
    """Seed again; a server that has not noticed yet says that it is being loaded."""
    with suppress(DatabaseBusyError):
        return seed(Sample(), url, now=NOW, progress=print, again=True)
    return False


@pytest.mark.parametrize(
    "settings",
    [
        "sql_mode = 'ANSI'",
        "sql_mode = ''",
        "sql_mode = 'ORACLE'",
        "time_zone = '+05:00'",
        "character_set_server = 'latin1', character_set_client = 'latin1'",
    ],
)
def test_settings_of_a_mysql_server_change_no_answer(
    settings, mysql_server, sample_url
):
    names = [each.partition(" = ")[0] for each in settings.split(", ")]
    before = [mysql_server.execute(f"select @@global.{name}")[0][0] for name in names]
    latin = " character set latin1" if "latin1" in settings else ""
    for setting in settings.split(", "):
        mysql_server.execute(f"set global {setting}")
    try:
        mysql_server.execute(
            "drop database if exists odd", f"create database odd{latin}"
        )
        seed(Sample(), mysql_server.url("odd"), now=NOW, progress=print)
        assert everything(mysql_server.url("odd")) == everything(sample_url)
        day = datetime.date(2025, 12, 2)
        with connect(sample_url) as here, connect(mysql_server.url("odd")) as there:
            for name in QUESTIONS:
                ours, theirs = (answer(each, name, day) for each in (here, there))
                assert theirs.to_pylist() == ours.to_pylist()
    finally:
        for name, value in zip(names, before, strict=True):
            mysql_server.execute(f"set global {name} = '{value}'")


def test_a_day_in_month_0_is_refused_without_quoting_a_row(mysql_server):
    mysql_server.execute("drop database if exists zero", "create database zero")
    url = mysql_server.url("zero")
    seed(Sample(), url, now=NOW, progress=print)
    mysql_server.execute(
        "set session sql_mode = ''",
        "update customers set birthday = '0000-00-00' where id in (1, 2)",
        database="zero",
    )
    with connect(url) as database, pytest.raises(DataRefusedError) as refusal:
        database.read_table("customers")
    assert str(refusal.value).startswith("2 rows have no possible value in birthday")
    assert "monthly.regular" not in str(refusal.value)


@pytest.mark.parametrize("engine", ["mysql", "postgres"])
def test_a_missing_driver_is_one_sentence_with_what_to_type(engine, monkeypatch):
    driver = {"mysql": "pymysql", "postgres": "psycopg"}[engine]
    for name in list(sys.modules):
        if name.startswith(f"crm_analysis.database.{engine}"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, driver, None)
    scheme = {"mysql": "mysql+pymysql", "postgres": "postgresql+psycopg"}[engine]
    wanted = re.escape(f"pip install 'crm_analysis[{engine}]'")
    with pytest.raises(UsageError, match=wanted):
        connect(f"{scheme}://me@127.0.0.1:1/crm")


def test_the_commands_speak_to_a_server(sample_on_server, capsys):
    assert run("customers", "--search", "monthly.regular", url=sample_on_server) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["id", "1", "18"]
    assert run("customers", "--search", "nobody at all", url=sample_on_server) == 0
    assert capsys.readouterr().out == "0 results\n"
    assert run("customers", url=sample_on_server + "x") == 3
    said = capsys.readouterr().err
    assert said.startswith("connection failed: ")
    assert "s3cret" not in said


def test_a_page_is_the_same_to_the_last_byte(server, sample_url, samples, tmp_path):
    pages = []
    for number, url in enumerate((sample_url, server.url("sample"))):
        out = tmp_path / str(number)
        assert run("report", "01_customers", "--out", str(out), url=url) == 0
        (page,) = out.glob("*/01_customers.html")
        pages.append(page.read_bytes())
        for path in out.rglob("*"):
            assert not path.is_file() or b"s3cret" not in path.read_bytes()
    assert pages[0] == pages[1]


@pytest.fixture(scope="module")
def journey_run(complete_journey_url):
    """Return what everybody was scored in DuckDB, and the run of the default rung."""
    with connect(complete_journey_url) as database:
        scores = score(database, datetime.date(2017, 2, 15), 7)
        return scores, describe_run(database, scores, NOW)


def test_every_rung_scores_a_server_as_it_scores_a_file(journey_url, journey_run):
    """Early in the data, where there are few rows to send but all rungs fit."""
    ours, run = journey_run
    with connect(journey_url) as database:
        theirs = score(database, run.as_of, run.horizon_days)
    pd.testing.assert_frame_equal(ours.frame, theirs.frame, rtol=0, atol=1e-9)


SAMPLE_AS_OF = datetime.date(2025, 12, 2)
NUMBERS = ["probability", "chance_active", "expected_purchases", "expected_spend"]


def rows_looked_at(server, database) -> int:
    """Return how many rows were read one behind the other in a connection so far.

    PostgreSQL counts those of whole tables, in the present transaction; MariaDB those
    of steps of a query too, which are few.
    """
    if server.engine == "mysql":
        statement = "show session status like 'Handler_read%'"
        rows = database._read(statement, "test", {}).to_pylist()
        return sum(int(row["Value"]) for row in rows)
    statement = (
        "select cast(coalesce(sum(seq_tup_read), 0) as bigint) as n"
        " from pg_stat_xact_user_tables"
    )
    return database._read(statement, "test", {}).to_pylist()[0]["n"]


def test_one_customer_is_scored_as_everybody_was_and_found_by_an_index(
    server, journey_url, journey_run
):
    scores, run = journey_run
    assert run.rung == "blend"
    with connect(journey_url) as database:
        for customer_id in (1, 17, 1_000, 2_400):
            before = rows_looked_at(server, database)
            card = read_customer(database, customer_id, run, run.as_of)
            # 155,848 orders and 2,469 customers are there.
            after = rows_looked_at(server, database)
            assert after - (before if server.engine == "mysql" else 0) < 2_000
            if customer_id not in scores.frame.index:
                assert "before the first purchase" in card.notes[0]
                continue
            expected = scores.frame.loc[customer_id]
            assert card.score["reasons"] == expected["reasons"]
            for name in NUMBERS:
                assert card.score[name] == pytest.approx(
                    expected[name], rel=0, abs=1e-9
                )


def test_some_customers_are_known_as_among_everybody_and_found_by_an_index(
    server, journey_url
):
    day, asked = datetime.date(2017, 2, 15), (1, 17, 2_000)
    with connect(journey_url) as database:
        before = rows_looked_at(server, database)
        of_some = SomeCustomersDatabase(database, asked, "USD")
        some = read_evidence_by_day(of_some, [day], day)
        after = rows_looked_at(server, database)
        assert after - (before if server.engine == "mysql" else 0) < 5_000
        everybody = read_evidence_by_day(database, [day], day)
    among = everybody.index.get_level_values("customer_id").isin(asked)
    assert len(some)
    pd.testing.assert_frame_equal(some, everybody[among], check_dtype=False)


def test_a_whole_table_would_be_noticed(server, journey_url):
    with connect(journey_url) as database:
        before = rows_looked_at(server, database)
        database.read("queries/reporting_currency", as_of=AS_OF)
        assert rows_looked_at(server, database) - before > 100_000


def test_a_saved_run_scores_what_comes_in_later(server, sample_on_server):
    name = sample_on_server.rpartition("/")[2]
    with connect(sample_on_server) as database:
        scores = score(database, SAMPLE_AS_OF, 30)
        run, loads = describe_run(database, scores, NOW), read_loads(database)
    require_right_to_save(sample_on_server)
    save_scores(sample_on_server, run, scores.frame, loads)
    with connect(sample_on_server) as database:
        again = read_run(database)
        assert again.record() == run.record()
        saved = database.read_table("scores").to_pandas().set_index("customer_id")
        for key, probability in saved["probability"].items():
            assert probability == pytest.approx(
                read_customer(database, key, again, SAMPLE_AS_OF).score["probability"],
                rel=0,
                abs=1e-9,
            )
        day = SAMPLE_AS_OF + datetime.timedelta(days=1)
        before = read_customer(database, 1, again, day)
        server.execute(
            "insert into orders values (9001, 1, timestamp '2025-12-02 09:00:00',"
            " date '2025-12-02', 'EUR', 30, 'completed', true, 'paid', 'sample',"
            " '9001')",
            database=name,
        )
        after = read_customer(database, 1, again, day)
    assert after.all_orders == before.all_orders + 1
    assert after.score["probability"] != before.score["probability"]


def test_a_save_that_fails_leaves_nothing_on_a_server(sample_on_server):
    with connect(sample_on_server) as database:
        scores = score(database, SAMPLE_AS_OF, 30)
        run, loads = describe_run(database, scores, NOW), read_loads(database)
    odd = replace(scores, frame=scores.frame.rename({1: 404}))
    with pytest.raises(DataRefusedError, match="breaks a key"):
        save_scores(sample_on_server, run, odd.frame, loads)
    later = NOW + datetime.timedelta(seconds=1)
    seed(Sample(), sample_on_server, now=later, progress=print, again=True)
    with pytest.raises(DataRefusedError, match="were replaced"):
        save_scores(sample_on_server, run, scores.frame, loads)
    with connect(sample_on_server) as database:
        assert read_run(database) is None
        assert len(database.read_table("scores")) == 0


def test_who_may_only_read_is_told_of_files_and_can_use_one(
    server, sample_on_server, tmp_path, capsys
):
    case = ("--as-of", SAMPLE_AS_OF.isoformat(), "--horizon-days", "30")
    model = ("--model", str(tmp_path / "run.json"))
    with somebody(server, sample_on_server, may_read(server, sample_on_server)) as url:
        assert run("score", *case, "--save", url=url) == 3
        said = capsys.readouterr().err
        assert "--out FILE.parquet and --model FILE.json" in said
        assert "pa55word" not in said
        assert run("score", *case, *model, url=url) == 0
        assert run("customer", "1", *case[:2], *model, url=url) == 0
    assert "% likely to buy" in capsys.readouterr().out

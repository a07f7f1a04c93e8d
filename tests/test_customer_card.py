"""One customer, now: what everybody's run said, until something new is known."""

import datetime
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from crm_analysis.cli import main
from crm_analysis.customer_card import (
    find_customer,
    first_day,
    read_contact,
    read_customer,
)
from crm_analysis.database import choose_department, connect
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.datasets import seed
from crm_analysis.datasets.sample import Sample
from crm_analysis.errors import DatabaseBusyError, DataRefusedError, UsageError
from crm_analysis.purchase_models.ladder import RUNGS
from crm_analysis.saved_scores import read_loads, require_right_to_save, save_scores
from crm_analysis.scores import score
from crm_analysis.scoring_runs import (
    ScoringRun,
    describe_run,
    read_run,
    read_run_file,
    write_run,
)
from order_logs import customer_row, load_rows, order, orders_database, sold

NOW = datetime.datetime(2026, 1, 1, 12, 30, tzinfo=datetime.UTC)
FIRST = datetime.date(2025, 1, 1)
AS_OF = FIRST + datetime.timedelta(days=120)
NUMBERS = ["probability", "chance_active", "expected_purchases", "expected_spend"]
SAMPLE_AS_OF = datetime.date(2025, 12, 2)


def log() -> list[dict]:
    """Return orders of 150 customers, one of whom pays in another currency."""
    drawn = np.random.default_rng(9)
    rates = drawn.gamma(0.8, 0.05, 150)
    return [
        order(
            key + 1,
            (FIRST + datetime.timedelta(days=day)).isoformat(),
            f"{5 + key}.00",
            "USD" if key == 7 else "EUR",
        )
        for key, rate in enumerate(rates)
        for day in np.flatnonzero(drawn.random(120) < rate).tolist()
    ]


@pytest.fixture(scope="module")
def scored():
    """Return a database, what everybody was scored in it, and the run."""
    database = orders_database(log())
    scores = score(database, AS_OF, 10)
    return database, scores, describe_run(database, scores, NOW)


def read_back(run: ScoringRun) -> ScoringRun:
    return ScoringRun.from_record(json.loads(json.dumps(run.record(), allow_nan=False)))


def bought_now(key: int, customer: int, moment: str) -> dict:
    return order(customer, moment) | {"id": key, "source_id": str(key)}


# The score


@pytest.mark.parametrize("kind", RUNGS)
def test_every_rung_says_of_one_customer_what_it_said_of_everybody(kind, scored):
    database, scores, run = scored
    scorer = replace(run.scorer, model=scores.fitted.models[kind.rung])
    said = scorer.score(scores.history.everybody())
    run = read_back(replace(run, rung=kind.rung, scorer=scorer))
    for customer_id in (1, 2, 8, 50, int(said.index[-1])):
        card = read_customer(database, customer_id, run, AS_OF)
        expected = said.loc[customer_id].to_dict()
        assert card.score.pop("reasons") == expected.pop("reasons")
        assert card.score == pytest.approx(expected, rel=0, abs=1e-9)
        assert card.notes == ()


def test_an_order_that_comes_in_changes_the_score_at_once_and_only_that_one(scored):
    _, scores, run = scored
    database = orders_database(log())
    day = AS_OF + datetime.timedelta(days=1)
    before = {key: read_customer(database, key, run, day) for key in (1, 2)}
    load_rows(database, "orders", [bought_now(9_001, 1, f"{AS_OF} 09:00")])
    after = {key: read_customer(database, key, run, day) for key in (1, 2)}
    assert after[1].all_orders == before[1].all_orders + 1
    assert after[1].orders[0]["ordered_on"] == AS_OF
    assert after[1].score["probability"] != before[1].score["probability"]
    assert after[2] == before[2]
    assert read_customer(database, 1, run, AS_OF).score["probability"] == (
        pytest.approx(scores.frame.loc[1, "probability"], rel=0, abs=1e-9)
    )


def test_amounts_are_in_the_currency_of_everybody_not_in_the_customers_own(scored):
    database, scores, run = scored
    assert run.currency == "EUR"
    card = read_customer(database, 8, run, AS_OF)
    assert {each["currency"] for each in card.orders} == {"USD"}
    expected = scores.frame.loc[8, "expected_spend"]
    assert card.score["expected_spend"] == pytest.approx(expected, rel=0, abs=1e-9)


def test_a_run_of_a_department_looks_at_its_purchases_alone():
    rows = [
        (row, {("FLORAL", "PRODUCE")[number % 3 > 0]: str(row["net_amount"])})
        for number, row in enumerate(log())
    ]
    whole = sold(*rows)
    flowers = choose_department(whole, "FLORAL")
    scores = score(flowers, AS_OF, 10)
    run = read_back(describe_run(flowers, scores, NOW))
    assert run.department == "FLORAL"
    for customer_id in scores.frame.index[:5].tolist():
        card = read_customer(whole, customer_id, run, AS_OF)
        assert card.score["probability"] == pytest.approx(
            scores.frame.loc[customer_id, "probability"], rel=0, abs=1e-9
        )
    others = set(read_everybody(whole)) - set(scores.frame.index)
    card = read_customer(whole, min(others), run, AS_OF)
    assert card.score == {}
    assert "before the first purchase in FLORAL" in card.notes[0]


def read_everybody(database) -> list[int]:
    return database.read_table("customer_profiles")["customer_id"].to_pylist()


@pytest.mark.parametrize(("days", "notes"), [(10, 0), (11, 1)])
def test_a_model_older_than_its_horizon_says_so(days, notes, scored):
    database, _, run = scored
    day = AS_OF + datetime.timedelta(days=days)
    card = read_customer(database, 1, run, day)
    assert len(card.notes) == notes
    assert all("The model is 11 days old" in note for note in card.notes)
    assert card.score


def test_a_day_before_the_run_is_refused(scored):
    database, _, run = scored
    with pytest.raises(UsageError, match=f"knows what happened until {AS_OF}"):
        read_customer(database, 1, run, AS_OF - datetime.timedelta(days=1))


def test_todays_orders_count_unless_the_run_is_of_a_later_day(scored):
    run, a_day = scored[2], datetime.timedelta(days=1)
    assert first_day(run, AS_OF) == AS_OF + a_day
    assert first_day(run, AS_OF - a_day) == AS_OF
    assert first_day(run, AS_OF - 9 * a_day) == AS_OF
    assert first_day(None, AS_OF) == AS_OF + a_day


def test_there_is_no_score_before_the_first_purchase(scored):
    run, undone = scored[2], {"counts_as_purchase": False, "status": "cancelled"}
    database = orders_database([order(1, "2025-04-30", **undone)])
    card = read_customer(database, 1, run, AS_OF)
    assert (card.score, card.all_orders) == ({}, 1)
    assert "no score before the first purchase" in card.notes[0]


def test_without_a_run_everything_but_the_score_is_there(scored):
    card = read_customer(scored[0], 1, None, AS_OF)
    assert card.score == {}
    assert "score --save" in card.notes[0]
    assert card.all_orders > 0


# The rest of the card


def test_orders_and_contacts_come_newest_first_and_end_before_the_day(sample):
    card = read_customer(sample, 1, None, SAMPLE_AS_OF, rows=2)
    days = [each["ordered_on"].isoformat() for each in card.orders]
    assert (card.all_orders, days) == (11, ["2025-11-05", "2025-10-05"])
    on_the_day = datetime.date(2025, 11, 5)
    assert read_customer(sample, 1, None, on_the_day).all_orders == 10
    assert card.all_communications == 1
    assert card.communications[0]["channel"] == "email"


def test_a_card_names_nobody(sample):
    card = repr(read_customer(sample, 1, None, SAMPLE_AS_OF))
    contact = read_contact(sample, 1)
    assert list(contact) == ["name", "email", "phone"]
    assert not [each for each in contact.values() if each in card]


def test_a_customer_is_found_by_id_and_by_pseudonym(sample):
    pseudonym = read_customer(sample, 2, None, SAMPLE_AS_OF).profile["pseudonym"]
    assert find_customer(sample, "2") == 2
    assert find_customer(sample, pseudonym) == 2
    assert find_customer(sample, pseudonym.upper()) == 2


@pytest.mark.parametrize(
    "name", ["monthly.regular@example.com", "", "-1", "1.0", "٣", "1" * 19, "abcd-efgh"]
)
def test_what_is_no_id_is_refused_and_not_repeated(name, sample):
    with pytest.raises(UsageError, match="neither an id nor a pseudonym") as refusal:
        find_customer(sample, name)
    assert "monthly" not in str(refusal.value)


def test_nobody_has_an_unknown_id_or_pseudonym(sample):
    with pytest.raises(UsageError, match="no customer has this id"):
        find_customer(sample, "aaaa-aaaa-aaaa")
    for read in (
        lambda: read_customer(sample, 404, None, SAMPLE_AS_OF),
        lambda: read_contact(sample, 404),
    ):
        with pytest.raises(UsageError, match="no customer has this id"):
            read()


# Keeping a run


@pytest.fixture
def url(tmp_path) -> str:
    """Return the address of a sample of one's own."""
    url = f"duckdb:///{tmp_path / 'own.duckdb'}"
    seed(Sample(), url, now=NOW, progress=lambda _: None)
    return url


def scored_sample(url: str):
    with connect(url) as database:
        scores = score(database, SAMPLE_AS_OF, 30)
        return describe_run(database, scores, NOW), scores, read_loads(database)


def test_saved_scores_are_the_scores_and_their_run_is_the_newest(url):
    run, scores, loads = scored_sample(url)
    save_scores(url, run, scores.frame, loads)
    later = replace(run, run_id="a", made_at=run.made_at + datetime.timedelta(1))
    save_scores(url, later, scores.frame, loads)
    with connect(url) as database:
        saved = database.read_table("scores").to_pandas()
        assert read_run(database).run_id == "a"
        again = read_run(database, run.run_id)
    assert again.record() == run.record()
    saved = saved[saved["run_id"] == run.run_id].set_index("customer_id").sort_index()
    for name in ("probability", "expected_purchases", "expected_spend"):
        assert saved[name].equals(scores.frame[name])
    assert set(pd.to_datetime(saved["as_of"]).dt.date) == {SAMPLE_AS_OF}


def test_a_run_is_called_by_day_horizon_and_moment_and_never_twice_the_same(url):
    names = {scored_sample(url)[0].run_id for _ in range(2)}
    assert len(names) == 2
    assert {name[:-6] for name in names} == {"2025-12-02_30d_20260101T123000Z_"}


def test_scores_of_old_data_are_not_kept_with_new_data(url):
    run, scores, loads = scored_sample(url)
    later = NOW + datetime.timedelta(seconds=1)
    seed(Sample(), url, now=later, progress=lambda _: None, again=True)
    with pytest.raises(DataRefusedError, match="were replaced while they were scored"):
        save_scores(url, run, scores.frame, loads)
    with connect(url) as database:
        assert read_run(database) is None
        assert database.read_table("scores").num_rows == 0


def test_seeding_again_forgets_old_scores(url):
    run, scores, loads = scored_sample(url)
    save_scores(url, run, scores.frame, loads)
    seed(Sample(), url, now=NOW, progress=lambda _: None, again=True)
    with connect(url) as database:
        assert read_run(database) is None
        assert database.read_table("scores").num_rows == 0


def test_a_save_that_fails_half_way_leaves_nothing(url):
    run, scores, loads = scored_sample(url)
    odd = replace(scores, frame=scores.frame.assign(probability=1.5))
    with pytest.raises(DataRefusedError, match="nothing was kept"):
        save_scores(url, run, odd.frame, loads)
    with connect(url) as database:
        assert read_run(database) is None


def test_a_file_that_somebody_reads_cannot_be_saved_to_and_says_what_can_be_done(url):
    hold = (
        "import sys, duckdb; held = duckdb.connect(sys.argv[1], read_only=True);"
        " print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, url.removeprefix("duckdb:///")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout.readline() == "held\n"
        with pytest.raises(
            DatabaseBusyError, match=r"being read or .* or .*--out FILE"
        ):
            require_right_to_save(url)
        reader.stdin.close()
    require_right_to_save(url)


def test_an_unknown_run_is_refused_with_those_that_there_are(url):
    run, scores, loads = scored_sample(url)
    save_scores(url, run, scores.frame, loads)
    with connect(url) as database, pytest.raises(UsageError, match=run.run_id):
        read_run(database, "another")


def test_a_model_in_a_file_scores_as_the_one_that_was_saved(scored, tmp_path):
    database, _, run = scored
    write_run(run, tmp_path / "run.json")
    again = read_run_file(tmp_path / "run.json")
    assert read_customer(database, 3, again, AS_OF).score == (
        read_customer(database, 3, run, AS_OF).score
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"run_id": 1}', "\0"])
def test_a_file_that_is_no_run_is_refused(text, tmp_path):
    path = tmp_path / "run.json"
    with pytest.raises(UsageError, match="cannot be read"):
        read_run_file(path)
    path.write_text(text)
    with pytest.raises(UsageError, match="holds no scoring run"):
        read_run_file(path)


@pytest.mark.parametrize("below", [0, 10**6])
def test_a_tree_that_leads_out_of_itself_is_refused(below, scored, tmp_path):
    record = json.loads(json.dumps(scored[2].record()))
    tree = record["model"]["model"]["parts"]["boosting"]["trees"]["trees"][0]
    tree["left"][0] = below
    (tmp_path / "run.json").write_text(json.dumps(record))
    with pytest.raises(UsageError, match="holds no scoring run"):
        read_run_file(tmp_path / "run.json")


# The commands


def run_command(capsys, *words: object) -> tuple[int, str, str]:
    """Run a command in this process; return its exit code and what it wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["crm-analysis", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
    said = capsys.readouterr()
    return end.value.code or 0, said.out, said.err


CASE = ("score", "--as-of", SAMPLE_AS_OF, "--horizon-days", 30, "--database")


def test_a_saved_run_is_what_the_customer_command_reads(url, capsys, tmp_path):
    files = ["--out", tmp_path / "scores.parquet", "--model", tmp_path / "run.json"]
    code, out, _ = run_command(capsys, *CASE, url, "--save", *files)
    assert (code, out.count("27 customers scored by")) == (0, 2)
    asked = ("customer", 1, "--as-of", SAMPLE_AS_OF, "--database", url, "--json")
    answers = []
    for more in ((), ("--model", tmp_path / "run.json")):
        code, out, _ = run_command(capsys, *asked, *more)
        assert code == 0
        answers.append(json.loads(out))
    assert answers[0] == answers[1]
    assert "contact" not in answers[0]
    rows = pd.read_parquet(tmp_path / "scores.parquet").set_index("customer_id")
    for name in NUMBERS:
        assert answers[0]["score"][name] == pytest.approx(rows.loc[1, name], abs=1e-9)
    text = run_command(capsys, *asked[:-1], "--personal")[1]
    assert "% likely to buy in the 30 days from 2025-12-02 on" in text
    assert "Monthly Regular, monthly.regular@example.com" in text
    assert "orders: 11, the newest 10" in text


def test_scores_need_a_place(url, capsys):
    code, _, err = run_command(capsys, *CASE, url)
    assert (code, "--out FILE.parquet, --save" in err) == (2, True)


def test_scores_of_a_file_cannot_be_saved(capsys, tmp_path):
    (tmp_path / "orders.csv").write_text("customer_id,order_date\n1,2025-01-01\n")
    words = (*CASE[:-1], "--orders", tmp_path / "orders.csv", "--save")
    code, _, err = run_command(capsys, *words)
    assert (code, "no customers of ours" in err) == (2, True)


def test_a_run_and_a_file_at_once_are_refused(url, capsys):
    words = ("customer", 1, "--run", "a", "--model", "b", "--database", url)
    code, _, err = run_command(capsys, *words)
    assert (code, "give one of them" in err) == (2, True)


def test_what_a_source_wrote_cannot_act_on_a_terminal(url, capsys):
    with DuckDBDatabase(Path(url.removeprefix("duckdb:///")), read_only=False) as own:
        own.load(
            "customers", customer_row(404, country="\x1b", source_system="\x1b[2J")
        )
    words = ("customer", 404, "--personal", "--database", url)
    for more in ((), ("--json",)):
        code, out, _ = run_command(capsys, *words, *more)
        assert (code, "\x1b" in out) == (0, False)

"""backtest and score on every kind of orders file, run as from the command line."""

import json

import numpy as np
import pandas as pd
import pytest

from crm_analysis.cli import main

CANARY = "canary@example.com"
HEAD = "customer_id,order_date,amount\n"
AS_OF, DAYS = "2024-11-01", 30


@pytest.fixture(scope="module")
def year():
    """Return a year of orders by 100 customers, who buy from rarely to weekly."""
    draws = np.random.default_rng(5)
    rows = [
        (f"{key:03}", day, "9.99")
        for key in range(100)
        for day in np.cumsum(draws.exponential(draws.integers(3, 120), 60)).astype(int)
        if day < 365
    ]
    orders = pd.DataFrame(rows, columns=["customer_id", "order_date", "amount"])
    days = np.datetime64("2024-01-01") + orders["order_date"].to_numpy()
    return orders.assign(order_date=days.astype(str))


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a command on orders; what it exits with, says and leaves behind."""

    def command(name, orders, *, as_of=AS_OF, days=DAYS):
        path = tmp_path / "orders.csv"
        if isinstance(orders, str):
            path.write_text(orders, encoding="utf-8")
        else:
            orders.to_csv(path, index=False)
        out = tmp_path / "out"
        out.mkdir(exist_ok=True)
        result = "--out" if name == "score" else "--predictions"
        words = ["--orders", path, "--as-of", as_of, "--horizon-days", days]
        words += [result, out / "rows.parquet"]
        if name == "backtest":
            words += ["--json", out / "record.json"]
        monkeypatch.setattr("sys.argv", ["crm-analysis", name, *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        assert CANARY not in said.out + said.err
        return end.value.code or 0, said, out

    return command


def rows_of(run, name, orders, **case):
    """Return the rows that a command writes; a hundred people carry no verdict."""
    code, said, out = run(name, orders, **case)
    assert code == {"score": 0, "backtest": 5}[name], said.err
    return pd.read_parquet(out / "rows.parquet").set_index("customer_id")


@pytest.fixture(scope="module")
def answers():
    """Hold what a command says of the year, so that it is asked once a worker."""
    return {}


@pytest.fixture
def plainly(run, year, answers):
    """Return a function that gives the rows of a command on the year as it is."""

    def rows(name):
        if name not in answers:
            answers[name] = rows_of(run, name, year)
        return answers[name]

    return rows


def refusal(run, name, orders, **case):
    """Return exit code and sentence of a command that must leave nothing behind."""
    code, said, out = run(name, orders, **case)
    (line,) = said.err.splitlines()
    assert said.out == ""
    assert list(out.iterdir()) == []
    return code, line


BOTH = pytest.mark.parametrize("name", ["score", "backtest"])


@BOTH
@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", 4, "has no rows"),
        (HEAD, 4, "has no rows"),
        (f"{CANARY},2024-01-01,1\n", 4, "has data in its first line"),
        ("customer_id,amount\n7,1\n", 4, "has no column order_date"),
        (HEAD.replace(",", ";") + "7;2024-01-01;1,5\n", 4, "has semicolons between"),
        (HEAD + f"{CANARY},01/02/2024,1\n", 4, "in more than one way"),
        (HEAD + f"{CANARY},9999-12-31,1\n", 4, "no readable day"),
        (HEAD + f"{CANARY},2024-01-01,€ 5\n", 4, "no readable amount"),
        (HEAD + ",2024-01-01,5\n", 4, "no readable customer"),
        (HEAD + f"{CANARY},2024-01-01\n", 4, "has a line of 2 fields"),
        (HEAD + f"{CANARY},2024-10-20,1\n", 5, "horizon"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_leaves_nothing(
    run, name, text, code, words
):
    found, line = refusal(run, name, text)
    assert (found, words in line) == (code, True), line


@BOTH
@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"as_of": "2023-12-31"}, 2),
        ({"as_of": "2024-01-01"}, 2),
        ({"as_of": "0001-01-01", "days": 1}, 2),
        ({"as_of": "2025-02-15"}, 2),
        ({"as_of": "9999-12-31"}, 2),
        ({"as_of": "2024-01-02", "days": 1}, 5),
        ({"days": 400}, 5),
        ({"days": 3651}, 2),
        ({"days": 10**9}, 2),
    ],
)
def test_a_day_or_horizon_outside_the_orders_is_one_sentence(
    run, year, name, case, code
):
    assert refusal(run, name, year, **case)[0] == code


@BOTH
@pytest.mark.parametrize("days", [1, 150])
def test_horizons_from_a_day_to_half_the_history_have_an_answer(run, year, name, days):
    rows = rows_of(run, name, year, as_of="2024-07-01", days=days)
    assert rows["probability"].between(0, 1).all()


@BOTH
@pytest.mark.parametrize(
    "stray", [("000", "2024-12-01"), ("000", "2099-01-01"), (" new", "9998-12-31")]
)
def test_an_order_after_the_horizon_changes_no_row(run, year, name, stray, plainly):
    stray = pd.DataFrame([[*stray, "1"]], columns=year.columns)
    before = plainly(name)
    assert rows_of(run, name, pd.concat([year, stray])).equals(before)


def test_a_stray_order_years_ahead_does_not_make_an_unknown_horizon_known(run, year):
    stray = pd.DataFrame([["000", "2099-01-01", "1"]], columns=year.columns)
    for orders in (year, pd.concat([year, stray])):
        code, line = refusal(run, "backtest", orders, as_of="2024-12-20")
        assert code == 2
        assert "not wholly inside the data, whose last order is on 2024-12-3" in line
    assert "those up to 2099-01-01 follow a silence too long" in line


@BOTH
@pytest.mark.parametrize("first", ["1889-01-01", "1969-06-01", "2400-01-01"])
def test_orders_of_any_century_have_the_same_answer(run, year, name, first, plainly):
    days = np.datetime64(first) - np.datetime64("2024-01-01")
    dated = year["order_date"].to_numpy().astype("datetime64[D]") + days
    as_of = str(np.datetime64(AS_OF) + days)
    moved = rows_of(run, name, year.assign(order_date=dated.astype(str)), as_of=as_of)
    assert moved.equals(plainly(name))


@BOTH
def test_one_customer_has_an_answer(run, year, name):
    rows = rows_of(run, name, year.assign(customer_id="only"))
    assert list(rows.index) == ["only"]


@BOTH
def test_a_hundred_thousand_orders_of_one_customer_have_an_answer(run, year, name):
    many = pd.DataFrame({"order_date": np.resize(year["order_date"].unique(), 100_000)})
    orders = pd.concat([year, many.assign(customer_id="many", amount="1")])
    rows = rows_of(run, name, orders)
    assert rows.loc["many", "probability"] > rows["probability"].quantile(0.9)


@BOTH
def test_amounts_need_not_be_known(run, year, name):
    unknown = rows_of(run, name, year.assign(amount=""))
    assert unknown.equals(rows_of(run, name, year.drop(columns="amount")))
    some = year.assign(amount=year["amount"].where(year.index % 2 == 0))
    assert rows_of(run, name, some)["probability"].between(0, 1).all()


@BOTH
def test_one_huge_amount_leaves_probabilities(run, year, name):
    huge = pd.DataFrame([["000", "2024-03-01", "9" * 14]], columns=year.columns)
    rows = rows_of(run, name, pd.concat([year, huge]))
    assert rows["probability"].between(0, 1).all()


@BOTH
def test_refunds_are_no_purchases(run, year, name, plainly):
    refunds = year.assign(amount="-9.99", customer_id="refunded")
    rows = rows_of(run, name, pd.concat([year, refunds]))
    assert rows.equals(plainly(name))
    assert refusal_after_success(run, name, refunds) == 5


def refusal_after_success(run, name, orders):
    code, said, _ = run(name, orders)
    assert len(said.err.splitlines()) == 1
    return code


@pytest.mark.parametrize(("everybody", "buyers"), [(True, 100), (False, 0)])
def test_everybody_or_nobody_bought(run, year, everybody, buyers):
    outside = ~year["order_date"].between(AS_OF, "2024-11-30")
    keys = [f"{key:03}" for key in range(100)]
    known = pd.DataFrame({"customer_id": keys, "order_date": "2024-05-05"})
    bought = known.assign(order_date="2024-11-15") if everybody else known
    code, said, out = run("backtest", pd.concat([year[outside], known, bought]))
    assert code == 5, said.err
    record = json.loads((out / "record.json").read_text(encoding="utf-8"))
    assert (record["n_customers"], record["n_buyers"]) == (100, buyers)
    assert not any(each["given"] for each in record["verdicts"].values())


def test_all_orders_on_one_day_are_not_enough_for_a_backtest(run, year):
    one_day = year.assign(order_date="2024-10-01")
    assert refusal(run, "backtest", one_day)[0] == 5
    assert refusal(run, "score", one_day, as_of="2024-10-02", days=1)[0] == 5
    assert len(rows_of(run, "score", one_day)) == year["customer_id"].nunique()


@pytest.mark.parametrize("spelling", ["{}", "{}.0", "0{}", "A{}"])
def test_rows_join_back_to_the_file(run, year, spelling):
    spelled = (year["customer_id"].astype(int) + 1).map(spelling.format)
    orders = year.assign(customer_id=spelled)
    ids = rows_of(run, "score", orders).index
    assert len(ids) == year.query("order_date < @AS_OF")["customer_id"].nunique()
    assert set(ids.astype(str)) <= set(spelled)


@BOTH
def test_an_orders_file_has_no_departments(name, tmp_path, monkeypatch, capsys):
    # It is refused before the file is opened: there is none.
    words = ["--orders", tmp_path / "none.csv", "--department", "FRUIT"]
    words += ["--as-of", AS_OF, "--horizon-days", DAYS]
    words += [
        "--out" if name == "score" else "--predictions",
        tmp_path / "rows.parquet",
    ]
    monkeypatch.setattr("sys.argv", ["crm-analysis", name, *map(str, words)])
    with pytest.raises(SystemExit) as end:
        main()
    (line,) = capsys.readouterr().err.splitlines()
    assert end.value.code == 2
    assert "an orders file has no products, but department 'FRUIT'" in line
    assert list(tmp_path.iterdir()) == []


def test_orders_are_not_written_over(run, year, tmp_path, monkeypatch, capsys):
    path = tmp_path / "orders.parquet"
    year.to_parquet(path)
    words = ["--orders", path, "--as-of", AS_OF, "--horizon-days", DAYS, "--out", path]
    monkeypatch.setattr("sys.argv", ["crm-analysis", "score", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "is given twice" in capsys.readouterr().err
    assert pd.read_parquet(path).equals(year)

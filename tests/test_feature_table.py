"""The feature table: whose it is, what is in it, and the command that writes it."""

import sys

import pandas as pd
import pytest

from crm_analysis.cli import main
from crm_analysis.errors import NotEnoughDataError, UsageError
from crm_analysis.feature_table import read_feature_table
from crm_analysis.features import read_features, read_purchase_patterns
from order_logs import day

AS_OF = day("2025-12-02")


def test_each_customer_has_the_features_and_patterns_of_the_day(sample):
    table = read_feature_table(sample, AS_OF).set_index("customer_id")
    assert list(table.columns[:1]) == ["pseudonym"]
    features = read_features(sample, AS_OF)
    patterns = read_purchase_patterns(sample, AS_OF)
    parts = table.drop(columns="pseudonym")
    assert parts.equals(pd.concat([features, patterns], axis=1).sort_index())


def test_the_pseudonym_is_that_of_the_customer(sample):
    table = read_feature_table(sample, AS_OF)
    customers = sample.read_table("customers").to_pandas().set_index("id")
    expected = customers["pseudonym"].loc[table["customer_id"]]
    assert table["pseudonym"].tolist() == expected.tolist()
    assert table["pseudonym"].is_unique


def test_only_customers_of_the_segment_are_in_it(sample):
    table = read_feature_table(sample, AS_OF, "one_time_buyers")
    everybody = read_feature_table(sample, AS_OF)
    once = everybody[everybody["purchase_days"] == 1]
    assert 0 < len(table) < len(everybody)
    assert table["customer_id"].tolist() == once["customer_id"].tolist()


def test_a_segment_in_which_nobody_had_bought_is_not_enough_data(sample):
    first = sample.read("features/coverage").to_pylist()[0]["first_day"]
    with pytest.raises(NotEnoughDataError, match="nobody in the segment 'all'"):
        read_feature_table(sample, first)
    with pytest.raises(UsageError, match="there is no segment 'nope'"):
        read_feature_table(sample, AS_OF, "nope")


# The command


def run(*words: object) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["crm-analysis", "features", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
    return end.value.code or 0


@pytest.fixture
def url(sample_url, monkeypatch) -> str:
    monkeypatch.setenv("CRM_DATABASE_URL", sample_url)
    return sample_url


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_the_table_is_written_whole_and_counted(ending, url, sample, tmp_path, capsys):
    out = tmp_path / f"features.{ending}"
    assert run("--as-of", AS_OF, "--out", out) == 0
    read = {"parquet": pd.read_parquet, "csv": pd.read_csv}[ending]
    expected = read_feature_table(sample, AS_OF)
    pd.testing.assert_frame_equal(read(out), expected, rtol=1e-15)
    assert capsys.readouterr().out == (
        f"{len(expected)} customers, 39 columns, as of 2025-12-02: {out}\n"
    )
    assert [each.name for each in tmp_path.iterdir()] == [out.name]


def test_a_file_of_orders_keeps_its_own_ids(tmp_path):
    orders = tmp_path / "orders.csv"
    orders.write_text(
        "customer_id,order_date\nb,2025-01-05\n=1+1,2025-01-06\nb,2025-02-01\n"
        "late,2025-03-01\n",
        encoding="utf-8",
    )
    words = ("--orders", orders, "--as-of", "2025-03-01", "--out")
    assert run(*words, tmp_path / "f.parquet") == 0
    table = pd.read_parquet(tmp_path / "f.parquet")
    assert table["customer_id"].tolist() == ["=1+1", "b"]
    assert table["purchase_days"].tolist() == [1, 2]
    assert "pseudonym" not in table
    assert run(*words, tmp_path / "f.csv") == 0
    assert pd.read_csv(tmp_path / "f.csv")["customer_id"].tolist() == ["'=1+1", "b"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--as-of 1999-01-01 --out {folder}/f.csv", "choose a day after the first"),
        ("--as-of 2099-01-01 --out {folder}/f.csv", "expected at most 365"),
        ("--as-of soon --out {folder}/f.csv", "'soon' is not a day"),
        ("--as-of 2025-12-02 --segment x --out {folder}/f.csv", "no segment 'x'"),
        ("--as-of 2025-12-02 --out {folder}/f.txt", "ends in .txt, expected .parquet"),
        ("--as-of 2025-12-02 --out {folder}/no/f.csv", "there is no folder"),
        (
            "--as-of 2025-12-02 --orders o.csv --department X --out {folder}/f.csv",
            "an orders file has no products",
        ),
    ],
)
def test_what_makes_no_sense_is_one_sentence_and_writes_nothing(
    words, said, url, tmp_path, capsys
):
    assert run(*words.format(folder=tmp_path).split()) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert list(tmp_path.iterdir()) == []


def test_a_segment_in_which_nobody_had_bought_is_exit_code_5(url, tmp_path, capsys):
    words = ("--segment", "lapsed_buyers", "--out", tmp_path / "f.csv")
    assert run("--as-of", "2025-01-05", *words) == 5
    assert "nobody in the segment 'lapsed_buyers'" in capsys.readouterr().err

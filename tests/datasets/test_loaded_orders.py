"""Loaded orders: a file of orders becomes a database with the file's own answers."""

import numpy as np
import pandas as pd
import pytest

from clock import NOW
from crm_analysis.data_quality import read_load_audit, read_notice
from crm_analysis.database import connect
from crm_analysis.datasets import seed
from crm_analysis.datasets.loaded_orders import LoadedOrders
from crm_analysis.datasets.orders_file import open_orders, source_ids
from crm_analysis.errors import DataRefusedError, UsageError
from crm_analysis.scores import score
from order_logs import day

LINES = (
    "customer_id,order_date,amount\n"
    "b,2024-01-05,10.00\n"
    "a,2024-01-02 10:30,0\n"
    "b,2024-01-05,10.00\n"
    "a,2024-02-01,-3.50\n"
    "007,2024-03-01,\n"
)


@pytest.fixture
def url(tmp_path) -> str:
    """Return the address of a database that is not there yet."""
    return f"duckdb:///{tmp_path}/crm.duckdb"


@pytest.fixture
def path(tmp_path):
    """Return a small file of orders, an odd one a line."""
    (tmp_path / "orders.csv").write_text(LINES, encoding="utf-8")
    return tmp_path / "orders.csv"


def load(path, url: str, **options: object) -> bool:
    return seed(LoadedOrders(path), url, now=NOW, progress=lambda _: None, **options)


def test_each_id_is_a_customer_whose_stand_ins_say_that_nothing_is_known(path, url):
    assert load(path, url) is True
    with connect(url) as database:
        customers = database.read_table("customers").to_pylist()
    assert [row["source_id"] for row in customers] == ["007", "a", "b"]
    assert {(row["name"], row["email"]) for row in customers} == {
        ("(no name)", "(no email)")
    }
    assert len({row["pseudonym"] for row in customers} - {None}) == 3


def test_each_line_is_an_order_and_each_odd_one_is_counted(path, url):
    load(path, url)
    with connect(url) as database:
        orders = database.read_table("orders").to_pylist()
        audit = read_load_audit(database).set_index(["table", "rule"])["rows_affected"]
    assert [row["counts_as_purchase"] for row in orders] == [True] * 3 + [False, True]
    assert audit.to_dict() == {
        ("customers", "all"): 3,
        ("customers", "no_contacts"): 3,
        ("orders", "all"): 5,
        ("orders", "amount_unknown"): 1,
        ("orders", "goods_free_of_charge"): 1,
        ("orders", "refund"): 1,
    }


def test_the_notice_claims_no_synthetic_people(path, url):
    load(path, url)
    with connect(url) as database:
        notice = read_notice(database)
    assert notice == "Data: Orders from a file; licence: not stated."


def test_a_file_is_loaded_again_only_if_it_has_changed(path, url):
    assert load(path, url) is True
    assert load(path, url) is False
    path.rename(path.with_name("renamed.csv"))
    assert load(path.with_name("renamed.csv"), url) is False
    path.write_text(LINES + "b,2024-04-01,1\n", encoding="utf-8")
    assert load(path, url) is True


def test_a_line_that_cannot_be_read_leaves_what_was_there(path, url):
    load(path, url)
    path.write_text(LINES + "b,soon,1\n", encoding="utf-8")
    with pytest.raises(DataRefusedError, match="no readable day, the first is row 6"):
        load(path, url)
    with connect(url) as database:
        assert database.count_rows("orders") == 5


def test_no_such_file_is_wrong_use(tmp_path, url):
    with pytest.raises(UsageError, match="there is no orders file"):
        load(tmp_path / "none.csv", url)


def test_scores_are_those_of_the_file(tmp_path, url):
    """300 customers with gaps of their own, free goods, refunds, unknown amounts."""
    draws = np.random.default_rng(5)
    rows = [
        (f"{key:04}", int(at))
        for key in range(300)
        for at in np.cumsum(draws.exponential(draws.integers(3, 120), 60))
        if at < 365
    ]
    orders = pd.DataFrame(rows, columns=["customer_id", "days"])
    orders["order_date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(
        orders.pop("days"), unit="D"
    )
    orders["amount"] = draws.choice(
        [9.99, 20, 0, -5, np.nan], len(orders), p=[0.5, 0.4, 0.02, 0.04, 0.04]
    )
    path = tmp_path / "orders.csv"
    orders.to_csv(path, index=False)
    load(path, url)
    with open_orders(path) as database:
        of_file = score(database, day("2024-11-01"), 30).frame
        keys = source_ids(database, path)
    with connect(url) as database:
        of_database = score(database, day("2024-11-01"), 30).frame
        loaded = database.read_table("customers").to_pandas()["source_id"]
    assert loaded.tolist() == keys.tolist()
    pd.testing.assert_frame_equal(of_database, of_file, rtol=0, atol=1e-9)

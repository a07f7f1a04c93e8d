"""Guesses: what files leave open is guessed from what they say, and only marked so."""

from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from crm_analysis.connectors.guesses import guess_options
from crm_analysis.connectors.options import choose_options
from crm_analysis.connectors.systems import read_system
from crm_analysis.database.duckdb import DuckDBDatabase

HEADING = "customer_id,order_date,amount\n"


def guesses(folder, *rows, **given):
    (folder / "orders.csv").write_text(HEADING + "\n".join(rows), encoding="utf-8")
    system = read_system("plain")
    options = choose_options(system.options, given)
    return {each.option: each.value for each in guess_options(system, folder, options)}


@pytest.mark.parametrize(
    ("amounts", "mark"),
    [(("1.234", '"9,50"', '"8,50"', "7.50"), ","), (("1.234", "9.50"), ".")],
)
def test_the_decimal_mark_is_that_of_amounts_that_can_be_read_in_one_way(
    tmp_path, amounts, mark
):
    rows = [f"7,2026-01-02,{amount}" for amount in amounts]
    assert guesses(tmp_path, *rows) == {"decimal_mark": mark}


@pytest.mark.parametrize(
    ("day", "order"), [("31/01/2026", "day_first"), ("1/31/2026", "month_first")]
)
def test_the_order_of_days_is_that_of_days_above_twelve(tmp_path, day, order):
    assert guesses(tmp_path, "7,03/04/2026,1", f"7,{day},1") == {"day_order": order}


def test_a_zone_is_guessed_where_moments_name_none(tmp_path):
    assert guesses(tmp_path, "7,2026-01-02 10:00,1") == {"time_zone": "UTC"}


def test_what_is_clear_or_was_said_is_not_guessed(tmp_path):
    assert guesses(tmp_path, "7,2026-01-02 10:00+01:00,1.5", "7,5/5/2026,1") == {}
    assert guesses(tmp_path, "7,03/04/2026,1", day_order="day_first") == {}


@pytest.mark.parametrize(
    ("name", "offset", "zone"),
    [
        ("Europe/Berlin", "1", "Europe/Berlin"),
        ("", "2", "Etc/GMT-2"),
        ("", "+2", "Etc/GMT-2"),
        ("UTC+2", "-11", "Etc/GMT+11"),
        ("", "5.5", None),
        ("", "0", None),
        ("", "", None),
    ],
)
def test_a_shop_without_the_name_of_its_zone_has_that_of_its_offset(name, offset, zone):
    settings = {"timezone_string": name, "gmt_offset": offset}
    rows = {"option_name": list(settings), "option_value": list(settings.values())}
    with DuckDBDatabase(None, read_only=False) as staging:
        staging.expose("source_options", pa.table(rows))
        staging.expose("storage", pa.table({"orders_in": ["hpos"]}))
        found = staging.read("connectors/woocommerce/guesses").to_pylist()
    guessed = {each["option_name"]: each["option_value"] for each in found}
    assert guessed.get("time_zone") == zone
    assert zone is None or ZoneInfo(zone)

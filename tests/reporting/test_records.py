"""Records: what a frame becomes on its way through JSON."""

import datetime
import decimal
import json

import numpy as np
import pandas as pd
import pytest

from crm_analysis.errors import UsageError
from crm_analysis.reporting.records import plain_value, table_record


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (np.int64(7), 7),
        (np.float64(1) / 3, 0.333333),
        (12345678.912, 12345678.91),
        (np.nan, None),
        (np.inf, None),
        (pd.NaT, None),
        (pd.NA, None),
        (None, None),
        (np.True_, True),
        (decimal.Decimal("1.50"), 1.5),
        (datetime.date(2017, 1, 2), "2017-01-02"),
        (pd.Timestamp("2017-01-02"), "2017-01-02"),
        (pd.Timestamp("2017-01-02 03:04"), "2017-01-02T03:04:00"),
        (pd.Interval(0, 1), "(0, 1]"),
        ("", ""),
    ],
)
def test_a_cell_becomes_plain(value, plain):
    assert plain_value(value) == plain


def test_a_record_survives_json_unchanged():
    frame = pd.DataFrame({"share": [1 / 3, None], "n": [1, 2]}).convert_dtypes()
    record = table_record(frame, {})
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_noise_in_the_last_digits_does_not_show():
    noisy, clean = (
        table_record(pd.DataFrame({"x": [value]}), {}) for value in (0.1 + 0.2, 0.3)
    )
    assert noisy == clean


def test_a_named_index_becomes_the_first_column_and_a_nameless_one_does_not():
    frame = pd.DataFrame({"n": [1]}, index=["a"])
    assert [c["name"] for c in table_record(frame, {})["columns"]] == ["n"]
    frame.index.name = "group"
    assert [c["name"] for c in table_record(frame, {})["columns"]] == ["group", "n"]


def test_units_come_from_names_unless_given():
    frame = pd.DataFrame({"tenure_days": [1], "spend": [2.0]})
    columns = table_record(frame, {"spend": "EUR"})["columns"]
    assert [column["unit"] for column in columns] == ["days", "EUR"]
    assert [column["label"] for column in columns] == ["Tenure (days)", "Spend (EUR)"]


def test_two_columns_of_one_name_are_refused():
    with pytest.raises(UsageError, match="two columns share a name"):
        table_record(pd.DataFrame([[1, 2]], columns=["n", "n"]), {})

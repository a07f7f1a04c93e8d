"""Small groups of people are hidden, nobody and ten are shown."""

import pandas as pd
import pytest

from crm_analysis.errors import UsageError
from crm_analysis.reporting.facts import Fact, fact_record
from crm_analysis.reporting.records import table_record
from crm_analysis.reporting.small_counts import hide_small_counts


def groups():
    return pd.DataFrame(
        {"group": list("abcd"), "customers": [0, 1, 9, 10], "spend": [0.0, 5, 50, 99]}
    )


def test_counts_from_one_to_nine_and_what_stands_beside_them_are_marked():
    rows = table_record(groups(), {}, ["customers"], ["spend"])["rows"]
    assert rows == [
        ["a", 0, 0.0],
        ["b", "<10", "[c]"],
        ["c", "<10", "[c]"],
        ["d", 10, 99.0],
    ]


def test_for_drawing_they_are_missing():
    shown = hide_small_counts(groups(), ["customers"], ["spend"])
    assert shown["customers"].isna().tolist() == [False, True, True, False]
    assert shown["spend"].isna().tolist() == [False, True, True, False]
    assert shown["spend"].dtype == "float64"


def test_the_table_given_is_left_as_it_was():
    frame = groups()
    hide_small_counts(frame, ["customers"])
    pd.testing.assert_frame_equal(frame, groups())


def test_a_small_fact_loses_value_and_interval():
    fact = fact_record(Fact("lapsed", "Lapsed", 9, interval=(5, 12), people=True))
    assert (fact["value"], fact["interval"], fact["shown"]) == ("<10", None, "<10")


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(UsageError, match="no column persons in the table"):
        hide_small_counts(groups(), ["persons"])

"""Small groups of people are hidden, nobody and ten are shown."""

import pandas as pd
import pytest

from crm_analysis.errors import UsageError
from crm_analysis.reporting.facts import Fact, fact_record
from crm_analysis.reporting.records import table_record
from crm_analysis.reporting.small_counts import given_away, hide_small_counts


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


@pytest.mark.parametrize(
    ("counts", "hidden_too"),
    [
        ([50, 4, 12, 30], {2}),  # 96 in all would give the 4 away
        ([50, 4, 6, 30], set()),  # ten people in two groups: open
        ([50, 4, 5, 30], {3}),  # nine in two groups: one more
        ([50, 9, 9, 30], {3}),  # 18 in two groups of nine at most: both are nine
        ([50, 40, 30], set()),
        ([4], set()),  # there is nothing else to hide
        ([0, 4, 20], {2}),  # nobody hides nobody
    ],
)
def test_a_small_count_is_not_given_away_by_a_total(counts, hidden_too):
    assert given_away(counts) == hidden_too


def test_counts_that_add_up_are_hidden_in_figure_and_table_alike():
    frame = pd.DataFrame({"group": list("abc"), "customers": [4, 12, 30]})
    shown = hide_small_counts(frame, ["customers"], adds_up=["customers"])
    assert shown["customers"].isna().tolist() == [True, True, False]
    rows = table_record(frame, {}, ["customers"], [], ["customers"])["rows"]
    assert rows == [["a", "<10"], ["b", "[c]"], ["c", 30]]

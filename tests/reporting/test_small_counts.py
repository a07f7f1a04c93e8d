"""Small groups of people are hidden, nobody and ten are shown."""

import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from crm_analysis.errors import UsageError
from crm_analysis.reporting.facts import Fact, fact_record
from crm_analysis.reporting.records import table_record
from crm_analysis.reporting.small_counts import hidden_marks, hide_small_counts


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
    ("counts", "marks"),
    [
        ([50, 4, 12, 30], {1: "[c]", 2: "[c]"}),  # 96 in all would give the 4 away
        ([50, 4, 6, 30], {1: "<10", 2: "<10"}),  # ten people in two groups: open
        ([50, 4, 5, 30], {1: "[c]", 2: "[c]", 3: "[c]"}),  # nine in two groups: not
        ([50, 9, 9, 30], {1: "[c]", 2: "[c]", 3: "[c]"}),  # 18 in two of nine at most
        ([50, 1, 10, 30], {1: "[c]", 2: "[c]", 3: "[c]"}),  # 11 is the least of two
        ([50, 4, 12, 12], {1: "[c]", 2: "[c]", 3: "[c]"}),  # equal ones go together
        ([9, 9], {0: "[c]", 1: "[c]"}),  # there is nothing else to hide
        ([1] * 10 + [0], dict.fromkeys(range(11), "[c]")),  # nor here, but nobody
        ([50, 40, 30], {}),
        ([4, 0], {0: "<10"}),  # the total is small as well, and not shown
        ([0, 4, 20], {1: "[c]", 2: "[c]"}),  # nobody hides nobody
    ],
)
def test_a_small_count_is_not_given_away_by_a_total(counts, marks):
    assert hidden_marks(counts) == marks


def seen(counts):
    """Return what an onlooker has: what is shown of each group, and the total."""
    marks = hidden_marks(counts)
    return [marks.get(place, count) for place, count in enumerate(counts)]


def splits(total, parts):
    """Yield each way to divide a total among parts."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in splits(total - first, parts - 1))


def tables_that_look_like(counts):
    """Yield all tables of the same total that the same is shown of."""
    shown = seen(counts)
    places = [place for place, value in enumerate(shown) if isinstance(value, str)]
    for numbers in splits(sum(counts[place] for place in places), len(places)):
        table = list(counts)
        for place, number in zip(places, numbers, strict=True):
            table[place] = number
        if seen(table) == shown:
            yield table


@given(st.lists(st.sampled_from([0, 1, 2, 5, 8, 9, 10, 11, 12, 20]), max_size=4))
@example([30, 1, 10, 12])
@example([12, 12, 9])
@example([9, 9, 9])
@example([1, 1, 10])
def test_who_knows_the_rule_and_the_total_cannot_work_a_small_count_out(counts):
    small = [place for place, count in enumerate(counts) if 0 < count < 10]
    assume(small and sum(counts) >= 10)
    left = set(small)
    for table in tables_that_look_like(counts):
        left -= {place for place in left if table[place] != counts[place]}
        if not left:
            return
    assert not left, seen(counts)


def test_counts_that_add_up_are_hidden_in_figure_and_table_alike():
    frame = pd.DataFrame({"group": list("abc"), "customers": [4, 12, 30]})
    shown = hide_small_counts(frame, ["customers"], adds_up=["customers"])
    assert shown["customers"].isna().tolist() == [True, True, False]
    rows = table_record(frame, {}, ["customers"], [], ["customers"])["rows"]
    assert rows == [["a", "[c]"], ["b", "[c]"], ["c", 30]]

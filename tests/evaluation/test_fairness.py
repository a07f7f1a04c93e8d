"""Fairness: groups are read as of a day, compared, and told to no model."""

import re

import pandas as pd
import pytest

from crm_analysis.database import in_memory
from crm_analysis.evaluation.fairness import compare_groups, read_groups
from crm_analysis.paths import project_root, sql_folder
from order_logs import customer_row, day

AS_OF = day("2025-03-01")


def groups_of(*people: tuple[str | None, str | None]) -> list[list[str]]:
    with in_memory() as database:
        for key, (gender, birthday) in enumerate(people, start=1):
            born = birthday and day(birthday)
            row = customer_row(key, gender=gender, birthday=born)
            database.load("customers", row)
        return read_groups(database, AS_OF).sort_index().to_numpy().tolist()


def test_a_band_begins_on_the_birthday():
    assert groups_of(
        ("female", "1995-03-01"), ("male", "1995-03-02"), ("divers", None)
    ) == [["female", "30-39"], ["male", "20-29"], ["unknown", "unknown"]]


@pytest.mark.parametrize("birthday", ["2025-03-01", "1904-02-29", "1904-03-01"])
def test_an_impossible_birthday_is_unknown(birthday):
    assert groups_of(("male", birthday)) == [["male", "unknown"]]


def test_the_oldest_who_may_be_are_120():
    assert groups_of(("male", "1904-03-02")) == [["male", "120-129"]]


def compared(*parts: tuple[str, int, int, float]) -> pd.DataFrame:
    """Compare groups: the name, customers, buyers, and what each was promised."""
    names, labels, said = [], [], []
    for name, customers, buyers, probability in parts:
        names += [name] * customers
        labels += [1] * buyers + [0] * (customers - buyers)
        said += [probability] * customers
    return compare_groups(*map(pd.Series, (names, labels, said))).set_index("group")


def test_each_group_has_its_own_expected_over_observed():
    found = compared(("a", 100, 20, 0.25), ("b", 100, 40, 0.25))
    assert found["expected_over_observed"].tolist() == [1.25, 0.625]
    assert found["buyer_share"].tolist() == [0.2, 0.4]
    # Newcombe's example of Wilson's interval, 81 of 263: 0.2553 to 0.3662.
    (low, high) = compared(("c", 263, 81, 0.3))[["share_low", "share_high"]].iloc[0]
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_the_likeliest_tenth_is_of_everybody():
    found = compared(("a", 100, 20, 0.9), ("b", 100, 40, 0.1))
    assert found["top_tenth_share"].tolist() == [0.2, 0.0]


@pytest.mark.parametrize(
    ("customers", "buyers", "is_shown"),
    [
        (20, 10, True),
        (19, 10, False),
        (19, 9, False),
        (100, 9, False),
        (100, 91, False),
    ],
)
def test_of_fewer_than_ten_buyers_or_others_nothing_is_said(
    customers, buyers, is_shown
):
    found = compared(("a", customers, buyers, 0.5))
    assert found.notna().all(axis=None) == is_shown


def test_no_model_is_told_gender_or_age():
    folders = [
        *(project_root() / "src" / "crm_analysis" / "purchase_models").rglob("*.py"),
        *(sql_folder() / "features").rglob("*.sql"),
        *(sql_folder() / "scoring").rglob("*.sql"),
        *(sql_folder() / "one_customer").rglob("*.sql"),
        project_root() / "src" / "crm_analysis" / "features.py",
        project_root() / "src" / "crm_analysis" / "scores.py",
    ]
    assert len(folders) > 40
    told = [
        path.name
        for path in folders
        if re.search(r"gender|birth|age_band|age_years", path.read_text("utf-8"))
    ]
    assert told == []

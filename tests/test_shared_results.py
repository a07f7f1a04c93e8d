"""Shared results: made once, by what the data are, in a folder of one's own."""

import os

import pytest

from crm_analysis import choose_department
from crm_analysis.errors import PrivacyError
from crm_analysis.forecast import read_forecast
from crm_analysis.shared_results import Result, shared
from order_logs import day


@pytest.fixture
def folder(tmp_path, monkeypatch):
    place = tmp_path / "shared"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("CRM_SHARED_RESULTS", str(place))
    return place


def number_of(database, made, key=0):
    """Share the next number, and return the one that was shared."""
    result = shared(database, ("a", key), lambda: Result(words={"number": next(made)}))
    return result.words["number"]


def test_a_result_is_made_by_the_first_and_read_by_the_second(sample, folder):
    made = iter([1, 2])
    assert [number_of(sample, made) for _ in range(2)] == [1, 1]


def test_without_a_folder_everybody_makes_their_own(sample, monkeypatch):
    monkeypatch.delenv("CRM_SHARED_RESULTS", raising=False)
    made = iter([1, 2])
    assert [number_of(sample, made) for _ in range(2)] == [1, 2]


def test_another_key_another_department_and_other_data_share_nothing(
    sample, complete_journey, folder
):
    grocery = choose_department(sample, "Grocery")
    asked = [(sample, 1), (sample, 2), (grocery, 1), (complete_journey, 1)]
    found = [
        number_of(database, iter([number]), key)
        for number, (database, key) in enumerate(asked)
    ]
    assert found == [0, 1, 2, 3]


def test_what_fails_keeps_nothing(sample, folder):
    with pytest.raises(ZeroDivisionError):
        shared(sample, ("a",), lambda: 1 / 0)
    assert number_of(sample, iter([3])) == 3


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_folder_that_others_can_open_is_refused(sample, folder):
    folder.chmod(0o750)
    with pytest.raises(PrivacyError, match="only you can open"):
        number_of(sample, iter([1]))


def test_a_forecast_that_was_kept_says_the_same_to_the_last_digit(sample, folder):
    first, second = (read_forecast(sample, day("2026-01-01"), 30) for _ in range(2))
    assert first.chances.equals(second.chances)
    some = first.chances.index[:3].tolist()
    assert first.scores.explain(some).equals(second.scores.explain(some))
    assert first.rehearsal.probabilities.equals(second.rehearsal.probabilities)
    assert first.labels.equals(second.labels)
    assert len(list(folder.glob("*.lock"))) == 1

"""The outlook: what the verdicts allow to be said, and what is withheld."""

import numpy as np
import pytest

from crm_analysis import connect, read_labels
from crm_analysis.errors import UsageError
from crm_analysis.outlook import read_outlook
from crm_analysis.scores import score
from order_logs import bought, day, orders_database


@pytest.fixture(scope="module")
def outlook(complete_journey_url):
    with connect(complete_journey_url) as database:
        yield read_outlook(database, day("2017-12-01"), 14)


def test_the_track_record_begins_one_horizon_before_the_scores(outlook):
    assert outlook.track_record.as_of == day("2017-11-17")
    assert outlook.scores.as_of == day("2017-12-01")


def test_the_expected_buyers_are_the_sum_of_the_probabilities(outlook):
    expected = outlook.expected_buyers()
    assert expected.value == pytest.approx(outlook.customers["probability"].sum())
    assert expected.interval[0] < expected.value < expected.interval[1]


def test_the_interval_of_expected_buyers_holds_what_happened(outlook, complete_journey):
    labels = read_labels(complete_journey, day("2017-12-01"), 14)
    low, high = outlook.expected_buyers().interval
    assert low <= labels.sum() <= high


def test_the_likeliest_come_first_and_are_named_by_pseudonym(outlook):
    listed = outlook.likeliest(25)
    assert len(listed) == 25
    assert listed["probability"].is_monotonic_decreasing
    assert listed["pseudonym"].str.fullmatch(r"[a-z2-7]{4}(-[a-z2-7]{4}){2}").all()


def test_the_scores_are_those_of_everybody(outlook, complete_journey):
    scores = score(complete_journey, day("2017-12-01"), 14)
    expected = scores.frame["probability"].loc[outlook.customers.index]
    np.testing.assert_array_equal(outlook.customers["probability"], expected)


def test_a_segment_is_scored_by_the_models_of_everybody(outlook, complete_journey):
    women = read_outlook(complete_journey, day("2017-12-01"), 14, "women")
    everybody = outlook.customers["probability"].loc[women.customers.index]
    np.testing.assert_array_equal(women.customers["probability"], everybody)
    assert 0 < len(women.customers) < len(outlook.customers)


def test_few_buyers_withhold_probabilities_and_their_sum(sample):
    outlook = read_outlook(sample, day("2026-01-01"), 30)
    assert not outlook.probabilities.given
    assert outlook.expected_buyers() is None


def test_no_history_withholds_everything_and_says_why():
    with orders_database(bought("2025-02-27", "2025-02-28")) as database:
        outlook = read_outlook(database, day("2025-03-01"), 14)
    assert outlook.scores is None
    assert not outlook.ranking.given
    assert "2025-02-15" in outlook.ranking.sentence
    assert outlook.likeliest(5).empty


def test_too_little_history_for_a_track_record_still_scores_but_withholds():
    orders = bought("2025-02-10", "2025-02-20") + bought("2025-02-11", customer=2)
    with orders_database(orders) as database:
        outlook = read_outlook(database, day("2025-03-01"), 14)
    assert outlook.track_record is None
    assert len(outlook.customers) == 2
    assert outlook.expected_buyers() is None
    assert outlook.ladder().empty


@pytest.mark.parametrize(("customers", "is_told"), [(9, False), (10, True)])
def test_what_fewer_than_ten_did_is_not_told(customers, is_told):
    days = ("2025-01-05", "2025-01-20", "2025-02-05", "2025-02-28")
    orders = [one for key in range(customers) for one in bought(*days, customer=key)]
    with orders_database(orders) as database:
        outlook = read_outlook(database, day("2025-03-01"), 14)
    assert (outlook.track_record is not None) == is_told
    assert ("fewer than 10 of these customers" in outlook.reason) != is_told
    assert len(outlook.customers) == customers


def test_a_segment_of_nobody_withholds(sample):
    outlook = read_outlook(sample, day("2025-04-01"), 30, "lapsed_buyers")
    assert outlook.customers.empty
    assert not outlook.ranking.given


def test_an_unknown_segment_is_refused_with_the_list_of_segments(sample):
    with pytest.raises(UsageError, match="repeat_buyers"):
        read_outlook(sample, day("2026-01-01"), 30, "../x")

"""Verdicts, each with a case on its edge."""

import numpy as np
import pytest

from crm_analysis.evaluation.intervals import Estimate
from crm_analysis.evaluation.verdicts import judge, judge_probabilities, judge_ranking

NOTHING = Estimate(None, None)


@pytest.mark.parametrize(
    ("interval", "given"),
    [
        ((0.501, 0.7), True),
        ((0.5, 0.7), False),
        ((0.4, 0.7), False),
        ((0.1, 0.3), False),
    ],
)
def test_ranking_is_withheld_if_its_interval_reaches_one_half(interval, given):
    assert judge_ranking(Estimate(0.6, interval), 500, 500).given is given


def test_an_inverted_ranking_is_called_upside_down():
    verdict = judge_ranking(Estimate(0.19, (0.17, 0.21)), 500, 500)
    assert "upside down (AUC 0.190, 95% interval 0.170 to 0.210" in verdict.sentence


def test_a_ranking_without_buyers_is_withheld():
    verdict = judge_ranking(NOTHING, 0, 40)
    assert (verdict.kind, verdict.given) == ("ranking", False)
    assert "0 buyers and 40 others" in verdict.sentence


@pytest.mark.parametrize(
    ("ratio", "given"),
    [(0.79, False), (0.8, True), (1.0, True), (1.25, True), (1.26, False)],
)
def test_probabilities_are_withheld_if_the_level_was_missed(ratio, given):
    estimate = Estimate(ratio, (ratio, ratio))
    assert judge_probabilities(estimate, 500, 500).given is given


@pytest.mark.parametrize(
    ("buyers", "others", "given"),
    [(100, 100, True), (99, 5_000, False), (5_000, 99, False)],
)
def test_probabilities_need_a_hundred_of_each(buyers, others, given):
    assert judge_probabilities(Estimate(1, (1, 1)), buyers, others).given is given


def test_the_sentence_has_the_numbers():
    verdict = judge_probabilities(Estimate(1.434, (1.38, 1.49)), 500, 500)
    assert verdict.sentence == (
        "The probabilities are withheld: 1.43 buyers were expected for each one seen"
        " (95% interval 1.38 to 1.49), outside 0.8 to 1.25."
    )


def test_both_verdicts_come_from_one_backtest():
    labels = np.repeat([0, 1], [300, 120])
    ranking, probabilities = judge(labels, Estimate(0.8, (0.7, 0.9)), Estimate(2, None))
    assert (ranking.given, probabilities.given) == (True, False)


@pytest.mark.parametrize(
    ("buyers", "said"),
    [(0, "0 buyers"), (1, "fewer than 10"), (9, "fewer"), (10, "10 b")],
)
def test_one_to_nine_people_are_not_told_apart(buyers, said):
    verdict = judge_probabilities(Estimate(1, (1, 1)), buyers, 40)
    assert f"has {said}" in verdict.sentence

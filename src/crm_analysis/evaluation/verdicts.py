"""Whether a model's ranking and its probabilities can be used, in a sentence each.

The two are apart: a ranking can be good while the level is off, and the other way
round. A verdict rests on a backtest, not on the model's opinion of itself.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from crm_analysis.evaluation.intervals import Estimate

CHANCE_AUC = 0.5
LEAST_RATIO, GREATEST_RATIO = 0.8, 1.25
LEAST_OF_EACH = 100
SMALLEST_TOLD = 10  # a page may not tell of smaller groups of people


@dataclass(frozen=True)
class Verdict:
    """Whether something may be used, and why.

    Attributes
    ----------
    kind : str
        ``ranking`` or ``probabilities``.
    given : bool
        Whether it may be used; if not, it is withheld.
    sentence : str
        The reason, with its numbers, for people.
    """

    kind: str
    given: bool
    sentence: str


def judge(
    labels: ArrayLike, roc_auc: Estimate, expected_over_observed: Estimate
) -> tuple[Verdict, Verdict]:
    """Return the verdicts on ranking and probabilities from one backtest."""
    buyers = int(np.sum(labels))
    others = len(np.asarray(labels)) - buyers
    return (
        judge_ranking(roc_auc, buyers, others),
        judge_probabilities(expected_over_observed, buyers, others),
    )


def judge_ranking(roc_auc: Estimate, buyers: int, others: int) -> Verdict:
    """Withhold the ranking if the AUC's interval reaches 0.5, a random order."""
    if roc_auc.value is None or roc_auc.interval is None:
        return Verdict(
            "ranking",
            False,
            f"The ranking is withheld: with {_count(buyers, 'buyer')} and"
            f" {_count(others, 'other')} in the backtest there is nothing to rank.",
        )
    low, high = roc_auc.interval
    seen = f"AUC {roc_auc.value:.3f}, 95% interval {low:.3f} to {high:.3f}"
    if low > CHANCE_AUC:
        sentence = f"The ranking can be used: {seen}, above the 0.5 of a random order."
    elif high < CHANCE_AUC:
        sentence = (
            f"The ranking is withheld: it is upside down ({seen}, below the 0.5 of a"
            " random order)."
        )
    else:
        sentence = (
            f"The ranking is withheld: it cannot be told from a random order ({seen},"
            " which reaches 0.5)."
        )
    return Verdict("ranking", low > CHANCE_AUC, sentence)


def judge_probabilities(
    expected_over_observed: Estimate, buyers: int, others: int
) -> Verdict:
    """Withhold probabilities that missed the level, or too few people to tell."""
    if min(buyers, others) < LEAST_OF_EACH:
        return Verdict(
            "probabilities",
            False,
            "The probabilities are withheld: the backtest has"
            f" {_count(buyers, 'buyer')} and {_count(others, 'other')}, and it takes"
            f" {LEAST_OF_EACH} of each to check them.",
        )
    ratio = expected_over_observed.value
    interval = expected_over_observed.interval
    seen = f"{ratio:.2f} buyers were expected for each one seen"
    if interval is not None:
        seen += f" (95% interval {interval[0]:.2f} to {interval[1]:.2f})"
    allowed = f"{LEAST_RATIO} to {GREATEST_RATIO}"
    if LEAST_RATIO <= ratio <= GREATEST_RATIO:
        sentence = f"The probabilities can be used: {seen}, within {allowed}."
        return Verdict("probabilities", True, sentence)
    sentence = f"The probabilities are withheld: {seen}, outside {allowed}."
    return Verdict("probabilities", False, sentence)


def _count(number: int, word: str) -> str:
    """Write a number of people in words; one to nine are not told apart."""
    if 0 < number < SMALLEST_TOLD:
        return f"fewer than {SMALLEST_TOLD} {word}s"
    return f"{number:,} {word}s"

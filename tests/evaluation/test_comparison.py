"""Comparison with the default: which sentence is said when."""

import pytest

from crm_analysis.evaluation.comparison import compare_with_default
from crm_analysis.evaluation.intervals import Estimate

TITLES = {"plain": "Plain", "middle": "Middle", "blend": "Blend"}
SELF = Estimate(0.0, (0.0, 0.0))
WORSE = Estimate(0.03, (0.01, 0.05))
MUCH_WORSE = Estimate(0.3, (0.1, 0.5))
LEVEL = Estimate(0.002, (-0.001, 0.005))
BETTER = Estimate(-0.004, (-0.007, -0.001))
UNKNOWN = Estimate(None, None)


def say(plain, middle=None):
    told = {"plain": plain, "middle": middle or UNKNOWN, "blend": SELF}
    return compare_with_default(told, "blend", TITLES)


def test_the_simplest_that_cannot_be_told_apart_is_named():
    assert say(LEVEL, LEVEL) == (
        "Plain is as good here: its log loss is 0.0020 higher (95% interval -0.0010 to"
        " 0.0050), which may be chance."
    )
    assert say(WORSE, LEVEL).startswith("Middle is as good here")


def test_one_that_did_better_is_named_before_one_as_good():
    assert say(LEVEL, BETTER) == (
        "Middle did better here: its log loss is 0.0040 lower (95% interval 0.0010 to"
        " 0.0070)."
    )


def test_of_several_that_did_better_the_best_is_named():
    assert say(BETTER, Estimate(-0.01, (-0.02, -0.005))).startswith("Middle did better")


def test_if_all_are_worse_the_nearest_is_named():
    assert say(MUCH_WORSE, WORSE) == (
        "No simpler model is as good here: the nearest is Middle, its log loss is"
        " 0.0300 higher (95% interval 0.0100 to 0.0500)."
    )


def test_a_difference_that_could_be_none_is_neither_better_nor_worse():
    assert say(Estimate(0.02, (0.0, 0.04))).startswith("Plain is as good")
    assert say(Estimate(-0.02, (-0.04, 0.0))).startswith("Plain is as good")


@pytest.mark.parametrize(
    ("difference", "told"),
    [
        (Estimate(-0.0004, (-0.0012, 0.0003)), "0.0004 lower (… -0.0003 to 0.0012)"),
        (
            Estimate(0.00006, (-0.00001, 0.00012)),
            "0.00006 higher (… -0.00001 to 0.0001",
        ),
        (Estimate(0.0, (-1e-17, 1e-17)), "0.000000 higher (… 0.000000 to 0.000000)"),
        (SELF, "0.0000 higher (… 0.0000 to 0.0000)"),
    ],
)
def test_the_interval_goes_the_same_way_and_what_is_not_0_does_not_look_like_it(
    difference, told
):
    assert told in say(difference).replace("95% interval", "…")


@pytest.mark.parametrize("other", [UNKNOWN, Estimate(0.1, None)])
def test_what_cannot_be_compared_is_not(other):
    assert say(other) == "There is no other model to compare with here."

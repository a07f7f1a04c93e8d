"""The effect of a campaign: Newcombe's own examples, and what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_analysis.errors import NotEnoughDataError
from crm_analysis.evaluation.campaign_effect import campaign_effect

# Newcombe (1998), Statistics in Medicine 17, table II, method 10, as printed.
PRINTED = [
    ((70, 56, 80, 48), (0.0524, 0.3339)),
    ((10, 9, 10, 3), (0.1705, 0.8090)),
    ((56, 5, 29, 0), (-0.0381, 0.1926)),
    ((10, 0, 10, 0), (-0.2775, 0.2775)),
    ((10, 10, 10, 0), (0.6075, 1.0000)),
]


@pytest.mark.parametrize(("counts", "interval"), PRINTED)
def test_intervals_are_those_of_the_paper(counts, interval):
    found = campaign_effect(*counts).interval
    assert found == pytest.approx(interval, abs=0.00005)


groups = st.integers(1, 500).flatmap(
    lambda people: st.tuples(st.just(people), st.integers(0, people))
)


@given(groups, groups)
def test_the_effect_lies_in_its_interval_and_exchanging_groups_turns_it(one, other):
    there, back = campaign_effect(*one, *other), campaign_effect(*other, *one)
    low, high = there.interval
    assert -1 <= low <= there.effect <= high <= 1
    assert back.effect == -there.effect
    assert back.interval == pytest.approx((-high, -low))


@pytest.mark.parametrize("counts", [(0, 0, 10, 1), (10, 1, 0, 0)])
def test_without_two_groups_there_is_no_effect(counts):
    with pytest.raises(NotEnoughDataError, match="without a control group"):
        campaign_effect(*counts)

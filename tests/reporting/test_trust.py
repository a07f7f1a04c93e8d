"""What a page says first of how far it can be trusted."""

import pytest

from crm_analysis.reporting.manifest import Manifest
from crm_analysis.reporting.trust import read_signs


def verdict(kind, given):
    return {"kind": "verdict", "verdict": kind, "given": given, "sentence": "Why."}


def signs_of(records=(), **manifest):
    return {
        sign.id: sign for sign in read_signs(records, Manifest("run", (), **manifest))
    }


def test_verdicts_are_given_withheld_or_not_asked_for():
    signs = signs_of([verdict("ranking", True)])
    assert (signs["trust-ranking"].word, signs["trust-ranking"].is_asked) == (
        "given",
        True,
    )
    assert not signs["trust-probabilities"].is_asked
    withheld = signs_of([verdict("probabilities", False)])["trust-probabilities"]
    assert (withheld.word, withheld.sentence) == ("withheld", "Why.")


@pytest.mark.parametrize(("reproduced", "word"), [(True, "yes"), (False, "not yet")])
def test_a_page_says_whether_it_was_reproduced(reproduced, word):
    assert signs_of(reproduced=reproduced)["trust-reproduced"].word == word


@pytest.mark.parametrize(("whole", "state"), [(True, "given"), (False, "withheld")])
def test_the_data_are_told_with_where_they_are_from(whole, state):
    sign = signs_of(data_quality="3 rows.", data_are_whole=whole, notice="Made up.")
    assert sign["trust-data"].state == state
    assert sign["trust-data"].sentence == "3 rows. Made up."


def test_of_data_of_which_nothing_is_known_nothing_is_said():
    assert "trust-data" not in signs_of()

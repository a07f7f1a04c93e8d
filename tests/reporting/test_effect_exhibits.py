"""An effect is spoken of where people were held out, and enough of them are known."""

import pandas as pd
import pytest

from crm_analysis.evaluation.campaign_effect import campaign_effect
from crm_analysis.reporting.campaign_exhibits import show_campaign_answer
from crm_analysis.reporting.effect_exhibits import effects_in_words, show_effects
from crm_analysis.reporting.records import EXHIBIT
from order_logs import day

COLUMNS = [
    *("list_name", "channel", "exported_on"),
    *("contacted", "contacted_buyers", "held_out", "held_out_buyers"),
    *("effect", "effect_low", "effect_high"),
]
NOBODY = {"reached": 0, "responders": 0, "touches": 0, "touches_answered": 0}


def effects_of(*lists):
    """Return what `read_effects` would, of contacted, buyers, held out, buyers."""
    rows = []
    for one, one_buyers, other, other_buyers in lists:
        found = campaign_effect(one, one_buyers, other, other_buyers)
        low, high = found.interval
        rows.append(
            {
                "list_name": "win_back",
                "channel": "email",
                "exported_on": day("2025-06-01"),
                "contacted": one,
                "contacted_buyers": one_buyers,
                "held_out": other,
                "held_out_buyers": other_buyers,
                "effect": found.effect,
                "effect_low": low,
                "effect_high": high,
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def test_an_effect_is_told_with_its_interval(shown):
    effects = effects_of((70, 56, 80, 48))  # Newcombe's example (a): +0.0524 to +0.3339
    show_effects(effects, 30)
    (row,) = shown[-1][EXHIBIT]["rows"]
    assert [round(each, 4) for each in row[-3:]] == [0.2, 0.0524, 0.3339]
    assert effects_in_words(effects, 30) == [
        "Of those on the list win_back of 1 June 2025 80.0% bought within 30 days, of"
        " those held out 60.0%: an effect of +20.0 points (95% interval +5.2 to +33.4"
        " points)."
    ]


def test_an_effect_that_may_be_none_is_said_to_be_chance():
    (sentence,) = effects_in_words(effects_of((70, 50, 80, 48)), 30)
    assert sentence.endswith("which may be chance.")


@pytest.mark.parametrize(
    ("lists", "why"),
    [
        ([], "had been followed for 30 days"),
        ([(70, 9, 80, 48)], "fewer than ten"),
        ([(70, 56, 80, 71)], "fewer than ten"),
        ([(70, 56, 9, 0)], "fewer than ten"),
    ],
)
def test_without_many_held_out_people_the_reason_is_all_that_is_told(shown, lists, why):
    effects = effects_of(*lists)
    show_effects(effects, 30)
    show_campaign_answer(NOBODY, pd.DataFrame(), effects, 30)
    table, answer = (bundle[EXHIBIT] for bundle in shown)
    assert table["rows"] == []
    assert why in table["title"]
    assert why in answer["sentences"][-1]
    assert "no effect of a list can be told" in answer["sentences"][-1]

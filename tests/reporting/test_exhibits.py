"""What a notebook's calls put out."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from crm_analysis.errors import UsageError
from crm_analysis.reporting import exhibits, new_figure
from crm_analysis.reporting.facts import Fact
from crm_analysis.reporting.pictures import SVG, fingerprint
from crm_analysis.reporting.records import EXHIBIT

DATA = pd.DataFrame({"group": ["a", "b"], "customers": [3, 400]})


@pytest.fixture
def figure():
    drawn, axes = new_figure()
    axes.bar(DATA["group"], DATA["customers"])
    yield drawn
    plt.close(drawn)


def show(figure, **changes):
    texts = {"id": "sizes", "title": "Two groups", "alt": "Two bars."}
    exhibits.show_figure(figure, data=DATA, n=403, **{**texts, **changes})


def test_a_figure_is_one_output_with_picture_words_and_data(shown, figure):
    show(figure)
    assert [set(bundle) for bundle in shown] == [{SVG, "text/plain", EXHIBIT}]
    assert shown[0]["text/plain"] == "Two bars."
    assert shown[0][EXHIBIT]["rows"] == [["a", 3], ["b", 400]]
    assert shown[0][EXHIBIT]["image_sha256"] == fingerprint(shown[0][SVG])


def test_a_figure_is_closed_so_that_it_is_not_shown_twice(shown, figure):
    show(figure)
    assert not plt.fignum_exists(figure.number)


def test_a_figure_drawn_twice_is_the_same_text(shown, figure):
    show(figure)
    again, axes = new_figure()
    axes.bar(DATA["group"], DATA["customers"])
    show(again)
    assert shown[0] == shown[1]


def test_small_groups_are_hidden_in_the_data_of_a_figure(shown, figure):
    show(figure, people=["customers"])
    assert shown[0][EXHIBIT]["rows"] == [["a", "<10"], ["b", 400]]


@pytest.mark.parametrize(
    "wrong", [{"alt": " "}, {"title": ""}, {"id": "Two words"}, {"people": ["n"]}]
)
def test_a_figure_without_id_title_or_alternative_is_refused(shown, figure, wrong):
    with pytest.raises(UsageError):
        show(figure, **wrong)
    assert shown == []


def test_facts_need_ids_of_their_own(shown):
    with pytest.raises(UsageError, match="need ids of their own"):
        exhibits.show_facts([Fact("n", "One", 1), Fact("n", "Two", 2)])


def test_an_answer_shows_signs_as_text(shown):
    exhibits.show_answer("<b>5</b> *stars* [a](b) $x$ & `c`")
    markdown = shown[0]["text/markdown"]
    assert "\\<b\\>" in markdown
    assert "\\*stars\\*" in markdown
    assert shown[0][EXHIBIT]["sentences"] == ["<b>5</b> *stars* [a](b) $x$ & `c`"]


def test_a_verdict_is_on_ranking_or_probabilities(shown):
    exhibits.show_verdict("ranking", False, "Too few buyers.")
    assert shown[0]["text/plain"] == "Ranking withheld: Too few buyers."
    with pytest.raises(UsageError, match="not on 'luck'"):
        exhibits.show_verdict("luck", True, "So it is.")


def test_a_total_of_few_is_not_shown_beside_groups_that_add_up(shown):
    for total in (9, 10):
        exhibits.show_table(
            DATA,
            id="t",
            title="T",
            n=total,
            people=["customers"],
            adds_up=["customers"],
        )
    assert [bundle[EXHIBIT]["n"] for bundle in shown] == [None, 10]

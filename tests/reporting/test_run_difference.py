"""What changed between two runs: said in words, counted, and listed."""

import copy
import json

import pytest
from click.testing import CliRunner

from crm_analysis.cli.audits import diff
from crm_analysis.reporting import compare_facts
from crm_analysis.reporting.facts import Fact, fact_record
from crm_analysis.reporting.published_numbers import all_numbers


def run(value=100, interval=(90, 110), rows=(("a", 1), ("b", 2)), unit="people"):
    fact = fact_record(Fact("buyers", "Buyers", value, unit, 500, interval))
    columns = [
        {"name": "model", "label": "Model", "unit": ""},
        {"name": "loss", "label": "Loss", "unit": ""},
    ]
    table = {"report": "r", "id": "r/t", "title": "T", "n": 3, "columns": columns}
    told = {"report": "r", "id": "r/v", "given": value < 150, "sentence": "Why."}
    return {
        "facts": [{**fact, "report": "r", "exhibit": "top", "id": "r/buyers"}],
        "exhibits": [{**table, "rows": [list(row) for row in rows]}],
        "verdicts": [told],
    }


@pytest.mark.parametrize(
    ("after", "sentences"),
    [
        (
            run(96, (86, 106)),
            [
                "Buyers: was 100 people, is 96 people;"
                " \N{MINUS SIGN}4.0% (\N{MINUS SIGN}4 people); the intervals overlap"
            ],
        ),
        (
            run(140, (111, 170)),
            [
                "Buyers: was 100 people, is 140 people;"
                " +40.0% (+40 people); the intervals are apart"
            ],
        ),
        (
            run(rows=(("a", 1), ("b", 3))),
            ["r/t: 1 number changed; most: Loss, b: was 2, is 3; +50.0% (+1)"],
        ),
        (run(rows=(("a", 1),)), ["gone in r/t: Loss, b"]),
        (run(rows=(("a", 1), ("b", 2), ("c", 9))), ["new in r/t: Loss, c"]),
    ],
)
def test_a_change_is_said_in_words(after, sentences):
    assert list(compare_facts(run(), after).sentences()) == sentences


def test_intervals_that_touch_overlap():
    (change,) = compare_facts(run(), run(130, (110, 150))).facts
    assert change.intervals_overlap is True


def test_a_share_changes_by_points():
    (change,) = compare_facts(run(0.5, None, unit="share"), run(0.4, None)).facts
    assert change.record()["absolute"] == -0.1
    (change,) = compare_facts(
        run(0.5, None, unit="share"), run(0.4, None, unit="share")
    ).facts
    assert "\N{MINUS SIGN}10.0 points" in change.in_words()


def test_a_verdict_that_is_withheld_now_is_told():
    told = compare_facts(run(), run(150)).verdicts
    assert told == ("r/v: was given, is withheld: Why.",)


def test_a_number_that_was_nothing_has_no_relative_change():
    (change,) = compare_facts(run(0), run(5)).facts
    assert (change.absolute, change.relative) == (5, None)


def test_rows_that_move_are_the_same_numbers():
    turned = run(rows=(("b", 2), ("a", 1)))
    assert compare_facts(run(), turned).is_empty


def test_every_number_has_an_id_of_its_own():
    assert list(all_numbers(run())) == ["r/buyers", "r/t/n", "r/t/a/loss", "r/t/b/loss"]


@pytest.mark.parametrize(("after", "code"), [(run(), 0), (run(96), 7)])
def test_the_command_ends_with_seven_where_runs_differ(tmp_path, after, code):
    for name, facts in (("a", run()), ("b", copy.deepcopy(after))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "facts.json").write_text(json.dumps(facts))
    words = [str(tmp_path / "a"), str(tmp_path / "b"), "--json"]
    done = CliRunner().invoke(diff, words)
    assert done.exit_code == code
    assert json.loads(done.stdout)["same"] is (code == 0)

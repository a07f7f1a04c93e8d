"""Facts: gathered with ids of their own, with what they were earlier."""

import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_notebook, new_output

from crm_analysis.errors import UsageError
from crm_analysis.reporting.facts import (
    Fact,
    collect_facts,
    fact_record,
)
from crm_analysis.reporting.formats import MINUS
from crm_analysis.reporting.records import EXHIBIT

TABLE = {"kind": "table", "id": "t", "title": "T", "n": 1, "columns": [], "rows": [[1]]}


def book(*records):
    outputs = [
        new_output("display_data", data=from_dict({EXHIBIT: record}))
        for record in records
    ]
    return new_notebook(cells=[new_code_cell("1", outputs=outputs)])


def facts(value=0.5, n=10):
    fact = fact_record(Fact("share", "Share", value, "share", n, (0.4, 0.6)))
    return {"kind": "facts", "id": "headline", "facts": [fact]}


def test_a_fact_names_its_report_and_exhibit():
    gathered = collect_facts({"a": book(facts()), "b": book(facts(), TABLE)})
    assert [fact["id"] for fact in gathered["facts"]] == ["a/share", "b/share"]
    assert [table["id"] for table in gathered["exhibits"]] == ["b/t"]


def test_two_facts_of_a_report_cannot_share_an_id():
    with pytest.raises(UsageError, match="two facts are called a/share"):
        collect_facts({"a": book(facts(), facts())})


def test_two_tables_of_a_report_cannot_share_an_id():
    with pytest.raises(UsageError, match="two exhibits are called a/t"):
        collect_facts({"a": book(TABLE, TABLE)})


def test_a_verdict_is_gathered_with_its_sentence():
    verdict = {"kind": "verdict", "id": "v", "given": False, "sentence": "Only 63."}
    gathered = collect_facts({"a": book(verdict)})["verdicts"]
    assert gathered == [
        {"report": "a", "id": "a/v", "given": False, "sentence": "Only 63."}
    ]


@pytest.mark.parametrize(
    ("value", "unit", "then", "shown"),
    [
        (110, "people", 100, "+10.0% on May"),
        (90, "people", 100, f"{MINUS}10.0% on May"),
        (100, "people", 100, "no change on May"),
        (100, "people", 0, "May: 0 people"),
        (100, "people", None, "May: not known"),
        (0.5, "share", 0.4, "+10.0 points on May"),
        (100, "people", 9, ""),  # it would give the nine away
        (9, "people", 100, ""),
        (10, "people", 10, "no change on May"),
    ],
)
def test_a_number_says_how_it_moved_unless_that_gives_a_few_away(
    value, unit, then, shown
):
    fact = Fact("f", "F", value, unit, people=unit == "people", earlier={"May": then})
    assert fact_record(fact)["earlier"][0]["shown"] == shown
    assert fact_record(fact)["earlier"][0]["value"] == ("<10" if then == 9 else then)


def test_how_many_a_number_rests_on_is_not_told_of_few():
    told = [fact_record(Fact("a", "A", 0, "people", n=n))["n"] for n in (9, 10)]
    assert told == [None, 10]

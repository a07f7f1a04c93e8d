"""Facts: gathered with ids of their own, and compared between runs."""

import copy

import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_notebook, new_output

from crm_analysis.errors import UsageError
from crm_analysis.reporting.facts import (
    Fact,
    collect_facts,
    compare_facts,
    fact_record,
)
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


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (book(facts(0.6), TABLE), "a/share was 50.0%, is 60.0%"),
        (book(facts(n=11), TABLE), "a/share differs in what it rests on"),
        (book(TABLE), "a/share is gone"),
        (book(facts(), {**TABLE, "rows": [[2]]}), "a/t differs in 1 of 1 rows"),
        (book(facts(), {**TABLE, "rows": []}), "a/t had 1 rows, has 0"),
    ],
)
def test_a_difference_between_runs_is_named(after, sentence):
    before = collect_facts({"a": book(facts(), TABLE)})
    assert compare_facts(before, collect_facts({"a": after})) == [sentence]


def test_equal_runs_differ_in_nothing():
    gathered = collect_facts({"a": book(facts(), TABLE)})
    assert compare_facts(gathered, copy.deepcopy(gathered)) == []

"""Counts that one segment of a batch hides and the others give away."""

import shutil

import pytest
from toy_notebooks import IMPORTS, PARAMETERS, READY, code, save_notebooks
from toy_notebooks import tagged_parameters as tagged

from crm_analysis.paths import sql_folder
from crm_analysis.reporting import RunSettings, run_batch
from crm_analysis.reporting.batch_file import BatchFile
from crm_analysis.reporting.disclosure import describe_given_away, find_given_away
from crm_analysis.reporting.reconciliation import Membership

COUNTS = """
counts = {"few": 7, "rest": 23}
show_facts([Fact("customers", "Customers", counts.get(segment, 30), people=True)])
"""


def parts(outside=0, again=0):
    return Membership(27, outside, again, {"women": 20, "men": 7})


def told(value, *rows):
    """Return what a run tells: one fact, and a table of customers by age."""
    columns = [{"name": "age_years"}, {"name": "customers"}]
    table = {"id": "01_customers/ages", "columns": columns, "rows": list(rows)}
    fact = {"id": "01_customers/customers", "value": value}
    return {"facts": [fact], "exhibits": [table]}


def test_what_all_less_the_others_gives_away_is_found_in_facts_and_tables():
    facts = {
        "all": told(27, ["20-29", 14]),
        "women": told(20, ["20-29", 12]),
        "men": told("<10", ["20-29", "<10"]),
    }
    found = find_given_away(parts(), facts)
    assert found == [
        ("men", ("01_customers/customers",)),
        ("men", ("01_customers/ages", "20-29", "customers")),
    ]
    assert describe_given_away(found) == (
        "2 hidden counts can be worked out from other segments, such as"
        " 01_customers/customers of men: leave all out of the batch, or join small"
        " segments"
    )


@pytest.mark.parametrize(
    ("membership", "women"),
    [
        (parts(outside=1), 20),
        (parts(again=1), 20),
        (parts(), "<10"),
        (parts(), "[c]"),
        (parts(), None),
    ],
)
def test_what_two_hide_or_what_does_not_add_up_follows_from_nothing(membership, women):
    facts = {"all": told(27), "men": told("<10"), "women": told(women)}
    assert find_given_away(membership, facts) == []


def test_without_everybody_nothing_follows():
    facts = {"women": told(20), "men": told("<10")}
    assert find_given_away(parts(), facts) == []
    assert describe_given_away([]) == ""


@pytest.mark.parametrize(
    ("segments", "is_told"), [(("all", "few", "rest"), True), (("few", "rest"), False)]
)
def test_who_publishes_a_batch_is_told_and_its_readers_are_not(
    sample_url, tmp_path, monkeypatch, segments, is_told
):
    shutil.copytree(sql_folder(), tmp_path / "sql")
    for name, sign in (("few", "<"), ("rest", ">=")):
        query = f"select customer_id from customer_profiles where customer_id {sign} 8;"
        (tmp_path / "sql" / "segments" / f"{name}.sql").write_text(query)
    monkeypatch.setenv("CRM_ANALYSIS_HOME", str(tmp_path))
    cells = [tagged(PARAMETERS), code(IMPORTS), code(COUNTS)]
    save_notebooks(tmp_path, {"01_customers": cells})
    settings = RunSettings(
        tmp_path / "out", sample_url, notebooks=tmp_path, imports=READY
    )
    batch = BatchFile(segments, (), {})
    result = run_batch(batch, {"as_of": "2026-01-01"}, settings)
    assert ("01_customers/customers of few" in result.given_away) is is_told
    assert "&lt;10" in (result.folder / "index.html").read_text()
    assert "worked out" not in (result.folder / "index.html").read_text()

"""A page is held against its notebook and facts, then its notebook is run again."""

import json
import shutil

import nbformat
import pytest
from toy_notebooks import READY

from crm_analysis.errors import UsageError
from crm_analysis.reporting import verify_page
from crm_analysis.reporting.edition import write_edition
from crm_analysis.reporting.manifest import read_manifest
from crm_analysis.reporting.page_check import find_edits
from crm_analysis.reporting.provenance import read_provenance
from crm_analysis.reporting.published_numbers import all_numbers
from crm_analysis.reporting.records import EXHIBIT, iterate_outputs
from crm_analysis.reporting.sources import read_notebook

PAGE = "01_figures.html"


@pytest.fixture
def copy(published, tmp_path):
    return shutil.copytree(published.folder, tmp_path / published.folder.name)


def verify(folder, url):
    return verify_page(folder / PAGE, url, imports=READY)


def change_manifest(folder, **changes):
    record = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(record | changes))


def test_a_page_that_says_the_same_again_is_identical_to_the_last_number(
    published, sample_url
):
    found = verify(published.folder, sample_url)
    facts = json.loads((published.folder / "facts.json").read_text())
    count = sum(each.report == "01_figures" for each in all_numbers(facts).values())
    assert found.holds
    # The toys read no database, so other data change nothing; it is told all the same.
    assert found.sentence().startswith(
        f"identical: {count} of {count} facts (although the data changed"
    )


def test_a_number_edited_by_hand_in_the_page_is_found_and_named(copy, sample_url):
    page = copy / PAGE
    page.write_text(page.read_text().replace("1,500", "9,500", 1))
    found = verify(copy, sample_url)
    assert not found.holds
    assert "says '9,500', its notebook '1,500'" in found.sentence()


def test_a_fact_edited_by_hand_is_found_and_named(copy, sample_url):
    facts = json.loads((copy / "facts.json").read_text())
    facts["facts"][0]["value"] = 9999
    (copy / "facts.json").write_text(json.dumps(facts))
    sentence = verify(copy, sample_url).sentence()
    assert (
        "facts.json says 9999 for 01_figures/customers, its notebook 2469" in sentence
    )


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (("<h2", "<h2 class=older"), []),
        (("1,500", "9,500"), ["its notebook says '1,500', the page does not"]),
    ],
)
def test_a_page_of_older_code_is_held_against_its_numbers(copy, edit, found):
    page = copy / PAGE
    page.write_text(page.read_text().replace(*edit))
    book, manifest = read_notebook(copy / "01_figures.ipynb"), read_manifest(copy)
    edits = find_edits(page, book, manifest.reports[0], manifest, same=False)
    assert list(edits) == found


def test_a_forger_who_changes_notebook_page_and_facts_is_found_out(copy, sample_url):
    book = read_notebook(copy / "01_figures.ipynb")
    outputs = (output.get("data", {}) for output in iterate_outputs(book))
    (record,) = (
        data[EXHIBIT]
        for data in outputs
        if data.get(EXHIBIT, {}).get("id") == "spenders"
    )
    record["rows"][2][2] = 91234.5
    nbformat.write(book, copy / "01_figures.ipynb")
    write_edition(read_manifest(copy), copy)
    found = verify(copy, sample_url)
    assert found.identical == found.numbers - 1
    assert "was EUR 91,234, is EUR 81,234" in found.sentence()


def test_data_packages_and_code_that_changed_are_named_the_data_first(copy, sample_url):
    change_manifest(copy, packages={"pandas": "0.1"}, provenance={"Code": "0" * 12})
    cause = read_provenance(read_manifest(copy), sample_url).likely_cause()
    places = [
        cause.index(word)
        for word in ("the data changed", "pandas was 0.1, is", "the code of crm_ana")
    ]
    assert places == sorted(places)


def test_a_page_that_is_no_report_is_refused(published, sample_url):
    with pytest.raises(UsageError, match=r"give one of 01_figures\.html, 02_words"):
        verify_page(published.folder / "index.html", sample_url)

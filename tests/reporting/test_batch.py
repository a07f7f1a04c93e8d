"""Batches: many segments, one state of the data, published when they are complete."""

import datetime
import fcntl
import json
from dataclasses import replace

import pytest
from toy_notebooks import IMPORTS, PARAMETERS, READY, code, save_notebooks
from toy_notebooks import tagged_parameters as tagged

from crm_analysis.errors import CrmAnalysisError, UsageError
from crm_analysis.reporting import RunSettings, run_batch
from crm_analysis.reporting.batch_file import BatchFile, read_batch_file
from crm_analysis.reporting.provenance import current_fingerprint
from crm_analysis.reporting.reconciliation import (
    Membership,
    read_membership,
    reconcile,
)

COUNTS = """
counts = {"women": 14, "men": 13}
show_facts([Fact("customers", "Customers", counts.get(segment, 30), people=True)])
"""
NEEDS_A_FILE = """
from pathlib import Path
if segment == "men" and not Path({path!r}).exists():
    raise ValueError("the row of anna@example.com is odd")
"""
BOTH = BatchFile(("women", "men"), (), {})
DAY = {"as_of": "2026-01-01"}


def settings_for(folder, url, lines=None):
    """Make two notebooks, one of which fails for men until a file is there."""
    sources = folder / "sources"
    if not sources.exists():
        sources.mkdir()
        needs = code(NEEDS_A_FILE.format(path=str(folder / "there")))
        start = [tagged(PARAMETERS), code(IMPORTS)]
        books = {"01_customers": [*start, code(COUNTS)], "02_needs": [*start, needs]}
        save_notebooks(sources, books)
    return RunSettings(
        out=folder / "out",
        database_url=url,
        notebooks=sources,
        imports=READY,
        fingerprint=current_fingerprint(url, "all"),
        progress=(lines if lines is not None else []).append,
    )


@pytest.fixture(scope="module")
def half_failed(sample_url, tmp_path_factory):
    """A batch of two segments of which one has a failed report."""
    folder = tmp_path_factory.mktemp("batch")
    return run_batch(BOTH, DAY, settings_for(folder, sample_url))


@pytest.fixture(scope="module")
def completed(half_failed, sample_url):
    """The same command again, once the reason of the failure is gone."""
    folder, lines = half_failed.folder.parents[1], []
    (folder / "there").write_text("")
    result = run_batch(BOTH, DAY, settings_for(folder, sample_url, lines))
    return result, lines


def test_a_failure_hides_no_other_segment_and_no_other_report(half_failed):
    made = {each.segment: each.record() for each in half_failed.segments}
    assert made["women"]["published"] == ["01_customers", "02_needs"]
    assert made["men"]["published"] == ["01_customers"]
    assert list(made["men"]["failed"]) == ["02_needs"]
    assert half_failed.exit_code == 1


def test_a_batch_goes_on_where_it_was(completed):
    result, lines = completed
    assert "1 of 2 segments made already" in lines[0]
    made = {line.partition(":")[0] for line in lines[1:]}
    assert made == {"men 01_customers", "men 02_needs"}
    assert result.exit_code == 0


def test_a_batch_is_published_whole_with_latest_leading_to_it(completed):
    folder = completed[0].folder
    assert {path.name for path in folder.parent.iterdir()} == {
        ".batch.lock",
        folder.name,
        "latest",
        "index.html",
    }
    assert (folder.parent / "latest").readlink().name == folder.name
    runs = [each.manifest.run for each in completed[0].segments]
    names = {path.name for path in folder.iterdir() if not path.name.startswith(".")}
    assert names == {*runs, "index.html", "summary.json"}


def test_the_summary_is_what_a_scheduler_needs(completed):
    summary = json.loads((completed[0].folder / "summary.json").read_text())
    assert summary == completed[0].record()
    assert (summary["exit_code"], summary["reconciled"]) == (0, True)
    assert [each["segment"] for each in summary["segments"]] == ["women", "men"]


def test_the_list_of_all_runs_names_each_run_of_a_batch_once(completed):
    page = (completed[0].folder.parent / "index.html").read_text()
    for each in completed[0].segments:
        assert page.count(f'href="{completed[0].folder.name}/{each.manifest.run}/') == 1


def test_a_stopped_batch_publishes_nothing_and_keeps_what_was_made(
    sample_url, tmp_path
):
    (tmp_path / "there").write_text("")
    settings = settings_for(tmp_path, sample_url)

    def stop_after_one_segment(line):
        if "(3 of 4" in line:
            raise KeyboardInterrupt

    stopping = replace(settings, progress=stop_after_one_segment, jobs=1)
    with pytest.raises(KeyboardInterrupt):
        run_batch(BOTH, DAY, stopping)
    (left,) = [path for path in settings.out.iterdir() if path.is_dir()]
    assert left.name.startswith(".batch-2026-01-01-batch-")
    made = [path.name for path in left.iterdir()]
    assert all(name.startswith("2026-01-01-") for name in made)


def test_data_that_change_meanwhile_publish_nothing(sample_url, tmp_path):
    settings = replace(settings_for(tmp_path, sample_url), fingerprint="other")
    with pytest.raises(CrmAnalysisError, match="the data changed while"):
        run_batch(BatchFile(("women",), ("customers",), {}), DAY, settings)
    assert [path.name for path in settings.out.glob("[!.]*")] == []


def test_a_second_batch_in_the_same_folder_is_refused(sample_url, tmp_path):
    settings = settings_for(tmp_path, sample_url)
    settings.out.mkdir()
    with (settings.out / ".batch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CrmAnalysisError, match="another batch is being made"):
            run_batch(BOTH, DAY, settings)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("segments: [al]", "there is no segment 'al'"),
        ("segments: []", "names no segment"),
        ("segments: [all, all]", "has all twice"),
        ("segments: all", "is no list"),
        ("segmets: [all]", "did you mean segments"),
        ("- all", "holds no names"),
        ("a: [", "is not YAML"),
        ("segments: [all]\nparameters: {segment: women}", "gives segment as a param"),
        ("segments: [all]\nparameters: [x]", "are not names with a value"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_in_a_sentence(tmp_path, text, sentence):
    (tmp_path / "s.yml").write_text(text)
    with pytest.raises(UsageError, match=sentence):
        read_batch_file(tmp_path / "s.yml")


def test_values_in_the_file_are_text_as_written(tmp_path):
    (tmp_path / "s.yml").write_text("segments: [all]\nparameters: {a: NO, b: 007}")
    assert read_batch_file(tmp_path / "s.yml").parameters == {"a": "NO", "b": "007"}


def said(value):
    return {"facts": [{"id": "01_customers/customers", "value": value}]}


def test_membership_is_counted_in_the_database(sample_url):
    day = datetime.date(2026, 1, 1)
    found = read_membership(sample_url, day, ["all", "women", "men"])
    sizes = found.sizes
    assert found.customers == sizes["all"]
    assert found.outside == sizes["all"] - sizes["women"] - sizes["men"]
    assert read_membership(sample_url, day, ["women", "women"]).again == sizes["women"]


@pytest.mark.parametrize(
    ("published", "holds", "sentence"),
    [
        ({"a": 60, "b": 50}, True, "less 30 counted again that is 100, as in"),
        ({"a": 60, "b": 49}, False, "The customers of b are not the database's."),
        ({"a": 60, "b": "<10"}, True, "hidden, so no sum is shown"),
    ],
)
def test_segments_that_overlap_are_added_up_all_the_same(published, holds, sentence):
    membership = Membership(100, 20, 30, {"a": 60, "b": 50})
    facts = {name: said(value) for name, value in published.items()}
    found = reconcile(membership, facts)
    assert found.holds is holds
    assert sentence in " ".join(found.sentences)


@pytest.mark.parametrize(("whole", "holds"), [(31, True), (33, False)])
def test_expected_buyers_of_parts_are_those_of_the_whole_but_for_rounding(whole, holds):
    values = {"all": whole, "a": 20, "b": 10}
    facts = {
        name: {"facts": [{"id": "03_who_buys_next/expected-buyers", "value": value}]}
        for name, value in values.items()
    }
    membership = Membership(100, 0, 0, {"all": 100, "a": 60, "b": 40})
    assert reconcile(membership, facts).holds is holds

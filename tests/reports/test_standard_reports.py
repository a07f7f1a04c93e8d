"""The standard reports on the sample and on Complete Journey, from end to end."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import nbformat
import pytest
from report_command import crm_analysis, publish

from crm_analysis import connect
from crm_analysis.paths import notebooks_folder
from crm_analysis.privacy.traces import forms_of
from crm_analysis.reporting.edition import read_published, render_edition
from crm_analysis.reporting.manifest import read_manifest
from crm_analysis.reporting.records import iterate_records

REPORTS = [
    "01_customers",
    "02_purchases",
    "03_who_buys_next",
    "04_campaigns",
    "05_one_customer",
]


def records_of(path):
    return list(iterate_records(nbformat.read(path, as_version=4)))


def facts_of(run):
    facts = json.loads((run.folder / "facts.json").read_text())["facts"]
    return {fact["id"]: fact for fact in facts}


def test_complete_journey_has_all_reports_and_withholds_nothing(of_complete_journey):
    assert of_complete_journey.exit_code == 0, of_complete_journey.printed
    pages = {path.stem for path in of_complete_journey.folder.glob("*.html")}
    assert pages == {*REPORTS, "index"}


def test_the_sample_has_all_reports_and_withholds_numbers(of_sample):
    assert of_sample.exit_code == 5, of_sample.printed
    assert "it takes 100 of each" in of_sample.printed
    assert len(list(of_sample.folder.glob("*.ipynb"))) == len(REPORTS)


def test_pages_are_under_400_kilobytes(of_complete_journey):
    sizes = [path.stat().st_size for path in of_complete_journey.folder.glob("*.html")]
    assert max(sizes) < 400_000


@pytest.mark.parametrize("word", ["NaN", "nan%", "NaT", "<Figure", "Warning", "e-05"])
def test_no_page_shows_what_only_programs_say(of_complete_journey, of_sample, word):
    for run in (of_complete_journey, of_sample):
        for page in run.folder.glob("*.html"):
            text = re.sub(r"<[^>]+>", " ", page.read_text())
            assert word not in text, page


def test_metrics_are_called_by_their_names(of_complete_journey):
    page = (of_complete_journey.folder / "03_who_buys_next.html").read_text()
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page)
    assert {"ROC AUC", "ECE"} <= set(heads)


def test_every_page_says_that_contacts_are_synthetic(of_complete_journey):
    for page in of_complete_journey.folder.glob("*.html"):
        assert "synthetic" in page.read_text(), page


def test_nobody_is_named_in_any_byte_that_a_run_leaves_or_prints(of_sample):
    with connect(of_sample.database_url) as database:
        people = database.read_table("customers").to_pandas()
    texts = {
        str(value)
        for column in ("name", "email", "phone", "birthday")
        for value in people[column].head(6).dropna()
    }
    files = [each for each in of_sample.folder.parent.rglob("*") if each.is_file()]
    found = b"".join(path.read_bytes() for path in files) + of_sample.printed.encode()
    assert any(name.encode() in found for name in people["pseudonym"])
    for text in texts:
        assert not any(form in found for form in forms_of(text)), text


def test_expected_buyers_are_in_the_facts_with_their_interval(of_complete_journey):
    fact = facts_of(of_complete_journey)["03_who_buys_next/expected-buyers"]
    low, high = fact["interval"]
    assert low < fact["value"] < high
    assert fact["n"] == 2469


def test_every_report_reproduces_and_is_marked_so(of_complete_journey, tmp_path):
    copy = copy_of(of_complete_journey, tmp_path)
    url = of_complete_journey.database_url
    done = crm_analysis("verify", copy, "--database", url)
    assert done.returncode == 0, done.stderr
    assert "identical: 5 reports" in done.stdout
    assert json.loads((copy / "manifest.json").read_text())["reproduced"]


def copy_of(run, folder):
    """Copy a run that other tests read, to change it."""
    return shutil.copytree(run.folder, folder / run.folder.name)


def test_a_database_with_one_order_more_does_not_reproduce(of_sample, tmp_path):
    changed = tmp_path / "changed.duckdb"
    shutil.copy(of_sample.database_url.removeprefix("duckdb:///"), changed)
    with connect(f"duckdb:///{changed}", read_only=False) as database:
        database._run("update orders set net_amount = 1 where id = 12", "test")
    copy = copy_of(of_sample, tmp_path)
    done = crm_analysis("verify", copy, "--database", f"duckdb:///{changed}")
    assert done.returncode == 7
    assert "02_purchases" in done.stderr
    assert "01_customers" not in done.stderr
    assert "likely cause: the data changed" in done.stderr


def test_every_number_on_a_tile_and_in_a_verdict_is_in_facts_and_page(
    of_complete_journey,
):
    facts = json.loads((of_complete_journey.folder / "facts.json").read_text())
    shown = {(fact["report"], fact["shown"]) for fact in facts["facts"]}
    told = {(each["report"], each["sentence"]) for each in facts["verdicts"]}
    on_tiles = set()
    for name in REPORTS:
        page = of_complete_journey.folder / f"{name}.html"
        text = html.unescape(re.sub(r"<[^>]+>", "", page.read_text()))
        for record in records_of(page.with_suffix(".ipynb")):
            on_tiles |= {(name, fact["shown"]) for fact in record.get("facts", [])}
            on_tiles |= {(name, record["sentence"])} if "given" in record else set()
        assert all(words in text for report, words in shown | told if report == name)
    assert on_tiles == shown | told


def test_a_batch_has_the_same_files_as_a_run_of_its_own(of_sample, tmp_path):
    (tmp_path / "segments.yml").write_text("segments: [all, women]")
    words = ("--database", of_sample.database_url, "batch", tmp_path / "segments.yml")
    done = crm_analysis(*words, "--out", tmp_path / "out", "--json")
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["reconciled"]) == (5, True), done.stderr
    ours = tmp_path / "out" / "latest" / summary["segments"][0]["run"]
    manifest = replace(read_manifest(of_sample.folder), reproduced=False)
    notebooks = read_published(manifest, of_sample.folder)
    for name, text in render_edition(manifest, notebooks).items():
        assert (ours / name).read_text() == text, name
    for name in REPORTS:
        own = (of_sample.folder / f"{name}.ipynb").read_bytes()
        assert (ours / f"{name}.ipynb").read_bytes() == own, name


def test_papermill_alone_says_the_same_of_the_day_that_is_latest(of_sample, tmp_path):
    source = notebooks_folder() / "03_who_buys_next.ipynb"
    command = [sys.executable, "-m", "papermill", str(source), "out.ipynb"]
    command += ["-p", "as_of", "2026-01-01", "--no-progress-bar"]
    environment = os.environ | {"CRM_DATABASE_URL": of_sample.database_url}
    subprocess.run(
        command, cwd=tmp_path, env=environment, check=True, capture_output=True
    )
    published = records_of(of_sample.folder / "03_who_buys_next.ipynb")
    assert records_of(tmp_path / "out.ipynb") == published
    assert "2026-01-01" in (of_sample.folder / "03_who_buys_next.html").read_text()


def test_a_report_on_a_department_says_whose_purchases_are_meant(of_sample, tmp_path):
    chosen = ("who_buys_next", "-p", "department=Grocery")
    run = publish(of_sample.database_url, tmp_path, *chosen)
    assert run.exit_code == 5, run.printed
    page = (run.folder / "03_who_buys_next.html").read_text()
    assert "purchases from Grocery" in page
    assert "how many customers will buy in Grocery." in page
    assert "A purchase is an order with goods from Grocery" in page
    assert "Grocery" in (tmp_path / "index.html").read_text()
    facts, of_all = facts_of(run), facts_of(of_sample)
    scored = "03_who_buys_next/customers"
    assert facts[scored]["label"] == "Customers scored in Grocery"
    assert facts[scored]["value"] != of_all[scored]["value"]


def test_a_segment_with_nobody_before_the_second_day_has_all_its_pages(
    of_sample, tmp_path
):
    chosen = ("--as-of", "2025-01-04", "--segment", "lapsed_buyers")
    run = publish(of_sample.database_url, tmp_path, *chosen)
    assert run.exit_code == 5, run.printed
    assert {path.stem for path in run.folder.glob("*.html")} == {*REPORTS, "index"}
    page = (run.folder / "05_one_customer.html").read_text()
    assert "there is no customer to show" in page


def test_a_page_on_all_purchases_names_no_department(of_sample):
    text = (of_sample.folder / "03_who_buys_next.html").read_text()
    assert "purchases from" not in text
    assert "goods from" not in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--segment", "../x"], "there is no segment"),
        (["--segment", "womn"], "women"),
        (["-p", "department=grocery"], "departments are Grocery, Household"),
        (["customers", "-p", "department=Grocery"], "no requested report has"),
        (["--as-of", "2030-01-01"], "2025-12-31"),
        (["--as-of", "yesterday"], "year-month-day"),
        (["--horizon-days", "two"], "horizon_days"),
        (["--horizon-days", "0"], "expected 1 to"),
        (["-p", "top=-3"], "expected 1 to"),
        (["-p", "horizont_days=3"], "horizon_days"),
        (["-p", "segment"], "NAME=VALUE"),
        (["who_buys_nxt"], "who_buys_next"),
    ],
)
def test_a_wrong_request_is_one_sentence_and_nothing_is_written(
    ask, tmp_path, words, sentence
):
    exit_code, said = ask("report", "--out", str(tmp_path), *words)
    assert exit_code == 2
    assert sentence in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_a_password_in_a_parameter_is_refused_and_not_shown(sample_url, tmp_path):
    secret = "mysql://root:hunter2@localhost/crm"
    done = crm_analysis(
        "--database", sample_url, "report", "--out", tmp_path, "-p", f"segment={secret}"
    )
    assert done.returncode in {2, 6}
    assert "hunter2" not in done.stdout + done.stderr

"""The page over all runs: none, one, a hundred; failures first, lines over time."""

import json
import re

import pytest

from crm_analysis.reporting.execution import Failure
from crm_analysis.reporting.manifest import Manifest, Report, write_manifest
from crm_analysis.reporting.overview import write_overview
from crm_analysis.reporting.sparklines import sparkline


def put_run(out, day, value=100, failure=None, segment="all"):
    parameters = {"as_of": day, "segment": segment}
    report = Report("01_customers", "Who are they?", parameters, "0" * 64, failure)
    manifest = Manifest(f"{day}-{segment}-0000", (report,))
    folder = out / manifest.run
    folder.mkdir(parents=True)
    write_manifest(manifest, folder)
    fact = {"id": "01_customers/customers", "label": "Customers", "value": value}
    fact |= {"shown": str(value), "unit": "", "n": None, "interval": None}
    facts = {"facts": [fact], "exhibits": [], "verdicts": []}
    (folder / "facts.json").write_text(json.dumps(facts))


def overview(out):
    write_overview(out)
    return (out / "index.html").read_text()


def test_no_run_is_a_sentence(tmp_path):
    assert "There are no runs in this folder yet" in overview(tmp_path)


def test_one_run_has_its_number_and_no_line(tmp_path):
    put_run(tmp_path, "2025-01-01")
    page = overview(tmp_path)
    assert "1 run</p>" in page
    assert "<svg" not in page
    assert 'href="2025-01-01-all-0000/index.html"' in page


def test_a_hundred_runs_are_folded_but_for_the_newest(tmp_path):
    for number in range(100):
        put_run(tmp_path, f"20{number:02}-01-01", value=number)
    page = overview(tmp_path)
    assert "92 earlier runs" in page
    shown = page[: page.index("<details>")]
    assert 'href="2099-01-01-all' in shown
    assert 'href="2091-01-01-all' not in shown
    assert "100 runs from 1 January 2000 to 1 January 2099" in page
    assert len(page) < 100_000


def test_failures_stand_before_everything_else(tmp_path):
    put_run(tmp_path, "2025-01-01", failure=Failure("ValueError"))
    put_run(tmp_path, "2025-02-01")
    page = overview(tmp_path)
    assert page.index("1 failed:") < page.index("1 February 2025")
    assert "1 with failures" in page


def test_segments_do_not_share_a_line(tmp_path):
    put_run(tmp_path, "2025-01-01")
    put_run(tmp_path, "2025-02-01", segment="women")
    assert "<svg" not in overview(tmp_path)


def test_a_folder_that_is_no_run_is_passed_over(tmp_path):
    put_run(tmp_path, "2025-01-01")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text("{}")
    assert "1 run</p>" in overview(tmp_path)


def heights(svg):
    return [float(y) for y in re.findall(r",(\d+\.\d)", svg)]


def test_a_line_rises_with_its_values_and_ends_in_a_dot():
    drawn = heights(sparkline([1, 2, 3], "x"))
    assert drawn == sorted(drawn, reverse=True)
    assert f'cy="{drawn[-1]}"' in sparkline([1, 2, 3], "x")


def test_a_missing_value_is_a_gap_and_not_zero():
    svg = sparkline([2, 2, None, 2, 2], "x")
    assert svg.count("<polyline") == 2
    assert set(heights(svg)) == {14.0}


@pytest.mark.parametrize("values", [[5], [5, None]])
def test_one_value_is_a_dot_alone(values):
    svg = sparkline(values, "x")
    assert "<polyline" not in svg
    assert svg.count("<circle") == 1


def test_a_label_is_text():
    assert "&lt;b&gt;" in sparkline([1], "<b>")

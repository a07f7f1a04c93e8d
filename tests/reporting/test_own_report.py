"""The template for a report of one's own: runner and guard take it as it is."""

import shutil

import pytest

from crm_analysis.paths import notebooks_folder
from crm_analysis.reporting import RunSettings, check_run, run_reports
from crm_analysis.reporting.run_difference import read_facts

TEMPLATE = notebooks_folder() / "templates" / "own_report.ipynb"


@pytest.fixture
def notebooks(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(TEMPLATE, folder / "06_silence.ipynb")
    return folder


def test_a_copy_of_the_template_is_a_report(notebooks, complete_journey_url, tmp_path):
    settings = RunSettings(
        out=tmp_path / "out", database_url=complete_journey_url, notebooks=notebooks
    )
    asked = {"as_of": "2017-12-01", "segment": "repeat_buyers"}
    result = run_reports(["silence"], asked, settings)
    assert result.exit_code == 0, result.failures
    check_run(result.folder, notebooks)
    page = (result.folder / "06_silence.html").read_text(encoding="utf-8")
    assert "of those who have ever bought did so in the last 90 days" in page
    assert "06_silence/buyers" in str(read_facts(result.folder))

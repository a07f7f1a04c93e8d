"""Paths: found from anywhere, or refused in a sentence."""

from pathlib import Path

import pytest

from crm_analysis import paths
from crm_analysis.errors import UsageError

CHECKOUT = Path(__file__).parents[1]


def test_the_root_is_the_checkout_wherever_one_stands(monkeypatch, tmp_path):
    monkeypatch.delenv("CRM_ANALYSIS_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    assert paths.project_root() == CHECKOUT


@pytest.mark.parametrize("folder", ["sql", "notebooks", "data", "reports"])
def test_each_folder_is_below_the_root(folder):
    assert getattr(paths, f"{folder}_folder")() == paths.project_root() / folder


def test_the_environment_names_another_root(monkeypatch, tmp_path):
    (tmp_path / "sql" / "schema").mkdir(parents=True)
    monkeypatch.setenv("CRM_ANALYSIS_HOME", str(tmp_path))
    assert paths.sql_folder() == tmp_path / "sql"


def test_a_root_without_a_schema_is_refused_with_the_way_out(monkeypatch, tmp_path):
    monkeypatch.setenv("CRM_ANALYSIS_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="set CRM_ANALYSIS_HOME to a checkout"):
        paths.project_root()

"""Small notebooks, executed once for all tests of their reports."""

import pytest
from toy_notebooks import (
    BROKEN,
    FIGURES,
    PLAIN_PLOTS,
    WORDS,
    run_toys,
    save_notebooks,
)

from crm_analysis.reporting import exhibits


@pytest.fixture
def shown(monkeypatch):
    """Catch what would go to the front end."""
    bundles = []
    monkeypatch.setattr(exhibits, "_display", bundles.append)
    return bundles


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sources")
    notebooks = {"01_figures": FIGURES, "02_words": WORDS}
    return save_notebooks(folder, notebooks)


@pytest.fixture(scope="session")
def published(sources, tmp_path_factory):
    """One run of two reports, as published."""
    return run_toys(sources, tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def half_failed(tmp_path_factory):
    """One run of three reports, of which one raises and one draws a plain plot."""
    folder = tmp_path_factory.mktemp("broken")
    notebooks = {"01_broken": BROKEN, "02_words": WORDS, "03_plots": PLAIN_PLOTS}
    save_notebooks(folder, notebooks)
    return run_toys(folder, tmp_path_factory.mktemp("half_failed"))

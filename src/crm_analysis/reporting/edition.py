"""Write everything of a run that is made from its notebooks and its manifest."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis.reporting.facts import collect_facts
from crm_analysis.reporting.index import render_index
from crm_analysis.reporting.manifest import Manifest, write_manifest
from crm_analysis.reporting.page import render_page
from crm_analysis.reporting.sources import read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

FACTS = "facts.json"
INDEX = "index.html"


def write_edition(manifest: Manifest, folder: Path) -> "dict[str, NotebookNode]":
    """Write pages, facts, manifest and index beside the executed notebooks.

    Returns
    -------
    dict
        Executed notebook by name of its report.
    """
    notebooks = read_published(manifest, folder)
    for name, text in render_edition(manifest, notebooks).items():
        (folder / name).write_text(text, encoding="utf-8")
    write_manifest(manifest, folder)
    return notebooks


def read_published(manifest: Manifest, folder: Path) -> "dict[str, NotebookNode]":
    """Read the executed notebook of each published report."""
    return {
        report.name: read_notebook(folder / f"{report.name}.ipynb")
        for report in manifest.published
    }


def render_edition(
    manifest: Manifest, notebooks: "Mapping[str, NotebookNode]"
) -> dict[str, str]:
    """Render every file that follows from notebooks and manifest, by its name."""
    pages = {
        f"{report.name}.html": render_page(notebooks[report.name], report, manifest)
        for report in manifest.published
    }
    facts = json.dumps(collect_facts(notebooks), indent=1, ensure_ascii=False)
    return {**pages, FACTS: f"{facts}\n", INDEX: render_index(manifest, notebooks)}

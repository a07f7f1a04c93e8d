"""Render the list of a run's reports, and the list of all runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis.errors import UsageError
from crm_analysis.reporting.manifest import FILE, Manifest, Report, read_manifest
from crm_analysis.reporting.page import fill_template, lead_of, scope_of
from crm_analysis.reporting.publication import replace_file
from crm_analysis.reporting.records import Record, iterate_records

if TYPE_CHECKING:
    from nbformat import NotebookNode

HEADLINES = 3


def render_index(manifest: Manifest, notebooks: "Mapping[str, NotebookNode]") -> str:
    """Render a run's list of reports, failed ones first.

    Parameters
    ----------
    manifest : of the run
    notebooks : executed notebook by name of its report
    """
    entries = [
        _entry(report, list(iterate_records(notebooks[report.name])))
        for report in manifest.published
    ]
    scope = scope_of(manifest.reports[0]) if manifest.reports else []
    return fill_template("run.html", manifest=manifest, entries=entries, scope=scope)


def write_overview(out: Path) -> None:
    """Write ``index.html`` over all runs in a folder, the latest day first."""
    runs = [manifest for _, manifest in read_runs(out)]
    runs.sort(key=lambda run: (run.parameter("as_of", ""), run.run), reverse=True)
    replace_file(out / "index.html", fill_template("runs.html", runs=runs))


def read_runs(out: Path) -> list[tuple[Path, Manifest]]:
    """Read the manifest of each run in a folder; what cannot be read is left out."""
    runs = []
    for file in sorted(out.glob(f"[!.]*/{FILE}")):
        try:
            runs.append((file.parent, read_manifest(file.parent)))
        except UsageError:
            continue
    return runs


def _entry(report: Report, records: list[Record]) -> Record:
    facts = [fact for record in records for fact in record.get("facts", [])]
    return {
        "report": report,
        "lead": lead_of(records),
        "verdicts": [record for record in records if record["kind"] == "verdict"],
        "facts": facts[:HEADLINES],
    }

"""Render the list of a run's reports, and of a batch's segments."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_analysis.reporting.formats import format_day
from crm_analysis.reporting.manifest import Manifest, Report
from crm_analysis.reporting.page import fill_template, lead_of, scope_of
from crm_analysis.reporting.records import Record, iterate_records

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from crm_analysis.reporting.batch_result import BatchResult

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
    first = manifest.reports[:1]
    scope = scope_of(first[0], manifest.period) if first else []
    return fill_template("run.html", manifest=manifest, entries=entries, scope=scope)


def render_batch(result: "BatchResult", notice: str) -> str:
    """Render the list of a batch's segments, those with failures first.

    Parameters
    ----------
    result : BatchResult
    notice : what every page must say of the data
    """
    ordered = sorted(result.segments, key=lambda each: not each.manifest.failed)
    return fill_template(
        "batch.html",
        result=result,
        ordered=ordered,
        day=format_day(result.as_of),
        notice=notice,
    )


def _entry(report: Report, records: list[Record]) -> Record:
    facts = [fact for record in records for fact in record.get("facts", [])]
    return {
        "report": report,
        "lead": lead_of(records),
        "verdicts": [record for record in records if record["kind"] == "verdict"],
        "facts": facts[:HEADLINES],
    }

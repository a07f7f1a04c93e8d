"""Turn executed notebooks into pages, and publish them as one run."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis.reporting.execution import Failure
from crm_analysis.reporting.manifest import Manifest
from crm_analysis.reporting.publication import (
    PRIVATE,
    forget_failures,
    keep_privately,
    publish,
    writing_to,
)
from crm_analysis.reporting.records import iterate_records
from crm_analysis.reporting.run_settings import RunResult

if TYPE_CHECKING:
    from nbformat import NotebookNode


def publish_run(
    planned: Manifest, failures: Mapping[str, Failure], making: Path, out: Path
) -> RunResult:
    """Render what was executed, and put it in its place in one step.

    Parameters
    ----------
    planned : manifest of the run, without failures
    failures : by name of the report
    making : private folder with the executed notebooks; it becomes the run
    out : folder that runs are published in

    Raises
    ------
    CrmAnalysisError
        If the disk takes no more; what was there before is as it was.
    """
    from crm_analysis.reporting.edition import write_edition  # noqa: PLC0415

    kept = {
        name: replace(failure, kept_in=f"{PRIVATE}/{planned.run}")
        for name, failure in failures.items()
    }
    manifest = replace(
        planned,
        reports=tuple(
            replace(report, failure=kept.get(report.name)) for report in planned.reports
        ),
    )
    folder = out / manifest.run
    with writing_to(out):
        notebooks = write_edition(manifest, making)
        forget_failures(out, planned.run)
        for name in kept:
            keep_privately(making / f"{name}.ipynb", out, planned.run)
        making.chmod(0o755)
        publish(making, folder)
    return RunResult(folder, manifest, _withheld(notebooks))


def _withheld(notebooks: "Mapping[str, NotebookNode]") -> tuple[str, ...]:
    return tuple(
        record["sentence"]
        for notebook in notebooks.values()
        for record in iterate_records(notebook)
        if record["kind"] == "verdict" and not record["given"]
    )

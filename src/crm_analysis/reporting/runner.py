"""Run notebooks side by side and publish them as one run of reports."""

from collections.abc import Mapping
from pathlib import Path

from crm_analysis.reporting.execution import Failure
from crm_analysis.reporting.kernels import Kernels
from crm_analysis.reporting.notebook_queue import (
    Task,
    execute_all,
    in_order,
    tasks_of,
)
from crm_analysis.reporting.publication import private_folder
from crm_analysis.reporting.run_plan import plan_run
from crm_analysis.reporting.run_publication import publish_run
from crm_analysis.reporting.run_settings import RunResult, RunSettings
from crm_analysis.reporting.snapshot import without_names
from crm_analysis.reporting.sources import find_notebooks


def run_reports(
    names: list[str] | None, parameters: Mapping[str, object], settings: RunSettings
) -> RunResult:
    """Execute notebooks, make their pages, and publish all of it at once.

    Parameters
    ----------
    names : reports by name, or None for all
    parameters : value by name; each goes to the reports that have it
    settings : RunSettings

    Returns
    -------
    RunResult
        Failed reports are in it; the others are published.

    Raises
    ------
    UsageError
        Before any kernel starts, if a name or value is wrong, or `out` cannot be
        written to.
    PrivacyError
        If a parameter holds a password.
    """
    sources = find_notebooks(names, settings.notebooks)
    with (
        without_names(settings.database_url) as url,
        Kernels({"CRM_DATABASE_URL": url}, settings.imports) as kernels,
    ):
        # They warm up meanwhile: reading notebooks takes three seconds of import, for
        # rfc3987_syntax, which jsonschema wants, compiles a grammar each time.
        planned = plan_run(sources, parameters, settings)
        with private_folder(settings.out) as making:
            tasks = in_order(tasks_of(planned, sources, making))
            failures = _execute(tasks, kernels, settings)
            result = publish_run(planned, failures, making, settings.out)
    return _listed(result, settings.out)


def _execute(
    tasks: list[Task], kernels: Kernels, settings: RunSettings
) -> dict[str, Failure]:
    """Execute the notebooks of one run; return the failures by name."""
    failures: dict[str, Failure] = {}
    finished: list[str] = []

    def done(task: Task, failure: Failure | None) -> None:
        finished.append(task.report)
        if failure is not None:
            failures[task.report] = failure
        count = f"{len(finished)} of {len(tasks)}"
        outcome = "failed" if failure else "done"
        settings.progress(f"{task.report}: {outcome} ({count})")

    execute_all(tasks, kernels, settings.jobs, settings.seconds_per_report, done)
    return failures


def _listed(result: RunResult, out: Path) -> RunResult:
    """Put a published run on the list of all runs."""
    from crm_analysis.reporting.overview import write_overview  # noqa: PLC0415

    write_overview(out)
    return result

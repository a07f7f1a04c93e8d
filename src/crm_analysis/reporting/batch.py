"""All reports for many segments, from one state of the data, published together.

What is finished is kept beside the published batches, so a batch that was stopped goes
on where it was; under its name it appears only when it is complete.
"""

import datetime
import hashlib
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from crm_analysis.errors import CrmAnalysisError
from crm_analysis.reporting.batch_file import BatchFile
from crm_analysis.reporting.batch_folder import BatchFolder, open_batch_folder
from crm_analysis.reporting.batch_result import BatchResult, read_result
from crm_analysis.reporting.execution import Failure
from crm_analysis.reporting.kernels import Kernels
from crm_analysis.reporting.manifest import Manifest
from crm_analysis.reporting.notebook_queue import (
    Task,
    execute_all,
    in_order,
    tasks_of,
)
from crm_analysis.reporting.provenance import current_fingerprint
from crm_analysis.reporting.publication import private_folder
from crm_analysis.reporting.reconciliation import read_membership
from crm_analysis.reporting.run_plan import plan_run
from crm_analysis.reporting.run_publication import publish_run
from crm_analysis.reporting.run_settings import RunSettings
from crm_analysis.reporting.snapshot import without_names
from crm_analysis.reporting.sources import find_notebooks


@dataclass
class _Making:
    """One segment's run while it is made."""

    planned: Manifest
    folder: Path
    left: int
    failures: dict[str, Failure] = field(default_factory=dict)


def run_batch(
    asked: BatchFile, parameters: dict[str, str], settings: RunSettings
) -> BatchResult:
    """Make the reports of every segment and publish them as one batch.

    Parameters
    ----------
    asked : BatchFile
        The segments, and which reports.
    parameters : dict
        For all of them, with ``as_of`` as a day.
    settings : RunSettings
        Of every run; its fingerprint is that of the data as they were checked.

    Raises
    ------
    UsageError
        Before any kernel starts, if a name or value is wrong or `out` cannot be
        written to.
    CrmAnalysisError
        If another batch is made in `out`, or the data changed meanwhile; nothing is
        published then.
    """
    sources = find_notebooks(list(asked.reports), settings.notebooks)
    plans = {
        segment: plan_run(sources, {**parameters, "segment": segment}, settings)
        for segment in asked.segments
    }
    name = _name_batch(parameters["as_of"], list(plans.values()))
    with open_batch_folder(settings.out, name) as place:
        todo = [plan for plan in plans.values() if not place.is_made(plan.run)]
        settings.progress(
            f"{name}: {len(plans) - len(todo)} of {len(plans)} segments made already"
        )
        if todo:
            _make(todo, sources, place, settings)
            _require_same_data(place, plans, settings)
        as_of = datetime.date.fromisoformat(parameters["as_of"])
        membership = read_membership(settings.database_url, as_of, asked.segments)
        result = read_result(place.folder, plans, membership)
        return replace(result, folder=place.publish(result, settings))


def _make(
    plans: list[Manifest],
    sources: list[Path],
    place: BatchFolder,
    settings: RunSettings,
) -> None:
    """Execute all notebooks; publish each segment when its last one is done."""
    with ExitStack() as stack:
        url = stack.enter_context(without_names(settings.database_url))
        kernels = stack.enter_context(
            Kernels({"CRM_DATABASE_URL": url}, settings.imports)
        )
        makings = {
            plan.run: _Making(
                plan,
                stack.enter_context(private_folder(place.folder)),
                len(plan.reports),
            )
            for plan in plans
        }
        tasks = [
            task
            for making in makings.values()
            for task in tasks_of(making.planned, sources, making.folder)
        ]
        report_progress = _progress(len(tasks), settings)

        def done(task: Task, failure: Failure | None) -> None:
            making = makings[task.run]
            making.left -= 1
            if failure is not None:
                making.failures[task.report] = failure
            report_progress(task, failure)
            if not making.left:
                publish_run(
                    making.planned, making.failures, making.folder, place.folder
                )

        seconds = settings.seconds_per_report
        execute_all(in_order(tasks), kernels, settings.jobs, seconds, done)


def _progress(
    count: int, settings: RunSettings
) -> Callable[[Task, Failure | None], None]:
    """Make a function that tells how far it is and how long the rest may take."""
    started, finished = time.monotonic(), []

    def tell(task: Task, failure: Failure | None) -> None:
        finished.append(task)
        left = (time.monotonic() - started) / len(finished) * (count - len(finished))
        outcome = "failed" if failure else "done"
        settings.progress(
            f"{task.parameters.get('segment', 'all')} {task.report}: {outcome}"
            f" ({len(finished)} of {count}{_about(left)})"
        )

    return tell


def _about(seconds: float) -> str:
    """Say how long something may take, in steps that do not pretend.

    >>> [_about(0), _about(8), _about(130)]
    ['', ', about 10 s left', ', about 2 min left']
    """
    if seconds < 1:
        return ""
    if seconds < 90:
        return f", about {max(10, round(seconds, -1)):.0f} s left"
    return f", about {seconds / 60:.0f} min left"


def _name_batch(as_of: str, plans: list[Manifest]) -> str:
    """Name a batch after its day and everything that decides its numbers."""
    runs = "\n".join(plan.run for plan in plans)
    return f"{as_of}-batch-{hashlib.sha256(runs.encode()).hexdigest()[:8]}"


def _require_same_data(
    place: BatchFolder, plans: dict[str, Manifest], settings: RunSettings
) -> None:
    """Refuse to publish reports of which some may be of other data than others."""
    first = next(iter(plans.values()))
    department = first.parameter("department", "all")
    now = current_fingerprint(settings.database_url, department)
    if settings.fingerprint and now != settings.fingerprint:
        place.forget([plan.run for plan in plans.values()])
        raise CrmAnalysisError(
            "the data changed while the batch was made, so its reports may not fit each"
            " other and none is published: run it again"
        )

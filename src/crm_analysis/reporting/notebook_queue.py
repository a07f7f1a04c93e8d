"""Notebooks that wait to be executed, some at a time."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from crm_analysis.reporting.execution import Failure, execute_notebook
from crm_analysis.reporting.kernels import Kernels
from crm_analysis.reporting.manifest import Manifest
from crm_analysis.reporting.parameters import Literal


@dataclass(frozen=True)
class Task:
    """One notebook to execute.

    Attributes
    ----------
    run : name of the run that it is for
    report : its name
    source, target : the notebook, and the file for the executed one
    parameters : every parameter with its typed value
    """

    run: str
    report: str
    source: Path
    target: Path
    parameters: Mapping[str, Literal]


def tasks_of(planned: Manifest, sources: Iterable[Path], making: Path) -> list[Task]:
    """List what a planned run has to execute, into a private folder."""
    return [
        Task(planned.run, report.name, source, making / source.name, report.parameters)
        for source, report in zip(sources, planned.reports, strict=True)
    ]


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """Put one of the longest notebook first, the others from short to long.

    The longest one fits the models that others wait for; meanwhile the short ones run.
    """
    by_length = sorted(tasks, key=lambda task: task.source.stat().st_size)
    if not by_length:
        return []
    longest = by_length[-1].source
    first = next(task for task in by_length if task.source == longest)
    return [first, *(task for task in by_length if task is not first)]


def execute_all(
    tasks: Iterable[Task],
    kernels: Kernels,
    jobs: int,
    seconds: float,
    done: Callable[[Task, Failure | None], None],
) -> None:
    """Execute notebooks, some at a time.

    Parameters
    ----------
    tasks : in the order in which they are begun
    kernels : where their kernels come from
    jobs : how many at a time
    seconds : what each may take
    done : called with each task and its failure, if any, one at a time
    """
    import papermill  # noqa: F401, PLC0415  three seconds, while kernels warm up

    kernels.wait_until_warm()
    pool = ThreadPoolExecutor(max_workers=max(1, jobs))
    waiting = {
        pool.submit(
            execute_notebook,
            task.source,
            task.target,
            task.parameters,
            kernels,
            seconds,
        ): task
        for task in tasks
    }
    try:
        _gather(waiting, done)
    finally:
        # After Ctrl-C this lets go of what has not begun, and ends what has.
        pool.shutdown(wait=False, cancel_futures=True)
        kernels.stop()
        pool.shutdown(wait=True)


def _gather(
    waiting: "dict[Future[Failure | None], Task]",
    done: Callable[[Task, Failure | None], None],
) -> None:
    left = set(waiting)
    while left:
        finished, left = wait(left, return_when=FIRST_COMPLETED)
        for future in finished:
            done(waiting[future], future.result())

"""Run notebooks side by side and publish them as one run of reports."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis.reporting.execution import Failure, execute_notebook
from crm_analysis.reporting.kernels import IMPORTED_AHEAD, Kernels
from crm_analysis.reporting.manifest import (
    Manifest,
    Report,
    name_run,
    package_versions,
)
from crm_analysis.reporting.parameters import choose_values, read_parameters
from crm_analysis.reporting.publication import (
    PRIVATE,
    forget_failures,
    keep_privately,
    private_folder,
    publish,
)
from crm_analysis.reporting.records import iterate_records
from crm_analysis.reporting.sources import (
    code_fingerprint,
    find_notebooks,
    fingerprint,
    read_notebook,
    short_name,
    title_of,
)

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOT_ENOUGH_DATA = 5


@dataclass(frozen=True)
class RunSettings:
    """Where a run reads and writes, and how it is carried out.

    Attributes
    ----------
    out : folder that runs are published in
    database_url : given to the kernels as ``CRM_DATABASE_URL``, written nowhere
    jobs : how many notebooks run at a time
    seconds_per_report : after which a report is stopped and counts as failed
    notebooks : folder of the source notebooks; None for the project's
    fingerprint : of the data
    notice : what every page must say of the data
    provenance : what else is known of data and code
    imports : modules that kernels have ready
    progress : called with one sentence at a time
    """

    out: Path
    database_url: str = field(repr=False)
    jobs: int = 2
    seconds_per_report: float = 1800
    notebooks: Path | None = None
    fingerprint: str = ""
    notice: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)
    imports: Sequence[str] = IMPORTED_AHEAD
    progress: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class RunResult:
    """What came out of a run.

    Attributes
    ----------
    folder : the published run
    manifest : its manifest
    withheld : sentences of the verdicts that withheld numbers
    """

    folder: Path
    manifest: Manifest
    withheld: tuple[str, ...] = ()

    @property
    def failures(self) -> dict[str, Failure]:
        """The failed reports by name."""
        return {
            report.name: report.failure
            for report in self.manifest.reports
            if report.failure is not None
        }

    @property
    def exit_code(self) -> int:
        """0 done, 1 a report failed, 5 numbers were withheld for lack of data."""
        if self.failures:
            return 1
        return NOT_ENOUGH_DATA if self.withheld else 0


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
    environment = {"CRM_DATABASE_URL": settings.database_url}
    with Kernels(environment, settings.imports) as kernels:
        # They warm up meanwhile: reading notebooks takes three seconds of import, for
        # rfc3987_syntax, which jsonschema wants, compiles a grammar each time.
        planned = plan_run(sources, parameters, settings)
        with private_folder(settings.out) as making:
            failures = _execute_all(sources, planned, making, kernels, settings)
            return _publish(planned, failures, making, settings)


def plan_run(
    sources: list[Path], parameters: Mapping[str, object], settings: RunSettings
) -> Manifest:
    """Decide names, parameters and provenance before anything is executed."""
    notebooks = {path.stem: read_notebook(path) for path in sources}
    declared = {name: read_parameters(book) for name, book in notebooks.items()}
    values = choose_values(declared, parameters)
    reports = tuple(
        Report(
            name=name,
            title=title_of(book, short_name(name).replace("_", " ")),
            parameters=values[name],
            source_sha256=fingerprint(book),
        )
        for name, book in notebooks.items()
    )
    return name_run(
        Manifest(
            run="",
            reports=reports,
            fingerprint=settings.fingerprint,
            notice=settings.notice,
            provenance={**settings.provenance, "Code": code_fingerprint()},
            packages=package_versions(),
        )
    )


def _execute_all(
    sources: list[Path],
    planned: Manifest,
    making: Path,
    kernels: Kernels,
    settings: RunSettings,
) -> dict[str, Failure]:
    """Execute the notebooks, some at a time; return the failures by name."""
    import papermill  # noqa: F401, PLC0415  three seconds, while kernels warm up

    kernels.wait_until_warm()
    pool = ThreadPoolExecutor(max_workers=max(1, settings.jobs))
    waiting = {
        pool.submit(
            execute_notebook,
            source,
            making / source.name,
            report.parameters,
            kernels,
            settings.seconds_per_report,
        ): report.name
        for source, report in sorted(
            zip(sources, planned.reports, strict=True),
            key=lambda pair: -pair[0].stat().st_size,  # the longest first
        )
    }
    try:
        return _gather(waiting, settings.progress)
    finally:
        # After Ctrl-C this lets go of what has not begun, and ends what has.
        pool.shutdown(wait=False, cancel_futures=True)
        kernels.stop()
        pool.shutdown(wait=True)


def _gather(
    waiting: dict["Future[Failure | None]", str], progress: Callable[[str], None]
) -> dict[str, Failure]:
    failures = {}
    left = set(waiting)
    while left:
        done, left = wait(left, return_when=FIRST_COMPLETED)
        for future in done:
            name, failure = waiting[future], future.result()
            count = f"{len(waiting) - len(left)} of {len(waiting)}"
            progress(f"{name}: {'failed' if failure else 'done'} ({count})")
            if failure is not None:
                failures[name] = failure
    return failures


def _publish(
    planned: Manifest, failures: dict[str, Failure], making: Path, settings: RunSettings
) -> RunResult:
    from crm_analysis.reporting.edition import write_edition  # noqa: PLC0415
    from crm_analysis.reporting.index import write_overview  # noqa: PLC0415

    kept = {
        name: replace(failure, kept_in=f"{PRIVATE}/{planned.run}")
        for name, failure in failures.items()
    }
    forget_failures(settings.out, planned.run)
    for name in kept:
        keep_privately(making / f"{name}.ipynb", settings.out, planned.run)
    manifest = replace(
        planned,
        reports=tuple(
            replace(report, failure=kept.get(report.name)) for report in planned.reports
        ),
    )
    notebooks = write_edition(manifest, making)
    folder = settings.out / manifest.run
    making.chmod(0o755)
    publish(making, folder)
    write_overview(settings.out)
    return RunResult(folder, manifest, _withheld(notebooks))


def _withheld(notebooks: "Mapping[str, NotebookNode]") -> tuple[str, ...]:
    return tuple(
        record["sentence"]
        for notebook in notebooks.values()
        for record in iterate_records(notebook)
        if record["kind"] == "verdict" and not record["given"]
    )

"""What a run is made with, and what came out of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crm_analysis.reporting.execution import Failure
from crm_analysis.reporting.kernels import IMPORTED_AHEAD
from crm_analysis.reporting.manifest import Manifest

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
    period, data_quality, data_are_whole : as in the manifest
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
    period: str = ""
    data_quality: str = ""
    data_are_whole: bool = True
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

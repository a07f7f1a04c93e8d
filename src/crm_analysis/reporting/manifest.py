"""The manifest of a run: what was asked, with which data and code, and what came out.

Everything that a page shows beside its notebook stands here, so that a page can be made
again from the two, to the byte. It holds no moment in time: equal runs are equal files.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib import metadata
from pathlib import Path

from crm_analysis.errors import UsageError
from crm_analysis.reporting.execution import Failure
from crm_analysis.reporting.parameters import Literal

FILE = "manifest.json"
FORMAT = 1
PACKAGES = (
    "duckdb",
    "matplotlib",
    "numpy",
    "pandas",
    "scikit-learn",
    "scipy",
    "seaborn",
)


@dataclass(frozen=True)
class Report:
    """One report of a run.

    Attributes
    ----------
    name : stem of its notebook, page and source
    title : its question
    parameters : every parameter with the value it ran with
    source_sha256 : of the source notebook's cells
    failure : None if it was published
    """

    name: str
    title: str
    parameters: Mapping[str, Literal]
    source_sha256: str
    failure: Failure | None = None


@dataclass(frozen=True)
class Manifest:
    """One run of reports.

    Attributes
    ----------
    run : name of its folder
    reports : in reading order
    fingerprint : of the data
    notice : what every page must say of the data, such as that names are invented
    period : first and last day with an order before the day of the run
    data_quality : a sentence on what was left out when the data were loaded
    data_are_whole : whether that is next to nothing
    provenance : what else is known of data and code, shown on every page
    packages : version by name
    reproduced : whether every notebook, run again, said the same
    """

    run: str
    reports: tuple[Report, ...]
    fingerprint: str = ""
    notice: str = ""
    period: str = ""
    data_quality: str = ""
    data_are_whole: bool = True
    provenance: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    reproduced: bool = False

    @property
    def published(self) -> tuple[Report, ...]:
        """The reports that have a page."""
        return tuple(report for report in self.reports if report.failure is None)

    @property
    def failed(self) -> tuple[Report, ...]:
        """The reports that have none."""
        return tuple(report for report in self.reports if report.failure is not None)

    def parameter(self, name: str, default: str) -> str:
        """Look a parameter up in the first report that has it."""
        for report in self.reports:
            if name in report.parameters:
                return str(report.parameters[name])
        return default


def name_run(manifest: Manifest) -> Manifest:
    """Name a run after its day, segment and everything that decides its numbers.

    >>> name_run(Manifest("", ())).run[:12]
    'undated-all-'
    """
    decided = asdict(replace(manifest, run="", reports=_undecided(manifest)))
    text = json.dumps(decided, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    day = _plain_word(manifest.parameter("as_of", "")) or "undated"
    segment = _plain_word(manifest.parameter("segment", "all")) or "segment"
    return replace(manifest, run=f"{day}-{segment}-{digest}")


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Write ``manifest.json`` into a folder."""
    record = {"format": FORMAT, **asdict(manifest)}
    text = json.dumps(record, indent=1, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read ``manifest.json`` from a folder.

    Raises
    ------
    UsageError
        If the folder holds none, or one of another format.
    """
    try:
        record = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if record.pop("format") != FORMAT:
            raise ValueError("another format")
        reports = tuple(_read_report(report) for report in record.pop("reports"))
        return Manifest(reports=reports, **record)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{folder} is not the folder of a run: expected a {FILE} of format"
            f" {FORMAT} in it; give a folder that the report command made"
        ) from error


def package_versions() -> dict[str, str]:
    """Return the versions of the packages that numbers and figures come from."""
    return {name: metadata.version(name) for name in PACKAGES}


def _undecided(manifest: Manifest) -> tuple[Report, ...]:
    return tuple(replace(report, failure=None) for report in manifest.reports)


def _read_report(record: dict) -> Report:
    failure = record.pop("failure")
    return Report(**record, failure=None if failure is None else Failure(**failure))


def _plain_word(text: str) -> str:
    """Keep letters, digits and hyphens, so that the word is safe as a folder's name."""
    kept = (char if char.isascii() and char.isalnum() else "-" for char in text)
    return "".join(kept).strip("-")[:40]

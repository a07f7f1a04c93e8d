"""The page over all runs in a folder: failures first, then how the numbers moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from crm_analysis.errors import UsageError
from crm_analysis.reporting.formats import format_day, is_number
from crm_analysis.reporting.manifest import FILE, Manifest, read_manifest
from crm_analysis.reporting.page import fill_template
from crm_analysis.reporting.publication import replace_file, writing_to
from crm_analysis.reporting.records import Record
from crm_analysis.reporting.run_difference import read_facts
from crm_analysis.reporting.sparklines import sparkline
from crm_analysis.reporting.trust import sum_up_verdicts

LATEST = "latest"
SUMMARY = "summary.json"
MOST_LISTED = 8
HEADLINES = (
    "01_customers/customers",
    "01_customers/recent_buyers",
    "02_purchases/orders-last-month",
    "02_purchases/amount-last-month",
    "03_who_buys_next/expected-buyers",
    "03_who_buys_next/track-record-auc",
)


@dataclass(frozen=True)
class ListedRun:
    """A published run, and the way to it from the overview.

    Attributes
    ----------
    folder : where it is
    link : to its list of reports, from the folder of all runs
    manifest : of the run
    """

    folder: Path
    link: str
    manifest: Manifest

    @property
    def subject(self) -> tuple[str, str, str]:
        """What runs have in common whose numbers can be compared over time."""
        known = self.manifest.parameter
        return known("segment", "all"), known("department", "all"), self.horizon

    @property
    def horizon(self) -> str:
        """How many days ahead, or empty."""
        return self.manifest.parameter("horizon_days", "")

    @property
    def day(self) -> str:
        """The day it is as of, or empty."""
        return self.manifest.parameter("as_of", "")

    @property
    def title(self) -> str:
        """The day and the segment, in words."""
        segment, department, _ = self.subject
        day = format_day(self.day) or "Undated"
        return ", ".join([day, *_names(segment, department)])


def write_overview(out: Path) -> None:
    """Write ``index.html`` over all runs in a folder."""
    runs = list_runs(out)
    subjects = sorted({run.subject for run in runs}, key=_rank)
    page = fill_template(
        "runs.html",
        runs=runs,
        failed=[run for run in runs if run.manifest.failed],
        groups=[
            _group(subject, [run for run in runs if run.subject == subject])
            for subject in subjects
        ],
        batches=_batches(out),
        latest=LATEST if (out / LATEST / "index.html").exists() else "",
    )
    with writing_to(out, "the list of all runs is still the old one"):
        replace_file(out / "index.html", page)


def list_runs(out: Path) -> list[ListedRun]:
    """List all runs, those of batches too, the latest day first.

    What cannot be read is left out; what stands in two batches is listed once.
    """
    found = {}
    for file in (*out.glob(f"[!.]*/{FILE}"), *out.glob(f"[!.]*/[!.]*/{FILE}")):
        folder = file.parent
        if folder.is_symlink() or folder.parent.is_symlink():
            continue
        try:
            manifest = read_manifest(folder)
        except UsageError:
            continue
        link = f"{folder.relative_to(out).as_posix()}/index.html"
        found[manifest.run] = ListedRun(folder, link, manifest)
    return sorted(
        found.values(), key=lambda run: (run.day, run.manifest.run), reverse=True
    )


def _group(subject: tuple[str, str, str], runs: list[ListedRun]) -> dict[str, Any]:
    """Describe the runs of one subject, the newest first."""
    segment, department, horizon = subject
    facts = [_facts(run) for run in runs]
    return {
        "title": ", ".join(_names(segment, department)),
        "horizon": horizon,
        "runs": runs[:MOST_LISTED],
        "more": runs[MOST_LISTED:],
        "verdicts": sum_up_verdicts(facts[0].get("verdicts", [])),
        "headlines": list(_headlines(runs, facts)),
    }


def _headlines(runs: list[ListedRun], facts: list[Record]) -> Iterator[dict[str, Any]]:
    """Follow the headline numbers of the newest run back through the others."""
    by_id = [{fact["id"]: fact for fact in record["facts"]} for record in facts]
    chosen = [id_ for id_ in HEADLINES if id_ in by_id[0]] or list(by_id[0])[:3]
    by_day = dict(zip((run.day for run in runs), by_id, strict=True))
    days = sorted(by_day)
    for id_ in chosen:
        newest = by_id[0][id_]
        values = [by_day[day].get(id_, {}).get("value") for day in days]
        numbers = [value if is_number(value) else None for value in values]
        label = f"{newest['label']}, {len(days)} runs from"
        label += f" {format_day(days[0])} to {format_day(days[-1])}"
        drawn = sparkline(numbers, label) if len(days) > 1 else ""
        yield {"fact": newest, "line": Markup(drawn)}


def _facts(run: ListedRun) -> Record:
    try:
        return read_facts(run.folder)
    except UsageError:
        return {"facts": [], "exhibits": []}


def _batches(out: Path) -> list[str]:
    found = [file.parent for file in out.glob(f"[!.]*/{SUMMARY}")]
    return sorted((each.name for each in found if not each.is_symlink()), reverse=True)


def _names(segment: str, department: str) -> list[str]:
    whom = "all customers" if segment == "all" else segment.replace("_", " ")
    return [whom] if department == "all" else [whom, f"purchases from {department}"]


def _rank(subject: tuple[str, str, str]) -> tuple[bool, tuple[str, str, str]]:
    """Put everybody first, then by name."""
    return subject[0] != "all" or subject[1] != "all", subject

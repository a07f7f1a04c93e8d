"""What came out of a batch, segment by segment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crm_analysis.reporting.disclosure import describe_given_away, find_given_away
from crm_analysis.reporting.manifest import Manifest, read_manifest
from crm_analysis.reporting.reconciliation import (
    CUSTOMERS,
    EXPECTED,
    Membership,
    Reconciliation,
    reconcile,
)
from crm_analysis.reporting.records import Record
from crm_analysis.reporting.run_difference import read_facts
from crm_analysis.reporting.run_settings import NOT_ENOUGH_DATA
from crm_analysis.reporting.trust import sum_up_verdicts

SUMMARY = "summary.json"
HEADLINES = (CUSTOMERS, "01_customers/recent_buyers", EXPECTED)


@dataclass(frozen=True)
class SegmentResult:
    """The run of one segment.

    Attributes
    ----------
    segment : its name
    manifest : of its run, with its failures
    facts : contents of its ``facts.json``
    """

    segment: str
    manifest: Manifest
    facts: Record

    @property
    def withheld(self) -> tuple[str, ...]:
        """Sentences of the verdicts that withheld numbers."""
        told = self.facts.get("verdicts", [])
        return tuple(each["sentence"] for each in told if not each["given"])

    @property
    def verdicts(self) -> list[Record]:
        """What all reports of the segment say of ranking and probabilities."""
        return sum_up_verdicts(self.facts.get("verdicts", []))

    @property
    def headlines(self) -> list[Record]:
        """The facts that the index shows, those that there are."""
        facts = {fact["id"]: fact for fact in self.facts["facts"]}
        return [facts[id_] for id_ in HEADLINES if id_ in facts]

    def record(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "segment": self.segment,
            "run": self.manifest.run,
            "published": [report.name for report in self.manifest.published],
            "failed": {
                report.name: report.failure.in_words()
                for report in self.manifest.failed
            },
            "withheld": list(self.withheld),
            "facts": {
                fact["id"]: {"value": fact["value"], "unit": fact["unit"]}
                for fact in self.headlines
            },
        }


@dataclass(frozen=True)
class BatchResult:
    """The runs of all segments, and whether they add up.

    Attributes
    ----------
    folder : where they are
    as_of : day of all runs
    segments : one a segment, in the order of the file
    reconciliation : what came of adding up
    given_away : a sentence for the publisher, if pages give hidden counts away
    """

    folder: Path
    as_of: str
    segments: tuple[SegmentResult, ...]
    reconciliation: Reconciliation
    given_away: str = ""

    @property
    def failed(self) -> tuple[SegmentResult, ...]:
        """The segments of which a report failed."""
        return tuple(each for each in self.segments if each.manifest.failed)

    @property
    def has_pages(self) -> bool:
        """Whether any report was made."""
        return any(each.manifest.published for each in self.segments)

    @property
    def exit_code(self) -> int:
        """0 done, 1 a report failed or sums are wrong, 5 numbers were withheld."""
        if self.failed or not self.reconciliation.holds:
            return 1
        if any(each.withheld for each in self.segments):
            return NOT_ENOUGH_DATA
        return 0

    def record(self) -> dict[str, Any]:
        """Return it as a scheduler may read it."""
        return {
            "batch": self.folder.name.removeprefix(".batch-"),
            "as_of": self.as_of,
            "exit_code": self.exit_code,
            "reconciled": self.reconciliation.holds,
            "reconciliation": list(self.reconciliation.sentences),
            "segments": [each.record() for each in self.segments],
        }


def read_result(
    folder: Path, plans: Mapping[str, Manifest], membership: Membership
) -> BatchResult:
    """Read what was made from a folder.

    Parameters
    ----------
    folder : with a run for each segment
    plans : manifest as it was planned, by segment
    membership : who is in which segment, as the database says
    """
    segments = [
        SegmentResult(
            segment, read_manifest(folder / plan.run), read_facts(folder / plan.run)
        )
        for segment, plan in plans.items()
    ]
    first = next(iter(plans.values()))
    facts = {each.segment: each.facts for each in segments}
    return BatchResult(
        folder=folder,
        as_of=first.parameter("as_of", ""),
        segments=tuple(segments),
        reconciliation=reconcile(membership, facts),
        given_away=describe_given_away(find_given_away(membership, facts)),
    )

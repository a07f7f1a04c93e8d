"""Verify one published page: against its own notebook, then by running that again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis.errors import UsageError, VerificationError
from crm_analysis.reporting.execution import execute_notebook
from crm_analysis.reporting.facts import collect_facts
from crm_analysis.reporting.kernels import IMPORTED_AHEAD, Kernels
from crm_analysis.reporting.manifest import Manifest, Report, read_manifest
from crm_analysis.reporting.page_check import find_edits
from crm_analysis.reporting.provenance import Provenance, read_provenance
from crm_analysis.reporting.publication import temporary_folder
from crm_analysis.reporting.published_numbers import all_numbers
from crm_analysis.reporting.records import iterate_records
from crm_analysis.reporting.run_difference import RunDifference, compare_facts
from crm_analysis.reporting.snapshot import without_names
from crm_analysis.reporting.sources import read_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

SECONDS = 1800
MOST_NAMED = 20


@dataclass(frozen=True)
class Verification:
    """What came out when a page was verified.

    Attributes
    ----------
    report : its name
    edits : what in the page is not what its notebook says
    numbers : how many numbers the page publishes
    identical : how many of them came out the same
    differences : what came out otherwise, in words
    provenance : what has changed since the page was made
    """

    report: str
    edits: tuple[str, ...]
    numbers: int
    identical: int
    differences: tuple[str, ...]
    provenance: Provenance

    @property
    def holds(self) -> bool:
        """Whether the page is unchanged and every number came out the same."""
        return not self.edits and not self.differences

    def sentence(self) -> str:
        """Say it on one line, the data first where they are others."""
        if self.edits:
            return f"{self.report}: the page was edited: {'; '.join(self.edits)}"
        count = f"{self.identical} of {self.numbers} facts"
        if not self.holds:
            named = "; ".join(self.differences[:MOST_NAMED])
            more = len(self.differences) - MOST_NAMED
            rest = f"; and {more} more" if more > 0 else ""
            cause = self.provenance.likely_cause()
            if self.provenance.data:
                return f"{self.report}: {cause}; {count} are identical; {named}{rest}"
            return f"{self.report}: {count} are identical; {named}{rest}; {cause}"
        since = "; ".join(self.provenance.changes)
        return f"identical: {count}" + (f" (although {since})" if since else "")


def verify_page(
    page: Path, database_url: str, imports: Sequence[str] = IMPORTED_AHEAD
) -> Verification:
    """Hold a page against its notebook and facts, and run the notebook again.

    The notebook that is run is the published one, with the parameters it holds, by
    the code and packages that are here now. Nothing published is changed.

    Parameters
    ----------
    page : a report's page in the folder of its run
    database_url : of the data
    imports : modules that the kernel has ready

    Raises
    ------
    UsageError
        If it is no page of a report.
    VerificationError
        If the notebook does not run to its end any more.
    """
    manifest = read_manifest(page.parent)
    report = _report_of(page, manifest)
    notebook = read_notebook(page.with_suffix(".ipynb"))
    provenance = read_provenance(manifest, database_url)
    edits = find_edits(page, notebook, report, manifest, not provenance.code)
    edits = tuple(edits)
    then = collect_facts({report.name: notebook})
    if edits:
        numbers = len(all_numbers(then))
        return Verification(report.name, edits, numbers, 0, (), provenance)
    again = _run_again(page.with_suffix(".ipynb"), database_url, imports, provenance)
    difference = compare_facts(then, collect_facts({report.name: again}))
    return Verification(
        report=report.name,
        edits=(),
        numbers=len(all_numbers(then)),
        identical=_count_identical(difference),
        differences=(*_in_words(difference), *_other_changes(notebook, again)),
        provenance=provenance,
    )


def _report_of(page: Path, manifest: Manifest) -> Report:
    for report in manifest.published:
        if page.name == f"{report.name}.html":
            return report
    names = ", ".join(f"{report.name}.html" for report in manifest.published)
    raise UsageError(
        f"{page.name} is not the page of a report of {manifest.run}: give one of"
        f" {names or 'another run'}, or the folder"
    )


def _run_again(
    book: Path, database_url: str, imports: Sequence[str], provenance: Provenance
) -> "NotebookNode":
    with (
        temporary_folder() as making,
        without_names(database_url) as url,
        Kernels({"CRM_DATABASE_URL": url}, imports) as kernels,
    ):
        kernels.wait_until_warm()
        made = making / book.name
        failure = execute_notebook(book, made, {}, kernels, SECONDS)
        if failure is not None:
            said = failure.sentence or failure.error
            raise VerificationError(
                f"{book.stem}: it does not run to its end any more: {said};"
                f" {provenance.likely_cause()}"
            )
        return read_notebook(made)


def _count_identical(difference: RunDifference) -> int:
    return difference.compared - len(difference.facts) - len(difference.numbers)


def _in_words(difference: RunDifference) -> list[str]:
    changes = [change.in_words() for change in difference.facts]
    changes += [
        f"{change.after.exhibit}, {change.in_words()}" for change in difference.numbers
    ]
    gone = [f"{each.id} is gone" for each in difference.removed]
    new = [f"{each.id} is new" for each in difference.added]
    return [*changes, *gone, *new, *difference.verdicts]


def _other_changes(then: "NotebookNode", now: "NotebookNode") -> list[str]:
    """Name exhibits whose words or drawing changed while their numbers did not."""
    old, new = (
        {record["id"]: record for record in iterate_records(notebook)}
        for notebook in (then, now)
    )
    changed = []
    for id_ in [id_ for id_ in old if id_ in new]:
        parts = {
            key
            for key in {*old[id_], *new[id_]} - {"rows", "facts", "columns"}
            if old[id_].get(key) != new[id_].get(key)
        }
        if parts:
            what = "drawing" if parts == {"image_sha256"} else "words"
            changed.append(f"the {what} of {old[id_]['kind']} {id_} changed")
    return changed

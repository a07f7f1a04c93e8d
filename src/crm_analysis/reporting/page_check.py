"""Hold one page against its own notebook and facts, without executing anything.

The page of a run that was made by today's code must be, to the byte, what its notebook
and manifest give. Where the code has changed since, its words and styles may have, and
its numbers are held against the notebook one by one.
"""

import difflib
import json
import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis.errors import UsageError
from crm_analysis.reporting.edition import FACTS
from crm_analysis.reporting.facts import collect_facts
from crm_analysis.reporting.manifest import Manifest, Report
from crm_analysis.reporting.page import render_page
from crm_analysis.reporting.published_numbers import all_numbers
from crm_analysis.reporting.records import Record, iterate_records
from crm_analysis.reporting.run_difference import read_facts
from crm_analysis.reporting.tables import shown_cells

if TYPE_CHECKING:
    from nbformat import NotebookNode

LONGEST = 60
MOST_NAMED = 5


def find_edits(
    page: Path, notebook: "NotebookNode", report: Report, manifest: Manifest, same: bool
) -> Iterator[str]:
    """Yield a sentence for whatever in a page is not what its notebook says.

    Parameters
    ----------
    page : the published file
    notebook : executed, as published beside it
    report, manifest : of its run
    same : whether today's code is the one that the page was made with
    """
    found = page.read_text(encoding="utf-8")
    if same:
        yield from _edited_lines(render_page(notebook, report, manifest), found)
    else:
        yield from _missing_words(notebook, found)
    yield from _edited_facts(page.parent, report.name, notebook)


def _edited_lines(wanted: str, found: str) -> Iterator[str]:
    """Name the places in which a page is not as it was made."""
    old, new = wanted.splitlines(), found.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    for _, first, last, start, end in changed[:MOST_NAMED]:
        ours, theirs = _around_change(
            "\n".join(old[first:last]), "\n".join(new[start:end])
        )
        yield f"line {start + 1} says {theirs!r}, its notebook {ours!r}"
    if len(changed) > MOST_NAMED:
        yield f"{len(changed) - MOST_NAMED} more places differ"
    if wanted != found and not changed:
        yield "its line ends are not as they were made"


def _around_change(ours: str, theirs: str) -> tuple[str, str]:
    """Cut two texts to the words in which they differ, without tags."""
    words = [_words(ours), _words(theirs)]
    if words[0] == words[1]:  # only tags differ
        words = [ours.split(), theirs.split()]
    while all(words) and words[0][0] == words[1][0]:
        words = [each[1:] for each in words]
    while all(words) and words[0][-1] == words[1][-1]:
        words = [each[:-1] for each in words]
    first, second = (" ".join(each)[:LONGEST] for each in words)
    return first, second


def _words(html: str) -> list[str]:
    return unescape(re.sub(r"<[^>]*>", " ", html)).split()


def _missing_words(notebook: "NotebookNode", found: str) -> Iterator[str]:
    """Name what the notebook shows and the page does not."""
    shown = {text for record in iterate_records(notebook) for text in _shown(record)}
    missing = sorted(text for text in shown if escape(text) not in found)
    for text in missing[:MOST_NAMED]:
        yield f"its notebook says {text[:LONGEST]!r}, the page does not"
    if len(missing) > MOST_NAMED:
        yield f"{len(missing) - MOST_NAMED} more are missing"


def _shown(record: Record) -> Iterator[str]:
    yield from (fact["shown"] for fact in record.get("facts", []))
    yield from record.get("sentences", [])
    if "sentence" in record:
        yield record["sentence"]
    if "rows" in record:
        yield from (cell for row in shown_cells(record) for cell in row)


def _edited_facts(folder: Path, report: str, notebook: "NotebookNode") -> Iterator[str]:
    """Name the facts that are not the ones of the notebook."""
    try:
        published = all_numbers(read_facts(folder))
    except UsageError as error:
        yield str(error)
        return
    # Through JSON, as they were written: it turns pairs into lists.
    wanted = all_numbers(json.loads(json.dumps(collect_facts({report: notebook}))))
    ours = {id_: each for id_, each in published.items() if each.report == report}
    wrong = [id_ for id_ in {**wanted, **ours} if wanted.get(id_) != ours.get(id_)]
    for id_ in wrong[:MOST_NAMED]:
        says, should = (
            each.value if each else "nothing"
            for each in (ours.get(id_), wanted.get(id_))
        )
        yield f"{FACTS} says {says} for {id_}, its notebook {should}"
    if len(wrong) > MOST_NAMED:
        yield f"{len(wrong) - MOST_NAMED} more facts differ"

"""Guesses: how texts of an export that mean two things may be meant, to be checked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from crm_analysis.connectors.doubts import KINDS, in_doubt
from crm_analysis.connectors.export_file import open_export
from crm_analysis.connectors.export_files import export_files
from crm_analysis.connectors.systems import System

# What a text is like that can be read in one way only.
_EVIDENCE = {
    "decimal_mark": {
        ".": r"^[^0-9]*[0-9][0-9, ']*\.[0-9]{1,2}[^0-9.,]*$",
        ",": r"^[^0-9]*[0-9][0-9. ']*,[0-9]{1,2}[^0-9.,]*$",
    },
    "day_order": {
        "day_first": r"^\s*(1[3-9]|[23][0-9])[/-][0-9]{1,2}[/-]",
        "month_first": r"^\s*[0-9]{1,2}[/-](1[3-9]|[23][0-9])[/-]",
    },
    "time_zone": {"UTC": r"(Z|UTC|GMT|[+-]00:?00)\s*$"},
}


@dataclass(frozen=True)
class Guess:
    """What an option may be, and why that is thought."""

    option: str
    value: str
    reason: str


def guess_options(
    system: System, place: Path, options: Mapping[str, str]
) -> list[Guess]:
    """Guess the options without which files would be refused.

    Parameters
    ----------
    system, place, options
        As `stage_exports` takes them.

    Raises
    ------
    UsageError, DataRefusedError
        As `stage_exports`, but for texts that can be read in two ways.
    """
    doubts: Counter[str] = Counter()
    evidence: Counter[tuple[str, str]] = Counter()
    for table, paths in export_files(system, place, options).items():
        for path in paths:
            with open_export(path) as file:
                columns = file.heading.columns_of(table)
                for rows in file.rows(columns):
                    for kind, open_questions in KINDS.items():
                        for name in set(getattr(table, kind)) & set(columns):
                            _count(open_questions, rows[name], doubts, evidence)
    return [
        _guess(option, count, evidence)
        for option, count in doubts.items()
        if count and not options.get(option)
    ]


def _count(
    questions: tuple[str, ...],
    texts: pa.ChunkedArray,
    doubts: Counter,
    evidence: Counter,
) -> None:
    """Count texts in doubt, and those that say what the others may mean."""
    for option in questions:
        doubts[option] += pc.sum(in_doubt(option, texts)).as_py() or 0
        for value, pattern in _EVIDENCE[option].items():
            found = pc.sum(pc.match_substring_regex(texts, pattern)).as_py()
            evidence[option, value] += found or 0


def _guess(option: str, count: int, evidence: Counter) -> Guess:
    told = {value: evidence[option, value] for value in _EVIDENCE[option]}
    value = max(told, key=told.__getitem__)
    others = ", ".join(f"{number:,} say {each}" for each, number in told.items())
    reason = f"{count:,} texts can be read in two ways; of the others {others}"
    if option == "time_zone":
        reason = f"{count:,} moments name no zone; it is that of who made the export"
    return Guess(option, value, reason)

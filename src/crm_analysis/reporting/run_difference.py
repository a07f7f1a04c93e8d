"""What changed from one run of reports to another, number by number."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crm_analysis.errors import UsageError
from crm_analysis.reporting.number_change import NumberChange
from crm_analysis.reporting.published_numbers import (
    PublishedNumber,
    numbers_in_exhibits,
    numbers_on_tiles,
)
from crm_analysis.reporting.records import Record

FILE = "facts.json"


@dataclass(frozen=True)
class RunDifference:
    """Everything that two runs say differently.

    Attributes
    ----------
    facts : numbers on tiles that changed
    numbers : numbers in tables and behind figures that changed
    added, removed : what only the later, only the earlier run has
    verdicts : a sentence for each that changed
    compared : how many numbers are in both
    """

    facts: tuple[NumberChange, ...]
    numbers: tuple[NumberChange, ...]
    added: tuple[PublishedNumber, ...]
    removed: tuple[PublishedNumber, ...]
    verdicts: tuple[str, ...]
    compared: int

    @property
    def is_empty(self) -> bool:
        """Whether both runs say the same."""
        return not (
            self.facts or self.numbers or self.added or self.removed or self.verdicts
        )

    def record(self) -> dict[str, Any]:
        """Return all of it as JSON can hold it."""
        return {
            "same": self.is_empty,
            "compared": self.compared,
            "facts": [change.record() for change in self.facts],
            "numbers": [change.record() for change in self.numbers],
            "added": [asdict(number) for number in self.added],
            "removed": [asdict(number) for number in self.removed],
            "verdicts": list(self.verdicts),
        }

    def sentences(self) -> Iterator[str]:
        """Say what changed, the tiles first, then table by table."""
        if self.is_empty:
            yield f"the same: {self.compared} of {self.compared} facts"
            return
        yield from (change.in_words() for change in self.facts)
        yield from self.verdicts
        yield from _by_exhibit(self.numbers)
        yield from _presence("new", self.added)
        yield from _presence("gone", self.removed)


def compare_runs(before: Path, after: Path) -> RunDifference:
    """Compare the facts of two published runs.

    Raises
    ------
    UsageError
        If one of the folders holds no ``facts.json``.
    """
    return compare_facts(read_facts(before), read_facts(after))


def compare_facts(before: Record, after: Record) -> RunDifference:
    """Compare the contents of two ``facts.json``."""
    tiles = numbers_on_tiles(before), numbers_on_tiles(after)
    cells = numbers_in_exhibits(before), numbers_in_exhibits(after)
    old, new = tiles[0] | cells[0], tiles[1] | cells[1]
    return RunDifference(
        facts=tuple(_changes(*tiles)),
        numbers=tuple(_changes(*cells)),
        added=tuple(new[id_] for id_ in new if id_ not in old),
        removed=tuple(old[id_] for id_ in old if id_ not in new),
        verdicts=tuple(_changed_verdicts(before, after)),
        compared=sum(id_ in new for id_ in old),
    )


def read_facts(folder: Path) -> Record:
    """Read the ``facts.json`` of a run.

    Raises
    ------
    UsageError
        If there is none.
    """
    try:
        facts = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {"facts": facts["facts"], "exhibits": facts["exhibits"]} | facts
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{folder} is not the folder of a run: expected a {FILE} in it; give a"
            " folder that the report command made"
        ) from error


def _changes(
    old: dict[str, PublishedNumber], new: dict[str, PublishedNumber]
) -> Iterator[NumberChange]:
    for id_, before in old.items():
        after = new.get(id_)
        if after is None:
            continue
        rest = (before.value, before.unit, before.n, before.interval)
        if rest != (after.value, after.unit, after.n, after.interval):
            yield NumberChange.of(before, after)


def _changed_verdicts(before: Record, after: Record) -> Iterator[str]:
    """Yield a sentence for each verdict that is not as it was."""
    old, new = (
        {each["id"]: each for each in facts.get("verdicts", [])}
        for facts in (before, after)
    )
    for id_ in {**old, **new}:
        states = [_state(listed.get(id_)) for listed in (old, new)]
        if old.get(id_) != new.get(id_) and states[0] != states[1]:
            sentence = (new.get(id_) or old[id_])["sentence"]
            yield f"{id_}: was {states[0]}, is {states[1]}: {sentence}"


def _state(verdict: Record | None) -> str:
    if verdict is None:
        return "not there"
    return "given" if verdict["given"] else "withheld"


def _by_exhibit(changes: tuple[NumberChange, ...]) -> Iterator[str]:
    """Say of each table how many numbers changed, and which changed most."""
    places = dict.fromkeys(
        (change.after.report, change.after.exhibit) for change in changes
    )
    for report, exhibit in places:
        inside = [
            change
            for change in changes
            if (change.after.report, change.after.exhibit) == (report, exhibit)
        ]
        count = f"{len(inside)} number{'' if len(inside) == 1 else 's'} changed"
        most = max(inside, key=lambda change: abs(change.relative or 0))
        yield f"{report}/{exhibit}: {count}; most: {most.in_words()}"


def _presence(word: str, numbers: tuple[PublishedNumber, ...]) -> Iterator[str]:
    places = [f"{number.report}/{number.exhibit}" for number in numbers]
    for place in dict.fromkeys(places):
        inside = [each for each in numbers if f"{each.report}/{each.exhibit}" == place]
        named = "; ".join(each.label for each in inside[:3])
        more = f" and {len(inside) - 3} more" if len(inside) > 3 else ""
        yield f"{word} in {place}: {named}{more}"

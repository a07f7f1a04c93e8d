"""Facts: published numbers with id, value, unit, n and interval, and their file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm_analysis.errors import UsageError
from crm_analysis.reporting.formats import (
    Value,
    format_interval,
    format_value,
    is_number,
)
from crm_analysis.reporting.records import (
    Record,
    iterate_records,
    plain_value,
    round_to_digits,
)
from crm_analysis.reporting.small_counts import FEW, is_small

if TYPE_CHECKING:
    from nbformat import NotebookNode


@dataclass(frozen=True)
class Fact:
    """One published number.

    Attributes
    ----------
    id : unique in its report, lower-case words with hyphens or underscores
    label : what it is, in a few words
    value : number, text or None where it is missing
    unit : a unit of `crm_analysis.reporting.formats`
    n : how many it rests on; fewer than ten are not told
    interval : lower and upper end, in the unit of the value
    people : whether the value counts people, so that 1 to 9 is shown "<10"
    earlier : the same number at earlier times, by when: "90 days before", ...
        What is not known then is None.
    """

    id: str
    label: str
    value: object
    unit: str = ""
    n: int | None = None
    interval: tuple[float, float] | None = None
    people: bool = False
    earlier: Mapping[str, object] = field(default_factory=dict)


def fact_record(fact: Fact) -> Record:
    """Turn a fact into what its notebook, pages and ``facts.json`` hold."""
    hidden = fact.people and is_small(plain_value(fact.value))
    value = FEW if hidden else plain_value(fact.value)
    interval = None if hidden else _plain_interval(fact.interval)
    return {
        "id": fact.id,
        "label": fact.label,
        "value": value,
        "unit": fact.unit,
        "n": None if fact.n is None or is_small(fact.n) else int(fact.n),
        "interval": interval,
        "shown": _shown(value, fact.unit),
        "shown_interval": "" if interval is None else _between(interval, fact.unit),
        "earlier": [
            _earlier(fact, value, when, plain_value(then))
            for when, then in fact.earlier.items()
        ],
    }


def collect_facts(notebooks: "Mapping[str, NotebookNode]") -> Record:
    """Gather the facts and the tables behind all exhibits of a run.

    Parameters
    ----------
    notebooks : executed notebook by name of its report

    Returns
    -------
    dict
        ``facts``: one dict a fact; ``verdicts``: one dict a verdict, with its
        sentence; ``exhibits``: one dict a figure or table, with
        columns and rows. An id is ``<report>/<id>``, unique in the run.

    Raises
    ------
    UsageError
        If two facts, or two exhibits, of one report share an id.
    """
    facts: list[Record] = []
    exhibits: list[Record] = []
    verdicts: list[Record] = []
    for report, notebook in notebooks.items():
        for record in iterate_records(notebook):
            facts += [
                {"report": report, "exhibit": record["id"], **_of_run(report, fact)}
                for fact in record.get("facts", [])
            ]
            if record["kind"] == "verdict":
                verdicts.append({"report": report, **_of_run(report, _verdict(record))})
            if "rows" in record:
                exhibits.append(
                    {"report": report, **_of_run(report, _table_of(record))}
                )
    _check_unique("facts", facts)
    _check_unique("exhibits", exhibits)
    return {"facts": facts, "verdicts": verdicts, "exhibits": exhibits}


def _table_of(record: Record) -> Record:
    kept = ("id", "kind", "title", "n", "columns", "rows")
    return {key: record[key] for key in kept}


def _verdict(record: Record) -> Record:
    return {key: record[key] for key in ("id", "given", "sentence")}


def _of_run(report: str, fact: Record) -> Record:
    return {**fact, "id": f"{report}/{fact['id']}"}


def _check_unique(what: str, listed: Iterable[Record]) -> None:
    seen: set[str] = set()
    for item in listed:
        if item["id"] in seen:
            raise UsageError(f"two {what} are called {item['id']}: rename one of them")
        seen.add(item["id"])


def _shown(value: Value, unit: str) -> str:
    if value == FEW:
        return FEW if unit == "" else f"{FEW} {unit}"
    return format_value(value, unit)


def _plain_interval(interval: tuple[float, float] | None) -> list[float | None] | None:
    if interval is None:
        return None
    return [round_to_digits(float(end)) for end in interval]


def _earlier(fact: Fact, value: Value, when: str, then: Value) -> Record:
    """Compare a value with an earlier one; a small group gives neither away."""
    if fact.people and (is_small(then) or value == FEW):
        return {"when": when, "value": FEW if is_small(then) else then, "shown": ""}
    if not is_number(value) or not is_number(then):
        return {"when": when, "value": then, "shown": f"{when}: not known"}
    return {"when": when, "value": then, "shown": _change(value, then, fact.unit, when)}


def _change(value: float, then: float, unit: str, when: str) -> str:
    """Write a change as a percentage, of shares in points, or from none at all."""
    if unit == "share":
        return f"{format_value(value - then, 'points')} on {when}"
    if value == then:
        return f"no change on {when}"
    if then == 0:
        return f"{when}: {format_value(0, unit)}"
    moved = format_value(value / then - 1, "share")
    return f"{'+' if value > then else ''}{moved} on {when}"


def _between(interval: list[float | None], unit: str) -> str:
    low, high = interval
    if low is None or high is None:
        return ""
    return format_interval((low, high), unit)

"""Every number of a run, one by one, as its ``facts.json`` holds them.

A number on a tile is a fact with an id of its own. A number in a table, or behind a
figure, goes by its report, its exhibit, its row and its column.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from crm_analysis.reporting.formats import Value, is_number
from crm_analysis.reporting.records import Record
from crm_analysis.reporting.small_counts import CONFIDENTIAL, FEW


@dataclass(frozen=True)
class PublishedNumber:
    """One number, or the sign that stands for a hidden or a missing one.

    Attributes
    ----------
    id : unique in its run, and the same in the next run of the same report
    label : what it is, in a few words
    value : number, ``<10``, ``[c]`` or None
    unit : a unit of `crm_analysis.reporting.formats`
    n : how many it rests on; of a table, this is a number of its own
    interval : lower and upper end, or None
    report : stem of its notebook
    exhibit : the tiles, table or figure it is in
    """

    id: str
    label: str
    value: Value
    unit: str
    n: int | None
    interval: tuple[float | None, float | None] | None
    report: str
    exhibit: str


def numbers_on_tiles(facts: Record) -> dict[str, PublishedNumber]:
    """Read the numbers on tiles, by id.

    Parameters
    ----------
    facts : contents of a ``facts.json``
    """
    return {fact["id"]: _of_fact(fact) for fact in facts["facts"]}


def numbers_in_exhibits(facts: Record) -> dict[str, PublishedNumber]:
    """Read the numbers in tables and behind figures, by id.

    >>> table = {"id": "r/t", "report": "r", "title": "T", "n": 3,
    ...          "columns": [{"name": "model", "label": "Model", "unit": ""},
    ...                      {"name": "auc", "label": "AUC", "unit": ""}],
    ...          "rows": [["blend", 0.8]]}
    >>> list(numbers_in_exhibits({"exhibits": [table]}))
    ['r/t/n', 'r/t/blend/auc']
    """
    found = (number for table in facts["exhibits"] for number in _of_table(table))
    return {number.id: number for number in found}


def all_numbers(facts: Record) -> dict[str, PublishedNumber]:
    """Read every number of a run, by id: those on tiles first."""
    return numbers_on_tiles(facts) | numbers_in_exhibits(facts)


def _of_fact(fact: Record) -> PublishedNumber:
    interval = fact["interval"]
    return PublishedNumber(
        id=fact["id"],
        label=fact["label"],
        value=fact["value"],
        unit=fact["unit"],
        n=fact["n"],
        interval=None if interval is None else tuple(interval),
        report=fact["report"],
        exhibit=fact["exhibit"],
    )


def _of_table(table: Record) -> Iterator[PublishedNumber]:
    columns, rows = table["columns"], table["rows"]
    keys = _key_columns(rows, len(columns))
    if table["n"] is not None:
        yield _in_table(table, "n", "n", table["n"], "")
    counted = [
        place
        for place in range(len(columns))
        if place >= keys and any(_is_published(row[place]) for row in rows)
    ]
    for position, row in enumerate(rows, start=1):
        name = ", ".join(map(str, row[:keys])) or f"row {position}"
        for place in counted:
            column = columns[place]
            yield _in_table(
                table,
                f"{name}/{column['name']}",
                f"{column['label']}, {name}",
                row[place],
                column["unit"],
            )


def _in_table(
    table: Record, place: str, label: str, value: Value, unit: str
) -> PublishedNumber:
    return PublishedNumber(
        id=f"{table['id']}/{place}",
        label=label,
        value=value,
        unit=unit,
        n=None,
        interval=None,
        report=table["report"],
        exhibit=table["id"].removeprefix(f"{table['report']}/"),
    )


def _key_columns(rows: list[list[Value]], columns: int) -> int:
    """Return how many of the first columns tell the rows apart; 0 if none do."""
    for count in range(1, columns):
        if len({tuple(row[:count]) for row in rows}) == len(rows):
            return count
    return 0


def _is_published(value: Value) -> bool:
    return is_number(value) or value in {FEW, CONFIDENTIAL}

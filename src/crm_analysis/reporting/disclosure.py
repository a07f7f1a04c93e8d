"""Small counts that a batch hides in one segment and gives away by the others.

Each page hides its own small counts. Where segments part the customers, those of all
less those of the other segments are what one page hides. No page knows of another, so
this can only be told to whoever publishes them.
"""

from collections.abc import Iterator, Mapping

from crm_analysis.reporting.formats import Value, is_number
from crm_analysis.reporting.reconciliation import EVERYBODY, Membership
from crm_analysis.reporting.records import Record
from crm_analysis.reporting.small_counts import FEW

Place = tuple[str, ...]


def find_given_away(
    membership: Membership, facts: Mapping[str, Record]
) -> list[tuple[str, Place]]:
    """Find hidden counts that follow from everybody's and those of other segments.

    Parameters
    ----------
    membership : how the segments share the customers out
        Where somebody is in none of them, or in two, nothing follows.
    facts : contents of ``facts.json`` by segment

    Returns
    -------
    list of tuples: the segment, and the fact or the cell of a table
    """
    if membership.outside or membership.again or EVERYBODY not in facts:
        return []
    told = {segment: dict(_counts(record)) for segment, record in facts.items()}
    whole = told.pop(EVERYBODY)
    return [
        (hidden[0], place)
        for place, total in whole.items()
        if is_number(total) and len(hidden := _only_hidden(place, told)) == 1
    ]


def describe_given_away(found: list[tuple[str, Place]]) -> str:
    """Say how many there are, name one, and say what to do; empty if there is none."""
    if not found:
        return ""
    segment, place = found[0]
    count = f"{len(found)} hidden count{'' if len(found) == 1 else 's'}"
    return (
        f"{count} can be worked out from other segments, such as {' '.join(place)} of"
        f" {segment}: leave {EVERYBODY} out of the batch, or join small segments"
    )


def _only_hidden(place: Place, told: Mapping[str, Mapping[Place, Value]]) -> list[str]:
    """Return the segments that hide a count, if all others tell it; else nobody."""
    values = {segment: counts.get(place) for segment, counts in told.items()}
    hidden = [segment for segment, value in values.items() if value == FEW]
    are_told = sum(is_number(value) for value in values.values())
    return hidden if len(hidden) + are_told == len(values) else []


def _counts(record: Record) -> Iterator[tuple[Place, Value]]:
    """Go through facts and cells; a cell is known by its table, row and column."""
    for fact in record["facts"]:
        yield (fact["id"],), fact["value"]
    for table in record["exhibits"]:
        names = [column["name"] for column in table["columns"]]
        for first, *others in table["rows"]:
            for name, value in zip(names[1:], others, strict=True):
                yield (table["id"], str(first), name), value

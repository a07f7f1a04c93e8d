"""One published number in two runs: how it moved, in words and as a record."""

from dataclasses import dataclass
from typing import Any

from crm_analysis.reporting.formats import format_value, is_number
from crm_analysis.reporting.published_numbers import PublishedNumber
from crm_analysis.reporting.records import round_to_digits

SHARES = {"share", "points"}


@dataclass(frozen=True)
class NumberChange:
    """One number in two runs.

    Attributes
    ----------
    before, after : the number in each run
    absolute : after less before; None where one of them is no number
    relative : the same as a share of before; None where that is 0 or no number
    intervals_overlap : None where one of them has no interval
    """

    before: PublishedNumber
    after: PublishedNumber
    absolute: float | None
    relative: float | None
    intervals_overlap: bool | None

    @classmethod
    def of(cls, before: PublishedNumber, after: PublishedNumber) -> "NumberChange":
        """Compare a number with the one of the same id in a later run."""
        known = is_number(before.value) and is_number(after.value)
        absolute = after.value - before.value if known else None
        relative = absolute / abs(before.value) if known and before.value else None
        return cls(
            before,
            after,
            None if absolute is None else round_to_digits(float(absolute)),
            None if relative is None else round_to_digits(float(relative)),
            _overlap(before.interval, after.interval),
        )

    def in_words(self) -> str:
        """Say what the number was, is, and by how much it moved."""
        was = format_value(self.before.value, self.before.unit)
        now = format_value(self.after.value, self.after.unit)
        overlap = {True: "the intervals overlap", False: "the intervals are apart"}
        if self.before.label != self.after.label:
            was = f"{was} ({self.before.label})"
        said = [f"was {was}, is {now}", self._movement()]
        said.append(overlap.get(self.intervals_overlap, ""))
        return f"{self.after.label}: {'; '.join(filter(None, said))}"

    def record(self) -> dict[str, Any]:
        """Return the change as JSON can hold it."""
        return {
            "id": self.after.id,
            "label": self.after.label,
            "report": self.after.report,
            "exhibit": self.after.exhibit,
            "unit": self.after.unit,
            "before": self.before.value,
            "after": self.after.value,
            "n_before": self.before.n,
            "n_after": self.after.n,
            "interval_before": self.before.interval,
            "interval_after": self.after.interval,
            "absolute": self.absolute,
            "relative": self.relative,
            "intervals_overlap": self.intervals_overlap,
        }

    def _movement(self) -> str:
        if not self.absolute:
            return ""
        if self.after.unit in SHARES:
            return format_value(self.absolute, "points")
        sign = "+" if self.absolute > 0 else ""
        moved = f"{sign}{format_value(self.absolute, self.after.unit)}"
        if self.relative is None:
            return moved
        share = format_value(self.relative, "share")
        return f"{'+' if self.relative > 0 else ''}{share} ({moved})"


def _overlap(
    first: tuple[float | None, ...] | None, second: tuple[float | None, ...] | None
) -> bool | None:
    if first is None or second is None or None in {*first, *second}:
        return None
    return first[0] <= second[1] and second[0] <= first[1]

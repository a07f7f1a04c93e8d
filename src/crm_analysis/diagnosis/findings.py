"""Findings: one thing that was looked at, and how bad it is."""

from dataclasses import dataclass

PROBLEM, WARNING, FINE = "problem", "warning", "fine"
LEVELS = (PROBLEM, WARNING, FINE)


@dataclass(frozen=True)
class Finding:
    """What was found, in words that need no expert.

    Attributes
    ----------
    level : str
        ``problem``: something will be refused or wrong; ``warning``: something works
        less well; ``fine``: as it should be.
    topic : str
        What was looked at, in a word that programs can rely on.
    text : str
        A sentence, with what to do where something is to be done.
    """

    level: str
    topic: str
    text: str

    def __post_init__(self) -> None:
        """Refuse a level that is none."""
        if self.level not in LEVELS:
            raise ValueError(f"level is {self.level!r}, expected one of {LEVELS}")


def worst_first(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort findings by level; of one level, they stay in the order given.

    >>> found = [Finding(FINE, "a", "A."), Finding(PROBLEM, "b", "B.")]
    >>> [each.topic for each in worst_first(found)]
    ['b', 'a']
    """
    return tuple(sorted(findings, key=lambda each: LEVELS.index(each.level)))

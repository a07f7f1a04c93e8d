"""What a reader is told first: how far a page can be trusted, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crm_analysis.reporting.manifest import Manifest
from crm_analysis.reporting.records import Record

GIVEN, WITHHELD, OPEN = "given", "withheld", "open"
NOT_ASKED = {
    "ranking": "This report puts customers in no order.",
    "probabilities": "This report gives no probabilities.",
}


@dataclass(frozen=True)
class TrustSign:
    """One thing that trust rests on.

    Attributes
    ----------
    id : of its place on the page
    name : what it is about
    word : how it stands, in a word or two
    state : ``given``, ``withheld`` or ``open``
    sentence : the reason
    """

    id: str
    name: str
    word: str
    state: str
    sentence: str

    @property
    def is_asked(self) -> bool:
        """Whether the page has anything that this is about."""
        return self.state != OPEN or self.id == "trust-reproduced"


def read_signs(records: Iterable[Record], manifest: Manifest) -> list[TrustSign]:
    """Read the signs of one page: data, ranking, probabilities, reproduced.

    Parameters
    ----------
    records : of the exhibits on the page
    manifest : of its run
    """
    verdicts = {
        record["verdict"]: record for record in records if record["kind"] == "verdict"
    }
    return [
        *_of_data(manifest),
        _of_verdict("ranking", verdicts),
        _of_verdict("probabilities", verdicts),
        _of_reproduction(manifest),
    ]


def _of_data(manifest: Manifest) -> list[TrustSign]:
    sentence = " ".join(filter(None, (manifest.data_quality, manifest.notice)))
    if not sentence:
        return []
    state = GIVEN if manifest.data_are_whole else WITHHELD
    word = "whole" if manifest.data_are_whole else "see below"
    return [TrustSign("trust-data", "Data", word, state, sentence)]


def _of_verdict(kind: str, verdicts: Mapping[str, Record]) -> TrustSign:
    place, name = f"trust-{kind}", kind.capitalize()
    if kind not in verdicts:
        return TrustSign(place, name, "not asked for", OPEN, NOT_ASKED[kind])
    given = verdicts[kind]["given"]
    return TrustSign(
        place,
        name,
        "given" if given else "withheld",
        GIVEN if given else WITHHELD,
        verdicts[kind]["sentence"],
    )


def _of_reproduction(manifest: Manifest) -> TrustSign:
    if manifest.reproduced:
        sentence = (
            "Every cell was run again on the same data and gave the same numbers,"
            " tables and figures."
        )
        return TrustSign("trust-reproduced", "Reproduced", "yes", GIVEN, sentence)
    sentence = (
        "Not checked yet: the notebook behind this page has been run once. Nobody has"
        " run it again to compare."
    )
    return TrustSign("trust-reproduced", "Reproduced", "not yet", OPEN, sentence)

"""Tombstones: how a load recognises a person who was forgotten, without knowing who.

A tombstone is a keyed hash of the source system and the source's key, as a pseudonym
is, by another key: nobody can tell from the two that they are of one person. Unless
there is a key of its own, it is derived from that of pseudonyms; who changes that one
keeps the old one for tombstones, see SECURITY.md.
"""

import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass

from crm_analysis.errors import PrivacyError
from crm_analysis.keys import key_folder, read_or_make_key
from crm_analysis.pseudonyms import pseudonym, read_key

NAME, VARIABLE = "tombstone", "CRM_TOMBSTONE_KEY"


@dataclass(frozen=True)
class Tombstones:
    """Those of a database, and the key that they were made with."""

    known: frozenset[str]
    key: bytes

    def is_forgotten(self, source_system: str | None, source_id: str | None) -> bool:
        """Tell whether a person of a source was forgotten."""
        if source_system is None or source_id is None:
            return False
        return pseudonym(self.key, source_system, source_id) in self.known


def tombstone(source_system: str, source_id: str) -> str:
    """Return what is left of a person who is forgotten."""
    return pseudonym(read_tombstone_key(), source_system, source_id)


def key_check() -> str:
    """Return what tells whether two tombstones were made with the same key."""
    return _check(read_tombstone_key())


def read_tombstones(rows: Iterable[dict]) -> Tombstones:
    """Take up the rows of the table ``tombstones``.

    Raises
    ------
    PrivacyError
        If they were made with another key than this user has: nobody would be
        recognised, and everybody who was forgotten would be back.
    """
    rows = list(rows)
    if not rows:
        return Tombstones(frozenset(), b"")
    key = read_tombstone_key()
    if {row["key_check"] for row in rows} != {_check(key)}:
        raise PrivacyError(
            f"{len(rows)} people were forgotten under another key than the one here, so"
            " a load could not leave them out; give that key in CRM_TOMBSTONE_KEY, or"
            f" in {key_folder() / 'tombstone.key'}"
        )
    return Tombstones(frozenset(row["tombstone"] for row in rows), key)


def read_tombstone_key() -> bytes:
    """Read the key of tombstones; without one it is derived from that of pseudonyms."""
    if os.environ.get(VARIABLE) or (key_folder() / f"{NAME}.key").exists():
        given = read_or_make_key(NAME, VARIABLE)
    else:
        given = read_key()
    return hmac.digest(given, b"tombstones", "sha256")


def _check(key: bytes) -> str:
    return pseudonym(key, "", "")

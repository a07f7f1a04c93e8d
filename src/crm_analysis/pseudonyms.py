"""Pseudonyms: what reports call a customer.

A pseudonym is a keyed hash (HMAC-SHA256) of the source system and the source's key.
The key lives outside the repository and the database, so neither gives anybody away.
"""

import base64
import hmac
from collections.abc import Iterable
from pathlib import Path

from crm_analysis.keys import key_folder, read_or_make_key

NAME, VARIABLE = "pseudonym", "CRM_PSEUDONYM_KEY"


def pseudonym(key: bytes, source_system: str, source_id: str) -> str:
    """Return the pseudonym of one customer: twelve letters and digits, in fours.

    Twelve characters of base 32 are 60 bits: among a million customers the chance
    that any two share one is below one in a million.

    Examples
    --------
    >>> pseudonym(b"a key for this example only", "shop", "17")
    '6dtk-6c45-j4uf'
    """
    # The length in front keeps ("a", "bc") and ("ab", "c") apart.
    text = f"{len(source_system)}:{source_system}{source_id}".encode()
    digest = hmac.digest(key, text, "sha256")
    letters = base64.b32encode(digest[:10]).decode().lower()
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:12]}"


def pseudonyms(source_system: str, source_ids: Iterable[str]) -> list[str]:
    """Return the pseudonyms of many customers of one source, in order."""
    key = read_key()
    return [pseudonym(key, source_system, source_id) for source_id in source_ids]


def key_file() -> Path:
    """Return where the key is kept: in the user's configuration folder."""
    return key_folder() / f"{NAME}.key"


def read_key() -> bytes:
    """Read the key from ``CRM_PSEUDONYM_KEY`` or its file; make it on first use.

    Raises
    ------
    PrivacyError
        As `read_or_make_key`.
    """
    return read_or_make_key(NAME, VARIABLE)

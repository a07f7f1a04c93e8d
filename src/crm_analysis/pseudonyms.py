"""Pseudonyms: what reports call a customer.

A pseudonym is a keyed hash (HMAC-SHA256) of the source system and the source's key.
The key lives outside the repository and the database, so neither gives anybody away.
"""

import base64
import contextlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path

from crm_analysis.errors import PrivacyError

VARIABLE = "CRM_PSEUDONYM_KEY"


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
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "crm_analysis" / "pseudonym.key"


def read_key() -> bytes:
    """Read the key from ``CRM_PSEUDONYM_KEY`` or its file; make it on first use.

    Raises
    ------
    PrivacyError
        If others than the owner have a right to the file, if it is empty, or if it
        can be neither read nor made.
    """
    if value := os.environ.get(VARIABLE):
        return value.encode()
    path = key_file()
    try:
        return _read_private(path) if path.exists() else _make_key(path)
    except OSError as error:
        raise PrivacyError(
            f"the pseudonym key {path} cannot be read or made ({error.strerror}); see"
            f" to the folder, or give a key in {VARIABLE}"
        ) from None


def _read_private(path: Path) -> bytes:
    """Read a key that nobody but the owner can read."""
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PrivacyError(
            f"the pseudonym key {path} can be read by others; take their rights away"
            f" with `chmod 600 {path}`"
        )
    key = path.read_bytes()
    if not key.strip():
        # An empty key would hash as well, and let anybody work out who is who.
        raise PrivacyError(
            f"the pseudonym key {path} is empty; restore it from a backup, or delete"
            " it and load everything again under a new one"
        )
    return key


def _make_key(path: Path) -> bytes:
    """Write a new key that only the owner can read; never over an old one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    side = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(side, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        # The link appears whole, and not at all if another process was first.
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(side)
    finally:
        side.unlink()
    return _read_private(path)

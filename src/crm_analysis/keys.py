"""Keys: secrets that live outside the repository and the database, for one user alone.

A key is in the environment, or in a file of the user's configuration folder that is
made on first use and that nobody else has a right to.
"""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from crm_analysis.errors import PrivacyError


def key_folder() -> Path:
    """Return where keys are kept: in the user's configuration folder."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "crm_analysis"


def read_or_make_key(name: str, variable: str) -> bytes:
    """Read a key from the environment or its file; make the file on first use.

    Parameters
    ----------
    name : str
        What it is the key of: the file is called so, with ``.key`` behind it.
    variable : str
        The environment variable that stands in for the file.

    Raises
    ------
    PrivacyError
        If others than the owner have a right to the file, if it is empty, or if it
        can be neither read nor made.
    """
    if value := os.environ.get(variable):
        return value.encode()
    path = key_folder() / f"{name}.key"
    try:
        return _read_private(path, name) if path.exists() else _make(path, name)
    except OSError as error:
        raise PrivacyError(
            f"the {name} key {path} cannot be read or made ({error.strerror}); see"
            f" to the folder, or give a key in {variable}"
        ) from None


def require_private(path: Path, what: str) -> None:
    """Refuse a file that others than its owner have a right to.

    Raises
    ------
    PrivacyError
        With the command that takes their rights away.
    """
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PrivacyError(
            f"{what} {path} can be read by others; take their rights away with"
            f" `chmod 600 {path}`"
        )


def _read_private(path: Path, name: str) -> bytes:
    """Read a key that nobody but the owner can read."""
    require_private(path, f"the {name} key")
    key = path.read_bytes()
    if not key.strip():
        # An empty key would hash as well, and let anybody work out who is who.
        raise PrivacyError(
            f"the {name} key {path} is empty; restore it from a backup, or delete"
            " it and load everything again under a new one"
        )
    return key


def _make(path: Path, name: str) -> bytes:
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
    return _read_private(path, name)

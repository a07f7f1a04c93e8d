"""Staging files: where the tables of a source lie between two loads, and who may look.

They hold what the source holds, names and addresses too: only their owner can read
them, and what forgets a person has to go through `staging_files`.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from crm_analysis.connectors.systems import System
from crm_analysis.database.duckdb import DuckDBDatabase
from crm_analysis.paths import data_folder

_ENDING = ".duckdb"


def staging_folder() -> Path:
    """Return the folder of staging files, which only its owner can open."""
    return data_folder() / "staging"


def staging_files() -> list[Path]:
    """List every file that holds staged rows of a source, logs of DuckDB's too."""
    return sorted(path for path in staging_folder().glob("*") if path.is_file())


@contextmanager
def kept_staging(
    system: System, source: str, options: Mapping[str, str]
) -> Iterator[DuckDBDatabase]:
    """Open the staging of a database, which is kept for the next load.

    Who the user is, and the password, do not matter for which file it is.
    """
    folder = staging_folder()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    path = folder / f"{system.name}-{_digest(source, options)}{_ENDING}"
    with _private_files():
        staging = DuckDBDatabase(path, read_only=False)
    with staging:
        path.chmod(0o600)
        yield staging


@contextmanager
def passing_staging() -> Iterator[DuckDBDatabase]:
    """Open a staging that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="crm-analysis-staging-") as folder:
        path = Path(folder) / f"staging{_ENDING}"
        with DuckDBDatabase(path, read_only=False) as staging:
            yield staging


def _digest(source: str, options: Mapping[str, str]) -> str:
    """Return a short digest of where a source is, without who reads it."""
    parts = urlsplit(source)
    where = (parts.hostname, parts.port, parts.path, options.get("prefix"))
    return hashlib.sha256(repr(where).encode()).hexdigest()[:12]


@contextmanager
def _private_files() -> Iterator[None]:
    """Make files that others cannot read, until the end of the ``with``."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)

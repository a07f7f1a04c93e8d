"""Database addresses: what ``--database`` and ``CRM_DATABASE_URL`` may say."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from crm_analysis.errors import UsageError
from crm_analysis.paths import data_folder

VARIABLE = "CRM_DATABASE_URL"
_PREFIX = "duckdb:///"


@dataclass(frozen=True)
class Address:
    """Where a database is: an engine and the place it is found at."""

    engine: str
    path: Path

    def __str__(self) -> str:
        """Return the address as a URL without secrets."""
        return f"{_PREFIX}{self.path}"


def parse_address(url: str | None) -> Address:
    """Read a database address, or the default one.

    Parameters
    ----------
    url : str or None
        ``duckdb:///relative/or/absolute/path``. None stands for the environment
        variable ``CRM_DATABASE_URL``, and without that for ``data/crm.duckdb``.

    Raises
    ------
    UsageError
        If the URL names no engine that is supported.

    Examples
    --------
    >>> parse_address("duckdb:///shop.duckdb").engine
    'duckdb'
    """
    url = url or os.environ.get(VARIABLE)
    if not url:
        return Address("duckdb", data_folder() / "crm.duckdb")
    path = url.removeprefix(_PREFIX)
    if path == url or not path:
        raise UsageError(
            f"the database address is {mask(url)}, expected duckdb:/// and a path,"
            " for instance duckdb:///data/crm.duckdb"
        )
    return Address("duckdb", Path(path).resolve())


def mask(url: str) -> str:
    """Hide the passwords of a URL, also of one that is not quite a URL.

    Examples
    --------
    >>> mask("mysql+pymysql://root:secret@localhost/crm")
    'mysql+pymysql://root:***@localhost/crm'
    >>> mask("postgresql://localhost/crm?user=root&password=secret")
    'postgresql://localhost/crm?user=root&password=***'
    """
    start = "//" if "//" in url else "^"
    url = re.sub(rf"({start}[^:/@]*):.*@", r"\1:***@", url, flags=re.DOTALL)
    return re.sub(_SECRET_PARAMETER, r"\1***", url)


_SECRET_PARAMETER = r"(?i)((?:pass|pwd|secret|token|key)\w*\s*=\s*)[^&\s]+"

"""Database addresses: what ``--database`` and ``CRM_DATABASE_URL`` may say."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from crm_analysis.errors import UsageError
from crm_analysis.paths import data_folder

VARIABLE = "CRM_DATABASE_URL"
_PREFIX = "duckdb:///"
_SCHEMES = {
    "mysql": "mysql",
    "mysql+pymysql": "mysql",
    "mariadb": "mysql",
    "mariadb+pymysql": "mysql",
    "postgresql": "postgres",
    "postgresql+psycopg": "postgres",
    "postgres": "postgres",
}


@dataclass(frozen=True)
class Address:
    """Where a database is: an engine and the place it is found at.

    Attributes
    ----------
    engine : str
        sqlglot's name of its dialect: ``duckdb``, ``mysql`` (MariaDB too),
        ``postgres`` or ``spark``.
    path : Path or None
        The file of a DuckDB database, the folder of tables that Spark reads.
    url : str
        The address as it was given, secrets and all; never shown.
    master : str
        Who works for Spark: ``spark://host:7077``, ``local[*]``, ...
    """

    engine: str
    path: Path | None = None
    url: str = field(default="", repr=False)
    master: str = ""

    def __str__(self) -> str:
        """Return the address as a URL without secrets."""
        return mask(self.url)


def parse_address(url: str | None) -> Address:
    """Read a database address, or the default one.

    Parameters
    ----------
    url : str or None
        ``duckdb:///relative/or/absolute/path``,
        ``mysql+pymysql://user:password@host:3306/database`` or
        ``postgresql+psycopg://user:password@host:5432/database``,
        ``spark://host:7077/folder`` for the tables in a folder and a cluster that
        reaches it, or ``spark:///folder?master=local-cluster[2,1,2048]`` for this
        machine (``local[*]`` if no master is named). A folder behind one slash is
        relative, behind two it is absolute. None stands for the environment variable
        ``CRM_DATABASE_URL``, and without that for ``data/crm.duckdb``.

    Raises
    ------
    UsageError
        If the URL names no engine that is supported, or no database.

    Examples
    --------
    >>> parse_address("duckdb:///shop.duckdb").engine
    'duckdb'
    >>> str(parse_address("mysql+pymysql://root:secret@localhost/crm"))
    'mysql+pymysql://root:***@localhost/crm'
    >>> parse_address("spark://master.example:7077//shared/crm").master
    'spark://master.example:7077'
    """
    url = url or os.environ.get(VARIABLE)
    if not url:
        return _file(data_folder() / "crm.duckdb")
    path = url.removeprefix(_PREFIX)
    if path != url and path:
        return _file(Path(path).resolve())
    if url.startswith("spark://"):
        return _spark(url)
    engine = _SCHEMES.get(url.partition("://")[0])
    if engine is None:
        raise UsageError(
            f"the database address is {mask(url)}, expected duckdb:/// and a path,"
            " mysql+pymysql:// or postgresql+psycopg:// and a server, or spark:// and a"
            " folder, for instance duckdb:///data/crm.duckdb or"
            " mysql+pymysql://root@localhost/crm"
        )
    return _server(url, engine)


def _file(path: Path) -> Address:
    return Address("duckdb", path, f"{_PREFIX}{path}")


def _server(url: str, engine: str) -> Address:
    """Read the address of a server; what is wrong with it is said without secrets."""
    try:
        parts = urlsplit(url)
        is_clear = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_clear = False
    if not is_clear or not parts.path.strip("/"):
        raise UsageError(
            f"the database address is {mask(url)}, expected"
            " user:password@host:port/database behind the slashes; write signs like"
            " @ : / # in a password as %40 %3A %2F %23"
        )
    return Address(engine, None, url)


def _spark(url: str) -> Address:
    """Read the address of a folder of tables, and of who works on them."""
    where, _, asked = url.removeprefix("spark://").partition("?")
    host, _, folder = where.partition("/")
    given = parse_qs(asked, keep_blank_values=True)
    masters = given.pop("master", ["local[*]"])
    if not folder or given or len(masters) > 1 or (host and "?master=" in url):
        raise UsageError(
            f"the database address is {mask(url)}, expected spark://host:7077/folder"
            " for a cluster, or spark:///folder and, if you like,"
            " ?master=local-cluster[2,1,2048] for this machine"
        )
    master = f"spark://{host}" if host else masters[0]
    return Address("spark", Path(folder).resolve(), url, master)


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

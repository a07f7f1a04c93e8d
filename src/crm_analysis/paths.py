"""Where the project's folders are, whatever the working directory is.

Kernels start in the caller's directory under papermill and in the notebook's own
under nbval, so nothing in this package may depend on the working directory.
"""

import os
from functools import cache
from pathlib import Path

from crm_analysis.errors import UsageError


def project_root() -> Path:
    """Return the folder that holds ``sql/`` and ``notebooks/``.

    It is the checkout this package was installed from, or the folder named by the
    environment variable ``CRM_ANALYSIS_HOME``.

    Raises
    ------
    UsageError
        If that folder has no ``sql/schema``.
    """
    return _root(os.environ.get("CRM_ANALYSIS_HOME"))


@cache  # it is asked for at every query, and takes the disk a while
def _root(home: str | None) -> Path:
    checkout = Path(__file__).resolve().parents[2]
    root = Path(home or checkout).resolve()
    if not (root / "sql" / "schema").is_dir():
        raise UsageError(
            f"no sql/schema folder under {root}; set CRM_ANALYSIS_HOME to a checkout"
            " of crm_analysis"
        )
    return root


def sql_folder() -> Path:
    """Return the folder of SQL files itself, wherever links to it are.

    What is parsed of a file is kept by its path.
    """
    return (project_root() / "sql").resolve()


def notebooks_folder() -> Path:
    """Return the folder of report notebooks."""
    return project_root() / "notebooks"


def data_folder() -> Path:
    """Return the folder of the default database."""
    return project_root() / "data"


def reports_folder() -> Path:
    """Return the folder that reports are published to by default."""
    return project_root() / "reports"

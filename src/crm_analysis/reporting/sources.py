"""The source notebooks: finding them by name, their titles and fingerprints."""

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from crm_analysis.errors import UsageError
from crm_analysis.paths import notebooks_folder, sql_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode


def find_notebooks(names: list[str] | None, folder: Path | None = None) -> list[Path]:
    """Find notebooks by stem, or by stem without its number, in the order of the stems.

    Parameters
    ----------
    names : list of str, or None for all
    folder : default: the project's ``notebooks/``

    Returns
    -------
    list of Path, each notebook once

    Raises
    ------
    UsageError
        If a name is unknown, with the names there are.
    """
    place = folder or notebooks_folder()
    known = {path.stem: path for path in sorted(place.glob("*.ipynb"))}
    if not known:
        raise UsageError(
            f"no notebooks in {place}: expected files such as 01_name.ipynb"
        )
    if not names:
        return list(known.values())
    wanted = {_stem_of(name, known) for name in names}
    return [path for stem, path in known.items() if stem in wanted]


def short_name(stem: str) -> str:
    """Take the number off the front of a stem.

    >>> short_name("03_who_buys_next")
    'who_buys_next'
    """
    return re.sub(r"^\d+_", "", stem)


def read_notebook(path: Path) -> "NotebookNode":
    """Read a notebook file.

    Raises
    ------
    UsageError
        If it is not one.
    """
    import nbformat  # noqa: PLC0415  half a second of import

    try:
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise UsageError(f"{path} cannot be read as a notebook") from error


def title_of(notebook: "NotebookNode", default: str) -> str:
    """Read the first heading of a notebook, its question."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = re.search(r"^#\s+(.+?)\s*$", cell.source, flags=re.MULTILINE)
            if heading:
                return heading[1]
    return default


def fingerprint(notebook: "NotebookNode") -> str:
    """Return the SHA-256 of all cells: kinds, texts and tags, no outputs."""
    digest = hashlib.sha256()
    for cell in notebook.cells:
        tags = ",".join(cell.metadata.get("tags", []))
        digest.update(f"{cell.cell_type}\0{tags}\0{cell.source}\0\0".encode())
    return digest.hexdigest()


def code_fingerprint() -> str:
    """Return twelve digits of the SHA-256 of this package's files and its SQL."""
    package = Path(__file__).parents[1]
    files = [
        *(
            path
            for kind in ("py", "html", "css")
            for path in package.rglob(f"*.{kind}")
        ),
        *sql_folder().rglob("*.sql"),
    ]
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda file: file.as_posix()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _stem_of(name: str, known: dict[str, Path]) -> str:
    for stem in known:
        if name in {stem, short_name(stem)}:
            return stem
    raise UsageError(
        f"no report is called {name}: there are"
        f" {', '.join(short_name(stem) for stem in known)}"
    )

"""Print pages as tagged PDF files with a Chromium that is on the machine."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from crm_analysis.errors import CrmAnalysisError, UsageError

VARIABLE = "CRM_CHROMIUM"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
SECONDS = 120
SWITCHES = (  # to print, and to keep to itself
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
)


def find_printer() -> str:
    """Find a Chromium.

    Raises
    ------
    UsageError
        If there is none.
    """
    named = os.environ.get(VARIABLE)
    names = (named,) if named else PROGRAMS
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise UsageError(
            f"found none of {', '.join(names)} to print with: install chromium, or name"
            f" the program in {VARIABLE}"
        )
    return found


def print_run(run: Path, printer: str) -> list[Path]:
    """Print every report of a published run.

    The files go into a folder ``pdf`` beside the runs: a run itself holds only what
    follows from its notebooks, to the byte, and a PDF holds the moment it was made.

    Parameters
    ----------
    run : the published folder
    printer : from `find_printer`

    Returns
    -------
    list of Path, one a report

    Raises
    ------
    CrmAnalysisError
        If a page cannot be printed.
    """
    folder = run.parent / "pdf" / run.name
    folder.mkdir(parents=True, exist_ok=True)
    pages = sorted(page for page in run.glob("*.html") if page.name != "index.html")
    return [_print(page, folder / f"{page.stem}.pdf", printer) for page in pages]


def _print(page: Path, target: Path, printer: str) -> Path:
    beside = target.with_name(f".{target.name}.new")
    with tempfile.TemporaryDirectory(prefix="crm-printing-") as profile:
        command = [printer, *SWITCHES, f"--user-data-dir={profile}"]
        if os.getuid() == 0:
            command.append("--no-sandbox")  # it refuses to run as root with one
        command += [f"--print-to-pdf={beside}", page.resolve().as_uri()]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=SECONDS)
            beside.replace(target)
        except (OSError, subprocess.SubprocessError):
            beside.unlink(missing_ok=True)
            raise CrmAnalysisError(
                f"{page.name} could not be printed by {printer}: open it in a browser"
                " and print it there"
            ) from None
    return target

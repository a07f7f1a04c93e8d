"""The project as it is committed: its files, its texts, its notebooks."""

import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def tracked_files():
    """Return every file that is or is about to be committed."""
    git = ["git", "-c", "safe.directory=*"]  # who tests need not own the files
    listing = subprocess.run(
        [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="session")
def texts(tracked_files):
    """Return the text of every tracked file that is text, by path from the root."""
    found = {}
    for path in tracked_files:
        try:
            found[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.fixture(scope="session")
def documents(texts):
    """Return the Markdown documents by path from the root."""
    return {name: text for name, text in texts.items() if name.endswith(".md")}


@pytest.fixture(scope="session")
def notebooks(texts):
    """Return the notebooks by path from the root."""
    return {
        name: json.loads(text)
        for name, text in texts.items()
        if name.endswith(".ipynb")
    }

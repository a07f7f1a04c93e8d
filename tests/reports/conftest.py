"""The standard reports, made once by the command that users type."""

import fcntl
import json
import os
import sys
from pathlib import Path

import pytest
from report_command import Published, publish

from crm_analysis.cli import main


@pytest.fixture(scope="session")
def of_sample(sample_url, tmp_path_factory):
    return published_once(sample_url, tmp_path_factory, "sample")


@pytest.fixture(scope="session")
def of_complete_journey(complete_journey_url, tmp_path_factory):
    return published_once(complete_journey_url, tmp_path_factory, "journey")


def published_once(url, factory, name):
    """Publish once a session, also when several workers share the tests."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    kept = folder / f"reports_of_{name}.json"
    with (folder / f"reports_of_{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            run = publish(url, folder / f"published_{name}")
            words = [str(run.folder), run.exit_code, run.printed, run.database_url]
            kept.write_text(json.dumps(words), encoding="utf-8")
        path, *others = json.loads(kept.read_text(encoding="utf-8"))
        return Published(Path(path), *others)


@pytest.fixture
def ask(sample_url, monkeypatch, capsys):
    """Return the call of the program in this process: exit code and what it says."""

    def call(*words):
        monkeypatch.setattr(
            sys, "argv", ["crm-analysis", "--database", sample_url, *words]
        )
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, capsys.readouterr().err

    return call

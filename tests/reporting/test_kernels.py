"""Kernels: how they end, and that forked ones compute what plain ones do."""

import contextlib
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import nbformat
import pytest
from toy_notebooks import code, save_notebooks

from crm_analysis.reporting import kernels as kernels_module
from crm_analysis.reporting.execution import execute_notebook
from crm_analysis.reporting.kernels import LONGEST_PLACE, Kernels, can_fork

COMPUTE = """
import os
import duckdb, numpy as np
from sklearn.linear_model import LogisticRegression
x = np.random.default_rng(0).normal(size=(400, 3))
model = LogisticRegression().fit(x, x[:, 0] > 0)
total = duckdb.sql("select sum(range) from range(100000)").fetchone()[0]
print(total, model.coef_.round(4).tolist(), (x.T @ x).round(4).tolist())
print(os.environ["CRM_DATABASE_URL"])
"""
HEAVY = ("numpy", "duckdb", "sklearn.linear_model")


def run(folder, kernels):
    target = folder / "done.ipynb"
    assert execute_notebook(folder / "01_sums.ipynb", target, {}, kernels, 120) is None
    return nbformat.read(target, as_version=4).cells[-1].outputs[0].text


def processes_with(text):
    """Find running processes that were given a text, by their command lines."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if text in command.read_text():
                found.append(command.parent.name)
    return found


def wait_for(condition):
    """Wait until something is so; what never is so ends with the test's time."""
    while not condition():
        time.sleep(0.1)


def test_a_forked_kernel_computes_what_a_plain_one_does(tmp_path, monkeypatch):
    save_notebooks(tmp_path, {"01_sums": [code(COMPUTE)]})
    with Kernels({"CRM_DATABASE_URL": "duckdb:///x"}, HEAVY) as forked:
        first = run(tmp_path, forked)
    monkeypatch.setattr(kernels_module, "can_fork", lambda: False)
    with Kernels({"CRM_DATABASE_URL": "duckdb:///x"}) as plain:
        assert run(tmp_path, plain) == first
    assert first.endswith("duckdb:///x\n")


def test_nothing_is_left_on_disk_when_kernels_are_closed():
    with Kernels({}, ()) as kernels:
        folder = kernels.folder
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


@pytest.mark.parametrize("more", [0, 1], ids=["just fits", "too long"])
def test_however_long_the_path_of_temporary_files_kernels_come_up(
    tmp_path, monkeypatch, more
):
    save_notebooks(tmp_path, {"01_sums": [code(COMPUTE)]})
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        place = Path(short, "x" * (LONGEST_PLACE + more - len(short) - 1))
        place.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        with Kernels({"CRM_DATABASE_URL": "duckdb:///x"}) as kernels:
            assert (kernels.folder.parent == place) is (more == 0)
            assert run(tmp_path, kernels).endswith("duckdb:///x\n")
        assert list(place.iterdir()) == []


@pytest.mark.skipif(not can_fork(), reason="reads /proc, so Linux only")
def test_an_interrupted_run_leaves_no_kernel_and_no_file(tmp_path):
    started = tmp_path / "started"
    wait = f"open({str(started)!r}, 'w').close()\nimport time; time.sleep(6000)"
    save_notebooks(tmp_path, {"01_slow": [code(wait)]})
    # A shell's background jobs ignore interrupts, and their children with them.
    script = textwrap.dedent(f"""
        import signal
        from pathlib import Path
        from crm_analysis.reporting import RunSettings, run_reports
        signal.signal(signal.SIGINT, signal.default_int_handler)
        folder = Path({str(tmp_path)!r})
        run_reports(None, {{}}, RunSettings(
            folder / "out", "", notebooks=folder, imports=({str(tmp_path)!r},)))
    """)
    runner = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.DEVNULL)
    wait_for(lambda: started.exists() or runner.poll() is not None)
    assert started.exists()
    runner.send_signal(signal.SIGINT)
    runner.wait()
    assert runner.returncode != 0
    assert list((tmp_path / "out").iterdir()) == []
    wait_for(lambda: processes_with(str(tmp_path)) == [])

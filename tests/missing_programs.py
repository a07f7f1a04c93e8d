"""Name, after the last test, what a missing system program kept from running.

A test that needs a program of the system asks the fixture ``needs_program`` for it.
Where the program is missing the test is left out, and the run ends with the command
that installs it. With ``CI`` in the environment nothing may be left out: every skip,
for whatever reason, is a failure there.
"""

import os
import re
import shutil
from collections import Counter

import pytest

MISSING = re.compile(r"([\w.+-]+) is missing: (apt-get install [\w.+-]+)")


@pytest.fixture(scope="session")
def needs_program():
    """Return a function that finds a program, or leaves the test out.

    It looks where the shell does, and then in the folders that are named.
    """

    def find(name, package, *folders):
        path = shutil.which(name) or shutil.which(name, path=os.pathsep.join(folders))
        if path is None:
            pytest.skip(f"{name} is missing: apt-get install {package}")
        return path

    return find


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return refuse_skip((yield))


def refuse_skip(report):
    """Turn a skip into a failure where nothing may be left out."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        reason = report.longrepr[2]
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} may not be left out in CI: {reason}"
    return report


def pytest_terminal_summary(terminalreporter):
    reports = [
        report
        for outcome in ("skipped", "failed", "error")
        for report in terminalreporter.stats.get(outcome, [])
    ]
    found = [MISSING.search(str(report.longrepr)) for report in reports]
    tests = Counter(match.groups() for match in found if match)
    if tests:
        terminalreporter.section("programs of the system that are missing")
    for (name, command), count in tests.items():
        terminalreporter.line(f"tests that did not run without {name}: {count}")
        terminalreporter.line(f"    {command}")

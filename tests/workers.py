"""How the tests are shared out among the workers of pytest-xdist.

Tests of one group stay on one worker, so that what they share is made once: those of a
server, of Spark, of the standard reports, and otherwise those of a file. Groups that
take long come first; the short ones fill what is left at the end.
"""

import os
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

WITH_SERVERS = ["servers.py::", "test_scoring_engines.py::"]
LONGEST_FIRST = ["spark", "mysql", "postgres", "tests/reports"]


def group_of(nodeid: str) -> str:
    """Return the name of the group that a test belongs to."""
    file, _, name = nodeid.partition("::")
    if Path(file).name == "test_spark.py":
        return "spark"
    asked = name.partition("[")[2].rstrip("]").split("-")
    if any(each in nodeid for each in WITH_SERVERS) and "duckdb" not in asked:
        return "postgres" if "postgres" in asked else "mysql"
    return "tests/reports" if file.startswith("tests/reports/") else file


def place_of(nodeid: str) -> int:
    """Return where a test stands in the order in which groups begin."""
    group = group_of(nodeid)
    return LONGEST_FIRST.index(group) if group in LONGEST_FIRST else len(LONGEST_FIRST)


class Sharing(LoadScopeScheduling):
    """Give a group to one worker.

    The marks of ``--dist loadgroup`` would say the same, but pytest 9.2 does not
    look at the names that they change.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log) -> Sharing:
    config.option.loadscopereorder = False  # by the number of tests, not by their time
    return Sharing(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run one more at a time than there are processors.

    A third of their time tests wait for servers, kernels and browsers.
    """
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config, items) -> None:
    """Put what takes longest first, where there are workers."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: place_of(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node) -> None:
    """End the run where a file could not be collected, as it ends without workers."""
    session = node.config.pluginmanager.getplugin("session")
    if session.testsfailed:
        pytest.exit("a file of tests could not be collected", returncode=1)

"""A test that cannot run is named at the end, and is a failure in CI."""

import pytest

pytest_plugins = ["pytester"]

LACKS_A_PROGRAM = """
    def test_that_needs_it(needs_program):
        needs_program("no-such-program", "no-such-package")
        raise AssertionError("ran without its program")
"""
SKIPS = """
    import pytest

    def test_that_gives_up():
        pytest.skip("too tired")
"""
SKIPS_THE_WHOLE_FILE = """
    import pytest

    pytest.importorskip("no_such_package")
"""


@pytest.fixture
def run(pytester, monkeypatch):
    """Run one test file with or without CI in the environment."""

    def run_file(source, ci):
        monkeypatch.setenv("CI", ci)
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
        pytester.makepyfile(source)
        return pytester.runpytest("-p", "missing_programs")

    return run_file


def test_missing_program_leaves_the_test_out_and_names_the_command(run):
    result = run(LACKS_A_PROGRAM, ci="")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(
        ["* without no-such-program: 1", "*apt-get install no-such-package"]
    )


def test_missing_program_is_a_failure_in_ci_and_still_names_the_command(run):
    result = run(LACKS_A_PROGRAM, ci="true")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*    apt-get install no-such-package"])


@pytest.mark.parametrize("source", [SKIPS, SKIPS_THE_WHOLE_FILE])
def test_any_skip_is_a_failure_in_ci(run, source):
    left_out = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    assert run(source, ci="").ret in left_out
    assert run(source, ci="true").ret not in left_out

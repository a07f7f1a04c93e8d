"""The Makefile explains itself, and pre-commit runs what `make lint` runs."""

import re
import subprocess
from configparser import ConfigParser

import pytest
import yaml


@pytest.fixture(scope="module")
def makefile(texts):
    return texts["Makefile"]


@pytest.fixture(scope="module")
def linters(makefile):
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)[1]
    return [line.strip().removeprefix("$(BIN)/") for line in recipe.splitlines()]


def test_help_lists_every_command(root, makefile, needs_program):
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    listing = subprocess.run(
        [needs_program("make", "make"), "help"],
        cwd=root,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert re.findall(r"^make (\w+)", listing, re.MULTILINE) == phony


def test_pre_commit_runs_what_make_lint_runs(texts, linters):
    (local,) = yaml.safe_load(texts[".pre-commit-config.yaml"])["repos"]
    assert local["repo"] == "local"
    entries = [hook["entry"].removeprefix(".venv/bin/") for hook in local["hooks"]]
    without_paths = [
        re.sub(r" (--processes \d|\.|sql|notebooks/\S+)(?= |$)", "", line)
        for line in linters
    ]
    assert entries == without_paths


def test_the_sql_linter_knows_a_value_for_each_placeholder(texts):
    settings = ConfigParser()
    settings.read_string(texts[".sqlfluff"])
    used = {
        name
        for path, sql in texts.items()
        if path.endswith(".sql")
        for name in re.findall(r"(?<![:\w]):([a-z]\w*)", sql)
    }
    assert used - set(settings["sqlfluff:templater:placeholder"]) == set()


def test_ci_runs_the_commands_of_the_readme(texts):
    commands = re.findall(r"^make (\w+)$", texts[".ci/run"], re.MULTILINE)
    assert commands == ["lint", "test"]
    assert all(f"make {command}" in texts["README.md"] for command in commands)

"""What the documents say can be done can be done: commands, paths, names, numbers."""

import importlib
import re
import shlex
from pathlib import Path

import click
import pytest

from crm_analysis import cli, errors

SHELL_BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
QUOTED = re.compile(r"`([^`\s]+)`")
PROGRAM = next(one for one in vars(cli).values() if isinstance(one, click.Group))
MADE_LATER = ("data/", "reports/", ".venv/")


def shell_lines(text):
    """Yield the words of each command line in the shell blocks of a document."""
    for block in SHELL_BLOCK.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            if words:
                yield words


def calls_of(program, documents):
    """Return the words after a program's name, for each call in the documents."""
    calls = []
    for text in documents.values():
        inline = [
            shlex.split(code)
            for code in re.findall(r"`([^`\n]+)`", text)
            if code.startswith(f"{program} ")
        ]
        for words in [*shell_lines(text), *inline]:
            if Path(words[0]).name == program:
                calls.append(words[1:])
    return calls


def unknown_words(words):
    """Return what ``crm-analysis`` would not understand in the words of a call."""
    known, command = options_of(PROGRAM), None
    unknown = []
    for word in words:
        if word.startswith("-"):
            unknown += [word] if word.partition("=")[0] not in known else []
        elif command is None and word in PROGRAM.commands:
            command = PROGRAM.commands[word]
            known = known | options_of(command)
    return unknown if command or not words else [*unknown, "no command"]


def options_of(command):
    """Return the options of a command as they are typed."""
    names = {"--help", "-h"}
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            names.update([*parameter.opts, *parameter.secondary_opts])
    return names


@pytest.fixture(scope="module")
def made_by_make(texts):
    return set(re.findall(r"^([a-z]+):", texts["Makefile"], re.MULTILINE))


def test_each_make_command_exists(documents, made_by_make):
    calls = calls_of("make", documents)
    assert calls
    assert {words[0] for words in calls} - made_by_make == set()


def test_each_crm_analysis_call_is_understood(documents):
    calls = calls_of("crm-analysis", documents)
    assert calls
    wrong = {shlex.join(words): unknown_words(words) for words in calls}
    assert {call: words for call, words in wrong.items() if words} == {}


@pytest.mark.parametrize(
    ("call", "unknown"),
    [
        ("seed --dataset sample", []),
        ("seed --data-set=sample", ["--data-set=sample"]),
        ("sow", ["no command"]),
    ],
)
def test_calls_that_do_not_exist_are_noticed(call, unknown):
    assert unknown_words(shlex.split(call)) == unknown


def test_every_command_stands_in_the_readme(texts):
    missing = [
        name for name in PROGRAM.commands if f"`{name}" not in texts["README.md"]
    ]
    assert missing == []


def test_every_exit_code_stands_in_the_readme(texts):
    kinds = [errors.CrmAnalysisError, *errors.CrmAnalysisError.__subclasses__()]
    rows = set(re.findall(r"^\| (\d) \|", texts["README.md"], re.MULTILINE))
    assert rows == {"0", *(str(kind.exit_code) for kind in kinds)}


def test_each_relative_link_leads_somewhere(root, documents):
    dead = [
        f"{name}: {target}"
        for name, text in documents.items()
        for target in LINK.findall(text)
        if not (root / name).parent.joinpath(target).exists()
    ]
    assert dead == []


def test_each_path_that_is_quoted_exists(root, texts, documents):
    folders = {name.split("/")[0] for name in texts if "/" in name}
    gone = [
        f"{name}: {path}"
        for name, text in documents.items()
        for path in [*QUOTED.findall(text), *paths_in_commands(text)]
        if is_path(path, folders) and not (root / path).exists()
    ]
    assert gone == []


def paths_in_commands(text):
    """Return the words of the shell blocks that are no options."""
    return [w for words in shell_lines(text) for w in words if not w.startswith("-")]


def is_path(word, folders):
    """Tell whether a word names a place of this project that is always there."""
    return (
        "/" in word
        and re.fullmatch(r"[\w./-]+", word) is not None
        and word.split("/")[0] in folders
        and (not word.startswith(MADE_LATER) or word.endswith("README.md"))
    )


def test_each_name_of_the_package_that_is_quoted_exists(documents):
    names = {
        name
        for text in documents.values()
        for name in re.findall(r"`(crm_analysis(?:\.\w+)+)", text)
    }
    assert [name for name in sorted(names) if not exists(name)] == []


def exists(name):
    """Tell whether a dotted name can be imported, or is an attribute of what can."""
    module, _, attribute = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        return hasattr(importlib.import_module(module), attribute)
    return True

"""Files name no package registry and no path of somebody's machine."""

import re

import pytest

# Put together here, so that this file does not name them either.
REGISTRIES = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("anaconda", "org"),
        ("anaconda", "com"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("debian", "org"),
        ("crates", "io"),
    ]
]
MACHINE_PATH = re.compile(
    r"(?<![\w.~/>-])/(?:" + "|".join(["root", "home", "work", "Users", "opt"]) + r")/\w"
)


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_file_names_a_package_registry(texts, registry):
    assert [name for name, text in texts.items() if registry in text] == []


def test_no_file_names_a_path_of_a_machine(texts):
    found = {name: MACHINE_PATH.findall(text) for name, text in texts.items()}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_the_lock_holds_no_address(texts):
    assert "://" not in texts["requirements.lock"]

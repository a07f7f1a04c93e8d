"""The package is built in floors: an import goes down or stays, never up."""

import ast
import re
from graphlib import TopologicalSorter

import pytest

NUMBERED = re.compile(r"^\d\. (\w+(?:, \w+)*)$", re.MULTILINE)
PACKAGE = "src/crm_analysis/"


def imported_modules(source, module):
    """Return the full names that a module imports, wherever the import stands."""
    package = module.split(".")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


@pytest.fixture(scope="module")
def imports(texts):
    """Return, by module, the rooms of the package that it imports."""
    found = {}
    for name, source in texts.items():
        if name.startswith(PACKAGE) and name.endswith(".py"):
            module = name.removeprefix("src/").removesuffix(".py").replace("/", ".")
            rooms = {
                imported.split(".")[1]
                for imported in imported_modules(source, module)
                if imported.startswith("crm_analysis.")
            }
            found[module.removesuffix(".__init__")] = rooms
    found.pop("crm_analysis")
    return found


@pytest.fixture(scope="module")
def floor_of(texts):
    """Return the floor of each room, as CONTRIBUTING.md lists them."""
    floors = NUMBERED.findall(texts["CONTRIBUTING.md"])
    return {
        room: level for level, rooms in enumerate(floors) for room in rooms.split(", ")
    }


def room(module):
    return module.split(".")[1]


def test_each_module_has_a_floor(imports, floor_of):
    assert {room(module) for module in imports} - set(floor_of) == set()


def test_no_import_goes_up(imports, floor_of):
    upwards = [
        f"{module} imports {other}"
        for module, others in imports.items()
        for other in others
        if floor_of[other] > floor_of[room(module)]
    ]
    assert upwards == []


def test_no_two_rooms_import_each_other(imports):
    graph = {}
    for module, others in imports.items():
        graph.setdefault(room(module), set()).update(others - {room(module)})
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize(
    "statement",
    [
        "import crm_analysis.cli",
        "from crm_analysis import cli",
        "from crm_analysis.cli import main",
        "from . import cli",
        "from .cli import main",
        "def late():\n    from crm_analysis.cli import main",
    ],
)
def test_every_way_to_import_is_seen(statement):
    found = imported_modules(statement, "crm_analysis.features")
    assert {name.split(".")[1] for name in found} == {"cli"}

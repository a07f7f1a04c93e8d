"""The standard reports, made once by the command that users type."""

import pytest
from report_command import publish


@pytest.fixture(scope="session")
def of_sample(sample_url, tmp_path_factory):
    return publish(sample_url, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def of_complete_journey(complete_journey_url, tmp_path_factory):
    return publish(complete_journey_url, tmp_path_factory.mktemp("journey"))

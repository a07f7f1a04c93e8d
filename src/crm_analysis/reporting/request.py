"""What a run is asked for, settled before any kernel starts."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

from crm_analysis.coverage import read_coverage, resolve_as_of
from crm_analysis.data_quality import (
    judge_load,
    read_fingerprint,
    read_load_audit,
    read_notice,
)
from crm_analysis.database import choose_department, connect
from crm_analysis.database.statements import require_segment
from crm_analysis.reporting.parameter_values import refuse_passwords


@dataclass(frozen=True)
class RunData:
    """The data that a run is on, and the parameters that go with them.

    Attributes
    ----------
    parameters : dict
        As given, with the day that ``latest`` stands for.
    fingerprint : str
        Equal for equal customers and orders.
    notice : str
        What every page must say of the data.
    provenance : dict
        What else every page shows.
    period : str
        First and last day with an order before the day, as ``2017-01-01/2017-12-31``.
    data_quality : str
        What was left out when the data were loaded.
    data_are_whole : bool
        Whether that is next to nothing.
    """

    parameters: dict[str, str]
    fingerprint: str
    notice: str
    provenance: dict[str, str]
    period: str
    data_quality: str
    data_are_whole: bool

    def settings(self) -> dict[str, object]:
        """Return what a run needs to know of it, under the names of its settings."""
        names = ("fingerprint", "notice", "provenance")
        names = (*names, "period", "data_quality", "data_are_whole")
        return {name: getattr(self, name) for name in names}


def describe_data(url: str, parameters: Mapping[str, str]) -> RunData:
    """Check day, segment and department against a database, and say what is in it.

    Raises
    ------
    UsageError
        If the day is outside the data or there is no such segment or department.
    PrivacyError
        If a parameter holds a password.
    """
    for name, value in parameters.items():
        refuse_passwords(name, value)
    require_segment(parameters.get("segment", "all"))
    with connect(url) as database:
        chosen = choose_department(database, parameters.get("department", "all"))
        day = resolve_as_of(database, parameters.get("as_of", "latest"))
        coverage = read_coverage(database)
        last = min(coverage.last_day, day - datetime.timedelta(days=1))
        quality = judge_load(read_load_audit(database))
        return RunData(
            parameters={**parameters, "as_of": day.isoformat()},
            fingerprint=read_fingerprint(chosen),
            notice=read_notice(database),
            provenance={"crm_analysis": version("crm_analysis")},
            period=f"{coverage.first_day}/{last}",
            data_quality=quality.sentence,
            data_are_whole=quality.is_whole,
        )

"""What a run is going to be: its reports, their parameters, its name."""

from collections.abc import Mapping
from pathlib import Path

from crm_analysis.reporting.manifest import (
    Manifest,
    Report,
    name_run,
    package_versions,
)
from crm_analysis.reporting.parameter_values import choose_values
from crm_analysis.reporting.parameters import read_parameters
from crm_analysis.reporting.run_settings import RunSettings
from crm_analysis.reporting.sources import (
    code_fingerprint,
    fingerprint,
    read_notebook,
    short_name,
    title_of,
)


def plan_run(
    sources: list[Path], parameters: Mapping[str, object], settings: RunSettings
) -> Manifest:
    """Decide names, parameters and provenance before anything is executed."""
    notebooks = {path.stem: read_notebook(path) for path in sources}
    declared = {name: read_parameters(book) for name, book in notebooks.items()}
    values = choose_values(declared, parameters)
    reports = tuple(
        Report(
            name=name,
            title=title_of(book, short_name(name).replace("_", " ")),
            parameters=values[name],
            source_sha256=fingerprint(book),
        )
        for name, book in notebooks.items()
    )
    return name_run(
        Manifest(
            run="",
            reports=reports,
            fingerprint=settings.fingerprint,
            notice=settings.notice,
            period=settings.period,
            data_quality=settings.data_quality,
            data_are_whole=settings.data_are_whole,
            provenance={**settings.provenance, "Code": code_fingerprint()},
            packages=package_versions(),
        )
    )

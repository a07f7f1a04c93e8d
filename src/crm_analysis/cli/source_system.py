"""Which system a command reads, from where and how: flags, variable, configuration."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crm_analysis.errors import UsageError

if TYPE_CHECKING:
    from crm_analysis.connectors.configuration import Configuration
    from crm_analysis.connectors.systems import System


@dataclass(frozen=True)
class ChosenSource:
    """A system, where it is, and what was said of it."""

    system: "System"
    source: str
    options: dict[str, object]


def takes_source(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that name the source of a system, and what it is like."""
    for option in (
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            help="An option of the system, such as currency=EUR; may be repeated.",
        ),
        click.option(
            "--config",
            type=click.Path(path_type=Path),
            help="A configuration that `crm-analysis init` wrote.",
        ),
        click.option(
            "--source",
            metavar="PLACE",
            help="Of a system: the address of its database, or the folder of its"
            " exports; default $CRM_SOURCE_URL.",
        ),
    ):
        command = option(command)
    return command


def choose_source(
    name: str | None, source: str | None, config: Path | None, settings: tuple[str, ...]
) -> ChosenSource:
    """Put together what is read: flags come before the variable, and it before a file.

    Raises
    ------
    UsageError
        If no system or no source is named, or an option is not NAME=VALUE.
    """
    from os import environ

    from crm_analysis.connectors.systems import read_system

    known = _configuration(config)
    system = read_system(_named(name or known.system))
    place = source or environ.get("CRM_SOURCE_URL") or known.source
    if not place:
        what = "address of its database"
        if system.kind == "export":
            what = "folder of its exports"
        raise UsageError(
            f"nothing says where {system.title} is; give --source and the {what}, or"
            " set CRM_SOURCE_URL"
        )
    same = not name or not known.system or name == known.system
    options = dict(known.options) if same else {}
    return ChosenSource(system, place, options | _settings(settings))


def _configuration(path: Path | None) -> "Configuration":
    from crm_analysis.connectors.configuration import Configuration, read_configuration

    return Configuration() if path is None else read_configuration(path)


def _named(name: str) -> str:
    if not name:
        raise UsageError("nothing says which system to read; give --from and its name")
    return name


def _settings(settings: tuple[str, ...]) -> dict[str, str]:
    for setting in settings:
        if "=" not in setting:
            raise UsageError(
                f"--set is {setting!r}, expected a name and a value like currency=EUR"
            )
    return dict(setting.split("=", 1) for setting in settings)

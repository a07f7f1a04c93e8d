"""Configuration: what a company says of its own system, in a file it can read."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from crm_analysis.connectors.systems import System
from crm_analysis.errors import UsageError

_KEYS = {"system", "source", "options"}


@dataclass(frozen=True)
class Configuration:
    """A system, where it is, and options that differ from the defaults.

    Attributes
    ----------
    system, source : str
        Empty where it is not said.
    options : dict
        Values by name, not checked yet.
    """

    system: str = ""
    source: str = ""
    options: Mapping[str, object] = field(default_factory=dict)


def read_configuration(path: Path) -> Configuration:
    """Read a file that `write_configuration` wrote, and somebody may have changed.

    Raises
    ------
    UsageError
        If it cannot be read, or says what no configuration says.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"the configuration {path} cannot be read ({error.strerror}); make one with"
            " `crm-analysis init`"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error).rpartition("(")[2].rstrip(")")
        raise UsageError(
            f"the configuration {path} is not TOML ({where}); write values in quotes,"
            ' as in time_zone = "UTC"'
        ) from None
    if unknown := set(found) - _KEYS:
        raise UsageError(
            f"the configuration {path} says {', '.join(sorted(unknown))}, expected"
            f" {', '.join(sorted(_KEYS))}; options stand below [options]"
        )
    for key, value in found.items():
        kind, expected = (dict, "a section") if key == "options" else (str, "a text")
        if not isinstance(value, kind):
            raise UsageError(
                f"the configuration {path} says {key} = {value!r}, expected {expected};"
                " make one with `crm-analysis init`"
            )
    return Configuration(**found)


def write_configuration(
    system: System, source: str, options: Mapping[str, str], reasons: Mapping[str, str]
) -> str:
    """Write a configuration, with what each option means.

    Parameters
    ----------
    system : System
        Which one.
    source : str
        Where it is; a password is left out.
    options : dict
        A value for each option.
    reasons : dict
        For each option that was guessed, why.
    """
    lines = [
        f"# How {system.title} is read; see docs/connectors.md. Check each guess.",
        f"system = {json.dumps(system.name)}",
        "# An address with its password belongs into the variable CRM_SOURCE_URL.",
        f"source = {json.dumps(_without_password(source), ensure_ascii=False)}",
        "",
        "[options]",
    ]
    for option in system.options:
        choices = f" One of: {', '.join(option.choices)}." if option.choices else ""
        lines.append(f"# {option.comment}{choices}")
        reason = reasons.get(option.name, "nothing in the data tells it")
        lines.append(f"# guessed: {' '.join(reason.split())}")
        lines += [f"{option.name} = {json.dumps(options[option.name])}", ""]
    return "\n".join(lines)


def _without_password(source: str) -> str:
    """Leave out the password of an address, and what stands behind it.

    >>> _without_password("mysql+pymysql://reader:secret@crm.example:3306/crm?ssl_ca=x")
    'mysql+pymysql://reader@crm.example:3306/crm'
    """
    if "://" not in source:
        return source
    parts = urlsplit(source)
    who, _, place = parts.netloc.rpartition("@")
    user = who.partition(":")[0]
    netloc = f"{user}@{place}" if user else place
    return urlunsplit((parts.scheme, netloc, parts.path, "", ""))

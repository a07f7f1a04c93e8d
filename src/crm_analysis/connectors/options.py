"""Options: what a company says of its own system, checked before anything is read."""

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import pyarrow as pa
import pyarrow.compute as pc

from crm_analysis.connectors.name_lists import is_name_list
from crm_analysis.errors import UsageError


@dataclass(frozen=True)
class Option:
    """Something about a system that its data do not say.

    In the SQL of the system it is ``:name``, always as text.

    Attributes
    ----------
    name, default, comment : str
        Its name, what it is if nothing is said, and what it means.
    choices : tuple of str
        What it can be; empty for what `kind` allows.
    kind : str
        ``text``, ``time_zone``, ``currency``, ``prefix``, ``column``, ``pattern`` or
        ``names``, a list.
    """

    name: str
    default: str
    comment: str
    choices: tuple[str, ...] = ()
    kind: str = "text"


def read_options(found: Mapping[str, Mapping[str, object]]) -> tuple[Option, ...]:
    """Read the options of a system from its ``source.toml``."""
    return tuple(
        Option(name, **{**each, "choices": tuple(each.get("choices", ()))})
        for name, each in found.items()
    )


def choose_options(
    options: tuple[Option, ...], given: Mapping[str, object]
) -> dict[str, str]:
    """Return a value for each option: what is given, else its default.

    Raises
    ------
    UsageError
        If an option is not known, or a value is none that it can have.

    Examples
    --------
    >>> grain = Option("grain", "contact", "Who is a customer.", ("contact", "account"))
    >>> choose_options((grain,), {"grain": "account"})
    {'grain': 'account'}
    """
    names = [option.name for option in options]
    for name in given:
        if name not in names:
            near = get_close_matches(name, names, 1)
            meant = f"did you mean {near[0]}? " if near else ""
            raise UsageError(
                f"there is no option {name!r}; {meant}options are {', '.join(names)}"
            )
    chosen = {each.name: given.get(each.name, each.default) for each in options}
    for option in options:
        _check(option, chosen[option.name])
    return chosen


def _check(option: Option, value: object) -> None:
    """Refuse a value that the option cannot have; its default it always can."""
    if value == option.default:
        return
    if option.choices:
        if value not in option.choices:
            raise _refused(option, value, f"one of {', '.join(option.choices)}")
        return
    is_right, expected = _KINDS[option.kind]
    if not isinstance(value, str) or not is_right(value):
        raise _refused(option, value, expected)


def _refused(option: Option, value: object, expected: str) -> UsageError:
    return UsageError(f"the option {option.name} is {value!r}, expected {expected}")


def _is_zone(value: str) -> bool:
    return value in zoneinfo.available_timezones()


def _is_pattern(value: str) -> bool:
    """Tell whether the engine can look for a pattern; its library is Arrow's too."""
    try:
        pc.match_substring_regex(pa.scalar(""), value)
    except pa.ArrowInvalid:
        return False
    return True


_KINDS = {
    "text": (lambda _: True, "text in quotes"),
    "time_zone": (_is_zone, "a time zone like Europe/Berlin or UTC"),
    "currency": (
        re.compile("[A-Z]{3}").fullmatch,
        "an ISO 4217 code like EUR, or XXX if it is not known",
    ),
    "prefix": (
        re.compile("[A-Za-z0-9_]*").fullmatch,
        "letters, digits and underscores",
    ),
    "column": (
        re.compile("[A-Za-z0-9_]*").fullmatch,
        "the name of a column, or nothing",
    ),
    "names": (
        is_name_list,
        "names with commas between, and in double quotes where a name has a comma of"
        " its own, as in '\"closed, paid\", won'",
    ),
    "pattern": (_is_pattern, "a regular expression, without looking ahead or back"),
}

"""Check the values that parameters are given, before a kernel starts.

papermill logs a name it does not know and runs on with the default, and it guesses
types (007 becomes 7, NO becomes false). Here a name must exist, and its parameter
decides the type.
"""

import datetime
import difflib
import math
import re
from collections.abc import Mapping

from crm_analysis.errors import PrivacyError, UsageError
from crm_analysis.reporting.parameters import (
    Literal,
    Parameter,
    checked_type,
    wrong_value,
)

# Anything else would only fail in the notebook, after a minute of work.
LIMITS = {"effect_days": (1, 3_650), "horizon_days": (1, 36_500), "top": (1, 10_000)}
PASSWORD_IN_URL = re.compile(r"://[^/\s@]*:\S*@")


def choose_values(
    declared: Mapping[str, tuple[Parameter, ...]], given: Mapping[str, object]
) -> dict[str, dict[str, Literal]]:
    """Decide every parameter of every report: the given value or the default.

    Parameters
    ----------
    declared : parameters by report
    given : value by name, as text from a command line or already typed
        A value goes to each report that has a parameter of that name.

    Returns
    -------
    dict of dicts: report -> name -> value

    Raises
    ------
    UsageError
        If no report has a parameter of that name, or a value has the wrong type.
    PrivacyError
        If a value holds a password.
    """
    known = {
        parameter.name for parameters in declared.values() for parameter in parameters
    }
    for name, value in given.items():
        refuse_passwords(name, value)
        _refuse_unknown(name, known)
    return {
        report: {
            parameter.name: (
                parse_value(parameter, given[parameter.name])
                if parameter.name in given
                else parameter.default
            )
            for parameter in parameters
        }
        for report, parameters in declared.items()
    }


def parse_value(parameter: Parameter, value: object) -> Literal:
    """Read a value as the type of its parameter; text is never guessed at.

    >>> parse_value(Parameter("segment", "str", "all"), "007")
    '007'
    >>> parse_value(Parameter("horizon_days", "int", 14), "30")
    30

    Raises
    ------
    UsageError
        Saying what was got, what was expected and what to do.
    """
    if not isinstance(value, str):
        return _within_limits(parameter, checked_type(parameter, value))
    readers = {"int": _read_int, "float": _read_float, "bool": _read_bool}
    reader = readers.get(parameter.type_name, _read_text)
    read = reader(parameter, value)
    if read is None:
        raise wrong_value(parameter, repr(value))
    return _within_limits(parameter, read)


def refuse_passwords(name: str, value: object) -> None:
    """Refuse a value that holds an address with a password, without showing it.

    Raises
    ------
    PrivacyError
        Naming the parameter.
    """
    if PASSWORD_IN_URL.search(str(value)):
        raise PrivacyError(
            f"parameter {name} holds an address with a password, which reports would"
            " store in clear: pass the database through CRM_DATABASE_URL"
        )


def _within_limits(parameter: Parameter, value: Literal) -> Literal:
    least, most = LIMITS.get(parameter.name, (value, value))
    if not least <= value <= most:
        raise UsageError(
            f"parameter {parameter.name} got {value}, expected {least} to {most:,}:"
            f" give a value such as {parameter.default}"
        )
    return value


def _read_text(parameter: Parameter, text: str) -> str | None:
    """Take text as it is; where the default is an ISO day, it must be one too."""
    if _is_day(str(parameter.default)) and not _is_day(text):
        raise UsageError(
            f"parameter {parameter.name} got {text!r}, expected a day such as"
            f" {parameter.default}: give it as YYYY-MM-DD"
        )
    return text


def _read_int(_: Parameter, text: str) -> int | None:
    return int(text) if re.fullmatch(r"[+-]?[0-9]+", text) else None


def _read_float(_: Parameter, text: str) -> float | None:
    pattern = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
    number = float(text) if re.fullmatch(pattern, text) else math.inf
    return number if math.isfinite(number) else None


def _read_bool(_: Parameter, text: str) -> bool | None:
    return {"true": True, "True": True, "false": False, "False": False}.get(text)


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _refuse_unknown(name: str, known: set[str]) -> None:
    if name in known:
        return
    nearest = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    hint = f"did you mean {nearest[0]}?" if nearest else "leave it out"
    listed = ", ".join(sorted(known)) or "no parameters at all"
    raise UsageError(
        f"no requested report has a parameter {name}; they have {listed}: {hint}"
    )

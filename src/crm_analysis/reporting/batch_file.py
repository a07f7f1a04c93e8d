"""The file that says which reports are made for which segments."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crm_analysis.database.statements import require_segment
from crm_analysis.errors import UsageError

KEYS = ("segments", "reports", "parameters")
EXAMPLE = "segments: [all, women, men]"


@dataclass(frozen=True)
class BatchFile:
    """What a batch is asked for.

    Attributes
    ----------
    segments : names of files in ``sql/segments``
    reports : names of notebooks; empty for all
    parameters : value by name, for each notebook that has it
    """

    segments: tuple[str, ...]
    reports: tuple[str, ...]
    parameters: Mapping[str, str]


def read_batch_file(path: Path) -> BatchFile:
    """Read a YAML file in which every value is text, as it is written.

    Raises
    ------
    UsageError
        Saying what was got, what was expected and what to do.
    """
    record = _read(path)
    for key in record:
        if key not in KEYS:
            nearest = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"did you mean {nearest[0]}?" if nearest else "leave it out"
            raise UsageError(
                f"{path} has {key!r}; it may have {', '.join(KEYS)}: {hint}"
            )
    segments = _names(path, record, "segments")
    if not segments:
        raise UsageError(f"{path} names no segment; write a line such as {EXAMPLE}")
    for segment in segments:
        require_segment(segment)
    parameters = record.get("parameters") or {}
    if not isinstance(parameters, dict) or not all(
        isinstance(value, str) for value in parameters.values()
    ):
        raise UsageError(
            f"the parameters in {path} are not names with a value each; write a line"
            " such as horizon_days: 14 below parameters:"
        )
    for name in {"segment", "as_of"} & set(parameters):
        raise UsageError(
            f"{path} gives {name} as a parameter; segments are listed below segments:,"
            " and the day is given with --as-of"
        )
    return BatchFile(segments, _names(path, record, "reports"), parameters)


def _read(path: Path) -> dict:
    import yaml  # noqa: PLC0415  only a batch needs it

    try:
        # All of it as text: in YAML, NO is false and 007 is 7.
        record = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}); give a file with a line such as"
            f" {EXAMPLE}"
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise UsageError(
            f"{path} is not YAML; expected lines such as {EXAMPLE}"
        ) from None
    if not isinstance(record, dict):
        raise UsageError(f"{path} holds no names; expected lines such as {EXAMPLE}")
    return record


def _names(path: Path, record: dict, key: str) -> tuple[str, ...]:
    """Read a list of names, each of them once."""
    names = record.get(key) or []
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        raise UsageError(f"{key} in {path} is no list; write a line such as {EXAMPLE}")
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"{key} in {path} has {twice} twice; leave one of them out")
    return tuple(names)

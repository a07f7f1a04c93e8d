"""Name lists: options that list names of a system, some of which have commas."""

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from crm_analysis.errors import DataRefusedError

_NAME = r'(\s*"(?:[^"]|"")+"\s*|[^",]*)'
_LIST = re.compile(f"{_NAME}(?:,{_NAME})*")


def is_name_list(text: str) -> bool:
    """Tell whether a text is names with commas between; quotes are whole or not there.

    >>> is_name_list('won, "closed, paid"'), is_name_list('closed "won", paid')
    (True, False)
    """
    return bool(_LIST.fullmatch(text) and re.search(r'[^\s,"]', text))


def refuse_split_names(
    names: pa.ChunkedArray,
    said: tuple[str, str],
    where: str,
    heading: str,
    line_of: Callable,
) -> None:
    """Refuse rows with a name that has a comma, if an option has it without quotes.

    Parameters
    ----------
    names : ChunkedArray
        The names in the next rows of a file.
    said : tuple of str
        The option that lists some of them, and its value.
    where, heading : str
        What to call the file, and the column.
    line_of : callable
        Returns the line that one of these rows begins in, by its number from 1.

    Raises
    ------
    DataRefusedError
        If there is one: the option means it, or it means its parts.

    Examples
    --------
    >>> stages = pa.chunked_array([["Closed, paid", "Won"]])
    >>> said = ("won_stages", '"closed, paid", won')
    >>> refuse_split_names(stages, said, "deals.csv", "Stage", int)
    """
    option, listed = said
    split = _joined(listed)
    found = pc.index(pc.is_in(_simple(names), split), True).as_py() if split else -1
    if found >= 0:
        raise DataRefusedError(
            f"{where} has a name with a comma in line {line_of(found + 1):,}, column"
            f" {heading}, and the option {option} has it without quotes; write"
            f" --set {option}='\"NAME, WITH COMMA\", OTHER' if it means this name, or"
            f' each part in quotes if it means these: \'"NAME", "WITH COMMA"\''
        )


def _joined(text: str) -> pa.Array:
    """Return what neighbours without quotes are together, as `_simple` writes them.

    >>> _joined('Won, "a", Closed,paid, late').to_pylist()
    ['closed, paid', 'closed, paid, late', 'paid, late']
    """
    runs = re.split(r'"(?:[^"]|"")+"', text.lower())
    found = []
    for run in runs:
        parts = [part.strip() for part in run.split(",") if part.strip()]
        found += [
            ", ".join(parts[start:end])
            for start in range(len(parts))
            for end in range(start + 2, len(parts) + 1)
        ]
    return pa.array(found, pa.string())


def _simple(names: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return names in small letters, their commas alike, without a pipeline behind."""
    names = pc.replace_substring_regex(names, r"\s+\([^()]*\)$", "")
    return pc.replace_substring_regex(pc.utf8_lower(names), r"\s*,\s*", ", ")

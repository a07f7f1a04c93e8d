"""Read a notebook's parameters: names, types, defaults and help of its tagged cell.

The annotation in the notebook decides the type, of the default as of a given value.
"""

import ast
import io
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from crm_analysis.errors import UsageError

if TYPE_CHECKING:
    from nbformat import NotebookNode

Literal: TypeAlias = str | int | float | bool

TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
WORDS = {"str": "text", "int": "a whole number", "float": "a number"}
WORDS["bool"] = "true or false"


@dataclass(frozen=True)
class Parameter:
    """One name of a notebook's cell tagged ``parameters``."""

    name: str
    type_name: str
    default: Literal
    help: str = ""


def read_parameters(notebook: "NotebookNode") -> tuple[Parameter, ...]:
    """Read names, types, defaults and help from the cell tagged ``parameters``.

    Returns
    -------
    tuple of Parameter, in the order of the cell; empty without such a cell

    Raises
    ------
    UsageError
        If the cell holds anything but names with literal values.
    """
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            return _parse_cell(cell.source)
    return ()


def checked_type(parameter: Parameter, value: object) -> Literal:
    """Return a value that has the type of its parameter, whole numbers as floats too.

    Raises
    ------
    UsageError
        If it has another type.
    """
    wanted = TYPES[parameter.type_name]
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise wrong_value(parameter, repr(value))
    return value


def wrong_value(parameter: Parameter, got: str) -> UsageError:
    """Say what a parameter got, what was expected and what to do."""
    return UsageError(
        f"parameter {parameter.name} got {got}, expected"
        f" {WORDS[parameter.type_name]}: give a value such as {parameter.default}"
    )


def _parse_cell(source: str) -> tuple[Parameter, ...]:
    comments = _comments_by_line(source)
    return tuple(
        _parse_statement(statement, comments.get(statement.end_lineno or 0, ""))
        for statement in ast.parse(source).body
    )


def _comments_by_line(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {
        token.start[0]: token.string.lstrip("# ").strip()
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def _parse_statement(statement: ast.stmt, comment: str) -> Parameter:
    try:
        name, annotation, value = _split_statement(statement)
        default = ast.literal_eval(value)
        type_name = annotation or type(default).__name__
        return Parameter(
            name,
            type_name,
            checked_type(Parameter(name, type_name, ""), default),
            comment,
        )
    except (ValueError, KeyError) as error:
        raise UsageError(
            f"line {statement.lineno} of a parameters cell is not a name of type"
            f" {', '.join(TYPES)} with a literal value, such as horizon_days: int = 14"
        ) from error


def _split_statement(statement: ast.stmt) -> tuple[str, str, ast.expr]:
    match statement:
        case ast.AnnAssign(
            target=ast.Name(id=name),
            annotation=ast.Name(id=kind),
            value=ast.expr() as v,
        ):
            return name, kind, v
        case ast.Assign(targets=[ast.Name(id=name)], value=v):
            return name, "", v
    raise ValueError("neither a typed name nor a name with a value")

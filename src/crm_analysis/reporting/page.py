"""Render an executed notebook as one self-contained page.

A page is a pure function of its notebook and the run's manifest: it reads no clock, no
file beside its template, and comes out the same to the byte.
"""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crm_analysis.reporting.execution import INJECTED
from crm_analysis.reporting.formats import format_day
from crm_analysis.reporting.manifest import Manifest, Report
from crm_analysis.reporting.markdown import render_markdown, without_title
from crm_analysis.reporting.pictures import SVG
from crm_analysis.reporting.records import EXHIBIT, Record, iterate_records
from crm_analysis.reporting.tables import has_hidden_cells, table_csv, table_html
from crm_analysis.reporting.trust import read_signs

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).with_name("template")
Block = dict[str, Any]
OPENING = 3  # sentences of the answer that stand on the first screen


def render_page(notebook: "NotebookNode", report: Report, manifest: Manifest) -> str:
    """Render one report.

    Parameters
    ----------
    notebook : executed, as published
    report : its entry in the manifest
    manifest : of its run

    Returns
    -------
    str
        The whole HTML page, which asks nothing of any server.
    """
    blocks, sections = _read_blocks(notebook)
    records = list(iterate_records(notebook))
    return fill_template(
        "report.html",
        report=report,
        manifest=manifest,
        blocks=blocks,
        sections=sections,
        tiles=next((r["facts"] for r in records if r["kind"] == "facts"), []),
        signs=read_signs(records, manifest),
        opening=opening_of(records),
        scope=scope_of(report, manifest.period),
    )


def fill_template(name: str, **values: object) -> str:
    """Fill a template; the style sheet goes in whole, and its hash into the policy."""
    sheet = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return (
        _environment()
        .get_template(name)
        .render(
            style=Markup(sheet),
            policy=f"default-src 'none'; img-src data:; style-src 'sha256-{digest}';"
            " base-uri 'none'; form-action 'none'",
            **values,
        )
    )


def scope_of(report: Report, period: str = "") -> list[str]:
    """Say in a few words what a report is about: day, horizon, segment, department.

    Parameters
    ----------
    report : its entry in the manifest
    period : first and last day of the orders, with a slash between them
    """
    known = report.parameters
    scope = []
    if known.get("as_of"):
        scope.append(f"as of {format_day(str(known['as_of']))}")
    if "horizon_days" in known:
        scope.append(f"{known['horizon_days']} days ahead")
    if "segment" in known:
        everybody = known["segment"] == "all"
        scope.append("all customers" if everybody else f"segment {known['segment']}")
    if known.get("department", "all") != "all":
        scope.append(f"purchases from {known['department']}")
    if period:
        first, last = map(format_day, period.split("/"))
        scope.append(f"orders from {first} to {last}")
    return scope


def opening_of(records: list[Record]) -> list[str]:
    """Return the first sentences of the closing answer, which open the page too."""
    answers = [record["sentences"] for record in records if record["kind"] == "answer"]
    return answers[-1][:OPENING] if answers else []


def lead_of(records: list[Record]) -> str:
    """Return the first sentence of the closing answer."""
    return next(iter(opening_of(records)), "")


def data_address(mime: str, text: str) -> str:
    """Write a text as a ``data:`` address."""
    encoded = base64.b64encode(text.encode()).decode()
    return f"data:{mime};base64,{encoded}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _read_blocks(
    notebook: "NotebookNode",
) -> tuple[list[Block], list[tuple[str, str]]]:
    """Turn cells into blocks of a page, and list its sections."""
    blocks: list[Block] = []
    sections: list[tuple[str, str]] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            source = cell.source if blocks else without_title(cell.source)
            html, found = render_markdown(source)
            blocks.append({"kind": "text", "html": Markup(html)})
            sections += found
        elif cell.cell_type == "code":
            blocks += _output_blocks(cell)
            if INJECTED not in cell.metadata.get("tags", []):
                blocks.append({"kind": "code", "source": cell.source})
    return gather_code(_without_tiles(blocks)), sections


def _without_tiles(blocks: list[Block]) -> list[Block]:
    """Leave out the first row of facts, which stands at the top of the page."""
    facts = [block for block in blocks if block["kind"] == "facts"]
    return [block for block in blocks if not (facts and block is facts[0])]


def gather_code(blocks: list[Block]) -> list[Block]:
    """Let code wait until it has shown something, so that it is folded under that."""
    gathered: list[Block] = []
    code: list[str] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block["kind"] != "code":
            gathered.append(block)
            continue
        code.append(block["source"])
        shown = bool(gathered) and gathered[-1]["kind"] not in {"code", "text"}
        if shown and (following is None or following["kind"] != "code"):
            gathered.append(_folded(code))
            code = []
    return [*gathered, _folded(code)] if code else gathered


def _folded(code: list[str]) -> Block:
    return {"kind": "code", "source": "\n\n".join(code)}


def _output_blocks(cell: "NotebookNode") -> Iterator[Block]:
    for output in cell.outputs:
        data = output.get("data", {})
        if EXHIBIT in data:
            yield _exhibit_block(data[EXHIBIT], data.get(SVG, ""))
        elif text := output.get("text", data.get("text/plain", "")):
            yield {"kind": "output", "text": text}


def _exhibit_block(record: Record, picture: str) -> Block:
    block: Block = {"kind": record["kind"], "record": record}
    if "rows" in record:
        table = Markup(table_html(record))
        block |= {
            "table": table,
            "csv": data_address("text/csv;charset=utf-8", table_csv(record)),
            "hidden": has_hidden_cells(record),
        }
    if picture:
        block["picture"] = data_address(SVG, picture)
    return block

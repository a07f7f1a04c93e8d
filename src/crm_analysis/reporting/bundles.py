"""Every form in which an exhibit is put out, made from its record.

JupyterLab shows the richest form it knows; nbval compares all of them; the guard makes
them again and compares too. So none may say what the record does not.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Any, TypeAlias

from crm_analysis.reporting.pictures import SVG
from crm_analysis.reporting.records import EXHIBIT, Record
from crm_analysis.reporting.tables import table_html, table_text

Bundle: TypeAlias = dict[str, Any]


def make_bundle(record: Record, picture: str | None = None) -> Bundle:
    """Make an exhibit's output, by MIME type, from its record.

    Parameters
    ----------
    record : of any kind
    picture : of a figure, the one thing that a record does not hold
    """
    if record["kind"] == "figure":
        return {SVG: picture, "text/plain": record["alt"], EXHIBIT: record}
    return {**_FORMS[record["kind"]](record), EXHIBIT: record}


def _table_forms(record: Record) -> Bundle:
    return {"text/html": table_html(record), "text/plain": table_text(record)}


def _facts_forms(record: Record) -> Bundle:
    items = "".join(
        f"<dt>{escape(fact['label'])}</dt><dd>{escape(fact['shown'])}</dd>"
        for fact in record["facts"]
    )
    lines = [f"{fact['label']}: {fact['shown']}" for fact in record["facts"]]
    return {"text/html": f"<dl>{items}</dl>", "text/plain": "\n".join(lines)}


def _verdict_forms(record: Record) -> Bundle:
    state = "given" if record["given"] else "withheld"
    text = f"{record['title']} {state}: {record['sentence']}"
    return {"text/markdown": _as_text(text), "text/plain": text}


def _answer_forms(record: Record) -> Bundle:
    sentences = record["sentences"]
    return {
        "text/markdown": "\n".join(f"- {_as_text(sentence)}" for sentence in sentences),
        "text/plain": "\n".join(sentences),
    }


def _as_text(text: str) -> str:
    """Escape what Markdown or HTML would read as a sign."""
    joined = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~$&])", r"\\\1", joined)


_FORMS: dict[str, Callable[[Record], Bundle]] = {
    "table": _table_forms,
    "facts": _facts_forms,
    "verdict": _verdict_forms,
    "answer": _answer_forms,
}

"""What a notebook calls to show something: each call is one output with its record.

JupyterLab shows the richest form it knows and passes over the record; papermill keeps
both; nbval compares both; a page is made from the record and the picture.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_analysis.errors import UsageError
from crm_analysis.reporting.bundles import make_bundle
from crm_analysis.reporting.facts import Fact, fact_record
from crm_analysis.reporting.pictures import draw_svg, fingerprint
from crm_analysis.reporting.records import Record, table_record
from crm_analysis.reporting.small_counts import is_small

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

VERDICTS = ("ranking", "probabilities")


def show_figure(  # noqa: PLR0913  keywords that a notebook reads as a sentence
    figure: "Figure",
    *,
    id: str,  # noqa: A002  the word that facts, tables and HTML use too
    title: str,
    alt: str,
    data: "pd.DataFrame",
    unit: str | Mapping[str, str] = "",
    n: int | None = None,
    caption: str = "",
    people: Iterable[str] = (),
    hide: Iterable[str] = (),
    adds_up: Sequence[str] = (),
) -> None:
    """Show a figure with the data it was drawn from, and close it.

    Parameters
    ----------
    figure : Figure
        Drawn already, from what `hide_small_counts` left if it counts people.
    id : lower-case word with hyphens, unique in the report
    title : what is seen, as a finding
    alt : what a person who cannot see it is told
    data : DataFrame
        One row a mark in the figure.
    unit : the unit of the numbers, or one by column name
    n : how many customers (or whatever is counted) it rests on
    caption : what, when, and from where
    people, hide, adds_up : as for `show_table`

    Raises
    ------
    UsageError
        If the id, title or alternative text is unusable, or a column is not there.
    """
    import matplotlib.pyplot as plt  # noqa: PLC0415  a second of import

    picture = draw_svg(figure)
    plt.close(figure)
    record = {
        **_heading("figure", id, title, caption, _total(n, adds_up)),
        "alt": _required("alternative text", alt),
        **table_record(data, _units(data, unit), list(people), list(hide), adds_up),
        "image_sha256": fingerprint(picture),
    }
    _display(make_bundle(record, picture))


def show_table(  # noqa: PLR0913  keywords that a notebook reads as a sentence
    frame: "pd.DataFrame",
    *,
    id: str,  # noqa: A002  the word that facts, figures and HTML use too
    title: str,
    unit: str | Mapping[str, str] = "",
    n: int | None = None,
    caption: str = "",
    people: Iterable[str] = (),
    hide: Iterable[str] = (),
    adds_up: Sequence[str] = (),
) -> None:
    """Show a table.

    Parameters
    ----------
    frame : DataFrame
        As it shall be seen; a named index becomes the first column.
    id : lower-case word with hyphens, unique in the report
    title : what is seen, as a finding
    unit : the unit of all number columns, or one by column name
    n : how many customers (or whatever is counted) it rests on
    caption : what, when, and from where
    people : columns that count people
        Counts from 1 to 9 are shown "<10", here and in the data.
    hide : columns that would give such a group away
        They are shown "[c]" in those rows.
    adds_up : those of `people` whose total is shown, such as by `n`
        Where it would give a small one away, others are hidden too: see `hidden_marks`.

    Raises
    ------
    UsageError
        If the id or title is unusable, or a column is not there.
    """
    record = {
        **_heading("table", id, title, caption, _total(n, adds_up)),
        **table_record(frame, _units(frame, unit), list(people), list(hide), adds_up),
    }
    _display(make_bundle(record))


def show_facts(
    facts: Sequence[Fact],
    *,
    id: str = "headline",  # noqa: A002  the word that tables and HTML use too
    title: str = "In figures",
) -> None:
    """Show headline numbers as tiles; they become the run's ``facts.json``.

    Raises
    ------
    UsageError
        If there are none, or two share an id.
    """
    ids = [fact.id for fact in facts]
    if not ids or len(set(ids)) < len(ids):
        raise UsageError(f"facts need ids of their own; got {', '.join(ids) or 'none'}")
    record = {
        **_heading("facts", id, title, "", None),
        "facts": [fact_record(fact) for fact in facts],
    }
    _display(make_bundle(record))


def show_verdict(kind: str, given: bool, sentence: str) -> None:
    """Show whether a ranking or probabilities are given, or withheld and why.

    Parameters
    ----------
    kind : "ranking" or "probabilities"
    given : false if they are withheld; the run then ends with exit code 5
    sentence : the reason, for a reader

    Raises
    ------
    UsageError
        If the kind is another.
    """
    if kind not in VERDICTS:
        raise UsageError(f"a verdict is on {' or '.join(VERDICTS)}, not on {kind!r}")
    record = {
        **_heading("verdict", f"verdict-{kind}", kind.capitalize(), "", None),
        "verdict": kind,
        "given": bool(given),
        "sentence": _required("sentence", sentence),
    }
    _display(make_bundle(record))


def show_answer(sentences: str | Sequence[str]) -> None:
    """Show the sentences that answer the report's question, with range and limits.

    What stands in them is text: Markdown and HTML signs are shown as they are.
    """
    listed = [sentences] if isinstance(sentences, str) else list(sentences)
    record = {
        **_heading("answer", "answer", "The answer", "", None),
        "sentences": [_required("sentence", sentence) for sentence in listed],
    }
    _display(make_bundle(record))


def _display(bundle: dict[str, Any]) -> None:
    from IPython.display import display  # noqa: PLC0415  only a kernel has it warm

    display(bundle, raw=True)


def _heading(
    kind: str,
    id: str,  # noqa: A002
    title: str,
    caption: str,
    n: int | None,
) -> Record:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", id):
        raise UsageError(
            f"an exhibit's id is lower-case letters, digits and hyphens, not {id!r}"
        )
    return {
        "kind": kind,
        "id": id,
        "title": _required("title", title),
        "caption": caption,
        "n": None if n is None else int(n),
    }


def _total(n: int | None, adds_up: Sequence[str]) -> int | None:
    """Return a total of people, unless they are few."""
    return None if adds_up and is_small(n) else n


def _required(what: str, text: str) -> str:
    if not text.strip():
        raise UsageError(f"an exhibit needs a {what}; it is empty")
    return text


def _units(frame: "pd.DataFrame", unit: str | Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(unit, str):
        return unit
    if not unit:
        return {}
    return {str(name): unit for name in frame.select_dtypes("number").columns}

"""Turn a matplotlib figure into one SVG text that is the same on every run.

SVG and not PNG, because it stays sharp on a phone and in print, can change its colours
on a dark page, and because nbval compares it: PNG is the one thing nbval skips.
"""

import hashlib
import io
import re
from typing import TYPE_CHECKING

from crm_analysis.reporting.style import DARK_TWINS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG = "image/svg+xml"


def draw_svg(figure: "Figure") -> str:
    """Draw a figure as SVG, without date, random ids or more digits than are seen.

    Returns
    -------
    str
        From ``<svg`` on, with a style sheet that swaps the colours on dark pages.
    """
    import matplotlib as mpl  # noqa: PLC0415  a second of import, for figures alone

    file = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "crm_analysis", "svg.fonttype": "path"}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    return _with_dark_colours(_with_fewer_digits(text[text.index("<svg") :]))


def fingerprint(picture: str) -> str:
    """Return the SHA-256 of a picture's text, in hexadecimal."""
    return hashlib.sha256(picture.encode()).hexdigest()


def _with_fewer_digits(svg: str) -> str:
    """Keep two decimals in paths: a hundredth of a point, far below one pixel.

    The last digits of a sum can differ between two runs; nobody could see them.
    """
    return re.sub(r' d="[^"]+"', lambda path: _round_numbers(path[0]), svg)


def _round_numbers(path: str) -> str:
    return re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", path)


def _with_dark_colours(svg: str) -> str:
    rules = "".join(
        f'[style*="{part}: {light}"]{{{part}:{dark}!important}}'
        for light, dark in DARK_TWINS.items()
        for part in ("fill", "stroke")
        if f"{part}: {light}" in svg
    )
    sheet = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    return svg.replace("</svg>", f"{sheet}</svg>")

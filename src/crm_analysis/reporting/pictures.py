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
    seen = _without_blank_cells(text[text.index("<svg") :])
    return _with_dark_colours(_with_fewer_digits(seen))


def fingerprint(picture: str) -> str:
    """Return the SHA-256 of a picture's text, in hexadecimal."""
    return hashlib.sha256(picture.encode()).hexdigest()


def _without_blank_cells(svg: str) -> str:
    """Leave out the cells of heat maps that show nothing: half of those of cohorts.

    The others lie within the axes anyway, so they need not be clipped one by one.
    """
    return re.sub(
        r'<g id="QuadMesh_\d+">.*?</g>',
        lambda mesh: re.sub(
            r'<path [^>]*"fill: none[^>]*/>\s*| clip-path="[^"]*"', "", mesh[0]
        ),
        svg,
        flags=re.DOTALL,
    )


def _with_fewer_digits(svg: str) -> str:
    """Keep two decimals in paths: a hundredth of a point, far below one pixel.

    The last digits of a sum can differ between two runs; nobody could see them. Nor
    the blanks around the letters of a path, which are a fifth of a picture.
    """
    return re.sub(r' d="[^"]+"', lambda path: _shorten(path[0]), svg)


def _shorten(path: str) -> str:
    rounded = re.sub(r"-?\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}", path)
    return ' d="' + re.sub(r"\s*([A-Za-z])\s*", r"\1", rounded[4:])


def _with_dark_colours(svg: str) -> str:
    rules = "".join(
        f'[style*="{part}: {light}"]{{{part}:{dark}!important}}'
        for light, dark in DARK_TWINS.items()
        for part in ("fill", "stroke")
        if f"{part}: {light}" in svg
    )
    sheet = f"<style>@media (prefers-color-scheme:dark){{{rules}}}</style>"
    return svg.replace("</svg>", f"{sheet}</svg>")

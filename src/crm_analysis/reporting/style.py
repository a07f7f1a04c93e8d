"""The look of every figure: colours, type, grid, sizes.

The colours are Okabe and Ito's, told apart by colour-blind readers. Grey is for what
is not the point. Each colour has a twin for dark pages, put in by `pictures`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crm_analysis.reporting.formats import decimal_places, format_cell

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure

PAPER = "#ffffff"
INK = "#1f2933"
SOFT_INK = "#52606d"
GRID = "#e4e7eb"
GREY = "#9aa5b1"
BLUE = "#0072b2"
ORANGE = "#d55e00"
GREEN = "#009e73"
PURPLE = "#a3558b"
SKY = "#56b4e9"
YELLOW = "#b88a00"
STRONGEST_SHADE = 0.65
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, SKY, YELLOW)

DARK_TWINS = {
    PAPER: "#15191e",
    INK: "#e8ebee",
    SOFT_INK: "#a9b3bd",
    GRID: "#2d353d",
    GREY: "#6f7b87",
    BLUE: "#4aa8e0",
    ORANGE: "#f5853f",
    GREEN: "#2fbf95",
    PURPLE: "#d28abb",
    SKY: "#8accf2",
    YELLOW: "#e0b93f",
}

# Text is set in the one font that every matplotlib brings along, so that a figure
# comes out the same on every machine. 5.8 inches fill the column of text; shrunk to a
# phone, a 12 point label is still 10 px high.
SETTINGS = {
    "font.family": "DejaVu Sans",
    "font.size": 12,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.labelsize": 12,
    "axes.labelcolor": SOFT_INK,
    "axes.edgecolor": GREY,
    "axes.facecolor": PAPER,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 1.0,
    "xtick.color": SOFT_INK,
    "ytick.color": SOFT_INK,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "text.color": INK,
    "lines.linewidth": 2.2,
    "patch.edgecolor": PAPER,
    "legend.frameon": False,
    "legend.fontsize": 12,
    "figure.facecolor": PAPER,
    "figure.figsize": (5.8, 3.5),
    "figure.dpi": 100,
    "svg.fonttype": "path",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw what is inside the ``with`` in the look of the reports."""
    import matplotlib as mpl  # noqa: PLC0415  a second of import, for figures alone

    with mpl.rc_context({**SETTINGS, "axes.prop_cycle": _colour_cycle()}):
        yield


def use_house_style() -> None:
    """Switch a notebook to the look of the reports, seaborn's figures included."""
    import matplotlib as mpl  # noqa: PLC0415  a second of import, for figures alone

    mpl.rcParams.update({**SETTINGS, "axes.prop_cycle": _colour_cycle()})


def new_figure(width: float = 5.8, height: float = 3.5) -> "tuple[Figure, Axes]":
    """Open a figure with one pair of axes in the look of the reports.

    Parameters
    ----------
    width, height : inches
        5.8 fills the column of text.
    """
    import matplotlib.pyplot as plt  # noqa: PLC0415  a second of import

    with house_style():
        return plt.subplots(figsize=(width, height), layout="constrained")


def format_axis(axes: "Axes", which: str, unit: str) -> None:
    """Write an axis's ticks with their unit, seven of them at most.

    Parameters
    ----------
    axes : Axes
    which : "x" or "y"
    unit : a unit of `crm_analysis.reporting.formats`, "date" for time
    """
    axis = axes.xaxis if which == "x" else axes.yaxis
    if unit == "date":
        _format_dates(axis)
        return
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415

    axis.set_major_locator(MaxNLocator(nbins=6, integer=unit == "count"))
    ticks = list(axis.get_ticklocs())
    shown = [tick * 100 for tick in ticks] if unit == "share" else ticks
    places = 0 if _all_whole(shown) else decimal_places(ticks, unit)
    axis.set_major_formatter(
        FuncFormatter(lambda value, _: format_cell(float(value), unit, places))
    )


def start_at_zero(axes: "Axes", which: str = "y") -> None:
    """Let an axis begin at zero, as the length of a bar must."""
    if which == "x":
        axes.set_xlim(left=0)
    else:
        axes.set_ylim(bottom=0)


def shades_of(colour: str) -> "LinearSegmentedColormap":
    """Make a colour map for a grid, from no colour to a strong tint of one.

    The shades are made by transparency, so they follow the page's theme, and ink can
    be read on the strongest of them.
    """
    from matplotlib.colors import (  # noqa: PLC0415  a second of import
        LinearSegmentedColormap,
        to_rgba,
    )

    ends = [to_rgba(colour, alpha) for alpha in (0.0, STRONGEST_SHADE)]
    return LinearSegmentedColormap.from_list(f"shades of {colour}", ends)


def _colour_cycle() -> object:
    from cycler import cycler  # noqa: PLC0415  comes with matplotlib

    return cycler(color=PALETTE)


def _format_dates(axis: "Axis") -> None:
    from matplotlib.dates import (  # noqa: PLC0415  a second of import
        AutoDateLocator,
        ConciseDateFormatter,
    )

    locator = AutoDateLocator(minticks=3, maxticks=7)
    axis.set_major_locator(locator)
    axis.set_major_formatter(ConciseDateFormatter(locator))


def _all_whole(numbers: list[float]) -> bool:
    return all(abs(number - round(number)) < 1e-9 for number in numbers)

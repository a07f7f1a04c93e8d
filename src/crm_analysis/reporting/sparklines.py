"""A line without axes, as wide as a word: how a number moved from run to run."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, MARGIN = 120, 28, 4


def sparkline(values: Sequence[float | None], label: str) -> str:
    """Draw values from left to right, the last one marked; what is missing is a gap.

    Parameters
    ----------
    values : numbers, or None where one is missing or hidden
    label : what a person who cannot see it is told

    Returns
    -------
    str
        An ``<svg>`` without scripts and inline styles; empty if nothing is known.

    >>> sparkline([None], "x")
    ''
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    pieces = [
        _line(piece) for piece in _pieces(_points(values, min(known), max(known)))
    ]
    x, y = _last(_points(values, min(known), max(known)))
    return (
        f'<svg class="sparkline" role="img" aria-label="{escape(label)}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'{"".join(pieces)}<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )


def _points(
    values: Sequence[float | None], least: float, most: float
) -> list[tuple[float, float] | None]:
    """Place values; one alone, and equal ones, stand half-way up."""
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    height = HEIGHT - 2 * MARGIN
    return [
        None
        if value is None
        else (
            MARGIN + step * number if len(values) > 1 else WIDTH / 2,
            HEIGHT - MARGIN - height * (value - least) / (most - least)
            if most > least
            else HEIGHT / 2,
        )
        for number, value in enumerate(values)
    ]


def _pieces(
    points: Sequence[tuple[float, float] | None],
) -> list[list[tuple[float, float]]]:
    pieces: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(point)
    return [piece for piece in pieces if len(piece) > 1]


def _line(piece: Sequence[tuple[float, float]]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in piece)
    return f'<polyline points="{points}"/>'


def _last(points: Sequence[tuple[float, float] | None]) -> tuple[float, float]:
    return next(point for point in reversed(points) if point is not None)

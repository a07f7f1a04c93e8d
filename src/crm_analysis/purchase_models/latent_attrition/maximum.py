"""The maximum of a smooth function inside a box, found the same way every time.

Quasi-Newton steps come near it, Newton steps on differences of the exact gradient
finish. A direction in which the function is flat, or that leaves the box, is no
failure: the point is then on the edge of the box, and the record says on which.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from crm_analysis.purchase_models.classifier import Floats

Function = Callable[[Floats], tuple[float, Floats]]

STEP = 2e-5  # of the differences; the second derivatives err by as much
NEAR = 1e-4  # a Newton step so short ends within its square of the maximum
ON_THE_EDGE = 1e-9


@dataclass(frozen=True)
class Box:
    """The least and greatest value of each coordinate."""

    low: Floats
    high: Floats

    def clip(self, point: Floats) -> Floats:
        """Return the nearest point inside."""
        return np.clip(point, self.low, self.high)

    def sides(self, point: Floats) -> tuple[int, ...]:
        """Return -1 or 1 where the point lies on the low or high edge, else 0."""
        high = point >= self.high - ON_THE_EDGE
        low = point <= self.low + ON_THE_EDGE
        return tuple((high.astype(int) - low.astype(int)).tolist())


@dataclass(frozen=True)
class Maximum:
    """Where the function is greatest, and how it bends there.

    Attributes
    ----------
    point : array
        The coordinates.
    value : float
        The function there.
    curvature : array, square
        Its second derivatives there, by differences of the gradient.
    sides : tuple of int
        -1 or 1 where a coordinate lies on the low or high edge of the box, else 0.
    """

    point: Floats
    value: float
    curvature: Floats
    sides: tuple[int, ...]


def maximise(function: Function, starts: tuple[Floats, ...], box: Box) -> Maximum:
    """Return the best maximum found; later starts are tried only from an edge.

    Parameters
    ----------
    function : callable
        Point to value and gradient; finite everywhere in the box.
    starts : tuple of arrays
        Where to begin, the best guess first.
    box : Box
        Where to look.
    """
    # Threads wait for each other at every step, over matrices of four rows.
    with threadpool_limits(limits=1):
        best = _polish(function, _climb(function, starts[0], box), box)
        for start in starts[1:] if any(best.sides) else ():
            other = _climb(function, start, box)
            if function(other)[0] > best.value + 1e-9 * abs(best.value):
                best = _polish(function, other, box)
    return best


def curvature(function: Function, point: Floats, here: Floats) -> Floats:
    """Return the second derivatives by differences of the gradient `here`."""
    steps = np.eye(len(point)) * STEP
    rows = [function(point + step)[1] - here for step in steps]
    matrix = np.array(rows) / STEP
    return (matrix + matrix.T) / 2


def _climb(function: Function, start: Floats, box: Box) -> Floats:
    def downhill(point: Floats) -> tuple[float, Floats]:
        value, slope = function(point)
        return -value, -slope

    found = minimize(
        downhill,
        box.clip(start),
        jac=True,
        method="L-BFGS-B",
        bounds=np.column_stack([box.low, box.high]),
        options={"maxiter": 500, "ftol": 1e-11, "gtol": 1e-6},
    )
    return box.clip(found.x)


def _polish(function: Function, point: Floats, box: Box) -> Maximum:
    value, slope = function(point)
    for _ in range(30):
        bend = curvature(function, point, slope)
        step = _newton_step(slope, bend, box.sides(point))
        moved = _ascend(function, point, value, box, step)
        if moved is None:
            break
        gained, length = moved[1] - value, np.abs(moved[0] - point).max()
        point, value, slope = moved
        if length < NEAR and gained <= 1e-9 * max(abs(value), 1.0):
            break
    return Maximum(point, value, bend, box.sides(point))


def _newton_step(slope: Floats, bend: Floats, sides: tuple[int, ...]) -> Floats:
    """Return the Newton step along the coordinates that no edge holds back.

    Where the function bends upwards or not at all, the step follows the slope.
    """
    free = np.sign(slope) * np.array(sides) <= 0
    step = np.zeros(len(slope))
    if free.any():
        values, vectors = np.linalg.eigh(bend[np.ix_(free, free)])
        sharp = np.maximum(np.abs(values), 1e-10)
        along = (vectors * slope[free][:, None]).sum(axis=0) / sharp
        step[free] = (vectors * np.clip(along, -2.0, 2.0)).sum(axis=1)
    return step


def _ascend(
    function: Function, point: Floats, value: float, box: Box, step: Floats
) -> tuple[Floats, float, Floats] | None:
    """Return the first point along the step that is not lower, halving it, or None."""
    for _ in range(8):
        moved = box.clip(point + step)
        reached, slope = function(moved)
        if reached > value:
            return moved, reached, slope
        step = step / 2
    return None

"""Maxima inside a box, on its edge, and of functions that are flat."""

import numpy as np
import pytest

from crm_analysis.purchase_models.latent_attrition.maximum import Box, maximise

BOX = Box(np.array([-5.0, -5.0]), np.array([5.0, 5.0]))
START = (np.array([1.0, -1.0]),)


def hill(top, steepness):
    top, steepness = np.array(top), np.array(steepness)

    def function(point):
        off = point - top
        return -(steepness * off**2).sum() / 2, -steepness * off

    return function


def test_a_hill_inside_is_climbed_to_its_top():
    found = maximise(hill([2.0, 3.0], [1.0, 1e-3]), START, BOX)
    assert found.point == pytest.approx([2, 3], abs=1e-8)
    assert found.curvature == pytest.approx(np.diag([-1.0, -1e-3]), abs=1e-9)
    assert found.sides == (0, 0)


def test_a_top_outside_is_met_at_the_edge():
    found = maximise(hill([-9.0, 3.0], [1.0, 1.0]), START, BOX)
    assert found.point == pytest.approx([-5, 3], abs=1e-8)
    assert found.sides == (-1, 0)


def test_a_flat_direction_is_left_alone():
    found = maximise(hill([2.0, 0.0], [1.0, 0.0]), START, BOX)
    assert found.point == pytest.approx([2, -1], abs=1e-6)


def test_a_better_maximum_is_looked_for_from_an_edge():
    def two_tops(point):
        x, y = point
        slope = 3 * x**2 - 12 if abs(x) < 5 else 0.0
        return x**3 - 12 * x - y**2, np.array([slope, -2 * y])

    starts = (np.array([-3.0, 1.0]), np.array([4.9, 1.0]))
    found = maximise(two_tops, (starts[1], starts[0]), BOX)
    assert found.value == pytest.approx(65)
    assert found.sides == (1, 0)

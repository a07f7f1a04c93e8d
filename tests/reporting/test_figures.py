"""Figures: a word that is drawn stands clear of what it is about."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from crm_analysis.reporting.figures import (
    draw_bernoulli,
    draw_months,
    draw_reliability,
)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def points_under_words(figure) -> int:
    """Count the points and corners of lines that a word in the axes covers."""
    figure.canvas.draw()
    (axes,) = figure.axes
    drawn = [points.get_offsets() for points in axes.collections]
    drawn += [line.get_xydata() for line in axes.lines]
    places = axes.transData.transform(np.vstack([np.asarray(each) for each in drawn]))
    boxes = [text.get_window_extent().padded(2) for text in axes.texts]
    assert boxes
    return sum(box.count_contains(places) for box in boxes)


@pytest.mark.parametrize("highest", [0.3, 1.0])
def test_the_name_of_the_ideal_covers_no_point(highest):
    given = np.linspace(0.02, highest, 30)
    tenths = pd.DataFrame(
        {
            "mean_probability": given,
            "buyer_share": given,
            "buyer_share_low": given * 0.9,
            "buyer_share_high": given,
        }
    )
    assert points_under_words(draw_reliability(tenths)) == 0


@pytest.mark.parametrize("a", [-0.1, -0.008, 0.008, 0.1])
def test_the_name_of_the_half_covers_neither_curve_nor_points(a):
    days = np.linspace(0, 130, 60)
    curve = pd.DataFrame(
        {"days_since_last": days, "probability": 1 / (1 + np.exp(-a * days))}
    )
    seen = np.array([1.0, 3, 5, 8, 20, 38, 130])
    observed = pd.DataFrame(
        {"days_since_last": seen, "buyer_share": 1 / (1 + np.exp(-a * seen))}
    )
    assert points_under_words(draw_bernoulli(curve, observed)) == 0


@pytest.mark.parametrize("months", [4, 5, 31, 36, 59, 120])
def test_months_have_two_to_seven_marks_whatever_the_time(months):
    starts = pd.date_range("2021-03-01", periods=months, freq="MS")
    figure = draw_months(
        pd.DataFrame({"month": starts, "orders": range(months)}), "orders", "", "Orders"
    )
    figure.canvas.draw()
    marks = [tick for tick in figure.axes[0].get_xticklabels() if tick.get_text()]
    assert 2 <= len(marks) <= 7


@pytest.mark.parametrize(
    ("unit", "most", "words"),
    [("count", 1, ["0", "1"]), ("EUR", 10, ["0", "2", "4"]), ("", 12, ["0.0", "2.5"])],
)
def test_marks_on_an_axis_say_where_they_stand(unit, most, words):
    starts = pd.date_range("2025-01-01", periods=2, freq="MS")
    figure = draw_months(
        pd.DataFrame({"month": starts, "orders": [0, most]}), "orders", unit, "Orders"
    )
    figure.canvas.draw()
    ticks = figure.axes[0].yaxis.get_major_ticks()
    told = [(tick.get_loc(), tick.label1.get_text()) for tick in ticks]
    assert [word for _, word in told][: len(words)] == words
    assert all(float(word) == pytest.approx(place) for place, word in told)

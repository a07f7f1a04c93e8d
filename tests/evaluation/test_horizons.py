"""The notes of a backtest, each on its edge."""

import datetime

import pytest

from crm_analysis.coverage import Coverage
from crm_analysis.evaluation.horizons import notes_on_history, notes_on_horizon_end

JULY = Coverage(datetime.date(2025, 1, 1), datetime.date(2025, 7, 31), 2)


def test_a_horizon_that_ends_on_the_last_order_day_needs_no_note():
    assert notes_on_horizon_end(JULY, datetime.date(2025, 7, 22), 10) == ()
    (note,) = notes_on_horizon_end(JULY, datetime.date(2025, 7, 23), 10)
    assert "end of the horizon: 1;" in note


@pytest.mark.parametrize(("tenure_days", "notes"), [(364, 1), (365, 0)])
def test_a_season_has_been_seen_after_a_year(tenure_days, notes):
    assert len(notes_on_history(tenure_days, 30)) == notes

"""Training rows: the customers of several days, and which of them are chosen."""

import datetime

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from crm_analysis.features import EVERYBODY, read_evidence_by_day
from crm_analysis.labels import read_labels
from crm_analysis.purchase_models import training_rows
from crm_analysis.purchase_models.training_rows import (
    choose_rows,
    read_training_rows,
)
from order_logs import order, orders_database

FIRST = datetime.date(2025, 1, 1)
DAYS = [FIRST + datetime.timedelta(days=days) for days in (40, 20, 30)]
MARCH = datetime.date(2025, 3, 1)


@pytest.fixture(scope="module")
def database():
    drawn = np.random.default_rng(8)
    log = [
        order(key, (FIRST + datetime.timedelta(days=day)).isoformat(), f"{day}.00")
        for key in range(1, 81)
        for day in drawn.choice(58, drawn.integers(1, 6), replace=False).tolist()
    ]
    return orders_database(log)


def test_they_are_the_evidence_and_labels_of_each_day(database):
    rows = read_training_rows(database, DAYS, 10, MARCH, EVERYBODY)
    assert rows.shift == 0
    expected = read_evidence_by_day(database, sorted(DAYS), MARCH)
    pd.testing.assert_frame_equal(rows.features, expected)
    for day in DAYS:
        of_day = rows.labels[rows.days == pd.Timestamp(day)]
        assert of_day.tolist() == read_labels(database, day, 10).tolist()


def test_batches_of_days_change_nothing(database, monkeypatch):
    whole = read_training_rows(database, DAYS, 10, MARCH, EVERYBODY)
    monkeypatch.setattr(training_rows, "ROWS_AT_ONCE", 1)
    single = read_training_rows(database, DAYS, 10, MARCH, EVERYBODY)
    pd.testing.assert_frame_equal(whole.features, single.features)
    assert (whole.labels == single.labels).all()


def test_few_rows_are_all_kept():
    kept, shift = choose_rows(np.array([0, 1, 1]), most=3)
    assert kept.all()
    assert shift == 0


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_the_rarer_label_is_kept_and_the_shift_gives_back_the_odds(share):
    labels = (np.arange(1000) < 1000 * share).astype(int)
    kept, shift = choose_rows(labels, most=200)
    assert kept.sum() == 200
    rarer = min(np.bincount(labels[kept]))
    assert rarer == min(int(min(share, 1 - share) * 1000), 100)
    assert logit(labels[kept].mean()) + shift == pytest.approx(logit(share))
    assert (choose_rows(labels, most=200)[0] == kept).all()


@pytest.mark.parametrize("label", [0, 1])
def test_labels_that_are_all_the_same_are_cut_without_a_shift(label):
    kept, shift = choose_rows(np.full(100, label), most=30)
    assert kept.sum() == 30
    assert shift == 0

"""The attrition fits of a day: remembering answers changes none of them."""

import numpy as np
import pytest
from attrition_histories import history_of

from crm_analysis.purchase_models.attrition_fits import KINDS, AttritionFits


@pytest.fixture(scope="module")
def fits():
    rows = history_of((0, 0, 30, 40), (1, 9, 40, 20), (3, 50, 70, 9), (6, 80, 90, 4))
    return AttritionFits(tuple(kind(14).fit_groups(rows) for kind in KINDS))


def test_what_is_remembered_is_of_the_same_rows_and_the_same_horizon(fits):
    some, others = (
        {name: values.to_numpy(np.float64) for name, values in rows.items()}
        for rows in (history_of((2, 20, 40)), history_of((0, 0, 5)))
    )
    remembering = fits.remembering()
    for rows, days in [(some, 14), (some, 7), (others, 14), (some, 14), (others, 7)]:
        found, wanted = remembering.numbers(rows, days), fits.numbers(rows, days)
        assert {name: each.tolist() for name, each in found.items()} == {
            name: each.tolist() for name, each in wanted.items()
        }
    assert remembering.numbers(some, 7) is remembering.numbers(some, 7)
    assert fits.numbers(some, 7) is not fits.numbers(some, 7)

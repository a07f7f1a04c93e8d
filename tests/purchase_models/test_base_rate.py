import pytest

from crm_analysis.purchase_models import BaseRateModel


@pytest.mark.parametrize(
    ("y", "share"), [([0, 0, 1], 0.375), ([0], 0.25), ([1], 0.75), ([0] * 9, 0.05)]
)
def test_share_is_smoothed_so_it_is_never_nought_or_one(y, share):
    model = BaseRateModel().fit([[0]] * len(y), y)
    assert model.predict_proba([[5], [6]])[:, 1].tolist() == [share, share]

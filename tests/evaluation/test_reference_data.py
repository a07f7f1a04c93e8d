"""Log loss on two public data sets, against what other tools reach on them.

The bars are those of a peer fitted to the same days and customers: for the base rate
and the Bernoulli model the same formula elsewhere, for the logistic model a
regression on the logarithms of recency, frequency and money with 0.003 of room, for
BG/NBD the same likelihood, and for the blend a prototype of it with 0.001 of room.
"""

import datetime

import pytest

from crm_analysis.database import connect
from crm_analysis.evaluation import backtest
from crm_analysis.evaluation.metrics import roc_auc
from crm_analysis.features import read_features
from crm_analysis.labels import read_labels
from crm_analysis.purchase_models import BernoulliPurchaseModel

CASES = [
    ("cdnow", "1997-10-01", 90, (0.4671, 0.4295, 0.3862, 0.3881, 0.3804)),
    ("cdnow", "1998-04-02", 90, (0.4068, 0.3128, 0.3033, 0.3029, 0.2978)),
    ("cdnow", "1998-01-01", 30, (0.2386, 0.2112, 0.1927, 0.1914, 0.1892)),
    ("complete-journey", "2017-10-01", 14, (0.6044, 0.6839, 0.4310, 0.4443, 0.4082)),
    ("complete-journey", "2017-12-01", 7, (0.6926, 0.6534, 0.5320, 0.5213, 0.4970)),
]


@pytest.fixture(scope="module")
def opened(cdnow_url, complete_journey_url):
    """Return what gives an open database by the name of its data set."""
    with connect(cdnow_url) as cdnow, connect(complete_journey_url) as journey:
        yield {"cdnow": cdnow, "complete-journey": journey}.__getitem__


@pytest.mark.parametrize(("name", "as_of", "horizon_days", "peers"), CASES)
def test_log_losses_reach_the_peers(opened, name, as_of, horizon_days, peers):
    day = datetime.date.fromisoformat(as_of)
    result = backtest(opened(name), day, horizon_days)
    log_loss = result.ladder["log_loss"]
    assert log_loss["base_rate"] == pytest.approx(peers[0], abs=0.001)
    assert log_loss["bernoulli"] == pytest.approx(peers[1], abs=0.002)
    assert log_loss["logistic"] <= peers[2]
    # One household with P(buy) of nearly 1 did not: the peer cut it at 1 - 1e-6.
    assert log_loss["bg_nbd"] == pytest.approx(peers[3], abs=0.005)
    assert log_loss["blend"] <= peers[4] + 0.001
    assert log_loss["blend"] == log_loss.min()


def test_more_orders_rank_upside_down_where_most_do_not_return(opened):
    start, later = datetime.date(1997, 7, 3), datetime.date(1997, 10, 1)
    model = BernoulliPurchaseModel(feature="orders").fit(
        read_features(opened("cdnow"), start),
        read_labels(opened("cdnow"), start, 90),
    )
    chance = model.predict_proba(read_features(opened("cdnow"), later))[:, 1]
    assert model.a_ < 0
    labels = read_labels(opened("cdnow"), later, 90)
    assert roc_auc(labels, chance) < 0.35

"""The latent-attrition models against published numbers and against lifetimes."""

import warnings

import numpy as np
import pytest
from attrition_histories import cdnow_sample

from crm_analysis.purchase_models import BgNbd, MbgNbd, ParetoNbd

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of lifetimes, about the pandas of today
    import lifetimes

PEERS = {
    BgNbd: (lifetimes.BetaGeoFitter, {}),
    MbgNbd: (lifetimes.ModifiedBetaGeoFitter, {}),
    ParetoNbd: (lifetimes.ParetoNBDFitter, {"tol": 1e-9, "initial_params": [1.0] * 4}),
}
MODELS = list(PEERS)


@pytest.fixture(scope="module")
def sample():
    return cdnow_sample()


@pytest.fixture(scope="module", params=MODELS, ids=lambda kind: kind.rung)
def ours_and_peer(request, sample):
    fitter, options = PEERS[request.param]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = fitter().fit(*sample.to_numpy().T, **options)
    return request.param().fit(sample), peer


# Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, table 2.
def test_bg_nbd_finds_the_published_parameters(sample):
    found = BgNbd().fit(sample).parameters_
    assert {name: round(value, 3) for name, value in found.items()} == {
        "r": 0.243,
        "alpha": 4.414,
        "a": 0.793,
        "b": 2.426,
    }


def test_bg_nbd_reaches_the_published_log_likelihood(sample):
    assert round(BgNbd().fit(sample).log_likelihood_, 1) == -9582.4


# The same paper's table 2, and Fader & Hardie's notes on Pareto/NBD.
def test_pareto_nbd_finds_the_published_parameters(sample):
    found = ParetoNbd().fit(sample).parameters_
    assert {name: round(value, 3) for name, value in found.items()} == {
        "r": 0.553,
        "alpha": 10.578,
        "s": 0.606,
        "beta": 11.668,
    }


def test_pareto_nbd_reaches_the_published_log_likelihood(sample):
    assert round(ParetoNbd().fit(sample).log_likelihood_, 1) == -9595.0


def test_parameters_agree_with_lifetimes(ours_and_peer):
    ours, peer = ours_and_peer
    assert ours.parameters_ == pytest.approx(dict(peer.params_), rel=1e-4)


def test_standard_errors_agree_with_lifetimes(ours_and_peer):
    ours, peer = ours_and_peer
    if not isinstance(ours, ParetoNbd):  # of which lifetimes has none
        expected = dict(peer.standard_errors_)
        assert ours.standard_errors_ == pytest.approx(expected, rel=1e-4)


def test_chance_active_agrees_with_lifetimes_formula(ours_and_peer, sample):
    ours, peer = with_our_parameters(*ours_and_peer)
    theirs = peer.conditional_probability_alive(*sample.to_numpy().T)
    assert ours.chance_active(sample) == pytest.approx(theirs, abs=1e-10)


@pytest.mark.parametrize("weeks", [0.1, 4.0, 39.0])
def test_expected_purchases_agree_with_lifetimes_formula(ours_and_peer, sample, weeks):
    ours, peer = with_our_parameters(*ours_and_peer)
    theirs = peer.conditional_expected_number_of_purchases_up_to_time(
        weeks, *sample.to_numpy().T
    )
    assert ours.expected_purchases(sample, weeks) == pytest.approx(theirs, rel=1e-8)


def test_log_likelihood_agrees_with_lifetimes_formula(ours_and_peer, sample):
    ours, peer = ours_and_peer
    columns = (*sample.to_numpy().T, np.ones(len(sample)), 0.0)
    parameters = np.array(list(ours.parameters_.values()))
    if not isinstance(ours, ParetoNbd):
        parameters = np.log(parameters)
    theirs = -peer._negative_log_likelihood(parameters, *columns)
    mean = 1.0 if isinstance(ours, ParetoNbd) else len(sample)
    assert ours.log_likelihood(sample) == pytest.approx(theirs * mean, rel=1e-12)
    assert ours.log_likelihood_ == pytest.approx(theirs * mean, rel=1e-12)


def with_our_parameters(ours, peer):
    for name, value in ours.parameters_.items():
        peer.params_[name] = value
    return ours, peer

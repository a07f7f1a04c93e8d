"""The weights of the blend: what would have done best, leaning on equal ones.

Equal weights are hard to beat where the record is short:

    Smith & Wallis (2009), A Simple Explanation of the Forecast Combination Puzzle,
    Oxford Bulletin of Economics and Statistics 71 (3), 331-355.
"""

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_expit, softmax

from crm_analysis.purchase_models.classifier import Floats

SPREAD = 0.1  # how far weights are expected to be from equal, before the record


def fit_weights(log_odds: Floats, labels: Floats) -> Floats:
    """Return the weights, adding up to 1, that would have done best, near equal ones.

    Parameters
    ----------
    log_odds : array, models x customers
        What each model said.
    labels : array, one a customer
        What happened.

    The log-likelihood is maximised together with that of the weights themselves,
    normal around equal ones with standard deviation `SPREAD`.

    Examples
    --------
    >>> labels = np.tile([1.0, 0.0], 500)
    >>> right, wrong = 2 * labels - 1, 1 - 2 * labels
    >>> fit_weights(np.stack([right, wrong]), labels).round(2).tolist()
    [1.0, 0.0]
    """
    models = len(log_odds)
    signs = 2 * labels - 1

    def misfit(point: Floats) -> float:
        weights = softmax(point)
        distance = np.sum((weights - 1 / models) ** 2) / (2 * SPREAD**2)
        return distance - log_expit(signs * (weights @ log_odds)).sum()

    options = {"xatol": 1e-6, "fatol": 1e-9, "maxiter": 5000}
    found = minimize(misfit, np.zeros(models), method="Nelder-Mead", options=options)
    return softmax(found.x)

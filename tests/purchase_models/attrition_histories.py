"""Purchase histories for the tests: small ones, simulated ones, the CDNOW sample."""

import numpy as np
import pandas as pd

from crm_analysis.datasets.package_files import package_folder

COLUMNS = ["repeat_purchases", "first_to_last_days", "tenure_days"]


def history_of(*rows):
    """One row a history: x, t_x, T and, where given, customers."""
    names = [*COLUMNS, "customers"]
    return pd.DataFrame(list(rows), columns=names[: len(rows[0])])


def cdnow_sample():
    """2,357 customers of CDNOW, calibration to 1997-09-30, times in weeks.

    The file is Fader, Hardie & Lee's, as the package lifetimes ships it.
    """
    folder = package_folder("lifetimes", "benchmarks") / "datasets"
    with (folder / "cdnow_customers_summary.csv").open() as file:
        columns = pd.read_csv(file)[["frequency", "recency", "T"]]
    return columns.set_axis(COLUMNS, axis="columns")


def simulate(buys, stays, tenure_days, generator):
    """One row a customer: buy at a rate, until `stays(purchase times)` says stop.

    Parameters
    ----------
    buys : array
        Purchases a day of each customer, while active.
    stays : callable
        From a customer's number and purchase times to how many of them happen.
    """
    rows = []
    for customer, (rate, tenure) in enumerate(zip(buys, tenure_days, strict=True)):
        times = np.sort(generator.uniform(0, tenure, generator.poisson(rate * tenure)))
        times = times[: stays(customer, times)]
        rows.append((len(times), times[-1] if len(times) else 0.0, float(tenure)))
    return history_of(*rows)

"""Simulated data sets: a shop, a travel agency and a clinic that do not exist."""

import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa

from crm_analysis.datasets.purchase_log import PurchaseLog
from crm_analysis.datasets.simulated_truth import Simulation
from crm_analysis.datasets.simulation_presets import CLINIC, SHOP, TRAVEL
from crm_analysis.datasets.simulation_settings import SimulationSettings
from crm_analysis.datasets.simulator import simulate


class SimulatedLog(PurchaseLog):
    """A purchase log that is made up from settings and a seed.

    Attributes
    ----------
    settings : SimulationSettings
        The law that the customers follow.
    seed : int
        Seed of all draws.
    """

    licence = "MIT (made by this project)"
    connector = "simulated"
    orders_are_simulated = True
    settings: SimulationSettings
    seed: int

    def files(self) -> list[Path]:
        """Return nothing: the code, which every fingerprint covers, makes the rows."""
        return []

    def fingerprint(self) -> str:
        """Return a digest that also covers numpy, which makes the draws."""
        text = super().fingerprint() + np.__version__
        return hashlib.sha256(text.encode()).hexdigest()

    def simulation(self) -> Simulation:
        """Simulate the log anew, with the truth behind it."""
        return simulate(self.settings, self.seed)

    def source_tables(self) -> dict[str, pa.Table]:
        """Simulate the orders, numbered, and say which data set they are of."""
        orders = self.simulation().orders
        numbers = pa.array(np.arange(1, orders.num_rows + 1))
        return {
            "orders": orders.append_column("line_number", numbers),
            "origin": pa.table({"source_system": [self.name]}),
        }


class SimulatedShop(SimulatedLog):
    """An online shop over three years."""

    name = "simulated-shop"
    title = "Simulated online shop, which does not exist"
    settings = SHOP
    seed = 1
    reference_day = SHOP.end_on
    rows = {"customers": 10_000, "orders": 29_273}  # noqa: RUF012  nothing writes to it


class SimulatedTravel(SimulatedLog):
    """A travel agency over four years."""

    name = "simulated-travel"
    title = "Simulated travel agency, which does not exist"
    settings = TRAVEL
    seed = 2
    reference_day = TRAVEL.end_on
    rows = {"customers": 8_000, "orders": 24_082}  # noqa: RUF012  nothing writes to it


class SimulatedClinic(SimulatedLog):
    """A clinic over three years."""

    name = "simulated-clinic"
    title = "Simulated clinic, which does not exist"
    settings = CLINIC
    seed = 3
    reference_day = CLINIC.end_on
    rows = {"customers": 5_000, "orders": 18_827}  # noqa: RUF012  nothing writes to it

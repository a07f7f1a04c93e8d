"""Data sets that ``crm-analysis seed`` can put into a database."""

from crm_analysis.datasets.cdnow import Cdnow
from crm_analysis.datasets.complete_journey import CompleteJourney
from crm_analysis.datasets.dataset import Dataset
from crm_analysis.datasets.sample import Sample
from crm_analysis.datasets.seeding import seed
from crm_analysis.datasets.simulated import (
    SimulatedClinic,
    SimulatedShop,
    SimulatedTravel,
)

DATASETS: dict[str, type[Dataset]] = {
    dataset.name: dataset
    for dataset in (
        Sample,
        CompleteJourney,
        Cdnow,
        SimulatedShop,
        SimulatedTravel,
        SimulatedClinic,
    )
}

__all__ = ["DATASETS", "Dataset", "seed"]

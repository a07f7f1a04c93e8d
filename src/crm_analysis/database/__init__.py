"""The database: one face, an engine a file, the same SQL everywhere.

>>> from crm_analysis.database import in_memory
>>> with in_memory() as database:
...     database.read_frame("features/coverage").to_dict("records")
[{'first_day': NaT, 'last_day': NaT, 'longest_silence_days': 0}]
"""

from crm_analysis.database.connection import (
    change_rows,
    changing,
    connect,
    holds_anything,
    in_memory,
    renewing,
    replacing,
    wipe_deleted,
)
from crm_analysis.database.department import choose_department
from crm_analysis.database.interface import Database
from crm_analysis.database.upgrades import upgrade

__all__ = [
    "Database",
    "change_rows",
    "changing",
    "choose_department",
    "connect",
    "holds_anything",
    "in_memory",
    "renewing",
    "replacing",
    "upgrade",
    "wipe_deleted",
]

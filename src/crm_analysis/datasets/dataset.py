"""What a data set is: where it comes from and how it fills a database."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from crm_analysis.database import Database
from crm_analysis.database.definitions import Defined
from crm_analysis.database.row_changes import TableChanges
from crm_analysis.paths import sql_folder
from crm_analysis.pseudonyms import pseudonyms
from crm_analysis.tombstones import Tombstones

Progress = Callable[[str], None]


class Dataset(ABC):
    """A set of customers and orders that can be seeded.

    Attributes
    ----------
    name, title, licence : str
        What the command line calls it, what prose calls it, and its licence.
    rows : dict
        The rows that each table must have afterwards; the load fails on any other.
    contacts_are_synthetic, orders_are_simulated : bool
        What every page has to say about it.
    """

    name: str
    title: str
    licence: str
    rows: dict[str, int]
    contacts_are_synthetic: bool = True
    orders_are_simulated: bool = False

    @abstractmethod
    def fill(self, database: Database, progress: Progress) -> None:
        """Load all rows into empty tables, saying what was loaded."""

    def load_records(self) -> list[dict[str, object]]:
        """Return what ``data_loads`` is to say of it, but when it was loaded."""
        record = {
            "source_system": self.name,
            "title": self.title,
            "licence": self.licence,
            "contacts_are_synthetic": self.contacts_are_synthetic,
            "orders_are_simulated": self.orders_are_simulated,
        }
        return [record]

    @abstractmethod
    def files(self) -> list[Path]:
        """Return the files that the rows come from."""

    def fingerprint(self) -> str:
        """Return a digest of all that decides what the database will hold."""
        digest = digest_loading_files(*self.files())
        # Made-up people and pseudonyms also hang on the word lists and on the key.
        digest.update(version("faker").encode())
        digest.update(pseudonyms(self.name, [""])[0].encode())
        return digest.hexdigest()


@dataclass(frozen=True)
class Difference:
    """How a table of a database differs from what a data set makes of it.

    Attributes
    ----------
    changes : TableChanges
        What has to be done.
    changed, as_they_were : int
        Rows that are new, changed or gone, and rows that stay.
    """

    changes: TableChanges
    changed: int
    as_they_were: int


class RenewedDataset(Dataset):
    """A data set that is loaded again and again, whose rows keep their ids."""

    @abstractmethod
    def take_up(
        self,
        held: Database,
        tombstones: Tombstones,
        progress: Progress,
        *,
        only_changes: bool = False,
    ) -> None:
        """Read what a database holds already, so that the ids in it are kept.

        From then on, `fill`, `difference` and `audit` leave out people who were
        forgotten. With `only_changes`, rows may be passed over that must be as they
        are held: that is enough for `difference`. A call has no effect if an earlier
        one was for as much.
        """

    @abstractmethod
    def difference(self, table: Defined) -> Difference | None:
        """Compare a table with what is held; None if the data set never fills it."""

    @abstractmethod
    def audit(self) -> pa.Table:
        """Return the rows of ``load_audit``."""


def digest_loading_files(*others: Path) -> "hashlib._Hash":
    """Begin a digest with the SQL and the code that every load goes through."""
    digest = hashlib.sha256()
    for path in [*_loading_files(), *others]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest


def _loading_files() -> Iterator[Path]:
    for folder in ("schema", "sequences", "views", "indexes", "seed", "connectors"):
        yield from sorted((sql_folder() / folder).rglob("*.sql"))
    yield from sorted(Path(__file__).parent.glob("*.py"))

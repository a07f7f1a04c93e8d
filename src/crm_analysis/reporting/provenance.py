"""What has changed since a run was made: its data, its packages, its code."""

from collections.abc import Iterator
from dataclasses import dataclass

from crm_analysis.data_quality import read_fingerprint
from crm_analysis.database import choose_department, connect
from crm_analysis.errors import UsageError
from crm_analysis.reporting.manifest import Manifest, package_versions
from crm_analysis.reporting.sources import code_fingerprint

CODE = "Code"


@dataclass(frozen=True)
class Provenance:
    """What a run was made from beside what there is now.

    Attributes
    ----------
    data : a sentence if the data are others, else empty
    packages : one for each package of another version
    code : a sentence if our code is another, else empty
    """

    data: str
    packages: tuple[str, ...]
    code: str

    @property
    def changes(self) -> tuple[str, ...]:
        """Everything that is not as it was, the data first."""
        return tuple(filter(None, (self.data, *self.packages, self.code)))

    def likely_cause(self) -> str:
        """Say what a difference most likely comes from.

        >>> Provenance("", (), "").likely_cause()[:33]
        'data, packages and code are the s'
        """
        if not self.changes:
            return (
                "data, packages and code are the same, so the published notebook was"
                " changed, or it says something else each time it is run"
            )
        return f"likely cause: {'; '.join(self.changes)}"


def read_provenance(manifest: Manifest, database_url: str) -> Provenance:
    """Compare what a run was made from with what there is now.

    Raises
    ------
    ConnectionFailedError
        If the database cannot be opened.
    """
    now = current_fingerprint(database_url, manifest.parameter("department", "all"))
    then = manifest.fingerprint
    code_now, code_then = code_fingerprint(), manifest.provenance.get(CODE, "")
    return Provenance(
        data=""
        if now == then or not then
        else f"the data changed (fingerprint {then} then, {now} now)",
        packages=tuple(_changed_packages(manifest)),
        code=""
        if code_now == code_then
        else f"the code of crm_analysis changed ({code_then or 'unknown'} then,"
        f" {code_now} now)",
    )


def current_fingerprint(database_url: str, department: str) -> str:
    """Return the fingerprint of the data as they are now."""
    with connect(database_url) as database:
        try:
            return read_fingerprint(choose_department(database, department))
        except UsageError:  # there is no such department any more
            return "none"


def _changed_packages(manifest: Manifest) -> Iterator[str]:
    now = package_versions()
    for name, version in manifest.packages.items():
        if now.get(name) != version:
            yield f"{name} was {version}, is {now.get(name, 'not there')}"

"""Systems: what can be loaded from, as the ``source.toml`` of its folder says."""

import tomllib
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from crm_analysis.connectors.options import Option, read_options
from crm_analysis.database.statements import file_names
from crm_analysis.errors import UsageError
from crm_analysis.paths import sql_folder

_FOLDER = "connectors"
_NAMES, _READINGS = f"{_FOLDER}/names", f"{_FOLDER}/readings"
_SHARED = f"{_FOLDER}/exports"
_FILE = "source.toml"
_KINDS = ("database", "export")


@dataclass(frozen=True)
class SourceTable:
    """A table of a system, or a kind of file in its export.

    Attributes
    ----------
    name : str
        What the source calls it, without a prefix; it is staged as ``source_<name>``.
    columns, optional : tuple of str
        What must be there, and what is null in staging if it is not there. All are
        staged as text. What is not listed is never read.
    lacking : str
        What is missing from the reports without the table; empty if it must be there.
    id, modified : str
        The column that tells rows apart, and the moment of a row's last change: with
        both, later loads read changed rows only.
    html : tuple of str
        Columns of text that may hold HTML entities, decoded once in staging. The
        column ``unescaped`` then counts how many of a row's were.
    files : tuple of str
        Of an export, patterns of its file names.
    headings : dict
        Of an export, other headings that each column may have.
    chosen : dict
        Of a database, columns whose names options tell: ours, and the option. If none
        of these options is set, the table is not read.
    money, moments, utc_moments : tuple of str
        Of an export, the columns that hold amounts, and days or moments; the last are
        of UTC where they name no zone.
    ids : tuple of str
        Of an export, the columns of ids, which a spreadsheet must not have rounded.
    lists : dict
        Of an export, the columns of names that an option lists, and the option.
    own_headings, named : str, tuple of str
        Of an export, the option that says what files call the columns, if there is one,
        and the columns that it names: these must be there.
    renamed : dict
        Of a database, the older names that columns had, and those that came after.
    now : str
        Of a database, the name that came after, if the whole table is renamed.
    only : dict
        Of a database, the values that a column may have in the rows that are read.
    document : str
        Of a database, the column with the id of the order that a row belongs to, and to
        nothing else: later loads map again only the documents that changes reach.
    refers : dict
        The columns that name something outside of the document, and its kind, as in
        the system's table ``referred``.
    quiet : dict
        Of a database, columns that change while `modified` stays as it is, and the
        value of each that fewer rows have.
    """

    name: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    lacking: str = ""
    id: str = ""
    modified: str = ""
    html: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    chosen: dict[str, str] = field(default_factory=dict, hash=False)
    money: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    utc_moments: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    lists: dict[str, str] = field(default_factory=dict, hash=False)
    own_headings: str = ""
    named: tuple[str, ...] = ()
    renamed: dict[str, str] = field(default_factory=dict, hash=False)
    now: str = ""
    only: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    document: str = ""
    refers: dict[str, str] = field(default_factory=dict, hash=False)
    quiet: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def staged(self) -> str:
        """What it is called in staging."""
        return f"source_{self.name}"

    @property
    def reached(self) -> str:
        """What the rows are called of those documents that are mapped."""
        return f"reached_{self.name}"

    @property
    def every_column(self) -> tuple[str, ...]:
        """All columns that it has in staging, in order."""
        return self.columns + self.optional + tuple(self.chosen)

    @property
    def is_required(self) -> bool:
        """Whether nothing can be loaded without it."""
        return not self.lacking


@dataclass(frozen=True)
class System:
    """A system that customers and orders can be loaded from.

    Attributes
    ----------
    name, title : str
        What the command line calls it, what prose calls it.
    kind : str
        ``database`` or ``export``.
    engines : tuple of str
        Of a database, which engines it runs on, as addresses name them.
    tables : tuple of SourceTable
        What is read, in this order.
    options : tuple of Option
        What a company can say of its own system.
    """

    name: str
    title: str
    kind: str
    engines: tuple[str, ...]
    tables: tuple[SourceTable, ...]
    options: tuple[Option, ...]

    @property
    def folder(self) -> str:
        """Where its SQL is, below ``sql``."""
        return f"{_FOLDER}/{self.name}"

    @property
    def key_files(self) -> list[str]:
        """The SQL that works out keys and fates, in the order it is run.

        An export without tables of its own finds customers and orders, and leaves the
        rest to what all exports share.
        """
        folders = [_NAMES, f"{self.folder}/keys"]
        if not file_names(f"{self.folder}/tables"):
            folders = [_NAMES, _READINGS, f"{self.folder}/keys", f"{_SHARED}/keys"]
        return [name for folder in folders for name in file_names(folder)]

    @property
    def has_documents(self) -> bool:
        """Whether orders can be mapped one by one."""
        return any(table.document for table in self.tables)

    @property
    def document_folder(self) -> str:
        """Where the SQL is that maps documents, after the keys."""
        return f"{self.folder}/documents"

    @property
    def table_folder(self) -> str:
        """Where the SQL is that returns the rows of each table of ours."""
        own = f"{self.folder}/tables"
        return own if file_names(own) else f"{_SHARED}/tables"


def system_names() -> list[str]:
    """List the systems: the folders of ``sql/connectors`` with a ``source.toml``."""
    found = (sql_folder() / _FOLDER).glob(f"*/{_FILE}")
    return sorted(path.parent.name for path in found)


def read_system(name: str) -> System:
    """Read what is known of a system.

    Raises
    ------
    UsageError
        If there is none of this name; the nearest is suggested.
    """
    names = system_names()
    if name not in names:
        near = get_close_matches(name.lower(), names, 1)
        meant = f"did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"there is no system {name!r}; {meant}systems are {', '.join(names)}"
        )
    return _read(sql_folder() / _FOLDER / name / _FILE)


@cache
def _read(path: Path) -> System:
    """Read a source.toml; what is wrong with it is a fault of ours, not a user's."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    if found["kind"] not in _KINDS:
        raise ValueError(f"{path}: kind is {found['kind']!r}, expected one of {_KINDS}")
    return System(
        name=path.parent.name,
        title=found["title"],
        kind=found["kind"],
        engines=tuple(found.get("engines", ())),
        tables=tuple(_table(name, each) for name, each in found["tables"].items()),
        options=read_options(found.get("options", {})),
    )


def _table(name: str, found: dict) -> SourceTable:
    return SourceTable(name=name, **{key: _fixed(each) for key, each in found.items()})


def _fixed(value: object) -> object:
    """Make tuples of the lists in a value."""
    if isinstance(value, dict):
        return {key: _fixed(each) for key, each in value.items()}
    return tuple(value) if isinstance(value, list) else value

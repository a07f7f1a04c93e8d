"""Every expected failure, as a tree, each with the exit code of its kind.

CrmAnalysisError              1  something failed
├── UsageError                2  wrong use or parameters
├── ConnectionFailedError     3  the database cannot be reached
│   ├── DatabaseBusyError
│   └── NotPermittedError
├── DataRefusedError          4  the data cannot be used as they are
│   ├── MissingColumnsError
│   ├── MissingTableError
│   └── SchemaVersionError
├── NotEnoughDataError        5  too little data to say anything
├── PrivacyError              6  refused to protect somebody
└── VerificationError         7  a report does not reproduce

A message is one sentence for the user: what was got, what was expected, what to
do. It never quotes a row, a person's data or a password.
"""

import errno
from collections.abc import Iterable

# What a disk says that takes no more: it is full, a quota is, or the file is too large.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class CrmAnalysisError(Exception):
    """Something failed that the user can be told about in one sentence."""

    exit_code = 1


class UsageError(CrmAnalysisError):
    """A command or function was called with arguments that make no sense."""

    exit_code = 2


class ConnectionFailedError(CrmAnalysisError):
    """The database cannot be opened; the message starts "connection failed:"."""

    exit_code = 3

    def __init__(self, reason: str) -> None:
        super().__init__(f"connection failed: {reason}")
        self.reason = reason


class DatabaseBusyError(ConnectionFailedError):
    """Another process is writing to the database."""


class NotPermittedError(ConnectionFailedError):
    """The user may not do that in the database."""


class DataRefusedError(CrmAnalysisError):
    """The data break a promise that the answer would rest on."""

    exit_code = 4


class MissingColumnsError(DataRefusedError):
    """A table or file lacks columns that are needed."""

    def __init__(
        self,
        where: str,
        missing: Iterable[str],
        found: Iterable[str],
        remedy: str = "rename or add it",
    ) -> None:
        super().__init__(
            f"{where} has no column {', '.join(sorted(missing))}; it has"
            f" {', '.join(sorted(found)) or 'no columns at all'}: {remedy}"
        )


class MissingTableError(DataRefusedError):
    """A database lacks a table or view that is needed."""


class SchemaVersionError(DataRefusedError):
    """A database has another version of the schema than this program."""


class NotEnoughDataError(CrmAnalysisError):
    """There is too little history or there are too few people for an answer."""

    exit_code = 5


class PrivacyError(CrmAnalysisError):
    """Going on would show or use somebody's data without the right to."""

    exit_code = 6


class VerificationError(CrmAnalysisError):
    """A report, run again, does not say the same."""

    exit_code = 7

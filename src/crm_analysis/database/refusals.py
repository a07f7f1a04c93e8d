"""What a server may refuse, in sentences that quote no row and no password."""

from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DatabaseBusyError,
    DataRefusedError,
    MissingTableError,
    NotPermittedError,
)


def let_in(where: str) -> ConnectionFailedError:
    """Return what to say when a user or a password is not accepted."""
    return ConnectionFailedError(
        f"{where} does not let this user in with this password; check both, and that"
        " the user may use the database from this machine"
    )


def no_database(where: str) -> ConnectionFailedError:
    """Return what to say when the server has no such database."""
    return ConnectionFailedError(
        f"{where} has no such database; create it, or check its name"
    )


def no_answer(where: str) -> ConnectionFailedError:
    """Return what to say when nobody answers, or not in the right language."""
    return ConnectionFailedError(f"no server answers at {where}; check host and port")


def went_away(where: str, name: str) -> ConnectionFailedError:
    """Return what to say when a connection ends in the middle."""
    return ConnectionFailedError(
        f"{where} went away during sql/{name}; look at the server and try again"
    )


def no_room(where: str, name: str) -> CrmAnalysisError:
    """Return what to say when the server's disk is full, or its quota used up."""
    return CrmAnalysisError(
        f"{where} had no room left during sql/{name}; free some on the server and try"
        " again; nothing was changed"
    )


def no_privilege(where: str, name: str) -> NotPermittedError:
    """Return what to say when the user may not do something."""
    return NotPermittedError(
        f"the user of {where} may not do what sql/{name} needs; grant SELECT on our"
        " tables and views for reading, INSERT on scores and scoring_runs for keeping"
        " scores, and the right to create, change and drop them all for seeding"
    )


def no_table(where: str, name: str, missing: str | None) -> MissingTableError:
    """Return what to say when a table or a view is missing."""
    what = f"has no table {missing}" if missing else "lacks a table or a view"
    return MissingTableError(
        f"{where} {what}, which sql/{name} needs; make it with `crm-analysis seed`"
    )


def no_column(where: str, name: str, missing: str | None) -> DataRefusedError:
    """Return what to say when a column is missing or of another type."""
    what = f"column {missing}" if missing else "a column"
    return DataRefusedError(
        f"{where} lacks {what} that sql/{name} needs, or has it in another type; it was"
        " made by another version, seed it again"
    )


def no_text(where: str, name: str) -> DataRefusedError:
    """Return what to say when bytes are no text in the encoding of their database."""
    return DataRefusedError(
        f"{where} holds text that cannot be written as UTF-8, found by {name}; correct"
        " it there"
    )


def broken_promise(name: str) -> DataRefusedError:
    """Return what to say when rows do not fit their table."""
    return DataRefusedError(
        f"the {name} breaks a key, a not-null, a length or a check of its table in"
        " sql/schema; nothing was kept"
    )


def in_use(where: str) -> DataRefusedError:
    """Return what to say when something of the user's own hangs on a table."""
    return DataRefusedError(
        f"something of yours in {where} hangs on a table that is to be replaced; drop"
        " it first, or seed another database; nothing was changed"
    )


def is_loading(where: str) -> DatabaseBusyError:
    """Return what to say when another process loads."""
    return DatabaseBusyError(
        f"{where} is being loaded by another process; wait until it has finished"
    )


def is_read(where: str, name: str) -> DatabaseBusyError:
    """Return what to say when somebody who reads is in the way for too long."""
    return DatabaseBusyError(
        f"{where} is being read, so {name} has to wait; try again when the readers have"
        " finished; nothing was changed"
    )

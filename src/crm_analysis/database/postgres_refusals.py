"""What PostgreSQL refuses, in sentences that quote no row."""

import re

import psycopg
from psycopg import errors

from crm_analysis.database import refusals
from crm_analysis.errors import ConnectionFailedError, CrmAnalysisError


def why_not(said: str, where: str) -> ConnectionFailedError:
    """Say in a sentence why there is no connection; the server's may hold more."""
    if re.search(r"database .* does not exist", said):
        return refusals.no_database(where)
    if re.search(r"password|no pg_hba.conf entry|role|permission", said):
        return refusals.let_in(where)
    return refusals.no_answer(where)


def sentence(error: psycopg.Error, name: str, where: str) -> CrmAnalysisError:
    """Say in a sentence what went wrong."""
    found = re.search(r'(?:relation|column) "?([\w.]+)"? does not exist', str(error))
    missing = found[1] if found else None
    if isinstance(error, errors.UndefinedTable):
        return refusals.no_table(where, name, missing)
    if isinstance(error, errors.UndefinedColumn | errors.UndefinedFunction):
        return refusals.no_column(where, name, missing)
    if isinstance(error, errors.InsufficientPrivilege | errors.ReadOnlySqlTransaction):
        return refusals.no_privilege(where, name)
    if isinstance(
        error, errors.CharacterNotInRepertoire | errors.UntranslatableCharacter
    ):
        return refusals.no_text(where, name)
    if isinstance(error, errors.IntegrityError | errors.DataError):
        return refusals.broken_promise(name)
    return _other_sentence(error, name, where)


def _other_sentence(error: psycopg.Error, name: str, where: str) -> CrmAnalysisError:
    if isinstance(error, errors.DependentObjectsStillExist):
        return refusals.in_use(where)
    said = str(error)
    if isinstance(error, errors.DiskFull) or re.search(
        "could not (extend|write)", said
    ):
        return refusals.no_room(where, name)
    if isinstance(error, errors.LockNotAvailable):
        return refusals.is_read(where, name)
    if isinstance(error, psycopg.OperationalError):
        return refusals.went_away(where, name)
    # The engine's message may quote a value of a person, so it is not passed on.
    return CrmAnalysisError(
        f"PostgreSQL could not run sql/{name} ({type(error).__name__})"
    )

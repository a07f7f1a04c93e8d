"""What went wrong with MySQL or MariaDB, by the number of the error, in a sentence."""

import re

import pymysql
from pymysql.constants import CR, ER

from crm_analysis.database import refusals
from crm_analysis.errors import ConnectionFailedError, CrmAnalysisError


def why_not(error: Exception, where: str) -> ConnectionFailedError:
    """Say in a sentence why there is no connection."""
    code = error.args[0] if error.args else None
    if code in {ER.ACCESS_DENIED_ERROR, ER.DBACCESS_DENIED_ERROR}:
        return refusals.let_in(where)
    if code == ER.BAD_DB_ERROR:
        return refusals.no_database(where)
    return refusals.no_answer(where)


def sentence(error: pymysql.Error, name: str, where: str) -> CrmAnalysisError:
    """Say in a sentence what went wrong."""
    code = error.args[0] if error.args else None
    found = re.search(r"Table '[^'.]*\.(\w+)'|column '([\w.]+)'", str(error))
    missing = (found[1] or found[2]) if found else None
    if code in _MISSING:
        return _MISSING[code](where, name, missing)
    if code in _REFUSED:
        return _REFUSED[code](where, name)
    if code in _NO_LOCAL_FILES:
        return ConnectionFailedError(
            f"{where} does not take LOAD DATA LOCAL; set local_infile = 1 on the server"
            " while seeding"
        )
    if isinstance(error, pymysql.err.IntegrityError | pymysql.err.DataError):
        return refusals.broken_promise(name)
    if isinstance(error, pymysql.err.InterfaceError):
        return refusals.went_away(where, name)
    # The engine's message may quote a value of a person, so it is not passed on.
    return CrmAnalysisError(
        f"MySQL could not run sql/{name} ({type(error).__name__} {code})"
    )


_MISSING = {
    ER.NO_SUCH_TABLE: refusals.no_table,
    ER.BAD_FIELD_ERROR: refusals.no_column,
}
_REFUSED = {
    ER.TABLEACCESS_DENIED_ERROR: refusals.no_privilege,
    ER.COLUMNACCESS_DENIED_ERROR: refusals.no_privilege,
    ER.DBACCESS_DENIED_ERROR: refusals.no_privilege,
    ER.SPECIFIC_ACCESS_DENIED_ERROR: refusals.no_privilege,
    ER.OPTION_PREVENTS_STATEMENT: refusals.no_privilege,  # the server only reads
    ER.VIEW_INVALID: refusals.no_privilege,  # or a table below the view is gone
    ER.LOCK_WAIT_TIMEOUT: refusals.is_read,
    ER.SERVER_SHUTDOWN: refusals.went_away,
    ER.QUERY_INTERRUPTED: refusals.went_away,
    ER.RECORD_FILE_FULL: refusals.no_room,
    ER.DISK_FULL: refusals.no_room,
    1927: refusals.went_away,  # MariaDB: the connection was killed
    CR.CR_SERVER_LOST: refusals.went_away,
    CR.CR_SERVER_GONE_ERROR: refusals.went_away,
}
_NO_LOCAL_FILES = {ER.NOT_ALLOWED_COMMAND, 3948, 4166}

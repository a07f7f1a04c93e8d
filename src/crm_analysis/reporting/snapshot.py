"""The data that reports read: as they were at the beginning, and without names."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from crm_analysis.database.address import parse_address
from crm_analysis.errors import CrmAnalysisError


@contextmanager
def without_names(database_url: str) -> Iterator[str]:
    """Give an address of the same data, at which nobody's name can be read.

    A DuckDB file is copied without its table of customers, so it also goes on being
    what it is now, whatever is loaded meanwhile. On a server the rights of the user
    decide what can be read. There, and where there is no room for a copy or the file
    cannot be opened, the address is given back as it is: the connection of reports
    still refuses to name people, and who reads has to see that the data are the same in
    the end.
    """
    address = parse_address(database_url)
    with ExitStack() as stack:
        if address.engine == "duckdb" and address.path is not None:
            from crm_analysis.database.duckdb_without_people import (  # noqa: PLC0415
                copy_without_people,
            )

            try:
                copy = stack.enter_context(copy_without_people(address))
                database_url = f"duckdb:///{copy}"
            except (OSError, CrmAnalysisError):
                pass
        yield database_url

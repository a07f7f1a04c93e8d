"""Spark: tables as Parquet files in a folder that all machines of a cluster reach.

The folder holds a folder of tables a load, and a file ``current`` that names the one
which counts. It is read once, at opening, so a reader sees one load to its end.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.errors import AnalysisException, PySparkException
from pyspark.sql.pandas.types import from_arrow_schema

from crm_analysis.database import refusals
from crm_analysis.database.address import Address
from crm_analysis.database.definitions import arrow_schemas
from crm_analysis.database.interface import Database
from crm_analysis.database.schema_versions import wanted_version
from crm_analysis.database.spark_sessions import new_session
from crm_analysis.errors import (
    ConnectionFailedError,
    CrmAnalysisError,
    DataRefusedError,
    UsageError,
)

CURRENT = "current"
_KEPT_BY_FILES_THEMSELVES = {"sequences", "indexes"}


class SparkDatabase(Database):
    """The tables of one load, read through Spark.

    Parameters
    ----------
    address : Address
        Where it is: a master and a folder.
    tables : Path
        The folder of the load, a folder a table in it.

    Raises
    ------
    ConnectionFailedError
        If Spark cannot be reached.
    """

    dialect = "spark"

    def __init__(self, address: Address, tables: Path) -> None:
        self._where = str(address)
        self._tables = tables
        self._session = new_session(address.master)

    def load(self, table: str, rows: pa.Table) -> None:
        """Append an Arrow table to a table of ours, column by name, in one go."""
        schema = arrow_schemas()[table]
        folder = self._tables / table
        part = sum(1 for _ in folder.iterdir())
        with self._in_words(f"load of {table}"):
            whole = [_column(rows, field) for field in schema]
            pq.write_table(
                pa.Table.from_arrays(whole, schema=schema),
                folder / f"part-{part:05}.parquet",
            )

    def build(self, *folders: str) -> None:
        """Make empty tables, or say to Spark what the views read."""
        for folder in folders:
            if folder == "schema":
                self._make_tables()
            elif folder not in _KEPT_BY_FILES_THEMSELVES:
                self.show_tables()
                super().build(folder)

    def show_tables(self) -> None:
        """Let queries of this session read the tables as they are now."""
        for table in arrow_schemas():
            files = sorted((self._tables / table).glob("*.parquet"))
            if files:
                # Told what is in the files, Spark needs no job to find out.
                columns = from_arrow_schema(
                    pq.read_schema(files[-1]), prefer_timestamp_ntz=True
                )
                rows = self._session.read.schema(columns)
                rows.parquet(str(self._tables / table)).createOrReplaceTempView(table)

    def close(self) -> None:
        """Forget the views; the driver goes on until the process ends."""
        for view in self._session.catalog.listTables():
            self._session.catalog.dropTempView(view.name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do nothing: nobody sees the tables of a load before its end."""
        yield

    def rows(self, statement: str, name: str) -> list[tuple]:
        """Return the rows of a query of ours on the tables as they are now."""
        self.show_tables()
        found = self._read(statement, name, {}).to_pylist()
        return [tuple(row.values()) for row in found]

    def _make_tables(self) -> None:
        for table, schema in arrow_schemas().items():
            folder = self._tables / table
            with self._in_words(f"schema ({table})"):
                folder.mkdir(parents=True)
                pq.write_table(schema.empty_table(), folder / "empty.parquet")
        self.load("schema_versions", pa.table({"version": [wanted_version()]}))

    def _read(self, statement: str, name: str, bound: Mapping[str, object]) -> pa.Table:
        with self._in_words(name):
            return self._session.sql(statement, args=dict(bound)).toArrow()

    def _run(self, statement: str, name: str) -> None:
        with self._in_words(name):
            self._session.sql(statement)

    @contextmanager
    def _in_words(self, name: str) -> Iterator[None]:
        """Turn the engine's errors into sentences that quote no row."""
        try:
            yield
        except AnalysisException as error:
            raise _sentence(error, name, self._where) from None
        except pa.ArrowInvalid:
            raise refusals.broken_promise(name) from None
        except OSError as error:
            raise ConnectionFailedError(
                f"{self._where} cannot be written ({error.strerror}); check the folder"
            ) from None
        except PySparkException as error:
            # The engine's message may quote a value of a person: it is not passed on.
            raise CrmAnalysisError(
                f"Spark could not run sql/{name} ({error.getCondition() or 'failed'})"
            ) from None
        except Py4JJavaError:
            raise CrmAnalysisError(
                f"Spark could not run sql/{name}, on its workers; look at what is in"
                f" {self._tables.parent}, and seed again if a file is damaged"
            ) from None
        except Py4JError:
            raise refusals.went_away(self._where, name) from None


def _column(rows: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    """Return a column in the type of its table; missing throughout if there is none."""
    if field.name not in rows.column_names:
        return pa.chunked_array([pa.nulls(len(rows), field.type)])
    return rows[field.name].cast(field.type)


def _sentence(error: AnalysisException, name: str, where: str) -> DataRefusedError:
    said = error.getMessageParameters() or {}
    if error.getCondition() == "TABLE_OR_VIEW_NOT_FOUND":
        return refusals.no_table(where, name, said.get("relationName", "").strip("`"))
    return refusals.no_column(where, name, said.get("objectName", "").strip("`"))


def open_database(address: Address, *, read_only: bool) -> SparkDatabase:
    """Open the tables that count now.

    Raises
    ------
    UsageError
        If they are to be written to: a load replaces them, nothing else does.
    """
    if not read_only:
        raise UsageError(
            f"the tables of {address} are files that only a load replaces, so nothing"
            " can be added to them; give a file with --out"
        )
    current = address.path / CURRENT
    try:
        tables = address.path / current.read_text(encoding="utf-8").strip()
    except OSError:
        raise ConnectionFailedError(
            f"there are no tables in {address.path}; make them with `crm-analysis seed`"
        ) from None
    database = SparkDatabase(address, tables)
    database.build("views")
    return database


def holds_anything(address: Address) -> bool:
    """Tell whether there is anything in the folder of an address."""
    return address.path.is_dir() and any(address.path.iterdir())

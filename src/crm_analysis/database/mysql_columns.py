"""What MySQL calls the type of a column, and what Arrow does."""

import pyarrow as pa
from pymysql.constants import FIELD_TYPE

from crm_analysis.database import arrow_rows

_KINDS = {
    FIELD_TYPE.SHORT: arrow_rows.WHOLE,
    FIELD_TYPE.INT24: arrow_rows.WHOLE,
    FIELD_TYPE.LONG: arrow_rows.WHOLE,
    FIELD_TYPE.LONGLONG: arrow_rows.WHOLE,
    FIELD_TYPE.YEAR: arrow_rows.WHOLE,
    FIELD_TYPE.FLOAT: arrow_rows.REAL,
    FIELD_TYPE.DOUBLE: arrow_rows.REAL,
    FIELD_TYPE.DATE: arrow_rows.DAY,
    FIELD_TYPE.DATETIME: arrow_rows.MOMENT,
    FIELD_TYPE.TIMESTAMP: arrow_rows.MOMENT,
    FIELD_TYPE.VAR_STRING: arrow_rows.TEXT,
    FIELD_TYPE.STRING: arrow_rows.TEXT,
    FIELD_TYPE.VARCHAR: arrow_rows.TEXT,
    FIELD_TYPE.BLOB: arrow_rows.TEXT,
    FIELD_TYPE.MEDIUM_BLOB: arrow_rows.TEXT,
    FIELD_TYPE.LONG_BLOB: arrow_rows.TEXT,
}


def column(described: tuple, field: object) -> tuple[str, pa.DataType | None]:
    """Return a column's name and its Arrow type; None for what only values tell."""
    name, code = described[0], described[1]
    if code == FIELD_TYPE.TINY:
        return name, arrow_rows.TRUTH if field.length == 1 else arrow_rows.WHOLE
    if code in {FIELD_TYPE.DECIMAL, FIELD_TYPE.NEWDECIMAL}:
        return name, arrow_rows.exact(field.scale)
    return name, _KINDS.get(code)

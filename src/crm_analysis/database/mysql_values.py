"""Values as MySQL sends them: a column of text that is not made into rows of Python.

The driver builds five objects a row, which costs more than the server needs to read it.
Here a row is what stands in its packet. What ends the rows, or breaks them off, goes
back to the driver.
"""

from collections.abc import Iterator

from pymysql.connections import Connection, MySQLResult
from pymysql.err import OperationalError
from pymysql.protocol import MysqlPacket

from crm_analysis.errors import DataRefusedError

ROWS_AT_ONCE = 50_000
# How many bytes say how long a value is, by the first of them where it is above 250.
_LENGTHS = {252: 3, 253: 4}
_NULL, _END, _ERROR = 251, 254, 255
_WHOLE_PACKET = 2**24 - 1
_OUT_OF_STEP = 2014


def batches(connection: Connection) -> Iterator[list[bytes]]:
    """Yield the values of a query of one column that is being read, many at once.

    Parameters
    ----------
    connection : Connection
        Where an unbuffered cursor has just sent the query.

    Raises
    ------
    DataRefusedError
        If a value is null or 16 MiB long, which a server makes of one that is longer
        than it may send.
    """
    result = connection._result
    while result.unbuffered_active:
        if values := _batch(connection, result):
            yield values


def _batch(connection: Connection, result: MySQLResult) -> list[bytes]:
    read, number = connection._read_bytes, connection._next_seq_id
    values: list[bytes] = []
    try:
        while len(values) < ROWS_AT_ONCE:
            head = read(4)
            if head[3] != number:
                raise OperationalError(_OUT_OF_STEP, "packets are out of step")
            packet = read(head[0] | head[1] << 8 | head[2] << 16)
            number = (number + 1) & 255
            if packet[0] < _NULL:
                values.append(packet[1:])
            elif packet[0] in _LENGTHS and len(packet) < _WHOLE_PACKET:
                values.append(packet[_LENGTHS[packet[0]] :])
            else:
                _end(packet, connection, result)
                break
    finally:
        connection._next_seq_id = number
    return values


def _end(packet: bytes, connection: Connection, result: MySQLResult) -> None:
    """Let the driver know that no more rows come, or why."""
    if packet[0] not in {_END, _ERROR} or len(packet) >= _WHOLE_PACKET:
        raise DataRefusedError(
            "a row of the source is longer than its server may send at once; let"
            " max_allowed_packet be larger there, or shorten the text"
        )
    result.unbuffered_active = False
    last = MysqlPacket(packet, connection.encoding)
    last.check_error()
    result._check_packet_is_eof(last)
    result.connection = None

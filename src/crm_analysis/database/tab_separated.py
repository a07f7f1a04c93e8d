r"""Arrow tables as the text that both COPY and LOAD DATA read: tabs, \N, backslashes.

>>> import pyarrow as pa
>>> rows = pa.table({"id": [1, 2], "name": ["a\tb", None]})
>>> [bytes(block) for block in blocks(rows)]
[b'1\ta\\tb\n2\t\\N\n']
"""

import os
from collections.abc import Iterator
from contextlib import suppress

import pyarrow as pa
import pyarrow.compute as pc

ROWS_AT_ONCE = 50_000
_SPECIAL = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def blocks(rows: pa.Table) -> Iterator[pa.Buffer]:
    """Yield a table as text, some ten thousand lines at once, each with its line end.

    Truth is 1 and 0, which every engine takes for a boolean.
    """
    for batch in rows.to_batches(max_chunksize=ROWS_AT_ONCE):
        if batch.num_rows:
            yield _as_text(batch)


def feed(writing: int, rows: pa.Table) -> None:
    """Write rows into a pipe; a reader that has gone away has its own error."""
    with suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
        for block in blocks(rows):
            pipe.write(memoryview(block))


def _as_text(batch: pa.RecordBatch) -> pa.Buffer:
    fields = [_field(column) for column in batch.columns]
    lines = pc.binary_join_element_wise(*fields, "\t")
    lines = pc.binary_join_element_wise(lines, "", "\n").cast(pa.large_binary())
    first, last = lines.offset, lines.offset + len(lines)
    offsets = memoryview(lines.buffers()[1]).cast("q")
    start, end = offsets[first], offsets[last]
    return lines.buffers()[2].slice(start, end - start)


def _field(column: pa.Array) -> pa.Array:
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    text = column.cast(pa.string())
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        for sign, written in _SPECIAL.items():
            text = pc.replace_substring(text, sign, written)
    return text.fill_null("\\N")

"""The text of an export as UTF-8, whatever it was written in, a piece at a time."""

import codecs
import io
from pathlib import Path

from crm_analysis.errors import DataRefusedError, UsageError

_PIECE_BYTES = 4 * 2**20
_LONGEST_LINE_BYTES = 64 * 2**20
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# A letter that was lost, and how UTF-8 looks that was taken for Windows-1252.
_ODD = ("\ufffd".encode(), b"\xc3\x83\xc2", b"\xc3\x82\xc2", "â€".encode())


class Utf8Text(io.RawIOBase):
    """A text file, read once from its start, as UTF-8 without a byte order mark.

    UTF-16 is told by its mark. Bytes that are not UTF-8 are read as Windows-1252, which
    older programs write; the lines that have some are counted, and so are those in
    which another program lost a letter, or took UTF-8 for Windows-1252.

    Parameters
    ----------
    path : Path
        The file.

    Attributes
    ----------
    odd_lines : int
        Lines so far with a letter that was not UTF-8, or was lost before.
    quotes : int
        Quotation marks so far: an odd number at the end means one is not closed.

    Raises
    ------
    UsageError
        If the file cannot be opened.
    DataRefusedError
        If it is no text, or a line in it has no end.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise UsageError(
                f"{path} cannot be opened ({error.strerror}); check its name and who"
                " may read it"
            ) from None
        self.odd_lines = self.quotes = 0
        self._ready, self._rest, self._has_ended = bytearray(), b"", False
        start = self._file.read(4)
        self._decoder = None
        if encoding := _UTF16.get(start[:2]):
            self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._rest = start.removeprefix(codecs.BOM_UTF8)
        self._is_start = True

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, room: bytearray) -> int:
        """Fill `room` with the next bytes, and return how many they are."""
        piece = self.peek(len(room))[: len(room)]
        room[: len(piece)] = piece
        del self._ready[: len(piece)]
        return len(piece)

    def peek(self, size: int) -> bytes:
        """Return the next bytes and leave them: `size`, if there are so many."""
        while len(self._ready) < size and not self._has_ended:
            self._ready += self._checked(self._next_lines())
        return bytes(self._ready[: max(size, 0)])

    def skip(self, size: int) -> None:
        """Pass over the next bytes, which `peek` has returned."""
        del self._ready[:size]

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()

    def _next_lines(self) -> bytes:
        """Return whole lines as they are in the file, or as UTF-8 if it is UTF-16."""
        piece = self._file.read(_PIECE_BYTES)
        self._has_ended = not piece
        data = self._rest + piece
        if self._decoder:
            text = self._decoder.decode(data, final=self._has_ended)
            self._rest = b""
            return text.removeprefix("\ufeff").encode("utf-8", "replace")
        end = len(data) if self._has_ended else _end_of_lines(data)
        self._rest = data[end:]
        if len(self._rest) > _LONGEST_LINE_BYTES:
            raise DataRefusedError(
                f"{self._path} has a line of more than 64 MiB; it is no CSV file,"
                " export it again"
            )
        return data[:end]

    def _checked(self, lines: bytes) -> bytes:
        """Return lines as UTF-8, and count what is odd in them."""
        if self._is_start and b"\0" in lines[:4096]:
            raise DataRefusedError(
                f"{self._path} is no text, or UTF-16 without its mark; save it as CSV"
                " in UTF-8"
            )
        self._is_start = False
        lines = lines.replace(b"\0", b"")
        try:
            lines.decode()
        except UnicodeDecodeError:
            lines = b"".join(map(self._repaired, lines.splitlines(keepends=True)))
        if _is_odd(lines):
            self.odd_lines += sum(map(_is_odd, lines.splitlines()))
        self.quotes += lines.count(b'"')
        return lines

    def _repaired(self, line: bytes) -> bytes:
        try:
            line.decode()
        except UnicodeDecodeError:
            self.odd_lines += 1
            return line.decode(errors="windows_1252").encode()
        return line


def _is_odd(lines: bytes) -> bool:
    return any(sign in lines for sign in _ODD)


def _end_of_lines(data: bytes) -> int:
    """Return where the last line that has an end ends; a lone return ends one too."""
    end = max(data.rfind(b"\n"), data.rfind(b"\r", 0, len(data) - 1))
    return end + 1


def _as_windows_1252(error: UnicodeDecodeError) -> tuple[str, int]:
    r"""Read a byte that is not UTF-8 as Windows-1252, or Latin-1 where that is silent.

    >>> b"Caf\xe9 10 \x80".decode(errors="windows_1252")
    'Café 10 €'
    """
    byte = error.object[error.start : error.start + 1]
    try:
        return byte.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return byte.decode("latin-1"), error.start + 1


codecs.register_error("windows_1252", _as_windows_1252)

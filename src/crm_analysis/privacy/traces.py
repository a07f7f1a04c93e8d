"""Traces: where a text can be found in files, plainly or in the usual codes."""

import base64
import html
import json
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path


def forms_of(text: str) -> set[bytes]:
    """Return what a text looks like in files: as it is, and as codes write it.

    UTF-8, UTF-16, hexadecimal digits, percent signs, the entities of HTML, the escapes
    of JSON, base64 wherever it begins, and backwards. A text in base64 or hexadecimal
    is found without its first and last letters, which hang on what stands beside it.

    >>> b"amFuZUBleGFtcGxlLmNvb" in forms_of("jane@example.com")
    True
    """
    plain = text.encode()
    coded = {
        urllib.parse.quote(text, safe="").encode(),
        urllib.parse.quote_plus(text).encode(),
        html.escape(text).encode(),
        text.encode("ascii", "xmlcharrefreplace"),
        json.dumps(text)[1:-1].encode(),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        text[::-1].encode(),
        plain.hex().encode(),
        plain.hex().upper().encode(),
        base64.b32encode(plain).rstrip(b"=")[:-1],
    }
    return {plain, *coded, *_base64_forms(plain)}


def files_with(forms: Iterable[bytes], folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, hidden ones too, in which a form is found."""
    forms = list(forms)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if any(form in content for form in forms):
                yield path


def _base64_forms(plain: bytes) -> Iterator[bytes]:
    """Yield what stays the same of a text in base64, for each place it may begin at."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain).rstrip(b"=")
        first = -(-before * 8 // 6)
        kept = coded[first : len(coded) - 1]
        yield kept
        yield kept.replace(b"+", b"-").replace(b"/", b"_")

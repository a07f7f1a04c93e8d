"""Traces: a text is found in each code that it may stand in, wherever it begins."""

import base64
import html
import json
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_analysis.privacy.traces import files_with, forms_of

TEXT = "Zoë O'Canary <zoe+canary@example.com>"
CODES = {
    "plain": str.encode,
    "UTF-16": lambda text: text.encode("utf-16"),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "percent": lambda text: urllib.parse.quote(text).encode(),
    "form": lambda text: urllib.parse.urlencode({"q": text}).encode(),
    "HTML": lambda text: html.escape(text).encode(),
    "JSON": lambda text: json.dumps(text).encode(),
    "backwards": lambda text: text[::-1].encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()),
    "base32": lambda text: base64.b32encode(text.encode()),
}


def found(content: bytes) -> bool:
    return any(form in content for form in forms_of(TEXT))


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_each_code_is_found_and_nothing_is_found_in_another_text(code):
    assert found(b"before " + code(TEXT) + b" after")
    assert not found(b"before " + code("Somebody Else <else@example.com>") + b" after")


@given(st.binary(max_size=7), st.binary(max_size=7))
def test_base64_is_found_wherever_the_text_begins_in_it(before, after):
    assert found(base64.b64encode(before + TEXT.encode() + after))


def test_hidden_files_in_folders_below_are_looked_into(tmp_path):
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "one").write_text(f"x{TEXT}x")
    (tmp_path / "two").write_text("nothing")
    assert list(files_with(forms_of(TEXT), tmp_path)) == [tmp_path / ".hidden" / "one"]

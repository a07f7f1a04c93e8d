"""No file was committed with the marks of a merge still in it."""

import re

MARKS = re.compile(r"^(<{7} |>{7} |={7}$)", re.MULTILINE)


def test_no_file_holds_the_marks_of_a_merge(texts):
    assert [name for name, text in texts.items() if MARKS.search(text)] == []

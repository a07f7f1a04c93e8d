"""Output files: refused before the work, and never half-written."""

import pytest

from crm_analysis.errors import CrmAnalysisError, UsageError
from crm_analysis.output_files import require_places, write_whole


def test_new_and_old_files_in_folders_that_are_there_are_places(tmp_path):
    (tmp_path / "old").touch()
    require_places([tmp_path / "new", tmp_path / "old"], [tmp_path / "orders.csv"])


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path):
    with pytest.raises(UsageError, match=f"there is no folder {tmp_path}/none; make"):
        require_places([tmp_path / "none" / "x"])


def test_a_file_for_a_folder_is_wrong_use(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=f"there is no folder {tmp_path}/file"):
        require_places([tmp_path / "file" / "x"])


def test_a_folder_for_a_file_is_wrong_use(tmp_path):
    with pytest.raises(UsageError, match="is a folder; give the name of a file in it"):
        require_places([tmp_path])


def test_a_folder_that_may_not_be_written_to_is_wrong_use(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda folder, mode: folder != tmp_path)
    with pytest.raises(UsageError, match="cannot be written to; give another"):
        require_places([tmp_path / "x"])


@pytest.mark.parametrize("other", ["x", "folder/../x", "link"])
def test_two_names_of_one_file_are_wrong_use(tmp_path, other):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "x")
    with pytest.raises(UsageError, match="is given twice; give each file"):
        require_places([tmp_path / "x", tmp_path / other])
    with pytest.raises(UsageError, match="is given twice; give each file"):
        require_places([tmp_path / other], [tmp_path / "x"])


def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "x"
    path.write_text("old", encoding="utf-8")

    def write_half(side):
        side.write_text("half", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(CrmAnalysisError, match=r"\(No space left on device\); check"):
        write_whole(path, write_half)
    assert [each.name for each in tmp_path.iterdir()] == ["x"]
    assert path.read_text(encoding="utf-8") == "old"

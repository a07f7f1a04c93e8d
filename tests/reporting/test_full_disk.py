"""A disk that is full while reports are made: one sentence, and nothing half-made."""

import errno
import os
import re
import shutil

import pytest
from toy_notebooks import FIGURES, WORDS, code, save_notebooks

from crm_analysis.errors import CrmAnalysisError
from crm_analysis.paths import sql_folder
from crm_analysis.reporting.execution import describe_failure
from crm_analysis.reporting.publication import writing_to
from small_disk import NO_ROOM, names_in, small_disk

LONG = [code("print('x' * 400_000)")]
SENTENCE = re.compile(
    rf"cannot write to \S+ {NO_ROOM}, so nothing new is published: make room there,"
    r" or give another folder with --out, and run the same command again\n"
)


@pytest.fixture(scope="module")
def at_home(tmp_path_factory, sample_url):
    """Small notebooks beside the queries, and the words that run them."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(sql_folder(), home / "sql")
    (home / "notebooks").mkdir()
    books = {"01_figures": FIGURES, "02_long": LONG, "03_words": WORDS}
    save_notebooks(home / "notebooks", books)
    (home / "segments.yml").write_text("segments: [all, women]\nreports: [words]")
    return {"CRM_ANALYSIS_HOME": str(home), "CRM_DATABASE_URL": sample_url}


@pytest.fixture
def ask(at_home, tmp_path):
    """Return a function that runs the program on a disk of so many kilobytes."""

    def call(kilobytes, *words, before=lambda _: None):
        with small_disk(tmp_path, kilobytes) as (disk, run):
            before(disk)
            done = run(*words, "--out", disk / "out", env=os.environ | at_home)
            left = names_in(disk / "out")
            shutil.copytree(disk, tmp_path / "copy", symlinks=True)
        return done, left

    return call


def test_a_disk_too_small_for_any_page_is_left_as_it_was(ask):
    done, left = ask(4, "report", "figures")
    assert done.returncode == 1
    assert SENTENCE.fullmatch(done.stderr)
    assert left == []


def test_a_report_without_room_fails_alone_and_gives_its_room_back(ask):
    one_by_one = ["--jobs", "1"]  # or the others would meet the disk while it is full
    done, left = ask(300, "report", *one_by_one)
    assert done.returncode == 1
    assert re.fullmatch(
        rf"failed: 02_long: there was no room to write it {NO_ROOM}\n", done.stderr
    )
    (run,) = {name.partition("/")[0] for name in left} - {"index.html", ".failed"}
    pages = {name for name in left if name.endswith(".html") and name.startswith(run)}
    assert pages == {
        f"{run}/{each}.html" for each in ("01_figures", "03_words", "index")
    }
    assert f"{run}/02_long.ipynb" not in left


def test_a_batch_without_room_leaves_the_one_before_and_latest_as_they_were(
    ask, tmp_path, at_home
):
    def publish_another(disk):
        (disk / "out" / "before").mkdir(parents=True)
        (disk / "out" / "latest").symlink_to("before")

    segments = f"{at_home['CRM_ANALYSIS_HOME']}/segments.yml"
    done, left = ask(4, "batch", segments, before=publish_another)
    assert done.returncode == 1
    assert SENTENCE.fullmatch(done.stderr.splitlines(keepends=True)[-1])
    assert left == ["before", "latest"]
    assert (tmp_path / "copy" / "out" / "latest").readlink().name == "before"


def test_without_room_for_a_copy_of_the_database_reports_are_made_all_the_same(
    at_home, tmp_path
):
    with small_disk(tmp_path, 600) as (disk, run):
        there = os.environ | at_home | {"TMPDIR": str(disk)}
        done = run("report", "words", "--out", tmp_path / "out", env=there)
        assert names_in(disk) == []
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "out").glob("*/03_words.html"))) == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_each_way_of_having_no_room_is_told_without_a_path(number):
    error = OSError(number, os.strerror(number), "/srv/anna@example.com")
    failure = describe_failure(error, 60)
    assert failure.sentence == f"there was no room to write it ({os.strerror(number)})"


def test_what_is_no_word_of_the_disk_stays_a_fault(tmp_path):
    with pytest.raises(FileNotFoundError), writing_to(tmp_path):
        (tmp_path / "nowhere" / "file").write_text("")


def test_a_disk_that_became_read_only_is_told_in_a_sentence(tmp_path):
    said = r"\(Read-only file system\), so nothing new is published"
    with pytest.raises(CrmAnalysisError, match=said), writing_to(tmp_path):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

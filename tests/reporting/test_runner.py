"""Runs: what is published, what is kept back, and what stops before a kernel starts."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from toy_notebooks import WORDS, code, run_toys, save_notebooks

from crm_analysis.errors import PrivacyError, UsageError
from crm_analysis.reporting import check_run


def test_a_run_publishes_pages_notebooks_facts_manifest_and_index(published):
    assert sorted(path.name for path in published.folder.iterdir()) == [
        "01_figures.html",
        "01_figures.ipynb",
        "02_words.html",
        "02_words.ipynb",
        "facts.json",
        "index.html",
        "manifest.json",
    ]
    assert published.exit_code == 0


def test_nothing_private_or_half_made_is_left_beside_a_run(published):
    left = {path.name for path in published.folder.parent.iterdir()}
    assert left == {published.folder.name, "index.html"}


def test_a_run_is_named_after_its_day_and_segment(published):
    assert published.folder.name.startswith("2017-12-31-all-")


def test_the_same_run_again_is_equal_to_the_byte(published, sources, tmp_path):
    again = run_toys(sources, tmp_path)
    assert again.folder.name == published.folder.name
    for path in published.folder.iterdir():
        assert (again.folder / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_parameter_goes_to_each_notebook_as_text(sources, tmp_path):
    result = run_toys(sources, tmp_path, ["words"], segment="007")
    book = nbformat.read(result.folder / "02_words.ipynb", as_version=4)
    assert 'segment = "007"' in book.cells[2].source
    assert book.cells[-1].outputs[0].text == "segment 007\n"


def test_a_failed_report_does_not_hide_the_others(half_failed):
    assert list(half_failed.failures) == ["01_broken"]
    assert (half_failed.folder / "02_words.html").exists()
    assert not (half_failed.folder / "01_broken.html").exists()
    assert half_failed.exit_code == 1


def test_a_failed_notebook_is_kept_where_only_its_maker_reads(half_failed):
    failure = half_failed.failures["01_broken"]
    kept = half_failed.folder.parent / failure.kept_in
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert "anna@example.com" in (kept / "01_broken.ipynb").read_text()


def test_the_message_of_a_foreign_error_is_published_nowhere(half_failed):
    assert half_failed.failures["01_broken"].error == "ValueError"
    for path in half_failed.folder.iterdir():
        assert "anna@example.com" not in path.read_text()


def test_a_failure_without_a_message_of_ours_says_where_to_look(half_failed):
    words = half_failed.failures["01_broken"].in_words()
    assert words.startswith("ValueError; its traceback is in .failed/")


def test_an_index_names_failures_before_reports(half_failed):
    page = (half_failed.folder / "index.html").read_text()
    assert 0 < page.index("What breaks?") < page.index("What did they buy?")


def test_withheld_numbers_end_in_exit_code_five(tmp_path):
    withheld = 'show_verdict("probabilities", False, "Only 63 bought.")'
    save_notebooks(tmp_path, {"01_few": [*WORDS, code(withheld)]})
    result = run_toys(tmp_path, tmp_path / "out")
    assert (result.exit_code, result.withheld) == (5, ("Only 63 bought.",))


def test_a_slow_or_dying_notebook_fails_alone(tmp_path):
    cells = {
        "01_dying": [code("import os; os._exit(3)")],
        "02_own": [
            code("from crm_analysis.errors import NotEnoughDataError"),
            code('raise NotEnoughDataError("got 3 days, expected 28")'),
        ],
        "03_words": WORDS,
    }
    result = run_toys(save_notebooks(tmp_path, cells), tmp_path / "out")
    assert list(result.failures) == ["01_dying", "02_own"]
    assert result.failures["01_dying"].error == "DeadKernelError"
    assert result.failures["02_own"].sentence == "got 3 days, expected 28"


def test_a_megabyte_of_print_does_not_make_the_page_as_long(tmp_path):
    save_notebooks(tmp_path, {"01_long": [code("print('x' * 1_000_000)")]})
    result = run_toys(tmp_path, tmp_path / "out")
    page = (result.folder / "01_long.html").read_text()
    assert len(page) < 50_000
    assert "more characters in the notebook" in page


def test_two_equal_runs_into_one_folder_at_once_leave_one_whole_run(sources, tmp_path):
    with ThreadPoolExecutor(2) as pool:
        running = [
            pool.submit(run_toys, sources, tmp_path, ["words"]) for _ in range(2)
        ]
        first, second = (run.result() for run in running)
    assert first.folder == second.folder
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {first.folder.name, "index.html"}
    check_run(first.folder, sources)


def test_a_report_that_takes_too_long_is_stopped(tmp_path):
    save_notebooks(tmp_path, {"01_slow": [code("import time; time.sleep(60)")]})
    failure = run_toys(tmp_path, tmp_path / "out", seconds=2).failures["01_slow"]
    assert failure.sentence == "it took longer than 2 seconds and was stopped"


def test_an_unknown_report_is_refused_with_the_names_there_are(sources, tmp_path):
    with pytest.raises(UsageError, match=r"called nosuch: there are figures, words"):
        run_toys(sources, tmp_path, ["nosuch"])


def test_an_unknown_parameter_stops_before_anything_is_written(sources, tmp_path):
    with pytest.raises(UsageError, match="did you mean segment"):
        run_toys(sources, tmp_path / "out", segmnet="young")
    assert not (tmp_path / "out").exists()


def test_an_address_with_a_password_is_refused_without_repeating_it(sources, tmp_path):
    with pytest.raises(PrivacyError) as refusal:
        run_toys(sources, tmp_path, segment="mysql://ann:hunter2@host/crm")
    assert "hunter2" not in str(refusal.value)


def test_a_folder_that_cannot_be_made_is_one_sentence(sources, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot write to"):
        run_toys(sources, tmp_path / "file")


def test_facts_carry_report_exhibit_value_unit_n_and_interval(published):
    facts = json.loads((published.folder / "facts.json").read_text())["facts"]
    spend = next(fact for fact in facts if fact["id"] == "01_figures/spend")
    assert spend["interval"] == [1200.0, 1300.0]
    assert (spend["value"], spend["unit"], spend["n"]) == (1234.5, "EUR", None)


def test_published_notebooks_hold_no_times_paths_or_random_ids(published, sources):
    for path in published.folder.glob("*.ipynb"):
        text = path.read_text()
        assert "papermill" not in text
        assert str(sources) not in text
        assert '"id": "injected-parameters"' in text

"""Pages in a real browser: no requests, no scripts, no sideways scroll, both themes."""

import pandas as pd
import pytest
from nbformat import from_dict
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import sync_playwright

from crm_analysis.errors import UsageError
from crm_analysis.reporting import Fact, exhibits, new_figure
from crm_analysis.reporting.edition import render_edition
from crm_analysis.reporting.execution import Failure
from crm_analysis.reporting.manifest import Manifest, Report, write_manifest
from crm_analysis.reporting.overview import write_overview
from crm_analysis.reporting.printing import find_printer, print_run

SWITCHES = [  # what Chromium needs as root in a container, and to keep to itself
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = (360, 390, 768, 1280)
HOSTILE = "<script>alert(1)</script>"


def show_everything():
    table = pd.DataFrame(
        {
            "customer_with_a_long_column_name": [HOSTILE, "w" * 60, "=1+1"],
            **{f"spend_in_quarter_{number}": [1234567.5] * 3 for number in range(8)},
        }
    )
    figure, axes = new_figure()
    axes.bar(["a", "b"], [1, 2])
    exhibits.show_facts(
        [Fact("n", "Customers", 2469), Fact("eur", "Spend", 123456789.0, "EUR", 2469)]
    )
    exhibits.show_figure(
        figure, id="bars", title="Two bars", alt="Two bars.", data=table, n=3
    )
    exhibits.show_table(table, id="wide", title="A wide table", n=3)
    exhibits.show_verdict("probabilities", False, "Too few bought.")
    exhibits.show_answer(f"The answer names {HOSTILE}.")


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """Pages of one report with one of everything, and of a failed one."""
    out = tmp_path_factory.mktemp("pages")
    bundles = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exhibits, "_display", bundles.append)
        show_everything()
    outputs = [new_output("display_data", data=from_dict(data)) for data in bundles]
    cells = [
        new_markdown_cell(f"# Who is {HOSTILE}?\n\nText with `code`."),
        new_markdown_cell("## One\n\n| a | b |\n|---|---:|\n| 1 | 2 |"),
        new_code_cell(f"print({'x' * 200})", outputs=outputs, execution_count=1),
        new_markdown_cell("## Two\n\nText."),
    ]
    manifest = Manifest(
        run="2017-12-31-all-0000",
        reports=(
            Report("01_all", f"Who is {HOSTILE}?", {"as_of": "2017-12-31"}, "0" * 64),
            Report("02_bad", "What failed?", {}, "1" * 64, Failure("ValueError")),
        ),
        notice="All names are invented.",
    )
    folder = out / manifest.run
    folder.mkdir()
    notebooks = {"01_all": new_notebook(cells=cells)}
    for name, text in render_edition(manifest, notebooks).items():
        (folder / name).write_text(text)
    write_manifest(manifest, folder)
    write_overview(out)
    return folder


@pytest.fixture(scope="module")
def browser(needs_program):
    # No wider than this module: while it is open an event loop runs in the main
    # thread, and nothing after it in the same process could execute a notebook.
    chromium = needs_program("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark"])
def visit(request, browser, run_folder):
    """Open a page of the run, offline; note what it asks for and complains of."""
    context = browser.new_context(color_scheme=request.param, offline=True)
    page = context.new_page()
    page.heard = []
    page.on("console", lambda message: page.heard.append(message.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("dialog", lambda dialog: page.heard.append(dialog.message))
    page.on("request", lambda asked: page.heard.append(asked.url))

    def open_page(name):
        page.goto((run_folder / name).as_uri())
        return page

    yield open_page
    context.close()


PAGES = ("01_all.html", "index.html", "../index.html")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_itself_alone_and_has_nothing_to_complain_of(visit, name):
    page = visit(name)
    strange = [
        heard for heard in page.heard if not heard.startswith(("file:", "data:"))
    ]
    assert strange == []
    assert sum(heard.startswith("file:") for heard in page.heard) == 1


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(visit, name, width):
    page = visit(name)
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_customer_called_script_is_text(visit):
    page = visit("01_all.html")
    assert HOSTILE in page.inner_text("h1")
    assert HOSTILE in page.inner_text("#wide")
    assert page.evaluate("document.scripts.length") == 0


def test_a_wide_table_scrolls_in_its_own_box_and_takes_the_keyboard(visit):
    page = visit("01_all.html")
    page.set_viewport_size({"width": 390, "height": 800})
    box = page.locator("#wide .scroll")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert box.get_attribute("tabindex") == "0"


def test_the_picture_is_loaded_and_follows_the_theme(visit):
    page = visit("01_all.html")
    assert page.evaluate("document.images[0].naturalWidth") > 300
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(21, 25, 30)" if dark else "rgb(255, 255, 255)")


def test_the_data_behind_a_figure_can_be_saved(visit):
    page = visit("01_all.html")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    with page.expect_download() as download:
        page.click("#bars .download")
    text = download.value.path().read_text()
    assert "'=1+1" in text


def test_a_page_is_printed_as_a_tagged_pdf(needs_program, run_folder, monkeypatch):
    monkeypatch.setenv("CRM_CHROMIUM", needs_program("chromium", "chromium"))
    (printed,) = print_run(run_folder, find_printer())
    assert printed.relative_to(run_folder.parent).parts[:2] == ("pdf", run_folder.name)
    content = printed.read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in content
    assert b"/Lang (en)" in content


def test_without_a_browser_it_is_said_what_to_do(monkeypatch):
    monkeypatch.setenv("CRM_CHROMIUM", "no-such-program")
    with pytest.raises(UsageError, match="install chromium, or name"):
        find_printer()

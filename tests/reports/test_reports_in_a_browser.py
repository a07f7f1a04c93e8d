"""The standard reports in a real browser: all can read them, and they ask nobody."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDTHS = (360, 768, 1280)
REPORTS = ("01_customers", "02_purchases", "03_who_buys_next", "04_campaigns")
PAGES = [*REPORTS, "05_one_customer", "index"]


@pytest.fixture(scope="module")
def browser(needs_program):
    # No wider than this module: see tests/browser.
    chromium = needs_program("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark"])
def page(request, browser):
    """A page offline, which notes what it asks for and complains of."""
    context = browser.new_context(color_scheme=request.param, offline=True)
    page = context.new_page()
    page.heard = []
    page.on("console", lambda message: page.heard.append(message.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("request", lambda asked: page.heard.append(asked.url))
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_report_is_readable_by_all_and_asks_nobody(page, name, of_complete_journey):
    page.goto((of_complete_journey.folder / f"{name}.html").as_uri())
    others = [heard for heard in page.heard if not heard.startswith("data:")]
    assert len(others) == 1  # the page itself
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["help"]) for each in found] == []


def test_axe_sees_what_it_should(page):
    page.set_content("<html><body><img src='data:,'><p>Text</p></body></html>")
    found = {each["id"] for each in Axe().run(page).response["violations"]}
    assert {"image-alt", "html-has-lang"} <= found


@pytest.mark.parametrize("name", PAGES)
def test_a_report_is_read_without_scripts_and_by_keyboard(
    browser, name, of_complete_journey
):
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((of_complete_journey.folder / f"{name}.html").as_uri())
    assert page.locator("h1").is_visible()
    folded = page.locator("details > summary").all()
    for summary in folded[:1]:
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator("details[open]").count() >= 1
    for link in page.locator("a[href]").all():
        target = link.get_attribute("href")
        assert target.startswith(("#", "data:", "http")) or (
            (of_complete_journey.folder / target.partition("#")[0]).exists()
        ), target
        if target.startswith("#"):
            assert page.locator(f"[id='{target[1:]}']").count() == 1, target
    context.close()

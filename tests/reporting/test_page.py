"""Pages: one file, no requests, text as text."""

import re

import pytest

from crm_analysis.reporting.edition import read_published, render_edition
from crm_analysis.reporting.manifest import read_manifest
from crm_analysis.reporting.markdown import render_markdown, slug_of, without_title
from crm_analysis.reporting.page import gather_code


@pytest.fixture(scope="session")
def page(published):
    return (published.folder / "01_figures.html").read_text()


def test_pages_follow_from_notebook_and_manifest_alone(published):
    manifest = read_manifest(published.folder)
    notebooks = read_published(manifest, published.folder)
    for name, text in render_edition(manifest, notebooks).items():
        assert (published.folder / name).read_text() == text


def test_a_page_asks_nothing_of_anybody(page):
    addresses = re.findall(r'(?:src|href)="([^"]{0,30})', page)
    assert addresses
    assert all(
        address.startswith(("data:", "#", "index.html")) for address in addresses
    )
    assert "default-src &#39;none&#39;; img-src data:" in page
    assert "<script" not in page


def test_a_page_has_a_language_a_viewport_and_its_question_once(page):
    assert '<html lang="en">' in page
    assert 'name="viewport"' in page
    assert page.count("<h1>Who are our &lt;toy&gt; customers?</h1>") == 1


def test_every_figure_has_title_alternative_n_and_its_data(page):
    assert page.count("<figure id=") == 2
    assert "<figcaption>Most are over 25</figcaption>" in page
    assert 'alt="Bars: 46 and 142."' in page
    assert "n = 188" in page
    assert 'download="ages.csv"' in page


def test_a_customer_called_script_is_text(page):
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_small_group_is_hidden_on_the_page(page):
    assert ">&lt;10</td>" in page
    assert "55.25" not in re.sub("<pre.*?</pre>", "", page, flags=re.DOTALL)


def test_a_figure_explains_hidden_cells_beside_its_data_and_nowhere_else(page):
    foot = page[page.index("</table>") :]
    assert page.count("between 1 and 9 people") == 1  # the table has hidden cells
    figures = re.findall(r"<figure.*?</figure>", page, flags=re.DOTALL)
    assert not any("between 1 and 9" in figure for figure in figures)
    assert "between 1 and 9" in foot


def test_scope_notice_and_provenance_are_said(page):
    assert "as of 31 December 2017 · 14 days ahead · all customers" in page
    assert "All names are invented." in page
    assert "a1b2c3" in page


def test_the_answer_opens_and_closes_a_page(page):
    first = "There are 2,469 customers as of 2017-12-31."
    assert page.count(first) == 2
    assert "&lt;b&gt;Not&lt;/b&gt; *bold*." in page


def test_every_code_cell_is_folded_away_and_none_is_lost(page):
    assert "pd.DataFrame({&#34;week&#34;" in page
    assert "horizon_days: int = 14" in page


def test_markdown_tables_carry_no_inline_style():
    html, _ = render_markdown("| a | b |\n|---|---:|\n| 1 | 2 |")
    assert "style=" not in html
    assert '<td class="number">2</td>' in html


def test_sections_are_listed_and_the_title_is_not():
    html, sections = render_markdown(without_title("# Title\n\n## A *b* & c\n\ntext"))
    assert sections == [("section-a-b-c", "A b & c")]
    assert "<h1" not in html
    assert slug_of("A b & c") == "section-a-b-c"


def test_code_is_folded_under_what_it_shows_and_none_is_lost():
    kinds = ["text", "code", "code", "figure", "code", "code", "text", "code", "text"]
    blocks = [{"kind": kind, "source": str(n)} for n, kind in enumerate(kinds)]
    gathered = gather_code(blocks)
    assert [block["kind"] for block in gathered] == [
        *("text", "figure", "code", "text", "text", "code")
    ]
    folds = [block["source"] for block in gathered if block["kind"] == "code"]
    assert folds == ["1\n\n2\n\n4\n\n5", "7"]

"""Turn the Markdown of notebook cells into HTML that a strict page may hold."""

import re
from html import unescape
from typing import Any

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

TITLE = re.compile(r"^#\s+.+?$\n*", flags=re.MULTILINE)


class PageRenderer(IPythonRenderer):
    """Gives headings plain ids, and tables classes in place of inline styles."""

    def __init__(self) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.headings: list[tuple[str, str]] = []

    def heading(self, text: str, level: int, **_: Any) -> str:  # noqa: ANN401  mistune's
        """Write a heading below the page's title and remember the sections."""
        level = max(2, level)
        slug = slug_of(text)
        if level == 2:
            self.headings.append((slug, plain_text(text)))
        return f'<h{level} id="{slug}">{text}</h{level}>\n'

    def table(self, text: str) -> str:
        """Let a wide table scroll inside its own box."""
        return f'<div class="scroll" tabindex="0"><table>{text}</table></div>\n'

    def table_cell(
        self, text: str, align: str | None = None, head: bool = False
    ) -> str:
        """Write a cell; the page's policy would block mistune's inline style."""
        tag = 'th scope="col"' if head else "td"
        number = ' class="number"' if align == "right" else ""
        return f"<{tag}{number}>{text}</{tag[:2]}>\n"


def render_markdown(source: str) -> tuple[str, list[tuple[str, str]]]:
    """Render Markdown; return HTML and its sections as pairs of id and words."""
    renderer = PageRenderer()
    html = MarkdownWithMath(renderer=renderer).render(source)
    return html, renderer.headings


def without_title(source: str) -> str:
    """Remove the first heading of level one, which the page shows as its title."""
    return TITLE.sub("", source, count=1)


def slug_of(text: str) -> str:
    """Make an id of a heading's words.

    >>> slug_of("Who buys <em>next</em>?")
    'section-who-buys-next'
    """
    words = re.findall(r"[a-z0-9]+", plain_text(text).lower())
    return "-".join(["section", *words])


def plain_text(html: str) -> str:
    """Remove tags and entities."""
    return unescape(re.sub(r"<[^>]+>", "", html))

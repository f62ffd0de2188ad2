"""Tables that are wider than the measure: found on the laid-out pages, and asked to be narrower.

A column is never narrower than the longest word in it, so that a table of many columns may run out of the type area.
The templates' class `narrow` lets the style set it smaller, with words divided; what is too wide even so is told by the
account of words.
"""

from __future__ import annotations

from dataclasses import replace

from press.compose.compose import Section
from press.typesetting.page import Survey

TABLE = '<table class="matter'
"""What a table of the text begins with; a style whose templates write it otherwise narrows its tables by itself."""
NARROW = " narrow"
OUT = 0.5
"""CSS px by which a cell may stand out of the type area, for the engine reckons in floats."""


def wide_blocks(pages: Survey) -> frozenset[str]:
    """The blocks of tables (rows, or the table itself for its head) that run out of the type area to the right."""
    return frozenset(
        line.block
        for page in pages
        for line in page.lines
        if line.kind == "table" and line.right > page.area[0] + page.area[2] + OUT
    )


def narrowed(section: Section, blocks: frozenset[str]) -> Section:
    """The section with the tables that hold these blocks narrow."""
    html = section.html
    for block in sorted(blocks):
        at = html.find(f'id="{block}"')
        begins = html.rfind(TABLE, 0, max(at, 0))
        if begins >= 0 and html.rfind("</table>", begins, at) < 0:
            end = begins + len(TABLE)
            if not html.startswith(NARROW, end):
                html = html[:end] + NARROW + html[end:]
    return section if html == section.html else replace(section, html=html)

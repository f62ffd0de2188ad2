"""Lists and small tables in the notes of an .odt, which pandoc drops without a word, as paragraphs with signs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from press.importing.tree.note_lists import AGAIN, BULLET, CELL, MORE, NUMBER, ROW

BODY = re.compile(r"(<text:note-body>)(.*?)(</text:note-body>)", re.DOTALL)
TAG = re.compile(
    r"</?table:[a-z-]+(?: [^>]*)?/?>|</?text:list(?:-item|-header)?(?: [^>]*)?>|<text:[ph](?: [^>]*)?(?<!/)>"
)
LIST_STYLE = re.compile(r'<text:list-style style:name="([^"]+)"[^>]*>(.*?)</text:list-style>', re.DOTALL)


def odt_note_lists(text: str, styles: str) -> str:
    """The text with signs in its notes; `styles`: those that stand in a part of their own."""
    numbered = {found[1] for found in LIST_STYLE.finditer(text + styles) if _first_level(found[2])}
    return BODY.sub(lambda found: found[1] + _unlisted(found[2], numbered) + found[3], text)


def _first_level(style: str) -> bool:
    """Whether the items of the first level of a list have numbers."""
    found = re.search(r"<text:list-level-style-(\w+)", style)
    return found is not None and found[1] == "number"


def _unlisted(body: str, numbered: set[str]) -> str:
    """A note without the tags of its lists, and with signs before their paragraphs."""
    depth, kind, begins = 0, BULLET, False
    cells = _CellSigns()

    def tag(found: re.Match[str]) -> str:
        nonlocal depth, kind, begins
        written = found[0]
        if written.startswith(("<table:", "</table:")):
            return cells.of_tag(written)
        if written.startswith(("<text:p", "<text:h")) and cells.inside:
            return f"{written}{cells.sign()}"
        if written.startswith(("<text:p", "<text:h")):
            sign, begins = kind if begins else MORE, False
            return f"{written}{sign * depth}"
        if written.startswith("<text:list-item"):
            begins = True
        elif written.startswith("<text:list") and "-header" not in written:
            depth += 1
            if named := re.search(r'text:style-name="([^"]+)"', written):
                kind = NUMBER if named[1] in numbered else BULLET
        elif written == "</text:list>":
            depth -= 1
        return ""

    return TAG.sub(tag, body)


@dataclass(slots=True)
class _CellSigns:
    """The cells of the tables in one note: whether one is open, and the sign that its next paragraph gets."""

    inside: bool = False
    next: str = ROW

    def of_tag(self, tag: str) -> str:
        """What stands for a tag: a paragraph for a cell without words, for all others nothing."""
        kept = ""
        if tag.startswith("<table:table-row"):
            self.next = ROW
        elif re.match(r"</?table:(?:covered-)?table-cell\b", tag):
            opens = not tag.startswith("</")
            if opens:
                self.next = CELL if self.next != ROW else ROW
            self.inside = opens and not tag.endswith("/>")
            if not self.inside and self.next != AGAIN:
                kept = f"<text:p>{self.next}</text:p>"
                self.next = AGAIN
        return kept

    def sign(self) -> str:
        """The sign of a paragraph in the open cell."""
        sign, self.next = self.next, AGAIN
        return sign

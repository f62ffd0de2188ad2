"""The styles of a .docx's paragraphs → what each paragraph is, said by a sign where pandoc would not know it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from press.importing.file_styles import TEXT, StyleTable
from press.importing.tree.pandoc_signs import role_sign
from press.importing.word.names import W
from press.importing.word.styles import WordStyles, value_of

QUOTED = re.compile("Quot|BlockText")
"""In a note the id of a style with this is that of a quotation: *FootnoteQuote*."""


class WordRoles:
    """The styles of one file, and the table in which it is entered what they are taken for."""

    def __init__(self, styles: WordStyles, table: StyleTable) -> None:
        self.styles, self.table = styles, table
        self.default = next(
            (each.ident for each in styles.styles.values() if each.is_default and each.kind == "paragraph"), ""
        )

    def sign(self, root: Element, *, notes: bool = False) -> None:
        """Put a sign before the words of every paragraph whose role pandoc would not see; of `notes` it sees none."""
        for paragraph in root.iter(f"{W}p"):
            ident = value_of(paragraph, f"{W}pPr/{W}pStyle") or self.default
            chain = [(each.ident, each.name) for each in self.styles.chain(ident)] or [(ident, ident)] * bool(ident)
            if not chain or not any(t.text and t.text.strip() for t in paragraph.iter(f"{W}t")):
                continue
            outline = next((each.outline for each in self.styles.chain(ident) if each.outline), 0)
            own = value_of(paragraph, f"{W}pPr/{W}outlineLvl")
            outline = int(own) + 1 if own.isdigit() and int(own) < 6 else outline
            quoted = "quotation" if notes and QUOTED.search(chain[0][0]) else ""
            chosen = self.table.take(chain, outline, quoted)
            if chosen.signed:
                _sign(paragraph, chosen.role)


def _sign(paragraph: Element, role: str) -> None:
    """The sign of a role; what the style alone would have told pandoc goes."""
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        for name in ("pStyle", "ind", "outlineLvl"):
            if (each := properties.find(f"{W}{name}")) is not None:
                properties.remove(each)
    if role != TEXT:
        run = Element(f"{W}r")
        SubElement(run, f"{W}t").text = role_sign(role)
        paragraph.insert(1 if properties is not None else 0, run)

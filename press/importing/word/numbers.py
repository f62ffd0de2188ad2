"""The numbers that Word gives the items of its lists: it counts on behind other paragraphs, where pandoc begins anew.

ISO/IEC 29500-1, 17.9: a paragraph names a list (`w:num`), which is one of a kind (`w:abstractNum`); lists of one kind
count on together, unless one says that it begins anew (`w:startOverride`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from press.importing.tree.pandoc_signs import number_sign
from press.importing.word.names import W
from press.importing.word.styles import WordStyles, value_of

UNNUMBERED = ("bullet", "none", "")


@dataclass(slots=True)
class WordNumbers:
    """The lists of a file: the kind of each, and of each level of a kind its first number and its figures."""

    styles: WordStyles
    kinds: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[tuple[str, str], tuple[int, str]] = field(default_factory=dict)
    begins: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None, styles: WordStyles) -> WordNumbers:
        """Those of `word/numbering.xml`; none where there is no such part."""
        made = cls(styles)
        if root is None:
            return made
        made.levels = {
            (kind.get(f"{W}abstractNumId", ""), level.get(f"{W}ilvl", "0")): (
                _whole(value_of(level, f"{W}start"), 1),
                value_of(level, f"{W}numFmt") or "decimal",
            )
            for kind in root.iter(f"{W}abstractNum")
            for level in kind.iter(f"{W}lvl")
        }
        lists = list(root.iter(f"{W}num"))
        made.kinds = {each.get(f"{W}numId", ""): value_of(each, f"{W}abstractNumId") for each in lists}
        made.begins = {
            (each.get(f"{W}numId", ""), level.get(f"{W}ilvl", "0")): _whole(value_of(level, f"{W}startOverride"), 1)
            for each in lists
            for level in each.iter(f"{W}lvlOverride")
            if level.find(f"{W}startOverride") is not None
        }
        return made

    def sign(self, root: Element) -> None:
        """Put the number of an item before its words where others than its own list stood before it."""
        count: dict[tuple[str, str], int] = {}
        seen: set[tuple[str, str]] = set()
        last = ""
        for paragraph in root.iter(f"{W}p"):
            number, level = self._list(paragraph)
            kind = self.kinds.get(number, "")
            start, figures = self.levels.get((kind, level), (1, ""))
            if not number or not kind:
                last = last if not "".join(paragraph.itertext()).strip() else ""
                continue
            key = (kind, level)
            begins = self.begins.get((number, level)) if (number, level) not in seen else None
            seen.add((number, level))
            count[key] = begins if begins is not None else count.get(key, start - 1) + 1
            for deeper in [each for each in count if each[0] == kind and each[1] > level]:
                del count[deeper]
            if last != number and figures not in UNNUMBERED and count[key] != start:
                _put(paragraph, number_sign(count[key]))
            last = number

    def is_numbered(self, number: str, level: str) -> bool:
        """Whether the items of a list have numbers at a level, and no bullets."""
        _, figures = self.levels.get((self.kinds.get(number, ""), level), (1, ""))
        return figures not in UNNUMBERED

    def _list(self, paragraph: Element) -> tuple[str, str]:
        """The list that a paragraph is an item of, and at which level: it says so itself, or its style does."""
        own = (value_of(paragraph, f"{W}pPr/{W}numPr/{W}numId"), value_of(paragraph, f"{W}pPr/{W}numPr/{W}ilvl"))
        found = own[0]
        level = own[1]
        for style in self.styles.chain(value_of(paragraph, f"{W}pPr/{W}pStyle")):
            found, level = found or style.number[0], level or style.number[1]
        return ("", "") if found == "0" else (found, level or "0")


def _put(paragraph: Element, sign: str) -> None:
    run = Element(f"{W}r")
    SubElement(run, f"{W}t").text = sign
    paragraph.insert(1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0, run)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() else otherwise

"""A paragraph of a word processor's file as it is read for its words: its runs, its notes and its boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from press.importing.account.file_words import FileText, WordRun

SAID: Mapping[str, str] = {
    "Emph": "italics",
    "Underline": "italics",  # as the press sets what is underlined
    "Strong": "bold",
    "SmallCaps": "small capitals",
    "Superscript": "superscript",
    "Subscript": "subscript",
    "Strikeout": "struck",
    "vanish": "hidden",
}
"""Marks, by the names that pandoc has for them."""
HIDDEN = "hidden"


@dataclass(slots=True)
class ReadLine:
    """The runs of a paragraph so far, the notes called in it, and its boxes."""

    runs: list[WordRun] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    asides: list[ReadLine] = field(default_factory=list)
    """What may be letters within a word that stays: it is deleted, or hidden."""

    def aside(self) -> ReadLine:
        """A line of its own, whose notes and boxes are those of the paragraph."""
        self.asides.append(ReadLine(notes=self.notes, boxes=self.boxes, asides=self.asides))
        return self.asides[-1]

    def enter(self, found: FileText) -> None:
        """Put its words into those of the file, then what is aside; its notes and boxes are still to be read."""
        for each in (self, *self.asides):
            found.add(each.runs)


def without_number(found: FileText, begun: int) -> None:
    """Take the words from `begun` on, of a running head or foot, out again if it says no more than a number."""
    if not any(each.letters.isalpha() for each in found.words[begun:]):
        del found.words[begun:]

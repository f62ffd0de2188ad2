"""Headings that stand at their paragraphs, in the line or in the margin, as a style may have them: side-heads (Chicago
18, 2.20 and 1.56).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from press.style.records import HeadingPlace, HeadingsRecord
from press.text import Heading, Inlines, Note, Paragraph, Text, plain

CLOSING = (".", "?", "!", ":", "…")
"""Marks after which a heading in the line needs no point."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A heading as it is written with its paragraph: where it stands (`run-in` or `side`), and its words."""

    heading: Heading
    place: HeadingPlace

    @property
    def inlines(self) -> Inlines:
        """Its words: in the line a point ends them, before the notes that are called there."""
        inlines = self.heading.inlines
        end = len(inlines)
        while end and isinstance(inlines[end - 1], Note):
            end -= 1
        closed = plain(inlines[:end]).rstrip("”’)]").rstrip().endswith(CLOSING)
        return inlines if closed or self.place == "side" else (*inlines[:end], Text("."), *inlines[end:])


def lead_at(nodes: Sequence[object], at: int, headings: HeadingsRecord) -> Lead | None:
    """What is at a place among nodes, if that is a heading which stands at the paragraph behind it."""
    node, behind = nodes[at], nodes[at + 1] if at + 1 < len(nodes) else None
    if not isinstance(node, Heading) or not isinstance(behind, Paragraph) or headings.at(node.level) == "apart":
        return None
    return Lead(node, headings.at(node.level))

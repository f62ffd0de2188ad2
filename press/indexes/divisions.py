"""What a long entry is broken up by: the chapters, parts or sections in which its pages stand, each by its title.

All documents together are one of them, or, by parts, belong to the part in which the book has them.
"""

from __future__ import annotations

from collections.abc import Sequence

from press.book import Book, Occurrence
from press.indexes.options import IndexOptions


def divisions(mentions: Sequence[Occurrence], book: Book, options: IndexOptions) -> list[str]:
    """The title of the division in which each mention stands."""
    parts = {piece.anchor: piece.part for piece in book.pieces if piece.part}
    within = next((piece.part for piece in book.pieces if piece.kind == "documents"), "")
    parts |= {document.anchor: within for document in book.documents if within}
    named = [_division(each, parts.get(each.unit, ""), book, options) for each in mentions]
    # one title may be that of several chapters, as of the introduction of each part: then the part tells them apart
    homes: dict[str, set[str]] = {}
    for home, title in named:
        homes.setdefault(title, set()).add(home)
    return [
        f"{title} ({book.targets[part].title})" if len(homes[title]) > 1 and (part := parts.get(home, "")) else title
        for home, title in named
    ]


def _division(each: Occurrence, part: str, book: Book, options: IndexOptions) -> tuple[str, str]:
    """The anchor of a division, and its title."""
    target = book.targets[each.unit]
    if options.break_by == "part" and part:
        return part, book.targets[part].title
    if target.kind == "document":
        return "", options.documents_title
    section = each.section if options.break_by == "section" else ""
    # a sub-entry must have a label, even that of a chapter whose title is only a note
    return each.unit, section or target.title or options.documents_title

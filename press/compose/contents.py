"""The table of contents, as its template has it: the pieces after it in order, those of a part within it; and how long
the lines of any list with folios are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from press.book import Piece
from press.kinds import kind_named
from press.text import Heading, Inlines, repeated, walk

if TYPE_CHECKING:
    from press.compose.view import PieceView

WRITTEN = ("part", "chapter", "prose")
"""The pieces that are the editor's, and have the title of their file."""


def longest_entry(items: str) -> int:
    """The letters of the longest entry of a list, spaces among them: by so much a style knows how broad it may stand.

    `items`: the list items as HTML. Who has written a chapter stands below its line, behind the link.
    """
    lines = (Markup("<li" + item.partition("</a>")[0]).striptags() for item in str(items).split("<li")[1:])
    return max((len(line) for line in lines), default=0)


def contents_of(view: PieceView) -> list[dict[str, Any]]:
    """The entries of the contents, each with its number, title, subtitle and page; `within`: those of the chapters of a
    part, or of the headings in a chapter, if the style lists them. `kind` is what it is, in classes.
    """
    at = next((n for n, piece in enumerate(view.book.pieces) if piece.kind == "contents"), -1)
    entries: list[dict[str, Any]] = []
    for piece in view.book.pieces[at + 1 :]:
        if not kind_named(piece.named_kind).listed:
            continue
        # a part that comes before the contents is not listed, and its chapters are
        inside = piece.kind != "part" and bool(piece.part) and bool(entries) and entries[-1]["anchor"] == piece.part
        (entries[-1]["within"] if inside else entries).append(_entry(view, piece, inside))
    return entries


def _entry(view: PieceView, piece: Piece, inside: bool) -> dict[str, Any]:
    entry = _line(view, piece.anchor, f"{piece.classes} in-part" if inside else piece.classes)
    entry |= {"number": view.labels.over_title(piece), "title": view.title_inlines(piece)}
    entry["authors"] = view.bylines.of_piece(piece) if view.style.authors.contents else ()
    if piece.chapter and view.style.contents.subtitles:
        entry["subtitle"] = view.render(repeated(piece.chapter.subtitle))
    if piece.chapter and piece.kind in WRITTEN and view.style.contents.headings:
        headings = (each for each in walk(piece.chapter.blocks) if isinstance(each, Heading) and each.level == 2)
        entry["within"] = [_line(view, each.anchor, "heading", each.inlines) for each in headings]
    return entry


def _line(view: PieceView, anchor: str, kind: str, title: Inlines = ()) -> dict[str, Any]:
    shown = view.render(repeated(title))
    return {
        "anchor": anchor,
        "number": "",
        "title": shown,
        "subtitle": "",
        "authors": (),
        "page": view.page(anchor),
        "kind": kind,
        "within": [],
    }

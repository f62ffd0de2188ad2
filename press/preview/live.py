"""The chapter that has just been changed, set alone: what `press watch` shows before the whole book is made again.

A `LiveBook` remembers the book as it last was. Looking again it finds which piece has changed, has it set alone, and
says where on its pages the change stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from press import build as pipeline
from press.book import Book, Piece
from press.citations.cite import cite
from press.preview.sections import SectionPreview, set_alone
from press.problem import Faulty, Origin, Problem
from press.project import Project
from press.store import Store
from press.style.style import Style
from press.typesetting.fragment import Spot

DOCUMENTS, PROSE = "documents", ("part", "chapter", "prose")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece set alone, whether its folios are known from an earlier build, and where the change in it is: on which
    page (from 0), how many points from its lower edge.
    """

    preview: SectionPreview
    title: str
    settled: bool
    at: int
    height: float


@dataclass(frozen=True, slots=True)
class Update:
    """What a look at the manuscript shows: all problems, and the changed piece if there is one and it can be set."""

    problems: tuple[Problem, ...]
    excerpt: Excerpt | None = None


class LiveBook:
    """Looks at one project again and again."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.known: tuple[Book, Style] | None = None
        """The book and the style as they last could be read."""
        self.piece = ""
        self.lines: dict[str, int] = {}
        """The anchor of the piece that was changed last, and where files first differ from what they were."""

    def look(self, changed: Collection[str] = ()) -> Update:
        """What has become of the book; `changed` are the files known to have changed, as problems name them."""
        try:
            book, style, problems = pipeline.look_over(self.project)
        except Faulty as fault:
            return Update(fault.problems)
        before = self.known[0] if self.known else None
        self.known = book, style
        piece = _changed_piece(before, book, changed) if before else None
        if piece and before:
            self.piece, self.lines = piece.anchor, _changed_lines(before, book)
        # A changed style shows on whatever was changed last. Else nothing has changed, or this is the first look.
        elif not any(path.startswith(self.project.shown(self.project.styles)) for path in changed):
            return Update(problems)
        return self.again(problems)

    def again(self, problems: tuple[Problem, ...] = ()) -> Update:
        """The piece that was changed last, set again: by another style, or with other page numbers."""
        if not self.known or self.piece not in (piece.anchor for piece in self.known[0].pieces):
            return Update(problems)
        book, style = self.known
        store = Store(self.project.cache)
        try:
            by_piece = style.bibliography_at == "chapter"
            wording = cite(_only(book, self.piece), style.csl, store, by_piece=by_piece)
            # In this process: one section is no work for several.
            with pipeline.set_up(self.project, book, style, wording, workers=1, store=store) as shop:
                settled = set_alone(shop, {self.piece})
                preview = settled or set_alone(shop, {self.piece}, unsettled=True)
                spot = _spot(self.lines, shop.composer.origins, preview.spots) if preview else (0, 0.0)
        except Faulty as fault:
            return Update((*problems, *fault.problems))
        return Update(problems, Excerpt(preview, preview.titles[0], settled is not None, *spot) if preview else None)


def _only(book: Book, anchor: str) -> Book:
    """The book without other prose than that of a chapter, whose citations alone are then worded."""
    (piece,) = (piece for piece in book.pieces if piece.anchor == anchor)
    return replace(book, front=(), body=(piece,), back=(), documents=()) if piece.kind in PROSE else book


def _changed_piece(before: Book, now: Book, changed: Collection[str]) -> Piece | None:
    """The piece to be shown: one whose own file has changed before one that has changed with it."""
    old = {piece.anchor: piece for piece in before.pieces}
    documents = before.documents != now.documents
    # The documents change with any of them, though the piece that prints them does not.
    found = [piece for piece in now.pieces if old.get(piece.anchor) != piece or (piece.kind == DOCUMENTS and documents)]
    # Numbers of notes and figures, and names, may change pieces that nobody has touched.
    own = [piece for piece in found if piece.chapter and piece.chapter.origin.path in changed]
    return next(iter(own or found), None)


def _changed_lines(before: Book, now: Book) -> dict[str, int]:
    """File → the first line (from 1) that is not as it was."""
    return {
        path: next((n for n, (a, b) in enumerate(zip_longest(before.lines.get(path, ()), lines), 1) if a != b), 0)
        for path, lines in now.lines.items()
        if lines != before.lines.get(path)
    }


def _spot(
    lines: Mapping[str, int], origins: Mapping[str, Origin], spots: Mapping[str, tuple[int, Spot]]
) -> tuple[int, float]:
    """The page (from 0) and height of the last block or note that begins at or before a changed line."""
    best, at, height = 0, 0, 0.0  # nothing before it: the top of the first page
    for anchor, (number, (_, y)) in spots.items():
        origin = origins.get(anchor)
        if origin and best < origin.line <= lines.get(origin.path, 0):
            best, at, height = origin.line, number, y
    return at, height

"""The chapter just changed, set alone: what `press watch` shows before the whole book is checked and made.

A `LiveBook` remembers the book as it last was, and of the style what takes long to read. Looking again it finds which
piece has changed, has it set alone, and says where on its pages the change stands; then all is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from press import build as pipeline
from press.book import Book, Piece
from press.citations.cite import cite
from press.editions import silent
from press.preview.looks import looks_at
from press.preview.sections import SectionPreview, set_alone
from press.preview.traced import TracedPage, changed_lines, outline, trace_pages
from press.preview.view import View
from press.problem import Faulty, Problem, has_errors
from press.project import Project
from press.store import Store
from press.style.style import Style
from press.typesetting.desk import Desk
from press.typesetting.workshop import Workshop

DOCUMENTS, PROSE = "documents", ("part", "chapter", "prose")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece set alone, as it is to be seen: its title, whether its folios are known from an earlier build."""

    title: str
    settled: bool
    view: View


class LiveBook:
    """Looks at one project again and again. `good`: the pages of the last good book, with which others are compared."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.known: tuple[Book, Style] | None = None
        """The book and the style as they last could be read."""
        self.piece = ""
        self.lines: dict[str, int] = {}
        """The anchor of the piece that was changed last, and where files first differ from what they were."""
        self.good: Sequence[TracedPage] = ()
        self._desk: Desk | None = None
        self._reader = pipeline.BookReader()

    @property
    def libraries(self) -> tuple[Path, ...]:
        """The folders in which its styles were last looked for."""
        return self._reader.libraries

    def look(self, changed: Collection[str] = (), show: Callable[[Excerpt], None] = silent) -> tuple[Problem, ...]:
        """What is wrong with the book as it is now; before that is known `show` is given the changed piece, if there is
        one and it can be set. `changed` are the files known to have changed, as problems name them.
        """
        with pipeline.no_collecting():
            try:
                given = self._reader.linked(self.project)
            except Faulty as fault:
                return fault.problems
            found = tuple[Problem, ...]()
            try:
                style = self._reader.style_of(self.project, given.book)
                if not has_errors(given.problems):  # else it is no book yet
                    found = self._show(pipeline.unchecked(self.project, given, style), style, changed, show)
            except Faulty as fault:
                found = fault.problems
            try:
                *_, problems = pipeline.look_over(self.project, given, self._reader.style_of)
            except Faulty as fault:  # what its pages complain of may come of that
                return fault.problems
            finally:
                self.tidy()
            return (*problems, *(each for each in found if each not in problems))

    def _show(
        self, book: Book, style: Style, changed: Collection[str], show: Callable[[Excerpt], None]
    ) -> tuple[Problem, ...]:
        """Set and show what has changed; what its pages complain of."""
        before = self.known[0] if self.known else None
        self.known = book, style
        piece = _changed_piece(before, book, changed) if before else None
        if piece and before:
            self.piece, self.lines = piece.anchor, _changed_lines(before, book)
        # A changed style shows on whatever was changed last. Else nothing has changed, or this is the first look.
        elif not any(path.startswith(self._of_styles()) for path in changed):
            return ()
        excerpt, problems = self.again()
        if excerpt:
            show(excerpt)
        return problems

    def _of_styles(self) -> tuple[str, ...]:
        """What the files of styles begin with, as they are told to people."""
        return tuple(f"{self.project.shown(folder)}/" for folder in (self.project.styles, *self.libraries))

    def again(self) -> tuple[Excerpt | None, tuple[Problem, ...]]:
        """The piece that was changed last, set again: by another style, or with other page numbers; or what hinders."""
        if not self.known or self.piece not in (piece.anchor for piece in self.known[0].pieces):
            return None, ()
        book, style = self.known
        store = Store(self.project.cache)
        try:
            by_piece = style.bibliography_at == "chapter"
            wording = cite(_only(book, self.piece), style.csl, store, by_piece=by_piece)
            # In this process: one section is no work for several.
            with pipeline.set_up(self.project, book, style, wording, workers=1, store=store, like=self._desk) as shop:
                settled = set_alone(shop, {self.piece})
                preview = settled or set_alone(shop, {self.piece}, unsettled=True)
                self._desk = shop.workers.own
                return (self._excerpt(shop, preview, settled is not None) if preview else None), ()
        except Faulty as fault:
            return None, fault.problems

    def warm_up(self) -> None:
        """Set a chapter for nobody to see, before the first is wanted: it takes twice the time of those that follow."""
        if self.known and not self.piece:
            self.piece = next((piece.anchor for piece in self.known[0].body if piece.kind in PROSE), "")
            with pipeline.no_collecting():
                self.again()
            self.piece = ""
            self.tidy()

    def tidy(self) -> None:
        """Give back what the last pages have left behind: when they are shown there is time for it."""
        if self._desk:
            self._desk.compositor.sweep()

    def _excerpt(self, shop: Workshop, preview: SectionPreview, settled: bool) -> Excerpt:
        pages = trace_pages(shop, preview.settings)
        good = [page for page in self.good if page.section == self.piece]
        view = View(
            title=preview.titles[0],
            pdf=preview.pdf,
            folios=preview.folios,
            pages=pages,
            texts=shop.book.lines,
            outline=outline(preview.settings, pages),
            looks=looks_at(shop, preview.settings, pages),
            changed=changed_lines(good, pages) if good else {},
        )
        at, down = self._spot(view)
        return Excerpt(preview.titles[0], settled, replace(view, at=at, down=down))

    def _spot(self, view: View) -> tuple[int, float]:
        """The page (from 0) where the last line stands that was changed, and how far down; the head of the first."""
        found = [view.traces.place_of(path, line) for path, line in self.lines.items()]
        return max((place for place in found if place), default=(0, 0.0))


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

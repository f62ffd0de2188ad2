"""Book × Style × wording × places → sections of HTML, by the style's templates.

A section is what is laid out on its own: a piece of the front or back, a chapter, the documents. Page numbers come only
from `places`; in the first round there are none yet, and a dash stands for them.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from press.book import Alias, Book, Document, Person, Piece, Target
from press.citations.wording import Wording
from press.compose.note_pieces import NotePiece, left_over, pieces_of
from press.compose.sentences import Cut
from press.compose.typography import end_paragraph, refine
from press.compose.undivided import names_in, names_of
from press.indexes.headings import invert
from press.indexes.index import Group, explain, filing_key, make_index
from press.indexes.locators import page_range
from press.places import Folio, Places
from press.problem import Faulty, Origin, Problem
from press.style.style import Style
from press.text import (
    Block,
    Cluster,
    Emphasis,
    Figure,
    Foreign,
    Inline,
    Inlines,
    Link,
    Mention,
    Note,
    Reference,
    SmallCaps,
    Strong,
    Superscript,
    Text,
    plain,
    walk,
)

UNKNOWN = "–"
"""What stands for a page number that is not known yet."""
Cuts = Mapping[str, tuple[Cut, ...]]
"""Note anchor → where a long note is cut."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section ready to be laid out: its key, its HTML, the anchors of its notes in order, and of which anchors
    it prints the pages; and the names in it, which are not divided.
    """

    key: str
    html: str
    notes: tuple[str, ...]
    asked: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()


class Composer:
    """Composes sections of one book in one style; `compose` may be called again and again with other places.

    `also` is what an edition of another kind gives to its templates beside what all of them see. `origins`: the line of
    the manuscript of each note, picture and block, for complaints; blocks are known once their section is composed.
    """

    def __init__(self, book: Book, style: Style, wording: Wording, also: Mapping[str, Any] | None = None) -> None:
        self.book, self.style, self.wording, self.options = book, style, wording, style.index
        self.also = also or {}
        self.notes = {piece.anchor: tuple(_notes(_printed(piece, book))) for piece in book.pieces}
        self.figures = tuple(node for node in walk(book.pieces) if isinstance(node, Figure))
        self.origins = {note.anchor: note.origin for notes in self.notes.values() for note in notes}
        self.origins |= {figure.path: figure.origin for figure in self.figures}
        self.origins |= {document.image: document.origin for document in book.documents if document.image}
        self.cited_in = _uses(book)
        self.names = names_of(book.people.values())
        self.mentions = frozenset(occurrence.anchor for occurrence in book.occurrences)

    def index(self, places: Places) -> tuple[Group, ...]:
        """The index of names with the page numbers of `places`."""
        return make_index(self.book, places, self.options) if self._has("index-of-names") else ()

    def compose(self, piece: Piece, places: Places, cuts: Cuts, index: tuple[Group, ...]) -> Section:
        """One section of the book. Raises `Faulty` for a fault of a template.

        `index` is printed in the index of names alone; `cuts` are of notes of this section.
        """
        view = _View(self, piece, places, cuts, index)
        html = view.html()
        # The index never asks for a page by its template: its entries come with their numbers, from all mentions.
        asked = view.asked | (self.mentions if piece.kind == "index-of-names" else frozenset())
        notes = tuple(note.anchor for note in self.notes[piece.anchor])
        return Section(piece.anchor, html, notes, frozenset(asked), names_in(html, self.names))

    def worded(self, piece: Piece) -> Mapping[str, tuple[Inlines, ...]]:
        """The paragraphs of a section's notes, as printed."""
        return {n.anchor: self.wording.notes.get(n.anchor, n.paragraphs) for n in self.notes[piece.anchor]}

    def _has(self, kind: str) -> bool:
        return any(piece.kind == kind for piece in self.book.pieces)


def _printed(piece: Piece, book: Book) -> object:
    """What a section prints of the editor's prose that may have notes."""
    documents = [(d.title, d.headnote, d.blocks, d.provenance) for d in book.documents]
    return (piece.chapter or (), tuple(documents) if piece.kind == "documents" else ())


def _notes(part: object) -> Iterator[Note]:
    return (node for node in walk(part) if isinstance(node, Note))


def _uses(book: Book) -> dict[str, tuple[str, ...]]:
    """Document → the anchors of the references to it in the prose of the book."""
    found: dict[str, list[str]] = {document.anchor: [] for document in book.documents}
    for node in walk(tuple(piece.chapter for piece in book.pieces if piece.chapter)):
        if isinstance(node, Reference) and node.target in found:
            found[node.target].append(node.anchor)
    return {key: tuple(anchors) for key, anchors in found.items()}


class _View:
    """What a template sees of one piece: the book, the words of the style, and the ways to render nodes and pages."""

    def __init__(self, composer: Composer, piece: Piece, places: Places, cuts: Cuts, index: tuple[Group, ...]) -> None:
        self.composer, self.piece, self.places, self.cuts, self.index = composer, piece, places, cuts, index
        self.book, self.style = composer.book, composer.style
        self.unit = piece.anchor
        self.blocks = 0
        self.asked: set[str] = set()
        waiting = (n for n in composer.notes[piece.anchor] if any(cut.after for cut in cuts.get(n.anchor, ())))
        self.left = left_over(map(self._pieces, waiting))
        self.environment = composer.style.templates

    def html(self) -> str:
        """The section's HTML document."""
        context: dict[str, Any] = {
            "book": self.book,
            "imprint": self.book.imprint,
            "piece": self.piece,
            "title": self.title(self.piece),
            "words": self.style.words,
            "index": self.index,
            "options": self.composer.options,
            "people_listed": self.people_listed,
            "cover_names": self.cover_names,
            "index_note": explain(self.composer.options, self.index),
            "bibliography": self.composer.wording.bibliography,
            "render": self.render,
            "end_paragraph": end_paragraph,
            "repeated": _repeated,
            "title_of": self.title,
            "text": lambda text: Markup("{}").format(refine(text)),
            "plain": lambda node: refine(plain(node)),
            "label": self.label,
            "page": self.page,
            "pages_of": self.pages_of,
            "cited": self.cited,
            "long_date": self.long_date,
            "worded": self.worded,
            "block_id": self.block_id,
            "contents": self.contents,
            "figures": self.composer.figures,
            "reference": self.reference,
            "note_pieces": self.note_pieces,
            "lang_of": self.lang_of,
            "begin": self.begin,
            **self.composer.also,
        }
        return guarded(self.style, lambda: self._render(context))

    def _render(self, context: dict[str, Any]) -> str:
        self.macros = self.environment.get_template("text.html.j2").make_module(context)
        return self.environment.get_template(f"{self.piece.kind}.html.j2").render({**context, "macros": self.macros})

    # --- what templates call -------------------------------------------------------------------

    def begin(self, unit: str) -> str:
        """From here on references are made from this unit: a document within the documents."""
        self.unit = unit
        return ""

    def render(self, node: Inlines | tuple[Block, ...]) -> Markup:
        """Inlines or blocks as HTML, each by the macro named after its class.

        Raises `TypeError`, a template's fault, for a string, and `AssertionError`, a fault of the press, for a citation
        that has not been worded.
        """
        out = []
        for n, each in enumerate(node):
            if isinstance(each, str):  # a template has given an attribute that is no text of the book
                raise TypeError(f"a string among nodes: {each!r}")
            if isinstance(each, Cluster):  # printed as nothing, it would be lost without a word
                raise AssertionError(f"a citation that has not been worded: {each}")
            macro = type(each).__name__
            if isinstance(each, Text):  # escaped here, for what comes out is not escaped again
                out.append(Markup("{}").format(refine(each.text)))
            elif isinstance(each, Note):  # two calls side by side are kept apart
                out.append(getattr(self.macros, macro)(each, n > 0 and isinstance(node[n - 1], Note)))
            else:
                out.append(getattr(self.macros, macro)(each))
        return Markup("").join(out)

    def title(self, piece: Piece) -> str:
        """A piece's title: the editor's, or the style's word for it."""
        return refine(piece.title or self.style.words.get(piece.kind, ""))

    def block_id(self, block: object, kind: str = "b") -> str:
        """An id for a block of this section, for the repair of notes; `bh` for what must stay with the next block."""
        self.blocks += 1
        anchor = f"{kind}-{self.piece.anchor}-{self.blocks}"
        if origin := getattr(block, "origin", None):
            self.composer.origins[anchor] = origin
        return anchor

    def people_listed(self) -> list[tuple[Person, str]]:
        """Everybody, by the headings of the index."""
        people = [(person, invert(person)) for person in self.book.people.values()]
        return sorted(people, key=lambda pair: filing_key(pair[0].sort or pair[1], self.composer.options))

    def cover_names(self) -> list[tuple[Alias, Person]]:
        """Every other name but mere spellings, in order."""
        aliases = [(a, p) for p in self.book.people.values() for a in p.aliases if a.kind != "spelling"]
        return sorted(aliases, key=lambda pair: filing_key(pair[0].name, self.composer.options))

    def contents(self) -> list[dict[str, Any]]:
        """The entries of the table of contents: the pieces after it, each with its title and page."""
        at = next((n for n, p in enumerate(self.book.pieces) if p.kind == "contents"), -1)
        # By custom neither the first leaves of a book are listed nor its last.
        silent = {"half-title", "title-page", "imprint", "contents", "colophon"}
        return [
            {
                "anchor": piece.anchor,
                "number": piece.chapter.number if piece.chapter and piece.kind == "chapter" else "",
                "title": self.title_inlines(piece),
                "page": self.page(piece.anchor),
                "kind": piece.kind,
            }
            for piece in self.book.pieces[at + 1 :]
            if piece.kind not in silent
        ]

    def title_inlines(self, piece: Piece) -> Markup:
        """A piece's title without its notes, italics kept."""
        if piece.chapter and (piece.kind in ("chapter", "prose") or not piece.title):
            return self.render(_repeated(piece.chapter.title))
        return Markup("{}").format(self.title(piece))

    def page(self, anchor: str) -> str:
        """The folio on which an anchor first stands."""
        folios = self._folios(anchor)
        return str(folios[0]) if folios else UNKNOWN

    def _folios(self, anchor: str) -> tuple[Folio, ...]:
        self.asked.add(anchor)
        return self.places.get(anchor, ())

    def label(self, target: Target) -> str:
        """How a cross-reference names its target: chapter 4, Document 2, figure 1, note 12, chapter 8, note 12."""
        words = self.style.words
        if target.kind == "note":
            home = self.book.targets[target.home]
            away = target.home != self.unit  # notes are numbered anew in each unit, so that of another must be named
            note = f"{words['note']} {target.number}"
            return f"{self.label(home)}, {note}" if away else note
        if target.number:
            return f"{words[target.kind]} {target.number}"
        if target.kind == "piece":
            return target.title or words.get(target.home, "")
        return f"‘{target.title}’"

    def reference(self, node: Reference) -> Markup:
        """What a cross-reference prints: the editor's words, the target's page, or its label."""
        if node.form == "words":
            return self.render(node.inlines)
        if node.form == "page":
            return Markup("{}").format(refine(f"{self.style.words['page']} {self.page(node.target)}"))
        return Markup("{}").format(refine(self.label(self.book.targets[node.target])))

    def cited(self, document: Document) -> bool:
        """Whether the prose of the book refers to a document."""
        return bool(self.composer.cited_in[document.anchor])

    def pages_of(self, document: Document) -> str:
        """Where the book discusses a document: `p. 45`, `pp. 45, 103–4`, elided as the index is."""
        anchors = self.composer.cited_in[document.anchor]
        folios = sorted({folio for anchor in anchors for folio in self._folios(anchor)})
        word = self.style.words["page" if len(folios) == 1 else "pages"]
        return refine(f"{word} {', '.join(_runs(folios, self.composer.options.elision)) or UNKNOWN}")

    def worded(self, anchor: str, inlines: Inlines) -> Inlines:
        """A line with citations (a document's source) as citeproc worded it."""
        found = self.composer.wording.notes.get(anchor)
        return found[0] if found else inlines

    def note_pieces(self, note: Note) -> tuple[NotePiece, ...]:
        """What stands at a call: its note, cut in pieces; behind the first, what is left of earlier notes."""
        # The first piece stands at the call, and what is left of earlier notes before the own rest: so the order of the
        # manuscript is kept on the next page. What waits for a later note is not here, but there (`left_over`).
        own = self._pieces(note)
        return (own[0], *self.left.get(note.anchor, ()), *(piece for piece in own[1:] if not piece.after))

    def lang_of(self, note: Note) -> str:
        """The language of a note in a document that is in another than the book: its own if it is part of the original,
        the book's if it is the editor's. Elsewhere a note is in the language of its text, and nothing is to be said.
        """
        language = next((d.language for d in self.book.documents if d.anchor == self.unit), "")
        return (language if note.original else self.book.imprint.language) if language else ""

    def _pieces(self, note: Note) -> tuple[NotePiece, ...]:
        paragraphs = self.composer.wording.notes.get(note.anchor, note.paragraphs)
        return pieces_of(note, paragraphs, self.cuts.get(note.anchor, ()))

    def long_date(self, date: str) -> str:
        """An ISO date in words of the style: 9 February 1941; ? and ~ become a question mark and `about`."""
        found = re.fullmatch(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?([?~%]?)", date)
        if not found:
            return date
        year, month, day, doubt = found.groups()
        months = self.style.words["months"].split()
        parts = [str(int(day)) if day else "", months[int(month) - 1] if month else "", year]
        words = " ".join(part for part in parts if part)
        about = f"{self.style.words['about']} {words}" if doubt in ("~", "%") else words
        return f"{about}?" if doubt in ("?", "%") else about


def guarded(style: Style, render: Callable[[], str]) -> str:
    """What a template of the style renders. Raises `Faulty` with the template's line."""
    try:
        return render()
    except jinja2.TemplateNotFound as fault:
        raise Faulty([Problem(Origin(style.shown), "missing-template", f'the style has no "{fault.name}"')]) from None
    except (jinja2.TemplateError, TypeError, AttributeError, KeyError, ValueError) as fault:
        frames = [f for f in traceback.extract_tb(fault.__traceback__) if f.filename.endswith(".j2")]
        if not frames:  # no template is at fault: the press is
            raise
        template = Path(frames[-1].filename)
        folder = f"{style.shown.removesuffix(style.name)}{template.parent.name}"
        where = Origin(f"{folder}/{template.name}", frames[-1].lineno or 0)
        raise Faulty([Problem(where, "template", f"{type(fault).__name__}: {fault}")]) from None


def _runs(folios: list[Folio], how: str) -> Iterator[str]:
    """Folios as printed, neighbouring pages joined."""
    run: list[Folio] = []
    for folio in [*folios, None]:
        if run and (folio is None or folio.roman != run[-1].roman or folio.number != run[-1].number + 1):
            yield page_range(run[0], run[-1], how)
            run = []
        if folio is not None:
            run.append(folio)


def _repeated(inlines: Inlines) -> Inlines:
    """A title as the contents repeat it: without notes, and without anchors, which belong to the title itself."""
    repeated: list[Inline] = []
    for each in inlines:
        if isinstance(each, (Mention, Reference)):
            repeated += _repeated(each.inlines)
        elif isinstance(each, (Emphasis, Strong, SmallCaps, Superscript, Foreign, Link)):
            repeated.append(replace(each, inlines=_repeated(each.inlines)))
        elif not isinstance(each, Note):
            repeated.append(each)
    return tuple(repeated)

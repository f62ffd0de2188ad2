"""Which record each entry of a list comes from that the press makes: of an index, the bibliography, the chronology.

Their blocks have no line of the manuscript of their own, as those of a text have. An entry is known by its id; where a
list gives none, by the words that it begins with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from press.bare_letters import bare_letters
from press.book import Book, Piece
from press.indexes.headings import invert
from press.problem import Origin
from press.terms import PEOPLE, Term
from press.text import Figure, FigureGroup, Inlines, Table, plain, walk

LEAST = 3
"""Letters of a heading without which nothing is known by it."""
MOST = 20
"""So many of them tell it: the rest may stand on the next line."""


@dataclass(slots=True)
class EntryOrigins:
    """The records of a book as a list shows them: by the id of an entry; by the letters of its heading, with whether
    these stand first on their line. `last`: the record of the entry that is being read.
    """

    by_id: Mapping[str, Origin]
    by_words: list[tuple[str, bool, Origin]]
    own: Origin
    last: Origin = field(init=False)

    def __post_init__(self) -> None:
        self.last = self.own

    def of(self, block: str, text: str) -> Origin:
        """The record that a line comes from, the lines of a list being asked one after another."""
        found = self.by_id.get(block) or self.by_id.get(block.partition("::")[0]) or self._by_words(bare_letters(text))
        self.last = found or self.last
        return self.last

    def _by_words(self, letters: str) -> Origin | None:
        for heading, first, origin in self.by_words:
            if letters.startswith(heading) or (not first and heading in letters):
                alike = [each for each in self.by_words if each[0] == heading]
                if len(alike) > 1:  # a list of documents and these may be called the same: each is told once, in order
                    self.by_words.remove(alike[0])
                return origin
        return None


def entries_in(book: Book, piece: Piece, own: Origin, words: Mapping[str, str]) -> EntryOrigins:
    """The records that a piece may list; `own` is where the book asks for it, `words` are those of its style."""
    by_id = {f"source-{key}": source.origin for key, source in book.sources.items()}
    if piece.of:
        by_id |= dict(_index_ids(book, piece))
    listed = LISTED.get(piece.kind, _names if PEOPLE in piece.of else _nothing)
    if piece.kind == "contents":
        listed = partial(_titles, words=words)
    headings = sorted(listed(book), key=lambda each: -len(each[0]))  # Berlin is no place to look for Berlin Wall
    by_words = [(bare_letters(heading)[:MOST], first, origin) for heading, first, origin in headings]
    return EntryOrigins(by_id, [each for each in by_words if len(each[0]) >= LEAST], own)


def _index_ids(book: Book, piece: Piece) -> Iterator[tuple[str, Origin]]:
    """The ids that entries of an index may have, as `indexes.index` makes them."""
    people = ((PEOPLE, key, person.origin) for key, person in book.people.items())
    terms = ((name, key, term.origin) for name, each in book.registers.items() for key, term in each.terms.items())
    for register, key, origin in (*people, *terms):
        if register in piece.of:
            for anchor in (f"index-{key}", f"{piece.anchor}.{key}", f"{piece.anchor}.{register}.{key}"):
                yield anchor, origin


# --- lists whose entries have no ids ---------------------------------------------------------------

Headings = Iterator[tuple[str, bool, Origin]]


def _nothing(_: Book) -> Headings:
    return iter(())


def _people(book: Book) -> Headings:
    return ((invert(person), True, person.origin) for person in book.people.values())


def _names(book: Book) -> Headings:
    return ((alias.name, True, alias.origin) for each in book.people.values() for alias in each.aliases)


def _imprint(book: Book) -> Headings:
    for key in ("title", "subtitle", "author", "editor", "publisher", "place", "edition"):
        if key in book.keys:
            yield str(getattr(book.imprint, key)), False, book.keys[key]
    yield from _contributors(book)


def _events(book: Book) -> Headings:
    return ((plain(event.text), False, event.origin) for event in book.events)  # the date stands before it


def _titles(book: Book, words: Mapping[str, str]) -> Headings:
    for piece in book.pieces:
        if piece.chapter and (written := plain(piece.chapter.title)):
            yield written, False, piece.chapter.origin
        else:  # a title that the book gives, or else the style
            yield str(piece.title) or words.get(piece.word, ""), False, piece.origin
    yield from _documents(book)


def _documents(book: Book) -> Headings:
    return ((plain(document.title), False, document.origin) for document in book.documents)


def _captions(*kinds: type) -> Callable[[Book], Headings]:
    def listed(book: Book) -> Headings:
        for node in walk((book.front, book.body, book.documents, book.back)):
            if isinstance(node, kinds):
                caption: Inlines = getattr(node, "caption", ())
                yield plain(caption), False, node.origin  # type: ignore[attr-defined]

    return listed


def _terms(book: Book) -> Headings:
    terms = (term for each in book.registers.values() for term in each.terms.values())
    return ((str(term.heading), True, term.origin) for term in terms if isinstance(term, Term))


def _contributors(book: Book) -> Headings:
    for each in book.contributors.values():
        for heading in (invert(each.who), f"{each.who.given} {each.who.family}"):
            yield heading, True, each.origin


def _abbreviations(book: Book) -> Headings:
    return ((each.short, True, each.origin) for each in book.abbreviations)


LISTED: dict[str, Callable[[Book], Headings]] = {
    "half-title": _imprint,
    "title-page": _imprint,
    "list-of-people": _people,
    "cover-names": _names,
    "other-names": _names,
    "chronology": _events,
    "list-of-documents": _documents,
    "list-of-figures": _captions(Figure, FigureGroup),
    "list-of-plates": _captions(Figure, FigureGroup),
    "list-of-tables": _captions(Table),
    "abbreviations": _abbreviations,
    "contributors": _contributors,
    "list": _terms,
}
"""Kind of a piece → what it lists."""

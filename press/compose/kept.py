"""Sections kept as they were composed, each by all that composing it has looked at.

What a section looks at shows only when it is composed. So it is kept under two keys: by its own piece, and what all
pieces see of the book, which names and places it looked at the last time; and by what these are now, the section. What
has looked at more of the book than is told here is composed each time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import cached_property

from press.book import Piece, Target
from press.compose.compose import Composed, Composer, Section
from press.compose.looked import Looks
from press.indexes.entries import Group
from press.places import Places
from press.problem import Origin
from press.store import Store, key_of, written_out
from press.style.templates import key_of_templates

NOWHERE = Origin("")
SEEN = (
    *("imprint", "style", "citation_style", "alphabet", "people", "registers", "contributors", "abbreviations"),
    *("events", "proportions", "origin", "keys"),
)
"""What of a book all pieces see."""
OF_FILES = ("folders", "sheets", "cover", "templates", "fonts", "csl")
"""What of a style is files, which the fingerprint tells of wherever they lie."""
_NAMES = """
abbreviations at_foot authors authors_of begin begins_in_prose beyond block_id breakable cited contributors_listed
cover_names credits cut_behind dated_at deep depth end_entry end_notes end_paragraph figure_word first_sentence
has_long_name headings_listed imprint imprint_lines in_note index index_note is_in_capitals is_numbered is_paragraph
is_verse item_marks label lang_of lead lettered line_number long_date longest_entry macros names note_pieces numeral
opening_title options other_id other_names outlined over_title page pages_of people_listed piece plain plates
reference render repeated roman rows_of speakers tabulate text title title_inlines title_of unseen_before worded words
works_of
book book.abbreviations book.contributors book.events book.imprint book.people book.proportions book.registers
cycler dict joiner namespace range
"""
OWN = frozenset(_NAMES.split())
"""Names that tell a template nothing but of its own piece, of what all pieces see, and of what is noted key by key; of
these a section can be kept.
"""
MORE: Mapping[str, Callable[[Composer, Piece], object]] = {
    "part": lambda composer, piece: [each for each in composer.book.pieces if each.anchor == piece.part],
    "bibliography": lambda composer, _: composer.wording.bibliography,
    "book.documents": lambda composer, _: composer.book.documents,
}
"""Names that tell it more of the book, and what."""


class KeptSections:
    """The sections of one book in one style; `fingerprint`: a digest of its files, and of what sets pages by them."""

    def __init__(self, composer: Composer, store: Store, fingerprint: str) -> None:
        self.composer, self.store, self.fingerprint = composer, store, fingerprint
        self.own: dict[str, str] = {}

    def compose(self, piece: Piece, places: Places, index: tuple[Group, ...]) -> Section:
        """A section of the book, its notes whole; `index` is what it prints if it is one. Raises `Faulty`."""
        if self.store.folder is None:
            return self.composer.compose(piece, places, {}, index)
        basis = key_of("composed", self.fingerprint, self._seen_by_all, self._own(piece), written_out(index))
        looks = self.store.load(basis, Looks)
        if looks and (key := self._key(basis, looks, piece, places)):
            kept = self.store.load(key, Composed)
            if kept:
                return self.composer.section(piece, kept)
        made = self.composer.composed(piece, places, {}, index)
        if key := self._key(basis, made.looks, piece, places):
            if made.looks != looks:
                self.store.keep(basis, made.looks)
            self.store.keep(key, made)
        return self.composer.section(piece, made)

    def _key(self, basis: str, looks: Looks, piece: Piece, places: Places) -> str:
        """The key of a section that has looked at this; empty if that was more than can be told."""
        if not OWN.union(MORE).issuperset(looks.names):
            return ""
        values = {**self.composer.material.values(), "places": places}
        found = [[_as_seen(values[what].get(key)) for key in keys] for what, keys in looks.keys]
        more = [MORE[name](self.composer, piece) for name in looks.names if name in MORE]
        return key_of(basis, written_out((looks, found, more)))

    @cached_property
    def _seen_by_all(self) -> str:
        """What all pieces see of the book: its records, and what stands in which order under which titles."""
        book = self.composer.book
        outline = [[_without_text(piece) for piece in pieces] for pieces in (book.front, book.body, book.back)]
        documents = [(each.anchor, each.language) for each in book.documents]
        style = self.composer.material.style
        said = [getattr(style, each.name) for each in fields(style) if each.name not in OF_FILES]
        seen = (outline, documents, [getattr(book, name) for name in SEEN], said, [*style.fonts])
        return key_of(key_of_templates(style.templates), written_out(seen))

    def _own(self, piece: Piece) -> str:
        """A piece itself, and which of its notes stand at the foot."""
        if piece.anchor not in self.own:
            placed = self.composer.placed
            at_foot = [(note.anchor, note.anchor in placed.foot) for note in placed.called[piece.anchor]]
            documents = self.composer.book.documents if piece.kind == "documents" else ()
            self.own[piece.anchor] = key_of(written_out((piece, at_foot, documents)))
        return self.own[piece.anchor]


def _without_text(piece: Piece) -> Piece:
    return replace(piece, chapter=replace(piece.chapter, blocks=())) if piece.chapter else piece


def _as_seen(value: object) -> object:
    """A value as templates see it: the line of a target moves with every line before it."""
    return replace(value, origin=NOWHERE) if isinstance(value, Target) else value

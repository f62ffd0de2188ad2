"""Lists of what registers have, as templates see them: headings with what is said of them, and other names."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from press.book import Book, Piece
from press.indexes.entries import name_of
from press.indexes.headings import heading_of, tell_apart
from press.indexes.index import filing_key
from press.indexes.options import IndexOptions
from press.people import Person
from press.terms import NAMING, Indexed, TermId, told
from press.text import Inlines, Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHeading:
    """A heading of a list. `apart`: what stands in parentheses behind it, a gloss or the dates of a life; `note`, or
    else `gloss`: what is said of it. `named`: it is a name, and no subject or title.
    """

    heading: str | Phrase
    apart: str
    note: Inlines
    gloss: str
    named: bool

    @property
    def stopped(self) -> bool:
        """Whether the heading ends with a stop of its own."""
        return not self.apart and told(self.heading).endswith(".")


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name, and the heading that it is of, with the sub-entry that is meant."""

    name: str
    heading: str | Phrase


def headings_listed(book: Book, piece: Piece, options: IndexOptions) -> tuple[ListedHeading, ...]:
    """What a list has, in the order of the index, or as its register lists it; what only refers on is no part of it."""
    terms = [term for term in _terms(book, piece) if not getattr(term, "see", ())]
    apart = tell_apart(terms, "alike")
    if not all(book.register(id_).listed for id_ in piece.listed):
        terms.sort(key=lambda term: filing_key(_filed(term, apart), options))
    named = {each.mark for each in map(book.register, piece.listed) if each.kind in NAMING - {"works"}}
    return tuple(_listed(term, apart[term.mark, term.key], named) for term in terms)


def other_names(book: Book, piece: Piece, options: IndexOptions) -> tuple[OtherName, ...]:
    """Every other name of what the registers of a piece have, in the order of the index."""
    terms = _terms(book, piece)
    apart = tell_apart(terms, "alike")
    found = [
        OtherName(alias.name, name_of(_named(term, apart), alias.sub, between=": ", end=""))
        for term in terms
        for alias in term.aliases
    ]
    return tuple(sorted(found, key=lambda each: filing_key(f"{each.name} {told(each.heading)}", options)))


def _terms(book: Book, piece: Piece) -> list[Indexed]:
    return [term for id_ in piece.listed for term in book.register(id_).terms.values()]


def _named(term: Indexed, apart: dict[TermId, str]) -> str | Phrase:
    return name_of(heading_of(term), apart[term.mark, term.key])


def _filed(term: Indexed, apart: dict[TermId, str]) -> str:
    return told(name_of(term.sort or heading_of(term), apart[term.mark, term.key]))


def _listed(term: Indexed, apart: str, named: Set[str]) -> ListedHeading:
    heading, gloss = heading_of(term), term.gloss
    if isinstance(term, Person):
        apart, note = term.dates or apart, term.bio
    else:
        note, gloss = term.note, "" if apart == gloss else gloss  # what tells it apart has been said
    is_name = term.mark in named and isinstance(heading, str)
    return ListedHeading(heading=heading, apart=apart, note=note, gloss=gloss, named=is_name)

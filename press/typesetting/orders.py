"""What the worker processes are told to set: plain values, each with the key under which what comes of it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from press.compose.compose import Section
from press.indexes.entries import Group
from press.places import Places
from press.store import key_of
from press.typesetting.line_numbers import LineNumber
from press.typesetting.wishes import NO_WISHES, Wishes

BODY = re.compile(r"<body\b[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one section is set from.

    `piece`: the number of its piece in the book, from 0. `verso`: whether it begins on one. `places`, `index`: the
    pages and the index entries that it was composed from, for notes that are cut have it composed again. `written`:
    whether a PDF is wanted, or only the length, since pages that it prints are not known yet. `pictures`: a digest of
    the pictures that it shows. `wishes`: what it is asked for so that its pages end well. `at_once`: whether it is laid
    out with these and no more, however its pages end then, for somebody waits to see it.
    """

    piece: int
    section: Section
    verso: bool
    places: Places
    index: tuple[Group, ...]
    written: bool
    pictures: str
    wishes: Wishes = NO_WISHES
    at_once: bool = False

    def key(self, fingerprint: str) -> str:
        """The key of its `Fragment`; `fingerprint` is that of everything else that layout depends on."""
        # Neither places nor index: what is printed of them stands in the HTML.
        named = (self.section.names, self.wishes.key(), *(["at once"] if self.at_once else []))
        return key_of(fingerprint, self.section.html, self.pictures, f"{self.verso} {self.written}", repr(named))

    def asks_the_same(self, other: Order | None) -> bool:
        """Whether the same pages are asked for, whatever these are wished to be like: wishes come of a layout, and
        would have every section set again for nothing.
        """
        return other is not None and self._basis() == other._basis()

    def _basis(self) -> tuple[object, ...]:
        return self.section.html, self.verso, self.written, self.pictures


@dataclass(frozen=True, slots=True)
class Heads:
    """What the running heads and folios of a section are made of: its HTML, the style's name for each of its pages,
    its first folio (as a number, whatever figures the style prints it in), whether it begins on a verso, what the head
    of each page says, as HTML and without marks, and which numbers of lines stand in its margin.
    """

    html: str
    names: tuple[str, ...]
    folio: int
    verso: bool
    said: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[LineNumber, ...], ...] = ()

    @property
    def opening(self) -> tuple[str, str]:
        """What stands before the body in the HTML, and the tag of the body."""
        found = BODY.search(self.html)
        return (self.html[: found.start()], found[0]) if found else (self.html, "<body>")

    def key(self, fingerprint: str) -> str:
        """The key of their `Furniture`; `fingerprint` is that of everything else that layout depends on."""
        # Not of all the HTML: when a paragraph is edited the running heads are what they were.
        said = f"{self.names} {self.folio} {self.verso} {self.said}"
        return key_of(fingerprint, "furniture", *self.opening, said, *([repr(self.numbers)] if self.numbers else []))

"""The nouns of registers: what a book has indexes of, and the headings in them.

A register is a list of headings that the text can be marked for: people, places, subjects. The people are one of them,
whose headings are made of names (`press.people`); any other heading is written as it is printed. Frozen, no input or
output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from press.people import Alias, Form, Keys, Person, SubReference
from press.problem import Origin
from press.text import Inlines, Phrase, Text

REGISTER_KINDS = Literal[
    "", "people", "places", "organisations", "works", "subjects", "passages", "first-lines", "authors-cited"
]
"""What a register lists; nothing where its id says it."""
MARKS: Mapping[str, str] = {
    "people": "person",
    "places": "place",
    "organisations": "organisation",
    "works": "work",
    "subjects": "subject",
    "passages": "passage",
    "first-lines": "first-line",
    "authors-cited": "author-cited",
}
"""How the text names a heading of each kind: `[words]{place=oderberg}`."""
NAMING = frozenset({"people", "places", "organisations", "works"})
"""The kinds whose marked words name what they are marked for, so that no other name is looked for in them."""
PEOPLE = "people"
BELOW = " > "
"""Stands between a sub-entry and what is below it, and between a heading and its sub-entry."""
INDEX = "index"
"""What *see also* calls a whole index: `index=places`, by its register."""
TermId: TypeAlias = tuple[str, str]
"""A heading of any register: what marks call that, and its own id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A heading of a register other than the people's, in the words that the index prints. `mark`: what the text calls
    the register; `naming`: whether the words of a mark are a name of it; `rank`: its place in the register's list.
    `see`: where it refers to, having no places of its own; `note`: what a list says of it; `subs`: where sub-entries
    refer to.
    """

    key: str
    mark: str
    heading: Phrase
    gloss: str = ""
    forms: tuple[Form, ...] = ()
    aliases: tuple[Alias, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    sort: str = ""
    naming: bool = False
    rank: int = 0
    note: Inlines = ()
    subs: tuple[SubReference, ...] = ()
    origin: Origin = field(compare=False)
    keys: Keys = field(default_factory=dict, compare=False)

    @property
    def shown(self) -> str | Phrase:
        """The heading: a string where it has no marks."""
        return str(self.heading) if all(isinstance(each, Text) for each in self.heading.inlines) else self.heading

    @property
    def dates(self) -> str:
        """Nothing: what is no person is told apart by its gloss alone."""
        return ""


Indexed: TypeAlias = "Person | Term"
"""Whatever an index has a heading for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What a book has an index of: its kind, what marks call it, its headings by their ids, and what of the style's
    conventions is otherwise in its index. `listed`: its index keeps the order of the list.
    """

    id: str
    kind: str
    mark: str
    terms: Mapping[str, Indexed] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    title: Phrase = field(default_factory=Phrase)
    file: str = ""
    origin: Origin = field(compare=False)

    @property
    def listed(self) -> bool:
        """Whether its headings keep the order of their list: passages have one of their own."""
        return self.kind == "passages"


def told(heading: str | Phrase) -> str:
    """The plain words of a heading."""
    return str(heading)


def parts_of_target(written: str) -> tuple[str, str, str]:
    """What *see also* names, `place=oderberg > bridges`: the register, if it is another; the id; the sub-entry."""
    where, _, sub = written.partition(BELOW)
    mark, named, key = where.strip().rpartition("=")
    return (mark.strip() if named else "", key.strip(), sub.strip())

"""The nouns of people: whom the book names, and who has made it.

Everything is frozen and does no input or output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from press.problem import Origin
from press.text import Inlines, Phrase

Keys: TypeAlias = Mapping[str, Origin]
"""Where the keys of a record stand; an `origin` is where the whole does. For complaints alone, as that is."""


@dataclass(frozen=True, slots=True)
class Form:
    """A way in which the text names a person; `only_in` limits it to some chapters or documents."""

    text: str
    only_in: tuple[str, ...] = ()
    origin: Origin = field(default=Origin(""), compare=False)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a person: a birth, cover, code, pen or married name, a title, or a spelling.

    Or another heading for what a register lists, which has no kind; `sub`: the sub-entry that it refers to.
    """

    name: str
    kind: str
    forms: tuple[Form, ...]
    origin: Origin = field(compare=False)
    sub: str = ""


@dataclass(frozen=True, slots=True)
class SubReference:
    """Where a sub-entry of a heading refers to: `see_also` where it has places of its own, `see` where it has none."""

    sub: str
    see: tuple[str, ...]
    see_also: tuple[str, ...]
    origin: Origin = field(compare=False)


def attach(particle: str, family: str) -> str:
    """Particle and family name, without a space after an elision or a hyphen: `d’Annunzio`, `al-Hakim`."""
    space = "" if not particle or particle.endswith(("'", "’", "-", "‐", "‑")) else " "
    return f"{particle}{space}{family}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the book names. `only` is set for a person known by a single name."""

    key: str
    family: str
    given: str
    particle: str
    suffix: str
    only: str
    lang: str
    born: str
    died: str
    gloss: str
    bio: Inlines
    forms: tuple[Form, ...]
    aliases: tuple[Alias, ...]
    see_also: tuple[str, ...]
    sort: str
    subs: tuple[SubReference, ...] = ()
    origin: Origin = field(compare=False)
    keys: Keys = field(default_factory=dict, compare=False)

    @property
    def mark(self) -> str:
        """What the text calls the register of people."""
        return "person"

    @property
    def dates(self) -> str:
        """`1899–1941`, `b. 1899`, `d. 1941` or nothing."""
        # a year by itself must say of what it is the year
        if self.born and self.died:
            return f"{self.born}–{self.died}"
        return f"b. {self.born}" if self.born else f"d. {self.died}" if self.died else ""

    @property
    def surname(self) -> str:
        """What the person is called in short: `van Dam`, or the single name."""
        return self.only or attach(self.particle, self.family)

    @property
    def full_name(self) -> str:
        """The name in reading order."""
        if self.only:
            return self.only
        name = " ".join(part for part in (self.given, self.surname) if part)
        return f"{name}, {self.suffix}" if self.suffix else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor:
    """Somebody who has written, edited or translated the book or something in it. `who`: a person of people.yaml, or
    one of whom nothing but the name is known. Without a key it is who is named on the title page alone.
    """

    key: str
    who: Person
    roles: tuple[str, ...] = ()
    affiliation: Phrase = field(default_factory=Phrase)
    bio: Inlines = ()
    orcid: str = ""
    person: str = ""
    origin: Origin = field(compare=False)
    keys: Keys = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """The name in reading order."""
        return self.who.full_name

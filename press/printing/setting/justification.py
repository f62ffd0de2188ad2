"""How a style wants its lines filled, what a paragraph may be asked for, and what came of it: plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from press.book import Person
from press.printing.wording.sentences import Cut
from press.problem import Origin, Problem, warning

EXPANSION = 1.5
"""Per cent by which type may be widened or narrowed; more is seen (Hermann Zapf's hz-program allowed itself 2)."""
WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Justification:
    """`justification:` in style.yaml.

    `whole`: paragraphs are broken as a whole, or else line by line by the engine. `expansion`: by how many per cent the
    type of a line may be widened or narrowed. `hanging`: how many per cent of their full measure punctuation marks
    stand out into the margins.
    """

    whole: bool = True
    expansion: float = 0.0
    hanging: float = 0.0
    origin: Origin = field(default=Origin(""), compare=False)

    def problems(self) -> Iterator[Problem]:
        """What is out of bounds."""
        for key, value, most in (("expansion", self.expansion, EXPANSION), ("hanging", self.hanging, 100.0)):
            if not 0 <= value <= most:
                yield Problem(self.origin, "wrong-value", f'"{key}" is {value:g}', f"per cent, from 0 to {most:g}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a paragraph is asked for: so many lines more or fewer, no hyphen on certain lines (from 1), another way.

    `way` 0 is the best way, 1 the best that ends no line but the last where that does, and so on.
    """

    lines: int = 0
    whole: frozenset[int] = frozenset()
    way: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines or self.whole or self.way)

    def key(self) -> tuple[int, tuple[int, ...], int]:
        """The same in an order that never changes."""
        return self.lines, tuple(sorted(self.whole)), self.way


NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Short:
    """A page of a section (from 1) that is to be a line short: by how much, and what it is to keep free for that, above
    its notes or, if it has none, at its foot. In CSS px.
    """

    page: int
    by: float
    notes: bool
    free: float

    def css(self) -> str:
        """The rule that makes it so."""
        kept = f"@footnote {{ margin-top: {self.free:g}px !important }}"
        return f"@page :nth({self.page}) {{ {kept if self.notes else f'padding-bottom: {self.free:g}px !important'} }}"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a section is asked for: paragraphs to be set in another way, by their anchors, in order; short pages; and
    where its notes will have to be cut then, by their anchors, which is a guess.

    `untried`: what the section costs without all this (in the measure of `copyfit.cost`), if it is not known what it
    costs with it.
    """

    paragraphs: tuple[tuple[str, Wish], ...] = ()
    short: tuple[Short, ...] = ()
    cuts: tuple[tuple[str, tuple[Cut, ...]], ...] = ()
    untried: int | None = None

    def __bool__(self) -> bool:
        return bool(self.paragraphs or self.short)

    def key(self) -> tuple[object, ...]:
        """The same in an order that never changes."""
        paragraphs = tuple((anchor, wish.key()) for anchor, wish in self.paragraphs)
        return paragraphs, self.short, self.cuts, self.untried


NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Amiss:
    """A paragraph that is not set as it should be: its anchor (or empty), how it begins, and why."""

    anchor: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The paragraphs of one layout: how many were broken as a whole, into how many lines, how many of them end in a
    hyphen; those left to the engine; those that came out badly.
    """

    paragraphs: int = 0
    lines: int = 0
    hyphens: int = 0
    left: tuple[Amiss, ...] = ()
    strained: tuple[Amiss, ...] = ()

    def problems(self, section: str, origins: Mapping[str, Origin]) -> Iterator[Problem]:
        """What to look at, with the manuscript's line where an anchor gives it."""
        for rule, some in (("set-by-line", self.left), ("strained-paragraph", self.strained)):
            for each in some:
                origin = origins.get(each.anchor.partition("--")[0], Origin(f"section {section}"))
                said = "set line by line" if rule == "set-by-line" else "not set well"
                yield warning(origin, rule, f"“{each.words}…” is {said}: {each.reason}")


def names_of(people: Iterable[Person]) -> frozenset[str]:
    """The words of people's names, which are never divided."""
    forms = (
        text
        for person in people
        for text in (
            *(person.family, person.given, person.only),
            *(form.text for form in person.forms),
            *(form.text for alias in person.aliases for form in alias.forms),
        )
    )
    return frozenset(word for text in forms for word in WORDS.findall(text) if word[0].isupper())


def names_in(html: str, names: frozenset[str]) -> tuple[str, ...]:
    """The names that occur in a section, in order of the alphabet."""
    return tuple(sorted(names.intersection(WORDS.findall(html))))

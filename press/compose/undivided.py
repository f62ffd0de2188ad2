"""Words that no line may divide: those of people's names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from press.people import Person

WORDS = re.compile(r"[^\W\d_]+")


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
    # A particle in lower case (de, von) is a word like any other.
    return frozenset(word for text in forms for word in WORDS.findall(text) if word[0].isupper())


def names_in(html: str, names: frozenset[str]) -> tuple[str, ...]:
    """The names that occur in a section, in order of the alphabet."""
    return tuple(sorted(names.intersection(WORDS.findall(html))))

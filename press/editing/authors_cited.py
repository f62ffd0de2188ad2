"""The register of authors cited, made from the notes: whoever has written, or else edited, a work that one cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from press.book import Occurrence, Source, SourceName
from press.editing.registers import Registers
from press.people import attach
from press.problem import Origin
from press.terms import Indexed, Term, told
from press.text import Phrase

KIND = "authors-cited"
ROLES = ("author", "editor")
"""Who is named for a work: the first of these that it has (Chicago 18, 13.75)."""


def enter_authors(registers: Registers, keys: Iterable[str], place: Occurrence) -> None:
    """Enter whoever has written what a note cites, once a note; `place`: that note, as yet without a heading."""
    register = next((each for each in registers.indexes.values() if each.kind == KIND), None)
    if register is None:
        return
    terms = cast("dict[str, Indexed]", register.terms)
    known = {told(term.shown): key for key, term in terms.items() if isinstance(term, Term)}
    for source in (registers.sources[key] for key in keys if key in registers.sources):
        for name in names_of_work(source):
            key = known.setdefault(name, f"author-{len(known) + 1}")
            terms.setdefault(key, Term(key=key, mark=register.mark, heading=Phrase.of(name), origin=source.origin))
            if (place.anchor, key) not in registers.cited:
                registers.cited.add((place.anchor, key))
                registers.occurrences.append(replace(place, register=register.id, term=key, form=name))


def note_place(anchor: str, unit: str, note: str, where: str, origin: Origin) -> Occurrence:
    """A note as the place of what it cites; one of a table is found by its page alone."""
    return Occurrence(
        anchor=anchor,
        term="",
        unit=unit,
        note=note,
        where=where,
        principal=False,
        sub="",
        span=False,
        form="",
        origin=origin,
    )


def names_of_work(source: Source) -> Iterator[str]:
    """The names of those who wrote a work, or edited it where nobody did, each as an index has it."""
    named = next((found for role in ROLES if (found := source.fields.get(role))), ())
    for each in named if isinstance(named, tuple) else ():
        if isinstance(each, SourceName) and (name := _inverted(each)):
            yield name


def _inverted(name: SourceName) -> str:
    """`de Gaulle, Charles`, `Goethe, Johann Wolfgang von`, `King, Martin Luther, Jr`; a body by its own name."""
    parts = name.parts
    if not parts.get("family"):
        return parts.get("literal", "") or parts.get("given", "")
    head = attach(parts.get("non-dropping-particle", ""), parts["family"])
    given = " ".join(part for key in ("given", "dropping-particle") if (part := parts.get(key, "")))
    return ", ".join(part for part in (head, given, parts.get("suffix", "")) if part)

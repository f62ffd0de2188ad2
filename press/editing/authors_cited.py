"""The register of authors cited, made from the notes: whoever has written, or else edited, a work that one cites."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from press.book import Occurrence
from press.editing.author_names import KIND, names_of_work
from press.editing.registers import Registers
from press.problem import Origin
from press.terms import Indexed, Term, told
from press.text import Phrase


def enter_authors(registers: Registers, keys: Iterable[str], place: Occurrence) -> None:
    """Enter whoever has written what a note cites, once a note; `place`: that note, as yet without a heading."""
    register = next((each for each in registers.indexes.values() if each.kind == KIND), None)
    if register is None:
        return
    terms = cast("dict[str, Indexed]", register.terms)
    fuller = registers.authors.fuller
    known = {told(term.shown): key for key, term in terms.items() if isinstance(term, Term)}
    for source in (registers.sources[key] for key in keys if key in registers.sources):
        for name in names_of_work(source):
            heading = fuller.get(name, name)
            key = known.setdefault(heading, f"author-{len(known) + 1}")
            terms.setdefault(key, Term(key=key, mark=register.mark, heading=Phrase.of(heading), origin=source.origin))
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

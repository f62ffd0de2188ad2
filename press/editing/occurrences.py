"""A mention, a discussion, or an end of a range → its occurrence, as yet without its place."""

from __future__ import annotations

from press.book import Occurrence
from press.editing.index_rules import INDEX_MARK
from press.people import Person
from press.problem import Origin, Problem
from press.terms import BELOW, Register, told
from press.text import Discussion, Mention


def occurrence_of(named: Mention | Discussion, register: Register, form: str, origin: Origin) -> Occurrence:
    """What is entered of words that name a heading of a register, or are about it: `form`, as the text has them."""
    words = named if isinstance(named, Mention) else None
    return Occurrence(
        anchor=named.anchor,
        register=register.id,
        term=named.term,
        unit="",
        note="",
        where="",
        principal=named.principal,
        sub=BELOW.join(part.strip() for part in named.sub.split(BELOW.strip())),
        span=words is None or words.edge in ("begin", "end"),
        form=form,
        marked=words is not None and not words.found,
        origin=origin,
    )


def edge_out_of_text(origin: Origin, where: str) -> Problem:
    """What is wrong with an end of a range in a note, a heading or a caption."""
    place = "the foot of a table" if where == "foot" else f"a {where}"
    hint = "mark the place: []{…}, without .begin and .end"
    return Problem(origin, INDEX_MARK, f"a range begins or ends in {place}", hint)


def name_in(register: Register, key: str) -> str:
    """What a heading is called where the text does not name it."""
    term = register.terms[key]
    return term.full_name if isinstance(term, Person) else told(term.shown)

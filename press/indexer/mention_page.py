"""A page to work in: every heading of every register with each of its mentions, in its sentence, with its place.

The page needs no other file and asks for none; its own design is `styles/work-table/mentions.html.j2`.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import jinja2

from press.book import Book, Occurrence
from press.collation import sort_key
from press.editing.names import declared
from press.indexer.surroundings import Surrounding, Surroundings
from press.indexes.headings import heading_of
from press.indexes.locators import pages_of
from press.links import policy_for
from press.places import Places
from press.project import Project
from press.style.libraries import sheet_of_press
from press.terms import PEOPLE, Indexed, Register, told

TEMPLATE = "work-table/mentions.html.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMention:
    """A mention as the page shows it: `folio` is empty where it is not known, `rank` its place in reading order."""

    surrounding: Surrounding
    folio: str
    place: str
    href: str
    where: str
    sub: str
    principal: bool
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHeading:
    """A heading as the page shows it; `other`: its forms and other names."""

    key: str
    heading: str
    other: str
    place: str
    href: str
    mentions: tuple[ShownMention, ...]


@dataclass(frozen=True, slots=True)
class ShownRegister:
    """A register as the page shows it, its headings in the order of the alphabet."""

    id: str
    title: str
    headings: tuple[ShownHeading, ...]


def mention_page(book: Book, places: Places | None, titles: Mapping[str, str], said: str, project: Project) -> bytes:
    """The page; `places` where folios are known, `titles` of indexes by their registers, `said` of where folios are
    from. Raises `OSError` if the template is not there.
    """
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    source = sheet_of_press(project, TEMPLATE)
    registers = tuple(_registers(book, places or {}, titles))
    page = environment.from_string(source).render(
        title=str(book.imprint.title),
        policy=policy_for(source),
        up=os.path.relpath(project.here, project.dist),
        registers=registers,
        headings=sum(len(each.headings) for each in registers),
        mentions=sum(len(one.mentions) for each in registers for one in each.headings),
        said=said,
        folios=places is not None,
    )
    return page.encode()


def _registers(book: Book, places: Places, titles: Mapping[str, str]) -> Iterator[ShownRegister]:
    around = Surroundings(book).by_anchor
    found: dict[tuple[str, str], list[ShownMention]] = defaultdict(list)
    for rank, each in enumerate(book.occurrences):
        found[each.register, each.term].append(_mention(each, rank, around, places))
    for id_ in dict.fromkeys((PEOPLE, *book.registers)):
        register = book.register(id_)
        headings = [_heading(term, found[id_, key]) for key, term in register.terms.items()]
        ranks = {key: _rank(term, register, book) for key, term in register.terms.items()}
        if headings:
            in_order = tuple(sorted(headings, key=lambda each: ranks[each.key]))
            yield ShownRegister(id_, titles.get(id_, id_), in_order)


def _rank(term: Indexed, register: Register, book: Book) -> tuple[object, ...]:
    if register.listed:
        return (getattr(term, "rank", 0),)
    return (sort_key(term.sort or told(heading_of(term)), alphabet=book.alphabet),)


def _heading(term: Indexed, mentions: list[ShownMention]) -> ShownHeading:
    other = dict.fromkeys((*(form.text for form in declared(term)), *(alias.name for alias in term.aliases)))
    return ShownHeading(
        key=term.key,
        heading=told(heading_of(term)),
        other=", ".join(other),
        place=str(term.origin),
        href=f"{term.origin.path}#L{term.origin.line}",
        mentions=tuple(mentions),
    )


def _mention(each: Occurrence, rank: int, around: Mapping[str, Surrounding], places: Places) -> ShownMention:
    pages = pages_of(each, places)
    ends = "–".join(dict.fromkeys(str(page) for page in (pages[0], pages[-1]))) if pages else ""
    where = {"note": f"note {each.note}", "text": "a passage" if each.span else ""}.get(each.where, each.where)
    surrounding = around.get(each.anchor)
    if surrounding is None:  # neither a sender or a recipient stands in a sentence, nor an author who is cited
        surrounding, where = Surrounding("", each.form, ""), where or "from or to"
    return ShownMention(
        surrounding=surrounding,
        folio=ends,
        place=str(each.origin),
        href=f"{each.origin.path}#L{each.origin.line}",
        where=where,
        sub=each.sub,
        principal=each.principal,
        rank=rank,
    )

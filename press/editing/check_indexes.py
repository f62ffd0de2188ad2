"""Editorial rules on the registers of a linked book: headings, what refers to them, and whether the text has them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from press.book import Book
from press.editing.index_rules import (
    HEADING_NEVER_MARKED,
    HEADING_TWICE,
    INDEX_MARK,
    SEE_TWICE,
    TERM_WITHOUT_HEADING,
)
from press.editing.names import fold
from press.editing.record_rules import ALIAS_IS_HEADING, BLIND_SEE, CIRCULAR_SEE, NOT_AN_ID
from press.editing.registers import ID
from press.problem import Problem, did_you_mean, warning
from press.terms import BELOW, PEOPLE, Indexed, Register, Term, parts_of_target, told


def every_term(book: Book) -> Iterator[Indexed]:
    """Every person, and whatever else a register lists."""
    yield from book.people.values()
    for register in others(book):
        yield from register.terms.values()


def others(book: Book) -> tuple[Register, ...]:
    """The registers of a book but for that of its people."""
    return tuple(each for each in book.registers.values() if each.kind != PEOPLE)


def see_references_lead_somewhere(book: Book) -> Iterator[Problem]:
    """No blind *see also*, none to oneself, and none twice."""
    by_mark = {"person": book.register(PEOPLE), **{each.mark: each for each in others(book)}}
    for term in every_term(book):
        for written, times in Counter(term.see_also).items():
            named, key, sub = parts_of_target(written)
            origin = term.keys.get("see_also", term.origin)
            if times > 1:
                yield warning(origin, SEE_TWICE, f'"{term.key}" refers to "{written}" twice', "take one of them out")
            register = by_mark.get(named or term.mark)
            if register is None:
                message = f'"{term.key}" refers to "{written}", and no register is marked "{named}"'
                yield Problem(origin, BLIND_SEE, message, did_you_mean(named, by_mark))
            elif key not in register.terms:
                who = "who" if register.kind == PEOPLE else "which"
                hint = did_you_mean(key, register.terms)
                yield Problem(origin, BLIND_SEE, f'"{term.key}" refers to "{key}", {who} is not there', hint)
            elif key == term.key and register.mark == term.mark and not sub:
                yield Problem(origin, CIRCULAR_SEE, f'"{term.key}" refers to itself')


def see_references_find_their_sub_entries(book: Book) -> Iterator[Problem]:
    """No *see* and no *see also* to a sub-entry that there is not."""
    subs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in book.occurrences:
        subs[book.register(each.register).mark, each.term].update((each.sub, each.sub.partition(BELOW)[0]))
    for term in every_term(book):
        also = term.keys.get("see_also", term.origin)
        targets = [(also, *parts_of_target(written)) for written in term.see_also]
        targets += [(alias.origin, term.mark, term.key, alias.sub) for alias in term.aliases]
        for origin, mark, key, sub in targets:
            there = subs[mark or term.mark, key]
            if sub and sub not in there:
                hint = did_you_mean(sub, there)
                yield Problem(origin, BLIND_SEE, f'"{key}" has no sub-entry "{sub}" to refer to', hint)


def terms_have_headings(book: Book) -> Iterator[Problem]:
    """What a register lists has a heading, an id that can be one, and is not there twice."""
    for register in others(book):
        alike = Counter((_folded(each), each.gloss) for each in _terms(register) if each.heading)
        for each in _terms(register):
            at = each.keys.get("id", each.origin)
            if not ID.fullmatch(each.key):
                yield Problem(at, NOT_AN_ID, f'"{each.key}" cannot be an id', "letters, digits and hyphens")
            elif each.key == "none":
                hint = "it is how the text says that nothing is meant"
                yield Problem(at, NOT_AN_ID, '"none" cannot be an id', hint)
            if not str(each.heading).strip():
                yield Problem(each.origin, TERM_WITHOUT_HEADING, f'{register.mark} "{each.key}" has no heading')
            elif alike[_folded(each), each.gloss] > 1:
                origin = each.keys.get("heading", each.origin)
                message = f'the heading "{told(each.shown)}" stands twice in {register.file}'
                yield Problem(origin, HEADING_TWICE, message, "tell them apart by gloss:, or make them one")


def combined_headings_are_told_apart(book: Book) -> Iterator[Problem]:
    """Where one index prints several registers, no two headings of them are alike."""
    for piece in (each for each in book.pieces if len(each.of) > 1):
        first: dict[tuple[str, str], Term] = {}
        for term in (term for id_ in piece.of for term in _terms(book.register(id_)) if term.heading):
            other = first.setdefault((_folded(term), term.gloss), term)
            if other.mark != term.mark:
                origin = term.keys.get("heading", term.origin)
                message = f'the heading "{told(term.shown)}" stands twice in one index'
                yield Problem(origin, HEADING_TWICE, message, f"tell them apart by gloss:; first at {other.origin}")


def _terms(register: Register) -> tuple[Term, ...]:
    return tuple(each for each in register.terms.values() if isinstance(each, Term))


def _folded(term: Term) -> str:
    return fold(told(term.shown)).casefold()


def other_headings_are_no_headings(book: Book) -> Iterator[Problem]:
    """An alias must not be a heading of its register: its *see* would lead in a circle or astray."""
    for register in others(book):
        headings = {fold(told(each.shown)): each.key for each in _terms(register)}
        for term in _terms(register):
            for alias in term.aliases:
                owner = headings.get(fold(alias.name))
                if owner == term.key and not alias.sub:
                    message = f'alias "{alias.name}" is the heading of "{owner}" itself'
                    yield Problem(alias.origin, CIRCULAR_SEE, message)
                elif owner and owner != term.key:
                    yield Problem(alias.origin, ALIAS_IS_HEADING, f'alias "{alias.name}" is the heading of "{owner}"')


def headings_are_marked(book: Book) -> Iterator[Problem]:
    """What a register lists and no text has that an index looks into is left over, or its mark has been forgotten."""
    silent = book.unindexed
    marked = {(each.register, each.term) for each in book.occurrences if each.unit not in silent}
    for register in others(book):
        for key, term in register.terms.items():
            if (register.id, key) not in marked:
                yield warning(term.origin, HEADING_NEVER_MARKED, f'{register.mark} "{key}" is never marked')


def marks_stand_where_an_index_looks(book: Book) -> Iterator[Problem]:
    """What is marked for an index alone is of no use in a piece that none looks at, as a glossary."""
    unindexed = book.unindexed
    for each in book.occurrences:
        alone = each.register != PEOPLE and each.marked  # a mark for a person may say who is meant
        if each.unit in unindexed and (alone or each.principal or each.sub or each.span):
            what = "a mark for an index, in a piece at which none looks"
            yield warning(each.origin, INDEX_MARK, what, "take it out")


INDEX_CHECKS: tuple[tuple[Callable[[Book], Iterator[Problem]], frozenset[str]], ...] = (
    (see_references_lead_somewhere, frozenset({"people", "indexes"})),
    (see_references_find_their_sub_entries, frozenset({"people", "indexes", "chapters", "documents"})),
    (terms_have_headings, frozenset()),
    (combined_headings_are_told_apart, frozenset()),
    (other_headings_are_no_headings, frozenset()),
    (headings_are_marked, frozenset({"chapters", "documents"})),
    (marks_stand_where_an_index_looks, frozenset()),
)
"""What may be asked of a book, with the registers that must have been read whole for it to be just."""

"""Editorial rules on the registers of a linked book: headings, what refers to them, and whether the text has them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from press.book import Book
from press.editing.author_names import AUTHOR_CHECKS
from press.editing.check_subs import only_refers, sub_entries_refer_rightly
from press.editing.index_rules import (
    HEADING_NEVER_MARKED,
    HEADING_TWICE,
    INDEX_MARK,
    REGISTER_NOT_PRINTED,
    SEE_TWICE,
    SEE_WITH_PLACES,
    TERM_WITHOUT_HEADING,
)
from press.editing.names import fold
from press.editing.record_rules import ALIAS_IS_HEADING, BLIND_SEE, CIRCULAR_SEE, NOT_AN_ID
from press.editing.register_lists import LIST_CHECKS, is_only_listed
from press.editing.registers import ID
from press.problem import Origin, Problem, did_you_mean, warning
from press.terms import BELOW, INDEX, PEOPLE, Indexed, Register, Term, parts_of_target, told


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
        for (written, own, origin), times in Counter(references_of(term)).items():
            named, key, sub = parts_of_target(written)
            if times > 1:
                yield warning(origin, SEE_TWICE, f'"{term.key}" refers to "{written}" twice', "take one of them out")
            if named == INDEX:
                yield from _to_an_index(book, term, key, origin)
                continue
            register = by_mark.get(named or term.mark)
            if register is None:
                message = f'"{term.key}" refers to "{written}", and no register is marked "{named}"'
                yield Problem(origin, BLIND_SEE, message, did_you_mean(named, by_mark))
            elif key not in register.terms:
                who = "who" if register.kind == PEOPLE else "which"
                hint = did_you_mean(key, register.terms)
                yield Problem(origin, BLIND_SEE, f'"{term.key}" refers to "{key}", {who} is not there', hint)
            elif key == term.key and register.mark == term.mark and sub in ("", own):
                yield Problem(origin, CIRCULAR_SEE, f'"{term.key}" refers to itself')
            elif further := getattr(register.terms[key], "see", ()):
                hint = f"refer to {further[0]}"
                yield Problem(origin, BLIND_SEE, f'"{term.key}" refers to "{key}", which only refers on', hint)


def _to_an_index(book: Book, term: Indexed, key: str, origin: Origin) -> Iterator[Problem]:
    """A reference to a whole index must have one to lead to, and not be in that."""
    there = [each for each in book.pieces if key in each.of]
    if not there:
        printed = {id_ for each in book.pieces for id_ in each.of}
        message = f'"{term.key}" refers to the index of "{key}", which the book has not'
        yield Problem(origin, BLIND_SEE, message, did_you_mean(key, printed))
    elif all(term.mark in (book.register(id_).mark for id_ in each.of) for each in there):
        yield Problem(origin, CIRCULAR_SEE, f'"{term.key}" refers to the index in which it stands')


def references_of(term: Indexed) -> Iterator[tuple[str, str, Origin]]:
    """What a heading and its sub-entries refer to, the sub-entry that does, and where that is written."""
    for name in ("see", "see_also"):
        yield from ((each, "", term.keys.get(name, term.origin)) for each in getattr(term, name, ()))
    for sub in term.subs:
        yield from ((each, sub.sub, sub.origin) for each in (*sub.see, *sub.see_also))


def references_alone_have_no_places(book: Book) -> Iterator[Problem]:
    """What only refers to other headings is not marked, and has no form by which it would be found."""
    places: dict[tuple[str, str], Origin] = {}
    for each in book.occurrences:
        places.setdefault((each.register, each.term), each.origin)
    for register in others(book):
        for term in (each for each in _terms(register) if each.see):
            if at := places.get((register.id, term.key)):
                hint = f"write see_also: instead; it is first at {at}"
                message = f'"{term.key}" has places in the text, and only refers to others'
                yield Problem(term.keys.get("see", term.origin), SEE_WITH_PLACES, message, hint)
            elif named := next((key for key in ("see_also", "aliases", "subs") if getattr(term, key)), ""):
                at = term.keys.get(named, term.origin)
                message = f'"{term.key}" only refers to others, and says {named}'
                yield Problem(at, SEE_WITH_PLACES, message, "take one of the two out")


def see_references_find_their_sub_entries(book: Book) -> Iterator[Problem]:
    """No *see* and no *see also* to a sub-entry that there is not."""
    subs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in book.occurrences:
        subs[book.register(each.register).mark, each.term].update((each.sub, each.sub.partition(BELOW)[0]))
    for term in every_term(book):
        targets = [(origin, *parts_of_target(each)) for each, _, origin in references_of(term)]
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
    """Where one index or list prints several registers, no two headings of them are alike."""
    for piece in (each for each in book.pieces if len(each.of or each.listed) > 1):
        first: dict[tuple[str, str], Term] = {}
        for term in (term for id_ in piece.of or piece.listed for term in _terms(book.register(id_)) if term.heading):
            other = first.setdefault((_folded(term), term.gloss), term)
            if other.mark != term.mark:
                origin = term.keys.get("heading", term.origin)
                message = f'the heading "{told(term.shown)}" stands twice in one {"index" if piece.of else "list"}'
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
                if not alias.name.strip():
                    message, hint = f'"{term.key}" has another name that says nothing', "write it, or take it out"
                    yield Problem(alias.origin, TERM_WITHOUT_HEADING, message, hint)
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
    for register in (each for each in others(book) if not is_only_listed(book, each)):
        for key, term in register.terms.items():
            named = ID.fullmatch(key) and key != "none"  # of another id it has been told what is wrong
            if named and (register.id, key) not in marked and not only_refers(term):
                yield warning(term.origin, HEADING_NEVER_MARKED, f'{register.mark} "{key}" is never marked')


def marks_stand_where_an_index_looks(book: Book) -> Iterator[Problem]:
    """What is marked for an index alone is of no use in a piece that none looks at, as a glossary."""
    unindexed = book.unindexed
    for each in book.occurrences:
        alone = each.register != PEOPLE and each.marked  # a mark for a person may say who is meant
        if each.unit in unindexed and (alone or each.principal or each.sub or each.span):
            what = "a mark for an index, in a piece at which none looks"
            yield warning(each.origin, INDEX_MARK, what, "take it out")


def every_part_has_an_index_of_its_marks(book: Book) -> Iterator[Problem]:
    """Where indexes are of parts alone, what is marked in no such part is printed nowhere."""
    for id_ in {id_ for each in book.pieces for id_ in each.of}:
        indexes = [each for each in book.pieces if id_ in each.of]
        if not all(each.within for each in indexes):
            continue
        parts = {each.within for each in indexes}
        seen = {each.anchor for each in book.pieces if each.part in parts} | book.unindexed
        if any(each.kind == "documents" and each.part in parts for each in book.pieces):
            seen |= {each.anchor for each in book.documents}
        away = [each for each in book.occurrences if each.register == id_ and not seen & {each.unit, *each.passed}]
        if away:
            message = f'{len(away)} places of the register "{id_}" stand in parts that have no index of it'
            yield warning(
                away[0].origin, REGISTER_NOT_PRINTED, message, f"add {{piece: index, of: {id_}}} to contents:"
            )


INDEX_CHECKS: tuple[tuple[Callable[[Book], Iterator[Problem]], frozenset[str]], ...] = (
    (see_references_lead_somewhere, frozenset({"people", "indexes"})),
    (see_references_find_their_sub_entries, frozenset({"people", "indexes", "chapters", "documents"})),
    (references_alone_have_no_places, frozenset()),
    (terms_have_headings, frozenset()),
    (combined_headings_are_told_apart, frozenset()),
    (other_headings_are_no_headings, frozenset()),
    (headings_are_marked, frozenset({"chapters", "documents"})),
    (marks_stand_where_an_index_looks, frozenset()),
    (every_part_has_an_index_of_its_marks, frozenset()),
    (sub_entries_refer_rightly, frozenset({"people", "indexes", "chapters", "documents"})),
    *LIST_CHECKS,
    *AUTHOR_CHECKS,
)
"""What may be asked of a book, with the registers that must have been read whole for it to be just."""

"""Editorial rules on sub-entries that refer to other headings, as `subs:` in the file of a register has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from press.book import Book
from press.editing.index_marks import DEEPEST
from press.editing.index_rules import INDEX_MARK, SEE_TWICE, SEE_WITH_PLACES
from press.editing.record_rules import BLIND_SEE
from press.fields import MARKS
from press.people import SubReference
from press.problem import Origin, Problem, did_you_mean
from press.rules import MARKED
from press.terms import BELOW, PEOPLE, Indexed


def only_refers(term: Indexed) -> bool:
    """Whether a heading need have no places: it refers to others, or a sub-entry without pages does."""
    return bool(getattr(term, "see", ()) or any(each.see for each in term.subs))


def sub_entries_refer_rightly(book: Book) -> Iterator[Problem]:
    """A sub-entry says where it refers to, once; by *see* if the text has it nowhere, by *see also* if it has."""
    places: dict[tuple[str, str], dict[str, Origin]] = defaultdict(dict)
    for found in book.occurrences:
        for sub in (found.sub, found.sub.partition(BELOW)[0]):
            places[found.register, found.term].setdefault(sub, found.origin)
    registers = {PEOPLE: book.register(PEOPLE), **book.registers}
    for register in registers.values():
        for term in register.terms.values():
            known: dict[str, Origin] = {}
            for each in term.subs:
                fault = _misspelt(each) or _fault(term, each, places[register.id, term.key])
                if not fault and each.sub in known:
                    message = f'the sub-entry "{each.sub}" of "{term.key}" stands twice'
                    fault = Problem(each.origin, SEE_TWICE, message, f"first at {known[each.sub]}")
                known.setdefault(each.sub, each.origin)
                if fault:
                    yield fault


def _misspelt(each: SubReference) -> Problem | None:
    """What is wrong with how a sub-entry is written, as it would be in a mark."""
    if not all(part.strip() for part in each.sub.split(BELOW)):
        return Problem(each.origin, INDEX_MARK, "sub says nothing", "write it, or take it out")
    if each.sub.count(BELOW) >= DEEPEST:
        message = f"sub-entries below the second level: {each.sub}"
        return Problem(each.origin, INDEX_MARK, message, 'write sub: "one > two" at most')
    if found := MARKS.search(each.sub):
        return Problem(each.origin, MARKED, f'"{found[0]}" in "sub", which takes no marks', "write the words alone")
    return None


def _fault(term: Indexed, each: SubReference, places: dict[str, Origin]) -> Problem | None:
    """What is wrong with where a sub-entry refers to, `places` being the sub-entries that the text has."""
    said = f'the sub-entry "{each.sub}" of "{term.key}"'
    if each.see and each.see_also:
        return Problem(each.origin, SEE_WITH_PLACES, f"{said} says see and see_also", "take one of the two out")
    if not (each.see or each.see_also):
        return Problem(each.origin, BLIND_SEE, f"{said} refers to nothing", "write see: or see_also:, or take it out")
    if each.see and each.sub in places:
        hint = f"write see_also: instead; it is first at {places[each.sub]}"
        return Problem(each.origin, SEE_WITH_PLACES, f"{said} has places in the text, and only refers to others", hint)
    if each.see_also and each.sub not in places:
        hint = did_you_mean(each.sub, set(places) - {""}) or "write see: if it has no pages"
        return Problem(each.origin, BLIND_SEE, f"{said} is nowhere in the text", hint)
    return None

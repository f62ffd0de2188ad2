"""Editorial rules on a linked book, one function each: Book → problems.

A new rule is one function and one line in `RULES`, with the registers that must have been read whole for it to be just.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import ModuleType

from press.book import Book, Chapter, Document
from press.editing import (
    contents_rules,
    contributor_rules,
    figure_rules,
    index_rules,
    mark_rules,
    passage_rules,
    placement_rules,
    punctuation_rules,
    query_rules,
    record_rules,
    rules,
    slip_rules,
    table_rules,
    value_rules,
    verse_rules,
)
from press.editing.abbreviations import abbreviations_are_explained, abbreviations_are_used
from press.editing.check_figures import descriptions_say_something
from press.editing.check_indexes import INDEX_CHECKS, every_term
from press.editing.check_values import VALUE_RULES
from press.editing.csl import TYPES
from press.editing.mark_rules import CITATION_WITHOUT_AT
from press.editing.names import WORD, declared, fold
from press.editing.order import pieces_stand_in_order
from press.editing.permissions import records_name_what_is_there
from press.editing.record_rules import (
    ALIAS_IS_HEADING,
    BIBLIOGRAPHY_SECTION,
    CIRCULAR_SEE,
    DOCUMENT_NOT_USED,
    EMPTY_FORM,
    NAMELESS,
    NO_FORMS,
    PERSON_NEVER_NAMED,
    SOURCE_NEVER_CITED,
    SOURCE_TYPE,
    SOURCE_WITHOUT_ID,
    SOURCE_WITHOUT_TITLE,
)
from press.editing.rules import NOTE_BEFORE_STOP, NOTE_WITHOUT_STOP, SPACE_BEFORE_NOTE, UNKNOWN_REFERENCE
from press.editing.surnames import surnames_tell_who_is_meant
from press.lines import lines_within
from press.people import Person, attach
from press.problem import Origin, Problem, Rule, did_you_mean, warning
from press.terms import PEOPLE
from press.text import (
    Citation,
    Cluster,
    Inlines,
    LineBreak,
    Note,
    Paragraph,
    Reference,
    StageDirection,
    Text,
    VerseLine,
    plain,
    walk,
)

STOPS = frozenset(".,;:?!")
BRACKETED = re.compile(r"\[(?P<key>[\w:.#$%&+?<>~/-]+)(?=[\],])")
IN_PAPERS = frozenset({"article-newspaper", "article-magazine"})
TITLELESS = frozenset({"personal_communication", "interview", "manuscript"})


def sources_are_whole(book: Book) -> Iterator[Problem]:
    """A record has an id, a CSL type, a section, and a title.

    A letter, an interview and a diary may do without a title; so may a piece in a newspaper or magazine that is named.
    """
    sections = {key for key, _ in book.bibliography}
    for source in book.sources.values():
        kind = str(source.record.get("type", ""))
        if not source.key:
            yield Problem(source.origin, SOURCE_WITHOUT_ID, "a source without id")
        if kind not in TYPES:
            message = f'source "{source.key}" has no CSL type "{kind}"'
            yield Problem(source.origin, SOURCE_TYPE, message, did_you_mean(kind, TYPES))
        # an archive's piece is known by its kind and its people, a column by the paper it stood in
        named = kind in TITLELESS or (kind in IN_PAPERS and source.record.get("container-title"))
        titled = named or source.record.get("title") or source.record.get("reviewed-title")
        # a literal wording (`cite:`) says in full what citeproc would have made of the title
        if not titled and not source.cite:
            yield Problem(source.origin, SOURCE_WITHOUT_TITLE, f'source "{source.key}" has no title')
        # one list without sections takes whatever there is
        if sections and source.section not in sections | {"none"}:
            hint = f"one of: {', '.join(key for key, _ in book.bibliography)}, none"
            yield Problem(source.origin, BIBLIOGRAPHY_SECTION, f'source "{source.key}" is in no section', hint)


def sources_are_cited(book: Book) -> Iterator[Problem]:
    """A source that nothing cites is left over from an earlier draft, or a citation is missing."""
    cited = {each.key for each in book.nodes if isinstance(each, Citation)}
    for key, source in book.sources.items():
        # what has no id could not be cited, and is told as such
        if key and key not in cited:
            yield warning(source.origin, SOURCE_NEVER_CITED, f'source "{key}" is never cited')


def people_have_forms(book: Book) -> Iterator[Problem]:
    """A person whom no form can find would never be indexed; a form must have letters, whatever it is of."""
    for term in every_term(book):
        forms = declared(term)
        if not forms and isinstance(term, Person):
            yield Problem(term.origin, NO_FORMS, f'person "{term.key}" has no forms')
        for form in forms:
            if not WORD.search(fold(form.text)):
                yield Problem(form.origin, EMPTY_FORM, f'a form of "{term.key}" has no letters: "{form.text}"')


def aliases_are_not_headings(book: Book) -> Iterator[Problem]:
    """An alias must not be the heading of its own person or of another: its *see* would lead in a circle or astray."""
    headings = {heading: p.key for p in book.people.values() for heading in _headings(p)}
    for person in book.people.values():
        for alias in person.aliases:
            if not alias.name.strip():
                message, hint = f'"{person.key}" has another name that says nothing', "write it, or take it out"
                yield Problem(alias.origin, NAMELESS, message, hint)
            owner = headings.get(fold(alias.name))
            if owner == person.key:
                yield Problem(
                    alias.origin, CIRCULAR_SEE, f'alias "{alias.name}" is the heading of "{person.key}" itself'
                )
            elif owner:
                yield Problem(alias.origin, ALIAS_IS_HEADING, f'alias "{alias.name}" is the heading of "{owner}"')


def _headings(person: Person) -> Iterator[str]:
    """The heading of a person, wherever the particle stands: that depends on languages and is the index's business."""
    if person.only:
        yield fold(person.only)
    for before, after in ((person.particle, ""), ("", person.particle)):
        family = attach(before, person.family)
        given = f"{person.given} {after}".strip()
        yield fold(", ".join(part for part in (family, given, person.suffix) if part))


def people_are_named(book: Book) -> Iterator[Problem]:
    """A person declared and never named is left over, or is spelled otherwise in the text."""
    named = {occurrence.term for occurrence in book.occurrences if occurrence.register == PEOPLE}
    for key, person in book.people.items():
        # who has no forms cannot be found, and is told as such
        if key not in named and (person.forms or any(alias.forms for alias in person.aliases)):
            yield warning(person.origin, PERSON_NEVER_NAMED, f'person "{key}" is never named')


def forms_are_limited_to_what_exists(book: Book) -> Iterator[Problem]:
    """`only_in` names chapters and documents."""
    for term in every_term(book):
        for form in declared(term):
            for unit in form.only_in:
                if unit not in book.targets:
                    hint = did_you_mean(unit, book.targets)
                    yield Problem(form.origin, UNKNOWN_REFERENCE, f'no chapter or document "{unit}"', hint)


def documents_are_discussed(book: Book) -> Iterator[Problem]:
    """A document that the text never refers to has no business in the book."""
    referred = {getattr(each, "target", "") for each in walk(book.pieces)}
    for document in book.documents:
        if document.anchor not in referred:
            hint = f"write [](#{document.anchor}) where the text uses it"
            yield warning(
                document.origin, DOCUMENT_NOT_USED, f'document "{document.anchor}" is never referred to', hint
            )


def notes_end_with_a_stop(book: Book) -> Iterator[Problem]:
    """A discursive note ends with a full stop."""
    for note in book.nodes:
        if not isinstance(note, Note):
            continue
        if not isinstance(end := note.blocks[-1], Paragraph):
            continue  # verse, a list or a table ends as it will
        last = end.inlines
        # citations alone are worded by citeproc, which ends them as the citation style will have it
        if len(last) == 1 and isinstance(last[0], Cluster) and not last[0].running:
            continue
        if not _last_words(last).rstrip("’”)' ").endswith((".", "?", "!", "…")):
            yield warning(note.origin, NOTE_WITHOUT_STOP, "a note that does not end with a full stop")


def _last_words(inlines: Inlines) -> str:
    """What a line ends with, as far as it is written here; nothing where it ends with a citation or a reference."""
    last = inlines[-1]
    if isinstance(last, Text):
        # a space behind a closing mark hides what is within the mark
        return last.text if last.text.strip() or len(inlines) == 1 else _last_words(inlines[:-1])
    if isinstance(last, (Cluster, Reference, LineBreak, Note)):
        return ""
    if not last.inlines:  # a mark without words, for an index or a query: what is printed stands before it
        return _last_words(inlines[:-1]) if len(inlines) > 1 else ""
    return _last_words(last.inlines)


def no_space_before_a_note(book: Book) -> Iterator[Problem]:
    """A call follows its word without a space."""
    for block in book.nodes:
        if not isinstance(block, (Paragraph, StageDirection, VerseLine)):
            continue
        for before, note in zip(block.inlines, block.inlines[1:], strict=False):
            if isinstance(note, Note) and isinstance(before, Text) and before.text.endswith(" "):
                # of a note written apart the origin is where it is written: its call is on the line of the words before
                apart = book.lines[note.origin.path][note.origin.line - 1].startswith("[^")
                origin = Origin(note.origin.path, before.line) if apart else note.origin
                yield warning(origin, SPACE_BEFORE_NOTE, "a space before a note")


def notes_follow_the_stop(book: Book) -> Iterator[Problem]:
    """In English a call follows the mark of punctuation, but for a dash; other languages have it before the stop."""
    if not book.imprint.language.startswith("en"):
        return
    for block in book.nodes:
        if isinstance(block, (Paragraph, StageDirection, VerseLine)):
            for note, after in zip(block.inlines, block.inlines[1:], strict=False):
                if isinstance(note, Note) and isinstance(after, Text) and after.text[:1] in STOPS:
                    path = note.origin.path
                    yield warning(Origin(path, after.line), NOTE_BEFORE_STOP, f'a note before "{after.text[:1]}"')


def citations_have_their_at(book: Book) -> Iterator[Problem]:
    """The key of a source alone in brackets, or before a locator, was meant to cite it."""
    units = [piece.chapter for piece in book.pieces if piece.chapter] + list(book.documents)
    for unit in units:
        lines = book.lines.get(unit.origin.path, ())
        for key, first in _keys_in_brackets(unit):
            # the words of a paragraph are one text, from its first line on; a backslash keeps the bracket
            rest = enumerate(lines[max(0, first - 1) :], max(1, first))
            at = next((n for n, line in rest if re.search(rf"(?<!\\)\[{re.escape(key)}(?=[\],])", line)), 0)
            if at and key in book.sources:
                message = f'the key of a source in brackets, without its @: "[{key}"'
                yield Problem(Origin(unit.origin.path, at), CITATION_WITHOUT_AT, message, f"write [@{key}, 45]")


def _keys_in_brackets(unit: Chapter | Document) -> Iterator[tuple[str, int]]:
    """Words that may be keys, and the line from which on they stand: of brackets, or before the first work of some."""
    for node in walk(unit):
        if isinstance(node, Text):
            yield from ((found["key"], node.line) for found in BRACKETED.finditer(node.text))
        elif isinstance(node, Citation) and (found := BRACKETED.match(f"[{plain(node.prefix)}")):
            yield found["key"], 1
        elif isinstance(node, Note):  # one that began with the work
            begun = (BRACKETED.match(f"[{plain(inlines[:1])}") for inlines in lines_within(node.blocks))
            yield from ((found["key"], 1) for found in begun if found)


RULES: tuple[tuple[Callable[[Book], Iterator[Problem]], frozenset[str]], ...] = (
    (sources_are_whole, frozenset()),
    (sources_are_cited, frozenset({"sources", "chapters", "documents"})),
    (people_have_forms, frozenset({"people"})),
    *INDEX_CHECKS,
    (aliases_are_not_headings, frozenset()),
    (people_are_named, frozenset({"people", "chapters", "documents"})),
    (surnames_tell_who_is_meant, frozenset({"people", "chapters", "documents"})),
    (forms_are_limited_to_what_exists, frozenset({"chapters", "documents"})),
    (documents_are_discussed, frozenset({"chapters", "documents"})),
    (notes_end_with_a_stop, frozenset()),
    (no_space_before_a_note, frozenset()),
    (notes_follow_the_stop, frozenset()),
    (citations_have_their_at, frozenset()),
    (pieces_stand_in_order, frozenset()),
    (abbreviations_are_used, frozenset({"abbreviations", "chapters", "documents", "sources"})),
    (abbreviations_are_explained, frozenset({"abbreviations"})),
    (descriptions_say_something, frozenset()),
    (records_name_what_is_there, frozenset({"chapters", "documents"})),
    *((rule, frozenset[str]()) for rule in VALUE_RULES),
)


MODULES: tuple[ModuleType, ...] = (
    rules,
    punctuation_rules,
    mark_rules,
    query_rules,
    passage_rules,
    table_rules,
    figure_rules,
    placement_rules,
    record_rules,
    contents_rules,
    contributor_rules,
    index_rules,
    value_rules,
    slip_rules,
    verse_rules,
)
"""Every module of editing's rules, in the order in which they stand in a table."""
EDITING_RULES = tuple(each for module in MODULES for each in vars(module).values() if isinstance(each, Rule))
"""Every rule of editing: by its name `looks.yaml` may silence a warning."""


def check(book: Book, incomplete: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """What the editorial rules find; those that would be unjust to what is `incomplete` are not asked."""
    return tuple(problem for rule, needed in RULES if not needed & incomplete for problem in rule(book))

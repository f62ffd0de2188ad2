"""Manuscript → Draft: Markdown becomes blocks and inlines, records become the book's nouns.

References are still keys as the editor wrote them; nothing is numbered, no name has been looked for: that is `link`'s.
An unsupported construct is a problem, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from press.book import Chapter, Cover, Document, Event, Source
from press.editing.abbreviations import parse_abbreviations
from press.editing.blocks import parse_headed, parse_line, parse_text
from press.editing.contents import every_record
from press.editing.contributors import read_contributors
from press.editing.front_matter import unprinted_of
from press.editing.imprint import parse_imprint
from press.editing.indexes import parse_forms, parse_register, parse_subs
from press.editing.manuscript import ChapterFile, DocumentFile, Draft, Manuscript
from press.editing.permissions import permission_of
from press.editing.phrases import parse_phrase
from press.editing.punctuation import polished
from press.editing.record_rules import (
    DUPLICATE_ID,
    EXTRACT_WITHOUT_OMISSION,
    NAMELESS,
    NOT_A_LANGUAGE,
    NOT_AN_ID,
    NOT_ON_COVER,
    TRANSLATION_UNEXPLAINED,
)
from press.editing.records import (
    BookRecord,
    CoverRecord,
    DocumentRecord,
    EventRecord,
    PaperRecord,
    PersonRecord,
)
from press.editing.sources import read_source
from press.editing.value_rules import FACSIMILE_WITHOUT_IMAGE, NEVER_PRINTED, PAPER_TWICE
from press.fields import POINTS, Raw, Written
from press.people import Alias, Person
from press.problem import Origin, Problem
from press.store import Store, key_of
from press.text import LANGUAGE, Blocks, Cluster, Inlines, Mention, Note, Paragraph, Phrase, Reference, walk

Record = TypeVar("Record")
Parsed = TypeVar("Parsed")


def parse(manuscript: Manuscript, store: Store | None = None) -> tuple[Draft, tuple[Problem, ...]]:
    """The whole manuscript as a draft, with the problems of its Markdown. What `store` knows is not parsed again."""
    problems: list[Problem] = []
    before = _ParsedBefore(store or Store(None), problems)
    draft = Draft(
        record=manuscript.book,
        chapters={name: before.parsed(_chapter, file) for name, file in manuscript.chapters.items()},
        documents=tuple(before.parsed(_document, file) for file in manuscript.documents),
        people=before.parsed(_people, manuscript.people),
        registers=tuple(before.parsed(parse_register, file) for file in manuscript.registers),
        contributors=before.parsed(read_contributors, manuscript.contributors),
        permissions=tuple(map(permission_of, manuscript.permissions)),
        abbreviations=parse_abbreviations(manuscript.abbreviations, problems),
        sources=before.parsed(_sources, manuscript.sources),
        events=before.parsed(_events, manuscript.events),
        files=manuscript.files,
        lines=manuscript.lines,
        incomplete=manuscript.incomplete,
        queries=manuscript.queries,
        bare=manuscript.bare,
        cover=_cover(manuscript.book.cover, problems),
        imprint=parse_imprint(manuscript.book, problems),
        sections=_sections(manuscript.book, problems),
        titles=_titles(manuscript.book, problems),
    )
    return draft, tuple(problems)


@dataclass(frozen=True, slots=True)
class _ParsedBefore:
    """What has been parsed before, under what it was parsed from; the problems go to where all of them are gathered."""

    store: Store
    problems: list[Problem]

    def parsed(self, parser: Callable[[Record, list[Problem]], Parsed], written: Record) -> Parsed:
        """What a parser makes of something written, and its problems."""

        def parse_now() -> tuple[Parsed, list[Problem]]:
            found: list[Problem] = []
            return parser(written, found), found

        # problems are kept with what they are problems of, or a second check would find nothing wrong
        def known() -> tuple[Any, ...]:
            return self.store.recall(key_of("parsed", parser.__name__, repr(written)), tuple, parse_now)

        made, found = self.store.same((parser.__name__, str(getattr(written, "origin", ""))), written, known)
        self.problems.extend(found)
        return cast("Parsed", made)


# --- the book itself -------------------------------------------------------------------------------


def _sections(record: BookRecord, problems: list[Problem]) -> tuple[tuple[str, Phrase], ...]:
    """The sections of the bibliography, each by its id; `none` is how a source says that it is in none of them."""
    first: dict[str, Origin] = {}
    for section in record.bibliography:
        if section.id in first:
            hint = f"first at {first[section.id]}"
            problems.append(Problem(section.origin, DUPLICATE_ID, f'section "{section.id}" stands twice', hint))
        elif section.id == "none":
            problems.append(Problem(section.origin, NOT_AN_ID, '"none" cannot be an id: it says that there is none'))
        first.setdefault(section.id, section.origin)
    return tuple((each.id, parse_phrase(each.title, problems)) for each in record.bibliography)


def _titles(record: BookRecord, problems: list[Problem]) -> dict[Written, Phrase]:
    """The titles that the editor has given to pieces, and to parts that have no file."""
    given = (title for each in every_record(record.contents) for title in (each.title, each.part))
    return {title: parse_phrase(title, problems) for title in dict.fromkeys(given) if not title.text.endswith(".md")}


# --- chapters and documents ----------------------------------------------------------------------


def _chapter(file: ChapterFile, problems: list[Problem]) -> Chapter:
    header = file.header
    problems += unprinted_of(header, file.origin)
    written = (header.title, header.subtitle, header.epigraph, header.epigraph_source)
    (title, subtitle, epigraph, epigraph_source), blocks = parse_headed(written, file.body, problems, file.tables)
    return Chapter(
        anchor=header.id or re.sub(r"^\d+[-_ ]*", "", file.stem),  # 05-the-hague.md is the chapter the-hague
        title=title,
        subtitle=subtitle,
        short=parse_phrase(header.short, problems),
        epigraph=epigraph,
        epigraph_source=epigraph_source,
        blocks=blocks,
        signed=parse_phrase(header.signed, problems),
        place=polished(header.place),
        date=header.date,
        date_text=parse_phrase(header.date_text, problems),
        origin=file.origin,
        kind=header.kind,
        numbered=header.number,
        authors=header.authors,
        keys=header.keys,
    )


def _document(file: DocumentFile, problems: list[Problem]) -> Document:
    header = file.header
    at = {"treatment": file.origin, **header.keys}
    problems += _unprinted(header)
    if header.treatment == "facsimile" and not header.image:
        message, hint = "a facsimile that shows nothing", "add image:, a file of figures/"
        problems.append(Problem(at["treatment"], FACSIMILE_WITHOUT_IMAGE, message, hint))
    if header.treatment == "extract" and "[...]" not in file.body.text and "[…]" not in file.body.text:
        hint = "write [...] where words are left out"
        problems.append(Problem(at["treatment"], EXTRACT_WITHOUT_OMISSION, "an extract that omits nothing", hint))
    if header.treatment == "translation" and not (header.translated_by and header.original_language):
        hint = "add translated_by: and original_language:"
        message = "a translation that names no translator"
        problems.append(Problem(at["treatment"], TRANSLATION_UNEXPLAINED, message, hint))
    if header.original_language.islower() and LANGUAGE.fullmatch(header.original_language):  # Lao is a name, lo is not
        message = f'"{header.original_language}" is a tag, where a line of print names the language'
        problems.append(Problem(at["original_language"], NOT_A_LANGUAGE, message, "write its name: French"))
    translation = polished(f"Translated from the {header.original_language} by {header.translated_by}.")
    (title, provenance, place, date_text), blocks = parse_headed(
        (header.title, header.provenance),
        file.body,
        problems,
        file.tables,
        phrases=(header.place, header.date_text),
    )
    return Document(
        anchor=header.id,
        title=title,
        kind=header.kind,
        treatment=header.treatment,
        group=parse_phrase(file.group, problems),
        date=header.date,
        date_text=Phrase(date_text),
        place=Phrase(place),
        senders=header.from_,
        recipients=header.to,
        headnote=parse_text(header.headnote, problems),
        blocks=blocks,
        # a source is printed as a note is: what it cites is worded in place, not in a note of its own
        source=parse_line(header.source, problems, in_note=True),
        rights=parse_line(header.rights, problems, notes=False),  # only a source is worded in place
        provenance=provenance,
        translation=translation if header.treatment == "translation" else "",
        image=header.image,
        origin=file.origin,
        language=header.language,
        short=parse_phrase(header.short, problems),
        keys=header.keys,
    )


def _unprinted(header: DocumentRecord) -> Iterator[Problem]:
    """What is given of a document and printed of another treatment alone."""
    for key, said in (("translated_by", header.translated_by), ("original_language", header.original_language)):
        if said and header.treatment != "translation":
            message = f'"{key}" is printed of a translation alone, and the treatment is "{header.treatment}"'
            yield Problem(header.keys.get(key, header.origin), NEVER_PRINTED, message)


# --- people, sources, events ---------------------------------------------------------------------


def _people(records: tuple[PersonRecord, ...], problems: list[Problem]) -> tuple[Person, ...]:
    return tuple(_person(record, problems) for record in records)


def _person(record: PersonRecord, problems: list[Problem]) -> Person:
    name = record.name
    if not (name.family or name.only):
        origin = record.keys.get("name", record.origin)
        problems.append(Problem(origin, NAMELESS, f'person "{record.id}" has neither family nor only'))
    return Person(
        key=record.id,
        family=polished(name.family),
        given=polished(name.given),
        particle=polished(name.particle),
        suffix=polished(name.suffix),
        only=polished(name.only),
        lang=record.lang,
        born=record.born,
        died=record.died,
        gloss=polished(record.gloss),
        bio=parse_line(record.bio, problems, notes=False),
        forms=parse_forms(record.forms),
        aliases=tuple(Alias(polished(a.name), a.kind, parse_forms(a.forms), a.origin) for a in record.aliases),
        see_also=record.see_also,
        subs=parse_subs(record.subs),
        sort=record.sort,
        origin=record.origin,
        keys=record.keys,
    )


def _sources(records: tuple[tuple[Raw, Origin], ...], problems: list[Problem]) -> tuple[Source, ...]:
    return tuple(read_source(raw, origin, problems) for raw, origin in records)


def _events(records: tuple[EventRecord, ...], problems: list[Problem]) -> tuple[Event, ...]:
    return tuple(
        Event(
            date=r.date,
            date_text=parse_phrase(r.date_text, problems),
            text=parse_line(r.text, problems, notes=False),
            see=r.see,
            origin=r.origin,
            keys=r.keys,
        )
        for r in records
    )


# --- the cover -----------------------------------------------------------------------------------


def _cover(record: CoverRecord, problems: list[Problem]) -> Cover:
    """The cover's words are plain paragraphs: nothing that belongs to the inside of a book."""
    blurb, about = (parse_text(written, problems) for written in (record.blurb, record.about))
    for node in walk((blurb, about)):
        # a block has an origin, and of inlines only a note
        if isinstance(node, (Note, Cluster, Mention, Reference)) or (
            hasattr(node, "origin") and not isinstance(node, Paragraph)
        ):
            message = f"a {type(node).__name__.lower()} has no place on a cover"
            problems.append(Problem(getattr(node, "origin", record.origin), NOT_ON_COVER, message))
    problems += _paper(record.paper)
    board = record.board.points
    return Cover(leaf_of(record.paper), board, _paragraphs(blurb), _paragraphs(about), record.origin)


def _paper(paper: PaperRecord) -> Iterator[Problem]:
    """The paper is said in one way, and in all of it."""
    half = bool(paper.grammage) != bool(paper.volume)
    if half or sum(map(bool, (paper.leaf.points, paper.pages_per_inch, paper.grammage))) > 1:
        message = "grammage: and volume: go together" if half else "the paper is said in two ways"
        hint = "give leaf:, or pages_per_inch:, or grammage: and volume:"
        yield Problem(paper.origin, PAPER_TWICE, message, hint)


def _paragraphs(blocks: Blocks) -> tuple[Inlines, ...]:
    return tuple(block.inlines for block in blocks if isinstance(block, Paragraph))


def leaf_of(paper: PaperRecord) -> float:
    """The thickness of a leaf in points, 0 when it is not said; grammage × volume is in thousandths of a millimetre."""
    if paper.leaf.points:
        return paper.leaf.points
    if paper.pages_per_inch:
        return 2 * POINTS["in"] / paper.pages_per_inch  # a leaf has two pages
    return paper.grammage * paper.volume / 1000 * POINTS["mm"]

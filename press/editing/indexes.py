"""The `indexes:` of book.yaml and the files that they name → registers; and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from press.editing.blocks import parse_line
from press.editing.contents import every_record
from press.editing.index_records import FormRecord, RegisterRecord, SubEntryRecord
from press.editing.index_rules import INDEX_OF_NOTHING, REGISTER, REGISTER_NOT_PRINTED
from press.editing.manuscript import RegisterFile
from press.editing.phrases import parse_phrase
from press.editing.punctuation import polished
from press.editing.record_rules import DUPLICATE_ID, NOT_AN_ID
from press.editing.records import BookRecord, ContentsRecord, PieceRecord
from press.fields import NOWHERE, OneOrMore
from press.people import Alias, Form, SubReference
from press.problem import Origin, Problem, did_you_mean, warning
from press.terms import BELOW, MARKS, NAMING, PEOPLE, Register, Term

PEOPLE_FILE = "people.yaml"
FILELESS = {"people": PEOPLE_FILE, "first-lines": "the verse of the book", "authors-cited": "the notes of the book"}
"""The kinds of registers whose headings are in no file of their own, and where these are."""
RESERVED = frozenset(
    [
        "id",
        "class",
        "index",
        "lang",
        "sub",
        "alt",
        "width",
        "height",
        "at",
        "credit",
        "csv",
        "short",
        "title",
        "align",
        "source",
        "href",
        "src",
        "start",
        "end",
        "begin",
        "kind",
        "none",
        "number",
        "part",
        "style",
        "page",
        "note",
        "notes",
        "data",
        "name",
        "value",
        "type",
    ]
)
"""What braces say of something else, or may come to say."""
ID = re.compile(r"[^\W_][\w-]*")
LISTS = ("list", "other-names")
"""The pieces that list what a register has, without pages."""


def kind_of(record: RegisterRecord) -> str:
    """What a register lists: what it says, or what its id says; else subjects."""
    return record.kind or (record.id if record.id in MARKS else "subjects")


def mark_of(record: RegisterRecord) -> str:
    """What the text calls a register."""
    return record.mark or MARKS.get(record.id, record.id)


def with_registers(book: BookRecord) -> BookRecord:
    """The book's record with the title and the words before it that a register gives to the index of it alone."""
    declared = {each.id: each for each in book.indexes}

    def given(piece: PieceRecord) -> PieceRecord:
        within = tuple(map(given, piece.pieces))
        of = piece.registers
        register = declared.get(of[0]) if len(of) == 1 and piece.piece in ("index", "index-of-names") else None
        if register is None:
            return replace(piece, pieces=within) if within else piece
        title = register.title if piece.title is NOWHERE else piece.title
        return replace(piece, pieces=within, title=title, headnote=piece.headnote or register.headnote)

    parts = (book.contents.front, book.contents.body, book.contents.back)
    return replace(book, contents=ContentsRecord(*(tuple(map(given, part)) for part in parts))) if declared else book


# --- what is wrong ---------------------------------------------------------------------------------


def misdeclared_registers(book: BookRecord) -> Iterator[Problem]:
    """Registers of one id or one mark, with a name that is no register's, or without a file; indexes of nothing."""
    ids: dict[str, Origin] = {}
    marks: dict[str, tuple[str, Origin]] = {} if _lists_people(book) else {"person": (PEOPLE, book.origin)}
    for each in book.indexes:
        at = each.keys.get("id", each.origin)
        if each.id in ids:
            yield Problem(at, DUPLICATE_ID, f'register "{each.id}" stands twice', f"first at {ids[each.id]}")
            continue
        ids[each.id] = at
        yield from (faults := tuple(_misnamed(each, at, marks)))
        if not faults:
            marks[mark_of(each)] = (each.id, at)
        yield from _unfiled(each, at)
    yield from _unprinted(book, ids)


def sound_registers(book: BookRecord) -> tuple[RegisterRecord, ...]:
    """The registers that can be told from one another: of the others it has been told what is wrong."""
    found: dict[str, RegisterRecord] = {}
    for each in book.indexes:
        misnamed = any(
            _misnamed(each, each.origin, {mark_of(other): (id_, each.origin) for id_, other in found.items()})
        )
        if each.id not in found and not misnamed:
            found[each.id] = each
    return tuple(found.values())


def _lists_people(book: BookRecord) -> bool:
    return any(kind_of(each) == PEOPLE for each in book.indexes)


def _misnamed(record: RegisterRecord, at: Origin, marks: dict[str, tuple[str, Origin]]) -> Iterator[Problem]:
    mark, kind = mark_of(record), kind_of(record)
    if not ID.fullmatch(record.id):
        yield Problem(at, NOT_AN_ID, f'"{record.id}" cannot be an id', "letters, digits and hyphens")
    elif kind == PEOPLE and (record.id != PEOPLE or mark != "person"):
        yield Problem(at, REGISTER, f'the people of a book are the register "{PEOPLE}", and their mark is "person"')
    elif mark in RESERVED or not ID.fullmatch(mark) or (mark == "person" and kind != PEOPLE):
        said = record.keys.get("mark", at)
        yield Problem(said, REGISTER, f'"{mark}" cannot be a mark: it says something else', "give it another mark:")
    elif mark in marks:
        other, first = marks[mark]
        hint = f"give one of them another mark:; {other} is at {first}"
        yield Problem(record.keys.get("mark", at), REGISTER, f'the mark "{mark}" is that of "{other}"', hint)


def _unfiled(record: RegisterRecord, at: Origin) -> Iterator[Problem]:
    kind = kind_of(record)
    if kind == PEOPLE and record.file not in ("", PEOPLE_FILE):
        yield Problem(record.keys["file"], REGISTER, f"the people of a book are in {PEOPLE_FILE}", "take file: out")
    elif kind == "first-lines" and record.file:
        yield Problem(record.keys["file"], REGISTER, "the first lines of verse come from the text", "take file: out")
    elif kind == "authors-cited" and (said := _idle(record)):
        what = f'the authors cited come from the notes, whatever "{said}" says'
        yield Problem(record.keys.get(said, at), REGISTER, what, f"take {said}: out")
    elif kind not in FILELESS and not record.file:
        hint = f"write file: {record.id}.yaml, with the headings"
        yield Problem(at, REGISTER, f'the register "{record.id}" has no file', hint)
    if record.id not in MARKS and not record.title.text.strip():
        yield Problem(at, REGISTER, f'the register "{record.id}" has no title', "write title:, as the index is headed")


def _idle(record: RegisterRecord) -> str:
    """The first key that says nothing of a register made from the notes."""
    keys = ("file", "in_notes", "headings", "captions", "quotations")
    return next((key for key in keys if getattr(record, key)), "")


def _unprinted(book: BookRecord, ids: dict[str, Origin]) -> Iterator[Problem]:
    """Indexes of what there is not; and registers that no index prints."""
    every = every_record(book.contents)
    pieces = [each for each in every if each.piece not in LISTS and (each.piece.startswith("index") or each.of)]
    printed: set[str] = set()
    for each in pieces:
        at = each.keys.get("of", each.origin)
        if each.of and each.piece != "index":
            what = f'"of" is said of an index or a list, and this is "{each.piece}"'
            yield Problem(at, INDEX_OF_NOTHING, what, "take it out")
        elif not each.registers:
            hint = f"write {{piece: index, of: {next(iter(ids), PEOPLE)}}}"
            yield Problem(at, INDEX_OF_NOTHING, "an index that does not say of what", hint)
        yield from _of_unknown(each, ids)
        printed.update(each.registers)
    yield from _headed_alike(pieces)
    combined = [each for each in pieces if len(each.registers) > 1 and not each.title.text.strip()]
    for each in combined[1:]:
        what = "a second index of several registers without a title"
        yield Problem(each.keys.get("of", each.origin), INDEX_OF_NOTHING, what, "write title:, or two are headed alike")
    meant = {each.id: each.locators or "" for each in book.indexes}
    for each in pieces:
        if len({meant.get(id_, "") for id_ in each.registers}) > 1:
            hint = "give all of them the same locators:, or each an index of its own"
            what = "an index of several registers, in which numbers would mean now pages, now documents"
            yield Problem(each.keys.get("of", each.origin), INDEX_OF_NOTHING, what, hint)
    for each in (each for each in every_record(book.contents) if each.piece in LISTS):
        if not each.registers:
            hint = f"write {{piece: {each.piece}, of: {next(iter(ids), PEOPLE)}}}"
            yield Problem(each.origin, INDEX_OF_NOTHING, "a list that does not say of what", hint)
        yield from _of_unknown(each, ids)
        printed.update(each.registers)
    for id_, at in ids.items():
        if id_ not in printed:
            hint = f"add {{piece: index, of: {id_}}} to contents:"
            yield warning(at, REGISTER_NOT_PRINTED, f'no index prints the register "{id_}"', hint)


def _of_unknown(record: PieceRecord, ids: Iterable[str]) -> Iterator[Problem]:
    """Registers that an index or a list is of, and that there are not."""
    known = {PEOPLE, *ids}
    for id_ in record.registers if record.piece != "index-of-names" else ():
        if id_ not in known:
            hint = did_you_mean(id_, known) or "list it under indexes:"
            at = record.keys.get("of", record.origin)
            yield Problem(at, INDEX_OF_NOTHING, f'no register "{id_}"', hint)


def _headed_alike(pieces: Iterable[PieceRecord]) -> Iterator[Problem]:
    """Indexes of parts, of the same registers and under the same title; and of what no part is said."""
    first: dict[tuple[object, ...], Origin] = {}
    for each in pieces:
        at = each.keys.get("of_part", each.origin)
        if each.of_part and each.piece != "index":
            hint = f"write {{piece: index, of: people, of_part: {each.of_part}}}"
            yield Problem(at, INDEX_OF_NOTHING, f'"of_part" is said of an index, and this is "{each.piece}"', hint)
        alike = (frozenset(each.registers), each.title.text.strip())
        if each.of_part and alike in first:
            hint = f"give it a title:; the other is at {first[alike]}"
            yield Problem(at, INDEX_OF_NOTHING, "an index of a part that is headed as another is", hint)
        if each.piece == "index":
            first.setdefault(alike, each.origin)


# --- from the files --------------------------------------------------------------------------------


def parse_forms(records: Iterable[FormRecord]) -> tuple[Form, ...]:
    """The forms by which the text may name something, spelled as the text is set."""
    return tuple(Form(polished(record.form), record.only_in, record.origin) for record in records)


def parse_subs(records: Iterable[SubEntryRecord]) -> tuple[SubReference, ...]:
    """Where sub-entries refer to, each spelled as the marks of a text spell it."""
    return tuple(
        SubReference(
            BELOW.join(polished(part.strip()) for part in each.sub.split(BELOW.strip())),
            _targets(each.see),
            each.see_also,
            each.origin,
        )
        for each in records
    )


def _targets(written: OneOrMore) -> tuple[str, ...]:
    """What *see* says, which is one or several; nothing where it says nothing."""
    return tuple(filter(None, (written,) if isinstance(written, str) else written))


def parse_register(file: RegisterFile, problems: list[Problem]) -> tuple[Register, tuple[Term, ...]]:
    """A register and what is listed in its file; a heading may have marks, as that of a work has."""
    record, kind = file.record, kind_of(file.record)
    options = {key: getattr(record, key) for key in ("in_notes", "documents", "locators") if getattr(record, key)}
    options |= {key: said == "yes" for key in ("headings", "captions", "quotations") if (said := getattr(record, key))}
    title = parse_phrase(record.title, problems)
    register = Register(
        id=record.id,
        kind=kind,
        mark=mark_of(record),
        options=options,
        title=title,
        file=record.file or FILELESS.get(kind, ""),
        origin=record.origin,
    )
    terms = tuple(
        Term(
            key=each.id,
            mark=register.mark,
            heading=parse_phrase(each.heading, problems),
            gloss=polished(each.gloss),
            note=parse_line(each.note, problems, notes=False),
            forms=parse_forms(each.forms),
            aliases=tuple(
                Alias(polished(a.name), "", parse_forms(a.forms), a.origin, polished(a.sub)) for a in each.aliases
            ),
            see=_targets(each.see),
            see_also=each.see_also,
            subs=parse_subs(each.subs),
            sort=each.sort,
            naming=kind in NAMING,
            rank=rank,
            origin=each.origin,
            keys=each.keys,
        )
        for rank, each in enumerate(file.terms)
    )
    return register, terms

"""The `contents:` of book.yaml → its entries one behind another, each with its matter and its part.

And what is wrong with how they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from press.editing.contents_rules import MISPLACED, PART_WITHIN_PART, PART_WITHOUT_PIECES
from press.editing.record_rules import DUPLICATE_ID
from press.editing.records import ContentsRecord, DocumentsRecord, PieceRecord
from press.fields import NOWHERE
from press.kinds import Matter
from press.problem import Origin, Problem
from press.rules import MISSING_FILE, MISSING_KEY

MATTERS: tuple[Matter, ...] = ("front", "body", "back")


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """An entry in its place; `part` is the entry of the part that it stands in, its own if it is one."""

    record: PieceRecord
    matter: Matter
    part: PieceRecord | None = None

    @property
    def is_part(self) -> bool:
        """Whether it is a part's divider."""
        return self.part is self.record


def entries(contents: ContentsRecord) -> tuple[ContentsEntry, ...]:
    """Every entry in the order of the book, a part before its pieces. A part where none can be is no part here."""
    return tuple(
        entry
        for matter, records in zip(MATTERS, (contents.front, contents.body, contents.back), strict=True)
        for record in records
        for entry in _unfolded(record, matter)
    )


def every_record(contents: ContentsRecord) -> Iterator[PieceRecord]:
    """Every entry as it is written, those of parts behind them."""
    waiting = [*contents.front, *contents.body, *contents.back]
    while waiting:
        yield (record := waiting.pop(0))
        waiting[:0] = record.pieces


def _unfolded(record: PieceRecord, matter: Matter, within: PieceRecord | None = None) -> Iterator[ContentsEntry]:
    if not record.part.text.strip() and not record.pieces:
        yield ContentsEntry(record, matter, within)
        return
    # where it can be no part its pieces are still read, so that one slip brings no others
    part = record if matter == "body" and not within and record.part.text.strip() else within
    if part is record:
        yield ContentsEntry(record, matter, record)
    for each in record.pieces:
        yield from _unfolded(each, matter, part)


def misplaced_parts(contents: ContentsRecord) -> Iterator[Problem]:
    """What no book can be made of: parts without pieces, within one another, outside the body; entries of nothing."""
    for matter, records in zip(MATTERS, (contents.front, contents.body, contents.back), strict=True):
        for record in records:
            yield from _faults(record, matter, within="")


def _faults(record: PieceRecord, matter: Matter, within: str) -> Iterator[Problem]:
    """The faults of an entry, and of those in it."""
    name = record.part.text.strip()
    if not name:
        if "part" in record.keys or record.pieces:
            hint = "write part: with its title, or with the file that has it"
            yield Problem(record.origin, MISSING_KEY, "a part without a title", hint)
        elif not record.piece:
            yield Problem(record.origin, MISSING_KEY, 'missing key "piece"')
    elif record.piece:
        yield Problem(record.origin, MISPLACED, f'an entry is a part or a piece: "{name}" and "{record.piece}"')
    elif within:
        hint = "close the first before it: parts stand side by side"
        yield Problem(record.origin, PART_WITHIN_PART, f'the part "{name}" stands within the part "{within}"', hint)
    elif matter != "body":
        yield Problem(record.origin, MISPLACED, f'the part "{name}" stands in the {matter}', "parts stand in the body")
    elif "/" in name and not record.file and not re.search(r"\s", name):
        hint = "the name of a file ends in .md"
        yield Problem(record.part.origin, MISSING_FILE, f'no file "{name}"', hint)
    elif not record.pieces:
        yield Problem(record.origin, PART_WITHOUT_PIECES, f'the part "{name}" has no pieces', "list its chapters")
    for each in record.pieces:
        yield from _faults(each, matter, within or name)


def misplaced_documents(records: Iterable[DocumentsRecord]) -> Iterator[Problem]:
    """Groups of documents without a title or without documents, or two of one title; documents behind a group."""
    first: dict[str, Origin] = {}
    for record in records:
        name, at = record.group.text.strip(), record.origin
        if name in first and name:
            yield Problem(at, DUPLICATE_ID, f'group "{name}" stands twice', f"first at {first[name]}")
        elif name and not record.documents:
            yield Problem(at, MISSING_KEY, f'the group "{name}" has no documents', "list them under documents:")
        elif not name and record.group is not NOWHERE:
            yield Problem(at, MISSING_KEY, "a group without a title", "write group: with its title")
        elif not name and record.documents and first:
            message = f'"{record.documents[0].text}" stands behind a group, and in none'
            yield Problem(at, MISPLACED, message, "list what is in no group before all groups")
        first |= {name: at} if name else {}

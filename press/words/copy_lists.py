"""Lists of what registers have, as the copy asks for them: their headings with what is said of these; other names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from press.words.letters import CopyRun
from press.words.plain_markdown import UnitNotes, read_plain
from press.words.plain_yaml import CopyField, Record, Value, list_of, record_of, text_of


def heading_runs(records: Iterable[Record], path: str) -> Iterator[CopyRun]:
    """What a list prints of each heading of a file: the heading, and its note or else its gloss.

    What only refers to others is not listed; the heading of a work that has none is made of its source.
    """
    for each in records:
        if "see" not in each:
            yield from _runs((("heading", each.get("heading")), ("note", each.get("note") or each.get("gloss"))), path)


def other_name_runs(records: Iterable[Record], path: str) -> Iterator[CopyRun]:
    """Every other name in a file."""
    aliases = (alias for each in records for alias in list_of(each.get("aliases")))
    yield from _runs(
        (("alias", each if isinstance(each, CopyField) else record_of(each).get("name")) for each in aliases), path
    )


def file_of(register: str, registers: Iterable[Record]) -> str:
    """The file of a register, as book.yaml names it."""
    return next((text_of(each.get("file")) for each in registers if text_of(each.get("id")) == register), "")


def _runs(named: Iterable[tuple[str, Value | None]], path: str) -> Iterator[CopyRun]:
    for name, value in named:
        if isinstance(value, CopyField) and value.text:
            yield read_plain(value.text, value.line, UnitNotes(path), name)[0]

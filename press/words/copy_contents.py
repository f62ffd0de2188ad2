"""The entries of `contents:` as the copy has them: one behind another, with a section of notes where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from press.kinds import behind_notes
from press.words.plain_yaml import CopyField, Record, Value, list_of, record_of, text_of

SECTION = "notes"
"""The piece in which the notes of the whole book stand."""


def entries_of(contents: Record) -> list[Record]:
    """All entries, those of a part behind it; each with its piece and its `matter`: front, body or back."""
    found: list[Record] = []
    for matter in ("front", "body", "back"):
        for each in list_of(contents.get(matter)):
            found += [_entry(one, matter) for one in (each, *list_of(record_of(each).get("pieces")))]
    return found


def with_registers(entries: Sequence[Record], registers: Sequence[Record]) -> list[Record]:
    """The entries, those of indexes with what their register gives them, and with the word of a style for each."""
    return [_registered(entry, registers) for entry in entries]


def _registered(entry: Record, registers: Sequence[Record]) -> Record:
    named = text_of(entry["piece"])
    if named not in ("index", "index-of-names", "list"):
        return entry
    of = registers_of(entry)
    if len(of) > 1:
        return entry
    if named == "list":
        return {"word": CopyField(f"list-of-{of[0]}", 0), **entry}
    given = next((each for each in registers if text_of(each.get("id")) == of[0]), {})
    kept: Record = {key: given[key] for key in ("title", "headnote") if key in given}
    word: Record = {"word": CopyField(f"index-of-{of[0]}", 0)} if named == "index" else {}
    return {**word, **kept, **entry}


def registers_of(entry: Record) -> list[str]:
    """The registers that an index or a list is of."""
    return [text_of(each) for each in list_of(entry.get("of"))] or [text_of(entry.get("of")) or "people"]


def with_section(entries: Sequence[Record], kinds: Sequence[str], *, wanted: bool) -> list[Record]:
    """The entries, each of its kind, with one for a section of notes if it is wanted, else without."""
    if not wanted:
        return [entry for entry, kind in zip(entries, kinds, strict=True) if kind != SECTION]
    if SECTION in kinds:
        return list(entries)
    back = (n for n, entry in enumerate(entries) if text_of(entry["matter"]) == "back" and behind_notes(kinds[n]))
    at = next(back, len(entries))
    return [*entries[:at], _entry(CopyField(SECTION, 0), "back"), *entries[at:]]


def _entry(value: Value, matter: str) -> Record:
    """An entry with its piece, which a part is by its file or its title."""
    given: Record = value if isinstance(value, dict) else {"piece": value}
    return {"piece": given.get("part", CopyField("", 0)), **given, "matter": CopyField(matter, 0)}

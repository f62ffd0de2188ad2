"""The entries of `contents:` as the copy has them: one behind another, with a section of notes where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from press.words.plain_yaml import CopyField, Record, Value, list_of, record_of, text_of

SECTION = "notes"
"""The piece in which the notes of the whole book stand."""
BEHIND = ("glossary", "bibliography", "contributors", "index-of-names", "colophon")
"""Before the first of these, in the back, it stands where the book does not say."""


def entries_of(contents: Record) -> list[Record]:
    """All entries, those of a part behind it; each with its piece and its `matter`: front, body or back."""
    found: list[Record] = []
    for matter in ("front", "body", "back"):
        for each in list_of(contents.get(matter)):
            found += [_entry(one, matter) for one in (each, *list_of(record_of(each).get("pieces")))]
    return found


def with_section(entries: Sequence[Record], *, wanted: bool) -> list[Record]:
    """The entries with one for a section of notes if it is wanted, else without."""
    names = [text_of(entry["piece"]) for entry in entries]
    if not wanted:
        return [entry for entry, name in zip(entries, names, strict=True) if name != SECTION]
    if SECTION in names:
        return list(entries)
    back = (n for n, entry in enumerate(entries) if text_of(entry["matter"]) == "back" and names[n] in BEHIND)
    at = next(back, len(entries))
    return [*entries[:at], _entry(CopyField(SECTION, 0), "back"), *entries[at:]]


def _entry(value: Value, matter: str) -> Record:
    """An entry with its piece, which a part is by its file or its title."""
    given: Record = value if isinstance(value, dict) else {"piece": value}
    return {"piece": given.get("part", CopyField("", 0)), **given, "matter": CopyField(matter, 0)}

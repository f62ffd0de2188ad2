"""Keys of sources as people want them: `kern2004`; what a program counts by is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from press.editing.markdown import KEY
from press.importing.slugs import slug

COUNTED = re.compile(
    r"\d+|[A-Z0-9]{8}|(?:https?:|urn:|ITEM-|item-|ref-?|EndNote|_?id-?)\S*\d\S*|\w+/[A-Z0-9]{6,}|[\w.-]*uuid[\w.=-]*"
)
"""What Zotero, Mendeley and EndNote call a record by themselves: a number, an address, eight capitals and figures."""


class KeyMaker:
    """Keys given out so far."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.given: set[str] = set()
        self.made: dict[str, str] = {}
        """Keys made of author and year, each with what the program called the record."""
        self.taken = set(taken)

    def key_of(self, raw: Mapping[str, Any], record: Mapping[str, Any]) -> str:
        """The key of a record: Better BibTeX's, its own if a person made it, or else author and year."""
        told = str(raw.get("citation-key") or in_extra(raw)).strip()
        own = str(raw.get("id", "") or "")
        if told and re.fullmatch(KEY, told):
            key = told
        elif own and not COUNTED.fullmatch(own):
            key = own
        else:
            key = self.unique(named_key(record))
            self.made[key] = own
        self.given.add(key)
        return key

    def unique(self, wish: str) -> str:
        """A key that nobody has: `kern2004`, `kern2004b`."""
        # a year is followed by a letter, as in any bibliography; a word by a figure
        signs = "bcdefghijklmnopqrstuvwxyz" if wish[-1:].isdigit() else ""
        wishes = (wish + sign for sign in ("", *signs, *(f"-{n}" for n in range(2, 10_000))))
        return next((each for each in wishes if each not in self.given | self.taken), wish)


def in_extra(raw: Mapping[str, Any]) -> str:
    """The key that Better BibTeX has pinned in Zotero's field Extra."""
    found = re.search(r"^citation key: *(\S+)$", str(raw.get("note", "")), re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""


def named_key(record: Mapping[str, Any]) -> str:
    """`kern2004`, `deathinwashington`: author and year of a record, or the first words of its title."""
    names: Any = next((record[k] for k in ("author", "editor", "translator") if record.get(k)), [])
    first = names[0] if isinstance(names, list) and names and isinstance(names[0], dict) else {}
    family = str(first.get("family") or first.get("literal") or first.get("given") or "")
    year = re.search(r"\d{4}", str(record.get("issued", "")))
    title = slug(re.sub(r"^(?:the|an?) ", "", str(record.get("title", "")), flags=re.IGNORECASE))
    word = slug(family).replace("-", "")[:24] or "".join(title.split("-")[:3])[:32]
    made = word + (year[0] if year else "")
    return made if word else f"source{made}"

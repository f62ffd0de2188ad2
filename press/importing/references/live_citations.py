"""Citations that a program keeps alive in an author’s file → clusters, and the records of the works they cite.

Zotero, Mendeley and EndNote write a citation as data beside its words. In the place of both a sign is put, which goes
through pandoc as a word; where it comes out the cluster stands. A work is told from another by its address, not by the
number that a program has given it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from press.importing.references.keys import KeyMaker
from press.importing.references.records import Taken, likened, taken
from press.importing.tidy import tidy
from press.importing.tree.field_signs import FieldSign
from press.importing.typescript import Changed, LeftOut
from press.importing.writing.field_words import words_of_html
from press.text import Citation, Cluster, Inlines, Text, plain

OPEN, CLOSE = "\ue2f0", "\ue2f1"
SIGN = re.compile(f"{OPEN}(\\d+){CLOSE}")
LABELS: Mapping[str, str] = {
    "page": "",
    "book": "bk. ",
    "chapter": "ch. ",
    "column": "col. ",
    "figure": "fig. ",
    "folio": "fol. ",
    "issue": "no. ",
    "line": "l. ",
    "note": "n. ",
    "opus": "op. ",
    "paragraph": "para. ",
    "part": "pt. ",
    "section": "sec. ",
    "sub-verbo": "s.v. ",
    "verse": "v. ",
    "volume": "vol. ",
}
"""What programs call a locator, and how it is written."""
DEAD = "a citation without its data: its words are kept, and nothing is cited"
MADE = "which the press makes itself"


@dataclass(frozen=True, slots=True)
class CitedItem:
    """A work cited at a place, its record as CSL has it, and what tells it from all others."""

    record: Mapping[str, Any]
    identity: str
    prefix: str = ""
    suffix: str = ""
    locator: str = ""
    label: str = "page"
    author: bool = True


@dataclass(slots=True)
class LiveCitations:
    """The citations of one file so far: their clusters, the records by key, and what is to be told."""

    clusters: list[Cluster] = field(default_factory=list)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)
    maker: KeyMaker = field(default_factory=KeyMaker)
    known: dict[str, Taken] = field(default_factory=dict)
    """Records read already, by what a program says of them: it says the same at every place."""

    def beside(self) -> LiveCitations:
        """Those of another file, among which a work has the same key."""
        return LiveCitations(records=self.records, keys=self.keys, maker=self.maker)

    def sign(self, items: list[CitedItem]) -> str:
        """The sign of a citation, which is entered."""
        citations = tuple(
            Citation(self._key(each), tidy(words_of_html(each.prefix)), _suffix(each), each.author) for each in items
        )
        self.clusters.append(Cluster(citations))
        return f"{OPEN}{len(self.clusters) - 1}{CLOSE}"

    def _key(self, item: CitedItem) -> str:
        said = json.dumps(item.record, sort_keys=True)
        made = self.known[said] if said in self.known else self.known.setdefault(said, taken(item.record, "html"))
        # one address may have been given to two works, and a work be corrected between two citations
        known = self.keys.setdefault(item.identity, [])
        same = next((key for key in known if _is_same(self.records[key], made.record)), "")
        if not same:
            key = self.maker.key_of(item.record, made.record)
            if key in self.records:  # a key that a program has given twice
                key = self.maker.unique(key)
                self.maker.given.add(key)
            known.append(key)
            self.records[key] = {**made.record, "id": key}
            dropped = sorted({name for name, _ in made.dropped if name not in ("abstract", "keyword")})
            if dropped:
                self.changed.append(
                    Changed(0, f'fields of the source "{key}" that are not taken: {", ".join(dropped)}')
                )
            return key
        return same

    @staticmethod
    def dead(words: str) -> str:
        """A sign that tells, at its place, that the data of a citation cannot be read."""
        return FieldSign("told", "", f'{DEAD}: "{" ".join(words.split())[:80]}"').written

    def made(self, what: str, words: str) -> None:
        """Tell what a program has made of the citations or headings, and the press makes anew."""
        if words.strip():
            self.left.append(LeftOut(0, " ".join(words.split()), f"{what}, {MADE}"))

    def inlines(self, text: str) -> Inlines | None:
        """A word of pandoc’s with the clusters in the place of their signs; None where it has none."""
        if OPEN not in text:
            return None
        parts = SIGN.split(text)
        found = ((self.clusters[int(each)] if n % 2 else Text(each)) for n, each in enumerate(parts) if each)
        return tuple(found)


def _is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records that a program gives one address are of one work: the title, or author and year, agree."""
    alike = {key: likened(one.get(key, "")) == likened(other.get(key, "")) for key in ("title", "author", "issued")}
    return alike["title"] or (bool(one.get("author")) and alike["author"] and alike["issued"])


def _suffix(item: CitedItem) -> Inlines:
    """What stands behind a key: `45`, `ch. 3, n. 4`."""
    label = LABELS.get(item.label or "page", f"{item.label} ")
    locator = item.locator.strip()
    said = tidy(words_of_html(item.suffix.strip()))
    if not locator:
        return said
    begins = plain(said)[:1]
    between = "" if not said or begins in ",;.:)" else " " if begins == "(" else ", "
    return tidy((Text(f"{label}{locator}{between}"), *said))


# --- CSL_CITATION ----------------------------------------------------------------------------------------


def items_of(said: str) -> list[CitedItem]:
    """The works in the JSON of a citation of Zotero’s or Mendeley’s; none where it cannot be read."""
    try:
        whole = json.JSONDecoder().raw_decode(said[said.index("{") :])[0]
        found = [_item(each) for each in whole["citationItems"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []
    return [] if None in found else [each for each in found if each is not None]


def _item(said: Mapping[str, Any]) -> CitedItem | None:
    record = said.get("itemData")
    if not isinstance(record, dict) or not record:
        return None
    uris = [str(each) for each in said.get("uris", said.get("uri", [])) or []]
    bare = {key: value for key, value in record.items() if key != "id"}
    return CitedItem(
        record={**record, "id": record.get("id", "")},
        identity=uris[0] if uris else json.dumps(bare, sort_keys=True),
        prefix=str(said.get("prefix") or ""),
        suffix=str(said.get("suffix") or ""),
        locator=str(said.get("locator") or ""),
        label=str(said.get("label") or "page"),
        author=not (said.get("suppress-author") or said.get("suppressAuthor")),
    )

"""Who has written or edited the book, as contributors.yaml and the headers say, read again: the names to be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from press.style.records import AuthorsRecord
from press.words.letters import CopyRun
from press.words.plain_yaml import CopyField, Record, Value, list_of, record_of, text_of

ROLES = {"editors": "editor", "translators": "translator", "series_editors": "series-editor"}
"""Who is on the title page by a role, where book.yaml names nobody."""
ReadPlain: TypeAlias = "Callable[[Value | None, str, str], CopyRun | None]"
"""How a field is read as plain words: its value, what it is called, and its file."""


@dataclass(frozen=True, slots=True)
class CopyContributors:
    """The records of contributors.yaml by their ids; `book`: book.yaml; `people`: the records of people.yaml."""

    records: Mapping[str, Record]
    book: Record
    people: Mapping[str, Record]
    style: AuthorsRecord
    plain: ReadPlain

    def byline(self, header: Record) -> list[CopyRun]:
        """The authors of a chapter, under its title."""
        if not self.style.title:
            return []
        signed = [self.records.get(text_of(key), {}) for key in list_of(header.get("authors"))]
        return [run for each in signed for run in (*self.name(each), *self._affiliation(each))]

    def _affiliation(self, record: Record) -> list[CopyRun]:
        return self._fields(record, "affiliation") if self.style.affiliation == "title" else []

    def note(self, header: Record) -> tuple[CopyRun, ...]:
        """The note behind their names, if the style has their affiliations in one."""
        signed = [self.records.get(text_of(key), {}) for key in list_of(header.get("authors"))]
        runs = [run for each in signed for run in self._fields(each, "affiliation")]
        if not (self.style.title and self.style.affiliation == "note" and runs):
            return ()
        return (CopyRun(runs[0].path, tuple(word for run in runs for word in run.words), (), "note *"),)

    def in_contents(self, header: Record) -> list[CopyRun]:
        """The authors of a chapter, in the table of contents."""
        signed = list_of(header.get("authors")) if self.style.contents else ()
        return [run for key in signed for run in self.name(self.records.get(text_of(key), {}))]

    def title_page(self) -> list[CopyRun]:
        """Authors, editors, translators, and editors of the series."""
        return [*self.authors(), *(run for key in ROLES for run in self._of_whole(key))]

    def authors(self) -> list[CopyRun]:
        """The authors of the book."""
        return self._of_whole("authors")

    def editors(self) -> list[CopyRun]:
        """The editors of the book."""
        return self._of_whole("editors")

    def _of_whole(self, key: str) -> list[CopyRun]:
        single = key.removesuffix("s")
        ids = self._ids(key)
        if not ids and single in self.book:
            return [run for run in [self.plain(self.book[single], single, "book.yaml")] if run]
        return [run for each in ids for run in self.name(self.records.get(each, {}))]

    def _ids(self, key: str) -> list[str]:
        """Who has a part in the whole book: whom book.yaml names, or else those with the role."""
        named = [text_of(each) for each in list_of(self.book.get(key))]
        if named or key not in ROLES or key.removesuffix("s") in self.book:
            return named
        return [id_ for id_, each in self.records.items() if ROLES[key] in map(text_of, list_of(each.get("roles")))]

    def listed(self, headers: Iterable[Record]) -> list[CopyRun]:
        """The list of contributors: those who have written something, or have a part in the whole."""
        used = {text_of(key) for header in headers for key in list_of(header.get("authors"))}
        used |= {each for key in ("authors", *ROLES) for each in self._ids(key)}
        there = [each for key, each in self.records.items() if key in used]
        return [run for each in there for run in (*self.name(each), *self._fields(each, "affiliation", "bio", "orcid"))]

    def name(self, record: Record) -> list[CopyRun]:
        """A name in reading order, each of its parts a run."""
        person = self.people.get(text_of(record.get("person")), {})
        path = "people.yaml" if person else "contributors.yaml"
        name = (person or record).get("name")
        parts = {"only": name} if isinstance(name, CopyField) else record_of(name)
        ordered = ("given", "particle", "family", "suffix", "only")
        return [run for part in ordered if (run := self.plain(parts.get(part), part, path))]

    def _fields(self, record: Record, *keys: str) -> list[CopyRun]:
        return [run for key in keys if (run := self.plain(record.get(key), key, "contributors.yaml"))]

"""Those who wrote single chapters, or a book together → entries of `contributors.yaml`, each once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from press.importing.names.full_names import author_fields
from press.importing.slugs import Slugs, slug
from press.importing.writing.records import scalar

INSTITUTION = re.compile(
    r"\b(?:universit|institut|colleg|department|dept\b|school|facult|hochschule|academy|akademie|museum|archive|library)|@"
    r"|\bcentre\b|\bcenter\b",
    re.IGNORECASE,
)
"""What is no name of a person but of where one works."""
CONTRIBUTORS = "contributors.yaml"


class Contributors:
    """The contributors met so far: `records` as YAML text, in the order in which they were met."""

    def __init__(self) -> None:
        self.records: list[str] = []
        self.keys: dict[str, str] = {}
        self.slugs = Slugs()

    def key(self, name: str) -> str:
        """The id of a contributor by name, who gets a record when met for the first time."""
        words = " ".join(name.split())
        if words.casefold() not in self.keys:
            parts = {"family": "family", "given": "given", "non-dropping-particle": "particle", "suffix": "suffix"}
            found = author_fields(words)
            held = {ours: found[theirs] for theirs, ours in parts.items() if theirs in found} or {"only": words}
            key = self.slugs.make(held.get("family", words), slug(words))
            self.keys[words.casefold()] = key
            self.records.append(f"- id: {scalar(key)}\n  name: {scalar(held)}\n  roles: [author]\n")
        return self.keys[words.casefold()]

    def line(self, author: str, where: Sequence[str] = ()) -> str:
        """How book.yaml names who wrote the book: one by name, several by their ids, each with where they belong, which
        lines of their own may say (`where`): as many as there are authors are one of each, else the last one's.
        """
        said = [each for each in re.split(r" and |; ", author) if each.strip()]
        names = [each for each in said if not INSTITUTION.search(each)]
        if not names or (len(said) < 2 and not where):
            return f"author: {scalar(author)}" if author else "# author: the author's name"
        own = list(where) if len(where) == len(names) else [*[""] * (len(names) - 1), ", ".join(where)]
        for n, each in enumerate(said):
            if INSTITUTION.search(each):
                continue
            place = ", ".join(filter(None, (*self._institutions(said[n + 1 :]), own.pop(0))))
            met = len(self.records)
            self.key(each)
            if place and len(self.records) > met:
                self.records[-1] += f"  affiliation: {scalar(place)}\n"
        return f"authors: [{', '.join(scalar(self.key(each)) for each in names)}]"

    @staticmethod
    def _institutions(behind: list[str]) -> Iterator[str]:
        for each in behind:
            if not INSTITUTION.search(each):
                return
            yield each

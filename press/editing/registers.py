"""What keys can name: people, sources, pictures, and the targets of cross-references; and where names occur."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any

from press.book import Occurrence, Source, Target
from press.editing.manuscript import Draft
from press.editing.record_rules import DUPLICATE_ID, NOT_AN_ID, UNKNOWN_PERSON, UNKNOWN_SOURCE
from press.editing.rules import MISSING_FIGURE, UNKNOWN_REFERENCE
from press.people import Person
from press.problem import Origin, Problem, Rule, did_you_mean
from press.rules import OUTSIDE
from press.text import Figure, FigureGroup

ID = re.compile(r"[^\W_][\w-]*")
RESERVED = ("b-", "bh-", "d-", "h-", "m-", "n-", "r-", "call-", "index-", "source-")
"""Anchors of the press's own begin so."""
DECLARED = {"person": {"people"}, "source": {"sources"}, "place": {"chapters", "documents"}}
"""Where a thing would be declared: as long as that has not been read whole, nobody can say that it is unknown."""


class Registers:
    """The registers of one draft, and the problems met. Those of targets, references and occurrences are filled as it
    is linked; `numbers`: of what is numbered through the book, or through an appendix; `plates`: as they are come to.
    """

    def __init__(self, draft: Draft) -> None:
        self.problems: list[Problem] = []
        self.files, self.incomplete = draft.files, draft.incomplete
        self.people: Mapping[str, Person] = self.by_key(draft.people, "person")
        self.sources: Mapping[str, Source] = self.by_key(draft.sources, "source")
        self.targets: dict[str, Target] = {}
        self.references: list[tuple[str, Origin]] = []
        self.occurrences: list[Occurrence] = []
        self.numbers: dict[tuple[str, str], Iterator[int]] = {}
        self.plates: list[Figure | FigureGroup] = []

    def by_key(self, things: Iterable[Any], what: str) -> dict[str, Any]:
        """Things by their keys; a problem for each key that stands twice."""
        found: dict[str, Any] = {}
        for thing in things:
            if thing.key in found:
                first = found[thing.key].origin
                message = f'{what} "{thing.key}" stands twice'
                self.problems.append(Problem(thing.origin, DUPLICATE_ID, message, f"first at {first}"))
            found.setdefault(thing.key, thing)  # the first holds, so that one slip brings no others
        return found

    def add_target(self, anchor: str, target: Target) -> None:
        """Register what a cross-reference can point to."""
        # a piece and a note without a name have ids of the press's own making
        made = target.kind == "piece" or anchor.startswith(f"n-{target.home}-")
        if not made and (not ID.fullmatch(anchor) or anchor.startswith(RESERVED)):
            hint = f"letters, digits and hyphens; not to begin with {', '.join(RESERVED)}"
            self.problems.append(Problem(target.origin, NOT_AN_ID, f'"{anchor}" cannot be an id', hint))
        if anchor in self.targets:
            first = self.targets[anchor].origin
            message = f'id "{anchor}" stands twice'
            self.problems.append(Problem(target.origin, DUPLICATE_ID, message, f"first at {first}"))
        self.targets.setdefault(anchor, target)

    def next_number(self, what: str, within: str) -> str:
        """The next number of a figure, or whatever else is numbered through the book: 7, or A.1 `within` appendix A."""
        number = next(self.numbers.setdefault((what, within), count(1)))
        return f"{within}.{number}" if within else str(number)

    def person_exists(self, key: str, origin: Origin) -> bool:
        """Whether a person is declared; a problem if not."""
        if key not in self.people:
            self.complain_of_unknown(origin, UNKNOWN_PERSON, "person", key, self.people)
        return key in self.people

    def source_exists(self, key: str, origin: Origin) -> None:
        """A problem when a work is not in sources.yaml."""
        if key not in self.sources:
            self.complain_of_unknown(origin, UNKNOWN_SOURCE, "source", key, self.sources)

    def file_exists(self, path: str, origin: Origin) -> None:
        """A problem when a picture is not among the manuscript's files."""
        # the engine takes a path for a URL, in which a colon ends the name of a protocol
        if path.startswith("/") or ".." in path.split("/") or ":" in path:
            self.problems.append(Problem(origin, OUTSIDE, f'"{path}" leaves the manuscript'))
        elif path not in self.files:
            hint = did_you_mean(path, self.files)
            self.problems.append(Problem(origin, MISSING_FIGURE, f'no picture "{path}"', hint))

    def refer(self, target: str, origin: Origin) -> None:
        """Note a reference; whether there is such a target shows when all of the book has been linked."""
        self.references.append((target, origin))

    def check_references(self) -> None:
        """A problem for each reference that leads nowhere."""
        for target, origin in self.references:
            if target not in self.targets:
                self.complain_of_unknown(origin, UNKNOWN_REFERENCE, "place", target, self.targets)

    def complain_of_unknown(self, origin: Origin, rule: Rule, what: str, key: str, known: Iterable[str]) -> None:
        """A problem where something is named that is not there, unless it may well have been written."""
        if self.incomplete & DECLARED.get(what, set()):
            return
        where = {"person": " in people.yaml", "source": " in sources.yaml"}.get(what, "")
        self.problems.append(Problem(origin, rule, f'no {what} "{key}"{where}', did_you_mean(key, known)))

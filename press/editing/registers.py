"""What keys can name: people, sources, pictures, and the targets of cross-references; and where names occur."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from press.book import Occurrence, Source, Target
from press.editing.author_names import KIND, author_names
from press.editing.index_marks import OTHER_MARKS
from press.editing.index_ranges import OpenRanges
from press.editing.index_rules import UNKNOWN_TERM
from press.editing.indexes import mark_of
from press.editing.manuscript import Draft
from press.editing.names import fold
from press.editing.record_rules import DUPLICATE_ID, NOT_AN_ID, UNKNOWN_PERSON, UNKNOWN_SOURCE
from press.editing.rules import MISSING_FIGURE, UNKNOWN_MARK, UNKNOWN_REFERENCE
from press.editing.work_headings import with_heading
from press.people import Person
from press.problem import Origin, Problem, Rule, did_you_mean
from press.rules import OUTSIDE
from press.terms import PEOPLE, Indexed, Register, Term, told
from press.text import Discussion, Figure, FigureGroup, Mention, Phrase, Verse, plain, repeated

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
        self.indexes: Mapping[str, Register] = self._indexes(draft)
        people = Register(id=PEOPLE, kind=PEOPLE, mark="person", terms=self.people, origin=Origin(""))
        self.by_mark: Mapping[str, Register] = {each.mark: each for each in (people, *self.indexes.values())}
        self.unsound = {mark_of(each) for each in draft.record.indexes}  # what is wrong with them has been told
        self.authors = author_names(self.sources.values() if any(e.kind == KIND for e in self.indexes.values()) else ())
        self.subs: dict[str, str] = {}
        self.ranges = OpenRanges(self.problems)
        self.targets: dict[str, Target] = {}
        self.references: list[tuple[str, Origin]] = []
        self.occurrences: list[Occurrence] = []
        self.cited: set[tuple[str, str]] = set()
        self.numbers: dict[tuple[str, str], int] = {}
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

    def _indexes(self, draft: Draft) -> dict[str, Register]:
        """The registers of the book by their ids, each with what it lists."""
        found: dict[str, Register] = {}
        language = draft.record.language
        for register, listed in draft.registers:
            if register.id in found:
                continue  # which has been told
            terms: Mapping[str, Indexed] = self.people
            if register.kind != PEOPLE:
                terms = self.by_key(
                    (with_heading(each, register, self.sources, language) for each in listed), register.mark
                )
            found[register.id] = replace(register, terms=terms)
        return found

    def enter(self, found: Occurrence, named: Mention | Discussion) -> None:
        """Enter an occurrence; the end of a range is part of that which begins it."""
        edge = "" if isinstance(named, Discussion) else named.edge
        if edge == "end":
            if ended := self.ranges.end(found):
                self.occurrences[ended[0]] = ended[1]
            return
        if edge == "begin":
            self.ranges.begin(found, len(self.occurrences))
        self.occurrences.append(found)

    def sub_of(self, mention: Mention, form: str) -> str:
        """The sub-entry that words belong to which have been found: that of the other heading whose form they are."""
        if not self.subs:
            self.subs[""] = ""
            for register in self.by_mark.values():
                for term in register.terms.values():
                    for alias in (each for each in term.aliases if each.sub):
                        self.subs |= {f"{term.mark}={term.key} {fold(f.text)}": alias.sub for f in alias.forms}
        return self.subs.get(f"{mention.mark}={mention.term} {fold(form)}", "") if mention.found else ""

    def first_line(self, verse: Verse) -> Mention | None:
        """The mark of a poem's first line, which is listed by that; nothing if there is no index of them.

        The stop that ends a line does not end a heading; a line that is asked or exclaimed keeps its mark.
        """
        register = next((each for each in self.indexes.values() if each.kind == "first-lines"), None)
        first = plain(repeated(verse.stanzas[0][0].inlines)).strip().rstrip(",;:.–— ")
        if register is None or not first:
            return None
        terms = cast("dict[str, Indexed]", register.terms)
        known = next((key for key, term in terms.items() if isinstance(term, Term) and told(term.shown) == first), "")
        key = known or f"line-{len(terms) + 1}"
        terms.setdefault(key, Term(key=key, mark=register.mark, heading=Phrase.of(first), origin=verse.origin))
        return Mention(key, (), line=verse.origin.line, mark=register.mark, found=True)

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
        number = self.numbers[what, within] = self.numbers.get((what, within), 0) + 1
        return f"{within}.{number}" if within else str(number)

    def person_exists(self, key: str, origin: Origin) -> bool:
        """Whether a person is declared; a problem if not."""
        if key not in self.people:
            self.complain_of_unknown(origin, UNKNOWN_PERSON, "person", key, self.people)
        return key in self.people

    def register_of(self, mark: str, key: str, origin: Origin) -> Register | None:
        """The register that a mark names; a problem, and nothing, if there is none, or it has no heading of this id."""
        register = self.by_mark.get(mark)
        if mark == "person" and key.strip():
            return register if self.person_exists(key, origin) else None
        if register is None and mark in self.unsound:
            return None
        if register is None:
            hint = did_you_mean(mark, self.by_mark) or f"marks are {', '.join((*self.by_mark, *OTHER_MARKS))}"
            self.problems.append(Problem(origin, UNKNOWN_MARK, f"a mark says {mark}", hint))
        elif key in register.terms:
            return register
        elif f"index {register.id}" not in self.incomplete:
            hint = _nearest(key, register)
            rule = UNKNOWN_PERSON if mark == "person" else UNKNOWN_TERM
            message = f'no {mark} "{key}" in {register.file}' if key.strip() else f"a mark names no {mark}"
            self.problems.append(Problem(origin, rule, message, hint))
        return None

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
        message, hint = f'no {what} "{key}"{where}', did_you_mean(key, known)
        self.problems.append(Problem(origin, rule, message, hint, lacks=key))


def _nearest(key: str, register: Register) -> str:
    """The heading that may have been meant, by its id or by its words."""
    headings = {told(each.shown): id_ for id_, each in register.terms.items() if isinstance(each, Term)}
    if hint := did_you_mean(key, register.terms):
        return hint
    near = did_you_mean(key, headings)
    meant = next((id_ for heading, id_ in headings.items() if f'"{heading}"' in near), "")
    return f'did you mean "{meant}"?' if meant else ""

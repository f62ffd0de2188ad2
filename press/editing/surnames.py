"""A bare surname that two people have, behind the full name of the one whom it does not stand for.

`people.yaml` may give *Quill* to Ada and only *Ned Quill* to her brother: then *Quill* behind *Ned Quill* is found for
her, though a reader thinks of him. It is told where Ada is not yet named in the chapter, or where he is the last who is
named, or named in the same paragraph, and she not before him there. A mark or `only_in` says that it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from press.book import Book, Occurrence
from press.editing.names import declared, fold
from press.editing.record_rules import SHARED_SURNAME
from press.people import attach
from press.problem import Origin, Problem, warning
from press.terms import PEOPLE


def surnames_tell_who_is_meant(book: Book) -> Iterator[Problem]:
    """A bare surname must not stand where another bearer of it has just been named in full."""
    bare = _bare_surnames(book)
    passages: dict[tuple[str, str], _Passage] = {}  # a chapter or a document, and each of its notes
    for each in book.occurrences:
        if each.register != PEOPLE or each.span or each.where == "heading":
            continue
        passage = passages.setdefault((each.unit, each.note), _Passage(book.lines))
        words = _words(each.form)
        whose = bare.get(words, {})
        # not where a mark has said who it is, nor where a form is limited to this unit, which says so too
        if each.term in whose and not each.marked and each.unit not in whose[each.term]:
            other = passage.mistakable(each, words)
            if other:
                yield _problem(each, other, passage)
        passage.add(each, words, [ending for ending in _endings(words) if ending in bare])


def _bare_surnames(book: Book) -> dict[str, dict[str, frozenset[str]]]:
    """Surname → who has it for a form, and to which units that is limited; only those that end forms of others."""
    bare: dict[str, dict[str, frozenset[str]]] = {}
    forms = [(key, form, _words(form.text)) for key, person in book.people.items() for form in declared(person)]
    for key, form, words in forms:
        person = book.people[key]
        if " " not in words or words == _words(attach(person.particle, person.family)):
            bare.setdefault(words, {})[key] = frozenset(form.only_in)
    ends: dict[str, set[str]] = {}
    for key, _, words in forms:
        for ending in _endings(words):
            ends.setdefault(ending, set()).add(key)
    return {surname: whose for surname, whose in bare.items() if surname and ends.get(surname, set()) - whose.keys()}


def _endings(words: str) -> list[str]:
    """All that words end with behind a space."""
    return [words[at + 1 :] for at, letter in enumerate(words) if letter == " "]


def _words(form: str) -> str:
    """A form as it is compared: without the genitive, whatever its capitals."""
    return re.sub(r"'s?$", "", fold(form)).casefold()


@dataclass(slots=True)
class _Passage:
    """Who has been named so far. `full`: by surname, the last naming in full; `last`: the last of all."""

    lines: Mapping[str, Sequence[str]]
    named: dict[str, set[Origin]] = field(default_factory=dict)
    full: dict[str, Occurrence] = field(default_factory=dict)
    last: Occurrence | None = None

    def add(self, each: Occurrence, words: str, surnames: Iterable[str]) -> None:
        """Somebody more, by words that end with these surnames."""
        self.full.update(dict.fromkeys(surnames, each))
        if words in self.full and self.full[words].term != each.term:
            del self.full[words]  # the bare surname has been somebody else's since
        self.named.setdefault(each.term, set()).add(self.paragraph(each.origin))
        self.last = each

    def mistakable(self, each: Occurrence, surname: str) -> Occurrence | None:
        """The naming in full of another, whom a bare surname may be taken for."""
        other = self.full.get(surname)
        if other is None or other.term == each.term:
            return None
        here, there = self.paragraph(each.origin), self.paragraph(other.origin)
        named = self.named.get(each.term, set())
        near = here == there or other is self.last
        return other if not named or (near and there not in named) else None

    def paragraph(self, origin: Origin) -> Origin:
        """The first line of the paragraph of a line."""
        lines = self.lines.get(origin.path, ())
        line = min(origin.line, len(lines))
        while line > 1 and lines[line - 2].strip():
            line -= 1
        return Origin(origin.path, line)


def _problem(each: Occurrence, other: Occurrence, passage: _Passage) -> Problem:
    told = f'"{fold(each.form)}" is found for {each.term}, and "{fold(other.form)}" ({other.term}) stands before it'
    hint = f"write [{fold(each.form)}]{{person={each.term}}}, or {{person={other.term}}}"
    return warning(_line(each, other, passage), SHARED_SURNAME, told, hint)


def _line(each: Occurrence, other: Occurrence, passage: _Passage) -> Origin:
    """The first line from where a text begins, and behind the other, that has the surname by itself."""
    lines = passage.lines.get(each.origin.path, ())
    first = each.origin.line
    full, bare = fold(other.form), re.compile(rf"\b{re.escape(_words(each.form))}\b", re.IGNORECASE)
    seen = passage.paragraph(each.origin) != passage.paragraph(other.origin)
    for number, line in enumerate(lines[max(first - 1, 0) :], max(first, 1)):
        if not line.strip():
            break
        text = fold(line)
        at = 0 if seen else text.find(full)
        if at >= 0 and bare.search(text.replace(full, "\0" * len(full)), at):
            return Origin(each.origin.path, number)
        seen = seen or at >= 0
    return each.origin

"""Finding names in running text, in a closed world: only the forms that people.yaml declares are found.

Longest first, case-sensitive, whole words; a soft hyphen, a no-break space or a curly apostrophe makes no difference, nor
does emphasis within a name. A form that several people share is found for all of them: the caller must complain.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from press.book import (
    Cluster,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Mention,
    Note,
    Person,
    Reference,
    Text,
    plain,
    replace,
)

WORD = re.compile(r"\w+")
FOLDS = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "‑": "-", "\n": " "})
WALL = "\x00"  # stands for what is not searched, so that no name is found across it


@dataclass(frozen=True, slots=True)
class Found:
    """A form found at [start, end) of a text, with the keys of those it may name."""

    start: int
    end: int
    people: tuple[str, ...]
    form: str


def fold(text: str) -> str:
    """The text as names are compared: NFC, without soft hyphens, plain apostrophes and spaces."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "").translate(FOLDS)


class Names:
    """The declared forms of all people, ready to be looked for."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.forms: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        by_first: dict[str, set[str]] = defaultdict(set)
        for person in people:
            for form in (*person.forms, *(form for alias in person.aliases for form in alias.forms)):
                words = fold(form.text).strip()
                if first := WORD.match(words):
                    if (person.key, form.only_in) not in self.forms[words]:
                        self.forms[words].append((person.key, form.only_in))
                    by_first[first[0]].add(words)
        self.by_first = {word: sorted(forms, key=len, reverse=True) for word, forms in by_first.items()}

    def bearers(self, form: str, unit: str) -> tuple[str, ...]:
        """Who may be meant by a form in a unit: a form limited to the unit goes before one that is not limited."""
        here = [key for key, only_in in self.forms[form] if unit in only_in]
        return tuple(dict.fromkeys(here or [key for key, only_in in self.forms[form] if not only_in]))

    def find(self, text: str, unit: str) -> list[Found]:
        """The names in a folded text, longest first, none overlapping."""
        found: list[Found] = []
        last = 0
        for word in WORD.finditer(text):
            if word.start() < last:
                continue
            for form in self.by_first.get(word[0], ()):
                end = word.start() + len(form)
                if not text.startswith(form, word.start()) or WORD.match(text, end):
                    continue
                if people := self.bearers(form, unit):
                    found.append(Found(word.start(), end, people, form))
                    last = end
                    break
        return found


class Titles:
    """Titles of works, in which no name is looked for."""

    def __init__(self, titles: Iterable[str]) -> None:
        known = {self._fold(title) for title in titles if title}
        known |= {title.split(":")[0].strip() for title in known}
        self.known = known
        quoted = sorted((t for t in known if " " in t), key=len, reverse=True)
        pattern = "|".join(re.escape(title) for title in quoted)
        self.quoted = re.compile(rf"[‘“](?:{pattern})[,.]?['”]", re.IGNORECASE) if quoted else None

    @staticmethod
    def _fold(title: str) -> str:
        return fold(title).strip(" .,").casefold()

    def __contains__(self, inlines: Inlines) -> bool:
        return self._fold(plain(inlines)) in self.known

    def wall(self, text: str) -> str:
        """A folded text with every quoted title walled off, letter for letter."""
        return self.quoted.sub(lambda match: WALL * len(match[0]), text) if self.quoted else text


class Marker:
    """Puts mentions into inlines: `mark(inlines)` wraps every name found in a mention without an anchor."""

    def __init__(self, names: Names, titles: Titles) -> None:
        self.names, self.titles = names, titles

    def mark(self, inlines: Inlines, unit: str) -> tuple[Inlines, list[tuple[Found, int]]]:
        """The inlines with mentions, and the names that several people share, each with its line."""
        leaves: list[Text | None] = []
        self._gather(inlines, leaves)
        folded, starts = self._fold_leaves(leaves)
        cuts: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        shared: list[tuple[Found, int]] = []
        for name in self.names.find(self.titles.wall(folded), unit):
            touched = [leaf for leaf, (start, end, _) in enumerate(starts) if start < name.end and end > name.start]
            if len(name.people) > 1:
                first = leaves[touched[0]]
                shared.append((name, first.line if first else 0))
                continue
            for leaf in touched:
                start, end, offsets = starts[leaf]
                from_, to = max(name.start, start) - start, min(name.end, end) - start
                cuts[leaf].append((offsets[from_], offsets[to - 1] + 1, name.people[0]))
        if not cuts:
            return inlines, shared
        return self._rebuild(inlines, iter(range(len(leaves))), cuts), shared

    def _gather(self, inlines: Inlines, leaves: list[Text | None]) -> None:
        """The texts to be searched, in order; None where something is not searched."""
        for inline in inlines:
            if isinstance(inline, Text):
                leaves.append(inline)
            elif self._closed(inline):
                leaves.append(None)
            else:
                self._gather(inline.inlines, leaves)  # type: ignore[union-attr]

    def _closed(self, inline: Inline) -> bool:
        if isinstance(inline, Emphasis):
            return inline.inlines in self.titles
        return isinstance(inline, (Mention, Note, Cluster, LineBreak, Reference))

    @staticmethod
    def _fold_leaves(leaves: list[Text | None]) -> tuple[str, list[tuple[int, int, list[int]]]]:
        """One folded text of all leaves; for each leaf where it stands and, letter by letter, the place in its own text."""
        parts: list[str] = []
        starts: list[tuple[int, int, list[int]]] = []
        at = 0
        for leaf in leaves:
            text = leaf.text if leaf else WALL
            offsets = [i for i, char in enumerate(text) if char != "\u00ad"]
            part = text.replace("\u00ad", "").translate(FOLDS)
            parts.append(part)
            starts.append((at, at + len(part), offsets))
            at += len(part)
        return "".join(parts), starts

    def _rebuild(self, inlines: Inlines, leaf: Iterable[int], cuts: dict[int, list[tuple[int, int, str]]]) -> Inlines:
        numbers = iter(leaf)
        rebuilt: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, Text):
                rebuilt += self._cut(inline, cuts.get(next(numbers), []))
            elif self._closed(inline):
                next(numbers)
                rebuilt.append(inline)
            else:
                inner = self._rebuild(inline.inlines, numbers, cuts)  # type: ignore[union-attr]
                rebuilt.append(replace(inline, inlines=inner))  # type: ignore[arg-type]
        return tuple(rebuilt)

    @staticmethod
    def _cut(text: Text, cuts: list[tuple[int, int, str]]) -> list[Inline]:
        pieces: list[Inline] = []
        last = 0
        for start, end, person in cuts:
            if start > last:
                pieces.append(Text(text.text[last:start], text.line))
            pieces.append(Mention(person, (Text(text.text[start:end], text.line),), line=text.line))
            last = end
        if last < len(text.text):
            pieces.append(Text(text.text[last:], text.line))
        return pieces

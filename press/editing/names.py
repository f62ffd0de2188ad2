"""Finding names in running text, in a closed world: only the forms that registers declare are found.

Longest first, case-sensitive, whole words; a soft hyphen, a no-break space, another hyphen or a curly apostrophe makes
no difference, nor does emphasis within a name. A form that several people share, or a person and a place, is found for
all of them: the caller must complain.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from press.editing.punctuation import polished
from press.people import Form
from press.terms import Indexed, TermId
from press.text import Cluster, Emphasis, Inline, Inlines, LineBreak, Link, Mention, Note, Reference, Side, Text, plain

WORD = re.compile(r"\w+")
FOLDS = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "‐": "-", "‑": "-", "\n": " "})
WALL = "\x00"  # stands for what is not searched, so that no name is found across it


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form found at [start, end) of a text, with what it may name: each by the mark of its register, and its key."""

    start: int
    end: int
    terms: tuple[TermId, ...]
    form: str


def fold(text: str) -> str:
    """The text as names are compared: NFC, without soft hyphens, plain apostrophes, single spaces."""
    folded = unicodedata.normalize("NFC", text).replace("\u00ad", "").translate(FOLDS)
    return re.sub(" +", " ", folded).strip()


def declared(term: Indexed) -> tuple[Form, ...]:
    """Every form by which the text may name somebody or something, under whatever name."""
    return (*term.forms, *(form for alias in term.aliases for form in alias.forms))


def _spellings(form: Form, term: Indexed) -> Iterator[str]:
    """A form as it is declared, and as it begins a sentence: what is no name of a person may be a common word."""
    yield (words := fold(form.text))
    if term.mark != "person" and words[:1].islower():
        yield words[0].upper() + words[1:]


class Names:
    """The declared forms of all people, and of whatever else a register lists, ready to be looked for."""

    def __init__(self, terms: Iterable[Indexed]) -> None:
        self.forms: dict[str, list[tuple[TermId, tuple[str, ...]]]] = defaultdict(list)
        by_first: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for term in terms:
            for form, words in ((each, words) for each in declared(term) for words in _spellings(each, term)):
                if first := WORD.search(words):
                    if ((term.mark, term.key), form.only_in) not in self.forms[words]:
                        self.forms[words].append(((term.mark, term.key), form.only_in))
                    by_first[first[0]].add((len(words), first.start()))  # ’t Hooft begins before its first word
        self.by_first = {word: sorted(sizes, reverse=True) for word, sizes in by_first.items()}
        """First word → the lengths of the forms that have it, the longest first, and the letters before it."""

    def bearers(self, form: str, unit: str) -> tuple[TermId, ...]:
        """Who may be meant by a form in a unit: a form limited to the unit goes before one that is not limited."""
        here = [term for term, only_in in self.forms[form] if unit in only_in]
        return tuple(dict.fromkeys(here or [term for term, only_in in self.forms[form] if not only_in]))

    def find(self, text: str, unit: str) -> list[FoundForm]:
        """The names in a folded text, longest first, none overlapping."""
        found: list[FoundForm] = []
        last = 0
        for word in WORD.finditer(text):
            for length, lead in self.by_first.get(word[0], ()):
                start = word.start() - lead
                end = start + length
                form = text[start:end] if start >= last else ""
                if form not in self.forms or WORD.match(text, end):
                    continue
                if terms := self.bearers(form, unit):
                    found.append(FoundForm(start, end, terms, form))
                    last = end
                    break
        return found


class Titles:
    """Titles of works, in which no name is looked for; but for those that are `indexed`, being names themselves."""

    def __init__(self, titles: Iterable[str], indexed: Iterable[str] = ()) -> None:
        known = {self._fold(polished(title)) for title in titles if title}  # as the text is set
        known |= {title.split(":")[0].strip() for title in known}
        self.known = known = known - set(map(self._fold, indexed))
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
    """Puts mentions into inlines: `mark(inlines)` wraps every name found in a mention without an anchor.

    `naming`: the marks whose words name what they are marked for, so that nothing else is looked for in them.
    """

    def __init__(self, names: Names, titles: Titles, naming: Iterable[str] = ("person",)) -> None:
        self.names, self.titles, self.naming = names, titles, frozenset(naming)

    def mark(self, inlines: Inlines, unit: str) -> tuple[Inlines, list[tuple[FoundForm, int]]]:
        """The inlines with mentions, and the names that may be several things, each with its line."""
        leaves: list[Text | LineBreak | None] = []
        self._gather(inlines, leaves)
        folded, starts = self._fold_leaves(leaves)
        cuts: dict[int, list[tuple[int, int, TermId]]] = defaultdict(list)
        shared: list[tuple[FoundForm, int]] = []
        for name in self.names.find(self.titles.wall(folded), unit):
            leaf = next(leaf for leaf, (_, end, _) in enumerate(starts) if name.start < end)
            start, end, offsets = starts[leaf]
            if len(name.terms) > 1:
                shared.append((name, getattr(leaves[leaf], "line", 0)))
                continue
            # a name that goes on in other type is anchored where it begins, which is the page that counts
            to = min(name.end, end) - start
            cuts[leaf].append((offsets[name.start - start], offsets[to - 1] + 1, name.terms[0]))
        if not cuts:
            return inlines, shared
        return self._rebuild(inlines, iter(range(len(leaves))), cuts), shared

    def _gather(self, inlines: Inlines, leaves: list[Text | LineBreak | None]) -> None:
        """The texts to be searched, in order; None where something is not searched."""
        for inline in inlines:
            if isinstance(inline, (Text, LineBreak)):
                leaves.append(inline)
            elif self._closed(inline):
                leaves.append(None)
            else:
                self._gather(inline.inlines, leaves)  # type: ignore[union-attr]

    def _closed(self, inline: Inline) -> bool:
        if isinstance(inline, Emphasis):
            return inline.inlines in self.titles
        if isinstance(inline, Reference):
            return not inline.inlines
        if isinstance(inline, Link):
            return bool(inline.address)
        if isinstance(inline, Mention):  # marked words that are about something may name somebody
            return not inline.term or inline.mark in self.naming
        # what stands in the margin is a text of its own
        return isinstance(inline, (Note, Cluster, LineBreak, Side))

    @staticmethod
    def _fold_leaves(leaves: list[Text | LineBreak | None]) -> tuple[str, list[tuple[int, int, Sequence[int]]]]:
        """One folded text of all leaves; for each where it stands and, letter by letter, the place in its own text."""
        parts: list[str] = []
        starts: list[tuple[int, int, Sequence[int]]] = []
        at = 0
        for leaf in leaves:
            text = leaf.text if isinstance(leaf, Text) else " " if leaf else WALL
            even = text.translate(FOLDS)
            offsets: Sequence[int] = range(len(even))
            if "\u00ad" in even or "  " in even:
                offsets = [i for i in offsets if even[i] != "\u00ad" and even[i - 1 : i + 1] != "  "]
            part = "".join(even[i] for i in offsets) if len(offsets) < len(even) else even
            parts.append(part)
            starts.append((at, at + len(part), offsets))
            at += len(part)
        return "".join(parts), starts

    def _rebuild(
        self, inlines: Inlines, leaf: Iterable[int], cuts: dict[int, list[tuple[int, int, TermId]]]
    ) -> Inlines:
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
    def _cut(text: Text, cuts: list[tuple[int, int, TermId]]) -> list[Inline]:
        pieces: list[Inline] = []
        last = 0
        for start, end, (mark, term) in cuts:
            if start > last:
                pieces.append(Text(text.text[last:start], text.line))
            words = (Text(text.text[start:end], text.line),)
            pieces.append(Mention(term, words, line=text.line, mark=mark, found=True))
            last = end
        if last < len(text.text):
            pieces.append(Text(text.text[last:], text.line))
        return pieces

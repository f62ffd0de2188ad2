"""Where mentions stand: the sentence of each, and the words around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import get_args

from press.book import Book
from press.compose.sentences import sentences
from press.text import Cluster, Discussion, Inline, Inlines, LineBreak, Mention, Note, Reference, Side, Text

INLINES = get_args(Inline)
ELSEWHERE = (Cluster, Reference)
"""What stands in a line and is worded only when the book is set; a reference may have words, too."""
LONGEST = 400
"""Letters of a sentence that are shown; of a longer one, those around the mention."""


@dataclass(frozen=True, slots=True)
class Surrounding:
    """A mention in its sentence: what stands before it, its words (none where a place is marked), what stands after."""

    before: str
    words: str
    after: str

    @property
    def sentence(self) -> str:
        """The whole."""
        return f"{self.before}{self.words}{self.after}"


@dataclass(frozen=True)
class Surroundings:
    """The sentences of a book, and of every mention in it by its anchor."""

    book: Book

    @cached_property
    def by_anchor(self) -> Mapping[str, Surrounding]:
        """Anchor → the mention in its sentence; of a passage of blocks, its first sentence."""
        found: dict[str, Surrounding] = {}
        for line in lines_in(self._text):
            for sentence in sentences(_without_notes(line)):
                words, marks = _flat(sentence)
                for anchor, (start, end) in marks.items():
                    found[anchor] = _shortened(words, start, end)
        for passage in _passages_in(self._text):
            first = next((w for line in lines_in(passage.blocks) for s in sentences(line) if (w := _flat(s)[0])), "")
            found[passage.anchor] = Surrounding("", "", first[:LONGEST])
        return found

    @cached_property
    def frequent(self) -> Counter[str]:
        """In how many sentences of the book each word stands; under no word, how many sentences there are."""
        seen: Counter[str] = Counter()
        for line in lines_in(self._text):
            for sentence in sentences(line):
                seen.update({"", *(word.casefold() for word in words_in(_flat(sentence)[0]))})
        return seen

    @property
    def _text(self) -> object:
        return (tuple(piece.chapter for piece in self.book.pieces if piece.chapter), self.book.documents)


def words_in(text: str) -> Iterator[str]:
    """The words of a text that may tell what it is about: of four letters or more."""
    word = ""
    for char in f"{text} ":
        if char.isalpha():
            word += char
        else:
            if len(word) > 3:
                yield word
            word = ""


def lines_in(node: object) -> Iterator[Inlines]:
    """Every line of words below a node, in reading order; notes by themselves, behind the line that calls them."""
    if isinstance(node, tuple):
        if node and all(isinstance(each, INLINES) for each in node):
            yield node
            for note in _apart(node):
                yield from lines_in(note.blocks if isinstance(note, Note) else note.inlines)
        else:
            for each in node:
                yield from lines_in(each)
    elif is_dataclass(node):
        for each in fields(node):
            yield from lines_in(getattr(node, each.name))


def _apart(line: Inlines) -> Iterator[Note | Side]:
    for each in line:
        if isinstance(each, (Note, Side)):
            yield each
        elif inner := getattr(each, "inlines", ()):
            yield from _apart(inner)


def _without_notes(line: Inlines) -> Inlines:
    """A line without its notes, so that a sentence ends where one is called behind it."""
    kept: list[Inline] = []
    for each in line:
        if isinstance(each, (Note, Side)):
            continue
        if isinstance(each, Text) and kept and isinstance(last := kept[-1], Text):
            kept[-1] = Text(last.text + each.text, last.line)
        elif inner := getattr(each, "inlines", ()):
            kept.append(replace(each, inlines=_without_notes(inner)))  # type: ignore[arg-type]
        else:
            kept.append(each)
    return tuple(kept)


def _passages_in(node: object) -> Iterator[Discussion]:
    if isinstance(node, Discussion):
        yield node
    if isinstance(node, tuple):
        for each in node:
            yield from _passages_in(each)
    elif is_dataclass(node):
        for one in fields(node):
            yield from _passages_in(getattr(node, one.name))


def _flat(sentence: Inlines) -> tuple[str, dict[str, tuple[int, int]]]:
    """The words of a sentence, and where in them each mention begins and ends."""
    text = ""
    marks: dict[str, tuple[int, int]] = {}

    def add(inlines: Inlines) -> None:
        nonlocal text
        for each in inlines:
            match each:
                case Text():
                    text += each.text
                case LineBreak():
                    text += " "
                case Mention():
                    start = len(text)
                    add(each.inlines)
                    marks[each.anchor] = (start, len(text))
                case _ if isinstance(each, ELSEWHERE) and not getattr(each, "inlines", ()):
                    text += "[…]"
                case _:
                    add(getattr(each, "inlines", ()))

    add(sentence)
    return text, marks


def _shortened(words: str, start: int, end: int) -> Surrounding:
    """A mention in its sentence or, where that is very long, in the part of it that stands around."""
    reach = LONGEST // 2
    first = words.find(" ", start - reach) + 1 if start > reach else 0
    last = words.rfind(" ", 0, end + reach) if len(words) > end + reach else len(words)
    before = f"… {words[first:start]}" if first else words[:start].lstrip()
    after = f"{words[end:last]} …" if last < len(words) else words[end:].rstrip()
    return Surrounding(before, words[start:end], after)

"""Words as an import accounts for them: letters and figures alone, the marks over them, and where they stand.

They are read twice, from the author's own file by readers that know nothing of pandoc, and from what the import has
made; `press.importing.account.file_account` holds the one against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from press.bare_letters import bare_letters
from press.text import (
    Citation,
    Cluster,
    Emphasis,
    Inlines,
    LineBreak,
    Note,
    Side,
    SmallCaps,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Text,
)

TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]+[^\W_]*)*")
"""A word: letters and figures, with what is set over them or cannot be seen within it."""
UNPRINTED = re.compile(r"\(U\+[0-9A-F]{4,6}(?: U\+[0-9A-F]{4,6})*\)")
"""How a character that no font has is written in the manuscript."""
MARKS: dict[type, str] = {
    Emphasis: "italics",
    Strong: "bold",
    SmallCaps: "small capitals",
    Superscript: "superscript",
    Subscript: "subscript",
    Struck: "struck",
}
NO_MARKS: frozenset[str] = frozenset()

Kind = Literal["", "cited", "loose"]
"""What a word of the file is: one of the text, of a live citation, or a sign that the press makes or need not have."""


class FileWord(NamedTuple):
    """A word: its letters, how it is written, the marks over any of them, and its kind.

    `place`: of the block of the file that it is in, 0 where that is not known. `heading`: it is one of a heading.
    """

    letters: str
    written: str
    marks: frozenset[str] = NO_MARKS
    kind: Kind = ""
    place: int = 0
    heading: bool = False


class WordRun(NamedTuple):
    """Words that follow one another under the same marks."""

    text: str
    marks: frozenset[str] = NO_MARKS
    kind: Kind = ""


@dataclass(slots=True)
class FileText:
    """A file's own words in their order, and how many live citations it has."""

    words: list[FileWord] = field(default_factory=list)
    citations: int = 0

    def add(self, runs: Iterable[WordRun]) -> None:
        """One more line."""
        self.words.extend(words_of_runs(runs))


def words_of_runs(runs: Iterable[WordRun], place: int = 0) -> Iterator[FileWord]:
    """The words of a line, which may begin under one mark and end under another."""
    parts: list[WordRun] = []
    for run in runs:
        if run.text:
            # what a citation says is no part of the word that it stands beside
            parts += [WordRun(" ")] if parts and parts[-1].kind != run.kind else []
            parts.append(run)
    line = "".join(run.text for run in parts)
    if "U+" in line:
        parts = [run._replace(text=_seen(run.text)) for run in parts]
        line = "".join(run.text for run in parts)
    ends: list[int] = []
    for run in parts:
        ends.append((ends[-1] if ends else 0) + len(run.text))
    n = 0
    for found in TOKEN.finditer(line):
        while ends[n] <= found.start():
            n += 1
        marks, last = parts[n].marks, n
        while ends[last] < found.end():
            last += 1
            marks |= parts[last].marks
        written = found[0]
        letters = written.casefold() if written.isascii() else bare_letters(written)
        if letters:
            yield FileWord(letters, written, marks, parts[n].kind, place)


def _seen(text: str) -> str:
    return UNPRINTED.sub(lambda found: "".join(chr(int(n, 16)) for n in re.findall(r"U\+([0-9A-F]+)", found[0])), text)


def runs_of_line(inlines: Inlines, marks: frozenset[str] = NO_MARKS) -> Iterator[WordRun]:
    """The words of a line of the book, without those of its notes."""
    for each in inlines:
        match each:
            case Text():
                yield WordRun(each.text, marks)
            case LineBreak():
                yield WordRun(" ", marks)
            case Note():
                continue
            case Side():  # it stands beside the word, and is no part of it
                yield WordRun(" ")
                yield from runs_of_line(each.inlines, marks)
                yield WordRun(" ")
            case Cluster():
                yield WordRun(" ", marks)
                for citation in each.citations:
                    yield from _of_citation(citation)
            case _:
                inner = getattr(each, "inlines", ())
                mark = MARKS.get(type(each))
                yield from runs_of_line(inner, marks | {mark} if mark else marks)


def _of_citation(citation: Citation) -> Iterator[WordRun]:
    yield from runs_of_line(citation.prefix)
    yield WordRun(" ")
    yield from runs_of_line(citation.suffix)
    yield WordRun(" ")

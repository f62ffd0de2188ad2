"""An author's file → its own words, by the reader of its kind, each with its place among what has been read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from press.importing.account.alignment import aligned
from press.importing.account.file_words import FileText, FileWord, WordRun, runs_of_line, words_of_runs
from press.importing.markup.words_of_markup import words_of_markdown, words_of_plain
from press.importing.markup.words_of_page import words_of_page
from press.importing.markup.words_of_xml import words_of_xml
from press.importing.odt.words import words_of_odt
from press.importing.receive import Received
from press.importing.typescript import Changed, LeftOut, lines_of, place_of
from press.importing.word.words import words_of_word
from press.text import Blocks

SOUGHT = 8
"""By so many words a passage is found."""


def own_words(received: Received, changes: str) -> FileText | None:
    """The file's own words; None for a kind of file that has no reader of its own."""
    match received.suffix:
        case ".docx":
            return words_of_word(received.content, changes)
        case ".odt":
            return words_of_odt(received.content)
        case ".html" | ".htm":
            return words_of_page(received.text)
        case ".md" | ".markdown":
            return words_of_markdown(received.text)
        case ".xml" | ".dbk":
            return words_of_xml(received.text, received.path.name)
        case ".txt":
            return words_of_plain(received.text)
    return None


def placed(words: Sequence[FileWord], blocks: Blocks) -> tuple[FileWord, ...]:
    """The words, each with the place of the block that it is in; where it is in none, with that of the word before."""
    lines = ((line, place_of(block)) for block in blocks for line in lines_of(block))
    read = [word for line, place in lines for word in words_of_runs(runs_of_line(line), place)]
    found = aligned([each.letters for each in words], [each.letters for each in read])
    made: list[FileWord] = []
    place = 0
    for word, at in zip(words, found, strict=True):
        place = read[at].place if at >= 0 else place
        made.append(word._replace(place=place))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class PlaceFinder:
    """Where passages of a file stand, by their words."""

    words: Sequence[FileWord]
    text: str

    @classmethod
    def of(cls, words: Sequence[FileWord]) -> PlaceFinder:
        """The finder of a file."""
        return cls(words, f" {' '.join(each.letters for each in words)} ")

    def place(self, passage: str) -> int:
        """The place where a passage first stands; 0 where it is not found."""
        sought = [each.letters for each in words_of_runs([WordRun(passage)])][:SOUGHT]
        at = self.text.find(f" {' '.join(sought)} ") if sought else -1
        return self.words[self.text.count(" ", 0, at)].place if at >= 0 else 0

    def left(self, each: LeftOut) -> LeftOut:
        """Something left out, with its place if it had none."""
        return each if each.place else replace(each, place=self.place(each.text))

    def beside(self, words: str, each: LeftOut) -> LeftOut:
        """Something left out that is none of the text's words, with the place of those that it stands beside."""
        return replace(each, place=self.place(words))

    def told(self, quote: tuple[str, str]) -> Changed:
        """What is told of some words."""
        return Changed(self.place(quote[0]), quote[1])

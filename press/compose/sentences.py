"""Where a sentence ends, as far as a press must know: a long note is cut there, and a caption in a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from press.text import Inline, Inlines, Text, plain, repeated

END = re.compile(r"(?<=[.?!…])[’”)]* +")
OPENING = "‘“(["
ABBREVIATED = re.compile(
    r"\b(?:[A-Za-z]|pp|chs?|vols?|nos?|fols?|ff|nn|secs?|cf|eds?|trans|ca|al|viz|etc|vs|op|cit|ibid|repr|rev|ser|pt|"
    r"Mr|Mrs|Ms|Messrs|Dr|St|Prof|Rev|Hon|Gen|Col|Maj|Capt|Lt|Sgt|Gov|Sen|Rep|Jr|Sr|Vol|No|Ch|Fol|Doc|Fig|Co|Inc|Ltd|"
    r"Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a note is cut: before which of its sentences (from 1).

    What follows the cut stands in the manuscript's order next to what precedes it, or, when a later note must begin
    before this one is finished, behind the first piece of that note: `after`. `fills`: the last line before the cut
    fills the measure, as lines in the middle of a paragraph do.
    """

    sentence: int
    after: str = ""
    fills: bool = False

    def mid_paragraph(self, paragraphs: Sequence[Inlines]) -> bool:
        """Whether the cut falls within a paragraph of the note."""
        return self.sentence not in accumulate(len(sentences(paragraph)) for paragraph in paragraphs)


def sentences(paragraph: Inlines) -> tuple[Inlines, ...]:
    """A paragraph as its sentences; together they are the paragraph, letter for letter."""
    found: list[Inlines] = []
    current: list[Inline] = []
    for n, inline in enumerate(paragraph):
        if not isinstance(inline, Text):
            current.append(inline)
            continue
        last = 0
        for end in END.finditer(inline.text):
            # the next sentence may begin in another inline, as a title in italics does
            following = inline.text[end.end() :] or plain(paragraph[n + 1 :])
            if not _begins(following) or ABBREVIATED.search(inline.text[: end.start()]):
                continue
            current.append(Text(inline.text[last : end.end()], inline.line))
            found.append(tuple(current))
            current, last = [], end.end()
        if last < len(inline.text):
            current.append(Text(inline.text[last:], inline.line))
    if current:
        found.append(tuple(current))
    return tuple(found)


def first_sentence(caption: Inlines) -> Inlines:
    """What a list says of a caption: its first sentence, without notes and ids, and without a space behind it."""
    joined: list[Inline] = []
    for each in repeated(caption):
        match joined, each:  # a note has stood between two
            case [*_, Text(before, line)], Text(words):
                joined[-1] = Text(before + words, line)
            case _:
                joined.append(each)
    match next(iter(sentences(tuple(joined))), ()):
        case (*most, Text(words, line)):
            return (*most, Text(words.rstrip(), line))
        case whole:
            return whole


def _begins(words: str) -> bool:
    """Whether words can begin a sentence: with a capital or a figure, perhaps behind a quotation mark or bracket."""
    first = words.lstrip(OPENING)[:1]
    return first.isupper() or first.isdigit()


def in_pieces(paragraphs: Sequence[Inlines], cuts: Sequence[Cut]) -> tuple[tuple[Inlines, ...], ...]:
    """A note's paragraphs in pieces, one more than there are cuts."""
    beginnings = {cut.sentence for cut in cuts}
    pieces: list[list[Inlines]] = [[]]
    number = 0
    for paragraph in paragraphs:
        current: list[Inline] = []
        for sentence in sentences(paragraph):
            if number and number in beginnings:
                if current:  # the cut falls within a paragraph, whose beginning ends this piece
                    pieces[-1].append(tuple(current))
                pieces.append([])
                current = []
            current += sentence
            number += 1
        if current:
            pieces[-1].append(tuple(current))
    return tuple(tuple(piece) for piece in pieces if piece)


def count(paragraphs: Sequence[Inlines]) -> int:
    """How many sentences a note has."""
    return sum(len(sentences(paragraph)) for paragraph in paragraphs)

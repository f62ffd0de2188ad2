"""The sentences of a paragraph: none ends behind an abbreviation or an initial."""

from __future__ import annotations

import re

from press.text import Inline, Inlines, Text, plain, repeated

END = re.compile(r"(?<=[.?!…])[’”)]* +")
OPENING = "‘“(["
ABBREVIATED = re.compile(
    r"\b(?:[A-Za-z]|pp|chs?|vols?|nos?|fols?|ff|nn|secs?|cf|eds?|trans|ca|al|viz|etc|vs|op|cit|ibid|repr|rev|ser|pt|"
    r"Mr|Mrs|Ms|Messrs|Dr|St|Prof|Rev|Hon|Gen|Col|Maj|Capt|Lt|Sgt|Gov|Sen|Rep|Jr|Sr|Vol|No|Ch|Fol|Doc|Fig|Co|Inc|Ltd|"
    r"Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$"
)


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

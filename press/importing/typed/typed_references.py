"""References typed by hand, *see Figure 7*, → those that they may stand for, each to be confirmed; nothing is changed.

What the author's file numbers is known from captions and titles. A page or a note of the typescript, *see p. 45 above*,
is a number that will be wrong in print: where it leads only an editor can say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from press.importing.sureness import Sure
from press.importing.typescript import Changed, lines_of, place_of
from press.text import Block, Inlines, Note, Reference, Text, walk

KINDS: Mapping[str, str] = {
    "figure": r"figures?|figs?\.|plates?|illustrations?|abb(?:ildung(?:en)?|\.)|planche|ill\.",
    "table": r"tables?|tab\.|tabellen?|tableaux?",
    "chapter": r"chapters?|chaps?\.|kapitel|kap\.|chapitres?",
    "part": r"parts?|teil|partie",
}
"""What is typed before the number of a thing, and says by itself what that is."""
LOOSELY: Mapping[str, str] = {
    "figure": r"maps?",
    "table": r"tab(?:elle|leau)?\.?",
    "chapter": r"ch\.|cap(?:ítulo|itolo|\.)",
    "part": r"parte",
    "document": r"documents?|docs?\.|dokument",
}
"""What says so only where it is known from elsewhere what the number refers to."""
TYPED = re.compile("|".join(rf"\b(?P<{kind}>{words})" for kind, words in KINDS.items()) + r"\b", re.IGNORECASE)
NUMBER = re.compile(r"\s*(?P<number>\d+(?:[.-]\d+)*)(?![\d%])(?!\s+of\s)")
WHERE = r"(?:above|below|supra|infra|oben|unten|ci-dessus|ci-dessous|of this (?:book|volume|study))"
DEAD = re.compile(
    rf"\b(?:(?:pp?\.|pages?|S\.|nn?\.|notes?)\s*\d+(?:[-–]\d+)?,?\s+{WHERE}|{WHERE},?\s+(?:pp?\.|pages?|S\.|nn?\.|notes?)\s*\d+)",
    re.IGNORECASE,
)


def typed_in(inlines: Inlines) -> Iterator[tuple[str, str, str]]:
    """What a line refers to by numbers: what it is, its number, and the words."""
    for text in inlines:
        if not isinstance(text, Text):
            inner = getattr(text, "inlines", ())
            yield from typed_in(inner) if not isinstance(text, Reference) else ()
            continue
        for found in TYPED.finditer(text.text):
            if number := NUMBER.match(text.text, found.end()):
                yield str(found.lastgroup), number["number"], text.text[found.start() : number.end()]


def typed_references(blocks: Iterable[Block], ids: Mapping[str, str]) -> Iterator[Changed]:
    """What some blocks say that may be a reference, each at its place, with how it would be written; `ids`: those of
    *figure 7* and *chapter 2*, as the author's file numbers them.
    """
    for block in blocks:
        noted = {id(line) for note in walk(block) if isinstance(note, Note) for line in lines_of(note.blocks)}
        for line in lines_of(block):
            for kind, number, words in typed_in(line):
                # a chapter in a note is most often that of another book
                known = "" if id(line) in noted and kind in ("chapter", "part") else ids.get(f"{kind} {number}", "")
                if known:
                    why = f"the {kind} of that number"
                    sure: Sure = "sure" if kind in ("figure", "table") else "likely"
                    yield Changed(place_of(block), f'"{words}" may be [](#{known}): {why}', sure)
            for dead in DEAD.finditer("".join(each.text for each in line if isinstance(each, Text))):
                hint = "a number of the typescript: name the place, []{#id}, and write [](#id){.page}"
                yield Changed(place_of(block), f'"{dead[0]}": {hint}', "likely")

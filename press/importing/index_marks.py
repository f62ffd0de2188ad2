"""The index marks that an author's file has: what each says, and where it stands in the text that pandoc reads.

Pandoc leaves them out. So each is found in the file itself, and a sign is put in its place that pandoc takes for words;
what has been read has a wordless `Mention` there, whose `term` is the mark's own key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from press.importing.tidy import tidy
from press.importing.typescript import AuthorsComment, AuthorsMark, LeftOut
from press.lines import remade
from press.text import (
    Block,
    Blocks,
    Emphasis,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Mention,
    Note,
    Paragraph,
    Text,
    plain,
)

SIGN = re.compile(r" ?⁅⁅(\d+)⁆⁆")
"""What stands for a mark in the text, with a space that stood before it if another stands behind."""
LOST = "an index mark in what is not part of the text"
SUBJECT, QUERY = "subject", "query"
"""What a mention stands for: a mark of the index, or a comment."""


@dataclass(slots=True)
class MarkList:
    """The marks of one file while they are found, in order."""

    name: str
    marks: list[AuthorsMark | AuthorsComment]

    @classmethod
    def of(cls, name: str) -> MarkList:
        """None as yet."""
        return cls(name, [])

    def sign(self, mark: AuthorsMark | AuthorsComment) -> str:
        """Enter a mark, or a comment; returns the sign that stands for it. A reference has no place in the text."""
        self.marks.append(mark)
        return "" if isinstance(mark, AuthorsMark) and mark.refers else f"⁅⁅{len(self.marks) - 1}⁆⁆"

    def key(self, number: int) -> str:
        """The key of a mark, through all files."""
        return f"{self.name}#{number}"

    @property
    def by_key(self) -> Mapping[str, AuthorsMark]:
        """Every mark of the index by its key."""
        return {self.key(n): mark for n, mark in enumerate(self.marks) if isinstance(mark, AuthorsMark)}

    @property
    def comments(self) -> Mapping[str, AuthorsComment]:
        """Every comment by its key."""
        return {self.key(n): mark for n, mark in enumerate(self.marks) if isinstance(mark, AuthorsComment)}


def with_marks(blocks: Blocks, found: MarkList) -> tuple[Blocks, tuple[LeftOut, ...]]:
    """The blocks with a mention where a sign has stood; and the marks whose sign has not come through."""
    if not found.marks:
        return blocks, ()
    seen: set[str] = set()
    placed = remade(_placed(_marked(blocks, found, seen)), _unbroken)
    lost = (
        LeftOut(0, mark.said, f"{LOST} ({mark.place})")
        for key, mark in found.by_key.items()
        if key not in seen and not mark.refers
    )
    return placed, tuple(lost)


def without_signs(words: str) -> str:
    """Words without the signs of marks."""
    return SIGN.sub("", words)


def without_signs_told(left: LeftOut) -> LeftOut:
    """Something left out, without the signs of the marks in it, which are told by themselves."""
    return replace(left, text=without_signs(left.text))


def _marked(node: Any, found: MarkList, seen: set[str]) -> Any:
    """A node of text with mentions for signs."""
    if isinstance(node, tuple):
        if any(isinstance(each, (Text, Note, Emphasis)) or hasattr(each, "inlines") for each in node):
            ends = len(node) - 1
            parts = (part for n, each in enumerate(node) for part in _parts(each, found, seen, last=n == ends))
            return tuple(part for part in parts if part != Text(""))
        return tuple(_marked(each, found, seen) for each in node)
    names = getattr(node, "__slots__", ())
    held = {name: getattr(node, name) for name in names if isinstance(getattr(node, name, None), (str, tuple))}
    made = {n: without_signs(v) if isinstance(v, str) else _marked(v, found, seen) for n, v in held.items()}
    return replace(node, **made) if made != held else node


def _parts(inline: Any, found: MarkList, seen: set[str], *, last: bool) -> Iterator[Inline]:
    if not isinstance(inline, Text):
        yield _marked(inline, found, seen)
        return
    at = 0
    for sign in SIGN.finditer(inline.text):
        number, behind = int(sign[1]), inline.text[sign.end() : sign.end() + 1]
        mark = found.marks[number] if number < len(found.marks) else None
        # of the two spaces around it one is enough, but where words that a comment is about begin or end
        marked = isinstance(mark, AuthorsComment) and mark.edge
        doubled = sign[0].startswith(" ") and (marked or (behind != " " and (behind or not last)))
        yield Text(inline.text[at : sign.start()] + " " * bool(doubled))
        if mark:
            seen.add(found.key(number))
            edge: Any = mark.edge or "point"
            yield Mention(found.key(number), (), mark=SUBJECT if isinstance(mark, AuthorsMark) else QUERY, edge=edge)
        at = sign.end()
    yield Text(inline.text[at:])


def _placed(blocks: Blocks) -> Blocks:
    """The blocks with no mark in a heading, nor alone in a paragraph: it goes to the next paragraph, or the last."""
    out: list[Block] = []
    waiting: list[Mention] = []
    for block in blocks:
        if isinstance(block, Heading):
            waiting += _mentions(block.inlines)
            out.append(replace(block, inlines=_without(block.inlines)))
        elif isinstance(block, Paragraph) and not plain(block.inlines).strip() and _only_mentions(block.inlines):
            waiting += (each for each in block.inlines if isinstance(each, Mention))
        elif isinstance(block, Paragraph) and waiting:
            out.append(replace(block, inlines=(*waiting, *block.inlines)))
            waiting = []
        else:
            out.append(block)
    if waiting:
        at = next((n for n in range(len(out) - 1, -1, -1) if isinstance(out[n], Paragraph)), None)
        if at is not None and isinstance(last := out[at], Paragraph):
            out[at] = replace(last, inlines=(*last.inlines, *waiting))
    return tuple(out)


def _unbroken(line: Inlines) -> Inlines:
    """A line without forced new lines beyond which there is nothing but marks, which print nothing."""
    words = [n for n, each in enumerate(line) if not isinstance(each, (Mention, LineBreak)) and each != Text(" ")]
    first, last = (words[0], words[-1]) if words else (0, -1)
    kept = (each for n, each in enumerate(line) if first < n < last or not isinstance(each, LineBreak))
    return tuple(
        replace(each, blocks=remade(each.blocks, _unbroken)) if isinstance(each, Note) else each for each in kept
    )


def _only_mentions(inlines: Sequence[Inline]) -> bool:
    return all(isinstance(each, (Mention, Text)) for each in inlines)


def _mentions(inlines: Inlines) -> list[Mention]:
    found: list[Mention] = []
    for each in inlines:
        if isinstance(each, Mention):
            if each.mark == SUBJECT:  # a comment may stand in a heading
                found.append(each)
        elif not isinstance(each, Note):
            found += _mentions(getattr(each, "inlines", ()))
    return found


def _without(inlines: Inlines) -> Inlines:
    kept: list[Any] = []
    for each in inlines:
        if isinstance(each, Mention) and each.mark == SUBJECT:
            continue
        inner = getattr(each, "inlines", ())
        kept.append(replace(each, inlines=_without(inner)) if inner else each)  # type: ignore[arg-type]
    return tidy(tuple(kept))

"""Blocks with headings → runs of text, each with what it opens: a part, a chapter, or a piece outside all parts.

Which level of headings is that of the parts, and which that of the chapters, is told by the words of the headings, by
their numbers, or by how they stand. That a part is taken for a chapter, and its chapters for sections, must not happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from press.importing.structure.titles import Label, closes, label_of, stands_after
from press.importing.tidy import stepped
from press.importing.typed.typed_labels import with_typed_labels
from press.importing.typescript import Changed, LeftOut, place_of, words_of
from press.text import Block, Blocks, Heading, Inlines, Paragraph, SectionBreak, Text, plain

Opens: TypeAlias = Literal["part", "chapter", "outside", "front", "back"]
LONGEST_TITLE = 80
"""Letters of a line below a bare *Part One* that may be its title."""


@dataclass(frozen=True, slots=True)
class HeadedRun:
    """A heading and what stands below it, and what it opens; `place` is the heading's, or that of the first block."""

    opens: Opens
    title: Inlines
    blocks: Blocks
    place: int
    subtitle: Inlines = ()
    numbered: bool = True
    authors: tuple[str, ...] = ()
    from_name: bool = False
    """Whether the title is only the name of the file."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The level of the headings of parts, 0 where there are none, and that of chapters; `told`: how that was seen."""

    parts: int
    chapters: int
    told: str = ""


def outline(blocks: Blocks, title: Inlines, changed: list[Changed], left: list[LeftOut]) -> list[HeadedRun]:
    """The runs of a text whose title is known; what stands above the first heading is a chapter of that title."""
    blocks = with_whole_labels(with_typed_labels(blocks, changed), changed)
    blocks = _without_lone(blocks, changed, left)
    shape = shape_of(blocks)
    if shape.told:
        first = next(block for block in blocks if isinstance(block, Heading))
        changed.append(Changed(place_of(first), shape.told, "likely"))
    runs = list(_runs(blocks, shape, title, changed))
    return closed(runs) if shape.parts else runs


def heads_in(blocks: Iterable[Block]) -> list[Heading]:
    """The headings of a text."""
    return [block for block in blocks if isinstance(block, Heading)]


# --- which level is which ---------------------------------------------------------------------------------


def shape_of(blocks: Blocks) -> Shape:
    """Which level of the headings is that of parts, and which that of chapters."""
    heads = heads_in(blocks)
    levels = sorted({head.level for head in heads})
    if not levels:
        return Shape(0, 1)
    top = levels[0]
    below = _below(heads, top)
    labelled = [n for n, (head, _) in enumerate(below) if _kind(head) == "part"]
    if labelled:
        inner = [head for n in labelled for head in below[n][1]]
        if inner and not any(_kind(head) == "chapter" for head, _ in below):
            return Shape(top, _chapters(inner))
        # all of one level: what stands between two parts are the chapters of the first
        followed = any(n + 1 < len(below) and n + 1 not in labelled and _is_chapter(below[n + 1][0]) for n in labelled)
        return Shape(top, top) if followed else Shape(0, top)
    return _unlabelled(blocks, below, top)


def _chapters(inner: Sequence[Heading]) -> int:
    """The level of chapters among the headings within parts: the highest, but for those that say or count it."""
    for level in sorted({head.level for head in inner}):
        labels = [label for head in inner if head.level == level and (label := label_of(head.inlines))]
        numbers = [label.number for label in labels]
        if any(label.kind == "chapter" for label in labels) or numbers == list(range(1, len(numbers) + 1)) != []:
            return level
    return min(head.level for head in inner)


def _kind(head: Heading) -> str:
    label = label_of(head.inlines)
    return label.kind if label else ""


def _is_chapter(head: Heading) -> bool:
    return not stands_after(head.inlines) and not closes(head.inlines)


def _below(heads: Sequence[Heading], top: int) -> list[tuple[Heading, list[Heading]]]:
    """The headings of the highest level, each with those that stand under it."""
    below: list[tuple[Heading, list[Heading]]] = []
    for head in heads:
        if head.level == top:
            below.append((head, []))
        elif below:
            below[-1][1].append(head)
    return below


def _unlabelled(blocks: Blocks, below: list[tuple[Heading, list[Heading]]], top: int) -> Shape:
    """The shape of a text none of whose headings says that it is that of a part."""
    having = [(head, under) for head, under in below if under]
    inner = min((head.level for _, under in having for head in under), default=0)
    chapters = [[each for each in under if each.level == inner] for _, under in having]
    if not inner or any(_kind(head) in ("chapter", "number") for head, _ in having):
        return Shape(0, top)
    labels = [label_of(each.inlines) for under in chapters for each in under]
    said = [label.number for label in labels if label and label.kind in ("chapter", "number")]
    named = any(label and label.kind == "chapter" for label in labels)
    # numbers that go on from one heading of the first level to the next are a book's, not those of sections
    if len(having) > 1 and len(said) > 2 and said == list(range(1, len(said) + 1)):
        return Shape(top, inner, "headings of the second level are numbered through: they are the chapters, in parts")
    if named:
        return Shape(top, inner, "headings of the second level say that they are chapters: those above them are parts")
    if len(having) > 1 and sum(map(len, chapters)) >= 2 * len(having) and _are_bare(blocks, having, inner):
        told = (
            "no heading of the first level has text of its own before the first below it: they are taken for parts, "
            "and those of the second level for chapters"
        )
        return Shape(top, inner, told)
    return Shape(0, top)


def _are_bare(blocks: Blocks, having: list[tuple[Heading, list[Heading]]], inner: int) -> bool:
    """Whether each heading with others under it is directly followed by one of them."""
    after = {id(block): following for block, following in pairwise(blocks)}
    return all(isinstance(next_ := after.get(id(head)), Heading) and next_.level == inner for head, _ in having)


def _without_lone(blocks: Blocks, changed: list[Changed], left: list[LeftOut]) -> Blocks:
    """The blocks, those below a first heading that stands above all others raised to its level."""
    heads = heads_in(blocks)
    if not heads or blocks[0] is not heads[0] or sum(head.level <= heads[0].level for head in heads) > 1:
        return blocks
    second = min((head.level for head in heads[1:]), default=0)
    if sum(head.level == second for head in heads) < 2 or _kind(heads[0]) in ("part", "chapter"):
        return blocks
    told = "one heading stands above all others: chapters begin below it"
    if isinstance(blocks[1], Heading):
        left.append(
            LeftOut(
                place_of(blocks[0]), plain(heads[0].inlines), "a heading above all others, without a text", "likely"
            )
        )
        return blocks[1:]
    changed.append(Changed(place_of(blocks[0]), told, "likely"))
    return (replace(heads[0], level=second), *blocks[1:])


# --- labels on a line of their own ------------------------------------------------------------------------


def with_whole_labels(blocks: Blocks, changed: list[Changed]) -> Blocks:
    """The blocks with *Part One* or *Chapter 1*, on a line of its own, and the title below it made one heading."""
    kept: list[Block] = []
    n = 0
    while n < len(blocks):
        block = blocks[n]
        label = label_of(block.inlines) if isinstance(block, Heading) else None
        title = _title_below(blocks, n, label) if label and label.bare else ()
        if title and isinstance(block, Heading):
            kept.append(replace(block, inlines=(*block.inlines, Text(": "), *title)))
            changed.append(
                Changed(place_of(block), "a label, and the title on the line below it: one heading", "likely")
            )
            n += 1
        else:
            kept.append(block)
        n += 1
    return tuple(kept)


def _title_below(blocks: Blocks, n: int, label: Label) -> Inlines:
    """The title that stands below a bare label, or nothing: the heading there may be that of a chapter or a section."""
    head, below = blocks[n], blocks[n + 1] if n + 1 < len(blocks) else None
    then = blocks[n + 2] if n + 2 < len(blocks) else None
    assert isinstance(head, Heading)
    if isinstance(below, Heading) and below.level >= head.level and not label_of(below.inlines):
        rest = blocks[n + 1 :]
        end = next((i for i, b in enumerate(rest) if i and isinstance(b, Heading) and b.level <= head.level), len(rest))
        alone = sum(isinstance(b, Heading) and b.level == below.level for b in rest[:end]) == 1
        if label.kind == "part":  # directly above the heading of a chapter
            above = isinstance(then, Heading) and (then.level <= below.level or alone or bool(label_of(then.inlines)))
        else:
            above = below.level == head.level or alone
        return below.inlines if above else ()
    words = plain(below.inlines) if isinstance(below, Paragraph) else ""
    if label.kind == "part" and 0 < len(words) <= LONGEST_TITLE and isinstance(then, Heading):
        return below.inlines if isinstance(below, Paragraph) and not words.endswith((".", "!", "?", ":", "”")) else ()
    return ()


# --- runs -------------------------------------------------------------------------------------------------


def _runs(blocks: Blocks, shape: Shape, title: Inlines, changed: list[Changed]) -> Iterator[HeadedRun]:
    """The text cut at the headings of parts and chapters, those below them made headings of level 2 and 3."""
    levels = sorted({head.level for head in heads_in(blocks)})
    if sum(level > shape.chapters for level in levels) > 2:
        changed.append(Changed(0, "headings go deeper than the press has levels: the deepest are all ###"))
    heading: Heading | None = None
    opens: Opens = "chapter"
    in_part = False
    run: list[Block] = []
    for block in [*blocks, None]:
        cut = isinstance(block, Heading) and (
            block.level <= (shape.parts or shape.chapters) or (in_part and block.level <= shape.chapters)
        )
        if block is not None and not cut:
            run.append(block)
            continue
        # text above the first heading is a chapter too, but for a break alone
        if heading is not None or any(not isinstance(each, SectionBreak) for each in run):
            if heading is None:
                told = "text before the first heading: a chapter with the book's title"
                changed.append(Changed(place_of(run[0]), told, "likely"))
            yield headed(opens, heading, run, title, levels)
        run = []
        if isinstance(block, Heading):
            heading = block
            opens = _opens(block, shape)
            # a heading between the two levels stands by itself, and the part goes on below it, if it does
            in_part = opens == "part" or (in_part and (opens == "chapter" or block.level > shape.parts))


def _opens(head: Heading, shape: Shape) -> Opens:
    if not shape.parts:
        return "chapter"
    if shape.parts < head.level < shape.chapters:
        return "outside"
    if head.level == shape.parts and shape.parts != shape.chapters:
        # where no heading is called a part, those with chapters below them are
        return "part" if shape.told or _kind(head) == "part" else "outside"
    return "part" if _kind(head) == "part" else "chapter"


def headed(opens: Opens, head: Heading | None, run: list[Block], title: Inlines, levels: Sequence[int]) -> HeadedRun:
    """A run under its heading; the headings in it get the levels 2 and 3, by the levels that there are above them."""
    while run and isinstance(run[-1], SectionBreak):
        run.pop()  # a break with nothing below it
    top = head.level if head else 0
    # authors leave levels out for their looks: ranks count, not numbers
    inner = [level for level in levels if level > top]
    ranks = {level: min(rank, 3) for rank, level in enumerate(inner, 2)}
    placed = [replace(block, level=ranks[block.level]) if isinstance(block, Heading) else block for block in run]
    place = place_of(head) if head else place_of(run[0])
    return HeadedRun(opens, head.inlines if head else title, tuple(stepped(placed)), place)


def closed(runs: list[HeadedRun]) -> list[HeadedRun]:
    """Runs of a text with parts: what ends a book stands outside the last of them, and a part has a chapter."""
    last = max((n for n, run in enumerate(runs) if run.opens == "part"), default=-1)
    end = len(runs)
    flat = not any(run.opens == "outside" for run in runs)
    while end > last + 2 and (stands_after(runs[end - 1].title) or (flat and closes(runs[end - 1].title))):
        end -= 1
    found: list[HeadedRun] = []
    for n, run in enumerate(runs):
        following = runs[n + 1].opens if n + 1 < len(runs) else ""
        if run.opens == "part" and following != "chapter":
            # a heading with nothing below it that would be its chapter is a piece by itself
            found.append(replace(run, opens="outside"))
        else:
            found.append(replace(run, opens="outside") if n >= end and run.opens == "chapter" else run)
    return found


def length_of(blocks: Blocks) -> int:
    """How many words stand in blocks."""
    return sum(len(words_of(block).split()) for block in blocks)

"""One file of a folder → its runs: most often one, a chapter with its title; or several, or those of whole parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from press.importing.structure.items import take_items
from press.importing.structure.outline import HeadedRun, Opens, headed, heads_in, outline, with_whole_labels
from press.importing.structure.recognise import OPENING, Cleaner, with_lines_below
from press.importing.structure.titles import label_of, title_from_name, without_label
from press.importing.typescript import Changed, Item, LeftOut, Prose, Typescript, line_of, place_of, words_of
from press.text import Block, Blocks, Figure, FigureGroup, Heading, Inlines, Paragraph, SectionBreak, Text, plain

PICTURES = (Figure, FigureGroup)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRuns:
    """A file as runs: the sub-folder it is in, its name without folder and ending, where its places start.

    `said`: the titles of parts that headings in it tell, by number.
    """

    folder: str
    stem: str
    start: int
    runs: tuple[HeadedRun, ...]
    said: tuple[tuple[int, str], ...] = ()
    items: tuple[Item, ...] = ()
    before_items: Prose | None = None
    titles: tuple[tuple[int, str], ...] = ()
    left: tuple[LeftOut, ...] = ()
    changed: tuple[Changed, ...] = ()


def runs_of(file: Typescript, start: int, shared: frozenset[str]) -> FileRuns:
    """The runs of a file; `shared` are titles that several files of the folder have, which are none of its own."""
    cleaner = Cleaner(file)
    blocks = cleaner.below_page_title(cleaner.without_furniture(file.blocks))
    blocks = cleaner.with_notes(cleaner.with_captions(_picture_below(blocks)))
    blocks, before_items, items = take_items(blocks, cleaner.changed)
    runs = [with_lines_below(run, file, cleaner.changed) for run in _cut(file, blocks, shared, cleaner)]
    if len(runs) == 1 and "author" in file.said and not runs[0].authors:
        runs[0] = replace(runs[0], authors=tuple(file.author.split(" and ")))
    if len(runs) == 1 and file.subtitle and not runs[0].subtitle:
        runs[0] = replace(runs[0], subtitle=(Text(file.subtitle),))
    folder, _, name = file.name.rpartition("/")
    if "/" in folder:
        cleaner.changed.append(
            Changed(start, f"a folder within a folder: a chapter of {folder.partition('/')[0]}", "likely")
        )
    return FileRuns(
        folder=folder.partition("/")[0],
        stem=name.rpartition(".")[0],
        start=start,
        runs=tuple(runs),
        said=tuple(_said(blocks)),
        items=items,
        before_items=before_items,
        titles=tuple(cleaner.titles),
        left=tuple(cleaner.left),
        changed=tuple(cleaner.changed),
    )


def _said(blocks: Blocks) -> Iterator[tuple[int, str]]:
    """Titles of parts that headings of a file tell, by number."""
    for head in heads_in(blocks):
        label = label_of(head.inlines)
        if label and label.kind == "part" and not label.bare:
            yield label.number, plain(without_label(head.inlines))


def _picture_below(blocks: Blocks) -> Blocks:
    """The blocks with a picture or a break above the first heading put below it."""
    n = next((n for n, block in enumerate(blocks) if not isinstance(block, (*PICTURES, SectionBreak))), 0)
    if not n or not isinstance(blocks[n], Heading):
        return blocks
    return (blocks[n], *(block for block in blocks[:n] if isinstance(block, PICTURES)), *blocks[n + 1 :])


def _cut(file: Typescript, blocks: Blocks, shared: frozenset[str], cleaner: Cleaner) -> list[HeadedRun]:
    """The runs of a file: one under its title, unless its headings say that it has chapters or parts."""
    blocks = with_whole_labels(blocks, cleaner.changed)
    heads = heads_in(blocks)
    marked = next((head.inlines for head in heads if head.level == 0), ())
    own = file.title if file.title not in shared else ""
    first = blocks[0] if blocks else None
    # what the program that saved a file says is its title, where the text begins with the same
    said_by = "title" in file.said or (first is not None and _says(first, own))
    title: Inlines = marked or ((Text(own),) if own and said_by else ())
    if not title and isinstance(first, Heading) and sum(head.level <= first.level for head in heads) == 1:
        title = first.inlines
    named = title or ((Text(own),) if own and not heads else (Text(title_from_name(file.name)),))
    rest, said = _without_title(blocks, plain(title)) if title else (blocks, ())
    inner = heads_in(rest)
    top = min((head.level for head in inner), default=0)
    labels = [label for head in inner if head.level == top and (label := label_of(head.inlines))]
    whole = label_of(title)
    if inner and whole and whole.kind == "part":
        return outline(blocks, named, cleaner.changed, cleaner.left)
    if any(label.kind in OPENING for label in labels) or (inner and not title):
        # below a title that is none of the book's chapters are those of a part
        below_title = isinstance(first, Heading) and first.inlines == title and labels and labels[0].kind == "chapter"
        if below_title:
            return outline(blocks, named, cleaner.changed, cleaner.left)
        why = "the title of a file whose chapters have their own"
        cleaner.left += [LeftOut(place_of(block), words_of(block), why, "likely") for block in said]
        return outline(rest, named, cleaner.changed, cleaner.left)
    if not first or not (rest or title):
        return []
    head = Heading(0, named, replace(first.origin, line=place_of(first)))
    opens: Opens = "part" if whole and whole.kind == "part" else "chapter"
    run = headed(opens, head, list(rest), named, sorted({each.level for each in inner}))
    return [replace(run, from_name=not title and named != (Text(own),))]


def _without_title(blocks: Blocks, title: str) -> tuple[Blocks, Blocks]:
    """The blocks without the title at their head, be it said once or twice; and those that said it."""
    n = next((n for n, block in enumerate(blocks) if not _says(block, title)), len(blocks))
    marked = [block for block in blocks[n:] if isinstance(block, Heading) and not block.level and _says(block, title)]
    rest = [block for block in blocks[n:] if block not in marked]
    lowered = [replace(each, level=each.level or 1) if isinstance(each, Heading) else each for each in rest]
    return tuple(lowered), (*blocks[:n], *marked)


def _says(block: Block, title: str) -> bool:
    words = plain(line_of(block)) if isinstance(block, (Heading, Paragraph)) else ""
    return " ".join(words.split()).casefold() == " ".join(title.split()).casefold()

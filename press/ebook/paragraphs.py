"""Book → the number of each paragraph, and on which paragraph each anchor stands: what pages are to a printed book.

Paragraphs are numbered through the book, those of the front in roman numerals, as its pages would be. So the index, the
cross-references to pages and *Discussed on* are made as for print, from `Places`, and lead to places one can cite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from press.book import Book, Document
from press.places import Folio, Places
from press.problem import Origin
from press.text import Block, Blocks, Discussion, Epigraph, ForeignPassage, Heading, Paragraph, SectionBreak, walk


@dataclass(frozen=True, slots=True)
class Numbering:
    """`numbers`: kind and origin of a block → its number; `places`: anchor → the numbers of its paragraphs."""

    numbers: Mapping[tuple[str, Origin], Folio]
    places: Places

    def number(self, block: Block) -> str:
        """The number of a block as printed; empty where it has none, being part of the paragraph before it."""
        return str(self.numbers.get(_key(block), ""))


def number_paragraphs(book: Book) -> Numbering:
    """Every paragraph that is not within something else gets a number; whatever follows it belongs to it.

    What stands before the first paragraph of a chapter or document (titles, senders) belongs to that one. Where a text
    has no paragraph of its own, being all one extract or table, its first block is numbered instead.
    """
    counter = _Counter()
    for piece in book.pieces:
        counter.roman = piece in book.front
        if chapter := piece.chapter:
            lead = (
                piece.anchor,
                *_anchors((chapter.title, chapter.subtitle, chapter.epigraph, chapter.epigraph_source)),
            )
            counter.take(lead, chapter.blocks, ())
        if piece.kind == "documents":
            counter.waiting.append(piece.anchor)
            for document in book.documents:
                counter.take(
                    (
                        document.anchor,
                        *_senders(document),
                        *_anchors((document.title, document.place, document.date_text)),
                    ),
                    document.headnote + document.blocks,
                    _anchors((document.source, document.rights, document.provenance)),
                )
    return Numbering(counter.numbers, {anchor: tuple(found) for anchor, found in counter.places.items()})


class _Counter:
    """Counts paragraphs through the book; anchors wait for the number that comes next."""

    def __init__(self) -> None:
        self.roman = False
        self.counts = {True: 0, False: 0}
        self.numbers: dict[tuple[str, Origin], Folio] = {}
        self.places: dict[str, list[Folio]] = defaultdict(list)
        self.waiting: list[str] = []
        self.now: Folio | None = None

    def take(self, lead: Iterable[str], blocks: Blocks, tail: Iterable[str]) -> None:
        """The text of a chapter or a document, with the anchors of what stands before and behind it."""
        self.now = None
        self.waiting += lead
        flat = tuple(_flat(blocks))
        paragraphs = any(isinstance(block, Paragraph) for block, _ in flat)
        for block, discussions in flat:
            # of a text without paragraphs the first block with words is its one place; else nothing could be cited
            begins = isinstance(block, Paragraph) if paragraphs else self.now is None and _has_words(block)
            if begins:
                self._next(block)
            heading = isinstance(block, (Heading, Epigraph))
            # a heading belongs to the paragraph below it, and a discussion is on paragraphs, not on their heading
            self._place(_anchors(block), wait=heading)
            self._place(() if heading else discussions)
        left_over, self.waiting = self.waiting, []  # a heading at the very end has no paragraph to wait for
        self._place((*left_over, *tail))

    def _next(self, block: Block) -> None:
        self.counts[self.roman] += 1
        self.now = Folio(sum(self.counts.values()), self.counts[self.roman], self.roman)
        self.numbers[_key(block)] = self.now
        waiting, self.waiting = self.waiting, []
        self._place(waiting)

    def _place(self, anchors: Iterable[str], wait: bool = False) -> None:
        """Put anchors on the present number, or let them wait for the next."""
        for anchor in tuple(anchors):
            if self.now is None or wait:
                self.waiting.append(anchor)
            elif self.now not in self.places[anchor]:
                self.places[anchor].append(self.now)


def _key(block: Block) -> tuple[str, Origin]:
    return type(block).__name__, block.origin


def _flat(blocks: Blocks, discussions: tuple[str, ...] = ()) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Blocks, those of a discussion in its place, each with the anchors of the discussions around it."""
    for block in blocks:
        if isinstance(block, Discussion):
            yield from _flat(block.blocks, (*discussions, block.anchor))
        elif isinstance(block, ForeignPassage):  # its paragraphs are cited as any others
            yield from _flat(block.blocks, discussions)
        else:
            yield block, discussions


def _has_words(block: Block) -> bool:
    return not isinstance(block, (Heading, Epigraph, SectionBreak))


def _anchors(part: object) -> tuple[str, ...]:
    return tuple(anchor for node in walk(part) if (anchor := getattr(node, "anchor", "")))


def _senders(document: Document) -> tuple[str, ...]:
    return tuple(f"{document.anchor}-{key}" for key in (*document.senders, *document.recipients))

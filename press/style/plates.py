"""The numbers of plates, where the style has them apart from those of figures: Book × Style → Book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from press.book import Book
from press.style.style import Style
from press.text import Figure, FigureGroup


def with_plate_numbers(book: Book, style: Style) -> Book:
    """The book with its plates counted by themselves, and its figures without them, if the style wants it so."""
    shown = [node for node in book.nodes if isinstance(node, (Figure, FigureGroup))]
    if style.plates.numbered == "figures" or not any(each.at == "plate" for each in shown):
        return book
    counts: Counter[tuple[str, str]] = Counter()
    targets = dict(book.targets)
    # plates stand elsewhere than where they are called for, and numbers say in what order that was
    for each in sorted((each for each in shown if each.number), key=lambda each: number_order(each.number)):
        within, point, _ = each.number.rpartition(".")
        kind = "plate" if each.at == "plate" else "figure"
        counts[kind, within] += 1
        for anchor, letter in _anchors(each):
            number = f"{within}{point}{counts[kind, within]}{letter}"
            targets[anchor] = replace(targets[anchor], kind=kind, number=number)
    return replace(book, targets=targets)


def number_order(number: str) -> tuple[str, int]:
    """By what the numbers of figures are sorted: 2, 10, A.1."""
    within, _, own = number.rpartition(".")
    return within, int(own or 0)


def _anchors(each: Figure | FigureGroup) -> Iterator[tuple[str, str]]:
    """The anchors of a figure, with the letter of each picture of a group."""
    yield each.anchor, ""
    if isinstance(each, FigureGroup):
        yield from ((picture.anchor, picture.letter) for picture in each.figures)

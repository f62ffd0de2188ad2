"""What templates see of figures: what each is called, groups in rows, and the lists that are made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from press.compose.figure_rows import figure_rows
from press.compose.labels import Labels
from press.style.plates import number_order
from press.style.style import Style
from press.text import Figure, FigureGroup

Figures: TypeAlias = Sequence[Figure | FigureGroup]


def seen_of_figures(figures: Figures, labels: Labels) -> Mapping[str, Any]:
    """By their names in templates, of all figures of a book, and the pictures of groups, in its order."""
    book, style = labels.book, labels.style
    numbered = [each for each in figures if each.number]
    apart = any(piece.kind == "list-of-maps" for piece in book.pieces)
    return {
        "figure_word": labels.figure_word,
        "rows_of": lambda group: figure_rows(group, book.proportions),
        "figures": _in_order([each for each in numbered if not (apart and each.is_map)], style),
        "maps": _in_order([each for each in numbered if each.is_map], style),
        "credited": [each for each in figures if each.credit],
        "credits": style.credits,
        "plates": style.plates,
        "beyond": style.print.beyond,
    }


def _in_order(figures: Figures, style: Style) -> Figures:
    """Figures as a list has them: plates behind all others, or among them by their numbers."""
    if not any(each.at == "plate" for each in figures):
        return figures
    among = style.plates.numbered == "figures"
    return sorted(figures, key=lambda each: (each.at == "plate" and not among, *number_order(each.number)))

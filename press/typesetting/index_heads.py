"""An index laid out again until each heading is said again, *(continued)*, where it is parted from its sub-entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from press.compose.cut_markup import letters_in
from press.indexes.continued import ColumnPart, say_again
from press.indexes.entries import Group
from press.indexes.options import IndexOptions
from press.typesetting.orders import Order
from press.typesetting.page import Survey, text_of

TURNS = 6
"""How often an index is laid out at most, and twice more for each of its columns."""


def said_again(
    order: Order,
    survey_of: Callable[[Order], Survey],
    with_index: Callable[[tuple[Group, ...]], Order],
    options: IndexOptions,
    before: tuple[Group, ...] = (),
) -> Order:
    """The order of an index that says its headings again where its pages want it.

    A heading said again takes a line, and may move what stands behind it over the end of another column; what stands
    before it stays, so that with every layout one more is right at least. Only where columns are balanced it does not:
    there what begins a column is kept in its place as soon as one state comes back. Raises `ValueError` if it never
    ends.

    `before`: the same index as it said them when it was laid out last. What is said again on a page follows from the
    pages before it, which are full, whatever it is begun with; but for the columns of the last page.
    """
    if before and options.continued != "columns" and before != order.index:
        order = with_index(before)
    tried: list[tuple[Group, ...]] = []
    hold, columns = None, 0
    while len(tried) <= TURNS + 2 * columns:
        survey = survey_of(order)
        columns = max(columns, sum(len({line.column for line in page.lines}) for page in survey))
        index = say_again(order.index, stands_of(survey), options, hold=hold)
        if index == order.index:
            return order
        if index in tried:
            hold = max(0, (len(survey) if hold is None else hold) - 1)
        tried.append(order.index)
        order = with_index(index)
    raise ValueError(f"headings still turn from leaf to leaf after the index has been laid out {len(tried)} times")


def stands_of(survey: Survey) -> dict[str, list[ColumnPart]]:
    """Where each paragraph stands, by its id."""
    letters: dict[tuple[str, int, int, bool], int] = defaultdict(int)
    for page, line in text_of(survey):
        letters[line.block, page, line.column, survey[page].verso] += letters_in(line.text)
    stands: dict[str, list[ColumnPart]] = defaultdict(list)
    for (block, page, column, verso), count in letters.items():
        stands[block].append(ColumnPart(page, column, verso, count))
    return stands

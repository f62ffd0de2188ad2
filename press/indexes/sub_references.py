"""Sub-entries that refer to other headings: in parentheses behind their locators, or in the place of these.

Chicago 18, 15.18 and 15.20. What leads to nothing that has a page is left out, as it is of headings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from press.collation import SortKey, sort_key
from press.indexes.entries import SubEntry
from press.indexes.options import IndexOptions
from press.indexes.passages import passage_key
from press.people import SubReference
from press.terms import BELOW
from press.text import Phrase

Targets = tuple[tuple[str | Phrase, str], ...]
"""What references name, each with its anchor."""


def with_references(
    subentries: tuple[SubEntry, ...],
    references: Iterable[SubReference],
    led_to: Callable[[Iterable[str]], Targets],
    options: IndexOptions,
    anchor: str,
) -> tuple[SubEntry, ...]:
    """The sub-entries of an entry with what they refer to, and those that only refer, each in its place. `anchor`: that
    of the entry.
    """
    for number, each in enumerate(references, 1):
        path = each.sub.split(BELOW)
        made = SubEntry(path[-1], (), f"{anchor}:see-{number}", see=led_to(each.see), see_also=led_to(each.see_also))
        if made.see or made.see_also:
            subentries = _placed(subentries, path, made, options)
    return subentries


def _placed(
    subentries: tuple[SubEntry, ...], path: list[str], made: SubEntry, options: IndexOptions
) -> tuple[SubEntry, ...]:
    """The sub-entries of one level with the one that refers, or with that below which it stands."""
    known = next((each for each in subentries if each.label == path[0]), None)
    if known is None and not made.see:
        return subentries  # a see also stands behind pages
    if path[1:]:
        above = known or SubEntry(path[0], (), f"{made.anchor}:above")
        put = replace(above, subentries=_placed(above.subentries, path[1:], made, options))
    elif known:
        put = replace(known, see=(*known.see, *made.see), see_also=(*known.see_also, *made.see_also))
    else:
        put = made
    if known:
        return tuple(put if each is known else each for each in subentries)
    return _in_order((*subentries, put), options)


def _in_order(subentries: tuple[SubEntry, ...], options: IndexOptions) -> tuple[SubEntry, ...]:
    """Sub-entries in the order of the index; where that is of pages, what has none stands behind the others."""

    def filed(each: SubEntry) -> SortKey:
        return sort_key(each.label, options.order, options.mc_as_mac, options.st_as_saint, options.alphabet)

    if options.subentries == "passages":
        return tuple(sorted(subentries, key=lambda each: passage_key(each.label)))
    if options.subentries == "alphabet":
        return tuple(sorted(subentries, key=filed))
    paged = [each for each in subentries if any(each.all_locators)]
    others = [each for each in subentries if not any(each.all_locators)]
    return (*paged, *sorted(others, key=filed))

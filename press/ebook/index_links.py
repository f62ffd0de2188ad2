"""Links from the words of a text to the entries of the indexes that list them, where a book has no pages.

So a reader goes both ways: from an entry to the words, and from the words to all other places where the same is spoken
of; a list of people leads to their entries too. Only registers that `indexes:` lists are linked so. Nothing is that
holds a link already or stands in one.
"""

from __future__ import annotations

from collections.abc import Mapping

from press.book import Book
from press.indexes.index import entry_anchors
from press.indexes.options import IndexOptions
from press.places import Places
from press.terms import TermId
from press.text import Link, Mention, Note, Reference, walk


def entries_of(book: Book, places: Places, options: IndexOptions) -> Mapping[TermId, str]:
    """The anchors of the entries of all indexes, by the mark of their registers and their keys: of two the first."""
    entries: dict[TermId, str] = {}
    for piece in (each for each in book.pieces if each.of or each.kind == "index-of-names"):
        for term, anchor in entry_anchors(book, places, options, piece.anchor).items():
            entries.setdefault(term, anchor)
    return entries


def links_to_entries(book: Book, entries: Mapping[TermId, str]) -> Mapping[str, str]:
    """Mention → the entry that it leads to, by their anchors; none where only a place is marked, or in a heading."""
    if not book.registers:
        return {}
    listed = {each.mark for each in book.registers.values()}
    running = {each.anchor for each in book.occurrences if each.where != "heading"}
    text = (book.pieces, book.documents)
    within = {id(node) for link in walk(text) if isinstance(link, (Link, Reference)) for node in walk(link.inlines)}
    return {
        node.anchor: entries[node.mark, node.term]
        for node in walk(text)
        if isinstance(node, Mention)
        and node.mark in listed
        and (node.mark, node.term) in entries
        and node.anchor in running
        and not node.edge
        and id(node) not in within
        and not any(isinstance(each, (Link, Reference, Note, Mention)) for each in walk(node.inlines))
    }

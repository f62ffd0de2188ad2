"""The index marks of DocBook: `indexterm` with primary, secondary, tertiary, see and seealso; DocBook 5.2, *indexterm*.

The file comes as XML that is looked at before pandoc has it: entities are none but those of characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from xml.etree.ElementTree import Element, register_namespace, tostring

from press.importing.index_marks import MarkList
from press.importing.markup.xml_text import XML_ID, local, parse_xml, words_of_element
from press.importing.typescript import AuthorsMark

DOCBOOK = "http://docbook.org/ns/docbook"


def docbook_marks(text: str, found: MarkList) -> str:
    """The text with a sign for every mark, which is entered in `found`. Raises `Faulty`."""
    root, lines = parse_xml(text, found.name)
    if not any(local(each) == "indexterm" for each in root.iter()):
        return text
    parents = {child: parent for parent in root.iter() for child in parent}
    named = {name: each for each in root.iter() if (name := each.get(XML_ID) or each.get("id"))}
    ranges = {name: each for name, each in named.items() if local(each) == "indexterm"}
    tree = _MarkedTree(parents, named, ranges, found)
    for each in [each for each in root.iter() if local(each) == "indexterm"]:
        tree.replace(each, f"{found.name}, line {lines.get(each, 0)}")
    register_namespace("", DOCBOOK)  # lest pandoc find names with prefixes
    return tostring(root, encoding="unicode")


@dataclass(frozen=True, slots=True)
class _MarkedTree:
    """A tree while its marks are replaced: who is whose parent, what has a name, and which of that are marks."""

    parents: Mapping[Element, Element]
    named: Mapping[str, Element]
    ranges: Mapping[str, Element]
    found: MarkList

    def replace(self, term: Element, place: str) -> None:
        """Put the signs of a mark in its place."""
        found, parent = self.found, self.parents[term]
        edge: Any = {"startofrange": "begin", "endofrange": "end"}.get(term.get("class", ""), "")
        said = self.ranges.get(term.get("startref", ""), term) if edge == "end" else term
        zones = [self.named[each] for each in term.get("zone", "").split() if each in self.named]
        signs, seen = "", False
        for kind, name in (("see", "see"), ("seealso", "see_also")):
            for each in _children(said, kind) if edge != "end" else ():
                seen = seen or kind == "see"
                signs += found.sign(_mark(said, place, "", **{name: words_of_element(each)}))
        if not seen:  # what is seen has no page; what is seen also has one
            for zone in zones:
                begin, end = (found.sign(_mark(said, place, one)) for one in EDGES)
                _put_in(zone, begin, end)
            signs += "" if zones else found.sign(_mark(said, place, edge))
        _add_text(parent, list(parent).index(term), signs + (term.tail or ""))
        parent.remove(term)


def _add_text(parent: Element, index: int, words: str) -> None:
    """Words put where the child stands that is about to go."""
    if index:
        before = parent[index - 1]
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words


EDGES: tuple[Literal["begin"], Literal["end"]] = ("begin", "end")
PARAGRAPHS = ("para", "simpara")


def _put_in(zone: Element, begin: str, end: str) -> None:
    """Signs at the beginning of the first paragraph of an element, and at the end of the last."""
    paragraphs = [each for each in zone.iter() if local(each) in PARAGRAPHS] or [zone]
    first, last = paragraphs[0], paragraphs[-1]
    first.text = begin + (first.text or "")
    if len(last):
        last[-1].tail = (last[-1].tail or "") + end
    else:
        last.text = (last.text or "") + end


def _children(term: Element, name: str) -> Iterator[Element]:
    return (each for each in term if local(each) == name)


def _mark(term: Element, place: str, edge: Literal["", "begin", "end"], **refers: str) -> AuthorsMark:
    levels = [each for name in ("primary", "secondary", "tertiary") for each in _children(term, name)]
    return AuthorsMark(
        levels=tuple(map(words_of_element, levels)) or ("",),
        sorts=tuple(each.get("sortas", "") for each in levels),
        edge=edge,
        principal=term.get("significance") == "preferred",
        see=refers.get("see", ""),
        see_also=refers.get("see_also", ""),
        place=place,
        index=term.get("type", ""),
    )

"""The book without pages in files: each a tree of elements, whose links lead from one into another.

An EPUB has one for each part of the book, and so has a web edition. The trees are those that a browser makes of the
HTML of the templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

import tinyhtml5

from press.book import Piece
from press.kinds import Matter

HEADING = re.compile(r"h([1-6])")
IMPRINT = "b-imprint"
"""The anchor of what is said of the edition, which a book without pages has at its end."""
UNREAD = {"paragraph-number", "line-number", "back"}
"""The classes of what a page of print has not."""
VOID = frozenset(["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])
"""The elements of HTML that have no end."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file: its name, the anchor of its part, in which matter of the book it stands, its elements in a `body`."""

    name: str
    anchor: str
    matter: Matter
    root: Element
    piece: Piece | None = None

    @property
    def heading(self) -> Element:
        """Its first heading; an empty one if it has none."""
        return next(filter(is_heading, elements(self.root)), Element("h1"))

    @property
    def title(self) -> str:
        """The words of its heading, without the calls of notes."""
        return words(self.heading)


def parse_part(html: str) -> Element:
    """HTML as a `body`, as a browser reads it."""
    body: Element | None = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    assert body is not None  # a parser of HTML makes one of anything
    return body


def elements(root: Element) -> Iterator[Element]:
    """All elements of a tree, without its comments."""
    return (each for each in root.iter() if isinstance(each.tag, str))


def words(element: Element) -> str:
    """What is read of an element, with one space between words and without the calls of notes."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not _is_aside(child):
            yield from _texts(child)
        yield child.tail or ""


def _is_aside(element: Element) -> bool:
    """Whether an element is the call of a note, or the sign of a page."""
    return element.get("class") in ("call", "letter") or element.get("role") in ("doc-noteref", "doc-pagebreak")


def is_sign(element: Element) -> bool:
    """Whether an element is the sign of a page of the printed book."""
    return element.get("role") == "doc-pagebreak"


def pages_of_files(files: Iterable[TextFile]) -> tuple[tuple[str, ...], ...]:
    """The pages of the printed book on which each file stands. The first is the last of the file before, where a file
    begins in mid-page.
    """
    found: list[tuple[str, ...]] = []
    for file in files:
        own = tuple(each.get("title", "") for each in elements(file.root) if is_sign(each))
        # what is said of the edition stands behind all else here alone
        above = () if not found or file.anchor == IMPRINT or _begins_page(file.root) else found[-1][-1:]
        found.append((*above, *own))
    return tuple(found)


def _begins_page(root: Element) -> bool:
    """Whether the sign of a page stands before all words of a file."""
    first = next((each for each in _passed(root) if isinstance(each, Element) or each.strip()), None)
    return isinstance(first, Element)


def _passed(element: Element) -> Iterator[str | Element]:
    """The words of an element as they are printed, and the signs of pages among them."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and is_sign(child):
            yield child
        elif isinstance(child.tag, str) and child.get("class") not in UNREAD:
            yield from _passed(child)
        yield child.tail or ""


def is_heading(element: Element) -> bool:
    """Whether an element is a heading of any level."""
    return isinstance(element.tag, str) and HEADING.fullmatch(element.tag) is not None


def title_inlines(heading: Element) -> Element:
    """A heading as it is repeated in a list: a `span` without ids, links and calls of notes."""
    copied = deepcopy(heading)
    plain = Element("span")
    _copy_plain(copied, plain)
    return plain


def _copy_plain(source: Element, target: Element) -> None:
    _append_text(target, source.text)
    for child in source:
        if isinstance(child.tag, str) and not _is_aside(child):
            kept = child.tag in ("em", "i", "sub", "sup", "s") or child.get("class") in ("chapter-number", "small-caps")
            said = {name: value for name, value in child.items() if name == "lang" or (name == "class" and kept)}
            _copy_plain(child, SubElement(target, child.tag if kept else "span", said) if kept or said else target)
        _append_text(target, child.tail)


def _append_text(target: Element, text: str | None) -> None:
    """Text behind all that an element holds so far."""
    if not text:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text


def lead_across(files: Iterable[TextFile], homes: Callable[[str], str] = str) -> None:
    """Let links within the book lead into the files where their places are; `homes` words the name of a file in a link.

    A link within a file stays as it is.
    """
    files = tuple(files)
    home = {anchor: file.name for file in files for each in elements(file.root) if (anchor := each.get("id"))}
    for file in files:
        for link in file.root.iter("a"):
            href = link.get("href", "")
            if href.startswith("#") and (name := home.get(href[1:], file.name)) != file.name:
                link.set("href", f"{homes(name)}{href}")


def raise_headings(root: Element) -> None:
    """Let the highest heading of a file be its `h1`: on the one page chapters stand below the title of the book. The
    outermost section says in a class that it is so.
    """
    headings = [(each, int(found[1])) for each in elements(root) if (found := HEADING.fullmatch(each.tag))]
    higher = headings[0][1] - 1 if headings else 0
    for each, level in headings:
        each.tag = f"h{max(1, level - higher)}"
    for section in [each for each in root if each.tag == "section"][:1]:
        section.set("class", f"level1 {section.get('class', '')}".strip())


def inner(element: Element, method: Literal["xml", "html"] = "xml") -> str:
    """What an element holds, as XHTML (`xml`) or as HTML (`html`)."""
    whole = tostring(_without_comments(element), encoding="unicode", method=method)
    return whole[whole.index(">") + 1 : whole.rindex("<")] if len(element) or element.text else ""


def _without_comments(element: Element) -> Element:
    if all(isinstance(each.tag, str) for each in element.iter()):
        return element
    copied = deepcopy(element)
    for above in list(copied.iter()):
        for child in [each for each in above if not isinstance(each.tag, str)]:
            tail, at = child.tail or "", list(above).index(child)
            above.remove(child)
            if at:
                above[at - 1].tail = (above[at - 1].tail or "") + tail
            else:
                above.text = (above.text or "") + tail
    return copied

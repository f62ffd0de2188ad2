r"""Hyphens that stand for dashes, as a typewriter has none: between spaces, and between years or pages.

Whoever reads a manuscript tells of them; a style may have them set (`dashes:` in style.yaml). A hyphen that is meant is
typed `\-` and is held by a word joiner until then, so that it is never taken for one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, NamedTuple, TypeAlias, cast, get_args

from press.book import Book
from press.text import Cluster, Inline, Inlines, LineBreak, Link, Note, Phrase, Text, walk

Dashes: TypeAlias = Literal["told", "en", "em"]
"""What becomes of a hyphen for a dash: it is told, or set as – between spaces or as — without (Chicago 18, 6.91; New
Hart's Rules, 4.11). In a range it is told, or set as –.
"""
HELD = "\u2060"
"""A word joiner, behind a hyphen that is meant."""
OBJECT = "\ufffc"
"""Stands for what is no text: a work named in running words, and what is not to be touched."""
LONE = re.compile(r"(?<=\S)\s-\s(?=\S)")
RANGES = re.compile(
    r"(?<![\w./-])(?P<first>1\d{3}|20\d\d)-(?P<last>1\d{3}|20\d\d|\d\d)(?![\w/-]|\.\d)"
    r"|\b(?:pp|chs|vols|nos|fols|nn|ll|pages|chapters|lines|notes)\.?\s(?:\d+, )*(?P<of>\d+)-(?P<to>\d+)(?![\w-])"
    r"|(?<=[\d)]): ?(?P<in_journal>\d+)-(?P<there>\d+)(?![\w:-])"
    r"|(?<![\w./-])(?P<part>\d{1,3})-(?P<more>\d{1,3})(?= ?%| per ?cent\b"
    r"| (?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"|(?<!\w)['’](?P<short>\d\d)-['’](?P<other>\d\d)(?![\w-])"
)
INLINES = get_args(Inline)
PARTS = (
    *("front", "body", "back", "documents", "people", "registers"),
    *("contributors", "events", "cover", "imprint", "abbreviations"),
)
"""What has words of an editor's, by its name in the book."""


class HyphenFound(NamedTuple):
    """Where a hyphen stands for a dash, with what shows it; whether it is that of a range."""

    around: re.Match[str]
    at: int
    is_range: bool


def hyphens_for_dashes(text: str) -> Iterator[HyphenFound]:
    """The hyphens of a line that stand for dashes: all those between spaces, then those of ranges."""
    if "-" not in text:
        return
    for found in LONE.finditer(text):
        yield HyphenFound(found, found.start() + 1, False)
    for found in RANGES.finditer(text):
        first, last = (each for each in found.groups() if each)
        if _rises(first, last):
            yield HyphenFound(found, found.start() + found[0].rindex("-"), True)


def _rises(first: str, last: str) -> bool:
    """Whether a number goes on to a higher one, of which the digits that do not change may be left out."""
    return int(first) < int(first[: max(0, len(first) - len(last))] + last)


def with_dashes(book: Book, dashes: Dashes) -> Book:
    """A book with dashes where hyphens stand for them, wherever words of the editor's are printed.

    A citation stays as it is, whose words are the citation style's, and so does an address. Hyphens are held no longer.
    """
    listed = (term for each in book.registers.values() for term in each.terms.values())
    whole = (*(getattr(book, name) for name in PARTS), *book.people.values(), *book.contributors.values(), *listed)
    words = (each.text for each in walk(whole) if isinstance(each, Text))
    if dashes == "told" and not any(HELD in each for each in words):
        return book
    parts: Any = {name: _rebuilt(getattr(book, name), dashes) for name in PARTS}
    titles = {key: str(_rebuilt(Phrase.of(each.title), dashes)) for key, each in book.targets.items()}
    targets = {key: replace(each, title=titles[key]) for key, each in book.targets.items()}
    return replace(book, **parts, targets=targets)


def _rebuilt(node: Any, dashes: Dashes) -> Any:
    if isinstance(node, Cluster):
        return node
    if isinstance(node, tuple):
        if node and all(isinstance(each, INLINES) for each in node):
            return _set(node, dashes)
        return tuple(_rebuilt(each, dashes) for each in node)
    if isinstance(node, Mapping):
        return {key: _rebuilt(each, dashes) for key, each in node.items()}
    if not is_dataclass(node) or isinstance(node, type):
        return node
    old = {each.name: getattr(node, each.name) for each in fields(node)}
    new = {name: _rebuilt(each, dashes) for name, each in old.items()}
    return replace(node, **{name: each for name, each in new.items() if each is not old[name]})


def _set(line: Inlines, dashes: Dashes) -> Inlines:
    """A line, whose words may stand in other type or within marks, with its dashes."""
    letters = [letter for each in line for letter in _letters(each)]
    text = "".join(letters)
    for found in hyphens_for_dashes(text) if dashes != "told" else ():
        letters[found.at] = "—" if dashes == "em" and not found.is_range else "–"
        if dashes == "em" and not found.is_range:
            letters[found.at - 1] = letters[found.at + 1] = ""
    rest = iter("" if letter == HELD else letter for letter in letters)
    return tuple(_refilled(each, rest, dashes) for each in line)


def _letters(inline: Inline) -> Iterator[str]:
    """The letters of words, a feed for a new line, and one sign for what has no words of the line's own."""
    if isinstance(inline, Text):
        yield from inline.text
    elif isinstance(inline, LineBreak):
        yield "\n"
    elif (inlines := _within(inline)) is not None:
        for each in inlines:
            yield from _letters(each)
    else:
        yield OBJECT


def _within(inline: Inline) -> Inlines | None:
    """The words of the line that an inline holds; none of a note, a citation or an address."""
    if isinstance(inline, (Note, Cluster)) or (isinstance(inline, Link) and inline.address):
        return None
    return getattr(inline, "inlines", None)


def _refilled(inline: Inline, letters: Iterator[str], dashes: Dashes) -> Inline:
    """An inline with its words from these letters."""
    if isinstance(inline, Text):
        return replace(inline, text="".join(next(letters) for _ in inline.text))
    if (inlines := _within(inline)) is not None:
        new = tuple(_refilled(each, letters, dashes) for each in inlines)
        return cast(Inline, replace(cast(Any, inline), inlines=new))
    next(letters)
    return cast(Inline, _rebuilt(inline, dashes)) if isinstance(inline, Note) else inline

"""Marks of an index without words → each on the word beside it, so that a page has the one if it has the other.

By itself such a mark could be left behind at the foot of a page by the word that it stands before. One that touches a
word belongs to that; one between spaces to the word that follows, but the end of a range to the word before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from press.text import (
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    Link,
    Mention,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)

WRAPPERS = (Emphasis, Strong, SmallCaps, Superscript, Subscript, Foreign, Link, Mention)
"""What may hold a mark, or be held by one."""


def on_words(inlines: Inlines) -> Inlines:
    """A line with every mark that has no words put on those beside it; one in a line without words stays as it is."""
    whole = [_within(each) for each in inlines]
    if not any(map(_is_point, whole)):
        return tuple(whole)
    return tuple(_single_spaced(_forwards(_backwards(whole))))


def _within(inline: Inline) -> Inline:
    if isinstance(inline, WRAPPERS) and not _is_point(inline):
        inner = on_words(inline.inlines)
        return inline if inner == inline.inlines else cast("Inline", replace(inline, inlines=inner))
    return inline


def _is_point(inline: Inline) -> bool:
    """Whether it is a mark without words, perhaps for several headings."""
    return isinstance(inline, Mention) and (not inline.inlines or all(map(_is_point, inline.inlines)))


def _backwards(inlines: list[Inline]) -> list[Inline]:
    """The marks that belong to the word before them, put on that."""
    found: list[Inline] = []
    for n, each in enumerate(inlines):
        if not _is_point(each):
            found.append(each)
            continue
        rest = [other for other in inlines[n + 1 :] if not _is_point(other)]
        if not _goes_back(point := cast("Mention", each), found, rest):
            found.append(each)
            continue
        space = [found.pop()] if _is_blank(found[-1]) else []
        last = found.pop()
        if isinstance(last, Text):
            words = last.text.rstrip()
            space = [Text(" ", last.line)] if len(words) < len(last.text) else space
            before, blank, word = words.rpartition(" ")
            found += [Text(before + blank, last.line)] if before + blank else []
            last = Text(word, last.line)
        found.append(_filled(point, (last,)))
        found += space if rest else []
    return found


def _goes_back(point: Mention, before: list[Inline], after: list[Inline]) -> bool:
    """Whether a mark belongs to what stands before it: it touches that, ends a range, or is the last of a line."""
    last = next((each for each in reversed(before) if not _is_blank(each)), None)
    if not isinstance(last, (Text, *WRAPPERS)) or not plain(last).strip():
        return False
    touches = last is before[-1] and not plain(last).endswith(" ")
    following = next((each for each in after if not _is_blank(each)), None)
    follows = isinstance(following, (Text, *WRAPPERS)) and bool(plain(following).strip())
    return touches or point.edge == "end" or not follows


def _is_blank(inline: Inline) -> bool:
    return isinstance(inline, Text) and not inline.text.strip()


def _forwards(inlines: list[Inline]) -> list[Inline]:
    """The marks that are left, put on the word that follows them."""
    found: list[Inline] = []
    for n in range(len(inlines) - 1, -1, -1):
        each = inlines[n]
        if not _is_point(each) or not found:
            found.append(each)
            continue
        after, point = found.pop(), cast("Mention", each)
        blank = after if _is_blank(after) and found else None
        after = found.pop() if blank else after
        if isinstance(after, WRAPPERS):
            found += [_filled(point, (after,)), *([blank] if blank else [])]
        elif isinstance(after, Text) and after.text.strip():
            words = after.text.lstrip()
            word, space, rest = words.partition(" ")
            found += [Text(space + rest, after.line)] if space + rest else []
            found.append(_filled(point, (Text(word, after.line),)))
            found += [Text(" ", after.line)] if n and len(words) < len(after.text) else []
        else:
            found += [after, *([blank] if blank else []), each]
    return found[::-1]


def _single_spaced(inlines: list[Inline]) -> list[Inline]:
    """A line in which a space that stood before a mark and one that stood behind it are one."""
    found: list[Inline] = []
    for each in inlines:
        last = found[-1] if found else Text(" ")
        again = isinstance(each, Text) and isinstance(last, Text) and last.text.endswith(" ")
        if not again:
            found.append(each)
        elif words := cast("Text", each).text.lstrip(" "):
            found.append(Text(words, cast("Text", each).line))
    return found


def _filled(point: Mention, words: Inlines) -> Mention:
    """A mark, with those within it, on words."""
    inner = point.inlines
    if inner:
        inner = (*inner[:-1], _filled(cast("Mention", inner[-1]), words))
        return replace(point, inlines=inner, edge=point.edge or "point")
    return replace(point, inlines=words, edge=point.edge or "point")

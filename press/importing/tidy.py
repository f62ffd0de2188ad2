"""Inlines and headings made tidy, whatever a word processor or a web page had done to them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from press.characters import NO_CHARACTER
from press.lines import remade
from press.text import (
    Block,
    Emphasis,
    Foreign,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Note,
    Paragraph,
    SmallCaps,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Text,
    VerseLine,
)

INVISIBLE = re.compile(
    "[\u061c\u200b\u200c\u200d\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", " "))
SPACES = re.compile(r"[ \t\n\r\x0b\x0c\u2028\u2029]+")
MARKS = (Emphasis, Strong, SmallCaps, Superscript, Subscript, Struck, Foreign, Link)


def clean(text: str) -> str:
    """Text in NFC without what cannot be seen; every kind of break but the line feed becomes a space."""
    return unicodedata.normalize("NFC", NO_CHARACTER.sub("", INVISIBLE.sub("", text.translate(BREAKS))))


def tidy(inlines: Inlines) -> Inlines:
    """The inlines of a whole line, tidy."""
    return _trimmed(_spaced(_joined(inlines, ())))


def stanzas_of(lines: Iterable[VerseLine]) -> tuple[tuple[VerseLine, ...], ...]:
    """Lines of verse, tidy, with their indents, for which pandoc has hard spaces; one without words ends a stanza."""
    stanzas: list[list[VerseLine]] = [[]]
    for each in lines:
        line, indent = each.inlines, 0
        if line and isinstance(first := line[0], Text):
            words = first.text.lstrip("\u00a0")
            line, indent = (Text(words), *line[1:]), len(first.text) - len(words)
        if line := tidy(line):
            stanzas[-1].append(replace(each, inlines=line, indent=indent))
        elif stanzas[-1]:
            stanzas.append([])
    return tuple(tuple(stanza) for stanza in stanzas if stanza)


def stepped(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks of a chapter, its first headings raised to the second level as long as none is above them."""
    parted = False
    for block in blocks:
        if isinstance(block, Heading):
            parted = parted or block.level == 2
            yield block if parted else replace(block, level=2)
        else:
            yield block


def _joined(inlines: Inlines, within: tuple[type, ...]) -> Inlines:
    """Neighbouring texts joined, spaces single and outside marks, no mark empty or within one of its own kind."""
    out: list[Inline] = []
    words: list[str] = []  # of neighbouring texts, joined at once: a converter makes one of every word

    def flush() -> None:
        if text := SPACES.sub(" ", "".join(words)):
            out.append(Text(text))
        words.clear()

    def add(inline: Inline) -> None:
        if isinstance(inline, Text):
            words.append(inline.text)
        else:
            flush()
            out.append(inline)

    for inline in inlines:
        if isinstance(inline, Text):
            add(inline)
        elif isinstance(inline, Note):
            held = remade(inline.blocks, tidy)
            kept = tuple(block for block in held if not isinstance(block, Paragraph) or block.inlines)
            add(replace(inline, blocks=kept))
        elif isinstance(inline, MARKS):
            for each in _marked(inline, within):
                add(each)
        else:
            add(inline)
    flush()
    return tuple(out)


def _marked(
    mark: Emphasis | Strong | SmallCaps | Superscript | Subscript | Struck | Foreign | Link, within: tuple[type, ...]
) -> Inlines:
    before, inner, after = _parted(_joined(mark.inlines, (*within, type(mark))))
    if not inner:  # word processors leave marks around a space
        return (*before, *after)
    # italic within italic says nothing more; nor does a mark around nothing but the call of a note
    if type(mark) in within or all(isinstance(each, (Note, LineBreak)) for each in inner):
        return (*before, *inner, *after)
    return (*before, replace(mark, inlines=inner), *after)


def _parted(inlines: Inlines) -> tuple[Inlines, Inlines, Inlines]:
    """What goes outside of a mark before it, what stays within, and what goes behind.

    Spaces and forced new lines: Markdown reads no mark that begins or ends with one.
    """
    inner = list(inlines)
    before: list[Inline] = []
    after: list[Inline] = []
    while inner and _opens_outside(first := inner[0]):
        before.append(inner.pop(0) if isinstance(first, LineBreak) else Text(" "))
        if isinstance(first, Text):
            inner[:1] = [Text(rest)] if (rest := first.text[1:]) else []
    while inner and _closes_outside(last := inner[-1]):
        after.insert(0, inner.pop() if isinstance(last, LineBreak) else Text(" "))
        if isinstance(last, Text):
            inner[-1:] = [Text(rest)] if (rest := last.text[:-1]) else []
    return tuple(before), tuple(inner), tuple(after)


def _opens_outside(inline: Inline) -> bool:
    return isinstance(inline, LineBreak) or (isinstance(inline, Text) and inline.text.startswith(" "))


def _closes_outside(inline: Inline) -> bool:
    return isinstance(inline, LineBreak) or (isinstance(inline, Text) and inline.text.endswith(" "))


def _spaced(inlines: Inlines) -> Inlines:
    """No space before a note, and none on either side of a forced new line."""
    out: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, (Note, LineBreak)) and out and isinstance(last := out[-1], Text):
            out[-1] = Text(last.text.rstrip(" "))
        # an indent typed by hand, at the head of a paragraph or of a line of verse
        begins = isinstance(inline, Text) and (not out or isinstance(out[-1], LineBreak))
        out.append(Text(inline.text.lstrip(" ")) if begins and isinstance(inline, Text) else inline)
    return tuple(each for each in out if each != Text(""))


def _trimmed(inlines: Inlines) -> Inlines:
    """Without spaces and forced new lines at either end."""
    found = list(inlines)
    while found and (isinstance(found[0], LineBreak) or (isinstance(found[0], Text) and not found[0].text.strip(" "))):
        found.pop(0)
    while found and (
        isinstance(found[-1], LineBreak) or (isinstance(found[-1], Text) and not found[-1].text.strip(" "))
    ):
        found.pop()
    if found and isinstance(last := found[-1], Text):
        found[-1] = Text(last.text.rstrip(" "))
    if found and isinstance(first := found[0], Text):
        found[0] = Text(first.text.lstrip(" "))
    return tuple(found)


def attribute_value(words: str) -> str:
    """Words as they can stand in the quotation marks of an attribute."""
    return re.sub(r'["\\{}]', "'", words)

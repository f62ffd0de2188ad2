"""Tokens of verse → stanzas and their lines, with the source that is given below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from markdown_it.token import Token

from press.editing.inlines import unread
from press.editing.mark_rules import NOTHING_IN_IT, VERSE_LINE
from press.editing.markdown_text import MarkdownText
from press.editing.markdown_verse import INDENT
from press.editing.phrases import parse_phrase
from press.editing.rules import UNCLOSED_DISCUSSION, UNKNOWN_MARK
from press.editing.tables import attributes_in
from press.editing.verse_lines import marks_of_lines, start_of
from press.fields import Written
from press.text import (
    Emphasis,
    Foreign,
    Inlines,
    LineBreak,
    Link,
    Mention,
    SmallCaps,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Text,
    Verse,
    VerseLine,
    plain,
)

SAYS: Mapping[str, Set[str]] = {**dict.fromkeys(("source", "start"), frozenset()), "class": {"verse", "unnumbered"}}
MARKS = (Emphasis, Strong, SmallCaps, Superscript, Subscript, Struck, Foreign, Link, Mention)
LONGEST = 300
"""Letters of a line of verse: a longer one is prose."""
DASH = ("— ", "– ")
"""How the line begins that gives the source, alone below a blank one: elsewhere somebody speaks."""


def read_verse(text: MarkdownText, stream: Sequence[Token], inlines: Callable[[Token], Inlines], line: int) -> Verse:
    """Verse from the token that opens it to that which closes it, and begins on a line of the text (from 0)."""
    opening = stream[0]
    said = attributes_in(opening.info)
    if strange := unread(said, SAYS):
        hint = 'it may have: source="Who wrote it", start=101, .unnumbered'
        text.complain(line, UNKNOWN_MARK, f"verse says {strange}", hint)
    if not opening.meta["closed"]:
        text.complain(line, UNCLOSED_DISCUSSION, "verse that is never closed", "end it with ::: on a line")
    stanzas = tuple(_stanza(text, token, inlines) for token in stream if token.type == "inline")
    source = parse_phrase(Written(str(said.get("source", "")), text.place(line)), text.problems).inlines
    if not source and len(stanzas) > 1 and len(stanzas[-1]) == 1 and (last := undashed(stanzas[-1][0].inlines)):
        stanzas, source = stanzas[:-1], last
    if not stanzas:
        text.complain(line, NOTHING_IN_IT, "verse without lines", "give it one, or take it out")
    start = start_of(text, said["start"], line) if "start" in said else 1
    return Verse(stanzas, text.place(line), source, start, "unnumbered" not in str(said.get("class", "")).split())


def _stanza(text: MarkdownText, token: Token, inlines: Callable[[Token], Inlines]) -> tuple[VerseLine, ...]:
    marks = marks_of_lines(text, token)
    lines = [_indented(each) for each in _lines(inlines(_broken(token)))]
    for n, each in enumerate(lines):
        if n in marks.ids and not each.inlines:
            at = (token.map[0] if token.map else 0) + n
            text.complain(at, NOTHING_IN_IT, "an id on no line of verse", "write it around words: [words]{#id}")
    _refuse_prose(text, token, lines)
    return tuple(replace(line, ids=marks.ids.get(n, ()), shared=n in marks.shared) for n, line in enumerate(lines))


def _refuse_prose(text: MarkdownText, token: Token, lines: Sequence[VerseLine]) -> None:
    """Tell of the first line of a stanza that is prose; what a note says that it calls is no part of it."""
    long = [n for n, each in enumerate(lines) if len(plain(each.inlines)) >= LONGEST]
    if long and token.map:
        what = f"a line of verse of {LONGEST} letters or more"
        text.complain(token.map[0] + long[0], VERSE_LINE, what, "end it where the verse ends; or write a paragraph")


def _broken(token: Token) -> Token:
    """The token of a stanza, in which every end of a line is one in print."""
    for each in token.children or ():
        if each.type == "softbreak":
            each.type = "hardbreak"
    return token


def _lines(inlines: Inlines) -> Iterator[Inlines]:
    """Inlines line by line: a mark that goes on over the end of a line is ended there, and begun again."""
    line: Inlines = ()
    for each in inlines:
        if isinstance(each, LineBreak):
            yield line
            line = ()
        elif isinstance(each, MARKS):
            first, *others = [replace(each, inlines=part) for part in _lines(each.inlines)]
            line = (*line, first)
            for other in others:
                yield line
                line = (other,)
        else:
            line = (*line, each)
    yield line


def _indented(inlines: Inlines) -> VerseLine:
    """A line, its indent taken from its words."""
    if inlines and isinstance(first := inlines[0], Text):
        words = first.text.lstrip(INDENT)
        rest = (Text(words, first.line), *inlines[1:]) if words else inlines[1:]
        return VerseLine(rest, len(first.text) - len(words))
    if inlines and isinstance(mark := inlines[0], MARKS):  # one that goes on from the line before
        within = _indented(mark.inlines)
        return VerseLine((replace(mark, inlines=within.inlines), *inlines[1:]), within.indent)
    return VerseLine(inlines)


def undashed(line: Inlines) -> Inlines:
    """What a line says behind a dash that it begins with; nothing if there is none."""
    if not plain(line).startswith(DASH) or not isinstance(first := line[0], Text):
        return ()
    rest = first.text[2:].lstrip()
    return (*((Text(rest, first.line),) if rest else ()), *line[1:])

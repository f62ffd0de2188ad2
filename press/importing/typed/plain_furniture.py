"""What a plain text has that is none of the author’s: a library’s licence, numbers of pages, heads of pages.

A line that goes is left blank, so that every other keeps its number. Project Gutenberg says where its text begins and
ends, and what it says of title and author before that is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from press.importing.structure.titles import label_of, number_in
from press.importing.typed.endnotes import RAISED
from press.importing.typescript import LeftOut, place_of, words_of
from press.text import Blocks, Heading, Paragraph, Text

START = re.compile(r"\s*\*\*\*\s*START OF (?:THE|THIS) PROJECT GUTENBERG E(?:BOOK|TEXT)\b.*", re.IGNORECASE)
END = re.compile(
    r"\s*(?:\*\*\*\s*)?END OF (?:THE |THIS )?PROJECT GUTENBERG(?:['’]S)?\b.*|\s*\*\*\*\s*END OF .*GUTENBERG.*",
    re.IGNORECASE,
)
SAID = re.compile(r"(Title|Author|Language):\s+(\S.*)")
PRODUCED = re.compile(
    r"(?:E-?text |This e-?(?:text|book) was )?(?:produced|prepared|transcribed|scanned) (?:by|from)\b", re.IGNORECASE
)
TRANSCRIBER = re.compile(r"\W*(?:transcriber|transcription|e-?text editor)['’]?s?['’]?s? notes?\b.*", re.IGNORECASE)
ILLUSTRATION = re.compile(r"\[\s*(?:illustration|frontispiece|decoration|image|picture)\b[^\]]*\]", re.IGNORECASE)
FOLIO = re.compile(
    r"\s*(?:[-–—[{(|]\s*)?(?:(?:page|pg|p)\.?\s+)?(\d{1,4}|[ivxlc]{1,7})(?:\s*[-–—\]})|])?\s*", re.IGNORECASE
)
HEAD = re.compile(r"\s*(?:(\d{1,4})\s{1,}(\S.{2,70}?)|(\S.{2,70}?)\s{1,}(\d{1,4}))\s*")
"""A folio with a running head beside it."""
LANGUAGES = {"english": "en", "german": "de", "french": "fr", "dutch": "nl", "italian": "it", "spanish": "es"}
MANY = 3
"""Pages on which the same stands at an edge, so that it is no words of the text."""


NOTE_LINE = re.compile(
    r"\s*(?:\[(\d{1,3})\]:?|\((\d{1,3})\)|(\d{1,3})[.)]?|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})|(\*{1,3}|[†‡§]))\s*(?=[^\s\d])"
)
NOTES = re.compile(r"(?:foot|end)?notes?[:.]?|anmerkungen[:.]?|fu(?:ß|ss)noten[:.]?", re.IGNORECASE)
SKIPPED = 3
"""So far may the number of a note be from that before it, where some have been lost."""
RULE = re.compile(r"\s*[_—–-]{5,}\s*")
BRACKET_NOTE = re.compile(r"\s*\[\s*(?:foot|end)?note\b.{0,6}:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines without a blank one between them, with the number of the first."""

    first: int
    lines: tuple[str, ...]


def note_groups(groups: Sequence[LineGroup]) -> Iterator[LineGroup]:
    """Groups of lines cut where a rule stands among them, with notes below it, and where each of these begins."""
    listed = False  # whether a heading of notes stands above
    for group in groups:
        headed = NOTES.fullmatch(group.lines[0].strip()) is not None
        listed = headed or (listed and NOTE_LINE.match(group.lines[0]) is not None)
        cuts = {0, len(group.lines), *_note_cuts(group.lines, 1 if headed else 0, listed)}
        for start, end in pairwise(sorted(cuts)):
            yield LineGroup(group.first + start, group.lines[start:end])


def _note_cuts(lines: Sequence[str], start: int, listed: bool) -> Iterator[int]:
    rule = next(
        (n for n, line in enumerate(lines[:-1]) if RULE.fullmatch(line) and NOTE_LINE.match(lines[n + 1])), None
    )
    yield from (n for n, line in enumerate(lines) if n and BRACKET_NOTE.match(line))
    if rule is not None:
        yield from (rule, rule + 1)
        start, listed = rule + 1, True
    last = 0
    found: list[int] = []
    for n in range(start, len(lines)):
        label = NOTE_LINE.match(lines[n])
        if label is None:
            continue
        said = next(each for each in label.groups() if each).translate(RAISED)
        sure = bool(label[1] or label[4])
        # a line of a note may begin with a number too: only the next in turn begins another
        in_turn = not said.isdecimal() or 0 < int(said) - last <= SKIPPED or (not found and n == start)
        if (listed or sure) and in_turn:
            found.append(n)
            last = int(said) if said.isdecimal() else last
    if listed or len(found) > 1:
        yield from found


@dataclass(slots=True)
class BareLines:
    """The lines of a plain text without what is not the author's; `said`: title, author and language beside them;
    `breaks`: the lines at which a page has ended.
    """

    lines: list[str]
    left: list[LeftOut] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    breaks: set[int] = field(default_factory=set)


def bare_lines(text: str) -> BareLines:
    """The lines of a text, bare."""
    found = BareLines(text.split("\n"))
    _without_licence(found)
    _without_transcribers(found)
    _without_page_edges(found)
    _without_heads(found)
    return found


# --- Project Gutenberg -----------------------------------------------------------------------------------


def _without_licence(found: BareLines) -> None:
    start = next((n for n, line in enumerate(found.lines) if START.match(line)), None)
    end = next((n for n, line in enumerate(found.lines) if END.match(line) and n > (start or 0)), None)
    if start is not None:
        for line in found.lines[:start]:
            if said := SAID.match(line):
                found.said.setdefault(said[1].lower(), said[2].strip())
        _take(found, 0, start + 1, "Project Gutenberg's head of the file")
        at = next((n for n in range(start + 1, len(found.lines)) if found.lines[n].strip()), start)
        if PRODUCED.match(found.lines[at].strip()):
            _take(found, at, _end_of(found.lines, at), "who has made the file for Project Gutenberg")
    if end is not None:
        _take(found, end, len(found.lines), "Project Gutenberg's licence")


def without_licence(blocks: Blocks, left: list[LeftOut]) -> Blocks:
    """The blocks of a page without what Project Gutenberg has put before and behind the text."""
    said = [words_of(block) if isinstance(block, (Paragraph, Heading)) else "" for block in blocks]
    start = next((n + 1 for n, words in enumerate(said) if START.match(words)), 0)
    end = next((n for n, words in enumerate(said) if n >= start and END.match(words)), len(blocks))
    for n in (*range(start), *range(end, len(blocks))):
        if said[n]:
            left.append(LeftOut(place_of(blocks[n]), said[n], "Project Gutenberg's licence", "sure"))
    return blocks[start:end]


def _without_transcribers(found: BareLines) -> None:
    """Notes of those who have typed a text, each a paragraph in brackets or under a head of its own."""
    n = 0
    while n < len(found.lines):
        line = found.lines[n]
        if TRANSCRIBER.fullmatch(line) and not (n and found.lines[n - 1].strip()):
            end = _end_of(found.lines, n)
            bracketed = line.lstrip().startswith(("[", "{"))
            while bracketed and "]" not in "".join(found.lines[n:end])[-3:] and end < min(n + 60, len(found.lines)):
                end = _end_of(found.lines, end + 1)
            if not bracketed and end == n + 1:  # a head alone: what it stands above
                below = next((m for m in range(end, len(found.lines)) if found.lines[m].strip()), end)
                end = _end_of(found.lines, below)
            _take(found, n, end, "a note of whoever has typed the text")
        elif ILLUSTRATION.fullmatch(line.strip()):
            _take(found, n, n + 1, "a picture that a plain text does not have")
        n += 1


def _end_of(lines: list[str], at: int) -> int:
    """The line behind a paragraph."""
    return next((n for n in range(at + 1, len(lines)) if not lines[n].strip()), len(lines))


def _take(found: BareLines, start: int, end: int, why: str) -> None:
    held = [line for line in found.lines[start:end] if line.strip()]
    if held:
        words = "\n".join(held) if len(held) <= 12 else "\n".join((*held[:3], f"… ({len(held)} lines)", held[-1]))
        found.left.append(LeftOut(start + 1, words, why, "sure" if "Gutenberg" in why else "likely"))
    found.lines[start:end] = [""] * (end - start)


# --- pages -----------------------------------------------------------------------------------------------


def _without_page_edges(found: BareLines) -> None:
    """Folios and heads at the edges of pages that form feeds part."""
    feeds = [n for n, line in enumerate(found.lines) if "\x0c" in line]
    if not feeds:
        return
    found.breaks |= set(feeds)
    starts = [0, *(n + 1 for n in feeds)]
    ends = [*feeds, len(found.lines)]
    edges: list[tuple[int, int]] = []
    tops: set[int] = set()
    for page, (start, end) in enumerate(zip(starts, ends, strict=True)):
        there = [n for n in range(start, end) if found.lines[n].strip()]
        edges += dict.fromkeys((page, n) for n in [*there[:2], *there[-1:]])
        tops |= set(there[:1])
    said = Counter(_even(found.lines[n]) for n in tops)
    # how far the number at the edge of each page is from the count of pages
    beside = Counter(number - page for page, n in edges if (number := _number(found.lines[n])) is not None)
    ahead = beside.most_common(1)[0][0] if beside and beside.most_common(1)[0][1] >= MANY else None
    romans = sum(_is_roman(found.lines[n]) for _, n in edges)
    for page, n in edges:
        number = _number(found.lines[n])
        counted = number is not None and ahead is not None and number - page == ahead
        if FOLIO.fullmatch(found.lines[n]) and (counted or (_is_roman(found.lines[n]) and romans >= MANY)):
            _take(found, n, n + 1, "the number of a page")
        # on the first page it is the title
        elif (
            page and (counted or (n in tops and said[_even(found.lines[n])] >= MANY)) and not _is_title(found.lines[n])
        ):
            _take(found, n, n + 1, "the head of a page")


def _is_roman(line: str) -> bool:
    bare = line.strip(" -–—[](){}|")
    return not bare.isdecimal() and number_in(bare) > 0


def _number(line: str) -> int | None:
    """The number that a line is, or has at either end, if it is short enough for the head of a page."""
    head = FOLIO.fullmatch(line) or HEAD.fullmatch(line)
    figures = next((each for each in head.groups() if each and each.isdecimal()), "") if head else ""
    return int(figures) if figures else None


def _even(line: str) -> str:
    return " ".join(re.sub(r"\d+|\b[ivxlc]+\b", "", line).casefold().split())


def _without_heads(found: BareLines) -> None:
    """Lines by themselves that have the number of a page and words that come again and again, where no form feed is."""
    lines = found.lines
    alone = [n for n, line in enumerate(lines) if line.strip() and _is_alone(lines, n)]
    heads: dict[int, tuple[int, str]] = {}
    for n in alone:
        if (each := HEAD.fullmatch(lines[n])) and not _is_title(lines[n]):
            heads[n] = int(each[1] or each[4]), _even(each[2] or each[3])
    said = Counter(words for _, words in heads.values())
    kept = [(n, number) for n, (number, words) in heads.items() if said[words] >= MANY]
    rising = sum(a[1] < b[1] for a, b in pairwise(kept))
    cut = sum(_is_cut(lines, n) for n, _ in kept)
    # "Letter 3" is a heading, if the letter before it has come to its end
    if len(kept) >= MANY and rising >= (len(kept) - 1) * 0.9 and cut >= len(kept) * 0.3:
        for n, _ in kept:
            _take(found, n, n + 1, "the head of a page")
            found.breaks.add(n)


def _is_title(line: str) -> bool:
    """Whether a line says that it is the title of a chapter."""
    label = label_of((Text(line.strip()),))
    return label is not None and label.kind in ("part", "chapter", "appendix")


def _is_cut(lines: list[str], n: int) -> bool:
    """Whether what stands above a line has not come to its end."""
    above = next((line for line in reversed(lines[:n]) if line.strip()), "").rstrip(" \"”’')]")
    return bool(above) and above[-1] not in ".!?:"


def _is_alone(lines: list[str], n: int) -> bool:
    before = lines[n - 1] if n else ""
    after = lines[n + 1] if n + 1 < len(lines) else ""
    return not before.strip() and not after.strip()

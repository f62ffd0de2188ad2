"""What looks like a mark and is none: one table, looked up in what is left as plain text when a text has been parsed.

So whatever is a mark, a link or a note is out of the way, and what a backslash keeps is known. A stretch of text is
looked at as one string.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markdown_it.token import Token

from press.editing.addresses import BEGINS, EMAIL
from press.editing.near_miss_table import (
    ADDRESSED,
    ANYWHERE,
    APART,
    BRACES,
    BREAKS,
    CLOSES,
    KEPT,
    KEPT_CLOSING,
    KEPT_OPENING,
    LEFT_FOR_LATER,
    OPENS,
    STARTS,
    UNPAIRED,
    NearMiss,
)
from press.problem import Severity

ADDRESS = re.compile(rf"{BEGINS}(?:[^\s<>\]\"“”*]|\*(?=\w))+|{EMAIL}")
"""An address is printed as it stands; a closing bracket, and what ends italics, is none of it."""
HARD_SPACE = "\\ "
"""A space that does not break, as Pandoc writes it."""
BRACKETS = {"[": KEPT_OPENING, "]": KEPT_CLOSING}
BRACKET = re.compile(rf"[\[\]{KEPT_OPENING}{KEPT_CLOSING}]")
SHOWN = 40
"""How many characters of what is wrong are told."""
SIGNS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""What a backslash can keep."""
SHORT, AROUND = 3, 12
"""What is shorter is told with so many characters on either side."""


@dataclass(frozen=True, slots=True)
class Found:
    """A near miss in a text, and on which of its lines, counted from that on which it begins."""

    line: int
    miss: NearMiss
    what: str


PROSE = "a-zA-EG-SU-WYZ ,.;'\"‘’“”"
"""What no row begins with but at the head of a line. It is most of any text, and passed over there: to try each row at
each letter would take ten times as long.
"""


@dataclass(frozen=True)
class Misses:
    """What is looked for at once."""

    rows: tuple[NearMiss, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The rows as one expression, each a group. It is made when it is first asked for: not where nothing is new."""
        rows = "|".join(f"(?P<r{n}>{row.pattern})" for n, row in enumerate(self.rows))
        return re.compile(f"(?:^|(?![{PROSE}]))(?:{rows})", re.MULTILINE)

    def row(self, found: re.Match[str]) -> NearMiss:
        """The row that a match is of."""
        return self.rows[int(str(found.lastgroup)[1:])]


OF_BLOCKS, OF_LINES, OF_CITATIONS, OF_WORDS = (
    Misses((*STARTS, *BRACES, *ANYWHERE, LEFT_FOR_LATER)),
    Misses((*BRACES, *ANYWHERE, LEFT_FOR_LATER)),
    Misses((*ANYWHERE, LEFT_FOR_LATER)),
    Misses((LEFT_FOR_LATER,)),
)
"""What is looked for in a paragraph, in any other line, before or behind the key of a citation, and in words without
any sign, to which no other row is like.
"""


def near_misses(stream: Sequence[Token], misses: Misses) -> Iterator[Found]:
    """What of inline tokens looks like a mark and is none."""
    seen = _seen(stream)
    told: list[tuple[int, int]] = []
    for found in misses.pattern.finditer(seen.text):
        row = misses.row(found)
        told.append(found.span())
        around = found.end() - found.start() < SHORT and "{}" in row.what and AROUND
        words = seen.told(found.start() - around, found.end() + around)
        yield Found(seen.line(found.start()), row, row.what.format(words))
    for stray in _unpaired(seen.text):
        if not any(start <= stray < end for start, end in told):
            words = seen.told(stray, stray + 20) if seen.text[stray] == "[" else seen.told(stray - 20, stray + 1)
            yield Found(seen.line(stray), UNPAIRED, UNPAIRED.what.format(words))


def plain_misses(text: str, kept: Iterable[int] = ()) -> list[int]:
    """Where a backslash must stand before a sign of a line, so that its words are printed as they are.

    `kept`: where one stands already.
    """
    shown = list(text)
    places: list[int] = []
    new = list(kept)
    again = True
    while again:
        for at in new:
            shown[at] = KEPT
        masked = ADDRESS.sub(lambda found: ADDRESSED * len(found[0]), "".join(shown))
        found = OF_LINES.pattern.finditer(masked)
        spans = (each.span() for each in found if OF_LINES.row(each).severity is Severity.ERROR)
        new = [at for at in (_first_sign(masked, *span) for span in spans) if at >= 0]
        places += new
        again = bool(new)
    return sorted(places)


def _first_sign(text: str, at: int, end: int) -> int:
    """Where the first character stands that a backslash can keep, or -1."""
    return next((n for n in range(at, end) if text[n] in SIGNS), -1)


# --- tokens as one string ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Seen:
    """The string that the table is looked up in, the same as it was written, and where each of its lines begins."""

    text: str = ""
    written: str = ""
    starts: list[int] = field(default_factory=lambda: [0])
    lines: list[int] = field(default_factory=lambda: [0])

    def line(self, at: int) -> int:
        return self.lines[bisect_right(self.starts, at) - 1]

    def told(self, at: int, end: int) -> str:
        written = " ".join(self.written[max(0, at) : end].replace(APART, "").split())
        return written if len(written) <= SHOWN else f"{written[: SHOWN - 1]}…"


def _seen(stream: Sequence[Token]) -> _Seen:
    """The tokens as one string; lines are counted as `inlines` does, by what ends one and what the press's own say."""
    seen = _Seen()
    text: list[str] = []
    written: list[str] = []
    at = line = 0
    for token in stream:
        shown, told = _shown(token)
        text.append(shown)
        written.append(told)
        at += len(shown)
        before = line
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif "feeds" in token.meta:
            line = max(line, token.meta["line"]) + token.meta["feeds"]
        if line != before:
            seen.starts.append(at)
            seen.lines.append(line)
    seen.written = "".join(written)
    seen.text = ADDRESS.sub(lambda found: ADDRESSED * len(found[0]), "".join(text))
    return seen


def _shown(token: Token) -> tuple[str, str]:
    """A token as the table sees it, and as it is told: both of one length."""
    match token.type:
        case "feed":
            return "", ""
        case "text":
            return token.content, token.content
        case "text_special":
            # a backslash before what is no mark keeps nothing, and is printed
            kept = token.info != "escape" or token.content != token.markup or token.content == HARD_SPACE
            shown = BRACKETS.get(token.content, KEPT * len(token.content)) if kept else token.content
            return shown, token.content
        case "address":
            return ADDRESSED * len(token.content), token.content
        case "softbreak":
            return "\n", "\n"
        case "hardbreak":
            return f"{BREAKS}\n", f"{APART}\n"
        case "em_open" | "strong_open":
            return OPENS, APART
        case "em_close" | "strong_close":
            return CLOSES, APART
    return APART, APART


def _unpaired(text: str) -> list[int]:
    """Where brackets stand that have no other; one that is kept may be the other of one that is not."""
    if "[" not in text and "]" not in text:  # as in most lines, which need not be gone through
        return []
    waiting: list[int] = []
    kept = 0
    strays: list[int] = []
    for found in BRACKET.finditer(text):
        match found[0]:
            case "[":
                waiting.append(found.start())
            case "]" if waiting:
                waiting.pop()
            case "]" if kept:
                kept -= 1
            case "]":
                strays.append(found.start())
            case _ if found[0] == KEPT_OPENING:
                kept += 1
            case _:
                del waiting[-1:]
    return sorted((*waiting, *strays))

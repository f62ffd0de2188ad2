"""Places that must not break: within what a reader takes in as one.

An abbreviation and its number, the initials of a name, a day and its month, a number and its unit, the two ends of a
range stay on one line (the custom of New Hart's Rules and of Chicago), and so do a word and a mark that is parted from
it in the French way.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from press.compose.points import around_signs, folded, unsigned
from press.text import Extract, Inlines, LineBreak, Note, Paragraph, Text, walk

NBSP = "\u00a0"
RUNT = 7
"""A last word of fewer letters than this does not make a line of its own."""
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
CAPITAL = "[A-ZÀ-ÖØ-ÞĀČŁŚŠŻŽ]"
TIES = (
    re.compile(r"\b(?:pp?|chs?|vols?|nos?|fols?|nn?|sec|Doc)\. (?=[\divxlc])"),
    re.compile(r"\b(?:Nos?|Vols?|Chs?|Pts?|Figs?|figs?|pts?|bks?|ll)\. (?=\d|[ivxlcIVXLC]+\b)|[§№] (?=\d)"),
    re.compile(r"\b(?:chapter|Document|figure|table|note|page) (?=\d)"),
    re.compile(r"\b(?:Dr|Mr|Mrs|St)\.? (?=[A-Z])"),
    re.compile(rf"(?<!\d)\d{{1,2}} (?=(?:{MONTHS})\b)"),
    re.compile(rf"\b(?:{CAPITAL}\. )+(?={CAPITAL})"),
    re.compile(r"\d (?=per cent\b|p\.m\.|a\.m\.|%|°)"),
    re.compile(r" (?=[–—] )"),
    # the French part marks from words, if an editor does: no line begins or ends with such a mark
    re.compile(r"(?:^|(?<=[\s(\[“‘—–]))[«‹] "),
    re.compile(r" (?=[»›](?:\W|$)|[;!?]+(?:[\s»›”’)\]…]|$)|:(?:\s|$))"),
)
"""The spaces at which no line may end: each is matched with what stands before it."""
RANGE = re.compile(r"(?<=\d)–(?=\d)")
WORD_JOINER = "\u2060"


def refine(text: str) -> str:
    """The text with its ties; everything else is left as the editor wrote it."""
    return around_signs(_refined, text)


def _refined(text: str) -> str:
    for tie in TIES:
        text = tie.sub(lambda match: match[0].replace(" ", NBSP), text)
    return RANGE.sub(f"–{WORD_JOINER}", text)


def is_verse(extract: Extract) -> bool:
    """Whether a quotation is verse: half of its paragraphs at least have lines that the manuscript ends.

    The others may be stanzas of a line. In prose an address or a signature is written so, and the paragraphs prevail.
    """
    stanzas = [any(isinstance(each, LineBreak) for each in walk(p.inlines)) for p in _paragraphs(extract)]
    return any(stanzas) and 2 * sum(stanzas) >= len(stanzas)


def _paragraphs(extract: Extract) -> list[Paragraph]:
    return [block for block in extract.blocks if isinstance(block, Paragraph)]


ADDRESS_BREAK = re.compile(r"(?<=://)(?=.)|(?<=[^:/]/)(?=[^/])|(?<=[^\W_])(?=[^\w\s/:]|_)")
"""Where a line may end in an address, without a hyphen: behind a slash, before other marks (Chicago 18, 7.46)."""
LONGEST_PART = 45
"""Letters in a row without a mark, behind which a line may end if it must: they would not fit in a measure."""
SHORTEST_PART = 3
ZERO_WIDTH_SPACE = "\u200b"
WITHIN = re.compile(r"(?<=[?-])(?=\w)")
"""Where Unicode lets a line end, and nobody could tell whose hyphen it is."""


def breakable(address: str) -> str:
    """An address with signs that are not to be seen: where a line may end in it, and where not."""
    return ZERO_WIDTH_SPACE.join(WITHIN.sub(WORD_JOINER, part) for part in address_parts(address))


def address_parts(address: str) -> tuple[str, ...]:
    """An address in parts that no line divides."""
    parts: list[str] = []
    for part in ADDRESS_BREAK.split(address):
        short = parts and (len(parts[-1]) < SHORTEST_PART or len(part) < SHORTEST_PART)
        if short and not parts[-1].endswith("/"):
            parts[-1] += part
        else:
            parts.append(part)
    return tuple(part[at : at + LONGEST_PART] for part in parts for at in range(0, len(part), LONGEST_PART))


LAST_LINE = 10
"""Letters that the last line of an entry of a list has at least: a year by itself, or "it.", makes none."""


def end_entry(inlines: Inlines) -> Inlines:
    """An entry of a list, whose lines are ragged: its last words are tied until they make a line."""
    inlines = folded(inlines)
    last = inlines[-1] if inlines else None
    if not isinstance(last, Text):
        return inlines
    return (*inlines[:-1], Text(end_tied(last.text.rstrip()), last.line))


def end_tied(text: str) -> str:
    """A text whose last words are tied until they make a line."""
    at = len(text)
    while at > 0 and len(unsigned(text[at:])) < LAST_LINE:
        at = text.rfind(" ", 0, at)
    # where all of it is tied, its first space is what parts it from another inline
    start = at + 1
    return text[:start] + text[start:].replace(" ", NBSP)


class Ending(NamedTuple):
    """A paragraph parted at its last word: `word` is to stay whole; it is empty when nothing need be done."""

    before: Inlines
    word: str
    after: Inlines


def end_paragraph(inlines: Inlines) -> Ending:
    """No runts: a short last word is tied to the one before it, a long one is not divided."""
    inlines = folded(inlines)
    at = len(inlines) - 1
    while at >= 0 and isinstance(inlines[at], Note):  # of a note only the call stands in the line
        at -= 1
    last = inlines[at] if at >= 0 else None
    if not isinstance(last, Text):
        return Ending(inlines, "", ())
    before, space, word = last.text.rstrip().rpartition(" ")
    if (
        not space or not unsigned(before).strip()
    ):  # the word before it belongs to another inline: it is left to the total fit
        return Ending(inlines, "", ())
    if len(unsigned(word)) < RUNT:
        return Ending((*inlines[:at], Text(before + NBSP + word, last.line), *inlines[at + 1 :]), "", ())
    return Ending((*inlines[:at], Text(before + " ", last.line)), word, inlines[at + 1 :])

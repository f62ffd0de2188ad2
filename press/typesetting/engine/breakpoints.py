"""Where the lines of a measured paragraph may end, and what it measures up to there.

Unicode says where a line may end (UAX 14, as Pango has it), and the patterns of the language where a word may be
divided. The rest are rules of the house: what is kept together whatever Unicode allows, and the demerits of what is
done only for want of better. `total_fit` chooses among these places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from weasyprint.text.line_break import get_log_attrs

from press.typesetting.engine.measured_text import OBJECT, MeasuredText
from press.typesetting.engine.shaping import advances_of
from press.typesetting.hyphenation import divisible, looks_like_a_name, syllables
from press.typesetting.measured_paragraph import Place

HANG = {"-": 0.7, ".": 0.7, ",": 0.7, "’": 0.7, "‘": 0.7, "”": 0.5, "“": 0.5, ";": 0.4, ":": 0.4, "–": 0.3, "—": 0.2}
"""Which part of a mark may stand outside the measure when punctuation hangs."""
DASHES = "–—―"
SOFT_HYPHEN = "\xad"
WORD = re.compile(r"[^\s\u00a0\u2060\u200b–—―/]+")
EDGES = "‘’“”'\"()[]{}.,;:!?…«»‹›¿¡*†‡§¶"
NAMELIKE = 25_000.0
"""Demerits for dividing a capitalised word that no record knows as a name."""
BEGUN = 15_000.0
"""Demerits for dividing the first word of a sentence, which has its capital in any case but may be a name."""
PARTED = 40_000.0
"""Demerits for ending a line within a name of several words; it is better than dividing one (Chicago 18, 7.42)."""
SHORT_PART = 8_000.0
"""Demerits for leaving two letters of a word on a line."""
COMPOUND, OF_COMPOUND = 20_000.0, 200_000.0
"""Demerits for dividing a compound at its own hyphen, for a reader cannot tell it from a division of the printer's; and
for dividing it elsewhere, which is done only rather than leave a hole in a line.
"""
OPENING = "‘“([\u2060"
BEFORE_SENTENCE = re.compile(r"(?:[^\W\d_]{2}|[’”)\]])[.?!…][’”)\]]*\s+[‘“(\[]*$")
"""What stands before the first word of a sentence; after one letter and a full stop a name goes on."""
INITIAL = re.compile(r"[^\W\d_]\.")
FIRST = re.compile(r"\w[\w’]*")
LAST = re.compile(r"[\w’]+(?=\W{0,3}$)")
LONG = 20
"""Letters of the words that are looked at for that."""
FULL = 3
"""Letters of a word that is seen when it stands above itself, and of a part of one that is read at once."""
DOUBLE_NAME = re.compile(r"[^\W\d_a-z]\w*-$")
"""The first half of a name of two, or of what looks like one."""
COMPOUND_WORD, PART = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+"), re.compile(r"[^-]+")
"""A compound, and a part of one."""
AFTER_HYPHEN = re.compile(r"\w+")


class End(NamedTuple):
    """Where a line may end: the letter that begins the next, whether a hyphen is printed, and what that costs more."""

    at: int
    hyphen: bool = False
    demerits: float = 0.0


def ends_of(text: MeasuredText, lang: str, names: frozenset[str]) -> list[End]:
    """Where lines may end, in order; not the end of the paragraph. `names`: words that are not to be divided."""
    words = text.words
    attributes = get_log_attrs(words, lang)
    last = len(words.rstrip(" "))
    found: dict[int, End] = {}
    for at in range(1, last):
        # No line begins with a dash, though Unicode lets it; and a picture stays with the words it stands among.
        if not attributes[at].is_line_break or words[at] in DASHES or OBJECT in (words[at - 1], words[at]):
            continue
        before, after = text.run_at(at - 1), text.run_at(at)
        if before < 0 or all(text.runs[n][1].style["white_space"] == "nowrap" for n in (before, after) if n >= 0):
            continue
        if (soft := words[at - 1] == SOFT_HYPHEN) and text.runs[before][1].style["hyphens"] == "none":
            continue
        hard = words[at - 1] == "-"
        parted = _parted(words, at, names) if words[at].isupper() else 0.0
        if parted is not None:
            found[at] = End(at, soft, COMPOUND + parted if hard else parted)
    for end in _hyphenations(text, names):
        found.setdefault(end.at, end)
    return [found[at] for at in sorted(found)]


def _parted(words: str, at: int, names: frozenset[str]) -> float | None:
    """What it costs that a line ends before a capital letter, which may part a name; None if none is to end there.

    A name may go over a line between words that are written out, if it must; never beside an initial (New Hart's
    Rules, 2.5; Chicago 18, 7.42).
    """
    if double := DOUBLE_NAME.search(words, max(0, at - 40), at):
        first, rest = double[0], AFTER_HYPHEN.match(words, at)
        whole = first + (rest[0] if rest else "")
        # “Brook-Houghteling” is one name, “Anglo-American” may be none
        return None if not names.isdisjoint((first[:-1], whole, whole[len(first) :])) else PARTED
    before, after = words[max(0, at - 40) : at].split(), FIRST.match(words, at)
    last = before[-1].lstrip(OPENING) if before else ""
    if last in names and INITIAL.match(words, at):
        return None
    if after is None or after[0].removesuffix("’s") not in names:
        return 0.0
    return None if INITIAL.fullmatch(last) else PARTED if last in names else 0.0


def _hyphenations(text: MeasuredText, names: frozenset[str]) -> Iterator[End]:
    """Where words may be divided; never the last word of the paragraph, nor a word with a soft hyphen."""
    last = len(text.words.rstrip())
    for start, box in text.runs:
        style = box.style
        if style["hyphens"] != "auto" or not style["lang"] or style["white_space"] == "nowrap":
            continue
        for match in WORD.finditer(box.text):
            token = match[0]
            word = token.strip(EDGES)
            begin = start + match.start() + token.find(word)
            end = begin + len(word)
            if end + len(token) - token.find(word) - len(word) >= last or not word or SOFT_HYPHEN in token:
                continue
            if _runs_on(text.words, begin, end):
                continue
            limits = tuple(style["hyphenate_limit_chars"])
            if word.islower() and COMPOUND_WORD.fullmatch(word) and word not in names:
                yield from (End(begin + at, True, OF_COMPOUND) for at in _in_parts(word, style["lang"], limits))
            if not divisible(word, names):
                continue
            lang = style["lang"]
            name = looks_like_a_name(word, lang)
            begun = name and BEFORE_SENTENCE.search(text.words, max(0, begin - 8), begin)
            dear = BEGUN if begun else NAMELIKE if name else 0.0
            for at in syllables(word, lang, limits):
                if at >= FULL:
                    yield End(begin + at, True, dear)
                elif dear < NAMELIKE:  # “Mo-scow” is no help to anybody
                    yield End(begin + at, True, SHORT_PART + dear)


def _in_parts(compound: str, lang: str, limits: tuple[int, int, int]) -> Iterator[int]:
    """Where the parts of a compound may be divided, from its beginning."""
    for part in PART.finditer(compound):
        yield from (part.start() + at for at in syllables(part[0], lang, limits))


def _runs_on(words: str, begin: int, end: int) -> bool:
    """Whether a word goes on in the box before or after; of half a word nobody knows the syllables."""
    return words[begin - 1 : begin].isalpha() or words[end : end + 1].isalpha()


def places_of(text: MeasuredText, advances: Sequence[float], ends: Sequence[End], hanging: float) -> list[Place]:
    """What the paragraph measures at each place where a line may end, in CSS px, the end of the paragraph included.

    `hanging`: how much of what may stand outside the measure (`HANG`) is to, from 0 to 1.
    """
    words = text.words
    so_far = [0.0, *accumulate(advances)]
    spaces = [0.0, *accumulate(a if c in " \u00a0" else 0.0 for a, c in zip(advances, words, strict=True))]
    places = []
    for at, hyphen, demerits in (*ends, End(len(words))):
        end = len(words[:at].rstrip(" \n")) if words[at - 1] in " \n" else at
        length = so_far[end]
        if hyphen:
            style = text.runs[text.run_at(at - 1)][1].style
            width = sum(advances_of(style, style["hyphenate_character"]))
            length += width - hanging * HANG["-"] * width
        elif end:
            length -= hanging * HANG.get(words[end - 1], 0) * advances[end - 1]
        begin = so_far[at]
        if at < len(words):
            begin += hanging * HANG.get(words[at], 0) * advances[at]
        whole = () if hyphen else (LAST.search(words, max(0, end - LONG), end), FIRST.match(words, at))
        last, first = (seen[0].lower() if seen and len(seen[0]) >= FULL else "" for seen in whole or (None, None))
        hyphened = hyphen or words[end - 1 : end] == "-"
        places.append(Place(length, begin, spaces[end], spaces[at], hyphened, demerits, last, first))
    return places

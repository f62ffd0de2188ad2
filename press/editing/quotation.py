"""Which way a straight quotation mark turns, and which is an apostrophe: by what stands on either side of it.

A double mark opens behind a space or an opening bracket, and closes behind a word; between two marks whatever is open
decides. A single one may be an apostrophe too: of a year (’39), of a word that has lost its beginning (’tis), of a
plural (the workers’ paper). It opens only if something later in the line can close it, and is nobody else's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from press.hyphens import OBJECT

QUOTES = "'\"‘’“”"
DOUBLE, SINGLE = re.compile('["„“”]'), re.compile("['‘’]")
OPENING = frozenset("([{¡¿—–-/“‘„‚«‹")
DASHES = frozenset("—–-")
ELISION = re.compile(
    r"(?:t(?:is|isn|was|wasn|were|weren|will|would|wouldn|wixt)|em|til|n|t|s(?=-)|\d\d(?:s|ers?))(?!\w)", re.IGNORECASE
)
"""What has lost its beginning, whatever stands around it; Dutch ’t and ’s- too."""
LIKELY_ELISION = re.compile(
    r"(?:cause|bout|round|till|cept|neath|gainst|fraid|midst|nother|nuff|scuse|appen|ave|ello|im|uns?|s|\d\d"
    # a beginning that speakers of dialect leave out: of he, here, home, house, …
    r"|e|ere|ome|ouse|orse|usband|undred|ospital|alf|appy|ead|eart|elp|orrible|urt|isself|imself|erself)(?!\w)",
    re.IGNORECASE,
)
"""What is a word, or a number, with its beginning too: an elision, if no quotation begins here."""
QUOTED_WORD = re.compile(r"[^\W_]+[,.;:?!]?['’](?!\w)")
DROPPED = re.compile(r"(?:in|\b(?:i|o|an|th|wi|ha|gi|fro|ol|lil|mo|tha|wha|jes))$", re.IGNORECASE)
"""What ends with an apostrophe of its own: goin’, o’."""
ENDING = re.compile(r"(?:s|d|ll|re|ve|m|t)(?!\w)")
"""What follows an apostrophe within a word, behind a full stop too: Co.’s."""
STOPS = frozenset(".,;:!?")
LETTER_NAMED = re.compile(r"\b(?:letters?|sound|symbol|suffix|ending) $")

Told: TypeAlias = tuple[str, str]
"""What is wrong, and how to mend it."""
PARTNER = "add the other, or take it out; write ″ for inches"
APOSTROPHE = "write ‘ where it opens, ’ where it is an apostrophe"


@dataclass(slots=True)
class Quotation:
    """A line with its quotation marks set; what is doubtful, by its letter; which opening marks are left open."""

    text: str
    doubts: list[tuple[int, Told]] = field(default_factory=list)
    left: Sequence[int] = ()


def set_quotation_marks(text: str, fixed: Set[int] = frozenset(), carried: int = 0, following: str = "") -> Quotation:
    """Set the straight quotation marks of a line. Those at `fixed` places stand for themselves.

    `carried`: how many quotations the paragraph before has left open; `following`: what the next begins with.
    """
    doubles = _Doubles(list(text), fixed, carried)
    doubles.set()
    if doubles.open and following not in ("“", '"'):
        doubles.doubts += [
            (at, (f"a quotation that is never closed: {_near(text, at)}", PARTNER)) for at in doubles.open
        ]
    singles = _Singles("".join(doubles.marks), fixed, following in ("‘", "'"))
    singles.set()
    doubts = sorted(dict(reversed([*doubles.doubts, *singles.doubts])).items())  # each mark once
    return Quotation("".join(singles.marks), doubts, doubles.open)


def _near(text: str, at: int, way: int = 1) -> str:
    """A mark with the words behind it, or those before it."""
    words = text[at : at + 40].split()[:3] if way > 0 else text[max(0, at - 40) : at + 1].split()[-3:]
    return " ".join(words).replace(OBJECT, "")


def _before(marks: Sequence[str], at: int, skipped: str) -> str:
    """The letter before a place, marks of some kinds passed over; nothing at the beginning."""
    at -= 1
    while at >= 0 and marks[at] in skipped:
        at -= 1
    return marks[at] if at >= 0 else ""


def _after(marks: Sequence[str], at: int) -> str:
    """The letter behind a place, quotation marks passed over; nothing at the end."""
    at += 1
    while at < len(marks) and marks[at] in QUOTES:
        at += 1
    return marks[at] if at < len(marks) else ""


def _opens_behind(before: str) -> bool:
    return not before or before.isspace() or before in OPENING


class _Doubles:
    """The double marks of a line, from left to right; `open`: those that are not closed."""

    def __init__(self, marks: list[str], fixed: Set[int], carried: int) -> None:
        self.marks, self.fixed, self.carried = marks, fixed, carried
        self.open: list[int] = []
        self.doubts: list[tuple[int, Told]] = []

    def set(self) -> None:
        """Set them all, and keep count of those that are set already."""
        for found in DOUBLE.finditer("".join(self.marks)):
            at, mark = found.start(), found[0]
            if mark == '"' and at not in self.fixed:
                self._turn(at, self._is_opening(at))
            elif mark == "„":
                self.open.append(at)
            elif mark == "“":  # which closes what is quoted the German way
                german = bool(self.open) and self.marks[self.open[-1]] == "„"
                self._turn(at, not german or _opens_behind(_before(self.marks, at, "'‘")), "“")
            elif mark == "”":  # which opens too, the Swedish way
                swedish = _opens_behind(_before(self.marks, at, "'‘’")) and _after(self.marks, at).isalnum()
                self._turn(at, swedish and not self.open, "”")

    def _is_opening(self, at: int) -> bool:
        before, after = _before(self.marks, at, "'"), _after(self.marks, at)
        anything_open = bool(self.open or self.carried)
        if not _opens_behind(before):
            if not after.isalnum():
                return False
            if at > 1 and self.marks[at - 1] in "'’" and self.marks[at - 2].isalpha():
                return True  # behind an article that has lost its end: L’“Aurore”
            told = f"a quotation mark with no space on either side: {_near(''.join(self.marks), at)}"
            self.doubts.append((at, (told, "add the space that is missing")))
            return not anything_open
        if after and not after.isspace():
            # between a dash and a full stop it may be either
            return after.isalnum() or before not in DASHES or not anything_open
        if before in DASHES:  # speech that is cut short
            return False
        self.doubts.append((at, ("a quotation mark that stands alone", "join it to the word that it belongs to")))
        return not anything_open

    def _turn(self, at: int, opening: bool, mark: str = "") -> None:
        self.marks[at] = mark or ("“" if opening else "”")
        if opening:
            if not self.open and not "".join(self.marks[:at]).strip("'‘([ "):
                self.carried = 0  # speech goes on, and says so
            self.open.append(at)
        elif self.open:
            self.open.pop()
        elif self.carried:
            self.carried -= 1
        else:
            told = f"a quotation mark that closes nothing: {_near(''.join(self.marks[: at + 1]), at, -1)}"
            self.doubts.append((at, (told, PARTNER)))


class _Kind(Enum):
    """What a single mark may be."""

    APOSTROPHE = 1
    ELISION = 2
    LIKELY = 3
    OPENER = 4
    CLOSER = 5
    POSSESSIVE = 6
    """One that closes, or is an apostrophe at a word's end."""


class _Singles:
    """The single marks of a line whose double marks are set."""

    def __init__(self, text: str, fixed: Set[int], goes_on: bool) -> None:
        self.text, self.marks, self.fixed, self.goes_on = text, list(text), fixed, goes_on
        self.kinds: dict[int, _Kind] = {}
        self.pairs: list[tuple[int, int]] = []
        self.doubts: list[tuple[int, Told]] = []

    def set(self) -> None:
        """Set them all."""
        for found in SINGLE.finditer(self.text):
            if found.start() not in self.fixed:
                self.kinds[found.start()] = self._kind(found.start())
        closers = self._matched()
        self._claim(closers)
        self._check_nesting()
        for at in closers:
            if self.text[at - 1 : at].isdigit() and self.text[at] == "'":
                told = f"a mark behind a figure: {_near(self.text, at, -1)}"
                self.doubts.append((at, (told, "write ′ for feet or minutes, ’ for an apostrophe")))
        for at, kind in self.kinds.items():
            if self.text[at] == "'":
                self.marks[at] = "‘" if kind is _Kind.OPENER else "’"

    def _kind(self, at: int) -> _Kind:
        before, after = self.text[at - 1 : at] if at else "", _after(self.text, at)
        if self.text[at] == "‘":
            return _Kind.OPENER
        behind_opener = before in ("'", "‘") and self.kinds.get(at - 1) is _Kind.OPENER
        if not behind_opener and not _opens_behind(before):
            if self.text[at + 1 : at + 2].isalnum() and not (before in STOPS and not ENDING.match(self.text, at + 1)):
                return _Kind.APOSTROPHE
            if self.text[at + 1 : at + 2].isalnum():
                told = f"a quotation mark with no space on either side: {_near(self.text, at)}"
                self.doubts.append((at, (told, "add the space that is missing")))
                return _Kind.CLOSER if self._inside() else _Kind.OPENER
            return self._closing(at, before)
        if self.text[at] == "’":
            return _Kind.APOSTROPHE
        if not after or after.isspace():
            if before not in DASHES:
                told = "a quotation mark that stands alone"
                self.doubts.append((at, (told, "join it to the word that it belongs to")))
            return _Kind.POSSESSIVE
        return self._beginning(at)

    def _inside(self) -> bool:
        """Whether more single marks have opened so far than closed."""
        kinds = list(self.kinds.values())
        return kinds.count(_Kind.OPENER) > kinds.count(_Kind.CLOSER)

    def _closing(self, at: int, before: str) -> _Kind:
        if before in "nN" and self.kinds.get(at - 2) in (_Kind.ELISION, _Kind.APOSTROPHE):
            return _Kind.APOSTROPHE  # rock ’n’ roll
        weak = before in "sSxXzZ" or before.isdigit() or DROPPED.search(self.text, max(0, at - 4), at)
        return _Kind.POSSESSIVE if weak else _Kind.CLOSER

    def _beginning(self, at: int) -> _Kind:
        """A mark at the beginning of a word."""
        if re.compile(r"n['’](?!\w)", re.IGNORECASE).match(self.text, at + 1):
            return _Kind.OPENER if LETTER_NAMED.search(self.text[:at]) else _Kind.ELISION
        if ELISION.match(self.text, at + 1):
            return _Kind.ELISION
        if at and self.text[at - 1 : at + 1] == "''":
            told = f"two single quotation marks for a double one: {_near(self.text, at - 1)}"
            self.doubts.append((at, (told, 'write "')))
        return _Kind.LIKELY if LIKELY_ELISION.match(self.text, at + 1) else _Kind.OPENER

    def _matched(self) -> list[int]:
        """Opening marks matched with what closes them, from the right; gives the closing marks that are left over.

        An opening mark that nothing closes is an apostrophe, unless the next paragraph goes on with the quotation.
        """
        closers: list[int] = []
        for at in sorted(self.kinds, reverse=True):
            kind = self.kinds[at]
            if kind in (_Kind.CLOSER, _Kind.POSSESSIVE):
                closers.append(at)
            elif kind is _Kind.OPENER:
                # a sure one, if there is one; the plurals before it are plurals
                sure = next((n for n in reversed(range(len(closers))) if self._is_sure(closers[n])), len(closers) - 1)
                if closers:
                    self.pairs.append((at, closers[sure]))
                    del closers[sure:]
                else:
                    self._unclosed(at)
        return closers

    def _is_sure(self, at: int) -> bool:
        return self.kinds[at] is _Kind.CLOSER

    def _unclosed(self, at: int) -> None:
        first = not self.text[:at].strip("“([ ")
        # speech is announced, or begins the paragraph
        announced = first or (self.text[:at].rstrip()[-1:] in ",:.?!—" and self.text[at + 1 : at + 2].isupper())
        if self.text[at] == "‘" or (self.goes_on and announced):
            return
        self.kinds[at] = _Kind.APOSTROPHE
        told = f"a quotation mark that nothing closes, set as an apostrophe: {_near(self.text, at)}"
        self.doubts.append((at, (told, APOSTROPHE)))

    def _check_nesting(self) -> None:
        """A quotation within another ends within it."""
        for first, last in self.pairs:
            within = self.text[first:last]
            if self.text[first] == "'" and within.count("“") != within.count("”") and "„" not in within:
                told = f"a quotation that does not end where the one around it does: {_near(self.text, first)}"
                self.doubts.append((first, (told, "close the inner one first")))

    def _claim(self, closers: list[int]) -> None:
        """A word that may have lost its beginning opens a quotation after all if something is left that closes it."""
        depth = 0
        for at, kind in sorted(self.kinds.items()):
            if kind in (_Kind.ELISION, _Kind.LIKELY) and self.text[at] == "'" and not depth:
                word = QUOTED_WORD.match(self.text, at + 1)
                own = word and word.end() - 1 in closers and not re.match(r"n\W|\d\ds", word[0], re.IGNORECASE)
                end = next((each for each in reversed(closers) if each > at and self._is_sure(each)), 0)
                between = any(self.kinds[n] is _Kind.OPENER for n in self.kinds if at < n < end)
                if own or (kind is _Kind.LIKELY and end and not between):
                    self.kinds[at] = _Kind.OPENER
                    closers.remove(word.end() - 1 if own and word else end)
                    depth += 1
            elif kind is _Kind.OPENER:
                depth += 1
            elif kind in (_Kind.CLOSER, _Kind.POSSESSIVE):
                depth = max(0, depth - 1)

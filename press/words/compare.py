"""Copy against proof: the words that must be printed, in order, held against the letters that are.

Both run in the same order but for little, so one walk does it: where the next word does not follow, the nearest place
is looked for from which both go on alike. What the copy has before that place is lost there, what the proof has is made
by a template; then it is looked whether the one has only been moved. The walk takes time in proportion to the words,
and each gap in proportion to its own length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal, NamedTuple, TypeAlias

from press.words.letters import CopyRun, CopyWord
from press.words.proof import Rectangle, Typed

KEY = 16
"""So many letters in a row are the same place, and no accident."""
LOSS = 4
"""A place known by fewer letters than that is one if no more than so many times as many are lost before it."""
WEIGHT = 2
"""To lose a letter of the copy is so much less likely than to find one more in the proof, which templates make."""
SHORT_KEY = 6
"""So many will do before a word that the press makes, whose look is the style's."""
DOUBLED = 16
"""So many letters of the copy, printed where they do not belong, are printed twice; fewer may be made by a template."""
SAME = 40
"""So many letters of the same are compared, if there are so many."""
LABEL = 120
"""The label of a reference may be the title of what it refers to, in so many letters."""
STUB = 4
"""Of a word that is spoilt so many letters may be left: `HO` of H~2~O."""
INITIAL = 3
"""An initial may be set apart from its word, in so many letters at most."""

Amend: TypeAlias = Literal["lost", "doubled", "disordered"]


@dataclass(slots=True)
class FoundText:
    """Letters found in the proof, one thing typed behind another: on which sheet (from 1) each stands, and where.

    `joints`: the letters with which a note goes on elsewhere, behind a number and a word that say so.
    """

    parts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    typed: list[tuple[int, Typed]] = field(default_factory=list)
    length: int = 0
    joints: list[int] = field(default_factory=list)

    def add(self, sheet: int, typed: Typed) -> None:
        """One more thing typed."""
        if typed.letters:
            self.parts.append(typed.letters)
            self.starts.append(self.length)
            self.typed.append((sheet, typed))
            self.length += len(typed.letters)

    @property
    def letters(self) -> str:
        """All the letters."""
        if len(self.parts) > 1:
            self.parts = ["".join(self.parts)]
        return self.parts[0] if self.parts else ""

    def typed_at(self, at: int) -> tuple[int, Typed]:
        """The sheet of a letter, and what is typed there."""
        return self.typed[max(0, min(bisect_right(self.starts, at) - 1, len(self.typed) - 1))]

    def place(self, at: int) -> tuple[int, Rectangle]:
        """The sheet and box of a letter."""
        sheet, typed = self.typed_at(at)
        return sheet, typed.box


class Gap(NamedTuple):
    """Words of the copy, from `first` to before `last`, in whose place the proof has letters from `begin` to `end`."""

    first: int
    last: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """Where each word of the copy was found, -1 for nowhere, and the gaps."""

    places: Sequence[int]
    gaps: Sequence[Gap]


class Miss(NamedTuple):
    """Words from `first` to before `last` that are lost, printed twice or out of order; `at`: the letter, or -1."""

    what: Amend
    first: int
    last: int
    at: int


def align(
    words: Sequence[CopyWord], letters: str, start: int = 0, end: int | None = None, repeated: Set[str] = frozenset()
) -> Aligned:
    """Walk through words and letters, from one letter to before another. `repeated`: what may be printed again."""
    end = len(letters) if end is None else end
    places = [-1] * len(words)
    gaps: list[Gap] = []
    weights = [*accumulate((len(word.letters) if word.sure else 0 for word in words), initial=0)]
    at, n = start, 0
    begun = (0, start)
    while n < len(words):
        word = words[n]
        if not word.sure and (sure := _unnumbered(words, n, letters, at)):
            n = sure
            continue
        if letters.startswith(word.letters, at) and at + len(word.letters) <= end:
            places[n] = at
            at += len(word.letters)
            n += 1
        elif not word.sure:
            n += 1
        else:
            if at - begun[1] <= INITIAL:  # a letter or two may be met by accident
                places[begun[0] : n] = [-1] * (n - begun[0])
                n, at = begun
            if behind := _behind_repeated(words, n, letters, (at, end), repeated):
                again, there = n, behind
            else:
                again, there = _resume(words, n, letters, (at, end), weights)
            if met := _met(words, n, again, letters[at:there]):
                there = at + met
                again = n  # a few words stand in the gap, before what parts them from the rest
            gaps.append(Gap(n, again, at, there))
            n, at = begun = again, there
    gaps.append(Gap(n, n, at, end))
    return Aligned(places, gaps)


def _behind_repeated(words: Sequence[CopyWord], n: int, letters: str, rest: tuple[int, int], repeated: Set[str]) -> int:
    """Where a word stands behind the head of a table that is printed again, if the rest begins with one; else 0. The
    head may have words of the text that comes, and the text would seem to go on there.
    """
    at, end = rest
    near = ((each, letters.find(each, at, min(end, at + LABEL + len(each)))) for each in repeated)
    ends = [there + len(each) for each, there in near if there >= 0 and letters.find(each, 0, at) >= 0]
    key = _key(words, n) if ends else ""
    return max(0, letters.find(key, max(ends), min(end, max(ends) + 2 * LABEL))) if len(key) >= KEY else 0


def _unnumbered(words: Sequence[CopyWord], n: int, letters: str, at: int) -> int:
    """The word whose letters stand here though the number before it does not, which may be a letter too; 0 if none."""
    sure = next((each for each in range(n, len(words)) if words[each].sure or not words[each].letters), n)
    if sure == n or sure == len(words) or not words[sure].letters:
        return 0
    made = "".join(word.letters for word in words[n : sure + 1])
    there = letters.startswith(words[sure].letters, at) and not letters.startswith(made, at)
    return sure if there else 0


def _resume(
    words: Sequence[CopyWord], first: int, letters: str, rest: tuple[int, int], weights: Sequence[int]
) -> tuple[int, int]:
    """The nearest word and letter from which both go on alike; the ends of both, if there are none.

    `rest`: the letters that are left; `weights`: the letters of all words before each.
    """
    at, end = rest
    if first and not words[first - 1].letters and (key := _key(words, first)):
        # behind a label, which may have the same words as the sentence that goes on from it
        there = letters.find(key, at, min(end, at + LABEL + len(key)))
        if there >= 0:
            return first, there
    none = end - at + WEIGHT * (weights[-1] - weights[first]) + 1
    best, found = none, (len(words), end)
    poor, thought = none, found
    for n in range(first, len(words)):
        skipped = WEIGHT * (weights[n] - weights[first])
        if skipped >= best:
            break
        key = _key(words, n)
        there = letters.find(key, at, min(end, at + best - skipped + len(key))) if key else -1
        if there < 0 or there - at + skipped >= best:
            continue
        if len(key) >= KEY or skipped <= WEIGHT * LOSS * len(key):
            best, found = there - at + skipped, (n, there)
        elif there - at + skipped < poor:  # a name before a note, met by accident, is no reason to take more for lost
            poor, thought = there - at + skipped, (n, there)
    return found if best < none else thought


def _met(words: Sequence[CopyWord], first: int, last: int, letters: str) -> int:
    """Where among the letters of a gap its first words stand, two of them at least; 0 if they do not."""
    begun = ""
    for n in range(first, min(last, first + KEY)):
        if not words[n].letters or (not words[n].sure and begun):
            break
        begun += words[n].letters
        if n > first and len(begun) >= SHORT_KEY:
            return max(0, letters.find(begun))
    return 0


def _key(words: Sequence[CopyWord], n: int) -> str:
    """The letters by which a place is known: of this word and those behind it."""
    key = ""
    for word in words[n : n + KEY]:
        if not word.letters:
            return key if len(key) >= SHORT_KEY else ""
        if not word.sure and (len(key) >= SHORT_KEY or not key):
            break
        key += word.letters
        if len(key) >= KEY:
            break
    return key


def compare_ordered(
    words: Sequence[CopyWord], runs: Sequence[int], found: FoundText, repeated: frozenset[str]
) -> Iterator[Miss]:
    """What is amiss with words that must be printed in this order. `runs`: where each run of them begins.

    A whole run may stand elsewhere, for a style may order title, date and place as it likes.
    """
    letters = found.letters
    aligned = align(words, letters, repeated=repeated)
    extras = [gap for gap in aligned.gaps if gap.end > gap.begin]
    moved: set[Gap] = set()
    for gap in aligned.gaps:
        for first, last in _by_runs(gap, runs):
            lost = "".join(word.letters for word in words[first:last] if word.sure)
            where = _elsewhere(lost, gap, extras, letters) if lost else None
            whole = first in runs and (last in runs or last == len(words))
            if whole and where:
                moved.add(where[0])
            if not lost or (whole and lost in letters) or _among_made(words, gap, letters) or _parted(lost, gap, found):
                continue
            if where is None:
                torn = all(_elsewhere(word.letters, gap, extras, letters) for word in words[first:last] if word.sure)
                yield Miss("disordered" if torn and len(lost) > INITIAL else "lost", first, last, -1)
                continue
            home, at = where
            moved.add(home)
            if not _reads_on(first, last, at, aligned, found):
                yield Miss("disordered" if len(lost) > INITIAL else "lost", first, last, at)
    said = "".join(word.letters for word in words)
    sure = "".join(word.letters for word in words if word.sure)
    for gap in extras:
        extra = letters[gap.begin : gap.end]
        again = extra[:SAME]
        if gap not in moved and len(extra) >= DOUBLED and (again in sure or again in said):
            if any(head in extra for head in repeated) or (_by_made(words, gap) and len(extra) < LABEL):
                continue
            first, last = _named(words, again)
            yield Miss("doubled", first, last, gap.begin)


def compare_run(run: CopyRun, found: FoundText) -> Iterator[Miss]:
    """What is lost of a run that may stand anywhere."""
    if not run.words:
        return
    letters = found.letters
    best: Sequence[tuple[int, int]] | None = None
    room = sum(len(word.letters) for word in run.words) * 2 + 400
    before = 0
    for n, word in enumerate(run.words[:KEY]):
        for at in _all(_key(run.words, n), letters):
            gaps = align(run.words, letters, max(0, at - before), min(len(letters), at + room)).gaps
            lost = [(gap.first, gap.last) for gap in gaps if _is_lost(run.words, gap, letters)]
            best = lost if best is None or len(lost) < len(best) else best
            if not best:
                return
        before += len(word.letters)
    for first, last in best if best is not None else [(0, len(run.words))]:
        yield Miss("lost", first, last, -1)


def _all(key: str, letters: str) -> Iterator[int]:
    """Every place where a key stands."""
    at = letters.find(key) if key else -1
    while at >= 0:
        yield at
        at = letters.find(key, at + 1)


def _by_made(words: Sequence[CopyWord], gap: Gap) -> bool:
    """Whether a gap lies where the press puts words of its own."""
    first = gap.first
    while first and not words[first - 1].sure:  # the number of an item may stand between
        first -= 1
    return any(not word.letters for word in words[first : gap.last + 1])


def skipped_in(words: Sequence[CopyWord], letters: str) -> Iterator[tuple[int, int]]:
    """The words that a text passes over which begins with two of them and goes on with later ones."""
    sure = [n for n, word in enumerate(words) if word.sure]
    begun = "".join(words[n].letters for n in sure[:2])
    at = letters.find(begun) + len(begun)
    if len(sure) < 3 or at < len(begun):
        return
    hole: int | None = None
    for n in sure[2:]:
        there = letters.find(words[n].letters, at, at + len(words[n].letters) + STUB * (hole is not None))
        if there < 0 or (hole is not None and len(words[n].letters) < INITIAL and there != at):
            hole = n if hole is None else hole
            continue
        if hole is not None and len(words[n].letters) >= INITIAL:
            yield hole, n
            hole = None
        if hole is None:
            at = there + len(words[n].letters)


def _is_lost(words: Sequence[CopyWord], gap: Gap, letters: str) -> bool:
    """Whether a gap has words that are lost."""
    return any(word.sure for word in words[gap.first : gap.last]) and not _among_made(words, gap, letters)


def _among_made(words: Sequence[CopyWord], gap: Gap, letters: str) -> bool:
    """Whether the words of a gap that lies by labels or citations stand in order among what is printed there."""
    at, piece = gap.begin, ""
    for word in (*words[gap.first : gap.last], CopyWord("", "", 0, False)):
        if word.letters:
            piece += word.letters if word.sure else ""
            continue
        there = letters.find(piece, at, gap.end)
        if there < 0:
            return False
        at, piece = there + len(piece), ""
    return _by_made(words, gap)


def _parted(lost: str, gap: Gap, found: FoundText) -> bool:
    """Whether the words of a gap end a part of a note: what says that it goes on parts them from the rest."""
    joints = (each for each in found.joints if gap.begin < each <= gap.end)
    return any(found.letters.endswith(lost, gap.begin, each) for each in joints)


def _by_runs(gap: Gap, runs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A gap parted where a run begins: each is told by itself, and may be found by itself."""
    first = gap.first
    for begin in runs[bisect_right(runs, gap.first) :]:
        if begin >= gap.last:
            break
        yield first, begin
        first = begin
    yield first, gap.last


def _elsewhere(lost: str, gap: Gap, extras: Sequence[Gap], letters: str) -> tuple[Gap, int] | None:
    """Where else words stand that are lost in a gap: among what the proof has too much, and where there."""
    own = letters[gap.begin : gap.end]
    rest = lost.removesuffix(own) if own and len(lost) - len(own) <= INITIAL else lost
    for other in extras:
        if other is not gap and (at := letters.find(rest, other.begin, other.end)) >= 0:
            return other, at
    return None


def _reads_on(first: int, last: int, at: int, aligned: Aligned, found: FoundText) -> bool:
    """Whether words painted out of their turn stand, for the eye, between those before and those behind them: what
    floats or is positioned is painted apart from its paragraph.
    """
    before = next((place for place in reversed(aligned.places[:first]) if place >= 0), -1)
    after = next((place for place in aligned.places[last:] if place >= 0), -1)
    here = found.place(at)
    return (before < 0 or _precedes(found.place(before), here)) and (after < 0 or _precedes(here, found.place(after)))


def _precedes(one: tuple[int, Rectangle], other: tuple[int, Rectangle]) -> bool:
    """Whether a place is read before another: on an earlier page, higher up, or on the same line further left."""
    (sheet, box), (sheet_after, after) = one, other
    if sheet != sheet_after:
        return sheet < sheet_after
    beside = min(box[3], after[3]) - max(box[1], after[1]) > 0
    return box[0] <= after[0] + 1 if beside else box[1] >= after[1]


def _named(words: Sequence[CopyWord], letters: str) -> tuple[int, int]:
    """The words of the copy that begin with these letters."""
    starts: list[int] = []
    kept: list[int] = []
    text = ""
    for n, word in enumerate(words):
        if word.sure:
            starts.append(len(text))
            kept.append(n)
            text += word.letters
    at = max(0, text.find(letters))
    first = kept[bisect_right(starts, at) - 1] if kept else 0
    last = kept[bisect_right(starts, at + len(letters) - 1) - 1] + 1 if kept else 0
    return first, last

"""A text of the manuscript → its words and its notes, by rules so simple that they can be believed.

Most marks of Markdown are no letters, and fall out by themselves. What remains to be known: what stands in braces is no
text, nor is the address of a link; a note is not printed where it is called; the words of a citation are citeproc's.
This shares no code with `press.editing`, which reads the same text to print it: what the one loses the other must miss.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from press.words.letters import CopyCitation, CopyRun, CopyWord, fold
from press.words.plain_figures import CREDIT
from press.words.plain_lines import LINK_DEFINITION, MADE, by_lines
from press.words.plain_tables import LETTERS, REMARK, REMARKED, Read, Rows

CITED = re.compile(r"(?:^|(?<=[\s\[(;,-]))@\w")
KEY = re.compile(r"@(\w(?:[\w:.#$%&+?<>~/-]*\w)?)")
LABELS = frozenset(
    re.findall(
        r"\w+",
        "p pp page pages ch chs chap chaps chapter chapters vol vols volume volumes no nos number numbers n "
        "nn note notes fol fols folio folios f ff sec secs section sections bk bks book books pt pts part "
        "parts para paras paragraph paragraphs col cols column columns fig figs figure figures l ll line "
        "lines op opus sv v vv verse verses issue and ",
    )
)
"""What names a locator: citeproc has words of its own for it."""
ROMAN = re.compile(r"[ivxlcdm]+")
PLAIN = re.compile(rf"(?:[^\\^\[@&!{REMARK}{REMARKED}{LETTERS}]++|!(?!\[))+")
"""What begins nothing: words, and the spaces between them."""
SPACE = re.compile(r"\s")
BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
ENTITY = re.compile(r"&#?\w+;")
APART = re.compile(r"^[ >]*\[\^[^\]\s]+\]:", re.MULTILINE)
"""Where a note written apart begins."""
WORDS_KEPT = 1 << 14
"""Of how many written words is known what of them is compared: about as many as a long book has."""
ESCAPED = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


@dataclass(slots=True)
class UnitNotes:
    """The notes of a chapter or document, in the order of their calls; they are numbered through."""

    path: str
    notes: list[CopyRun] = field(default_factory=list)
    numbers: int = 0
    letters: int = 0
    links: set[str] = field(default_factory=set)
    """The labels of addresses that are written apart."""
    apart: dict[str, Rows] = field(default_factory=dict)
    """The notes written apart in the text of the file, which its header may call too."""
    originals: set[int] = field(default_factory=set)
    """Which of the notes, from 0, belong to the original of a document."""
    read: Read = field(default=lambda name: "")
    """What gives the text of another file of the manuscript."""
    credits: bool = True
    """Whether below captions stands whose the pictures are."""

    def call(self, original: bool) -> str:
        """The mark of the next note; a note of the original has a letter."""
        self.letters, self.numbers = self.letters + original, self.numbers + (not original)
        return chr(ord("a") + (self.letters - 1) % 26) if original else str(self.numbers)


def read_plain(
    text: str, line: int, unit: UnitNotes, name: str = "text", in_note: bool = False
) -> tuple[CopyRun, frozenset[str]]:
    """A text that begins on a line of the unit's file: its words, and the letters of its tables' heads.

    Its notes go to the unit; `in_note`: its citations are worded where they stand.
    """
    if "]:" in text:
        unit.links.update(found[1].casefold() for found in LINK_DEFINITION.finditer(text))
    rows, apart, heads = by_lines(text.split("\n"), line, unit.read, unit.credits)
    scan = _Scan(rows, unit, {**unit.apart, **apart}, in_note)
    words, citations = scan.all()
    lines = [_Scan([row], UnitNotes(""), scan.apart).all()[0] for row in heads]
    # a head may have calls, of which nobody knows here whether the one who repeats it repeats them too
    repeated = {"".join(w.letters for w in line if w.sure or called) for line in lines for called in (False, True)}
    return CopyRun(unit.path, words, citations, name, tuple(scan.sides)), frozenset(repeated - {""})


def notes_apart(text: str, line: int, read: Read) -> dict[str, Rows]:
    """The notes written apart in a text that begins on a line of its file, by their labels."""
    return by_lines(text.split("\n"), line, read, False)[1] if APART.search(text) else {}


@lru_cache(WORDS_KEPT)
def _compared(written: str) -> tuple[str, str, bool] | None:
    """The letters of a word, how it is written, and whether no style may leave it out; nothing of what is no word."""
    letters = fold(written)
    return (letters, written.strip(MADE), MADE not in written) if letters or written == MADE else None


class _Scan:
    """Letter by letter through a text, with a word begun and the words ended so far."""

    def __init__(self, rows: Rows, unit: UnitNotes, apart: dict[str, Rows], in_note: bool = False) -> None:
        self.text = "\n".join(row for _, row in rows)
        self.unit, self.apart, self.in_note, self.within = unit, apart, in_note, in_note
        self.numbers = [number for number, _ in rows]
        self.starts = [*accumulate((len(row) + 1 for _, row in rows), initial=0)]
        self.words: list[CopyWord] = []
        self.citations: list[CopyCitation] = []
        self.letters: list[_Scan] = []
        """The notes of a table that wait for its foot."""
        self.begun: list[str] = []
        self.sides: list[CopyRun] = []
        self.at = 0

    def all(self) -> tuple[tuple[CopyWord, ...], tuple[CopyCitation, ...]]:
        """Every word of the text, and every work it cites."""
        self.span(0, len(self.text))
        self.end_word()
        return tuple(self.words), tuple(self.citations)

    def line(self, at: int) -> int:
        """The line of a letter."""
        return self.numbers[min(bisect_right(self.starts, at) - 1, len(self.numbers) - 1)] if self.numbers else 0

    def put(self, at: int, letters: str) -> None:
        """Letters that belong to the word begun."""
        if not self.begun:
            self.at = at
        self.begun.append(letters)

    def end_word(self) -> None:
        """The word begun is ended."""
        if self.begun and (word := _compared("".join(self.begun))):
            letters, written, sure = word
            self.words.append(CopyWord(letters, written, self.line(self.at), sure))
        self.begun.clear()

    def plain(self, at: int, end: int) -> None:
        """What begins nothing: the word begun goes on to the first space, and behind the last one another is begun."""
        space = SPACE.search(self.text, at, end)
        if not space:
            self.put(at, self.text[at:end])
            return
        if at < space.start():
            self.put(at, self.text[at : space.start()])
        self.end_word()
        at = space.start()
        run = self.text[at:end]
        begun = "" if run[-1].isspace() else run.rsplit(None, 1)[-1]
        ended = run[: len(run) - len(begun)].split("\n")
        for row, line in enumerate(ended, bisect_right(self.starts, at) - 1):
            number = self.numbers[row]
            self.words += [CopyWord(word[0], word[1], number, word[2]) for w in line.split() if (word := _compared(w))]
        if begun:
            self.put(end - len(begun), begun)

    def made(self, at: int) -> None:
        """Here stands what the press makes: the label of a reference, a work as citeproc words it."""
        self.end_word()
        self.words.append(CopyWord("", "", self.line(at), False))

    def span(self, at: int, end: int) -> None:
        """The letters from one place to another."""
        text = self.text
        while at < end:
            char = text[at]
            if char == "\\" and text[at + 1 : at + 2] in ESCAPED:
                self.put(at, text[at + 1 : at + 2])  # what is escaped begins nothing
                at += 2
            elif char == "^" and text.startswith("[", at + 1) and (close := self.close(at + 1)) > 0:
                at = self.note(at + 2, close, end)
            elif char == "[" and 0 < (close := self.close(at)) < end:
                at = self.bracket(at, close, end)
            elif char == "@" and self.in_note and (cited := self.key(at, end)):
                at = self.running(cited, end)
            elif char == "&" and (entity := ENTITY.match(text, at, end)):
                char = html.unescape(entity[0])
                self.put(at, char) if char.strip() else self.end_word()
                at = entity.end()
            elif char in (REMARK, REMARKED):
                self.end_word()
                self.in_note = self.within or char == REMARK
                at += 1
            elif char == LETTERS:
                self.foot()
                at += 1
            elif plain := PLAIN.match(text, at, end):
                self.plain(at, plain.end())
                at = plain.end()
            else:
                at += 1  # a mark that pairs with nothing is no letter

    def key(self, at: int, end: int) -> re.Match[str] | None:
        """The key of a work named in running words; what follows a letter, or stands in an address, is none."""
        in_address = "://" in "".join(self.begun) or (self.text[at - 1 : at].isalnum() and at)
        return None if in_address else KEY.match(self.text, at, end)

    def close(self, at: int) -> int:
        """Where the bracket that opens here is closed, or -1."""
        depth = 0
        for found in BRACKET.finditer(self.text, at):
            depth += (found[0] == "[") - (found[0] == "]")
            if depth == 0:
                return found.start()
        return -1

    def attributes(self, at: int) -> tuple[int, str]:
        """What stands in braces here, and where it ends."""
        if self.text.startswith("{", at) and (end := self.text.find("}", at)) > 0:
            return end + 1, self.text[at:end]
        return at, ""

    def bracket(self, at: int, close: int, end: int) -> int:
        """A pair of brackets: a call, the words of a link or a mark, a citation, or brackets; gives where it ends."""
        text, inside, after = self.text, self.text[at + 1 : close], close + 1
        if re.fullmatch(r"\^[^\s\]]+", inside) and inside[1:] in self.apart:
            after, marks = self.attributes(after)
            self.call(at, _Scan(self.apart[inside[1:]], self.unit, {}, in_note=True), marks)
            return after
        if text.startswith("(", after) and (address := self.address(after)) > 0:
            if text[at - 1 : at] == "!" and text[at - 4 : at - 3] != MADE:  # what it is called, and its number
                self.made(at)
            self.span(at + 1, close)
            after, marks = self.attributes(address)
            if text[at - 1 : at] == "!" and self.unit.credits and (found := CREDIT.search(marks)):
                self.end_word()
                self.span(*(address + place for place in found.span(found.lastindex or 0)))
                self.end_word()
            if not inside or "page" in marks:
                self.made(at)
            return after
        if text.startswith("{", after):
            after, marks = self.attributes(after)
            if re.search(r"\.side\b", marks):  # it stands in the margin
                words, citations = self.part(at + 1, close).all()
                self.sides.append(CopyRun(self.unit.path, words, citations, "side-note"))
            else:
                self.span(at + 1, close)
            return after
        if text.startswith("[", after) and text[after + 1 : self.close(after)].casefold() in self.unit.links:
            self.span(at + 1, close)
            return self.close(after) + 1
        if CITED.search(inside) and "^[" not in inside:
            self.cite(at + 1, close)
            return after
        self.span(at + 1, close)
        return after

    def address(self, at: int) -> int:
        """Where the address of a link ends that begins with this bracket."""
        depth = 0
        for place in range(at, len(self.text)):
            depth += (self.text[place] == "(") - (self.text[place] == ")")
            if depth == 0:
                return place + 1
        return -1

    def note(self, at: int, close: int, end: int) -> int:
        """A note written where it is called; gives where it ends."""
        after, marks = self.attributes(close + 1)
        self.call(at, self.part(at, close), marks)
        return after

    def part(self, at: int, end: int) -> _Scan:
        """A part of the text, to be read as a note."""
        first = self.line(at)
        rows = [(first + n, row) for n, row in enumerate(self.text[at:end].split("\n"))]
        return _Scan(rows, self.unit, self.apart, in_note=True)

    def foot(self) -> None:
        """The notes that stand at the foot of a table, each once, behind what is said of it."""
        self.end_word()
        for number, note in enumerate(self.letters):
            words, citations = note.all()
            self.words.append(CopyWord(_letter(number), "", note.line(0), False))
            self.words += words
            self.citations += citations
        self.letters.clear()

    def call(self, at: int, note: _Scan, marks: str) -> None:
        """The call of a note, printed but not written; and the note."""
        self.end_word()
        if re.search(r"\.letter\b", marks):
            self.words.append(CopyWord(_letter(len(self.letters)), "", self.line(at), False))
            self.letters.append(note)
            return
        unnumbered = re.search(r"\.unnumbered\b", marks)
        mark = "" if unnumbered else self.unit.call("original" in marks)
        self.words.append(CopyWord(mark, mark, self.line(at), False))
        words, citations = note.all()
        if "original" in marks:
            self.unit.originals.add(len(self.unit.notes))
        self.unit.notes.append(CopyRun(self.unit.path, words, citations, f"note {mark}"))

    def cite(self, at: int, end: int) -> None:
        """The works cited within brackets; in the text they are a note."""
        if not self.in_note:
            self.call(at, self.part(at - 1, end + 1), "")
            return
        place = at
        for item in _items(self.text[at:end]):
            if cited := KEY.search(item):
                self.span(place, place + cited.start())
                self.end_word()
                self.locator(cited[1], place + cited.end(), place + len(item))
            else:
                self.span(place, place + len(item))
            self.end_word()
            place += len(item) + 1

    def running(self, cited: re.Match[str], end: int) -> int:
        """A work named in running words, perhaps with a locator in brackets; gives where it ends."""
        self.end_word()
        after = cited.end()
        located = re.compile(r"\s+\[(?!\^)([^\]\[]*)\](?!\()").match(self.text, after, end)
        if not located:
            self.made(cited.start())
            self.citations.append(CopyCitation(cited[1], "", self.line(cited.start())))
            return after
        self.locator(cited[1], located.start(1), located.end(1))
        self.end_word()
        return located.end()

    def locator(self, key: str, at: int, end: int) -> None:
        """What follows a key: first where in the work, which citeproc words, then words of the editor's."""
        figures, line = "", self.line(at)
        if braced := re.compile(r"[\s,]*\{[^}]*\}").match(self.text, at, end):
            at = braced.end()
        for found in re.compile(r"[\s,]*([^\s,]+)").finditer(self.text, at, end):
            letters = fold(found[1])
            if letters and letters not in LABELS and not re.search(r"\d", letters) and not ROMAN.fullmatch(letters):
                break
            number = re.search(r"\d+", found[1])
            figures = figures or (number[0] if number else "")
            at = found.end()
        self.made(at)
        self.citations.append(CopyCitation(key, figures, line))
        self.span(at, end)


def _letter(number: int) -> str:
    """The letter of a note at the foot of a table, counted from 0."""
    return chr(ord("a") + number % 26) * (number // 26 + 1)


def _items(cited: str) -> Iterator[str]:
    """The parts between semicolons outside brackets and braces."""
    depth, first = 0, 0
    for at, char in enumerate(cited):
        depth += (char in "[{(") - (char in "]})")
        if char == ";" and depth == 0:
            yield cited[first:at]
            first = at + 1
    yield cited[first:]

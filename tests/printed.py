"""Reads a made book as a reader does: from the PDF's own text, told apart by where and how large it is printed.

Nothing of the press is used. Positions are in points from the top left of the page; the measures are those of the
classic style. poppler's pdftohtml gives the runs of text, pikepdf the outline, the links and where they lead.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
from poppler import poppler

HEAD, FOOT = 54.0, 58.0  # a page may be a line long, as facing pages may be; the drop folio is lower still
INNER, OUTER = 47.25, 56.25  # left margins of a recto and a verso
SIDES = INNER + OUTER
GUTTER = 15.75
NOTE_SIZE, INDEX_SIZE, CAPTION_SIZE = 9.0, 9.0, 9.375
NOTE_LINE = 11.25
GAP = 6.0  # between runs that are not of one sentence: the cells of a table
WORD = 0.12  # of the size of type: poppler drops a space that is drawn by itself, as before a mark without words
MARK = re.compile(r"(\d+|[a-z]{1,2}(?![a-z])) ?")
FOLIO = re.compile(r"\d+|[ivxlc]+")
CALL = re.compile(r"(\W*)(?:\d+|[a-z]{1,2})(\s*)")
"""A call, and the point over which it may hang."""
NEAR = 20.0  # a letter stands so near to where it would if all were of one width


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text in one size and slope."""

    left: float
    middle: float
    size: float
    text: str
    italic: bool = False
    bold: bool = False
    linked: bool = False
    right: float = 0
    call: bool = False  # a call alone, which is no word


NOTHING = Run(0, 0, 0, "")


@dataclass(frozen=True, slots=True)
class Line:
    """Runs that stand on one line of a page; `middle` is its height."""

    page: int
    middle: float
    runs: tuple[Run, ...]

    @property
    def left(self) -> float:
        return self.runs[0].left

    @property
    def size(self) -> float:
        return max(run.size for run in self.runs)

    @property
    def text(self) -> str:
        """The words of the line, without the calls of notes."""
        gaps = [
            " " if after.left - run.right > (GAP if run.call or after.call else WORD * run.size) else ""
            for run, after in pairwise((*self.runs, NOTHING))
        ]
        return " ".join("".join(run.text + gap for run, gap in zip(self.runs, gaps, strict=True)).split())


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the folio printed on it, and its lines by kind."""

    number: int
    folio: str
    width: float
    text: tuple[Line, ...]
    notes: tuple[Line, ...]

    @property
    def margin(self) -> float:
        """The left edge of the type area."""
        return INNER if self.number % 2 else OUTER


@dataclass(slots=True)
class Stream:
    """Words that run on from line to line and page to page; for each letter the page on which it is printed."""

    text: str = ""
    pages: list[int] = field(default_factory=list)

    def add(self, line: str, page: int) -> None:
        """One more line."""
        self.text += line + "\n"
        self.pages += [page] * (len(line) + 1)

    def squeezed(self) -> tuple[str, list[int]]:
        """Its letters and figures alone, and where each stands: spaces, hyphens and quotes are the printer's."""
        at = [n for n, char in enumerate(self.text) if char.isalnum()]
        return "".join(self.text[n] for n in at), at


@dataclass(slots=True)
class PrintedNote:
    """A note at the foot of the page, with its mark; it may go on at the foot of the next."""

    mark: str
    stream: Stream


@dataclass(frozen=True, slots=True)
class Landing:
    """A link of the PDF: where it stands, the name of where it leads to, and that place."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    name: str
    to_page: int
    to_left: float
    to_top: float


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """An entry of the printed index: what stands before the locators, and the locators, sub-entries' after its own."""

    heading: str
    locators: tuple[PrintedLocator, ...]
    see: bool


@dataclass(frozen=True, slots=True)
class PrintedLocator:
    """A locator as printed; italic for figures, bold for principal passages."""

    text: str
    italic: bool
    bold: bool


class Printed:
    """A made book, read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with pikepdf.open(path) as pdf:
            self.heights = [float(page.mediabox[3]) for page in pdf.pages]
            self.outline = tuple(_outline(pdf))
            self.links = tuple(_links(pdf, self.heights))
        self.pages = tuple(self._read())
        self.folios = {page.folio: page.number for page in self.pages if page.folio}

    def _read(self) -> Iterator[Page]:
        xml = poppler("pdftohtml", self.path, "-xml", "-i", "-q", "-hidden", "-zoom", "3", "-stdout")
        root = ElementTree.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", xml[xml.index("<?xml") :]))
        fonts: dict[str, tuple[float, bool]] = {}
        for page in root.iter("page"):
            for font in page.iter("fontspec"):
                fonts[font.attrib["id"]] = (float(font.attrib["size"]), "Semi" in font.attrib["family"])
            number = int(page.attrib["number"])
            scale = float(page.attrib["height"]) / self.heights[number - 1]
            runs = [_run(text, fonts, scale, self.calls[number]) for text in page.iter("text")]
            yield self._page(number, float(page.attrib["width"]) / scale, runs)

    @cached_property
    def calls(self) -> dict[int, list[Landing]]:
        """By page, the calls of notes: what a note's own mark leads back to. They are of the size of the text."""
        notes = {link.name.removeprefix("call-") for link in self.links if link.name.startswith("call-")}
        found: dict[int, list[Landing]] = {page: [] for page in range(1, len(self.heights) + 1)}
        for link in self.links:
            if link.name in notes:
                found[link.page].append(link)
        return found

    def _page(self, number: int, width: float, runs: list[Run]) -> Page:
        bottom = self.heights[number - 1] - FOOT
        inside = [run for run in runs if HEAD < run.middle < bottom and (run.text.strip() or run.call)]
        outside = [run.text.strip() for run in runs if run not in inside]
        folio = next((text for text in outside if FOLIO.fullmatch(text)), "")
        lines = list(_lines(number, inside))
        first = _first_note(lines, INNER if number % 2 else OUTER)
        return Page(number, folio, width, tuple(lines[:first]), tuple(lines[first:]))

    def notes(self) -> list[PrintedNote]:
        """Every note of the book in the order of its pages; one that goes on is joined."""
        found: list[PrintedNote] = []
        note = PrintedNote("", Stream())
        for page in self.pages:
            for line in page.notes:
                text, begins = line.text, abs(line.left - page.margin) < 2 and line.runs[0].linked
                mark = MARK.match(text)
                if goes_on := re.match(r"(\d+|[a-z]{1,2}) continued\. ", text):
                    note = next(each for each in reversed(found) if each.mark == goes_on[1])
                    text = text[goes_on.end() :]
                elif begins and mark:
                    note = PrintedNote(mark[1], Stream())
                    found.append(note)
                    text = text[mark.end() :]
                note.stream.add(text, page.number)
        return found

    def index(self, title: str) -> list[PrintedEntry]:
        """The entries of the index that is headed so, columns in order."""
        entries: list[list[Run]] = []
        for indent, line in self._index_lines(title):
            runs = list(line.runs)
            if indent < 4 and "(continued)" not in line.text:
                entries.append(runs)
            elif indent >= 4:
                mark = [Run(0, 0, 0, "\t")] if indent < 13 else []
                entries[-1] += [*mark, Run(0, 0, 0, " "), *runs]
        return [_entry(runs) for runs in entries]

    def columns(self, title: str) -> list[list[tuple[float, Line]]]:
        """The columns of the index that is headed so: each line with its indent."""
        first = next(each for depth, name, each, _ in reversed(self.outline) if depth == 0 and name == title)
        next_one = min((each for depth, _, each, _ in self.outline if depth == 0 and each > first), default=None)
        found = []
        for page in self.pages[first - 1 : next_one and next_one - 1]:
            if not any(abs(line.size - INDEX_SIZE) < 0.2 for line in page.text):
                break
            width = (page.width - SIDES - GUTTER) / 2
            for left in (page.margin, page.margin + width + GUTTER):
                lines = _lines(page.number, (r for line in page.text for r in line.runs if -2 < r.left - left < width))
                found.append([(line.left - left, line) for line in lines])
        return [column for column in found if column]

    def index_links(self, title: str) -> list[Landing]:
        """The links of the index that is headed so to places in the text, in the order of reading."""
        first = next(each for depth, name, each, _ in reversed(self.outline) if depth == 0 and name == title)

        def order(link: Landing) -> tuple[int, bool, float, float]:
            page = self.pages[link.page - 1]
            second = link.left > page.margin + (page.width - SIDES - GUTTER) / 2 + GUTTER / 2
            return link.page, second, round(link.top), link.left

        last = min((each for depth, _, each, _ in self.outline if depth == 0 and each > first), default=10**6)
        links = [link for link in self.links if first <= link.page < last and not re.match(r"index[-.]", link.name)]
        return sorted(links, key=order)

    def word_at(self, page: int, left: float, top: float) -> str:
        """The word that a reader sees who is led to a place."""
        beside = [word for word in self.words[page - 1] if abs(word[1] - top) < 8 and word[2] > left + 0.5]
        return min(beside, key=lambda word: (abs(word[1] - top) > 4, word[0]))[3]

    def line_at(self, page: int, left: float, top: float) -> list[str]:
        """The words of the line to which a reader is led, from that place on."""
        return [word[3] for word in self.words[page - 1] if abs(word[1] - top) < 8 and word[2] > left + 0.5]

    @cached_property
    def words(self) -> list[list[tuple[float, float, float, str]]]:
        """By page, every word with its left, top and right edge."""
        text = poppler("pdftotext", self.path, "-bbox")
        found = []
        for page in text.split("<page ")[1:]:
            words = re.findall(r'xMin="([\d.]+)" yMin="([\d.-]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>', page)
            found.append([(float(x), float(y), float(end), html.unescape(word)) for x, y, end, word in words])
        return found

    def _index_lines(self, title: str) -> Iterator[tuple[float, Line]]:
        for column in self.columns(title):
            yield from ((indent, line) for indent, line in column if abs(line.size - INDEX_SIZE) < 0.2)


def _run(element: ElementTree.Element, fonts: dict[str, tuple[float, bool]], scale: float, calls: list[Landing]) -> Run:
    """A run without the calls in it."""
    left, top, width, height = (float(element.attrib[key]) / scale for key in ("left", "top", "width", "height"))
    size, bold = fonts[element.attrib["font"]]
    marked = {inner.tag for inner in element.iter()}
    whole, text, middle, called = "".join(element.itertext()), "", top + height / 2, False
    beside = [(link.left + link.right) / 2 for link in calls if link.top - 2 < middle < link.bottom + 2]
    at = 0
    for piece, linked in _pieces(element):
        there = left + width * (at + len(piece) / 2) / max(len(whole), 1)
        at += len(piece)
        call = CALL.fullmatch(piece) if linked and any(abs(each - there) < NEAR for each in beside) else None
        text += call[1] + call[2] if call else piece
        called = called or call is not None
    alone = called and not text.strip()
    return Run(left, middle, size / scale, text, "i" in marked, bold, "a" in marked, left + width, alone)


def _pieces(element: ElementTree.Element, linked: bool = False) -> Iterator[tuple[str, bool]]:
    """The text of an element in pieces, and whether each is a link."""
    linked = linked or element.tag == "a"
    yield element.text or "", linked
    for inner in element:
        yield from _pieces(inner, linked)
        yield inner.tail or "", linked


def _lines(page: int, runs: Iterable[Run]) -> Iterator[Line]:
    """Runs by lines, from the top; what stands within three points is one line."""
    found: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: r.middle):
        if found and run.middle - found[-1][0].middle < 3:
            found[-1].append(run)
        else:
            found.append([run])
    for line in found:
        in_order = tuple(sorted(line, key=lambda r: r.left))
        yield Line(page, max(in_order, key=lambda r: r.size).middle, in_order)


def _first_note(lines: list[Line], margin: float) -> int:
    """Where the notes begin: small lines at the foot, the first with a mark of its own or the word that it goes on."""
    start = len(lines)
    while (
        start
        and abs(lines[start - 1].size - NOTE_SIZE) < 0.2
        and (start == len(lines) or lines[start].middle - lines[start - 1].middle < NOTE_LINE + 1)
    ):
        start -= 1
    for at in range(start, len(lines)):
        line = lines[at]
        marked = line.runs[0].linked and MARK.match(line.text) and abs(line.left - margin) < 2
        if marked or re.match(r"(\d+|[a-z]{1,2}) continued\. ", line.text):
            return at
    return len(lines)


def _outline(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str, int, float]]:
    """The outline: depth, title, page (from 1), and how far down."""
    numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}

    def walk(items: Iterable[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str, int, float]]:
        for item in items:
            page, _, _, top, _ = item.destination
            number = numbers[page.objgen]
            yield depth, item.title, number, float(pdf.pages[number - 1].mediabox[3]) - float(top)
            yield from walk(item.children, depth + 1)

    with pdf.open_outline() as outline:
        yield from walk(outline.root, 0)


def _links(pdf: pikepdf.Pdf, heights: list[float]) -> Iterator[Landing]:
    """Every link within the book."""
    numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
    names = {str(name): place for name, place in pikepdf.NameTree(pdf.Root.Names.Dests).items()}
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", ()):
            if "/Dest" not in annotation:
                continue
            name = str(annotation.Dest)
            place = names[name]
            place = place.D if isinstance(place, pikepdf.Dictionary) else place
            x, y, right, high = (float(each) for each in annotation.Rect)
            to = numbers[place[0].objgen]
            low, high = min(y, high), max(y, high)
            top, bottom = heights[number - 1] - high, heights[number - 1] - low
            to_top = heights[to - 1] - float(place[3])
            yield Landing(number, x, top, right, bottom, name, to, float(place[2]), to_top)


# --- the printed index -----------------------------------------------------------------------------

LOCATOR = re.compile(
    r"(?:(?:\d+|[ivxlc]+)(?:–(?:\d+|[ivxlc]+))?|(?:\d+|[ivxlc]+) ?nn? ?[\da-z]+(?:–[\da-z]+)?(?: \(Doc\. \d+\))?)"
)


def _entry(runs: list[Run]) -> PrintedEntry:
    """An entry taken apart: what stands at the end between commas and looks like a locator is one."""
    text = "".join(run.text for run in runs)
    look = [(run.italic, run.bold) for run in runs for _ in run.text]
    see = re.search(r"\. See ", text) is not None
    locators: list[PrintedLocator] = []
    heading = ""
    at = 0
    for n, part in enumerate(text.split("\t")):
        start = at
        at += len(part) + 1
        pieces = [(m.start(), m[0].strip()) for m in re.finditer(r"[^,]+", part)]
        last = len(pieces)
        while last > 1 and LOCATOR.fullmatch(pieces[last - 1][1]):
            last -= 1
        for offset, piece in pieces[last:]:
            locators.append(PrintedLocator(piece, *look[start + offset + 1]))
        if n == 0:
            heading = " ".join(",".join(part.split(",")[:last]).split())
    return PrintedEntry(heading, tuple(locators), see)


def expand(locator: str) -> tuple[list[str], list[str]]:
    """`321–23` as its pages, `45nn3–4` as its page and the marks of its notes."""
    locator = locator.partition(" (")[0]
    if found := re.fullmatch(r"(\d+|[ivxlc]+) ?nn? ?([\da-z]+)(?:–([\da-z]+))?", locator):
        return [found[1]], _between(found[2], found[3] or found[2])
    first, _, last = locator.partition("–")
    return _between(first, last or first), []


def _between(first: str, last: str) -> list[str]:
    if first == last:
        return [first]
    if first.isdecimal():
        whole = first[: max(0, len(first) - len(last))] + last
        return [str(number) for number in range(int(first), int(whole) + 1)]
    numbers = {_roman(n): n for n in range(1, 100)} if set(first + last) <= set("ivxlc") else {}
    if first in numbers and last in numbers:
        return [_roman(n) for n in range(numbers[first], numbers[last] + 1)]
    return [chr(n) for n in range(ord(first), ord(last) + 1)]


def _roman(number: int) -> str:
    pairs = ((90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    out = ""
    for value, numeral in pairs:
        out += numeral * (number // value)
        number %= value
    return out

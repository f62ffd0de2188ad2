"""The cover: back, spine and front on one sheet, as wide as the book is thick.

The number of pages and their trim are read from the print edition as it was made; the cover bears the number it was
made for, so that it can be told when it no longer fits.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from textwrap import wrap

import pikepdf
import pypdfium2
from barcode.ean import EAN13
from markupsafe import Markup

from press.book import Book
from press.compose.bylines import Bylines
from press.compose.typography import end_entry, refine
from press.fields import POINTS
from press.pdf.page_boxes import Box, common, trim_of
from press.prepress.content import painted
from press.prepress.pdfx import save
from press.prepress.print_edition import PrintJob, declaration, print_edition
from press.prepress.profile import read_profile
from press.prepress.rules import COVER_OVERFULL, NO_PAPER, SPINE_WITHOUT_TITLE, STALE_COVER
from press.problem import Faulty, Origin, Problem, warning
from press.style.rendering import guarded
from press.style.style import Style, StyleSheet
from press.text import (
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Phrase,
    SmallCaps,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Text,
    plain,
)
from press.typesetting.blame import with_sheets_blamed
from press.typesetting.engine.one_sheet import set_sheet

PAGES = "/CoverForPages"
TEMPLATE = "cover/cover.html.j2"
SPINE_CLEAR = 0.0625 * POINTS["in"]
"""Points: between the letters on a spine and its edges a sixteenth of an inch is left at least, for folds wander."""
SAFE, TOUCHING, OVERHANG = 9.0, 0.25, 2.0
"""Points: nearest to the edge; by how much boxes may overlap; and how far an italic may hang over its neighbour."""
LEAST_BLEED = 9.0
"""Points of bleed where the style has none: a cover is painted to its edges, whatever the pages are."""
MODULE = 0.33 * POINTS["mm"]
BAR_HEIGHT, GUARD_EXTRA = 22.85 * POINTS["mm"], 5 * MODULE
QUIET = (11, 7)
"""EAN-13 at its nominal size (ISO/IEC 15420), in points: the width of a module, the height of a bar, how far guard bars
go down below the others; and in modules, the quiet zones to the left and right."""


@dataclass(frozen=True, slots=True)
class Wrap:
    """The measures of a cover in points: the trim of the book, its pages, the thickness of the spine."""

    width: float
    height: float
    pages: int
    spine: float

    @property
    def size(self) -> tuple[float, float]:
        """The flat cover, trimmed."""
        return 2 * self.width + self.spine, self.height


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a bar code: where it begins, how wide and how high it is, in points."""

    left: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class BarCode:
    """An EAN-13 drawn: its size with the quiet zones, its bars, and its figures in their three groups."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    figures: tuple[str, str, str]
    module: float = MODULE


def measure(printed: bytes, book: Book) -> Wrap:
    """The measures of the cover of a print edition. Raises `Faulty` when the paper's thickness is not said.

    A spine is as wide as all leaves, which have two pages each, and both boards.
    """
    cover = book.cover
    if not cover.leaf:
        origin = cover.origin if cover.origin.path else book.origin
        hint = "cover: {paper: {leaf: 0.1mm}}, or pages_per_inch, or grammage and volume"
        raise Faulty([Problem(origin, NO_PAPER, "how thick the paper is must be known for the spine", hint)])
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        pages = len(pdf.pages)
        left, bottom, right, top = trim_of(pdf.pages[0])
    return Wrap(right - left, top - bottom, pages, pages / 2 * cover.leaf + 2 * cover.board)


def made_for(cover: bytes) -> int:
    """The number of pages that a cover was made for, 0 when it does not say."""
    with pikepdf.open(io.BytesIO(cover)) as pdf:
        return int(pdf.trailer.get("/Info", pikepdf.Dictionary()).get(PAGES, 0))


def stale_cover(cover: bytes, pages: int, shown: str) -> Iterator[Problem]:
    """A warning when a cover was made for another number of pages."""
    if (known := made_for(cover)) != pages:
        message = f"the cover is stale: made for {known} pages, the print edition has {pages}"
        yield warning(Origin(shown), STALE_COVER, message, "run ./go cover")


def bar_code(isbn: str) -> BarCode | None:
    """The bar code of an ISBN that has been checked; None without one."""
    figures = re.sub(r"[^0-9]", "", isbn)
    if len(figures) != 13:  # an old ISBN of ten figures has no code of its own (ISO 2108)
        return None
    code = EAN13(figures, guardbar=True)
    modules = code.build()[0]
    bars: list[Bar] = []
    at = 0
    while at < len(modules):
        end = at
        while end < len(modules) and modules[end] == modules[at]:
            end += 1
        if modules[at] != "0":  # G is a bar of a guard, 1 one of a figure
            height = BAR_HEIGHT + (GUARD_EXTRA if modules[at] == "G" else 0)
            bars.append(Bar((QUIET[0] + at) * MODULE, (end - at) * MODULE, height))
        at = end
    width = (QUIET[0] + len(modules) + QUIET[1]) * MODULE
    return BarCode(width, BAR_HEIGHT + GUARD_EXTRA, tuple(bars), (figures[0], figures[1:7], figures[7:]))


def set_cover(book: Book, style: Style, flat: Wrap, marks: bool, shown: str) -> tuple[bytes, tuple[Problem, ...]]:
    """The cover as a PDF/X-4, with what is wrong with it; without a title on the spine where none fits.

    Raises `Faulty` for a fault of the style.
    """
    job = cover_job(book, style, marks, shown)
    wide_enough = flat.spine >= style.print.spine.points
    problems: list[Problem] = []
    html, content = _lay_out(book, style, flat, job.bleed, wide_enough)
    # whether the words fit is seen on the sheet as set, and only there
    if wide_enough and not _spine_fits(content, flat):
        message = "the title does not fit on the spine and is left out"
        problems.append(warning(Origin(job.shown), SPINE_WITHOUT_TITLE, message))
        html, content = _lay_out(book, style, flat, job.bleed, False)
    problems += _misfits(html, content, flat, job.shown)
    printed = print_edition(content, job)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        pdf.trailer.Info[PAGES] = flat.pages
        return save(pdf), tuple(problems)


def cover_job(book: Book, style: Style, marks: bool, shown: str) -> PrintJob:
    """The print job of a cover: no signatures, no gutter, letters in any ink."""
    record = style.print
    return PrintJob(
        shown=shown,
        said=declaration(book.imprint, "cover", record, read_profile(style)),
        colour=record.colour,
        bleed=record.bleed.points or LEAST_BLEED,
        marks=marks or record.marks == "crop",
        gutter=(),
        signature=1,
        resolution=record.resolution,
        line_art=record.line_art,
        pictures=(),
        black_text=False,
    )


def _lay_out(book: Book, style: Style, flat: Wrap, bleed: float, spine_title: bool) -> tuple[str, bytes]:
    """The cover as HTML, and as the engine writes it."""
    width, height = flat.size
    # the last sheet wins, so that no style can make the sheet another size than the book asks for
    own = f"@page {{ size: {width:.3f}pt {height:.3f}pt; bleed: {bleed:g}pt; margin: 0 }}"
    html = _compose(book, style, flat, spine_title)

    def set_with(sheets: Sequence[StyleSheet]) -> bytes:
        return set_sheet(html, (*(sheet.text for sheet in sheets), own), style, "cover")

    return html, with_sheets_blamed(set_with, style.cover)


def _compose(book: Book, style: Style, flat: Wrap, spine_title: bool) -> str:
    def render() -> str:
        return style.templates.get_template(TEMPLATE).render(
            imprint=book.imprint,
            names=Bylines(book, style).names,
            words=style.words,
            wrap=flat,
            blurb=tuple(inlines_html(end_entry(each)) for each in book.cover.blurb),
            about=tuple(inlines_html(end_entry(each)) for each in book.cover.about),
            code=bar_code(book.imprint.isbn),
            spine_title=spine_title,
            balanced=balanced,
            text=lambda words: inlines_html(words.inlines if isinstance(words, Phrase) else (Text(words),)),
        )

    return guarded(style, TEMPLATE, render)


def inlines_html(inlines: Inlines) -> Markup:
    """A line of the cover's words as HTML."""
    out = []
    for each in inlines:
        if isinstance(each, Text):
            out.append(Markup("{}").format(refine(each.text)))
        elif isinstance(each, Emphasis):
            out.append(Markup("<em>{}</em>").format(inlines_html(each.inlines)))
        elif isinstance(each, Strong):
            out.append(Markup("<strong>{}</strong>").format(inlines_html(each.inlines)))
        elif isinstance(each, Superscript):
            out.append(Markup("<sup>{}</sup>").format(inlines_html(each.inlines)))
        elif isinstance(each, Subscript):
            out.append(Markup("<sub>{}</sub>").format(inlines_html(each.inlines)))
        elif isinstance(each, Struck):
            out.append(Markup("<s>{}</s>").format(inlines_html(each.inlines)))
        elif isinstance(each, SmallCaps):
            out.append(Markup('<span class="small-caps">{}</span>').format(inlines_html(each.inlines)))
        elif isinstance(each, Foreign):
            out.append(Markup('<span lang="{}">{}</span>').format(each.lang, inlines_html(each.inlines)))
        elif isinstance(each, LineBreak):
            out.append(Markup("<br>"))
        else:  # what has no meaning on a cover is read as its words
            out.append(Markup("{}").format(plain(each)))
    return Markup("").join(out)


def balanced(words: str | Phrase, longest: int) -> Markup:
    """A display line broken into as few lines of at most `longest` letters as will do, as even as can be."""
    text = str(words)
    lines = wrap(text, longest, break_long_words=False, break_on_hyphens=False)
    for width in range(longest, 0, -1):  # the narrowest measure that needs no line more makes them even
        narrower = wrap(text, width, break_long_words=False, break_on_hyphens=False)
        if len(narrower) > len(lines):
            break
        lines = narrower
    gaps = {len(" ".join(lines[:n]).split()) for n in range(1, len(lines))}
    inlines = words.inlines if isinstance(words, Phrase) else (Text(text),)
    return inlines_html(tuple(_broken(inlines, gaps, count(1))))


def _broken(inlines: Inlines, gaps: Container[int], counted: Iterator[int]) -> Iterator[Inline]:
    """A line with new lines in some of the gaps between its words, which are counted from 1."""
    for each in inlines:
        if isinstance(each, Text):
            lines = re.sub(r"\s+", lambda _: "\n" if next(counted) in gaps else " ", each.text).split("\n")
            for n, line in enumerate(lines):
                yield from (LineBreak(), Text(line)) if n else (Text(line),)
        elif isinstance(each, (Emphasis, Strong, SmallCaps, Superscript, Subscript, Struck, Foreign)):
            yield replace(each, inlines=tuple(_broken(each.inlines, gaps, counted)))
        else:
            yield each


# --- where the letters came to stand --------------------------------------------------------------


def _letters(content: bytes) -> list[Box]:
    with pypdfium2.PdfDocument(content) as document:
        text = document[0].get_textpage()
        return [text.get_rect(at) for at in range(text.count_rects())]


def _plain_letters(text: str) -> str:
    """Letters and figures alone, for capitals and spaces are the style's business."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _collide(letters: list[Box]) -> bool:
    """Whether lines run into each other; the boxes are those of the very letters."""
    return any(
        _overlap(one, other) > 0 and min(one[2], other[2]) - max(one[0], other[0]) > OVERHANG
        for at, one in enumerate(letters)
        for other in letters[at + 1 :]
    )


def _grounds(content: bytes) -> list[Box]:
    """Whatever is filled on the cover: panels, rules, bars."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [each.box for each in painted(pdf.pages[0], 1) if each.kind == "fill" and each.box and not each.mask]


def _cross(letters: list[Box], grounds: list[Box]) -> bool:
    """Whether letters stand across the edge of something filled: neither on it nor beside it."""
    return any(0 < _overlap(line, ground) and not _lies_on(line, ground) for line in letters for ground in grounds)


def _overlap(one: Box, other: Box) -> float:
    """By how much two boxes overlap, the lesser way; what merely touches does not."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    return min(wide, min(one[3], other[3]) - max(one[1], other[1])) - TOUCHING


def _lies_on(line: Box, ground: Box) -> bool:
    return line == common(line, ground)


def _spine_fits(content: bytes, flat: Wrap) -> bool:
    """Whether all letters on the spine keep clear of its edges, of head and foot, and of each other."""
    left, right = flat.width, flat.width + flat.spine
    # what reaches onto the spine from back or front is not clear of its edges, and counts too
    on_spine = [box for box in _letters(content) if box[2] > left and box[0] < right]
    clear = all(left + SPINE_CLEAR <= box[0] and box[2] <= right - SPINE_CLEAR for box in on_spine)
    within = all(box[1] >= SAFE and box[3] <= flat.height - SAFE for box in on_spine)
    return clear and within and not _collide(on_spine)


def _misfits(html: str, content: bytes, flat: Wrap, shown: str) -> Iterator[Problem]:
    """Words that the engine left out, letters that come near the edge, lines that run into each other."""
    width, height = flat.size
    letters = _letters(content)
    hint = "shorten the words under cover: in book.yaml"
    with pypdfium2.PdfDocument(content) as document:  # what overflows the sheet is not in its text
        printed = Counter(_plain_letters(document[0].get_textpage().get_text_range()))
    if Counter(_plain_letters(Markup(html[html.index("<body") :]).striptags())) - printed:
        yield Problem(Origin(shown), COVER_OVERFULL, "the words have no room on the cover", hint)
    if any(box[0] < SAFE or box[1] < SAFE or box[2] > width - SAFE or box[3] > height - SAFE for box in letters):
        yield Problem(Origin(shown), COVER_OVERFULL, "letters come too near to the edge of the cover", hint)
    if _collide(letters) or _cross(letters, _grounds(content)):
        yield Problem(Origin(shown), COVER_OVERFULL, "words of the cover run into each other", hint)

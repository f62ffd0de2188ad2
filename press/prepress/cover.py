"""The cover: back, spine and front on one sheet, as wide as the book is thick.

The number of pages and their trim are read from the print edition as it was made; the cover bears the number it was
made for, so that it can be told when it no longer fits.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import count
from textwrap import wrap
from typing import Literal

import pikepdf
import pypdfium2
from markupsafe import Markup

from press.bare_letters import bare_letters
from press.book import Book, Cover
from press.commands import call
from press.compose.bylines import Bylines
from press.compose.typography import end_entry, refine
from press.fields import POINTS
from press.pdf.page_boxes import Box, array_of, common, trim_of
from press.prepress.artwork import SPINE
from press.prepress.bar_code import bar_code
from press.prepress.content import painted
from press.prepress.house import House, HouseCoverRecord
from press.prepress.house_edition import order_for
from press.prepress.pdfx import save
from press.prepress.print_edition import PrintJob, declaration, print_edition
from press.prepress.profile import read_profile
from press.prepress.rules import COVER_OVERFULL, SPINE_WITHOUT_TITLE, STALE_COVER
from press.prepress.spot_inks import spots_of
from press.prepress.wrap import PLAIN, Wrap
from press.problem import Origin, Problem, warning
from press.project import Project
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
FRONT_HEIGHT = 2560
"""Pixels: what shops ask of the picture of a front."""
LEAST_BLEED = 9.0
"""Points of bleed where the style has none: a cover is painted to its edges, whatever the pages are."""


def made_for(cover: bytes) -> int:
    """The number of pages that a cover was made for, 0 when it does not say."""
    with pikepdf.open(io.BytesIO(cover)) as pdf:
        return int(pdf.trailer.get("/Info", pikepdf.Dictionary()).get(PAGES, 0))


def stale_cover(cover: bytes, pages: int, shown: str) -> Iterator[Problem]:
    """A warning when a cover was made for another number of pages."""
    if (known := made_for(cover)) != pages:
        message = f"the cover is stale: made for {known} pages, the print edition has {pages}"
        yield warning(Origin(shown), STALE_COVER, message, f"run {call('cover')}")


def set_cover(
    book: Book, style: Style, flat: Wrap, job: PrintJob, asked: HouseCoverRecord = PLAIN
) -> tuple[bytes, tuple[Problem, ...]]:
    """The cover as a PDF, as a house asks for it, with what is wrong with it; without a title on the spine where none
    fits, or where the house wants none on a book so thin.

    Raises `Faulty` for a fault of the style.
    """
    wide_enough = flat.spine >= style.print.spine.points and flat.pages >= asked.spine_from
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
        if asked.spine_from or asked.spine_safe.points:  # by it the spine is judged
            pdf.trailer.Info[SPINE] = pikepdf.Array([round(flat.spine_left, 3), round(flat.spine_left + flat.spine, 3)])
        return save(pdf, job.said.level), tuple(problems)


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
        spots=spots_of(record.inks),
    )


def cover_job_for(project: Project, book: Book, style: Style, house: House, marks: bool) -> PrintJob:
    """The print job of a cover as a house wants it: in colour, whatever the inside is. Raises `Faulty`."""
    inside = order_for(project, book, style, house, marks)
    shown = project.shown(project.dist / f"{book.imprint.slug}-cover-{house.id}.pdf")
    plain = cover_job(book, style, marks, shown)
    said = replace(inside.said, identity=f"{plain.said.identity}-{house.id}")
    return replace(
        plain,
        said=said,
        bleed=house.cover.bleed.points or house.bleed.points or LEAST_BLEED,
        marks=inside.marks,
        limit=inside.limit,
        opaque=inside.opaque,
        overprint=inside.overprint,
        target="cmyk" if inside.target == "gray" else inside.target,
    )


def front_picture(
    book: Book, style: Style, width: float, height: float, kind: Literal["jpeg", "png"] = "jpeg"
) -> bytes:
    """The front of the cover as a picture for shops and reading devices; the sizes are those of the trim, in points.

    Raises `Faulty` for a fault of the style.
    """
    alone = replace(book, cover=Cover(), imprint=replace(book.imprint, isbn="", isbns={}))
    flat = Wrap(width, height, 0, 0.0)
    _, content = _lay_out(alone, style, flat, LEAST_BLEED, False)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        left, bottom, _, top = trim_of(pdf.pages[0])
        pdf.pages[0].obj.MediaBox = array_of((left + width, bottom, left + 2 * width, top))
        for name in ("/CropBox", "/BleedBox", "/TrimBox"):
            if name in pdf.pages[0].obj:
                del pdf.pages[0].obj[name]
        cut = io.BytesIO()
        pdf.save(cut, deterministic_id=True)
    with pypdfium2.PdfDocument(cut.getvalue()) as drawn:
        picture = drawn[0].render(scale=FRONT_HEIGHT / height).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, kind, quality=90, optimize=True)
    return out.getvalue()


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
    left, right = flat.spine_left, flat.spine_left + flat.spine
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
        printed = Counter(bare_letters(document[0].get_textpage().get_text_range()))
    if Counter(bare_letters(Markup(html[html.index("<body") :]).striptags())) - printed:
        yield Problem(Origin(shown), COVER_OVERFULL, "the words have no room on the cover", hint)
    if any(box[0] < SAFE or box[1] < SAFE or box[2] > width - SAFE or box[3] > height - SAFE for box in letters):
        yield Problem(Origin(shown), COVER_OVERFULL, "letters come too near to the edge of the cover", hint)
    if _collide(letters) or _cross(letters, _grounds(content)):
        yield Problem(Origin(shown), COVER_OVERFULL, "words of the cover run into each other", hint)

"""Reading edition → print edition: the same pages as the printer wants them, by a pure function of bytes.

Tags and links go, colours become inks, each page gets its boxes, the book is filled up to whole signatures, and the
file is declared PDF/X-4.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any, Literal

import pikepdf
from PIL import Image

from press.book import Book
from press.clock import edition_date
from press.imprint import Imprint
from press.memory import give_back
from press.prepress.content import Painted, painted
from press.prepress.inks import Inks
from press.prepress.pdfx import Declaration, declare, drop_for_readers, save
from press.prepress.profile import read_profile
from press.prepress.rules import COLOUR, RESOLUTION
from press.prepress.same_pages import Words, words_by_page
from press.prepress.separate import Coloured, separate
from press.prepress.trim import gutter_for, pad, set_boxes
from press.problem import Faulty, Origin, Problem
from press.project import Project
from press.style.records import PrintRecord
from press.style.style import Style
from press.text import Figure, walk
from press.workers import Workers

NEARLY = 0.995
"""A picture placed at 299.6 dpi was meant to have 300."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the manuscript that is made of pixels: where it is called for, its width and height."""

    origin: Origin
    pixels: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """All that is to be known of a print edition before it is made; plain values, which can go to another process.

    `shown` is the file's name in complaints; `said` what the file is to say of itself; `gutter`: from how many pages
    on, how much is added to the inner margin; `signature`: of how many pages the book must be a multiple; `resolution`
    and `line_art` in dots to the inch; `black_text`: letters in black ink alone. Lengths are in points.
    """

    shown: str
    said: Declaration
    colour: Literal["convert", "refuse"]
    bleed: float
    marks: bool
    gutter: tuple[tuple[int, float], ...]
    signature: int
    resolution: int
    line_art: int
    pictures: tuple[Picture, ...]
    black_text: bool = True


def order_print(project: Project, book: Book, style: Style, marks: bool = False) -> PrintJob:
    """The print job of a book in a style; `marks`: with crop marks even if the style has none. Raises `Faulty`."""
    record = style.print
    return PrintJob(
        shown=project.shown(project.dist / f"{book.imprint.slug}-print.pdf"),
        said=declaration(book.imprint, "print", record, read_profile(style)),
        colour=record.colour,
        bleed=record.bleed.points,
        marks=marks or record.marks == "crop",
        gutter=tuple((each.from_, each.extra.points) for each in record.gutter),
        signature=book.signature,
        resolution=record.resolution,
        line_art=record.line_art,
        pictures=tuple(_pictures(project, book)),
    )


def declaration(imprint: Imprint, edition: str, record: PrintRecord, profile: bytes) -> Declaration:
    """What an edition of a book says of itself."""
    title = f"{imprint.title}: {imprint.subtitle}" if imprint.subtitle else str(imprint.title)
    # an identity that outlives builds: of the book, its edition, and which of its files this is
    identity = "/".join((imprint.isbn or imprint.slug, imprint.edition, edition))
    return Declaration(title, imprint.author or imprint.editor, date_of(imprint), identity, record.condition, profile)


def date_of(imprint: Imprint) -> str:
    """The date that the file bears: that of the edition, or the first there is when the book gives none."""
    # PDF/X will have a date, and the clock's would be another at every build
    date = edition_date(imprint) or datetime(1970, 1, 1, tzinfo=UTC)
    return date.strftime("%Y-%m-%dT%H:%M:%SZ")


def _pictures(project: Project, book: Book) -> Iterator[Picture]:
    """The pictures of a book that are made of pixels, in its order."""
    named = [(each.path, each.origin) for each in walk(book.pieces) if isinstance(each, Figure)]
    named += [(each.image, each.origin) for each in book.documents if each.image]
    named += [(each.path, each.origin) for each in walk(book.documents) if isinstance(each, Figure)]
    for name, origin in named:
        path = project.manuscript / name
        if path.suffix.lower() == ".svg" or not path.is_file():  # of what is missing the check has told
            continue
        try:
            with Image.open(path) as image:
                yield Picture(origin, image.size)
        except OSError:  # no picture: the engine says so
            continue


def print_edition(reading: bytes, job: PrintJob) -> bytes:
    """The print edition of a reading edition; the same bytes for the same. Raises `Faulty`."""
    with pikepdf.open(io.BytesIO(reading)) as pdf:
        make_printable(pdf, job)
        return save(pdf)


def pages_alone(_: object, reading: bytes) -> bytes:
    """The work of one worker: a reading edition without what only readers need, to make the print edition from.

    Whoever saves a PDF has every object of it in memory, and most of a long book's are of its structure.
    """
    with pikepdf.open(io.BytesIO(reading)) as pdf:
        drop_for_readers(pdf)
        return save(pdf)


def print_at_desk(_: object, task: tuple[bytes, PrintJob]) -> tuple[bytes, Words]:
    """The work of one worker: the print edition of a reading edition, and the words of its pages. Raises `Faulty`."""
    printed = print_edition(*task)
    give_back()
    return printed, words_by_page(printed)


def begin_print(
    workers: Workers[Any], job: PrintJob, reading: bytes, *, at_once: bool
) -> Callable[[], tuple[bytes, Words]]:
    """Begin to make the print edition in another process; what comes back waits for it, and raises `Faulty`.

    `at_once`: it is made before anything else is, in steps of which each gives its memory back: that of a long book.
    """
    if not at_once:
        return workers.begin(print_at_desk, (reading, job))
    pages = workers.begin(pages_alone, reading)()
    workers.rest(1)  # it has filled the memory, and only the print edition is to be made yet
    made = workers.begin(print_at_desk, (pages, job))()
    workers.rest(1)
    return lambda: made


def make_printable(pdf: pikepdf.Pdf, job: PrintJob) -> None:
    """Turn the pages of a reading edition into those of the print edition, in place. Raises `Faulty`."""
    # in this order: what is declared drops what readers need, so that it is not separated for nothing; colours and
    # pictures are judged on the book's own pages, before blank ones are added; boxes depend on how many pages there are
    declare(pdf, job.said)
    coloured = separate(pdf, Inks(job.said.profile), job.black_text)
    problems = [*_not_separated(coloured, job), *_coarse_pictures(pdf, job)]
    if problems:
        raise Faulty(problems)
    pad(pdf, job.signature)
    set_boxes(pdf, job.bleed, job.marks, gutter_for(len(pdf.pages), job.gutter))


def _not_separated(coloured: Iterable[Coloured], job: PrintJob) -> Iterator[Problem]:
    """What must not be in colour, and what could not be separated."""
    find = _Finder(job.pictures)
    for each in coloured:
        if job.colour == "refuse" or not each.separated:
            origin = find.origin(each.pixels) or Origin(job.shown)
            hint = 'the style says "colour: refuse"' if each.separated else ""
            yield Problem(origin, COLOUR, f"{each.what}, on page {each.page} of the print edition", hint)


def _coarse_pictures(pdf: pikepdf.Pdf, job: PrintJob) -> Iterator[Problem]:
    """Pictures too coarse for the size at which they stand."""
    find = _Finder(job.pictures)
    for each in images_placed(pdf):
        origin = find.origin(each.pixels) or Origin(job.shown)
        wanted = job.line_art if each.line_art else job.resolution
        if each.dpi < wanted * NEARLY:
            what = "line art" if each.line_art else "a picture"
            message = f"{what} of {round(each.dpi)} dots per inch on page {each.page}, {wanted} are wanted"
            hint = f"it has {_by(each.pixels)} pixels; {_by(_enough(each.pixels, each.dpi, wanted))} would do"
            yield Problem(origin, RESOLUTION, message, hint)


def _enough(pixels: tuple[int, int], dpi: float, wanted: int) -> tuple[int, int]:
    return ceil(pixels[0] * wanted / dpi), ceil(pixels[1] * wanted / dpi)


def _by(pixels: tuple[int, int]) -> str:
    return f"{pixels[0]} × {pixels[1]}"


def images_placed(pdf: pikepdf.Pdf) -> Iterator[Painted]:
    """Every picture where it stands; nothing is read of a PDF without pictures."""
    # to read all content takes seconds, and most books have no picture
    if not any(isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image" for each in pdf.objects):
        return
    for number, page in enumerate(pdf.pages, 1):
        yield from (each for each in painted(page, number) if each.kind == "image" and not each.mask)


class _Finder:
    """Finds where in the manuscript a picture is called for: by its pixels, those of one size in their order."""

    def __init__(self, pictures: Iterable[Picture]) -> None:
        self.left = list(pictures)

    def origin(self, pixels: tuple[int, int]) -> Origin | None:
        """The origin of the next picture of so many pixels."""
        same = [each for each in self.left if each.pixels == pixels]
        if len(same) > 1:  # the last one stays, for a picture may stand in the file more often than it is called for
            self.left.remove(same[0])
        return same[0].origin if same else None

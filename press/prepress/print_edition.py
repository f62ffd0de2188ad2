"""Reading edition → print edition: the same pages as the printer wants them, by a pure function of bytes.

Tags and links go, colours become inks, each page gets its boxes, the book is filled up to whole signatures, and the
file is declared PDF/X-4; or whatever else a house wants, by its profile.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import ceil
from typing import Any, Literal, TypeVar

import pikepdf
import PIL
import pypdfium2
from PIL import Image

from press.book import Book
from press.clock import edition_date
from press.imprint import Imprint
from press.manifest import Standard
from press.memory import give_back
from press.pdf.page_boxes import extent, trim_of
from press.prepress.content import Painted, painted
from press.prepress.flatten import flatten
from press.prepress.house_inks import HouseInks, Target
from press.prepress.house_rules import COLOUR_FOR_GRAY, NO_ROOM
from press.prepress.inks import Inks
from press.prepress.pdfx import Declaration, declare, drop_for_readers, save
from press.prepress.profile import read_profile
from press.prepress.rules import COLOUR, RESOLUTION
from press.prepress.safe import NOWHERE, SMALLER, Edges, Shift, edges_of, fit, move
from press.prepress.same_pages import Words, words_by_page
from press.prepress.separate import Coloured, separate
from press.prepress.spot_inks import SpotInk, Treatment, spots_of
from press.prepress.trim import gutter_for, pad, set_boxes
from press.problem import Faulty, Origin, Problem, warning
from press.project import Project
from press.store import Sheaf, Store, key_of
from press.style.records import PrintRecord
from press.style.style import Style
from press.text import Figure, walk
from press.workers import Workers

Task = TypeVar("Task")
NOTHING_KEPT = Store(None)
VERSIONS = (pikepdf.__version__, PIL.__version__, str(pypdfium2.PDFIUM_INFO))
"""Of what reads pages, converts colours, and writes both."""
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

    What houses want otherwise: `outside`, pages bleed on three sides; `target`, what pictures in colour become; `limit`
    of ink in per cent; `opaque`, transparency is flattened; `overprint` of black letters; `blank_last`, the last page
    is blank; `safe`, how far letters are to keep from the edges, where the style lets its pages be moved for that.
    `spots`: inks of their own, of which one that prints in black, or without transparency, has none. `house`: the name
    of the house, if it is made for one. `store` has what was made of its pages before.
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
    outside: bool = False
    target: Target = "cmyk"
    limit: int = 400
    opaque: bool = False
    overprint: bool = False
    blank_last: bool = False
    safe: Edges | None = None
    spots: tuple[SpotInk, ...] = ()
    house: str = ""
    store: Store = NOTHING_KEPT

    @property
    def treatment(self) -> Treatment:
        """How the content of its pages is treated."""
        return Treatment(self.black_text, self.target == "gray", self.opaque, self.overprint, self.spots)

    @property
    def inks(self) -> Inks:
        """The conversions to its inks."""
        if self.target == "cmyk" and self.limit == 400:
            return Inks(self.said.profile)
        return HouseInks(self.said.profile, self.target, self.limit)

    def kept(self) -> Sheaf:
        """What has been made of its pages before, by the same inks and the same treatment."""
        how = repr((self.treatment, self.target, self.limit, *VERSIONS))
        return Sheaf(self.store, key_of("printed", self.shown, how, self.said.profile))


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
        spots=spots_of(record.inks),
        store=Store(project.cache),
    )


def declaration(imprint: Imprint, edition: str, record: PrintRecord, profile: bytes) -> Declaration:
    """What an edition of a book says of itself."""
    # an identity that outlives builds: of the book, its edition, and which of its files this is
    identity = "/".join((imprint.isbn or imprint.slug, imprint.edition, edition))
    return Declaration(
        imprint.whole_title, imprint.author or imprint.editor, date_of(imprint), identity, record.condition, profile
    )


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
    return printed_edition(reading, job)[0]


def printed_edition(reading: bytes, job: PrintJob, kept: Sheaf | None = None) -> tuple[bytes, tuple[Problem, ...]]:
    """The print edition, and what is doubtful about it; `kept`: what was made of its pages before. Raises `Faulty`."""
    how = _fit(reading, job)
    with pikepdf.open(io.BytesIO(reading)) as pdf:
        move(pdf, how, job.bleed)
        doubtful = make_printable(pdf, job, kept)
        return save(pdf, job.said.level), doubtful


def _fit(reading: bytes, job: PrintJob) -> Shift:
    """How the pages are moved for a house's safe zone. Raises `Faulty` where they would have to be much smaller."""
    kept = edges_of(reading) if job.safe else None
    if not kept or not job.safe:
        return NOWHERE
    with pikepdf.open(io.BytesIO(reading)) as pdf:
        gutter = gutter_for(len(pdf.pages), job.gutter)
        size = extent(trim_of(pdf.pages[0]))
    # what the gutter adds to the inner margin it takes from the outer
    how = fit(replace(kept, inner=kept.inner + gutter, outer=kept.outer - gutter), job.safe, size)
    if how.scale < 1 - SMALLER:
        smaller = f"{100 * (1 - how.scale):.1f} %"
        message = f"the pages would have to be made smaller by {smaller}"
        raise Faulty([Problem(Origin(job.shown), NO_ROOM, message, "a hundredth at most is not seen")])
    return how


def pages_alone(_: object, reading: bytes) -> bytes:
    """The work of one worker: a reading edition without what only readers need, to make the print edition from.

    Whoever saves a PDF has every object of it in memory, and most of a long book's are of its structure.
    """
    with pikepdf.open(io.BytesIO(reading)) as pdf:
        drop_for_readers(pdf)
        return save(pdf)


@dataclass(frozen=True, slots=True)
class Printed:
    """A print edition, the words of its pages, what is doubtful about it, and what it was proved to be for a house."""

    content: bytes
    words: Words
    doubtful: tuple[Problem, ...] = ()
    proved: tuple[Standard, ...] = ()


def print_at_desk(_: object, task: tuple[bytes, PrintJob]) -> Printed:
    """The work of one worker: the print edition of a reading edition, and the words of its pages. Raises `Faulty`."""
    reading, job = task
    kept = job.kept()
    printed, doubtful = printed_edition(reading, job, kept)
    give_back()
    made = Printed(printed, words_by_page(printed, kept), doubtful)
    kept.close()
    return made


def begin_print(
    workers: Workers[Any],
    do: Callable[[Any, tuple[bytes, Task]], Printed],
    tasks: Sequence[Task],
    reading: bytes,
    *,
    at_once: bool,
) -> Callable[[], list[Printed]]:
    """Begin to make print editions in other processes, of the same pages, by what each has to `do` for its task; what
    comes back waits for them, and raises `Faulty`.

    `at_once`: they are made before anything else is, in steps of which each gives its memory back: those of a long
    book.
    """
    if not at_once:
        begun = [workers.begin(do, (reading, task), bare=True) for task in tasks]
        return lambda: all_of(begun)
    pages = workers.begin(pages_alone, reading, bare=True)()
    workers.rest(1)  # it has filled the memory, and only print editions are to be made yet
    made: list[Printed] = []
    for task in tasks:
        made += all_of([workers.begin(do, (pages, task), bare=True)])
        workers.rest(1)
    return lambda: made


def all_of(begun: Iterable[Callable[[], Printed]]) -> list[Printed]:
    """All that has been begun. Raises `Faulty` with the problems of all."""
    made: list[Printed] = []
    problems: list[Problem] = []
    for each in begun:
        try:
            made.append(each())
        except Faulty as fault:
            problems += fault.problems
    if problems:
        raise Faulty(dict.fromkeys(problems))
    return made


def make_printable(pdf: pikepdf.Pdf, job: PrintJob, kept: Sheaf | None = None) -> tuple[Problem, ...]:
    """Turn the pages of a reading edition into those of the print edition, in place; gives what is doubtful about it.
    Raises `Faulty`.
    """
    # in this order: what is declared drops what readers need, so that it is not separated for nothing; colours and
    # pictures are judged on the book's own pages, before blank ones are added; boxes depend on how many pages there are
    declare(pdf, job.said)
    if job.opaque:
        flatten(pdf, job.bleed, job.line_art)
    coloured = separate(pdf, job.inks, job.treatment, kept)
    problems = [*_not_separated(coloured, job), *_coarse_pictures(pdf, job)]
    if problems:
        raise Faulty(problems)
    pad(pdf, job.signature, job.blank_last)
    set_boxes(pdf, job.bleed, job.marks, gutter_for(len(pdf.pages), job.gutter), job.outside)
    return tuple(_for_gray(coloured, job))


def _for_gray(coloured: Iterable[Coloured], job: PrintJob) -> Iterator[Problem]:
    """What is in colour in a book for a house that prints in black: it has been made grey. Each colour is told once."""
    find = _Finder(job.pictures)
    told: set[str] = set()
    for each in coloured if job.target == "gray" else ():
        if each.pixels != (0, 0) or each.what not in told:
            told.add(each.what)
            origin = find.origin(each.pixels) or Origin(job.shown)
            message = f"{each.what}, on page {each.page}, is printed in grey by {job.house or 'this house'}"
            yield warning(origin, COLOUR_FOR_GRAY, message)


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

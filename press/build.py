"""The whole way from a manuscript to both editions in `dist/`, stage by stage.

edit        project → Book                       read, parse, link, check
look_over   project → Book, Style                edit, and whatever else is wrong without pages, but for citations
prepare     project → Book, Style, Wording       look_over, and citations worded
set_up      Book × Style × Wording → workshop    what all that is laid out is laid out by
proof       project → Proof                      prepare, set_up, and set until every page number stands still
print_book  workshop → both editions             settle, bind, print, compare, put in place
build       project → dist/                      prepare, set_up, print_book
"""

from __future__ import annotations

import contextlib
import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from press.book import Book
from press.citations.cite import check_citations, cite
from press.citations.wording import Wording
from press.clock import date_problem, today
from press.compose.endnotes import with_section_of_notes
from press.editing.check import EDITING_RULES
from press.editing.check import check as check_book
from press.editing.consequences import without_consequences
from press.editing.left_out import left_out
from press.editing.link import link
from press.editing.manuscript import Draft
from press.editing.parse import parse
from press.editing.permissions import BOTH, Edition, uncleared
from press.editing.punctuation_rules import HYPHEN_FOR_DASH
from press.editing.queries import open_queries
from press.editing.read import read, read_silences
from press.editing.slips import slips
from press.files import replace_files
from press.hyphens import with_dashes
from press.memory import give_back
from press.prepress.profile import read_profile
from press.problem import Faulty, Problem, has_errors, in_order
from press.project import Project
from press.silences import unknown_looks, without_silenced
from press.store import Store
from press.style.affiliations import with_affiliations
from press.style.glyphs import check_features, check_glyphs
from press.style.language import check_language
from press.style.lettering import check_lettering, check_letters
from press.style.pictures import check_pictures, with_proportions
from press.style.pieces import check_affiliations, check_bullets, check_credits, check_imprint, check_templates
from press.style.plates import with_plate_numbers
from press.style.read import read_style
from press.style.sides import check_sides
from press.style.style import Style
from press.terms import PEOPLE
from press.text import Note
from press.typesetting.engine.version import is_tested, version_problems
from press.typesetting.rules import LOOKS

if TYPE_CHECKING:  # the engine takes a second to load, and what is only checked is not laid out
    from press.places import Folio
    from press.prepress.same_pages import Words
    from press.typesetting.desk import Desk
    from press.typesetting.settle import Progress, Proof
    from press.typesetting.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a build made, and how it went. Paths are as they are told to people."""

    path: Path
    printed: Path
    pages: int
    printed_pages: int
    folios: tuple[Folio, ...]
    notes: int
    placed: int
    ended: int
    continued: int
    names: int
    documents: int
    lines: int
    hyphens: int
    rounds: int
    repairs: int
    seconds: float

    def __str__(self) -> str:
        counts = {"page": self.pages, "note": self.notes, "name": self.names, "document": self.documents}
        made = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts.items())
        notes = f"{self.notes} note{'' if self.notes == 1 else 's'}"
        where = f"{self.placed} on the page of their call" if self.placed or not self.ended else ""
        ended = f"{self.ended} at the end of their chapter or of the book" if self.ended else ""
        account = ", ".join(each for each in (notes, where, ended, f"{self.continued} continued") if each)
        share = 100 * self.hyphens / max(self.lines, 1)
        setting = f"{self.lines} lines broken in whole paragraphs, {share:.1f} % of them at a hyphen"
        if not self.printed_pages:
            return f"{self.path}: {made}, {self.seconds:.1f} s\n{account}\n{setting}\nno print edition has been made"
        blanks = f", {n} of them blank at the end" if (n := self.printed_pages - self.pages) else ""
        printed = f"{self.printed}: {self.printed_pages} pages{blanks}"
        return f"{self.path}: {made}, {self.seconds:.1f} s\n{account}\n{setting}\n{printed}"


def silent(*_: object) -> None:
    """What is told to nobody: progress, or a problem."""


def product(project: Project, book: Book, edition: str) -> Path:
    """Where an edition of a book lies: "reading", "print" or "cover"."""
    return project.dist / f"{book.imprint.slug}-{edition}.pdf"


# --- without pages -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkedBook:
    """A manuscript as a book that has not been checked: its draft, and what is wrong with it so far."""

    draft: Draft
    book: Book
    problems: tuple[Problem, ...]


def linked(project: Project) -> LinkedBook:
    """The manuscript read, parsed and linked. Raises `Faulty` if there is no book."""
    manuscript, unreadable = read(project)
    draft, misread = parse(manuscript, Store(project.cache))
    book, unlinked = link(draft)
    return LinkedBook(draft, book, (*unreadable, *misread, *unlinked))


def edit(project: Project, given: LinkedBook | None = None) -> tuple[Book, tuple[Problem, ...]]:
    """The manuscript as a book, or one `given`, with every problem found. Raises `Faulty` if there is no book."""
    given = given or linked(project)
    draft, book = given.draft, given.book
    found = (*given.problems, *check_book(book, draft.incomplete))
    found = tuple(without_consequences(found, book.lines))
    found = (*found, *left_out(draft, book, not has_errors(found)), *slips(book.lines, book.imprint.language))
    if not book.queries_stop:  # which is for whoever makes an edition to see to
        found = (*found, *open_queries(book))
    return book, in_order(_heeded(project, book, found))


def _heeded(project: Project, book: Book, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems of a book without the warnings that somebody has silenced; those of the silences too."""
    taken, misread = read_silences(project)
    looks = {look.name for look in LOOKS}  # of which only pages can tell
    known = looks | {rule.name for rule in EDITING_RULES}
    here = [each for each in taken if each.rule in known - looks]
    return (*without_silenced(found, here, book.lines), *misread, *unknown_looks(taken, known))


def look_over(
    project: Project, given: LinkedBook | None = None, style: Style | None = None
) -> tuple[Book, Style, tuple[Problem, ...]]:
    """The book, its style, and all problems but those of citations. Raises `Faulty` on an error. Who has linked the
    book already, or read its style, gives them.
    """
    book, problems = edit(project, given)
    try:
        style = style or style_of(project, book)
        read_profile(style)
    except Faulty as fault:  # all faults are told at once, so those of the manuscript come along
        raise Faulty(in_order((*problems, *fault.problems))) from None
    book, elsewhere = with_section_of_notes(book, style)
    missing = (*check_glyphs(book, style, Store(project.cache)), *of_pictures(project, book, style))
    missing = (*missing, *check_templates(book, style, project), *check_imprint(book, style))
    missing = (*missing, *check_affiliations(book, style), *check_bullets(book, style), *check_sides(book, style))
    missing = (*missing, *check_credits(book, style))
    if style.dashes != "told":
        problems = tuple(each for each in problems if each.rule != HYPHEN_FOR_DASH)
    found = (*problems, *elsewhere, *check_language(book, style), *missing, *of_machine())
    if has_errors(found):
        raise Faulty(in_order(found))
    return _as_set(book, style, project), style, in_order(found)


def unchecked(project: Project, given: LinkedBook, style: Style) -> Book:
    """A linked book as `look_over` gives it, of which nobody knows whether all of it is right."""
    return _as_set(with_section_of_notes(given.book, style)[0], style, project)


def _as_set(book: Book, style: Style, project: Project) -> Book:
    """A book with what its style makes of it."""
    book = with_affiliations(with_dashes(book, style.dashes), style)
    return with_plate_numbers(with_proportions(book, project), style)


def style_of(project: Project, book: Book) -> Style:
    """The style that a book asks for. Raises `Faulty`, at the line where it does."""
    asked, citing = (book.keys.get(key, book.origin) for key in ("style", "citations"))
    style = read_style(project, book.style, book.citation_style, asked, citing=citing)
    return replace(style, index=replace(style.index, alphabet=book.alphabet, numerals=style.numerals.chapter))


def of_pictures(project: Project, book: Book, style: Style) -> tuple[Problem, ...]:
    """What is wrong with the book's pictures: with each as such, or else with the type that drawings ask for."""
    store = Store(project.cache)
    if found := tuple(check_pictures(book, project, store)):
        return found
    return (*check_lettering(book, style, project), *check_letters(book, style, project, store))


def of_machine() -> tuple[Problem, ...]:
    """What is wrong with this machine: another engine, or a date that is none, would give another book."""
    return (*version_problems(), *([problem] if (problem := date_problem()) else []))


def examine(project: Project) -> tuple[Problem, ...]:
    """All problems that need no layout. Raises `Faulty` on an error."""
    with no_collecting():
        book, style, problems = look_over(project)
        check_citations(book, style.csl, Store(project.cache))
        return with_permissions(book, problems)


def prepare(project: Project) -> tuple[Book, Style, Wording, tuple[Problem, ...]]:
    """The book, its style, its citations worded, and all problems that need no layout. Raises `Faulty` on an error."""
    book, style, problems = look_over(project)
    wording = cite(book, style.csl, Store(project.cache), by_piece=style.bibliography_at == "chapter")
    return book, style, wording, problems


def with_permissions(book: Book, problems: tuple[Problem, ...], *editions: Edition) -> tuple[Problem, ...]:
    """The problems, with what some editions, or both, print without leave, and with queries that are to stop the press.
    Raises `Faulty` where the book forbids it.
    """
    asked = open_queries(book) if book.queries_stop else ()
    found = in_order((*problems, *uncleared(book, today(), editions or BOTH), *asked))
    if has_errors(found):
        raise Faulty(found)
    return found


# --- with pages ----------------------------------------------------------------------------------


@contextmanager
def set_up(
    project: Project,
    book: Book,
    style: Style,
    wording: Wording,
    *,
    workers: int = 0,
    store: Store | None = None,
    like: Desk | None = None,
) -> Iterator[Workshop]:
    """All that a book is set with; `workers` is the number of processes, 0 for one on each core. `like`: a desk of this
    process at which the same style has been set.
    """
    from press.pdf.section import finish_section
    from press.typesetting.workshop import open_workshop

    # those who set a section mend its PDF too, beside one another; typesetting knows no PDF, and is told how
    opened = open_workshop(project, book, style, wording, finish_section, workers=workers, store=store, like=like)
    with no_collecting(), opened as shop:
        yield shop


def proof(project: Project, progress: Progress = silent) -> tuple[Book, Style, Proof, tuple[Problem, ...]]:
    """The book set, every note accounted for and every page number settled; and all problems. Raises `Faulty`."""
    from press.typesetting.parted import parted_figures
    from press.typesetting.settle import settle

    book, style, wording, problems = prepare(project)
    with set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        settled = settle(shop, progress)
        found = (*shop.problems, *of_pages(shop, settled), *parted_figures(book, settled.places))
        return book, style, settled, in_order((*problems, *found))


def of_pages(shop: Workshop, settled: Proof) -> tuple[Problem, ...]:
    """What only pages show and nothing stops for: paragraphs not set as they should be, type without a feature, running
    heads that are too long, rows of tables deeper than a page.
    """
    from press.pdf.bind import furnish
    from press.typesetting.overlong import overlong
    from press.typesetting.parted import parted_rows

    furnished = zip(settled.settings, furnish(shop, settled), strict=True)
    paragraphs, features = settled.problems(shop.composer.origins), check_features(settled.asked, shop.style)
    parted = parted_rows(settled.settings, shop.composer.origins)
    return (*paragraphs, *features, *overlong(furnished), *parted)


def build(
    project: Project,
    progress: Progress = silent,
    say: Callable[[Problem], None] = silent,
    *,
    marks: bool = False,
    reading: bool = False,
    seen: Callable[[Workshop, Proof], None] = silent,
) -> Made:
    """Make both editions in `dist/`; the last good ones stay until the new ones are whole. Raises `Faulty`.

    `marks`: the print edition has crop marks even if the style asks for none; `reading`: the reading edition alone, for
    which leave to print is not wanted. Problems that stop nothing go to `say` as they are found, for the next stage may
    take minutes. `seen` is given the pages when they stand.
    """
    begun = time.monotonic()
    with _engine_loading():
        book, style, wording, problems = prepare(project)
        problems = with_permissions(book, problems, *(("reading",) if reading else BOTH))
    _tell(say, problems)
    with set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        _tell(say, shop.problems)
        made = print_book(shop, begun, progress, say, marks=marks, reading=reading, seen=seen)
    if not reading:
        _tell(say, look_at_cover(project, product(project, book, "cover"), made.printed_pages))
    return made


def print_book(
    shop: Workshop,
    begun: float,
    progress: Progress,
    say: Callable[[Problem], None],
    *,
    marks: bool,
    reading: bool,
    seen: Callable[[Workshop, Proof], None] = silent,
) -> Made:
    """Settle and bind a book, and put both editions, or the one, in the place of the last ones. Raises `Faulty`."""
    from press.pdf.bind import bind
    from press.prepress.print_edition import begin_print, order_print
    from press.typesetting.last_places import remember
    from press.typesetting.parted import parted_figures
    from press.typesetting.settle import LONG, settle
    from press.words.account import account_for_words
    from press.words.proof import read_pages

    # first: what it complains of need not wait for pages
    job = None if reading else order_print(shop.project, shop.book, shop.style, marks)
    settled = settle(shop, progress)
    content = bind(shop, settled)
    give_back()  # the process that makes the print edition, which is forked from this one, has memory enough then
    printing = begin_print(shop.workers, job, content, at_once=len(settled.folios) > LONG) if job else None
    read = read_pages(content)
    remember(shop, settled)  # the next preview of a chapter has its folios from here
    seen(shop, settled)
    _tell(say, of_pages(shop, settled))
    shop.store.tidy()
    amiss = (
        *account_for_words(shop.project, shop.style, settled, read, shop.composer.origins),
        *parted_figures(shop.book, settled.places),
    )
    contents, printed_pages = {"reading": content}, 0
    if job and printing:
        words = tuple(page.words for page in read)
        contents["print"], printed_pages = check_pages(words, *printing(), job.shown)
    if amiss:  # and nothing is replaced by what has lost a word
        raise Faulty(in_order(amiss))
    replace_files({product(shop.project, shop.book, edition): each for edition, each in contents.items()})
    return _made(shop, settled, printed_pages, time.monotonic() - begun)


def check_pages(reading: Words, printed: bytes, words: Words, shown: str) -> tuple[bytes, int]:
    """The print edition and its number of pages, if it has the words of the reading edition page for page.

    Raises `Faulty`.
    """
    from press.prepress.same_pages import compare_pages

    if differences := tuple(compare_pages(reading, words, shown)):
        raise Faulty(differences)
    return printed, len(words)


def _made(shop: Workshop, settled: Proof, printed_pages: int, seconds: float) -> Made:
    """What is told of a build that has gone well."""
    book, project, accounts = shop.book, shop.project, settled.accounts
    return Made(
        path=Path(project.shown(product(project, book, "reading"))),
        printed=Path(project.shown(product(project, book, "print"))),
        pages=len(settled.folios),
        printed_pages=printed_pages,
        folios=settled.folios,
        notes=sum(isinstance(node, Note) and not node.lettered for node in book.nodes),
        placed=sum(pages[0] == each.calls.get(note) for each in accounts for note, pages in each.pieces.items()),
        ended=sum(len(each.ended) for each in accounts),
        continued=sum(each.continued for each in accounts),
        names=len({occurrence.term for occurrence in book.occurrences if occurrence.register == PEOPLE}),
        documents=len(book.documents),
        lines=sum(tally.lines for tally in settled.tallies),
        hyphens=sum(tally.hyphens for tally in settled.tallies),
        rounds=settled.rounds,
        repairs=settled.repairs,
        seconds=seconds,
    )


def look_at_cover(project: Project, path: Path, pages: int) -> tuple[Problem, ...]:
    """A warning when the cover that lies in `dist/` was made for another number of pages."""
    if not path.is_file():  # not every book has a cover of ours
        return ()
    from press.prepress.cover import stale_cover

    return tuple(stale_cover(path.read_bytes(), pages, project.shown(path)))


# --- beside the way --------------------------------------------------------------------------------


def _tell(say: Callable[[Problem], None], problems: Iterable[Problem]) -> None:
    for problem in problems:
        say(problem)


@contextmanager
def no_collecting() -> Iterator[None]:
    """Python's collector kept from searching the boxes of laid-out pages, all of them in use: a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # all there is counts as old now, or the next object made would have it searched at once
        gc.enable()


@contextmanager
def _engine_loading() -> Iterator[None]:
    """The engine loaded beside what the block does, which waits for pandoc much of its time."""
    loading = threading.Thread(target=_load_engine)
    loading.start()
    try:
        yield
    finally:
        loading.join()


def _load_engine() -> None:
    """Load whatever needs the engine, and patch it; not another version, with which nothing will be built."""
    if not is_tested():
        return
    with contextlib.suppress(Exception):  # whoever needs it meets the same again, where it can be told
        import_module("press.pdf.bind")
        import_module("press.typesetting.engine.patches.table").apply()

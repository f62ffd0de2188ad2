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

import atexit
import contextlib
import gc
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

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
from press.editing.linked_before import LinkedBefore
from press.editing.manuscript import Draft
from press.editing.parse import parse
from press.editing.permissions import BOTH, Edition, uncleared
from press.editing.punctuation_rules import HYPHEN_FOR_DASH
from press.editing.queries import open_queries
from press.editing.read import read, read_silences
from press.editing.slips import slips
from press.editions import Made, choose_houses, look_at_cover, look_at_inks, of_pages, print_book, product, silent, tell
from press.hyphens import with_dashes
from press.placing import refuse_others
from press.prepress.profile import read_profile
from press.problem import Faulty, Problem, has_errors, in_order
from press.project import Project
from press.silences import unknown_looks, without_silenced
from press.stages import stage
from press.store import HeldStore, Store
from press.style.affiliations import with_affiliations
from press.style.glyphs import check_glyphs
from press.style.idle_sheets import check_idle_sheets
from press.style.language import check_language
from press.style.lettering import check_lettering, check_letters
from press.style.libraries import as_they_are, libraries_of
from press.style.pictures import check_pictures, with_proportions
from press.style.pieces import check_affiliations, check_bullets, check_credits, check_imprint, check_templates
from press.style.plates import with_plate_numbers
from press.style.read import read_style
from press.style.sides import check_sides
from press.style.style import Style
from press.typesetting.engine.version import is_tested, version_problems
from press.typesetting.rules import LOOKS

if TYPE_CHECKING:  # the engine takes a second to load, and what is only checked is not laid out
    from press.typesetting.desk import Desk
    from press.typesetting.settle import Progress, Proof
    from press.typesetting.workshop import Workshop


StyleReader: TypeAlias = Callable[[Project, Book], Style]


# --- without pages -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkedBook:
    """A manuscript as a book that has not been checked: its draft, and what is wrong with it so far."""

    draft: Draft
    book: Book
    problems: tuple[Problem, ...]


def linked(project: Project, store: Store | None = None, before: LinkedBefore | None = None) -> LinkedBook:
    """The manuscript read, parsed and linked; `store` has what was parsed, and `before` what was linked. Raises
    `Faulty` if there is no book.
    """
    stage("reading the manuscript")
    store = store or Store(project.cache)
    manuscript, unreadable = read(project, store)
    draft, misread = parse(manuscript, store)
    book, unlinked = link(draft, before)
    return LinkedBook(draft, book, (*unreadable, *misread, *unlinked))


class BookReader:
    """Reads one book again and again, and its style: what is as it was at the last time is at hand.

    `keeps`: what has been linked is kept for other processes too, which takes longer than to link it.
    """

    def __init__(self, *, keeps: bool = False) -> None:
        self.keeps = keeps
        self.libraries: tuple[Path, ...] = ()
        """The folders in which its styles were last looked for."""
        self._store = HeldStore(None)
        self._linked = LinkedBefore()
        self._style: tuple[tuple[object, ...], Style] | None = None
        """What was asked for, of files that had these measures, and the style that it was."""

    def linked(self, project: Project) -> LinkedBook:
        """The book as it is now. Raises `Faulty` if there is none."""
        if self._store.folder != project.cache:
            self._store = HeldStore(project.cache)
            self._linked = LinkedBefore(self._store if self.keeps else None)
        self._store.look_again()
        return linked(project, self._store, self._linked)

    def style_of(self, project: Project, book: Book) -> Style:
        """The style of a book, read again if one of its files is not as it was. Raises `Faulty`."""
        self.libraries = libraries_of(project, book)
        files = as_they_are(self.libraries)
        asked = (book.style, book.citation_style, book.alphabet, project, *files)
        if self._style is None or self._style[0] != asked:
            self._style = None
            self._style = asked, style_of(project, book)
        return self._style[1]


def edit(project: Project, given: LinkedBook | None = None) -> tuple[Book, tuple[Problem, ...]]:
    """The manuscript as a book, or one `given`, with every problem found. Raises `Faulty` if there is no book."""
    given = given or linked(project)
    draft, book = given.draft, given.book
    found = (*given.problems, *check_book(book, draft.incomplete))
    found = tuple(without_consequences(found, book.lines))
    mistyped = slips(book.lines, book.imprint.language, Store(project.cache))
    found = (*found, *left_out(draft, book, not has_errors(found)), *mistyped)
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
    project: Project, given: LinkedBook | None = None, read_style_of: StyleReader | None = None
) -> tuple[Book, Style, tuple[Problem, ...]]:
    """The book, its style, and all problems but those of citations. Raises `Faulty` on an error. Who has linked the
    book already gives it, and what has read its style before.
    """
    book, problems = edit(project, given)
    try:
        stage("reading the style")
        style = (read_style_of or style_of)(project, book)
        read_profile(style)
    except Faulty as fault:  # all faults are told at once, so those of the manuscript come along
        raise Faulty(in_order((*problems, *fault.problems))) from None
    book, elsewhere = with_section_of_notes(book, style)
    missing = (*check_glyphs(book, style, Store(project.cache)), *of_pictures(project, book, style))
    missing = (*missing, *check_templates(book, style, project), *check_imprint(book, style))
    missing = (*missing, *check_affiliations(book, style), *check_bullets(book, style), *check_sides(book, style))
    if not has_errors(missing):  # a template that is not there, or is wrong, has none of its classes
        missing = (*missing, *check_idle_sheets(style))
    missing = (*missing, *check_credits(book, style), *of_houses(project, book, style))
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
    among = libraries_of(project, book)
    style = read_style(project, book.style, book.citation_style, asked, citing=citing, among=among)
    return replace(style, index=replace(style.index, alphabet=book.alphabet, numerals=style.numerals.chapter))


def of_pictures(project: Project, book: Book, style: Style) -> tuple[Problem, ...]:
    """What is wrong with the book's pictures: with each as such, or else with the type that drawings ask for."""
    store = Store(project.cache)
    if found := tuple(check_pictures(book, project, store)):
        return found
    return (*check_lettering(book, style, project), *check_letters(book, style, project, store))


def of_houses(project: Project, book: Book, style: Style) -> tuple[Problem, ...]:
    """What the book cannot be for the printing houses that it names."""
    if not book.houses:  # what judges for them takes time to load
        return ()
    doubtful: list[Problem] = []
    try:
        choose_houses(project, book, style, say=doubtful.append)
    except Faulty as fault:
        return fault.problems
    return tuple(doubtful)


def of_machine() -> tuple[Problem, ...]:
    """What is wrong with this machine: another engine, or a date that is none, would give another book."""
    return (*version_problems(), *([problem] if (problem := date_problem()) else []))


def examine(project: Project) -> tuple[Problem, ...]:
    """All problems that need no layout. Raises `Faulty` on an error."""
    with no_collecting():
        book, style, problems = look_over(project)
        check_citations(book, style.csl, Store(project.cache))
        return with_permissions(book, problems)


def prepare(project: Project, reader: BookReader | None = None) -> tuple[Book, Style, Wording, tuple[Problem, ...]]:
    """The book, its style, its citations worded, and all problems that need no layout; by a `reader` that may know it
    already. Raises `Faulty` on an error.
    """
    store, reader = Store(project.cache), reader or BookReader(keeps=True)
    with no_collecting():
        book, style, problems = look_over(project, reader.linked(project), reader.style_of)
        stage("wording the citations")
        wording = cite(book, style.csl, store, by_piece=style.bibliography_at == "chapter")
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
        stage("setting pages")
        settled = settle(shop, progress)
        found = (*shop.problems, *of_pages(shop, settled), *parted_figures(book, settled.places))
        return book, style, settled, in_order((*problems, *found))


def build(
    project: Project,
    progress: Progress = silent,
    say: Callable[[Problem], None] = silent,
    *,
    marks: bool = False,
    reading: bool = False,
    houses: Iterable[str] = (),
    seen: Callable[[Workshop, Proof], None] = silent,
    reader: BookReader | None = None,
) -> Made:
    """Make both editions in `dist/`; the last good ones stay until the new ones are whole. Raises `Faulty`.

    `marks`: the print edition has crop marks even if the style asks for none; `reading`: the reading edition alone, for
    which leave to print is not wanted; `houses`: the printing houses, by their profiles, for each of which an edition
    is made in the place of the one for any, or those that the book names. Problems that stop nothing go to `say` as
    they are found, for the next stage may take minutes. `seen` is given the pages when they stand. `reader`: who has
    read the book before.
    """
    begun = time.monotonic()
    with _engine_loading():
        book, style, wording, problems = prepare(project, reader)
        refuse_others(project, book)  # not when minutes have been spent on it
        problems = with_permissions(book, problems, *(("reading",) if reading else BOTH))
        # of those that the book names the check has told
        asked = tuple(houses)
        chosen = () if reading else choose_houses(project, book, style, asked, say if asked else silent)
    tell(say, problems)
    with set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        tell(say, shop.problems)
        made = print_book(shop, begun, progress, say, marks=marks, reading=reading, houses=chosen, seen=seen)
    if not (reading or chosen):  # a house may take no such inks
        tell(say, look_at_inks(style, product(project, book, "print")))
    covers = {f"cover-{house.id}": pages for house, (_, pages) in zip(chosen, made.houses, strict=True)}
    for name, pages in ({} if reading else covers or {"cover": made.printed_pages}).items():
        tell(say, look_at_cover(project, product(project, book, name), pages))
    return made


# --- beside the way --------------------------------------------------------------------------------

# as a process ends Python searches all that is still in use, which takes half a second after a long book
atexit.register(gc.freeze)


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
    loading = threading.Thread(target=load_engine)
    loading.start()
    try:
        yield
    finally:
        loading.join()


def load_engine() -> None:
    """Load whatever needs the engine, and patch it; not another version, with which nothing will be built."""
    if not is_tested():
        return
    with contextlib.suppress(Exception):  # whoever needs it meets the same again, where it can be told
        import_module("press.pdf.bind")
        import_module("press.typesetting.engine.patches.table").apply()

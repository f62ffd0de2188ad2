"""The whole pipeline, stage by stage. Everything that touches `dist/` is here.

read → parse → link → check        manuscript → Book
style → cite → settle → bind       Book × Style → PDF;  settle: compose, typeset, until page numbers stand still
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from press.book import Book
from press.citations.cite import check_citations, cite
from press.citations.wording import Wording
from press.clock import date_problem
from press.editing.check import check as check_book
from press.editing.link import link
from press.editing.parse import parse
from press.editing.read import read
from press.files import replace_file
from press.prepress.profile import read_profile
from press.problem import Faulty, Problem, has_errors, in_order
from press.project import Project
from press.store import Store
from press.style.glyphs import check_features, check_glyphs
from press.style.lettering import check_lettering
from press.style.style import Style, read_style
from press.text import Note as BookNote
from press.text import walk
from press.typesetting.engine.version import is_tested, version_problems

if TYPE_CHECKING:  # the engine takes a second to load, and what is only checked is not laid out
    from press.places import Folio
    from press.prepress.same_pages import Words
    from press.typesetting.desk import Workshop
    from press.typesetting.settle import Progress, Proof


@dataclass(frozen=True, slots=True)
class Made:
    """What a build made, and how it went."""

    path: Path
    pages: int
    notes: int
    placed: int
    continued: int
    names: int
    documents: int
    rounds: int
    repairs: int
    lines: int
    hyphens: int
    seconds: float
    folios: tuple[Folio, ...]
    printed: Path
    printed_pages: int

    def __str__(self) -> str:
        counts = {"page": self.pages, "note": self.notes, "name": self.names, "document": self.documents}
        made = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts.items())
        account = f"{self.notes} notes, {self.placed} on the page of their call, {self.continued} continued"
        share = 100 * self.hyphens / max(self.lines, 1)
        setting = f"{self.lines} lines broken in whole paragraphs, {share:.1f} % of them at a hyphen"
        blanks = f", {n} of them blank at the end" if (n := self.printed_pages - self.pages) else ""
        printed = f"{self.printed}: {self.printed_pages} pages{blanks}"
        return f"{self.path}: {made}, {self.seconds:.1f} s\n{account}\n{setting}\n{printed}"


def silent(round_: int, done: int, sections: int) -> None:
    """Progress that nobody watches."""


def edit(project: Project) -> tuple[Book, tuple[Problem, ...]]:
    """The manuscript as a book, with every problem found. Raises `Faulty` if there is no book."""
    manuscript, unreadable = read(project)
    draft, misread = parse(manuscript, Store(project.cache))
    book, unlinked = link(draft)
    return book, in_order((*unreadable, *misread, *unlinked, *check_book(book, manuscript.incomplete)))


def prepare(project: Project) -> tuple[Book, Style, Wording, tuple[Problem, ...]]:
    """The book, its style, its citations worded, and all problems that need no layout. Raises `Faulty` on an error."""
    book, style, problems = look_over(project)
    return book, style, cite(book, style.csl, Store(project.cache)), problems


def examine(project: Project) -> tuple[Problem, ...]:
    """All problems that need no layout. Raises `Faulty` on an error."""
    with no_collecting():
        book, style, problems = look_over(project)
        check_citations(book, style.csl, Store(project.cache))
        return problems


def look_over(project: Project) -> tuple[Book, Style, tuple[Problem, ...]]:
    """The book, its style, and all problems but those of citations. Raises `Faulty` on an error."""
    book, problems = edit(project)
    found = list(problems)
    try:
        style = read_style(project, book.style, book.citation_style, book.origin)
        read_profile(style)
    except Faulty as fault:
        raise Faulty(in_order((*found, *fault.problems))) from None
    found += check_glyphs(book, style)
    found += check_lettering(book, style, project)
    found += [*version_problems(), *([problem] if (problem := date_problem()) else [])]
    if has_errors(found):
        raise Faulty(in_order(found))
    return book, style, in_order(found)


def proof(project: Project, progress: Progress = silent) -> tuple[Book, Style, Proof, tuple[Problem, ...]]:
    """The book set, every note accounted for and every page number settled. Raises `Faulty`."""
    from press.typesetting.settle import settle

    book, style, wording, problems = prepare(project)
    with set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        return book, style, settle(shop, progress), in_order((*problems, *shop.problems))


@contextmanager
def set_up(
    project: Project, book: Book, style: Style, wording: Wording, *, workers: int = 0, store: Store | None = None
) -> Iterator[Workshop]:
    """All that a book is set with; `workers` is the number of processes, 0 for one on each core."""
    from press.pdf.section import finish_section
    from press.typesetting.desk import open_workshop

    opened = open_workshop(project, book, style, wording, finish_section, workers=workers, store=store)
    with no_collecting(), opened as shop:
        yield shop


@contextmanager
def no_collecting() -> Iterator[None]:
    """Python's collector kept from searching the boxes of laid-out pages, all of them in use: a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def build(
    project: Project, progress: Progress = silent, say: Callable[[Problem], None] = lambda _: None, marks: bool = False
) -> Made:
    """Make both editions in `dist/`; the last good ones stay until the new ones are whole. Raises `Faulty`.

    `marks`: the print edition has crop marks even if the style asks for none.
    """
    begun = time.monotonic()
    with _engine_loading():
        book, style, wording, problems = prepare(project)
    for problem in problems:
        say(problem)
    with set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        for problem in shop.problems:
            say(problem)
        made = print_book(shop, begun, progress, say, marks)
    for problem in look_at_cover(project, project.dist / f"{book.imprint.slug}-cover.pdf", made.printed_pages):
        say(problem)
    return made


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
    import_module("press.pdf.bind")
    import_module("press.typesetting.engine.patches.table").apply()


def print_book(
    shop: Workshop,
    begun: float,
    progress: Progress = silent,
    say: Callable[[Problem], None] = lambda _: None,
    marks: bool = False,
) -> Made:
    """Settle and bind a book, and put its products in the place of the last ones. Raises `Faulty`."""
    from press.pdf.bind import bind
    from press.prepress.print_edition import order_print, print_at_desk
    from press.prepress.same_pages import words_by_page
    from press.typesetting.last import remember
    from press.typesetting.settle import settle

    book, project = shop.book, shop.project
    job = order_print(project, book, shop.style, marks)
    settled = settle(shop, progress)
    content = bind(shop, settled)
    printing = shop.workers.begin(print_at_desk, (content, job))
    words = words_by_page(content)
    remember(shop, settled)
    for problem in (*settled.problems(shop.composer.origins), *check_features(settled.asked, shop.style)):
        say(problem)
    shop.store.tidy()
    printed, pages = check_pages(words, *printing(), job.shown)
    path = replace_file(project.dist / f"{book.imprint.slug}-reading.pdf", content)
    printed_path = replace_file(project.dist / f"{book.imprint.slug}-print.pdf", printed)
    notes = sum(isinstance(node, BookNote) for node in walk((book.pieces, book.documents)))
    placed = sum(1 for a in settled.accounts for note, pages in a.pieces.items() if pages[0] == a.calls.get(note))
    return Made(
        Path(project.shown(path)),
        len(settled.folios),
        notes,
        placed,
        sum(account.continued for account in settled.accounts),
        len({occurrence.person for occurrence in book.occurrences}),
        len(book.documents),
        settled.rounds,
        settled.repairs,
        sum(tally.lines for tally in settled.tallies),
        sum(tally.hyphens for tally in settled.tallies),
        time.monotonic() - begun,
        settled.folios,
        Path(project.shown(printed_path)),
        pages,
    )


def check_pages(reading: Words, printed: bytes, words: Words, shown: str) -> tuple[bytes, int]:
    """The print edition and its number of pages, if it has the words of the reading edition page for page.

    Raises `Faulty`.
    """
    from press.prepress.same_pages import compare_pages

    if differences := tuple(compare_pages(reading, words, shown)):
        raise Faulty(differences)
    return printed, len(words)


def look_at_cover(project: Project, path: Path, pages: int) -> tuple[Problem, ...]:
    """A warning when the cover that lies in `dist/` was made for another number of pages."""
    if not path.is_file():
        return ()
    from press.prepress.cover import stale_cover

    return tuple(stale_cover(path.read_bytes(), pages, project.shown(path)))

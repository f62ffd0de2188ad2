"""The whole pipeline, stage by stage. Everything that touches `dist/` is here.

read → parse → link → check        manuscript → Book
style → cite → settle → bind       Book × Style → PDF;  settle: compose, typeset, until page numbers stand still
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from press.book import Book, walk
from press.book import Note as BookNote
from press.editing.check import check as check_book
from press.editing.link import link
from press.editing.parse import parse
from press.editing.read import read
from press.printing import engine
from press.printing.bind import bind
from press.printing.cite import Wording, cite
from press.printing.compose import Composer
from press.printing.glyphs import check_glyphs
from press.printing.print_edition import PrintJob, order_print, print_edition, read_profile
from press.printing.same_pages import compare_pages, words_by_page
from press.printing.settle import Progress, Proof, settle
from press.printing.style import Style, read_style
from press.printing.typeset import Compositor
from press.problem import Faulty, Origin, Problem, has_errors, in_order


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
    seconds: float
    printed: Path
    printed_pages: int

    def __str__(self) -> str:
        counts = {"page": self.pages, "note": self.notes, "name": self.names, "document": self.documents}
        made = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for what, count in counts.items())
        account = f"{self.notes} notes, {self.placed} on the page of their call, {self.continued} continued"
        blanks = f", {n} of them blank at the end" if (n := self.printed_pages - self.pages) else ""
        printed = f"{self.printed}: {self.printed_pages} pages{blanks}"
        return f"{self.path}: {made}, {self.seconds:.1f} s\n{account}\n{printed}"


def silent(round_: int, done: int, sections: int) -> None:
    """Progress that nobody watches."""


def edit(top: Path) -> tuple[Book, tuple[Problem, ...]]:
    """The manuscript under `top` as a book, with every problem found. Raises `Faulty` if there is no book."""
    manuscript, unreadable = read(top)
    draft, misread = parse(manuscript)
    book, unlinked = link(draft)
    return book, in_order((*unreadable, *misread, *unlinked, *check_book(book, manuscript.incomplete)))


def prepare(top: Path) -> tuple[Book, Style, Wording, tuple[Problem, ...]]:
    """The book, its style, its citations worded, and all problems that need no layout. Raises `Faulty` on an error."""
    book, problems = edit(top)
    found = list(problems)
    try:
        style = read_style(top, book.style, book.citation_style, Origin("manuscript/book.yaml"))
        read_profile(style)
    except Faulty as fault:
        raise Faulty(in_order((*found, *fault.problems))) from None
    found += check_glyphs(book, style)
    found += [problem] if (problem := engine.version_problem()) else []
    if has_errors(found):
        raise Faulty(in_order(found))
    return book, style, cite(book, style), in_order(found)


def proof(top: Path, progress: Progress = silent) -> tuple[Book, Style, Proof, tuple[Problem, ...]]:
    """The book set, every note accounted for and every page number settled. Raises `Faulty`."""
    book, style, wording, problems = prepare(top)
    composer = Composer(book, style, wording)
    compositor = Compositor(top, style, book.imprint.language, book.trim, composer.origins)
    with no_collecting():
        return book, style, settle(book, composer, compositor, style.long_note, progress), problems


@contextmanager
def no_collecting() -> Iterator[None]:
    """Python's collector kept from searching the boxes of laid-out pages, all of them in use: a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def build(
    top: Path, progress: Progress = silent, say: Callable[[Problem], None] = lambda _: None, marks: bool = False
) -> Made:
    """Make both editions in `dist/`; the last good ones stay until the new ones are whole. Raises `Faulty`.

    `marks`: the print edition has crop marks even if the style asks for none.
    """
    begun = time.monotonic()
    book, style, settled, problems = proof(top, progress)
    for problem in problems:
        say(problem)
    with no_collecting():
        content = bind(settled, book, style)
    printed, pages = make_print_edition(content, order_print(top, book, style, marks))
    path = replace_file(top / "dist" / f"{book.imprint.slug}-reading.pdf", content)
    printed_path = replace_file(top / "dist" / f"{book.imprint.slug}-print.pdf", printed)
    for problem in look_at_cover(top / "dist" / f"{book.imprint.slug}-cover.pdf", pages):
        say(problem)
    notes = sum(isinstance(node, BookNote) for node in walk((book.pieces, book.documents)))
    placed = sum(1 for a in settled.accounts for note, pages in a.pieces.items() if pages[0] == a.calls.get(note))
    return Made(
        path.relative_to(top),
        len(settled.pages),
        notes,
        placed,
        sum(account.continued for account in settled.accounts),
        len({occurrence.person for occurrence in book.occurrences}),
        len(book.documents),
        settled.rounds,
        settled.repairs,
        time.monotonic() - begun,
        printed_path.relative_to(top),
        pages,
    )


def make_print_edition(reading: bytes, job: PrintJob) -> tuple[bytes, int]:
    """The print edition and its number of pages, proved to be the reading edition page for page. Raises `Faulty`."""
    printed = print_edition(reading, job)
    words = words_by_page(printed)
    if differences := tuple(compare_pages(words_by_page(reading), words, job.shown)):
        raise Faulty(differences)
    return printed, len(words)


def look_at_cover(path: Path, pages: int) -> tuple[Problem, ...]:
    """A warning when the cover that lies in `dist/` was made for another number of pages."""
    if not path.is_file():
        return ()
    from press.printing.cover import stale_cover

    return tuple(stale_cover(path.read_bytes(), pages, f"dist/{path.name}"))


def replace_file(path: Path, content: bytes) -> Path:
    """Write beside, then replace: at no moment is there half a file under the name."""
    path.parent.mkdir(exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return path

"""A book that can be laid out → its editions in `dist/`: settled, bound, printed by house, compared, put in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from press.book import Book
from press.manifest import Product, Standard
from press.memory import give_back
from press.placing import put_in_place
from press.problem import Faulty, Problem, has_errors, in_order
from press.project import Project
from press.stages import stage
from press.store import Sheaf, key_of
from press.style.glyphs import check_features
from press.style.style import Style
from press.terms import PEOPLE
from press.text import Note

if TYPE_CHECKING:  # the engine takes a second to load, and what is only checked is not laid out
    from press.places import Folio
    from press.prepress.house import House
    from press.prepress.print_edition import Printed, PrintJob
    from press.prepress.same_pages import Words
    from press.typesetting.settle import Progress, Proof
    from press.typesetting.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a build made, and how it went. Paths are as they are told to people."""

    path: Path
    printed: Path
    pages: int
    printed_pages: int
    houses: tuple[tuple[Path, int], ...] = ()
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
        editions = self.houses or ((self.printed, self.printed_pages),)
        blanks = {
            count: f", {n} of them blank at the end" if (n := count - self.pages) else "" for _, count in editions
        }
        printed = "\n".join(f"{path}: {count} pages{blanks[count]}" for path, count in editions)
        return f"{self.path}: {made}, {self.seconds:.1f} s\n{account}\n{setting}\n{printed}"


def silent(*_: object) -> None:
    """What is told to nobody: progress, or a problem."""


def product(project: Project, book: Book, edition: str) -> Path:
    """Where an edition of a book lies: "reading", "print" or "cover"."""
    return project.dist / f"{book.imprint.slug}-{edition}.pdf"


def choose_houses(
    project: Project,
    book: Book,
    style: Style,
    named: Iterable[str] = (),
    say: Callable[[Problem], None] = silent,
) -> tuple[House, ...]:
    """The houses that are named, or else those of the book; none where neither does. `say` is told what is doubtful.
    Raises `Faulty` for what is wrong with a profile, or what the book cannot be for one.
    """
    from press.prepress.house import read_houses
    from press.prepress.house_edition import check_houses

    asked = tuple(named)
    houses = read_houses(project, asked or book.houses, None if asked else book.keys.get("houses"))
    found = in_order(check_houses(project, book, style, houses))
    if has_errors(found):
        raise Faulty(found)
    tell(say, found)
    return houses


def print_book(
    shop: Workshop,
    begun: float,
    progress: Progress,
    say: Callable[[Problem], None],
    *,
    marks: bool,
    reading: bool,
    houses: tuple[House, ...] = (),
    seen: Callable[[Workshop, Proof], None] = silent,
) -> Made:
    """Settle and bind a book, and put both editions, or the one, in the place of the last ones. Raises `Faulty`."""
    from press.pdf.bind import bind
    from press.pdf.page_digests import page_digests
    from press.typesetting.last_places import remember
    from press.typesetting.parted import parted_figures
    from press.typesetting.settle import LONG, settle
    from press.words.account import KeptAccounts, account_for_words, begin_copytext
    from press.words.proof import READER, recall_pages

    # first: what it complains of need not wait for pages
    orders = {} if reading else order_editions(shop, houses, marks)
    copytext = begin_copytext(shop.workers, shop.project, shop.style)
    stage("setting pages")
    settled = settle(shop, progress)
    stage("binding")
    content = bind(shop, settled)
    printing = begin_editions(shop, orders, content, at_once=len(settled.folios) > LONG)
    stage("accounting for every word")
    of = key_of("proofs", str(shop.project.manuscript.resolve()), READER)
    digests, kept = page_digests(content), Sheaf(shop.store, of)
    read = recall_pages(content, digests, kept)
    typed = [tuple(each.text for each in page.typed if not each.furniture) for page in read]
    remember(shop, settled, typed)  # the next preview of a chapter has its folios from here
    seen(shop, settled)
    tell(say, of_pages(shop, settled))
    shop.store.tidy()
    accounts = KeptAccounts(copytext(), digests, kept)
    amiss = (
        *account_for_words(shop.project, shop.style, settled, read, shop.composer.origins, kept=accounts),
        *parted_figures(shop.book, settled.places),
    )
    kept.close()
    contents, pages = {"reading": content}, dict[str, int]()
    if orders:
        stage("making the print edition")
    words = tuple(page.words for page in read)
    editions = printing()
    for edition, printed in editions.items():
        shown = orders[edition][0].shown
        contents[edition], pages[edition] = check_pages(words, printed.content, printed.words, shown)
        tell(say, printed.doubtful)
    if amiss:  # and nothing is replaced by what has lost a word
        raise Faulty(in_order(amiss))
    made = {"reading": Product(**_for_readers(shop.book, len(settled.folios)))}
    made |= {
        edition: product_for(shop.book, edition, *orders[edition], printed) for edition, printed in editions.items()
    }
    put_in_place(shop.project, shop.book, {made[each]: content for each, content in contents.items()}, say)
    return _made(shop, settled, pages, time.monotonic() - begun)


def _for_readers(book: Book, pages: int) -> dict[str, Any]:
    """What the manifest says of the reading edition."""
    return {
        "file": f"{book.imprint.slug}-reading.pdf",
        "kind": "reading",
        "audience": "readers, those who listen, archives",
        "pages": pages,
        "isbn": book.imprint.isbn_of("pdf", "ebook"),
        "standards": (Standard("PDF/UA-1"), Standard("PDF/A-3a")),
    }


def product_for(book: Book, edition: str, job: PrintJob, house: House | None, printed: Printed) -> Product:
    """What the manifest says of a print edition, or of a cover: for whom it is, and what it was held against."""
    from press.prepress.house_edition import isbn_for

    level = (Standard(job.said.level),) if job.said.level != "none" else ()
    return Product(
        file=f"{book.imprint.slug}-{edition}.pdf",
        kind=edition.partition("-")[0],
        audience=house.name if house else "a printer",
        pages=len(printed.words),
        isbn=isbn_for(book, house) if house else book.imprint.isbn,
        house=house.id if house else "",
        standards=printed.proved or level,
    )


def order_editions(shop: Workshop, houses: tuple[House, ...], marks: bool) -> dict[str, tuple[PrintJob, House | None]]:
    """The print editions that are to be made, by their names, with their jobs: one for each house, or one for any."""
    from press.prepress.house_edition import edition_for, order_for
    from press.prepress.print_edition import order_print

    given = shop.project, shop.book, shop.style
    if not houses:
        return {"print": (order_print(*given, marks), None)}
    return {edition_for(house): (order_for(*given, house, marks), house) for house in houses}


def begin_editions(
    shop: Workshop, orders: Mapping[str, tuple[PrintJob, House | None]], content: bytes, *, at_once: bool
) -> Callable[[], dict[str, Printed]]:
    """Begin to make print editions of the same pages; what comes back waits for them, and raises `Faulty`."""
    from press.prepress.house_edition import print_edition_ordered
    from press.prepress.print_edition import begin_print

    if at_once:
        give_back()  # the processes that make them, which are forked from this one, have memory enough then
    if not orders:
        return dict
    tasks = list(orders.values())
    printing = begin_print(shop.workers, print_edition_ordered, tasks, content, at_once=at_once)
    return lambda: dict(zip(orders, printing(), strict=True))


def check_pages(reading: Words, printed: bytes, words: Words, shown: str) -> tuple[bytes, int]:
    """The print edition and its number of pages, if it has the words of the reading edition page for page.

    Raises `Faulty`.
    """
    from press.prepress.same_pages import compare_pages

    if differences := tuple(compare_pages(reading, words, shown)):
        raise Faulty(differences)
    return printed, len(words)


def _made(shop: Workshop, settled: Proof, printed: Mapping[str, int], seconds: float) -> Made:
    """What is told of a build that has gone well; `printed`: the pages of each print edition."""
    book, project, accounts = shop.book, shop.project, settled.accounts
    editions = {name: (Path(project.shown(product(project, book, name))), count) for name, count in printed.items()}
    return Made(
        path=Path(project.shown(product(project, book, "reading"))),
        printed=Path(project.shown(product(project, book, "print"))),
        pages=len(settled.folios),
        printed_pages=max(printed.values(), default=0),
        houses=tuple(each for name, each in editions.items() if name != "print"),
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


def look_at_inks(style: Style, path: Path) -> tuple[Problem, ...]:
    """A warning for each ink of its own that the style names and nothing on the pages of a print edition has."""
    if not style.print.inks:
        return ()
    from press.prepress.spot_inks import idle_inks

    return tuple(idle_inks(path.read_bytes(), style.print.inks))


def of_pages(shop: Workshop, settled: Proof) -> tuple[Problem, ...]:
    """What only pages show and nothing stops for: paragraphs not set as they should be, type without a feature, running
    heads that are too long or missing, rows of tables deeper than a page.
    """
    from press.pdf.bind import furnish
    from press.typesetting.overlong import headless, overlong
    from press.typesetting.parted import parted_rows

    furnished = tuple(zip(settled.settings, furnish(shop, settled), strict=True))
    paragraphs, features = settled.problems(shop.composer.origins), check_features(settled.asked, shop.style)
    parted = parted_rows(settled.settings, shop.composer.origins)
    return (*paragraphs, *features, *overlong(furnished), *headless(furnished), *parted)


def tell(say: Callable[[Problem], None], problems: Iterable[Problem]) -> None:
    """Hand problems on one by one."""
    for problem in problems:
        say(problem)

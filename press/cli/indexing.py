"""The tasks of whoever makes an index: the working table of every register, and a page to work in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from press.cli.answer import answered, bar
from press.cli.rules import NAME_IN_DOUBT
from press.cli.telling import say, tell, told_to_others
from press.commands import call
from press.problem import Problem, has_errors
from press.project import Project
from press.terms import PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

    from press.book import Book
    from press.editing.proofread import NamedRegister, Proofreading
    from press.indexer.advice import Adviser
    from press.places import Places
    from press.style.style import Style


@dataclass(frozen=True, slots=True)
class LaidOutBook:
    """A book, as far as it is known: its style and its places, where it has been laid out."""

    book: Book
    problems: tuple[Problem, ...]
    style: Style | None = None
    places: Places | None = None

    @property
    def advisers(self) -> dict[str, Adviser]:
        """What looks over the entries of each register, where pages are known."""
        from press.compose.labels import with_titles
        from press.indexer.advice import Adviser

        if self.style is None or self.places is None:
            return {}
        titled = with_titles(self.book, self.style.words)
        ids = dict.fromkeys((PEOPLE, *titled.registers))
        return {each: Adviser(titled, self.places, self.style.index, titled.register(each)) for each in ids}


@answered()
def names(
    project: Project,
    missing: bool = False,
    strict: bool = False,
    pages: bool = False,
    *,
    page: bool = False,
    export: bool = False,
) -> int:
    """The working tables of names and other registers; `missing`, what no record covers; `strict`, doubts, and 1 if
    there are any; with `pages`, page numbers; `page`: every mention in its sentence, in a page for a browser instead;
    `export`: every index as tables for other programs instead.
    """
    from press.cli.register_tables import doubts_of_register, register_tables
    from press.cli.worktable import print_sheets, table_of_doubts, table_of_missing, work_table
    from press.editing.proofread import proofread

    laid = _lay(project, pages or export)
    found = proofread(laid.book)
    if page:
        _write_page(project, laid)
    if export:
        _export(project, laid)
    if missing or strict or not (page or export):
        advisers = laid.advisers
        doubts = (*table_of_doubts(found), *(sheet for each in found.others for sheet in doubts_of_register(each)))
        some = (*doubts * strict, *(table_of_missing(found),) * missing)
        people = work_table(found, advisers[PEOPLE].entries if pages else None, laid.book.alphabet)
        whole = (*people, *register_tables(found, advisers, laid.book.alphabet))
        print_sheets(some if missing or strict else whole)
    if strict and told_to_others():  # to people the tables tell it
        for doubt in _doubts(found):
            say(doubt)
    if has_errors(laid.problems):
        tell(laid.problems)
    return 1 if has_errors(laid.problems) or (strict and not found.clean) else 0


def _doubts(found: Proofreading) -> Iterator[Problem]:
    """What must be looked at before the book is printed, as problems."""
    every: tuple[Proofreading | NamedRegister, ...] = (found, *found.others)
    for each in every:
        for term in each.never:
            yield Problem(term.origin, NAME_IN_DOUBT, f'"{term.key}" is never found in the text')
        near = ((doubt, "is one letter from") for doubt in each.near)
        uneven = ((doubt, "has other accents, dashes or points than") for doubt in each.uneven)
        for doubt, how in (*near, *uneven):
            yield Problem(doubt.place, NAME_IN_DOUBT, f'"{doubt.words}" {how} "{doubt.other}"')


def _lay(project: Project, pages: bool) -> LaidOutBook:
    from press import build as pipeline

    if not pages:  # a book with faults has names all the same, and what is told of them helps to mend it
        return LaidOutBook(*pipeline.edit(project))
    with bar() as told:
        book, style, proof, problems = pipeline.proof(project, told)
    return LaidOutBook(book, problems, style, proof.places)


def _write_page(project: Project, laid: LaidOutBook) -> None:
    from press.indexer.mention_page import mention_page
    from press.placing import put_in_place
    from press.typesetting.last_places import places_of_same_text

    places, said = laid.places, "Pages are those of this text."
    if places is None:
        places = places_of_same_text(project, laid.book, laid.book.style)
        said = "Pages are those of the last build, which was of this text."
    if places is None:
        said = f"No pages: the last build was not of this text. {call('build')} makes one;"
        said = f"{said} {call('names', '--page', '--pages')} goes on."
    titles = {each: _title(laid.book, each) for each in (PEOPLE, *laid.book.registers)}
    path = project.dist / f"{laid.book.imprint.slug}-names.html"
    page = mention_page(laid.book, places, titles, said, project)
    put_in_place(project, laid.book, {}, say, {path: page})
    mentions = len(laid.book.occurrences)
    print(f"{project.shown(path)}: {mentions} mention{'s' * (mentions != 1)}, one page that needs no other file")
    print(said)


def _export(project: Project, laid: LaidOutBook) -> None:
    """Write every index that the book prints as two tables."""
    from press.indexer.index_table import by_commas, by_tabs, index_rows
    from press.placing import put_in_place

    made: dict[Path, bytes] = {}
    advisers = laid.advisers
    for piece in (each for each in laid.book.pieces if each.of and laid.style):
        adviser = next(each for id_, each in advisers.items() if id_ in piece.of)
        rows = tuple(index_rows(adviser.groups, adviser.sorts, adviser.options))
        path = project.dist / f"{laid.book.imprint.slug}-{piece.anchor}"
        made |= {path.with_name(f"{path.name}.csv"): by_commas(rows), path.with_name(f"{path.name}.tab"): by_tabs(rows)}
        print(f"{project.shown(path)}.csv and .tab: {len(rows)} row{'s' * (len(rows) != 1)}")
    put_in_place(project, laid.book, {}, say, made)
    if not made:
        print("the book has no index")


def _title(book: Book, register: str) -> str:
    """What a register is called: by its own title, or else by its id."""
    return str(book.register(register).title) or register.capitalize().replace("-", " ")

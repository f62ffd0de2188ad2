"""The account of words: is every word of the manuscript in the finished book once, in order, and to be seen?

The copy comes from the manuscript's files (`copytext`), the proof from the finished PDF (`proof`); what fails is a
problem with the line of the manuscript. `NOT_COUNTED` says of which words no account is kept, and why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby

from press.problem import Origin, Problem, Rule, in_order
from press.project import Project
from press.style.limits import Limits
from press.style.style import Style
from press.typesetting.page import Page
from press.typesetting.paginate import Setting
from press.typesetting.settle import Proof
from press.words.compare import FoundText, Miss, align, compare_ordered, compare_run, skipped_in
from press.words.copytext import CopySource, read_copytext
from press.words.letters import CopyPiece, CopyRun
from press.words.placing import (
    NO_CELL,
    Cell,
    Misplaced,
    block_at,
    cell_at,
    in_picture,
    in_reading_order,
    initials_in_place,
    line_at,
    number_beside,
    off_sheet,
    outside,
    overprinted,
    torn_rows,
)
from press.words.proof import PrintedPage, Typed
from press.words.rules import WORDS_LOST

NO_ITEM = "a line that begins with a number and a stop is an item of a list; in prose write 1939\\\\."
ENTRY = "source-"
"""What the id of an entry of the bibliography begins with."""
LONGEST = 9
"""So many words of a loss are told."""
TELLING = 4
"""So many letters of a loss, found where nobody can see them, tell why it is one."""
TOO_WIDE = "shorten its longest words, leave a column out, or divide the table in two"
NOT_COUNTED = {
    "the calls of notes, and their marks": "the account of notes counts them",
    "the numbers of chapters, documents and figures": "the press gives them, and the style their look",
    "labels and pages of references, `continued`, dates in words": "templates make them from the style's words",
    "the rest of a citation": "citeproc words it; that it names the work, and its first figures, is seen to",
    "the index of names, but for the words before it": "its entries are made from marks; tests prove them",
    "words of a style but the titles of pieces, as its colophon": "a template of another style may say something else",
    "the list of figures": "it shortens the captions",
    "Hebrew and Arabic letters": "readers of PDF do not agree about their order on a line",
    "words within pictures, and behind them": "they belong to the picture, or its box is all that is known",
    "type that hangs to the left of the type area": "a style may hang numbers there; off the sheet it is told",
}
"""Of what no account is kept, and why."""


def account_for_words(
    project: Project, style: Style, proof: Proof, pages: Sequence[PrintedPage], origins: Mapping[str, Origin]
) -> tuple[Problem, ...]:
    """All that is wrong with the words of a finished book. `origins`: block → its line of the manuscript."""
    copytext = read_copytext(project, style.words, style.shown)
    found: list[Problem] = []
    if len(copytext.pieces) != len(proof.settings):
        message = f"{len(copytext.pieces)} pieces are asked for, and {len(proof.settings)} are printed"
        found.append(Problem(Origin(project.shown(project.manuscript / "book.yaml")), WORDS_LOST, message))
    for piece, setting in zip(copytext.pieces, proof.settings, strict=False):
        found += _Accountant(piece, setting, pages, origins, copytext.sources, limits=style.limits).problems()
    return in_order(found)


def _problem(run: CopyRun, miss: Miss, page: str = "", unseen: str = "") -> Problem:
    """What is amiss with words, told in their place; `unseen`: the letters that stand there and nobody can see."""
    words = [word for word in run.words[miss.first : miss.last] if word.sure] or list(run.words[miss.first : miss.last])
    origin = Origin(run.path, words[0].line if words else run.origin(0).line)
    told = " ".join(word.written for word in words[:LONGEST]) + (" …" if len(words) > LONGEST else "")
    said = {"lost": "not printed", "doubled": f"printed again{page}", "disordered": f"printed out of order{page}"}
    what = said[miss.what]
    hint = ""
    if miss.what == "lost":
        hint = "look for a rule of the style that hides it, a template that leaves it out, or a mark that swallows it"
        letters = "".join(word.letters for word in words)
        if len(letters) >= TELLING and letters in unseen:
            hint = "it is on the page, but cannot be seen: what colour has it, and what lies over it?"
    return Problem(origin, WORDS_LOST, f"{what}: “{told}”", hint)


def _tables(page: Page, wide: Set[str]) -> frozenset[str]:
    """The blocks of the tables of a page that begin with one of some blocks."""
    runs = (list(lines) for table, lines in groupby(page.lines, lambda line: line.kind == "table") if table)
    return frozenset(line.block for lines in runs if lines[0].block in wide for line in lines)


@dataclass(slots=True)
class _Told:
    """Where each thing typed comes from, as far as the comparison has shown."""

    places: list[tuple[int, Origin]] = field(default_factory=list)

    def origin(self, at: int) -> Origin | None:
        """The origin of a letter found: that of the nearest word before it."""
        n = bisect_right(self.places, at, key=lambda place: place[0]) - 1
        return self.places[max(n, 0)][1] if self.places else None


class _Accountant:
    """Keeps the account of one piece of the book."""

    def __init__(
        self,
        piece: CopyPiece,
        setting: Setting,
        pages: Sequence[PrintedPage],
        origins: Mapping[str, Origin],
        sources: Mapping[str, CopySource],
        *,
        limits: Limits,
    ) -> None:
        self.piece, self.setting, self.origins, self.sources, self.limits = piece, setting, origins, sources, limits
        self.sheets = [folio.sheet for folio in setting.folios]
        self.pages = [pages[sheet - 1] for sheet in self.sheets]
        self.survey = setting.fragment.survey
        self.text = FoundText()
        self.notes: dict[str, FoundText] = {anchor: FoundText() for anchor in setting.section.notes}
        self.blocks: dict[tuple[int, Typed], str] = {}
        self._sort_out()

    def _sort_out(self) -> None:
        """What is typed on the pages, text and notes apart, each note by itself."""
        torn = torn_rows(self.survey)
        kept: list[tuple[Cell, int, Typed]] = []
        for sheet, page, surveyed in zip(self.sheets, self.pages, self.survey, strict=True):
            for typed in initials_in_place(page.typed):
                if typed.furniture or in_picture(surveyed, typed, page.size[1]):
                    continue
                if line := line_at(surveyed, typed, page.size[1]):
                    self.blocks[sheet, typed] = line.block
                    self.notes.setdefault(line.block.partition("--")[0], FoundText()).add(sheet, typed)
                else:
                    kept.append((cell_at(surveyed, typed, page.size[1]) if torn else NO_CELL, sheet, typed))
        for sheet, typed in in_reading_order(kept, torn):
            self.text.add(sheet, typed)

    def problems(self) -> Iterator[Problem]:
        """All that is wrong with the piece."""
        yield from self._text_problems()
        yield from self._note_problems()
        yield from self._placing_problems()

    # --- words ---------------------------------------------------------------------------------

    def _text_problems(self) -> Iterator[Problem]:
        runs = self.piece.runs
        if self.piece.ordered:
            words = [word for run in runs for word in run.words]
            starts = [sum(len(run.words) for run in runs[:n]) for n in range(len(runs))]
            for miss in compare_ordered(words, starts, self.text, self.piece.repeated):
                n = bisect_right(starts, miss.first) - 1
                yield self._problem(runs[n], miss._replace(first=miss.first - starts[n], last=miss.last - starts[n]))
        else:
            for run in runs:
                for miss in compare_run(run, self.text):
                    yield self._problem(run, miss)
        yield from self._number_problems()
        for run in runs:
            yield from self._citation_problems(run, self.text.letters)
        if self.piece.kind == "bibliography":
            yield from self._entry_problems()

    def _entry_problems(self) -> Iterator[Problem]:
        """An entry of the bibliography has the title of its work whole, if at all, and its year.

        Entries are told apart by the id that the templates of the press give them; a style may have others.
        """
        entries: dict[str, FoundText] = {}
        for sheet, page, surveyed in zip(self.sheets, self.pages, self.survey, strict=True):
            for typed in page.typed:
                block = "" if typed.furniture else block_at(surveyed, typed, page.size[1])
                if block.startswith(ENTRY):
                    entries.setdefault(block.removeprefix(ENTRY), FoundText()).add(sheet, typed)
        for key, entry in entries.items():
            source = self.sources.get(key)
            if source:
                yield from self._title_problems(source, entry.letters)
                for year in source.years:
                    if year not in entry.letters:
                        message = f"the year {year} of “{key}” is not printed in the bibliography"
                        yield Problem(source.title.origin(0), WORDS_LOST, message)

    def _number_problems(self) -> Iterator[Problem]:
        """The items of a list must have the numbers that they are written with, unless all are written with one."""
        before = ""
        for run in self.piece.runs:
            numbered = [n for n, word in enumerate(run.words) if word.written.endswith(".") and not word.sure]
            places = align(run.words, self.text.letters).places if numbered and self.piece.ordered else ()
            for n in numbered if places else ():
                first = next((at for at in range(n + 1, len(run.words)) if run.words[at].sure), -1)
                number, before = before, run.words[n].letters
                if first < 0 or places[first] < 0 or number == before:
                    continue
                sheet, typed = self.text.typed_at(places[first])
                printed = number_beside(self.pages[self.sheets.index(sheet)].typed, typed)
                if printed and printed != before:
                    message = f"the item {before}. is printed as {printed}.: “{run.words[first].written} …”"
                    yield Problem(
                        run.origin(n),
                        WORDS_LOST,
                        message,
                        NO_ITEM,
                    )

    def _notes(self) -> Iterator[tuple[CopyRun, FoundText]]:
        """Each note of the copy with what is found of it; if their number is another there, with all that is found."""
        found = [text for anchor, text in self.notes.items() if anchor in self.setting.section.notes]
        if len(found) != len(self.piece.notes):
            whole = FoundText()
            for text in self.notes.values():
                for sheet, typed in text.typed:
                    whole.add(sheet, typed)
            found = [whole] * len(self.piece.notes)
        return zip(self.piece.notes, found, strict=True)

    def _note_problems(self) -> Iterator[Problem]:
        for note, text in self._notes():
            for miss in compare_ordered(note.words, [0], text, frozenset()):
                if miss.what != "doubled":  # the title of a work may be in a note's own words too
                    yield self._problem(note, miss._replace(at=-1))
            yield from self._citation_problems(note, text.letters)

    def _title_problems(self, source: CopySource, letters: str) -> Iterator[Problem]:
        """A title must be printed without a hole. It may end early, for short forms do, or not be printed at all."""
        for first, last in skipped_in(source.title.words, letters):
            yield self._problem(source.title, Miss("lost", first, last, -1))

    def _citation_problems(self, run: CopyRun, letters: str) -> Iterator[Problem]:
        """A citation must name its work, by author or title, and have the first figures of its locator."""
        for key, figures, line in run.citations:
            source = self.sources.get(key)
            names = source.shown if source else ()
            if source:
                yield from self._title_problems(source, letters)
            if names and not any(name in letters for name in names) and "ibid" not in letters:
                message = (
                    f"the work “{key}” is cited, and neither its author nor its title is printed in the {run.name}"
                )
                yield Problem(Origin(run.path, line), WORDS_LOST, message)
            elif figures not in letters:
                yield Problem(
                    Origin(run.path, line), WORDS_LOST, f"the {figures} of “{key}” is not printed in the {run.name}"
                )

    def _problem(self, run: CopyRun, miss: Miss) -> Problem:
        unseen = "".join(typed.letters for page in self.pages for typed in page.unseen)
        return _problem(run, miss, f" on p. {self._folio(self.text.place(miss.at)[0])}" if miss.at >= 0 else "", unseen)

    def _folio(self, sheet: int) -> str:
        return str(self.setting.folios[self.sheets.index(sheet)])

    # --- places --------------------------------------------------------------------------------

    def _placing_problems(self) -> Iterator[Problem]:
        told: _Told | None = None
        for sheet, page, surveyed in zip(self.sheets, self.pages, self.survey, strict=True):
            seen: set[tuple[Rule, Origin]] = set()
            beyond = tuple(outside(surveyed, self.limits))
            tables = _tables(surveyed, {each.block for each in beyond})
            for misplaced in (*beyond, *off_sheet(page), *overprinted(page)):
                if misplaced.typed and block_at(surveyed, misplaced.typed, page.size[1]) in tables:
                    continue  # of a table that is too wide this has been said
                told = told or self._told()
                origin = self._origin(misplaced, sheet, told)
                if (misplaced.rule, origin) not in seen:
                    seen.add((misplaced.rule, origin))
                    message = f"p. {self._folio(sheet)}: {misplaced.message}"
                    yield Problem(origin, misplaced.rule, message, TOO_WIDE if misplaced.block in tables else "")

    def _origin(self, misplaced: Misplaced, sheet: int, told: _Told) -> Origin:
        """Where something misplaced comes from: by its block, or by the words it was found to be."""
        block = misplaced.block or (self.blocks.get((sheet, misplaced.typed), "") if misplaced.typed else "")
        if origin := self.origins.get(block) or self.origins.get(block.partition("--")[0]):
            return origin
        if misplaced.typed and (sheet, misplaced.typed) in self.text.typed:
            at = self.text.starts[self.text.typed.index((sheet, misplaced.typed))]
            return told.origin(at) or self.piece.origin
        return self.piece.origin

    def _told(self) -> _Told:
        words = [(run, n) for run in self.piece.runs for n in range(len(run.words))]
        places = align([run.words[n] for run, n in words], self.text.letters).places
        return _Told([(at, run.origin(n)) for (run, n), at in zip(words, places, strict=True) if at >= 0])

"""The account of words: is every word of the manuscript in the finished book once, in order, and to be seen?

The copy comes from the manuscript's files (`copytext`), the proof from the finished PDF (`proof`); what fails is a
problem with the line of the manuscript. `NOT_COUNTED` says of which words no account is kept, and why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from press.problem import Origin, Problem, Rule, in_order
from press.project import Project
from press.store import Sheaf, key_of
from press.style.limits import Limits
from press.style.style import Style
from press.typesetting.account import PIECE
from press.typesetting.page import Line, Page
from press.typesetting.paginate import Setting
from press.typesetting.settle import Proof
from press.words.compare import FoundText, align
from press.words.copy_sources import CopySource
from press.words.copy_style import copy_style
from press.words.letters import CopyPiece
from press.words.piece_account import ENTRY, WITHIN, FoundPiece, words_amiss
from press.words.placing import (
    NO_CELL,
    Misplaced,
    PrintedCell,
    beside,
    block_at,
    caption_at,
    cell_at,
    cut_off,
    float_at,
    heads_in_place,
    in_picture,
    in_reading_order,
    in_their_places,
    initials_in_place,
    line_at,
    nearest_line,
    number_beside,
    numbers_in_place,
    off_sheet,
    outside,
    overprinted,
    torn_rows,
)
from press.words.proof import PrintedPage, Typed, turned
from press.words.rules import WORDS_LOST
from press.words.written_copytext import WrittenCopytext, copied, copied_apart, read_piece, read_sources
from press.workers import Workers

TOO_WIDE = "shorten its longest words, leave a column out, or divide the table in two"
TURN = "say {.turned} in its caption: it has room on its side; or leave a column out"
NOT_COUNTED = {
    "the calls of notes, and their marks": "the account of notes counts them",
    "the numbers of chapters, documents and figures": "the press gives them, and the style their look",
    "labels and pages of references, `continued`, dates in words": "templates make them from the style's words",
    "the rest of a citation": "citeproc words it; that it names the work, and its first figures, is seen to",
    "the indexes, but for the words before them": "its entries are made from marks; tests prove them",
    "words of a style but the titles of pieces, as its colophon": "a template of another style may say something else",
    "the lists of figures, tables and maps": "they shorten the captions",
    "headings of chapters in the contents": "they are counted where they stand",
    "Hebrew and Arabic letters": "readers of PDF do not agree about their order on a line",
    "words within pictures, and behind them": "they belong to the picture, or its box is all that is known",
    "type that hangs to the left of the type area": "a style may hang numbers there; off the sheet it is told",
}
"""Of what no account is kept, and why."""


def begin_copytext(workers: Workers[Any], project: Project, style: Style) -> Callable[[], WrittenCopytext]:
    """Have a worker read what a manuscript must print in a style, while others set it; it is asked for by a call."""
    return workers.begin(copied_apart, (project, copy_style(style)), bare=True)


@dataclass(frozen=True, slots=True)
class KeptAccounts:
    """Which pieces are known to have nothing wrong with their words: by what they must print, by the digests of all
    that each page paints, and by how their pages were surveyed.
    """

    copytext: WrittenCopytext
    digests: Sequence[str]
    known: Sheaf

    def key(self, piece: bytes, setting: Setting, limits: Limits) -> str:
        """A key of all that the account of a piece depends on, but for where it would tell that something is wrong."""
        section, paints = setting.section, (self.digests[folio.sheet - 1] for folio in setting.folios)
        anchors = repr((section.notes, section.ends, limits))
        return key_of("account", piece, self.copytext.sources, setting.fragment.surveyed, anchors, *paints)


def account_for_words(
    project: Project,
    style: Style,
    proof: Proof,
    pages: Sequence[PrintedPage],
    origins: Mapping[str, Origin],
    *,
    kept: KeptAccounts | None = None,
) -> tuple[Problem, ...]:
    """All that is wrong with the words of a finished book. `origins`: block → its line of the manuscript; `kept`: what
    is known already.
    """
    copytext = kept.copytext if kept else copied(project, style)
    found: list[Problem] = []
    if len(copytext.pieces) != len(proof.settings):
        message = f"{len(copytext.pieces)} pieces are asked for, and {len(proof.settings)} are printed"
        found.append(Problem(Origin(project.shown(project.manuscript / "book.yaml")), WORDS_LOST, message))
    sources = read_sources(copytext)
    for piece, setting in zip(copytext.pieces, proof.settings, strict=False):
        key = kept.key(piece, setting, style.limits) if kept else ""
        if kept and kept.known.get(key, bool):
            continue
        accountant = _Accountant(read_piece(piece), setting, pages, origins, sources, limits=style.limits)
        amiss = tuple(accountant.problems())
        if kept and not amiss:
            kept.known.put(key, True)
        found += amiss
    return in_order(found)


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


def _entry_of(block: str) -> str:
    """The key of the work that a block lists at the end of a piece, or nothing."""
    return block.removeprefix(ENTRY).rpartition(WITHIN)[0] if block.startswith(ENTRY) else ""


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
        self.survey = setting.fragment.survey
        # a turned page is looked at with its head up, as its survey is
        on_sheets = zip(self.sheets, self.survey, strict=True)
        self.pages = [turned(pages[sheet - 1]) if page.turned else pages[sheet - 1] for sheet, page in on_sheets]
        self.text = FoundText()
        self.notes: dict[str, FoundText] = {anchor: FoundText() for anchor in setting.section.notes}
        self.listed: dict[str, FoundText] = {}
        self.margins = FoundText()
        self.joined: set[tuple[str, int]] = set()
        self.ends = frozenset(setting.section.ends)
        self.blocks: dict[tuple[int, Typed], str] = {}
        self._sort_out()

    def _sort_out(self) -> None:
        """What is typed on the pages, text and notes apart, each note by itself."""
        torn = torn_rows(self.survey)
        lists = bool(self.piece.listed)
        kept: list[tuple[PrintedCell, int, Typed]] = []
        for sheet, page, surveyed in zip(self.sheets, self.pages, self.survey, strict=True):
            in_order = heads_in_place(surveyed, numbers_in_place(page.typed), page.size[1])
            for typed in initials_in_place(in_order):
                if beside(surveyed, typed, page.size[1]):
                    self.margins.add(sheet, typed)
                    continue
                if typed.furniture or in_picture(surveyed, typed, page.size[1]):
                    continue
                if line := line_at(surveyed, typed, page.size[1]) or self._end_line(surveyed, typed, page.size[1]):
                    self.blocks[sheet, typed] = line.block
                    self._add_to_note(line.block, sheet, typed)
                # works listed at the end of a chapter, whose titles may stand in its text too
                elif lists and (key := _entry_of(block_at(surveyed, typed, page.size[1]))):
                    self.listed.setdefault(key, FoundText()).add(sheet, typed)
                else:
                    kept.append((cell_at(surveyed, typed, page.size[1]) if torn else NO_CELL, sheet, typed))
        order = [(*each, self.block_of(*each), self._apart(*each)) for each in in_reading_order(kept, torn)]
        for sheet, typed in in_their_places(order):
            self.text.add(sheet, typed)

    def _add_to_note(self, block: str, sheet: int, typed: Typed) -> None:
        """Something typed of a note, or of a part of one, which goes on from that before it."""
        anchor, _, part = block.partition(PIECE)
        note = self.notes.setdefault(anchor, FoundText())
        if part and (block, sheet) not in self.joined:
            note.joints.append(note.length)
        self.joined.add((block, sheet))
        note.add(sheet, typed)

    def _apart(self, sheet: int, typed: Typed) -> int:
        """Which of what stands on a sheet apart from the text something typed belongs to; 0 if to none."""
        at = self.sheets.index(sheet)
        page = self.survey[at]
        return 1 if page.turned else float_at(page, typed, self.pages[at].size[1]) if page.floats else 0

    def _end_line(self, surveyed: Page, typed: Typed, height: float) -> Line | None:
        """The line of a note at an end that something typed stands on, if the piece has such notes."""
        line = nearest_line(surveyed, typed, height) if self.ends else None
        return line if line and line.block in self.ends else None

    def block_of(self, sheet: int, typed: Typed) -> str:
        """The block that something typed is of, as far as it is known."""
        at = self.sheets.index(sheet)
        return block_at(self.survey[at], typed, self.pages[at].size[1])

    def problems(self) -> Iterator[Problem]:
        """All that is wrong with the piece."""
        yield from words_amiss(self.piece, self.found(), self.sources)
        yield from self._placing_problems()

    # --- words ---------------------------------------------------------------------------------

    def found(self) -> FoundPiece:
        """What the pages show of the piece."""
        return FoundPiece(
            text=self.text,
            notes=tuple(text for anchor, text in self.notes.items() if anchor in self.setting.section.notes),
            apart=tuple(text for anchor, text in self.notes.items() if anchor not in self.setting.section.notes),
            sides=self.margins,
            entries=self._entries() if self.piece.kind == "bibliography" else self.listed,
            number_at=self._number_at,
            place=lambda at: f" on p. {self._folio(self.text.place(at)[0])}",
            unseen="".join(typed.letters for page in self.pages for typed in page.unseen),
        )

    def _entries(self) -> Mapping[str, FoundText]:
        """The entries of the bibliography: told apart by the id that the templates of the press give them."""
        entries: dict[str, FoundText] = {}
        for sheet, page, surveyed in zip(self.sheets, self.pages, self.survey, strict=True):
            for typed in page.typed:
                block = "" if typed.furniture else block_at(surveyed, typed, page.size[1])
                if block.startswith(ENTRY):
                    entries.setdefault(block.removeprefix(ENTRY), FoundText()).add(sheet, typed)
        return entries

    def _number_at(self, at: int) -> str:
        """The number printed beside a letter of the text."""
        sheet, typed = self.text.typed_at(at)
        return number_beside(self.pages[self.sheets.index(sheet)].typed, typed)

    def _folio(self, sheet: int) -> str:
        return str(self.setting.folios[self.sheets.index(sheet)])

    # --- places --------------------------------------------------------------------------------

    def _placing_problems(self) -> Iterator[Problem]:
        told: _Told | None = None
        for sheet, page, surveyed in zip(self.sheets, self.pages, self.survey, strict=True):
            seen: set[tuple[Rule, Origin]] = set()
            beyond = tuple(outside(surveyed, self.limits))
            tables = _tables(surveyed, {each.block for each in beyond})
            for misplaced in (*beyond, *off_sheet(page), *cut_off(page), *overprinted(page)):
                if misplaced.typed and block_at(surveyed, misplaced.typed, page.size[1]) in tables:
                    continue  # of a table that is too wide this has been said
                told = told or self._told()
                origin = self._origin(misplaced, sheet, told)
                if (misplaced.rule, origin) not in seen:
                    seen.add((misplaced.rule, origin))
                    message = f"p. {self._folio(sheet)}: {misplaced.message}"
                    hint = TURN if misplaced.fits_turned else TOO_WIDE if misplaced.block in tables else ""
                    yield Problem(origin, misplaced.rule, message, hint)

    def _origin(self, misplaced: Misplaced, sheet: int, told: _Told) -> Origin:
        """Where something misplaced comes from: by its block, or by the words it was found to be."""
        block = misplaced.block or (self._block_within(sheet, misplaced.typed) if misplaced.typed else "")
        if origin := self.origins.get(block) or self.origins.get(block.partition("--")[0]):
            return origin
        if misplaced.typed and (sheet, misplaced.typed) in self.text.typed:
            at = self.text.starts[self.text.typed.index((sheet, misplaced.typed))]
            return told.origin(at) or self.piece.origin
        return self.piece.origin

    def _block_within(self, sheet: int, typed: Typed) -> str:
        """The block of a note, or of the figure, that something typed is within, if it is."""
        at = self.sheets.index(sheet)
        within = self.blocks.get((sheet, typed), "")
        return within or caption_at(self.survey[at], typed, self.pages[at].size[1])

    def _told(self) -> _Told:
        words = [(run, n) for run in self.piece.runs for n in range(len(run.words))]
        places = align([run.words[n] for run, n in words], self.text.letters).places
        return _Told([(at, run.origin(n)) for (run, n), at in zip(words, places, strict=True) if at >= 0])

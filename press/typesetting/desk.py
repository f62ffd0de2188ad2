"""What a worker does at its desk: set a section, make its running heads, cast the type. It runs in its own process.

Each is a function of a desk and of one plain value that says all that is to be done; what comes back is plain too. Each
raises `Faulty` with what the engine complains of, and with what could not be mended.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

from press.book import Book
from press.compose.compose import Composer, Section
from press.compose.note_pieces import Cuts
from press.indexes.entries import Group
from press.problem import Faulty, Problem
from press.project import Project
from press.style.rendering import template_at
from press.style.rules import BAD_TEMPLATE
from press.style.style import Style, StyleSheet
from press.typesetting.apart import Apart, refuse_too_large
from press.typesetting.blame import with_sheets_blamed
from press.typesetting.copyfit import copyfit, plan
from press.typesetting.cuttable import length_of
from press.typesetting.engine.typeset import Compositor, Layout
from press.typesetting.engine.write import bookmarks_of, pages_of, write_pages
from press.typesetting.fonts import cast
from press.typesetting.fragment import Face, Fragment
from press.typesetting.furniture import Furniture, furnish
from press.typesetting.index_heads import said_again
from press.typesetting.measured_paragraph import MeasuredParagraph
from press.typesetting.note_faults import refuse_amiss
from press.typesetting.note_flow import NoteFlow, Parts, flows_of, parts_of
from press.typesetting.orders import Heads, Order
from press.typesetting.page import Survey
from press.typesetting.repair import Repair
from press.typesetting.rules import UNSETTLED
from press.typesetting.wide_tables import TABLE, narrowed, wide_blocks
from press.typesetting.wishes import NO_WISHES, Wishes

MOVES = 4
"""How often room is made at most for turned tables, which the text moves with every time; more for floats."""
PAGE = re.compile(
    # text in the head would begin the body before its time, and what <body> says of itself would be lost
    r"\s*(?:<!DOCTYPE html>\s*)?<html\b[^>]*>\s*<head>"
    r"(?>\s+|<!--(?>.*?-->)|<(?:meta|link|base)\b[^>]*>|<(title|style)\b[^>]*>(?>.*?</\1>))*+</head>\s*"
    r"<body\b[^>]*>(?:(?!<body\b|<html\b|</body>).)*</body>\s*</html>\s*",
    re.DOTALL | re.IGNORECASE,
)
Finish: TypeAlias = Callable[[bytes, frozenset[int]], bytes]
"""What makes of a section's PDF, as it was written, one that can be gathered; some of its pages (from 0) are turned."""


class Desk:
    """What a worker works with. Made once in each process, for the engine's fonts cannot be shared. Where one is made
    `like` an earlier one of the same process and style, the sheets are not read again.
    """

    def __init__(
        self,
        project: Project,
        book: Book,
        style: Style,
        composer: Composer,
        finish: Finish,
        *,
        like: Desk | None = None,
    ) -> None:
        self.project, self.book, self.style, self.composer, self.finish = project, book, style, composer, finish
        if like and like.style is style and (like.project, like.book.trim) == (project, book.trim):
            self.compositor: Compositor = like.compositor.anew(composer.origins)
        else:
            self.compositor = Compositor(project, style, book.trim, composer.origins)

    def with_sheets(self, sheets: Sequence[StyleSheet]) -> Desk:
        """The same desk with other sheets."""
        if sheets is self.style.sheets:
            return self
        return Desk(self.project, self.book, replace(self.style, sheets=tuple(sheets)), self.composer, self.finish)


def set_order(desk: Desk, order: Order | Heads) -> Fragment | Furniture:
    """A section, or the running heads and folios of one."""
    return set_heads(desk, order) if isinstance(order, Heads) else set_section(desk, order)


def set_section(desk: Desk, order: Order) -> Fragment:
    """One section laid out, its notes brought to their places, and its pages written if that is wanted."""
    _refuse_no_page(desk, order)
    fragment = with_sheets_blamed(lambda sheets: _set_section(desk.with_sheets(sheets), order), desk.style.sheets)
    desk.compositor.forget()
    return fragment


def set_heads(desk: Desk, heads: Heads) -> Furniture:
    """The running heads and folios of a section."""
    furniture = with_sheets_blamed(lambda sheets: _set_heads(desk.with_sheets(sheets), heads), desk.style.sheets)
    desk.compositor.forget()
    return furniture


def _set_heads(desk: Desk, heads: Heads) -> Furniture:
    with desk.compositor.listening("running heads"):
        return furnish(heads, desk.compositor)


def cast_type(desk: Desk, faces: tuple[Face, ...]) -> bytes:
    """A PDF that holds the faces of the book."""
    with desk.compositor.listening("type"):
        return cast(faces, desk.compositor)


# --- a section ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Laid:
    """A section laid out: what was composed, where its notes are cut, its pages, blocks turned over, repairs.

    If it has been laid out only to be looked at: where its notes may be cut (`flows`), if they stand whole; how many
    lines the `parts` have of those that have been cut; and whether notes are `astray`.
    """

    section: Section
    layout: Layout
    cuts: Cuts
    turned: frozenset[str] = frozenset()
    repairs: int = 0
    flows: Mapping[str, NoteFlow] = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)
    astray: bool = False

    @property
    def survey(self) -> Survey:
        """Its pages."""
        return self.layout.survey

    @property
    def cut(self) -> bool:
        """Whether notes of it are cut."""
        return any(self.cuts.values())

    @property
    def measured(self) -> Mapping[str, MeasuredParagraph]:
        """Its paragraphs as measured."""
        return self.layout.measured


def _refuse_no_page(desk: Desk, order: Order) -> None:
    """Raises `Faulty` if what the template of a section makes is no page: running heads would be put into anything."""
    if not PAGE.fullmatch(order.section.html):
        name = f"{desk.book.pieces[order.piece].kind}.html.j2"
        message = "what it makes is not one page: <html>, <head> and <body>, each once, and no text around them"
        hint = '{% extends "section.html.j2" %} stands first'
        raise Faulty([Problem(template_at(desk.style, name), BAD_TEMPLATE, message, hint)])


def _set_section(desk: Desk, order: Order) -> Fragment:
    trials = _Trials(desk, order)
    moves = MOVES + 2 * len(trials.apart.floats) if trials.apart else 0
    for _ in range(moves if trials.apart.floats else 0):
        if not trials.make_room(trials.bare()):
            break
    laid, wishes = _best(desk, order, trials)
    for _ in range(moves):
        if not trials.make_room(laid.layout):
            break
        laid, wishes = _best(desk, order, trials)
    wishes = replace(wishes, cuts=tuple(laid.cuts.items()), stands=trials.apart.stood)
    refuse_too_large(laid.section, laid.layout, desk.composer.origins)
    section, layout = laid.section, trials.apart.gathered(laid.layout)
    refuse_amiss(layout.account, desk.composer.origins)
    if order.written:
        layout.tally.refuse_crowded(section.key, desk.composer.origins)
    # before the pages are written, for then the engine lets them go
    pages, bookmarks = pages_of(layout), bookmarks_of(layout)
    pdf, faces = b"", tuple[Face, ...]()
    if order.written:
        with desk.compositor.listening(f"section {section.key}"):
            pdf, faces = write_pages(layout)
            pdf = desk.finish(pdf, frozenset(n for n, page in enumerate(layout.survey) if page.turned))
    return Fragment(
        pages=pages,
        verso=order.verso,
        account=layout.account,
        bookmarks=bookmarks,
        html=section.html if section.html != order.section.html else "",
        turned=laid.turned,
        repairs=laid.repairs,
        faces=faces,
        pdf=pdf,
        tally=layout.tally,
        surveyed=pickle.dumps(layout.survey, pickle.HIGHEST_PROTOCOL),
        wishes=wishes,
    )


def _best(desk: Desk, order: Order, trials: _Trials) -> tuple[Laid, Wishes]:
    """A section with its pages ending as well as can be, and the wishes that this takes."""
    if order.at_once:
        return trials.lay_out(order.wishes), order.wishes
    look = trials.look if desk.style.justification.whole and trials.has_long_notes() else None
    if trials.fitted or (look and look(NO_WISHES).flows):
        return copyfit(trials.lay_out, desk.style.limits, order.wishes, look)
    # Only its length is wanted, and it will be set again: how it should be made to end is found out now, so that it
    # need be laid out only once then. Where notes are cut its length depends on that.
    laid = trials.lay_out(NO_WISHES)
    return laid, plan(laid, desk.style.limits) if desk.style.justification.whole else NO_WISHES


class _Trials:
    """One section laid out again and again, with other wishes; `cuts` is where its long notes are expected to be cut,
    `found` where they have been cut with which wishes.
    """

    def __init__(self, desk: Desk, order: Order) -> None:
        self.desk, self.order, self.piece = desk, order, desk.book.pieces[order.piece]
        self.worded = desk.composer.worded(self.piece)
        self.cuts = dict(order.wishes.cuts)
        self.found: dict[Wishes, Cuts] = {}
        self.said: tuple[Group, ...] = ()
        self.fitted = order.written and desk.style.justification.whole and not order.at_once
        self.whole = order.section
        self.apart = Apart(
            desk.compositor,
            order.section,
            verso=order.verso,
            stands=order.wishes.stands,
            origins=desk.composer.origins,
        )
        self.order = replace(order, section=self.apart.text)
        self.wide = self._wide_tables(self.order)
        self.order = replace(order, section=self._upright(order.section))

    def make_room(self, layout: Layout) -> bool:
        """Keep room for what stands apart from the text, as its places are in a layout; says whether it is other room
        than has been kept.
        """
        changed = self.apart.make_room(layout)
        self.order = replace(self.order, section=self._upright(self.whole))
        return changed

    def _upright(self, section: Section) -> Section:
        """A section as it has been composed without what stands apart from its text."""
        return narrowed(self.apart.without(section), self.wide)

    def bare(self) -> Layout:
        """The section laid out once, whatever becomes of its notes: enough to see where its floats will stand."""
        order = self.order
        return self.desk.compositor.lay_out(order.section, order.verso, wishes=order.wishes)

    def _wide_tables(self, order: Order) -> frozenset[str]:
        """The blocks of tables that are to be narrow: those that run out of the measure if nothing is done."""
        if TABLE not in order.section.html:
            return frozenset()
        # if none is too wide this is the first of the trials, which the compositor remembers
        return wide_blocks(self.desk.compositor.lay_out(order.section, order.verso, wishes=order.wishes).survey)

    def has_long_notes(self) -> bool:
        """Whether there is a note in it that may be cut."""
        return any(length_of(blocks) > self.desk.style.long_note for blocks in self.worded.values())

    def look(self, wishes: Wishes) -> Laid:
        """The section set once with its paragraphs as wished for and its notes cut so, wherever they come to stand.
        Raises `Faulty`.
        """
        repair = self._repair(wishes, dict(wishes.cuts))
        repair.fill()
        parts = parts_of(repair.layout.survey, repair.cuts)
        flows: dict[str, NoteFlow] = {}
        if not wishes and (repair.account.strays or repair.held_back()):
            word = self.desk.style.words["continued"]
            flows = flows_of(repair.layout.survey, self.worded, self.desk.style.long_note, word)
        # of those that are left whole though a page is short for it that is known, so that they are not tried again
        cuts = {**dict.fromkeys(repair.held_back(), ()), **repair.cuts}
        return Laid(repair.section, repair.layout, cuts, flows=flows, parts=parts, astray=repair.astray)

    def lay_out(self, wishes: Wishes) -> Laid:
        """The section set with its paragraphs as wished for, its notes in their places. Raises `Faulty`."""
        # what has been laid out before comes out as it did, in one layout
        self.cuts = dict(self.found.get(wishes, wishes.cuts or self.cuts))
        repair = self._repair(wishes, self.cuts)
        section, layout = repair.mend(self.desk.composer.origins)
        # Where blocks have been turned over, notes are cut for pages that the next trial need not have.
        if not repair.turned:
            self.cuts = {**self.cuts, **repair.cuts}
            self.found[wishes] = repair.cuts
        return Laid(section, layout, self.cuts, repair.turned, repair.repairs)

    def _repair(self, wishes: Wishes, cuts: Cuts) -> Repair:
        order = _say_headings_again(self.desk, replace(self.order, wishes=wishes), self.said)
        self.said = order.index
        desk, section = self.desk, order.section

        def compose(cuts: Cuts) -> Section:
            if not cuts:
                return section
            return self._upright(desk.composer.compose(self.piece, order.places, cuts, order.index))

        set_again = partial(desk.compositor.lay_out, verso=order.verso, wishes=order.wishes)
        return Repair(set_again, compose, self.worded, desk.style.long_note, cuts=cuts)


def _say_headings_again(desk: Desk, order: Order, before: tuple[Group, ...]) -> Order:
    """The order of an index with headings said again where they are parted from what is below them; `before`: as they
    were said again when it was set with other wishes.
    """
    if not order.index:
        return order
    piece = desk.book.pieces[order.piece]

    def survey_of(order: Order) -> Survey:
        return desk.compositor.lay_out(order.section, order.verso, wishes=order.wishes).survey

    def with_index(index: tuple[Group, ...]) -> Order:
        return replace(order, section=desk.composer.compose(piece, order.places, {}, index), index=index)

    try:
        return said_again(order, survey_of, with_index, desk.style.index, before)
    except ValueError as still:
        raise Faulty([Problem(desk.book.origin, UNSETTLED, str(still))]) from None

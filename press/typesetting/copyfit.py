"""Copyfitting: paragraphs set a line longer or shorter, or another way, so that the pages end well.

A compositor who finds a hyphen at the foot of a recto, or facing pages of unequal depth, looks for a paragraph that can
do with a line more or less, or runs both pages of the spread a line short (Bringhurst 2.4.9). So here: from the survey
of a section as laid out the text is read without its pages (`flow`); its paragraphs, as measured, are broken in each of
their ways (`ways`); the pages are made up in the mind of all these, and the best make-up of all (`make_up`) is wished
for. It is laid out in earnest, and kept only if the audit is the better for it. What is left over is for people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

from press.problem import Faulty
from press.style.limits import Limits
from press.typesetting.even_columns import even_columns
from press.typesetting.faults import WEIGHTS, faults
from press.typesetting.flow import ends, read_flow, read_measures
from press.typesetting.make_up import make_up
from press.typesetting.measured_paragraph import MeasuredParagraph
from press.typesetting.note_flow import NoteFlow, Parts
from press.typesetting.page import Survey
from press.typesetting.rules import (
    RECTO_HYPHEN,
    RUNT,
    SHORT_PAGE,
    STRANDED_HEADNOTE,
    UNEQUAL_AT_HEADING,
    UNEQUAL_COLUMNS,
    UNEQUAL_PAGES,
    VERSO_HYPHEN,
    WIDOW,
)
from press.typesetting.ways import Way, ways_of
from press.typesetting.wishes import NO_WISH, NO_WISHES, Wishes

ROUNDS = 2
"""How often a section is laid out again at most."""
MORE = 1
"""And how often besides if notes of it are cut: where pages come out otherwise these do too, and pages with them."""
LOOKS = 4
"""How often it is looked at with notes cut as they have been made up: how long a part of one is shows only then."""
GOOD = 1.0
"""What a page may cost (in the measure of `cost`) that has been made up so; where they cost more, notes are cut by
trial too, and the better is taken.
"""
ASTRAY = 0.02
"""What share of the pages may be made up otherwise than the engine made them: the others can still be mended."""
MENDED = frozenset(
    {
        RECTO_HYPHEN,
        VERSO_HYPHEN,
        RUNT,
        WIDOW,
        SHORT_PAGE,
        STRANDED_HEADNOTE,
        UNEQUAL_PAGES,
        UNEQUAL_AT_HEADING,
        UNEQUAL_COLUMNS,
    }
)
"""The faults for which a section is set again."""


class LaidOut(Protocol):
    """What the copyfitting must see of a section laid out."""

    @property
    def survey(self) -> Survey:
        """Its pages."""

    @property
    def measured(self) -> Mapping[str, MeasuredParagraph]:
        """Its paragraphs as measured, by block."""

    @property
    def flows(self) -> Mapping[str, NoteFlow]:
        """Where its notes may be cut, if they stand whole and one leaves a page short or is not where it must be."""

    @property
    def parts(self) -> Parts:
        """How many lines the parts have of the notes that are cut."""

    @property
    def astray(self) -> bool:
        """Whether a note is not where it must be, or is cut elsewhere than it was to be: it is only to be looked at."""

    @property
    def cut(self) -> bool:
        """Whether notes of it are cut."""


Trial = TypeVar("Trial", bound=LaidOut)


class _Made(NamedTuple):
    """How a section has come out that was made up with its notes: what it was asked for, its pages, what it costs."""

    wishes: Wishes
    pages: int
    cost: int


def copyfit(
    lay_out: Callable[[Wishes], Trial],
    limits: Limits,
    before: Wishes = NO_WISHES,
    look: Callable[[Wishes], Trial] | None = None,
) -> tuple[Trial, Wishes]:
    """The section with its pages ending as well as can be, and the wishes that this takes.

    `lay_out` sets it with its paragraphs as wished for, and may raise `Faulty`; with any wishes but none this means
    that they cannot be had. `look` does so in one layout, its notes cut as is wished, wherever they come to stand then;
    there is none if no notes may be cut. `before`: the wishes that were best with other page numbers; they are good
    enough, and pages that no longer move let the page numbers settle. If they are untried, the section must be the
    better for them. Where it begins on the other side now, other pages face each other: then they are only what is
    begun with.
    """
    laid: Trial | None = None
    wishes = NO_WISHES
    if before and (again := _trial(lay_out, before)):
        turned = again.survey[0].verso != before.verso
        if not turned and (before.untried is None or cost(again.survey, limits) < before.untried):
            return again, replace(before, untried=None)
        if turned:
            laid, wishes = again, replace(before, cuts=(), stands=(), untried=None, verso=not before.verso)
        del again
    made = _with_notes_cut(look, limits) if look else None
    if look and made and made.cost <= GOOD * made.pages:
        return look(made.wishes), made.wishes
    laid = laid or lay_out(NO_WISHES)
    least, best = cost(laid.survey, limits), wishes
    for n in range(ROUNDS + MORE):
        if n >= ROUNDS and not laid.cut:
            break
        wished, expected = wish(laid.survey, laid.measured, wishes, limits)
        if wished == wishes:
            break
        laid = None  # two layouts of a long section are too many for the memory; that it is wanted again is rare
        if (laid := _trial(lay_out, wished)) is None:
            break
        wishes = wished
        if (found := cost(laid.survey, limits)) < least:
            least, best = found, wishes
        elif not laid.cut:
            break
        if ends(laid.survey) == expected:  # as it was made up in the mind: there is no better
            break
    if look and made and made.cost <= least:
        return look(made.wishes), made.wishes
    return (laid if laid and wishes == best else lay_out(best)), best


def _with_notes_cut(look: Callable[[Wishes], Trial], limits: Limits) -> _Made | None:
    """A section made up of a layout in which its notes stand whole, with notes cut where pages are full of them. None
    if they need not be cut, or if they do not come to stand where they must.
    """
    whole = look(NO_WISHES)
    survey, measured, flows = whole.survey, whole.measured, whole.flows
    del whole  # two layouts of a long section are too many for the memory
    best: _Made | None = None
    tried: list[Wishes] = []
    while flows and len(tried) < LOOKS:
        wished, expected = wish(survey, measured, NO_WISHES, limits, flows)
        if wished in tried or (laid := _trial(look, wished)) is None:
            break
        tried.append(wished)
        if not laid.astray:
            came = _Made(wished, len(laid.survey), cost(laid.survey, limits))
            best = came if best is None or came.cost < best.cost else best
            if ends(laid.survey) == expected:
                break
        found = laid.parts
        del laid
        flows = {anchor: flow.known({**flow.found, **found}) for anchor, flow in flows.items()}
    return best


def plan(laid: LaidOut, limits: Limits) -> Wishes:
    """What a section that has been laid out with no wishes should be asked for when it is set again."""
    wished, _ = wish(laid.survey, laid.measured, NO_WISHES, limits)
    return replace(wished, untried=cost(laid.survey, limits)) if wished else wished


def _trial(lay_out: Callable[[Wishes], Trial], wishes: Wishes) -> Trial | None:
    """A section set with some wishes, or None if they cannot be had."""
    try:
        return lay_out(wishes)
    except Faulty:
        return None


def cost(survey: Survey, limits: Limits) -> int:
    """How bad a section is, by its faults."""
    return sum(WEIGHTS[fault.rule] for fault in faults(survey, limits))


def wish(
    survey: Survey,
    measured: Mapping[str, MeasuredParagraph],
    wishes: Wishes,
    limits: Limits,
    flows: Mapping[str, NoteFlow] = MappingProxyType({}),
) -> tuple[Wishes, tuple[int, ...]]:
    """Better wishes for a section, or the same, and how many rows its pages would then have: it has been laid out with
    `wishes`. `flows`: where its notes may be cut.
    """
    now = ends(survey)
    if not flows and not any(fault.rule in MENDED for fault in faults(survey, limits)):
        return wishes, now
    asked = dict(wishes.paragraphs)
    measures = read_measures(survey)
    if not measures.pitch:
        return wishes, now
    # First the pages that there are: where they cannot be made up as the engine made them, it is not understood what
    # the engine does here, and what is made up otherwise would not come out either.
    as_is = [[Way("", NO_WISH, block.rows, 0.0)] for block in read_flow(survey)]
    set_so = {each.page: -1 for each in wishes.short} | {each.page: 1 for each in wishes.long}
    made_up = make_up(as_is, measures, limits, set_so).ends
    astray = sum(a != b for a, b in zip(made_up, now, strict=False))
    if not flows and (len(made_up) != len(now) or astray > len(now) * ASTRAY):
        return wishes, now
    flow = [ways_of(block, measured, asked, limits, measures.pitch) for block in read_flow(survey, flows)]
    best = make_up(flow, measures, limits)
    asked |= {way.block: way.wish for way in best.ways if way.block}
    asked |= {each.block: replace(asked.get(each.block, NO_WISH), above=each.above) for each in best.carded}
    paragraphs = tuple(sorted((block, each) for block, each in asked.items() if each))
    column = wishes.column or even_columns(survey, limits)
    made = Wishes(paragraphs, best.short, best.cuts, verso=measures.verso, long=best.long, column=column)
    return made, best.ends

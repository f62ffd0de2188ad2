"""Copyfitting: pages made up in the mind are the engine's pages, and a section is set again only for the better."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import pytest
from laid_out import bare

from press.problem import Faulty, Origin, Problem
from press.style.justification import Justification
from press.style.limits import Limits
from press.typesetting import copyfit as copyfitting
from press.typesetting.copyfit import copyfit, cost, plan, wish
from press.typesetting.engine.justify import broken_whole
from press.typesetting.engine.paragraphs import ParagraphWork
from press.typesetting.engine.patches.pages import kept_free
from press.typesetting.engine.survey import survey
from press.typesetting.engine.typeset import with_long
from press.typesetting.faults import faults
from press.typesetting.flow import PageMeasures, Row, ends, read_flow, read_measures
from press.typesetting.make_up import make_up
from press.typesetting.measured_paragraph import MeasuredParagraph
from press.typesetting.note_flow import NoteFlow, Parts
from press.typesetting.page import Survey
from press.typesetting.rules import UNEQUAL_AT_HEADING, UNEQUAL_PAGES
from press.typesetting.ways import Way, ways_of
from press.typesetting.wishes import NO_WISH, NO_WISHES, Long, Wishes

WORDS = """
the ferry river lantern harbour master ledger bishop geese lace Flushing estuary winter arithmetic schoolmaster warrant
parish halfpenny customs lighthouse keeper herring voyage sailcloth stitching of a in and to was her it had been for
""".split()
SEEDS = (0, 9, 12, 15)
"""Texts whose pages end as well as can be had without wishes."""
BOOK = """
body { text-align: justify; hyphens: auto; hyphenate-limit-chars: 6 3 3; hyphenate-character: "-" }
p + p { text-indent: 14px } h2 { font: inherit; margin: 36px 0 18px; break-after: avoid }
.rule { text-align: center; margin: 18px 0; break-before: avoid; break-after: avoid }
blockquote { margin: 9px 14px }
@page { size: 440px 436px }
"""
"""A page of 22 lines."""


@dataclass(frozen=True)
class Set:
    """A text as laid out."""

    survey: Survey
    measured: Mapping[str, MeasuredParagraph]
    flows: Mapping[str, NoteFlow] = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)
    astray: bool = False
    cut: bool = False


def text(seed: int, paragraphs: int = 18) -> str:
    """Paragraphs of words drawn by lot, some with a note, and now and then a heading, a rule or a quotation."""
    lot = random.Random(seed)

    def words(least: int, most: int) -> str:
        return " ".join(lot.choices(WORDS, k=lot.randint(least, most))).capitalize()

    out = []
    for n in range(paragraphs):
        note = f'<span class="note" id="n{n}">{words(4, 30)}.</span>' if lot.random() < 0.4 else ""
        out.append(f'<p id="b{n}">{words(5, 60)}{note} {words(10, 70)}.</p>')
        match lot.randint(0, 9):
            case 0:
                out.append(f"<h2 id=h{n}>{words(2, 4)}</h2>")
            case 1:
                out.append(f'<p class="rule" id=r{n}>*</p>')
            case 2:
                out.append(f'<blockquote><p id="q{n}">{words(20, 60)}.</p></blockquote>')
    return "\n".join([*out, f'<p id="last">{words(60, 80)}.</p>'])


@cache
def lay_out(html: str, wishes: Wishes = NO_WISHES) -> Set:
    work = ParagraphWork(Justification(), frozenset(), dict(wishes.paragraphs))
    long = {page - 1: by for page, by in wishes.longer.items()}
    with broken_whole(work), kept_free((), with_long((), long)):
        pages = bare(html, BOOK + wishes.css() + "".join(each.css() for each in wishes.short))
    return Set(survey(pages, wishes.shorter, long=wishes.longer), work.measured())


@pytest.mark.parametrize("seed", SEEDS)
def test_pages_made_up_in_the_mind_end_where_the_engine_s_do(seed: int) -> None:
    pages = lay_out(text(seed)).survey
    flow = [[Way("", NO_WISH, block.rows, 0.0)] for block in read_flow(pages)]
    assert len(pages) > 3
    assert make_up(flow, read_measures(pages), Limits()).ends == ends(pages)


@pytest.mark.parametrize("seed", SEEDS)
def test_wishes_that_are_kept_make_the_section_better_and_are_what_was_laid_out(seed: int) -> None:
    html, limits = text(seed), Limits()
    tried: list[tuple[Wishes, Set]] = []

    def trial(wishes: Wishes) -> Set:
        tried.append((wishes, lay_out(html, wishes)))
        return tried[-1][1]

    best, wishes = copyfit(trial, limits)
    first = tried[0][1]
    assert (wishes, best) in tried
    assert tried[0][0] == NO_WISHES
    assert cost(best.survey, limits) < cost(first.survey, limits) or best is first
    assert len(tried) <= 1 + copyfitting.ROUNDS + 1  # as it is, each round, and back to what was better


@pytest.mark.parametrize("cut", [False, True])
def test_where_notes_come_out_otherwise_it_is_gone_on_from_there_and_the_best_is_taken(cut: bool) -> None:
    more = {}
    for seed in (3, 4):
        asked: list[Wishes] = []

        def trial(wishes: Wishes, seed: int = seed, asked: list[Wishes] = asked) -> Set:
            asked.append(wishes)
            # other notes are cut with other wishes, and the text moves for it
            moved = f"<style>#b2 {{ padding-top: {54 * asked.index(wishes)}px }}</style>"
            return replace(lay_out(moved + text(seed), wishes), cut=cut)

        best, wishes = copyfit(trial, Limits())
        found = {each: cost(trial(each).survey, Limits()) for each in tuple(asked)}
        assert found[wishes] == cost(best.survey, Limits()) == min(found.values())
        more[seed] = len(found)
    assert max(more.values()) == 1 + copyfitting.ROUNDS + (copyfitting.MORE if cut else 0)


def test_no_make_up_has_a_note_cut_that_would_stand_whole() -> None:
    """Twelve lines a page; of the note one line begins on the page of its call and two are carried over, if need be."""

    def called_on(line: int, cost: float) -> Way:
        plain = Row(height=18, space=0, head=0, notes=0, later=0, hyphen=False, tied=False, heading=False, at=0, of=16)
        rows = [replace(plain, at=n) for n in range(16)]
        rows[line] = replace(rows[line], notes=18, later=36)
        return Way("b", NO_WISH, tuple(rows), cost)

    measures = PageMeasures(height=216, pitch=18, apart=10, above_notes=0, foot=0, verso=False)
    in_vain, needed = called_on(6, 0.0), called_on(9, 0.5)
    assert make_up([[in_vain, needed]], measures, Limits()).ways == (needed,)
    assert make_up([[in_vain, called_on(7, 0.5)]], measures, Limits()).ways == (in_vain,)


@pytest.mark.slow
def test_most_sections_that_need_it_are_mended() -> None:
    before, after = [], []
    for seed in range(5, 9):
        html = text(seed)
        before.append(cost(lay_out(html).survey, Limits()))
        after.append(cost(copyfit(lambda wishes, html=html: lay_out(html, wishes), Limits())[0].survey, Limits()))
    assert sum(after) < 0.75 * sum(before)


def test_nothing_is_wished_for_where_pages_end_well() -> None:
    html = f'<p id="a">{" ".join(WORDS * 2)}</p>'
    laid = lay_out(html)
    assert wish(laid.survey, laid.measured, NO_WISHES, Limits()) == (NO_WISHES, ends(laid.survey))


def test_wishes_of_the_last_round_are_simply_had_again() -> None:
    html = text(6)
    best, wishes = copyfit(lambda wishes: lay_out(html, wishes), Limits())
    assert wishes
    asked: list[Wishes] = []

    def again(wishes: Wishes) -> Set:
        asked.append(wishes)
        return lay_out(html, wishes)

    assert copyfit(again, Limits(), wishes) == (best, wishes)
    assert asked == [wishes]


@pytest.mark.once
@pytest.mark.parametrize("seed", (5, 6, 8, 10))
def test_what_is_planned_for_a_section_is_had_at_once_when_it_is_set_again(seed: int) -> None:
    html = text(seed)
    planned = plan(lay_out(html), Limits())
    asked: list[Wishes] = []

    def again(wishes: Wishes) -> Set:
        asked.append(wishes)
        return lay_out(html, replace(wishes, untried=None))

    best, wishes = copyfit(again, Limits(), planned)
    assert asked == [planned]
    assert planned.untried == cost(lay_out(html).survey, Limits()) > cost(best.survey, Limits())
    assert wishes == replace(planned, untried=None)


def test_what_is_planned_for_a_section_is_given_up_if_it_is_none_the_better_for_it() -> None:
    html = text(6)
    planned = replace(plan(lay_out(html), Limits()), untried=0)
    found = copyfit(lambda wishes: lay_out(html, replace(wishes, untried=None)), Limits(), planned)
    assert found == copyfit(lambda wishes: lay_out(html, wishes), Limits())


def test_nothing_is_planned_for_a_section_whose_pages_end_well() -> None:
    assert plan(lay_out(f'<p id="a">{" ".join(WORDS * 2)}</p>'), Limits()) == NO_WISHES


def test_wishes_that_cannot_be_had_leave_the_section_as_it_was() -> None:
    html = text(0)
    asked: list[Wishes] = []

    def trial(wishes: Wishes) -> Set:
        asked.append(wishes)
        if wishes:
            raise Faulty([Problem(Origin("a"), "note-astray", "a note is lost")])
        return lay_out(html)

    best, wishes = copyfit(trial, Limits())
    assert wishes == NO_WISHES
    assert any(asked)
    assert best == lay_out(html)


@pytest.mark.parametrize("seed", SEEDS)
def test_long_pages_are_made_up_in_the_mind_as_the_engine_makes_them(seed: int) -> None:
    html = text(seed)
    first = lay_out(html).survey
    long = (Long(2, 18.0), Long(3, 18.0))
    pages = lay_out(html, Wishes(long=long)).survey
    flow = [[Way("", NO_WISH, block.rows, 0.0)] for block in read_flow(first)]
    assert make_up(flow, read_measures(first), Limits(), {2: 1, 3: 1}).ends == ends(pages)
    assert min(page.lacking for page in pages[1:3]) >= -1
    assert pages[1].area == pages[3].area  # a long page is told as one of full depth with less than no white


@pytest.mark.slow
def test_facing_pages_are_equal_more_often_where_a_style_lets_both_be_long() -> None:
    def unequal(longer: int) -> int:
        limits, found = Limits(longer=longer), 0
        for html in map(text, (0, 1, 4, 5)):
            best, _ = copyfit(lambda wishes, html=html: lay_out(html, wishes), limits)
            found += sum(fault.rule in (UNEQUAL_PAGES, UNEQUAL_AT_HEADING) for fault in faults(best.survey, limits))
        return found

    assert unequal(longer=1) < unequal(longer=0)


def test_white_above_a_heading_makes_the_pages_that_were_made_up_in_the_mind() -> None:
    html = text(5)
    wished, expected = wish(lay_out(html).survey, lay_out(html).measured, NO_WISHES, Limits())
    assert [each.above for _, each in wished.paragraphs] == [54.0]
    assert ends(lay_out(html, wished).survey) == expected != ends(lay_out(html).survey)


def test_a_section_that_begins_on_the_other_side_now_is_made_up_anew() -> None:
    html = text(6)
    asked: list[Wishes] = []

    def trial(wishes: Wishes) -> Set:
        asked.append(wishes)
        laid = lay_out(html, wishes)
        return replace(laid, survey=tuple(replace(page, verso=not page.verso) for page in laid.survey))

    _, wishes = copyfit(lambda wishes: lay_out(html, wishes), Limits())
    assert wishes
    other, found = copyfit(trial, Limits(), wishes)
    assert asked[0] == wishes
    assert found.verso != wishes.verso
    assert cost(other.survey, Limits()) <= cost(trial(wishes).survey, Limits())


def test_only_a_heading_with_an_id_is_given_other_white() -> None:
    white = "margin: 36px 0 18px; font-size: 14px; line-height: 18px"
    heads = f"<p>Text.</p><h2 id='named' style='{white}'>Named</h2><p>Text.</p><h2 style='{white}'>Nameless</h2>"
    flow = read_flow(survey(bare(f"<section id='section'>{heads}<p>Text.</p></section>")))
    ways = [each for block in flow for each in ways_of(block, {}, {}, Limits(), 18.0) if each.wish]
    assert [(each.block, each.wish.above) for each in ways] == [("named", 54.0)]


def test_pages_of_pictures_are_no_measure_of_those_of_text() -> None:
    picture = "<img style='display: block; width: 99px; height: 200px' src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"/>'>"
    text = "<p>Wind and water run over the low sands at the mouth of the river where the ferry goes.</p>"
    pages = survey(bare(text * 8 + picture * 4))
    assert [len(page.lines) > 0 for page in pages] == [True] * 2 + [False] * 4
    assert read_measures(pages).pitch == 18
    assert any(fault.rule in copyfitting.MENDED for fault in faults(pages, Limits()))
    wish(pages, {}, NO_WISHES, Limits(longer=1))
    assert read_measures(pages[2:]).pitch == 0

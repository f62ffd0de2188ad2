"""What is set when, until every page number printed is the right one; and pages a line short for those they face."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from conftest import TOP, Project
from fontTools.ttLib import TTFont
from laid_out import bare

from press.book import Book
from press.build import edit, prepare, set_up
from press.problem import Faulty, Origin
from press.project import Project as At
from press.style.glyphs import check_features
from press.style.style import read_style
from press.typesetting import settle as settling
from press.typesetting.desk import Desk, Heads, Order, set_order, set_section
from press.typesetting.engine.survey import survey
from press.typesetting.fragment import Fragment
from press.typesetting.furniture import Furniture
from press.typesetting.settle import Proof, heads_of, settle
from press.typesetting.wishes import Short

TEXT = "<p>" + "The ferry went over at the turn of the tide, and the lantern with it. " * 60 + "</p>"
NOTE = '<span class="note" id="n1">The keeper’s book has it so.</span>'
SMALL = "@page { size: 300px 310px }"
"""A page of ten lines or so."""


@dataclass(frozen=True)
class Settled:
    """A book that was set anew: what the workers were told to set, in order, and what came of it."""

    book: Book
    orders: list[Order]
    proof: Proof
    progress: list[tuple[int, int, int]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Settled:
    """The tiny book set once."""
    project = Project(tmp_path_factory.mktemp("settled"))
    orders: list[Order] = []

    def noted(desk: Desk, order: Order | Heads) -> Fragment | Furniture:
        if isinstance(order, Order):
            orders.append(order)
        return set_order(desk, order)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settling, "set_order", noted)
        progress: list[tuple[int, int, int]] = []
        proof = settled(project, lambda *how: progress.append(how))
        return Settled(edit(project.project)[0], orders, proof, progress)


def settled(project: Project, progress: Callable[[int, int, int], None] = lambda *_: None) -> Proof:
    book, style, wording, _ = prepare(project.project)
    with set_up(project.project, book, style, wording) as shop:
        return settle(shop, progress)


def kinds(book: Book, orders: Sequence[Order]) -> list[str]:
    return [book.pieces[order.piece].kind for order in orders]


def test_what_prints_no_page_numbers_is_set_once_and_so_are_the_documents_and_the_index(told: Settled) -> None:
    times = Counter(kinds(told.book, told.orders))
    assert {times[kind] for kind in ("half-title", "bibliography", "documents", "index-of-names", "colophon")} == {1}
    assert max(times[kind] for kind in times if kind != "chapter") == 2


def test_a_chapter_that_points_onward_is_set_for_its_length_first_and_written_when_the_page_is_known(
    told: Settled,
) -> None:
    (crossing,) = (s for s in told.proof.settings if s.piece.anchor == "crossing")
    mine = [order for order in told.orders if order.section.key == "crossing"]
    assert [order.written for order in mine] == [False, True]
    letter = told.proof.places["lantern-letter"][0]
    assert f"p. {letter}".replace(" ", "\u00a0") in crossing.section.html
    assert crossing.fragment.pdf


def test_what_is_set_for_its_length_has_the_page_numbers_that_are_known(told: Settled) -> None:
    first, *_ = (order for order in told.orders if order.section.key == "contents")
    assert not first.written
    (crossing,) = (setting for setting in told.proof.settings if setting.piece.anchor == "crossing")
    assert f'<span class="entry-page">{crossing.folios[0]}</span>' in first.section.html.replace("\n", "")
    assert '<span class="entry-page">–</span>' in first.section.html.replace("\n", "")


def test_chapters_are_set_first_and_the_index_after_all_that_it_names_pages_of(told: Settled) -> None:
    set_ = kinds(told.book, told.orders)
    assert set_[:2] == ["chapter", "chapter"]
    assert set_.index("index-of-names") > max(map(set_.index, set(set_) - {"index-of-names"}))


def test_running_heads_are_made_of_what_stands_while_other_sections_are_under_way(tiny: Project) -> None:
    book, style, wording, _ = prepare(tiny.project)
    with set_up(tiny.project, book, style, wording) as shop:
        setter = settling._Setter(shop, lambda *_: None)
        desk = Desk(tiny.project, book, style, shop.composer)
        offered: list[Heads] = []
        under_way = [*iter(setter.next, None)]
        while under_way:
            order = under_way.pop(0)
            setter.receive(order, set_section(desk, order))
            under_way += iter(setter.next, None)
            offered += iter(setter.next_heads, None)
        assert setter.next_heads() is None
        heads = [heads_of(setting) for setting in setter.proof().settings]
    chapters = [each for each, piece in zip(heads, book.pieces, strict=True) if piece.kind == "chapter"]
    assert set(chapters) & set(offered)
    assert set(offered) <= set(heads)
    assert len(offered) == len(set(offered))


def test_every_section_is_set_from_the_pages_that_it_has_come_to_stand_on(told: Settled) -> None:
    proof = told.proof
    for setting in proof.settings:
        assert setting.fragment.pdf
        assert setting.fragment.verso == setting.verso
    first = {s.piece.anchor: str(s.folios[0]) for s in proof.settings}
    (contents,) = (s for s in proof.settings if s.piece.kind == "contents")
    assert f'<span class="entry-page">{first["crossing"]}</span>' in contents.section.html.replace("\n", "")


def test_progress_goes_from_nothing_set_to_everything_set(told: Settled) -> None:
    assert told.progress[-1][1] == told.progress[-1][2] == len(told.book.pieces)
    assert all(0 <= done <= total for _, done, total in told.progress)


def test_page_numbers_that_never_come_to_rest_are_a_fault(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "ROUNDS", 1)
    with pytest.raises(Faulty, match="page numbers still change") as raised:
        settled(tiny)
    assert [problem.rule for problem in raised.value.problems] == ["unsettled"]


# --- pages a line short ----------------------------------------------------------------------------


@pytest.mark.parametrize("note", ["", NOTE])
def test_a_page_set_a_line_short_lacks_one_line_of_text_and_its_notes_stay_at_the_foot(note: str) -> None:
    html = TEXT.replace("tide", f"tide{note}", 1)
    full = survey(bare(html, SMALL))
    short = Short(1, full[0].pitch, bool(note), full[0].free + full[0].pitch)
    less = survey(bare(html, SMALL + short.css()), {1: short.by})
    assert len(less[0].lines) == len(full[0].lines) - 1
    assert less[0].lacking == full[0].lacking + 1
    assert less[0].area == full[0].area
    assert [line.baseline for line in less[0].notes] == [line.baseline for line in full[0].notes]
    assert len(less[1].lines) == len(full[1].lines)


# --- what the pages ask of the type ----------------------------------------------------------------


def test_type_that_has_not_what_the_sheets_ask_of_it_is_told(proofed: tuple[Book, Proof, Path], tmp_path: Path) -> None:
    style = read_style(At.at(TOP), "classic", "", Origin("style"))
    asked = set(proofed[1].asked)
    assert {("EB Garamond", "onum"), ("EB Garamond", "smcp")} <= asked
    assert not list(check_features(asked, style))
    with TTFont(style.fonts["EB Garamond"][0]) as font:
        del font["GSUB"]
        font.save(tmp_path / "plain.ttf")
    poor = replace(style, fonts={"EB Garamond": (tmp_path / "plain.ttf",)})
    found = list(check_features(asked, poor))
    assert "EB Garamond has no small capitals (smcp), which the sheets ask for" in [
        problem.message for problem in found
    ]
    assert {(problem.rule, problem.severity.value) for problem in found} == {("missing-feature", "warning")}

"""What is set when, until every page number printed is the right one; and pages a line short for those they face."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from conftest import TOP, Project
from fontTools.ttLib import TTFont
from laid_out import Shop, bare, write

from press.book import Book, Piece
from press.build import edit, prepare, set_up
from press.pdf.section import finish_section
from press.places import Places
from press.problem import Faulty, Origin
from press.project import Project as At
from press.store import Store
from press.style.glyphs import check_features
from press.style.read import read_style
from press.style.style import Style
from press.typesetting import settle as settling
from press.typesetting.desk import Desk, set_order
from press.typesetting.engine.survey import survey
from press.typesetting.fragment import Fragment, FragmentPage
from press.typesetting.furniture import Furniture
from press.typesetting.orders import Heads, Order
from press.typesetting.paginate import Openings, Pagination, heads_of, paginate
from press.typesetting.settle import Proof, settle
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


class Many:
    """As many workers as there is work for, in this process: the first to be begun is ready first, or the `last`."""

    def __init__(self, desk: Desk, last: bool = False) -> None:
        self.desk, self.last = desk, last
        self.told: list[Order | Heads] = []

    def feed(self, do: Callable[[Desk, Any], Any], task: Callable[[], Any]) -> Iterator[tuple[Any, Any]]:
        begun: list[Any] = []
        while begun := [*begun, *iter(task, None)]:
            one = begun.pop(-1 if self.last else 0)
            self.told.append(one)
            yield one, do(self.desk, one)


def kinds(book: Book, orders: Sequence[Order]) -> list[str]:
    return [book.pieces[order.piece].kind for order in orders]


@pytest.mark.slow
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


LONG = "Ada Quill kept the ferry at Saltmarsh, and its ledger; for what she wrote there see [](#TO){.page}. " * 40
POINTING = {
    "chapters/one.md": f"---\ntitle: One\nid: one\n---\n{LONG.replace('TO', 'two')}\n",
    "chapters/two.md": f"---\ntitle: Two\nid: two\n---\n{LONG.replace('TO', 'one')}\n",
    "people.yaml": "- {id: quill, name: {family: Quill, given: Ada}, forms: [Ada Quill]}\n",
    "book.yaml": "title: A Small Book\nlanguage: en-GB\nstyle: classic\ncontents:\n  front:\n    - contents\n"
    "  body:\n    - chapters/one.md\n    - chapters/two.md\n  back:\n    - index-of-names\n    - colophon\n",
}
"""A small book that prints page numbers wherever a book may."""


@pytest.fixture
def pointing(tiny: Project) -> Project:
    """The small book that prints page numbers."""
    tiny.small()
    for name, text in POINTING.items():
        tiny.write(f"manuscript/{name}", text)
    return tiny


def test_running_heads_are_made_of_what_stands_while_other_sections_are_under_way(pointing: Project) -> None:
    book, style, wording, _ = prepare(pointing.project)
    own = Store(pointing.top / "own")  # in that of the run there may be heads already
    with set_up(pointing.project, book, style, wording, store=own) as shop:
        workers = Many(Desk(pointing.project, book, style, shop.composer, finish_section))
        proof = settle(replace(shop, workers=workers), lambda *_: None)
        made = [order for order in workers.told if isinstance(order, Heads)]
        assert all(shop.store.load(each.key(shop.fingerprint), Furniture) for each in made)
    heads = [heads_of(setting) for setting in proof.settings]
    chapters = [each for each, piece in zip(heads, book.pieces, strict=True) if piece.kind == "chapter"]
    assert set(chapters) & set(made)
    assert set(made) <= set(heads)
    assert len(made) == len(set(made))


@pytest.mark.parametrize("last", [False, True])
def test_a_chapter_that_says_where_documents_begin_is_written_before_these_name_its_pages(
    tiny: Project, last: bool
) -> None:
    crossing, letter = "manuscript/chapters/02-the-crossing.md", "manuscript/documents/01-lantern-letter.md"
    tiny.write(letter, tiny.read(letter) + "\nThe lantern was never sent. " * 400)  # what is longer is begun first
    # they are to name no page of the front, for which they would wait
    tiny.mend("manuscript/front/preface.md", "[](#lantern-letter) on [](#lantern-letter){.page}", "the last of all")
    tiny.mend(crossing, "[](#lantern-letter){.page}", "[](#documents){.page}, [](#lantern-letter)")
    book, style, wording, _ = prepare(tiny.project)
    with set_up(tiny.project, book, style, wording) as shop:
        workers = Many(Desk(tiny.project, book, style, shop.composer, finish_section), last)
        settle(replace(shop, workers=workers), lambda *_: None)
    set_ = [(order.section.key, order.written) for order in workers.told if isinstance(order, Order)]
    assert [each for each in set_ if each[0] in ("crossing", "documents")] == [
        ("crossing", False),
        ("crossing", True),
        ("documents", True),
    ]


@pytest.mark.slow
def test_whoever_is_the_quicker_the_same_book_comes_of_it(pointing: Project) -> None:
    book, style, wording, _ = prepare(pointing.project)
    proofs = []
    for last in (False, True):
        with set_up(pointing.project, book, style, wording) as shop:
            workers = Many(Desk(pointing.project, book, style, shop.composer, finish_section), last)
            proofs.append(settle(replace(shop, workers=workers), lambda *_: None))
    first, second = ([(s.section, s.fragment.pdf, s.folios) for s in proof.settings] for proof in proofs)
    assert first == second


def test_sections_begin_on_the_side_that_they_were_set_for_though_nothing_prints_page_numbers(tmp_path: Path) -> None:
    parts = {"front/preface.md": "Before", "chapters/one.md": "One"}
    files = {f"manuscript/{name}": f"---\ntitle: {title}\n---\n{title}, then.\n" for name, title in parts.items()}
    front, *body = parts
    book = "title: A\nauthor: B\nlanguage: en-GB\nplace: C\nyear: 2024\nslug: a\nstyle: modern\ncontents:\n"
    book += f"  front: [half-title, {front}]\n  body: {body}\n"
    files |= {
        "manuscript/book.yaml": book,
        "manuscript/people.yaml": "[]\n",
        "manuscript/sources.yaml": "references: []\n",
    }
    shop = Shop(write(tmp_path, files))
    with shop.open() as opened:
        # the chapter comes last: when it is set, all is
        workers = Many(Desk(shop.project, shop.book, shop.style, opened.composer, finish_section), last=True)
        proof = settle(replace(opened, workers=workers), lambda *_: None)
    assert [setting.fragment.verso for setting in proof.settings] == [setting.verso for setting in proof.settings]
    assert [setting.verso for setting in proof.settings] == [False, True, False]


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


def test_page_numbers_that_never_come_to_rest_are_a_fault(pointing: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "ROUNDS", 1)
    with pytest.raises(Faulty, match="page numbers still change") as raised:
        settled(pointing)
    assert [problem.rule.name for problem in raised.value.problems] == ["unsettled"]


# --- where sections stand ------------------------------------------------------------------------


@pytest.fixture
def placed(proofed: tuple[Book, Proof, Path]) -> Callable[..., Pagination]:
    """Where pieces stand of which so many pages have been made, None for one that has not been set.

    A piece is told as its kind and its pages; its anchors are its kind, and `end` with its kind on its last page.
    """
    book, proof, _ = proofed
    any_ = proof.settings[0]

    def place(openings: Openings, **parts: Sequence[tuple[str, int | None]]) -> Pagination:
        of = {
            part: tuple(Piece(kind=kind, anchor=kind, title="", origin=Origin("")) for kind, _ in parts.get(part, ()))
            for part in PARTS
        }
        made = {}
        for n, (kind, pages) in enumerate(each for part in PARTS for each in parts.get(part, ())):
            anchors = [{kind: (0.0, 0.0)}, *({} for _ in range((pages or 0) - 1))]
            anchors[-1] |= {f"end-{kind}": (0.0, 0.0), f"b-{kind}-1": (0.0, 0.0)}
            if pages:
                set_ = tuple(FragmentPage("", False, each) for each in anchors)
                made[n] = (any_.section, replace(any_.fragment, pages=set_))
        return paginate(replace(book, **of), openings, made)

    return place


PARTS = ("front", "body", "back")


def shown(places: Places) -> str:
    return ", ".join(f"{anchor} {' '.join(map(str, folios))}" for anchor, folios in places.items())


def test_the_front_is_counted_in_roman_figures_and_the_body_from_a_recto_of_page_one(
    placed: Callable[..., Pagination],
) -> None:
    found = placed({}, front=[("title", 1), ("contents", 2)], body=[("one", 3), ("two", 2)])
    front, body = "title i, end-title i, contents iii, end-contents iv", "one 1, end-one 3, two 5, end-two 6"
    assert shown(found.places) == f"{front}, {body}"
    assert [str(folio) for folio in found.folios] == ["i", "ii", "iii", "iv", *"123456"]
    assert [folio.sheet for folio in found.folios] == list(range(1, 11))


def test_pieces_open_on_the_side_that_the_style_wants_but_page_one_is_a_recto(
    placed: Callable[..., Pagination],
) -> None:
    sides: Openings = {"imprint": "verso", "one": "verso", "two": "verso", "three": "next"}
    found = placed(sides, front=[("title", 2), ("imprint", 1)], body=[("one", 1), ("two", 1), ("three", 1)])
    assert found.versos == (False, True, False, True, False)
    first = {kind: found.places[kind][0].sheet for kind in ("title", "imprint", "one", "two", "three")}
    assert first == {"title": 1, "imprint": 4, "one": 5, "two": 6, "three": 7}
    assert [setting.verso for setting in found.settings.values()] == list(found.versos)
    assert len(found.folios) == 8  # the last leaf has a verso


def test_behind_a_section_that_has_not_been_set_no_page_is_known_but_those_of_the_body(
    placed: Callable[..., Pagination],
) -> None:
    found = placed({}, front=[("title", 1), ("contents", None), ("preface", 4)], body=[("one", 3), ("two", None)])
    assert shown(found.places) == "title i, end-title i, contents iii, one 1, end-one 3, two 5"


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
    assert {("EB Garamond", False, "onum"), ("EB Garamond", False, "smcp")} <= {each[:3] for each in asked}
    assert not list(check_features(asked, style))
    with TTFont(style.fonts["EB Garamond"][0]) as font:
        del font["GSUB"]
        font.save(tmp_path / "plain.ttf")
    poor = replace(style, fonts={"EB Garamond": (tmp_path / "plain.ttf",)})
    found = list(check_features(asked, poor))
    assert "EB Garamond has no small capitals (smcp), which the sheets ask for" in [
        problem.message for problem in found
    ]
    assert {(problem.rule.name, problem.severity.value) for problem in found} == {("missing-feature", "warning")}


def test_type_is_told_that_lacks_a_face_or_a_feature_for_some_characters() -> None:
    style = read_style(At.at(TOP), "modern", "", Origin("style"))
    roman = replace(style, fonts={"Source Serif 4": style.fonts["Source Serif 4"][1:]})

    def told(style: Style, *asked: tuple[str, bool, str, str]) -> list[str]:
        return [each.message.removesuffix(", which the sheets ask for") for each in check_features(asked, style)]

    serif = "Source Serif 4"
    assert told(style, (serif, True, "smcp", "abc")) == ["Source Serif 4 italic has no small capitals (smcp)"]
    assert told(style, (serif, False, "smcp", "abc"), (serif, True, "italic", "abc"), (serif, False, "bold", "a")) == []
    slanted = f"{serif} has no italics: they would be the roman, slanted"
    assert told(roman, (serif, True, "italic", "abc")) == [slanted]
    assert told(style, (serif, False, "sups", "12\u0416")) == [f"{serif} has no superior figures (sups) for “\u0416”"]

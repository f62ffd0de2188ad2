"""The account of notes and their repair: what goes wrong on really laid out pages is seen, and mended or named."""

from __future__ import annotations

import dataclasses
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import laid_out
import pytest
import unpatched
from conftest import TOP
from laid_out import Shop, account_of, bare, printed_words, text_of, write
from observed import MINIMAL, lines, note
from random_books import random_book, shell
from weasyprint.formatting_structure import boxes

from press.compose.compose import Composer, Section
from press.compose.note_pieces import Cuts
from press.problem import Faulty, Origin
from press.project import Project as Desk
from press.style.read import read_style
from press.style.style import StyleSheet
from press.typesetting.account import Account, Fault, take_account
from press.typesetting.engine.notes import note_boxes, read_notes, slip
from press.typesetting.engine.typeset import Compositor, Layout
from press.typesetting.faults import faults
from press.typesetting.note_flow import FIRST, NoteFlow, cut_at, flows_of, parts_of
from press.typesetting.repair import Repair
from press.typesetting.rules import SHORT_PAGE, UNEQUAL_PAGES

SENTENCE = "The ferry went over at every tide and came back with whoever was waiting there."
CROWD = " ".join([SENTENCE] * 60)


# --- the account ---------------------------------------------------------------------------------


def seen(html: str, expected: Iterable[str], more: str = "") -> set[tuple[str, Fault]]:
    return {(stray.anchor, stray.fault) for stray in account_of(html, tuple(expected), more).strays}


def test_a_sound_page_has_nothing_amiss():
    account = account_of(f"<p>One.{note('n1')} Two.{note('n2')}</p>", ("n1", "n2"))
    assert not account.strays
    assert account.calls == {"n1": 0, "n2": 0}
    assert account.pieces == {"n1": (0,), "n2": (0,)}
    assert (account.placed, account.continued) == (2, 0)


def test_a_note_that_is_printed_nowhere_is_lost():
    assert seen(f"<p>One.{note('n1')}</p>", ("n1", "n2")) == {("n2", "lost")}


def test_a_note_on_a_later_page_than_its_call_has_strayed():
    two = f"<p>One.{note('n1')} Two.{note('n2')}</p>"
    assert seen(two, ("n1", "n2"), "@page { @footnote { max-height: 20px } }") == {("n2", "strayed")}


def test_a_note_taller_than_the_page_stands_over_the_text():
    assert ("n1", "overlapping") in seen(f"<p>One.{note('n1', CROWD)} {CROWD}</p>", ("n1",))


def test_a_note_that_leaves_the_page_at_its_foot_is_seen():
    tall = "@page { @footnote { max-height: 100px } }"
    assert ("n1", "overlapping") in seen(f"<p>One.{note('n1', ' '.join([SENTENCE] * 6))}</p>", ("n1",), tall)


def test_a_note_printed_twice_is_seen():
    assert ("n1", "doubled") in seen(f"<p>One.{note('n1')} Two.{note('n1')}</p>", ("n1",))


def test_the_call_of_a_note_in_the_head_of_a_table_comes_again_on_every_page():
    rows = "<tr><td>Cell</td></tr>" * 14
    table = f"<table><thead><tr><th>Head{note('n1')}</th></tr></thead><tbody>{rows}</tbody></table>"
    assert seen(table, ("n1",)) == {("n1", "called twice")}
    assert not seen(table.replace(rows, "<tr><td>Cell</td></tr>"), ("n1",))


def test_notes_of_a_page_must_stand_in_the_order_of_their_numbers():
    wrong = f"<p>One.{note('n1')} Two.{note('n2')}{note('n1--2', 'The rest.')}</p>"
    assert seen(wrong, ("n1", "n2")) == {("n1", "out of order")}
    assert not seen(wrong.replace("n1", "n3").replace("n2", "n1").replace("n3", "n2"), ("n2", "n1")) - {
        ("n2", "out of order")
    }


def test_notes_must_go_on_in_order_from_page_to_page():
    """The first cell of a row that is divided has its note on the second page, the second cell on the first."""
    tall = "<br>".join(["Line."] * 11)
    row = f"<tr><td>{tall}{note('n1')}</td><td>Cell{note('n2')}</td></tr>"
    assert seen(f"<table>{row}</table>", ("n1", "n2")) == {("n1", "out of order")}
    cells = f"<tr><td>Cell{note('n1')}</td><td>{tall}{note('n2')}</td></tr>"
    assert not seen(f"<table>{cells}</table>", ("n1", "n2"))


def test_a_note_that_goes_on_stands_before_those_that_begin():
    crowd = f"<p>One.{note('n1')}{note('n1--2', SENTENCE * 3)} Two.</p>{lines(7)}<p>Three.{note('n2')}</p>"
    assert ("n2", "out of order") not in seen(crowd, ("n1", "n2"))


def test_a_note_must_go_on_on_the_very_next_page():
    drifted = f"<p>One.{note('n1')}</p>{lines(30)}<p>End.{note('n1--2', 'The rest.')}</p>"
    assert seen(drifted, ("n1",)) == {("n1", "strayed")}


def test_a_piece_that_is_called_and_not_printed_is_lost():
    pages = bare(f"<p>One.{note('n1')}{note('n1--2', 'The rest.')}</p>")
    (area,) = [child for child in pages[0]._page_box.children if isinstance(child, boxes.FootnoteAreaBox)]
    area.children = area.children[:1]
    assert [(stray.anchor, stray.fault) for stray in take_account(read_notes(pages), ("n1",)).strays] == [
        ("n1", "lost")
    ]


# --- the engine's own fault ----------------------------------------------------------------------

STOCK = ["keep-notes-with-calls"]
"""The patch without which notes go astray, and the repair must bring them home."""
STRAYING = (2, 9, 20)
"""Random chapters, by their seeds, in which the engine as it comes leads notes astray, in one size or the other."""
SIZES = ["5.5in 8.5in", "4.25in 6.875in"]


def faults_of_the_minimal_case() -> list[list[str]]:
    return [[stray.anchor, stray.fault] for stray in account_of(MINIMAL, ("n1", "n2")).strays]


def mended_by_turning() -> dict[str, Any]:
    """The minimal case given to the repair, which has no sentences to cut: what was amiss, what it turned, what
    is left.
    """
    style = read_style(Desk.at(TOP), "classic", "", Origin("style"))
    sheet = StyleSheet("bare", style.folders[0], laid_out.SHEET.format(font="font:EB%20Garamond/roman"))
    bare_style = dataclasses.replace(style, sheets=(sheet,))
    section = Section(
        "x", f"<html lang='en-GB'><head><title>x</title></head><body>{MINIMAL}</body></html>", ("n1", "n2")
    )
    lay_out = partial(Compositor(Desk.at(TOP), bare_style, "", {}).lay_out, verso=False)
    repair = Repair(lay_out, lambda cuts: section, {}, 60)
    before = [stray.fault for stray in repair.account.strays]
    repair.mend({})
    return {"before": before, "turned": sorted(repair.turned), "after": len(repair.account.strays)}


def repaired_book() -> list[dict[str, Any]]:
    """A book of these chapters set in either size: how many repairs it took, and what its pages show, counted anew."""
    made = []
    with tempfile.TemporaryDirectory() as top:
        shop = Shop(write(Path(top), random_book(STRAYING, length=350)))
        for size in SIZES:
            proof = shop.in_size(size).proof()
            pages = [(setting.section.notes, shop.pages(setting)) for setting in proof.settings]
            strays = [stray for notes, some in pages for stray in take_account(read_notes(some), notes).strays]
            words = printed_words(page for _, some in pages for page in some)
            made.append({"repairs": proof.repairs, "strays": len(strays), "whole": words == shop.wanted()})
    return made


def the_minimal_case() -> dict[str, Any]:
    return {"faults": faults_of_the_minimal_case(), "mended": mended_by_turning()}


@pytest.fixture(scope="module")
def stock() -> dict[str, Any]:
    """The minimal case where the patch is left out."""
    return unpatched.without(STOCK, the_minimal_case)


@pytest.mark.slow
def test_the_stock_engine_loses_the_note_of_the_minimal_case_and_moves_another(stock: dict[str, Any]) -> None:
    assert stock["faults"] == [["n1", "strayed"], ["n2", "lost"]]


def test_the_patched_engine_loses_no_note() -> None:
    assert faults_of_the_minimal_case() == []


def test_turning_a_block_mends_the_stock_engine_by_public_means(stock: dict[str, Any]) -> None:
    assert stock["mended"] == {"before": ["strayed", "lost"], "turned": ["b-last"], "after": 0}


@pytest.mark.slow
def test_without_the_patch_every_note_of_a_book_is_brought_home() -> None:
    with_it, without_it = repaired_book(), unpatched.without(STOCK, repaired_book)
    assert all(made["strays"] == 0 and made["whole"] for made in (*with_it, *without_it))
    assert sum(stock["repairs"] for stock in without_it) > sum(ours["repairs"] for ours in with_it)


# --- notes too long for their page ---------------------------------------------------------------


def sentences(number: int, name: str) -> str:
    """So many different sentences."""
    return " ".join(
        f"{name} sentence {n} says something of the ferry, and of its keeper." for n in range(1, number + 1)
    )


def paragraphs(number: int) -> str:
    return "\n\n".join([" ".join([SENTENCE] * 5)] * number)


@dataclasses.dataclass(frozen=True)
class Laid:
    """A chapter as set: its account, and the engine's pages."""

    account: Account
    pages: list[Any]


@pytest.fixture
def set_chapter(tmp_path: Path) -> Callable[..., Laid]:
    """A chapter set, as a book of its own."""

    def set_it(text: str, trim: str = "") -> Laid:
        name = "manuscript/chapters/1-one.md"
        top = write(tmp_path, {name: f"---\ntitle: One\nid: one\n---\n{text}\n", **shell([name])})
        shop = Shop(top).in_size(trim)
        setting = shop.proof().settings[0]
        pages = shop.pages(setting)
        assert printed_words(pages) == shop.wanted()
        return Laid(setting.fragment.account, pages)

    return set_it


def notes_by_page(setting: Laid) -> list[list[tuple[str, int]]]:
    return [[slip(each) for each in note_boxes(page)[1]] for page in setting.pages]


def pieces_of(setting: Laid, anchor: str) -> Iterator[Any]:
    for page in setting.pages:
        yield from (each for each in note_boxes(page)[1] if slip(each)[0] == anchor)


def test_a_long_note_goes_on_before_the_next_page_s_own_notes(set_chapter):
    setting = set_chapter(
        f"{paragraphs(6)}\n\nHere.^[{sentences(40, 'Long')}] {SENTENCE}\n\n{paragraphs(2)} End.^[Last.]"
    )
    pages = notes_by_page(setting)
    first = setting.account.calls["n-one-1"]
    assert pages[first] == [("n-one-1", 1)]
    assert pages[first + 1] == [("n-one-1", 2), ("n-one-2", 1)]


def test_a_continued_note_says_so(set_chapter):
    setting = set_chapter(f"{paragraphs(6)}\n\nHere.^[{sentences(40, 'Long')}] {SENTENCE}")
    beginnings = []
    for piece in pieces_of(setting, "n-one-1"):
        texts = [each.text for each in piece.descendants() if isinstance(each, boxes.TextBox)]
        beginnings.append("".join(texts).replace("\u00a0", " "))
    assert beginnings[0].startswith("1Long sentence 1 ")
    assert all(words.startswith("1 continued. Long sentence ") for words in beginnings[1:])


def test_a_note_longer_than_a_page_goes_on_page_after_page_under_text(set_chapter):
    setting = set_chapter(f"Here.^[{sentences(60, 'Endless')}] {CROWD}", "4.25in 6.875in")
    pages = setting.account.pieces["n-one-1"]
    assert len(pages) >= 3
    assert pages == tuple(range(pages[0], pages[0] + len(pages)))


@pytest.mark.slow
def test_a_later_note_begins_on_the_page_of_its_call_though_an_earlier_one_is_not_finished(set_chapter):
    setting = set_chapter(f"Here.^[{sentences(40, 'One')}]^[{sentences(6, 'Two')}] {paragraphs(4)}", "4.25in 6.875in")
    account = setting.account
    assert account.calls["n-one-2"] == account.pieces["n-one-2"][0] == account.calls["n-one-1"]
    assert account.pieces["n-one-1"][-1] > account.pieces["n-one-2"][0]
    for page in notes_by_page(setting):
        assert page == sorted(page)


def test_a_long_note_is_cut_rather_than_leave_a_page_short(set_chapter):
    setting = set_chapter(f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{sentences(16, 'Long')}]\n\n{paragraphs(4)}")
    assert setting.account.continued == 1
    first = setting.account.feet[0]
    assert first.white <= 3 * first.line


class Bench:
    """The chapter of a book laid out and repaired, by what the press itself does it with; `layouts`: how often since
    the repair began.
    """

    def __init__(self, top: Path, text: str) -> None:
        name = "manuscript/chapters/1-one.md"
        shop = Shop(write(top, {name: f"---\ntitle: One\nid: one\n---\n{text}\n", **shell([name])}))
        self.composer = Composer(shop.book, shop.style, shop.wording)
        self.style, self.piece = shop.style, shop.book.body[0]
        self.compositor = Compositor(shop.project, shop.style, "", self.composer.origins)
        self.layouts = 0

    def repair(self, cuts: Cuts | None = None) -> Repair:
        """The chapter laid out once, with notes cut where they are expected to be."""

        def lay_out(section: Section, *, turned: frozenset[str]) -> Layout:
            self.layouts += 1
            return self.compositor.lay_out(section, False, turned)

        def compose(cuts: Cuts) -> Section:
            return self.composer.compose(self.piece, {}, cuts, ())

        self.layouts = 0
        return Repair(lay_out, compose, self.composer.worded(self.piece), self.style.long_note, cuts=cuts or {})

    def flows(self) -> dict[str, NoteFlow]:
        """Where its notes may be cut."""
        worded, style = self.composer.worded(self.piece), self.style
        return flows_of(self.repair().layout.survey, worded, style.long_note, style.words["continued"])


@pytest.mark.once
@pytest.mark.parametrize("number", [14, 24])
def test_how_many_lines_the_parts_of_a_note_have_is_reckoned_to_one_and_known_once_it_is_cut(
    tmp_path: Path, number: int
) -> None:
    text = f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{sentences(number, 'Long')} {RIVER}]\n\n{paragraphs(4)}"
    bench = Bench(tmp_path, text)
    (flow,) = bench.flows().values()
    assert len(flow.ends) > number / 3
    for end in flow.ends:
        survey = bench.repair({"n-one-1": (cut_at(end),)}).layout.survey
        found = parts_of(survey, {"n-one-1": (cut_at(end),)})
        before, behind = found["n-one-1", FIRST, end.place], found["n-one-1", end.place, None]
        assert abs(before - end.lines) <= 1 and abs(behind - end.rest) <= 1
        known = flow.known(found)
        (there,) = (each for each in known.ends if each.place == end.place)
        assert (there.lines, there.rest, known.rest(there).lines) == (before, behind, behind)


def test_a_page_is_filled_though_a_note_far_from_it_has_to_be_brought_home_first(tmp_path: Path, set_chapter) -> None:
    held_back = f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{sentences(16, 'Long')}]\n\n{paragraphs(9)}"
    astray = f"{SENTENCE} There.^[{sentences(80, 'Longer')}]\n\n{paragraphs(4)}"
    bench = Bench(tmp_path, f"{held_back}\n\n{astray}")
    assert {each.anchor for each in bench.repair().account.strays} == {"n-one-2"}
    account = set_chapter(f"{held_back}\n\n{astray}").account
    assert account.continued >= 2 and not account.strays
    assert all(foot.white < 3 * foot.line for foot in account.feet[:-1])


def test_a_note_that_was_cut_before_is_cut_there_at_once_and_elsewhere_if_it_must_be(tmp_path: Path) -> None:
    bench = Bench(tmp_path, f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{sentences(16, 'Long')}]\n\n{paragraphs(4)}")
    before = bench.repair()
    _, found = before.mend({})
    again = bench.repair(before.cuts)
    assert again.mend({})[1].account == found.account and bench.layouts == 1
    (cut,) = before.cuts["n-one-1"]
    assert cut.step > 1
    otherwise = bench.repair({"n-one-1": (dataclasses.replace(cut, step=1),)})
    assert otherwise.mend({})[1].account.pieces == found.account.pieces
    assert otherwise.account.strays == ()


def test_a_chapter_set_again_with_other_page_numbers_keeps_its_cuts(tmp_path: Path) -> None:
    long = f"{paragraphs(3)}\n\nHere, see [](#two){{.page}}.^[{sentences(16, 'Long')}]\n\n{paragraphs(4)}"
    chapters = {
        "manuscript/chapters/1-one.md": f"---\ntitle: One\nid: one\n---\n{long}\n",
        "manuscript/chapters/2-two.md": f"---\ntitle: Two\nid: two\n---\n{paragraphs(1)}\n",
    }
    proof = Shop(write(tmp_path, {**chapters, **shell(list(chapters))})).proof()
    one, two = proof.settings[:2]
    assert one.fragment.account.continued == 1
    assert f"p. {two.folios[0]}".replace(" ", "\u00a0") in one.section.html
    assert [note for note, cuts in one.fragment.wishes.cuts if cuts] == ["n-one-1"]


RIVER = f"{' '.join(['The ferryman said nothing of it to anybody who came'] * 12)}."
"""A sentence of nine lines of a note."""


def fills_measure(piece: Any) -> bool:
    """Whether the last line of a piece of a note reaches the edge of the measure."""
    lines = [each for each in piece.descendants() if isinstance(each, boxes.LineBox)]
    return bool(piece.content_box_x() + piece.width - lines[-1].position_x - lines[-1].width < 0.1)


def test_a_note_whose_first_sentence_has_no_room_is_cut_between_its_lines(set_chapter):
    setting = set_chapter(f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{RIVER} {sentences(9, 'Long')}]\n\n{paragraphs(4)}")
    assert setting.account.pieces == {"n-one-1": (0, 1)}
    assert setting.account.feet[0].white < 2 * setting.account.feet[0].line


def test_of_a_note_that_is_cut_two_lines_stand_before_the_cut_and_behind_it(set_chapter):
    cut = 0
    for number in range(10, 22, 2):
        setting = set_chapter(f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{sentences(number, 'Long')}]\n\n{paragraphs(4)}")
        for piece in pieces_of(setting, "n-one-1") if setting.account.continued else ():
            cut += 1
            assert sum(isinstance(each, boxes.LineBox) for each in piece.descendants()) >= 2
    assert cut


def chapter_of_notes(seed: int) -> str:
    """Paragraphs drawn by lot, half of which have a note of ten to two hundred words."""
    lot = random.Random(seed)
    words = SENTENCE.lower().rstrip(".").split()

    def said(least: int, most: int) -> str:
        return f"{' '.join(lot.choices(words, k=lot.randint(least, most))).capitalize()}."

    def note() -> str:
        return f"^[{' '.join(said(8, 40) for _ in range(lot.randint(1, 8)))}]" if lot.random() < 0.5 else ""

    return "\n\n".join(f"{said(20, 120)}{note()} {said(20, 120)}" for _ in range(24))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_facing_pages_are_equal_and_full_however_long_their_notes_are(seed: int, tmp_path: Path) -> None:
    name = "manuscript/chapters/1-one.md"
    text = f"---\ntitle: One\nid: one\n---\n{chapter_of_notes(seed)}\n"
    shop = Shop(write(tmp_path, {name: text, **shell([name])}))
    survey = shop.proof().settings[0].fragment.survey
    found = [each.rule for each in faults(survey, shop.style.limits)]
    assert len(survey) > 6
    assert found.count(UNEQUAL_PAGES) + found.count(SHORT_PAGE) <= 1


def test_a_line_before_a_cut_within_a_sentence_fills_the_measure(set_chapter):
    setting = set_chapter(f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{RIVER} {sentences(9, 'Long')}]\n\n{paragraphs(4)}")
    first, rest = pieces_of(setting, "n-one-1")
    assert fills_measure(first) and not fills_measure(rest)
    assert not text_of(first).rstrip().endswith((".", "-"))


def test_an_item_of_a_list_in_a_note_is_cut_between_its_lines(set_chapter):
    note = f"[^a]: Of it:\n\n    - {RIVER}\n    - {RIVER}\n\n    So it ends."
    setting = set_chapter(f"{paragraphs(3)}\n\n{SENTENCE} Here.[^a]\n\n{paragraphs(4)}\n\n{note}")
    first, rest = pieces_of(setting, "a")
    assert setting.account.feet[0].white < 2 * setting.account.feet[0].line
    assert not text_of(first).rstrip().endswith(".") and text_of(rest)


def test_a_sentence_taller_than_a_page_goes_on_page_after_page(set_chapter):
    setting = set_chapter(f"{SENTENCE}\n\nHere.^[{'and so it went on and on ' * 250}.] {CROWD}", "4.25in 6.875in")
    *others, _ = pieces_of(setting, "n-one-1")
    assert len(others) >= 2 and all(map(fills_measure, others))


@pytest.mark.slow
def test_a_short_note_is_never_cut_where_it_has_room_on_the_next_page(set_chapter):
    for before in (4, 5, 8):
        body = f"{paragraphs(before)}\n\n{SENTENCE} Here.^[{sentences(4, 'Brief')}]\n\n{paragraphs(4)}"
        assert set_chapter(body).account.continued == 0


@pytest.mark.slow
def test_the_last_line_before_a_cut_fills_the_measure_unless_it_would_be_loose(set_chapter):
    fills = []
    for number in (11, 13):
        text = f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{sentences(30, 'N' + 'x' * number)}] {CROWD}"
        box, *rest = pieces_of(set_chapter(text), "n-one-1")
        assert rest
        last = [each for each in box.descendants() if isinstance(each, boxes.LineBox)][-1]
        room = box.content_box_x() + box.width - (last.position_x + last.width)
        fills.append(room < 0.1)
        assert fills[-1] or room / text_of(last).strip().count(" ") > 4
    assert fills == [False, True]


def test_a_row_taller_than_a_page_is_a_problem_with_the_note_s_line(set_chapter):
    row = f"| {'and so it went on and on ' * 120} | 1 |"
    with pytest.raises(Faulty) as caught:
        set_chapter(
            f"{SENTENCE}\n\nHere.[^a]\n\n[^a]: So.\n\n    | A | B |\n    |---|---|\n    {row}\n\n    So.",
            "4.25in 6.875in",
        )
    (problem,) = caught.value.problems
    assert (problem.rule.name, str(problem.origin)) == ("note-too-tall", "manuscript/chapters/1-one.md:9")


def test_notes_of_one_sentence_each_begin_on_the_page_of_their_calls_though_none_has_room_there(set_chapter):
    one = f"{'a sentence that goes on and on ' * 24}."
    text = f"Here^[{one}] and^[{one}] here^[{one}] and^[{one}] here.^[{one}]"
    account = set_chapter(f"{SENTENCE}\n\n{text} {CROWD}", "4.25in 6.875in").account
    assert account.placed == 5 and account.continued >= 3


def test_notes_that_cannot_stand_on_the_page_of_their_calls_are_problems_with_their_lines(set_chapter):
    calls = " ".join(f"Here[^{n}]." for n in range(5))
    row = f"| {'a cell that goes on and on ' * 20} | 1 |"
    notes = "\n\n".join(f"[^{n}]:\n    | A | B |\n    |---|---|\n    {row}\n\n    So." for n in range(5))
    with pytest.raises(Faulty) as caught:
        set_chapter(f"{SENTENCE}\n\n{calls}\n\n{notes}", "4.25in 6.875in")
    assert {problem.rule.name for problem in caught.value.problems} == {"note-astray"}
    assert {str(problem.origin).partition(":")[0] for problem in caught.value.problems} == {
        "manuscript/chapters/1-one.md"
    }

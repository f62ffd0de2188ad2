"""The account of notes and their repair: what goes wrong on really laid out pages is seen, and mended or named."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import laid_out
import pytest
from conftest import TOP
from laid_out import Shop, account_of, bare, printed_words, text_of, write
from random_books import shell
from weasyprint.formatting_structure import boxes

from press.compose.compose import Section
from press.problem import Faulty, Origin
from press.project import Project as Desk
from press.style.read import read_style
from press.style.style import StyleSheet
from press.typesetting.account import Account, Fault, take_account
from press.typesetting.engine.notes import note_boxes, read_notes, slip
from press.typesetting.engine.patches import PATCHED
from press.typesetting.engine.typeset import Compositor
from press.typesetting.foresight import Share
from press.typesetting.repair import Repair

SENTENCE = "The ferry went over at every tide and came back with whoever was waiting there."
CROWD = " ".join([SENTENCE] * 60)


def note(anchor: str, words: str = "A note.") -> str:
    """A note of a bare document; `n1--2` is the second piece of the note `n1`."""
    continued = " continued" if "--" in anchor else ""
    return f'<span class="note{continued}" id="{anchor}">{words}</span>'


def lines(number: int, words: str = "Short.") -> str:
    return "".join(f'<p id="b-{n}">{words}</p>' for n in range(number))


MINIMAL = (
    f'<p id="b-first">Short.{note("n1")}</p>{lines(8)}'
    f'<p id="b-last">One.<br>Two.{note("n2", "Another note.")}<br>Three.<br>Four.</p>'
)
"""A full page, and a paragraph of four lines whose second calls a note: the first line of it would be an orphan."""


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


def in_the_stock_engine(function: Callable[[], Any]) -> Any:
    """What a function of this module returns in a process whose engine is left as it comes."""
    program = (
        "import json, sys, weasyprint; weasyprint.__version__ = 'stock'\n"
        f"sys.path[:0] = [{str(TOP)!r}, {str(Path(__file__).parent)!r}]\n"
        f"import test_notes; print(json.dumps(test_notes.{function.__name__}()))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=TOP)
    return json.loads(run.stdout)


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
    compositor = Compositor(Desk.at(TOP), bare_style, "", {})
    repair = Repair(compositor, lambda cuts: section, False, {}, 60)
    before = [stray.fault for stray in repair.account.strays]
    repair.mend({})
    return {"before": before, "turned": sorted(repair.turned), "after": len(repair.account.strays)}


def test_the_stock_engine_still_loses_the_note_of_the_minimal_case():
    """When this fails the engine has been mended, and `keep_notes_with_calls` can go."""
    assert in_the_stock_engine(faults_of_the_minimal_case) == [["n1", "strayed"], ["n2", "lost"]]


def test_the_patched_engine_loses_no_note():
    assert PATCHED
    assert faults_of_the_minimal_case() == []


def test_turning_a_block_mends_the_stock_engine_by_public_means():
    assert in_the_stock_engine(mended_by_turning) == {"before": ["strayed", "lost"], "turned": ["b-last"], "after": 0}


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


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sections laid out, by their keys, each as often as it has been."""
    keys: list[str] = []
    lay_out = Compositor._lay_out

    def noted(*args: Any) -> Any:
        keys.append(args[1].key)
        return lay_out(*args)

    monkeypatch.setattr(Compositor, "_lay_out", noted)
    return keys


def test_how_a_note_is_cut_is_foreseen_and_so_it_is_cut_with_fewer_layouts(set_chapter, made, monkeypatch):
    layouts = {"foreseen": 0, "found": 0}
    for number in (14, 16, 18, 20):
        text = f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{sentences(number, 'Long')}]\n\n{paragraphs(4)}"
        settings = {}
        for way in layouts:
            with monkeypatch.context() as other:
                if way == "found":
                    other.setattr(Repair, "foresee", lambda *_: {})
                made.clear()
                settings[way] = set_chapter(text)
                layouts[way] += len(made)
        foreseen, found = settings["foreseen"].account, settings["found"].account
        assert foreseen.continued == found.continued == 1
        assert foreseen.pieces == found.pieces
        assert foreseen.feet[0].white <= found.feet[0].white
    assert layouts["foreseen"] < layouts["found"] - 3


def test_a_chapter_set_again_with_other_page_numbers_cuts_its_notes_where_they_were_cut(tmp_path, made):
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
    assert made.count("one") == 3  # whole and cut, for the length; then at once as it is to be


def test_a_note_whose_first_sentence_has_no_room_stays_whole_and_is_not_tried(set_chapter, monkeypatch):
    shares: list[dict[str, Share]] = []
    foresee = Repair.foresee

    def seen(*args: Any) -> dict[str, Share]:
        shares.append(foresee(*args))
        return shares[-1]

    monkeypatch.setattr(Repair, "foresee", seen)
    first = f"{' '.join(['The ferryman said nothing of it to anybody who came'] * 12)}."
    setting = set_chapter(f"{paragraphs(3)}\n\n{SENTENCE} Here.^[{first} {sentences(9, 'Long')}]\n\n{paragraphs(4)}")
    assert setting.account.continued == 0
    assert shares[0] == {"n-one-1": Share(0)}


def test_a_short_note_is_never_cut_where_it_has_room_on_the_next_page(set_chapter):
    for before in (4, 5, 8):
        body = f"{paragraphs(before)}\n\n{SENTENCE} Here.^[{sentences(4, 'Brief')}]\n\n{paragraphs(4)}"
        assert set_chapter(body).account.continued == 0


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


def test_a_sentence_taller_than_a_page_is_a_problem_with_the_note_s_line(set_chapter):
    with pytest.raises(Faulty) as caught:
        set_chapter(f"{SENTENCE}\n\nHere.^[{'and so it went on and on ' * 120}.]", "4.25in 6.875in")
    (problem,) = caught.value.problems
    assert (problem.rule.name, str(problem.origin)) == ("note-too-tall", "manuscript/chapters/1-one.md:7")


def test_notes_that_cannot_stand_on_the_page_of_their_calls_are_problems_with_their_lines(set_chapter):
    one = f"{'a sentence that goes on and on ' * 24}."
    with pytest.raises(Faulty) as caught:
        set_chapter(f"{SENTENCE}\n\nHere^[{one}] and^[{one}] here^[{one}] and^[{one}] here.^[{one}]", "4.25in 6.875in")
    assert {problem.rule.name for problem in caught.value.problems} == {"note-astray"}
    assert {str(problem.origin) for problem in caught.value.problems} == {"manuscript/chapters/1-one.md:7"}

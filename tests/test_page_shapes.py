"""What a page must bear in either style: long titles, verse, tables over pages, notes of three figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from laid_out import Shop, write
from weasyprint.formatting_structure import boxes

from press.typesetting.page import Line, Survey
from press.typesetting.settle import Proof

LONG = "Of the Keepers of the Salt Pans, Their Ledgers and Their Quarrels, from the Breaching of the Dyke Onwards"
LONGER = f"{LONG}, with What Was Found in the Sluice House When the Water Had Gone Down in the Spring of That Year"
PLAIN = "The pans were raked at dawn, and the salt was carried up in baskets before the sun had reached the wall. " * 4
STANZAS = "> Rake the salt and\\\n> carry it home,\n>\n> all in one line,\n>\n> nobody ever\\\n> asked for the comb.\n"
LETTER = "> The Sluice House\\\n> Tuesday\n>\n> We are all well.\n>\n> There is no news.\n"


def rows(number: int, notes: int, words: int) -> str:
    """A table of so many rows and three columns, with notes in the last cell of each row."""
    called = "".join(f"^[Entry {n} of the ledger, as the clerk had it before it was wet.]" for n in range(notes))
    body = "".join(f"| Pan {n} | {'raked and carried ' * words}| by hand{called} |\n" for n in range(number))
    return f"| Pan | What was done | How |\n|---|---|---|\n{body}"


CHAPTERS = {
    "short": f"title: Salt\nepigraph: Rake it.\n---\n{PLAIN}",
    "long": f"title: {LONG}\n---\n{PLAIN}",
    "longer": f"title: {LONGER}\nepigraph: Rake it.\n---\n{PLAIN}",
    "verse": f"title: Verse\n---\n{PLAIN}\n\n{STANZAS}\n{PLAIN}\n\n{LETTER}\n{PLAIN}",
    "rows": f"title: Rows\n---\n## At once\n\n{rows(14, 2, 6)}\n{rows(9, 5, 3)}\n{PLAIN}",
    "tall": f"title: Tall\n---\n{PLAIN}\n\n{rows(2, 1, 250)}\n{PLAIN}",
    "notes": "title: Notes\n---\n" + "\n\n".join(f"Basket {n}.^[Weighed and carried.]" for n in range(1, 104)),
}
SPACE = 4.0
"""CSS px that a note's number keeps from its words."""
BOOK = "title: Salt\nlanguage: en-GB\nstyle: {}\ncontents:\n  body: [{}]\n"


@dataclass(frozen=True, slots=True)
class Shown:
    """The book of these chapters set in a style: its workshop, its proof, and the pages of each chapter."""

    shop: Shop
    proof: Proof
    pages: dict[str, Survey]

    def lines(self, chapter: str, words: str) -> list[Line]:
        """The lines of text of a chapter that begin with some words."""
        return [line for page in self.pages[chapter] for line in page.lines if line.text.startswith(words)]


@pytest.fixture(scope="module", params=["classic", pytest.param("modern", marks=pytest.mark.slow)])
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """The book set once in each style."""
    files = {f"manuscript/{name}.md": f"---\n{text}\n" for name, text in CHAPTERS.items()}
    files["manuscript/book.yaml"] = BOOK.format(request.param, ", ".join(f"{name}.md" for name in CHAPTERS))
    files |= {"manuscript/people.yaml": "[]\n", "manuscript/sources.yaml": "references: []\n"}
    shop = Shop(write(tmp_path_factory.mktemp("shapes"), files))
    proof = shop.proof()
    yield Shown(shop, proof, {setting.section.key: setting.fragment.survey for setting in proof.settings})


@pytest.mark.once
@pytest.mark.parametrize("chapter", ["long", "longer"])
def test_text_begins_below_a_long_title_and_its_epigraph_on_the_lines_of_the_page(shown: Shown, chapter: str) -> None:
    page = shown.pages[chapter][0]
    title = [line for line in page.lines if line.kind == "heading"]
    below = page.lines[len(title) + (page.lines[0].kind != "heading") :]
    assert len(title) > 2
    assert below[0].y >= title[-1].y + title[-1].height
    steps = (below[-1].y - shown.pages["short"][0].lines[-1].y) / page.pitch
    assert steps == pytest.approx(round(steps), abs=0.02)


def test_stanzas_are_parted_by_white_and_all_lines_are_flush(shown: Shown) -> None:
    first, second, alone, last, end = (
        *shown.lines("verse", "Rake the"),
        *shown.lines("verse", "carry it"),
        *shown.lines("verse", "all in"),
        *shown.lines("verse", "nobody"),
        *shown.lines("verse", "asked"),
    )
    assert {line.x for line in (first, second, alone, last, end)} == {first.x}
    assert [b.y - a.y for a, b in ((first, second), (second, alone), (alone, last), (last, end))] == pytest.approx(
        [first.height, 2 * first.height, 2 * first.height, first.height]
    )


def test_prose_with_an_address_is_no_verse(shown: Shown) -> None:
    (news,) = shown.lines("verse", "There is")
    assert news.x > news.left_edge


def test_rows_stay_whole_and_those_taller_than_a_page_go_on_under_the_head(shown: Shown) -> None:
    for chapter, torn in (("rows", False), ("tall", True)):
        on: dict[str, set[int]] = {}
        for number, page in enumerate(shown.pages[chapter]):
            cells = [line for line in page.lines if line.kind == "table"]
            assert not cells or [line.text for line in cells[:3]] == ["Pan", "What was done", "How"]
            for line in cells[3:]:
                on.setdefault(line.block, set()).add(number)
        assert len(shown.pages[chapter]) > 2
        assert any(len(pages) > 1 for pages in on.values()) == torn


def test_the_notes_of_tables_stand_on_the_pages_of_their_calls_in_order(shown: Shown) -> None:
    for setting in shown.proof.settings:
        account = setting.fragment.account
        assert account.strays == ()
        assert account.placed == len(setting.section.notes)


def test_numbers_of_three_figures_keep_a_space_from_their_words(shown: Shown) -> None:
    setting = next(each for each in shown.proof.settings if each.section.key == "notes")
    gaps = {}
    for page in shown.shop.pages(setting):
        for note in _notes(page):
            number, words = [each for each in note.descendants() if isinstance(each, boxes.TextBox)][:2]
            gaps[int(number.text)] = words.position_x - number.position_x - number.width
    assert min(gaps.values()) > SPACE
    assert gaps[100] == pytest.approx(gaps[103], abs=1)


def _notes(page: Any) -> Iterator[Any]:
    areas = (each for each in page._page_box.children if isinstance(each, boxes.FootnoteAreaBox))
    return (note for area in areas for note in area.children)

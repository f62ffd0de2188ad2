"""The account of words of the book without pages: each is in the page and the EPUB once, in order, and to be seen."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from conftest import TOP, Project, desk_at

from press import build as pipeline
from press import cli
from press.ebook.web_page import web_style
from press.problem import Origin, Problem
from press.project import Project as Desk
from press.screen_editions import export_epub, export_html
from press.style.read import read_style
from press.style.style import Style
from press.words.screen import read_page, screen_page
from press.words.screen_account import account_for_epub, account_for_page

LEDGER = "manuscript/chapters/01-the-ledger.md"
CROSSING = "manuscript/chapters/02-the-crossing.md"
LETTER = "manuscript/documents/01-lantern-letter.md"


@dataclass(frozen=True)
class Shown:
    """The tiny book as a page and as an EPUB, and what they are held against."""

    project: Desk
    style: Style
    page: str
    epub: bytes

    def of_page(self, page: str) -> list[tuple[str, int, str]]:
        return said(account_for_page(self.project, self.style, page))

    def of_epub(self, spoil: Callable[[str, str], str]) -> list[tuple[str, int, str]]:
        """What is told of the EPUB with each of its files spoiled."""
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.epub)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                content = old.read(name)
                text = name.endswith((".xhtml", ".opf", ".css"))
                new.writestr(name, spoil(name, content.decode()) if text else content)
        return said(account_for_epub(self.project, self.style, out.getvalue()))


def said(problems: tuple[Problem, ...]) -> list[tuple[str, int, str]]:
    assert {problem.rule.name for problem in problems} <= {"words-lost"}
    return [(each.origin.path, each.origin.line, each.message) for each in problems]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Both made once."""
    project = Project(tmp_path_factory.mktemp("shown")).project
    _, printed, _, _ = pipeline.prepare(project)
    web = read_style(project, "web", printed.csl.path.stem, Origin(""), paged=False)
    page = export_html(project).read_text(encoding="utf-8")
    return Shown(project, web_style(web, printed), page, export_epub(project).read_bytes())


def tells(found: list[tuple[str, int, str]], path: str, line: int, words: str) -> bool:
    return any((at, number) == (path, line) and words in what for at, number, what in found)


# --- good books ------------------------------------------------------------------------------------


def test_nothing_is_told_of_a_good_page_or_a_good_epub(shown: Shown) -> None:
    assert shown.of_page(shown.page) == []
    assert shown.of_epub(lambda _, text: text) == []


def test_nothing_is_told_of_a_book_printed_in_another_style(tiny: Project) -> None:
    tiny.mend("manuscript/book.yaml", "style: classic", "style: modern")
    assert cli.html(tiny.project) == cli.epub(tiny.project) == 0


def test_a_book_without_contents_and_imprint_of_its_own_is_no_fault(tiny: Project) -> None:
    for piece in ("title-page", "imprint", "contents", "half-title", "colophon"):
        tiny.mend("manuscript/book.yaml", f"    - {piece}\n", "")
    assert cli.html(tiny.project) == cli.epub(tiny.project) == 0


@pytest.mark.slow
def test_nothing_is_told_of_the_book_of_the_press(tmp_path: Path) -> None:
    project = replace(desk_at(tmp_path, TOP / "manuscript"), styles=TOP / "styles")
    assert cli.html(project) == cli.epub(project) == 0


# --- templates -------------------------------------------------------------------------------------


def test_a_template_that_drops_words_makes_no_product(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.mend("styles/web/chapter.html.j2", "<p>{{ render(piece.chapter.epigraph) }}</p>", "")
    assert cli.html(tiny.project) == cli.epub(tiny.project) == 1
    told = f"{LEDGER}:5: error: not printed: “A river is a road that has changed its …” [words-lost]"
    assert capsys.readouterr().err.count(told) == 2
    assert not (tiny.top / "dist").exists()


@pytest.mark.parametrize(
    ("pattern", "by", "path", "line", "words"),
    [
        (r"<blockquote>.*?</blockquote>", "", LEDGER, 63, "not printed: “It was a dark night"),
        (r"(<li><p>animals.*?</li>)", r"\1\1", LEDGER, 28, "printed again: “animals, which were charged"),
        (r"(<tr><td[^>]*>1903.*?</tr>)\s*(<tr>.*?</tr>)", r"\2\1", LEDGER, 35, "out of order: “1911"),
        (r">4,112<", ">4,1<", LEDGER, 34, "not printed: “4,112”"),
        (r"Ruth Pelham counted", "Ruth", LEDGER, 14, "not printed: “Pelham counted”"),
        (r"It was replaced in 1912", "In 1912", LEDGER, 20, "not printed"),
        (r"<p>A new nail was found\.", "<p>", LETTER, 17, "not printed: “A new nail was found.”"),
        (r"Found in the lining of a chair\.", "", LETTER, 12, "not printed: “Found in the lining"),
        (r"<span class=\"subtitle\">.*?</span>", "", "manuscript/book.yaml", 2, "not printed: “A Very Short History”"),
        (
            r"Every person, book and tide",
            "Every tide",
            "manuscript/book.yaml",
            11,
            "not printed: “Every person, book and”",
        ),
        (r"Smuggler of lace, and afterwards", "Smuggler", "manuscript/people.yaml", 28, "not printed"),
        (r"(<nav class=\"contents\".*?)The Crossing", r"\1", CROSSING, 2, "not printed: “The Crossing”"),
        (r"(>Pelham, Ruth.*?) Low Water", r"\1 Water", "manuscript/sources.yaml", 7, "not printed: “Low”"),
    ],
)
def test_words_that_the_page_has_not_are_told_with_their_line(
    shown: Shown, pattern: str, by: str, path: str, line: int, words: str
) -> None:
    page, count = re.subn(pattern, by, shown.page, count=1, flags=re.DOTALL)
    assert count == 1
    assert tells(shown.of_page(page), path, line, words)


def test_a_part_that_the_page_has_not_is_told_and_the_others_are_held_against_their_own(shown: Shown) -> None:
    page = re.sub(
        r'<section class="chapter" id="crossing".*?</section>\s*(?=<section class="documents")',
        "",
        shown.page,
        flags=re.S,
    )
    assert shown.of_page(page) == [(CROSSING, 1, "the whole piece is not there")]


def test_a_part_that_stands_twice_is_told(shown: Shown) -> None:
    page = re.sub(
        r'(<section class="prose" id="preface".*?</section>)\s*(?=<section class="chapter")',
        r"\1\1",
        shown.page,
        count=1,
        flags=re.S,
    )
    assert ("manuscript/book.yaml", 0, "11 pieces are asked for, and 12 are there") in shown.of_page(page)


# --- sheets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "line"),
    [
        ("blockquote { display: none }", 63),
        (".epigraph { visibility: hidden }", 5),
        (".chapter .epigraph { opacity: 0 }", 5),
        ("section > .epigraph * { font-size: 0 }", 5),
        ("td { color: transparent }", 34),
        (".discussion { max-height: 0; overflow: hidden }", 43),
        (".note { display: none !important } .note { display: block }", 14),
        ("@media print { blockquote { display: none } }", 63),
        ("@media (max-width: 30rem) { table { display: none } }", 32),
        ("@supports (display: grid) { @media screen { li { display: none } } }", 27),
    ],
)
def test_words_that_a_sheet_hides_are_lost(shown: Shown, css: str, line: int) -> None:
    found = shown.of_page(shown.page.replace("</style>", f"{css}</style>", 1))
    assert tells(found, LEDGER, line, "not printed")


def test_words_hidden_by_an_attribute_are_lost(shown: Shown) -> None:
    for attribute in ("hidden", 'style="display: none"'):
        found = shown.of_page(shown.page.replace("<blockquote>", f"<blockquote {attribute}>"))
        assert tells(found, LEDGER, 63, "not printed: “It was a dark night")


@pytest.mark.parametrize(
    "css",
    [
        ".epigraph { display: none } .chapter .epigraph { display: block }",
        "blockquote { visibility: hidden } blockquote p { visibility: visible }",
        "blockquote { opacity: .7; height: 0 }",
        ".skip, .paragraph-number { display: none }",
        "@media print { nav { display: none } }",
        "a:focus { display: none } p::before { display: none }",
    ],
)
def test_what_can_be_seen_is_no_fault(shown: Shown, css: str) -> None:
    assert shown.of_page(shown.page.replace("</style>", f"{css}</style>", 1)) == []


def test_what_html_lets_stand_open_is_closed_as_a_browser_does() -> None:
    page = read_page("<section><p hidden>One<p>Two<ul><li>Three<li hidden>Four</ul><br>Five</section>")
    (part,) = screen_page(page, page.sheets.unseen(page.root)).parts
    assert part.text.letters == "twothreefive"
    assert part.unseen == "onefour"


# --- the EPUB --------------------------------------------------------------------------------------


def test_a_file_that_is_left_out_of_the_spine_is_told(shown: Shown) -> None:
    found = shown.of_epub(lambda _, text: text.replace('<itemref idref="ch005_xhtml" />', ""))
    assert found == [(CROSSING, 1, "the whole piece is not there")]


@pytest.mark.parametrize(
    ("pattern", "path", "line", "words"),
    [
        (r"<blockquote>.*?</blockquote>", LEDGER, 63, "not printed: “It was a dark night"),
        (r"<td[^>]*>3,906</td>", LEDGER, 35, "not printed: “3,906”"),
        (r"It was replaced in 1912 by a better lamp", LEDGER, 20, "not printed"),
        (r"<figcaption.*?</figcaption>", CROSSING, 13, "not printed: “The estuary at low water."),
        (r'<span class="subtitle">.*?</span>', "manuscript/book.yaml", 2, "not printed: “A Very Short History”"),
    ],
)
def test_words_that_the_epub_has_not_are_told_with_their_line(
    shown: Shown, pattern: str, path: str, line: int, words: str
) -> None:
    found = shown.of_epub(lambda _, text: re.sub(pattern, "", text, count=1, flags=re.DOTALL))
    assert tells(found, path, line, words)


def test_words_that_the_sheet_of_the_epub_hides_are_lost(shown: Shown) -> None:
    hidden = ".document-headnote { display: none }"
    found = shown.of_epub(lambda name, text: text + hidden if name.endswith(".css") else text)
    assert tells(found, LETTER, 14, "not printed: “The letter was written")

"""The shape of a book: parts, chapters without a number, appendices, subtitles, groups of documents, in each product.

`books/parts` is a small book that has them all; its pages in both styles are in `golden/`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TESTS, Project
from leaves import Page, golden_text, read_outline, read_pages
from prose import Case, cases

from press import build as pipeline
from press import cli
from press.book import Book, Chapter, Piece
from press.compose.labels import Labels
from press.editing.order import pieces_stand_in_order
from press.problem import Origin
from press.screen_editions import export_epub, export_html
from press.style.records import NumeralsRecord
from press.style.style import Style
from press.text import Phrase

PARTS = TESTS / "books" / "parts"
NOWHERE = Origin("cases")
BOOK = "manuscript/book.yaml"


def outer_folio(page: Page) -> str:
    """The page number of the style `modern`, in the outer corner of the head."""
    outer = (word for word in page.words if word.bottom < 54)
    return "".join(word.text for word in outer if (word.right > 392, word.left < 40)[page.number % 2])


GOLDEN: dict[str, Callable[[Page], str]] = {"classic": lambda page: page.folio, "modern": outer_folio}
"""The styles in which the book is printed, and where its pages have their number."""


def golden_of(style: str) -> Path:
    """The words of the book's pages as they must come."""
    return TESTS / "golden" / f"parts-{style}.txt"


def in_style(top: Path, style: str) -> Project:
    """The book in a style."""
    return Project(top, PARTS).mend(BOOK, "style: classic", f"style: {style}")


@dataclass(frozen=True, slots=True)
class Made:
    """The book made once in a style."""

    style: str
    pdf: Path
    pages: tuple[Page, ...]


@pytest.fixture(scope="module", params=sorted(GOLDEN))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    pdf = in_style(tmp_path_factory.mktemp("parts"), request.param).make()
    return Made(request.param, pdf, read_pages(pdf))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Style]:
    """The book as linked, and its style."""
    book, style, _, problems = pipeline.prepare(Project(tmp_path_factory.mktemp("parts"), PARTS).project)
    assert problems == ()
    return book, style


@pytest.fixture
def parted(tmp_path: Path) -> Project:
    """A fresh copy of the book, to be spoiled."""
    return Project(tmp_path, PARTS)


# --- pages -----------------------------------------------------------------------------------------


@pytest.mark.once
def test_its_pages_are_what_they_were(made: Made) -> None:
    assert golden_text(made.pages, GOLDEN[made.style]) == golden_of(made.style).read_text(encoding="utf-8")


def test_the_title_of_a_part_stands_on_a_recto_without_a_folio_and_a_blank_behind_it(made: Made) -> None:
    found = [page for page in made.pages if re.search(r"\bPart I", page.text) and len(page.text) < 400]
    dividers = [page for page in found if "Contents" not in page.text]
    assert [GOLDEN[made.style](page) for page in dividers] == ["", ""]
    assert {page.number % 2 for page in dividers} == {0}
    assert [made.pages[page.number + 1].text.strip() for page in dividers] == ["", ""]


def test_the_outline_has_chapters_below_their_parts_and_documents_below_their_groups(made: Made) -> None:
    lines = [f"{'  ' * depth}{title}" for depth, title, _ in read_outline(made.pdf)]
    assert lines[lines.index("Introduction: Why There Are Two") :] == [
        "Introduction: Why There Are Two",
        "Part I. The East Bank: From the Staithe to the Sea",
        "  The Staithe: A Landing Stage and Its Keeper",
        "    What it was made of",
        "  The Toll",
        "Part II. The West Bank",
        "  The Mill",
        "Conclusion",
        "Appendix A. The Tides",
        "Appendix B. The Tolls: A List",
        "Documents",
        "  Document 1. A By-Law of the Vestry",
        "  Letters of Residents",
        "    Document 2. Ada Quill to the Vestry",
        "  Petitions",
        "    Document 3. The Petition of the Millers",
        "Index of Names",
    ]


def headings_in(element: Any) -> list[str]:
    """The levels of the headings within an element of the structure, in order."""
    if isinstance(element, pikepdf.Array):
        return [level for each in element for level in headings_in(each)]
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return []
    own = [str(element.S)] if re.fullmatch(r"/H\d", str(element.S)) else []
    return own + (headings_in(element.K) if "/K" in element else [])


def test_a_part_is_an_element_that_holds_its_chapters_with_their_headings_below_its_own(made: Made) -> None:
    with pikepdf.open(made.pdf) as pdf:
        elements = list(pdf.Root.StructTreeRoot.K[0].K)
        parts = [headings_in(each) for each in elements if each.S == pikepdf.Name.Part]
        outside = [level for each in elements if each.S != pikepdf.Name.Part for level in headings_in(each)]
    assert parts == [["/H1", "/H2", "/H3", "/H2"], ["/H1", "/H2"]]
    assert outside.count("/H1") == 10  # front and back matter, introduction and conclusion


# --- numbers ---------------------------------------------------------------------------------------


def labelled(prepared: tuple[Book, Style], anchor: str, unit: str = "introduction", **numerals: str) -> str:
    """How a reference from a unit to an anchor reads, where the style numbers as said."""
    book, style = prepared
    part = next((piece.part for piece in book.pieces if piece.anchor == unit), "")
    labels = Labels(book, replace(style, numerals=NumeralsRecord(**numerals)))  # type: ignore[arg-type]
    return labels.label(book.targets[anchor], unit, part).replace("\u00a0", " ")  # which keeps a line from ending


@pytest.mark.parametrize(
    ("anchor", "label"),
    [
        ("east", "part I"),
        ("part-1", "part I"),
        ("part-2", "part II"),
        ("introduction", "‘Introduction’"),
        ("staithe", "chapter 1"),
        ("mill", "chapter 3"),
        ("mill-note", "chapter 3, note 1"),
        ("tides", "appendix A"),
        ("crossing", "figure 1"),
        ("tide", "figure A.1"),
    ],
)
def test_a_reference_names_a_part_a_chapter_or_an_appendix_by_its_number_or_else_its_title(
    prepared: tuple[Book, Style], anchor: str, label: str
) -> None:
    assert labelled(prepared, anchor) == label


def test_a_style_says_how_they_are_numbered(prepared: tuple[Book, Style]) -> None:
    assert labelled(prepared, "part-2", part="words") == "part two"
    assert labelled(prepared, "part-2", part="arabic") == "part 2"
    assert labelled(prepared, "part-2", part="none") == "‘The West Bank’"
    assert labelled(prepared, "mill", chapter="roman") == "chapter III"
    assert labelled(prepared, "tide", appendix="roman") == "figure I.1"
    assert labelled(prepared, "tolls", appendix="arabic") == "appendix 2"


def test_over_a_title_stands_its_number_and_nothing_over_an_introduction(prepared: tuple[Book, Style]) -> None:
    book, style = prepared
    labels = Labels(book, replace(style, numerals=NumeralsRecord(part="words")))
    shown = {piece.anchor: labels.over_title(piece) for piece in book.pieces}
    assert {key: words for key, words in shown.items() if words} == {
        "east": "Part One",
        "part-2": "Part Two",
        "staithe": "1",
        "toll": "2",
        "mill": "3",
        "tides": "Appendix A",
        "tolls": "Appendix B",
    }


def test_where_each_part_numbers_its_chapters_anew_a_chapter_of_another_part_is_named_with_it(parted: Project) -> None:
    parted.mend(BOOK, "style: classic", "style: classic\nchapter_numbers: by-part")
    book, style, _, problems = pipeline.prepare(parted.project)
    assert problems == ()
    assert labelled((book, style), "mill", unit="conclusion") == "part II, chapter 1"
    assert labelled((book, style), "mill", unit="mill") == "chapter 1"
    assert labelled((book, style), "mill-note", unit="toll") == "part II, chapter 1, note 1"


def test_an_appendix_without_a_number_is_still_an_appendix(parted: Project) -> None:
    parted.remove("manuscript/back/2-tolls.md").mend(BOOK, "    - back/2-tolls.md\n", "")
    parted.mend("manuscript/back/1-tides.md", "kind: appendix", "kind: appendix\nnumber: no")
    parted.mend("manuscript/chapters/0-introduction.md", "[](#tolls) and ", "")
    book, style, *_ = pipeline.prepare(parted.project)
    (tides,) = (piece for piece in book.pieces if piece.anchor == "tides")
    assert Labels(book, style).over_title(tides) == "Appendix"
    assert labelled((book, style), "tides") == "‘The Tides’"
    assert labelled((book, style), "tide") == "figure 2"


def test_titles_given_on_one_line_of_the_contents_are_each_their_own_piece_s(parted: Project) -> None:
    flow = "  back: [back/1-tides.md, back/2-tolls.md, {piece: documents, title: Papers}, index-of-names]\n"
    text = parted.read(BOOK)
    parted.write(BOOK, text[: text.index("  back:")] + flow)
    book, *_ = pipeline.prepare(parted.project)
    assert {piece.kind: str(piece.title) for piece in book.back[2:]} == {"documents": "Papers", "index-of-names": ""}


# --- words -----------------------------------------------------------------------------------------


SPOILED = {
    ("chapter", "{{ render(end_entry(piece.chapter.subtitle)) }}"): "chapters/1-staithe.md:3",
    ("documents", "{{ text(document.group) }}"): "book.yaml:13",
    ("list-of-documents", "{{ text(document.group) }}"): "book.yaml:15",
    ("contents", "{% for each in entry.within %}\n{{ line(each) }}\n{% endfor %}"): "chapters/3-mill.md:2",
}


@pytest.mark.slow
def test_words_of_parts_subtitles_and_groups_that_a_template_drops_are_told(
    parted: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    for template, words in SPOILED:
        parted.mend(f"styles/base/{template}.html.j2", words, "")
    assert parted.build() == 1
    told = capsys.readouterr().err
    assert [place for place in SPOILED.values() if f"manuscript/{place}: error: not printed: " not in told] == []


@pytest.mark.slow
def test_a_part_whose_title_takes_several_pages_is_told(parted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    long = f"title: The {'East Bank and the ' * 60}Sea\nshort: East"
    parted.write("manuscript/parts/1-east.md", f"---\n{long}\n---\n")
    parted.build()
    told = "manuscript/parts/1-east.md:2: warning: the title of a part takes 3 pages [overlong]"
    assert told in capsys.readouterr().err


# --- on the screen ---------------------------------------------------------------------------------


def test_an_epub_s_navigation_has_chapters_below_their_parts_and_groups_below_the_documents(parted: Project) -> None:
    with zipfile.ZipFile(io.BytesIO(export_epub(parted.project).read_bytes())) as archive:
        nav, ncx = (archive.read(f"EPUB/{name}").decode() for name in ("nav.xhtml", "toc.ncx"))
        east = next(text for name in archive.namelist() if b'id="east"' in (text := archive.read(name)))
    listed = nav[nav.index('<ol class="toc">') : nav.index("</nav>")]
    shown = re.sub(r"<(?!/?[ol][il]\b)[^>]*>", "", re.sub(r"<(/?[ol][il])\b[^>]*>", r"<\1>", listed))
    assert "<li>Part I The East Bank<ol><li>1 The Staithe</li><li>2 The Toll</li></ol></li>" in shown
    assert "<li>Part II The West Bank<ol><li>3 The Mill</li></ol></li><li>Conclusion</li>" in shown
    first = "<li>Document 1 A By-Law of the Vestry</li>"
    letters = "<li>Letters of Residents<ol><li>Document 2 Ada Quill to the Vestry</li></ol></li>"
    petitions = "<li>Petitions<ol><li>Document 3 The Petition of the Millers</li></ol></li>"
    assert f"<li>Documents<ol>{first}{letters}{petitions}</ol></li>" in shown
    assert 'name="dtb:depth" content="3"' in ncx
    assert re.search(r"#east\" />\s*<navPoint[^>]*>\s*<navLabel>\s*<text>1 The Staithe</text>", ncx)
    assert b'epub:type="part"' in east
    assert b'epub:type="subtitle"' in east


def test_a_page_for_a_browser_has_the_headings_of_chapters_below_those_of_their_parts(parted: Project) -> None:
    page = export_html(parted.project).read_text(encoding="utf-8")
    levels = dict(re.findall(r'<section class="[^"]*" id="([\w-]+)"[^>]*>\s*<h(\d)', page))
    wanted = {"introduction": "2", "east": "2", "staithe": "3", "mill": "3", "conclusion": "2", "tides": "2"}
    assert {key: levels[key] for key in wanted} == wanted
    assert re.search(r"<h4 id=[^>]*>What it was made of</h4>", page)
    assert re.search(r'href="#east">.*?The East Bank</a>\s*<ol>\s*<li><a href="#staithe">', page)


# --- order -----------------------------------------------------------------------------------------


def piece_of(kind: str, matter: str) -> Piece:
    """A piece of a kind, of prose or of the press's making."""
    made = kind in ("half-title", "title-page", "imprint", "contents", "documents", "chronology", "colophon")
    if made or kind.startswith(("list-of", "index", "cover", "bibliography")):
        return Piece(kind=kind, anchor=kind, title=Phrase(), origin=NOWHERE)
    own = "" if kind in ("chapter", "prose") else kind
    chapter = Chapter(anchor=kind, title=(), short=Phrase(), blocks=(), origin=NOWHERE, kind=own)
    kind = "chapter" if matter == "body" else "prose"
    return Piece(kind=kind, anchor=kind, title=Phrase(), origin=NOWHERE, chapter=chapter)


@pytest.mark.parametrize("case", cases(TESTS / "cases" / "order.md"), ids=lambda case: f"order.md:{case.line}")
def test_what_is_said_of_the_order_of_pieces(case: Case) -> None:
    matter, _, kinds = case.given.partition(": ")
    empty: dict[str, Any] = {field.name: () for field in fields(Book) if field.init}
    pieces = tuple(piece_of(kind, matter) for kind in kinds.split(", "))
    told = [problem.message for problem in pieces_stand_in_order(Book(**(empty | {matter: pieces})))]
    assert "\n".join(told) == case.expected, case.sentence


def test_a_warning_of_order_may_be_silenced(parted: Project, capsys: pytest.CaptureFixture[str]) -> None:
    parted.mend(BOOK, "    - title-page\n    - contents\n", "    - contents\n    - title-page\n")
    assert cli.check(parted.project, False) == 0
    assert '"contents" stands before "title-page" [piece-order]' in capsys.readouterr().err
    silence = "- {rule: piece-order, file: book.yaml, words: contents, why: The house has them first.}\n"
    parted.write("manuscript/looks.yaml", silence)
    assert cli.check(parted.project, False) == 0
    assert capsys.readouterr().err == "no problems\n"


def test_nothing_may_have_the_number_of_another_part_for_its_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path, PARTS).mend("manuscript/chapters/3-mill.md", "---\ntitle:", "---\nid: part-1\ntitle:")
    assert project.check() == 1
    told = 'manuscript/chapters/3-mill.md:2: error: id "part-1" is that of the part of this number [duplicate-id]'
    assert told in capsys.readouterr().err

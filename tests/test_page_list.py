"""Pages of the printed book in the book without pages: each begins at the word that begins it in print."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import TOP, Project, desk_at
from markupsafe import Markup
from test_epub import Epub, words

from press import cli
from press.ebook.page_breaks import fold, with_page_breaks
from press.ebook.text_files import parse_part
from press.ebook.web_page import Parts
from press.importing.begin_folder import STARTER
from press.places import Folio, PageWords
from press.project import Project as Desk
from press.screen_editions import export_epub, export_html
from press.words.proof import Typed, read_pages

SIGN = re.compile(r'<span class="page-break" id="b-page-(\w+)"[^>]*>(?:</span>)?')
BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th|dt|dd|figcaption|caption)>")
EMBEDDED = re.compile(r"base64,[^\"]*")
WORDLESS = re.compile(
    r'<(?:span|p) class="(?:paragraph-number|line-number)"[^>]*>[^<]*</\w+>|<a class="back".*?</a>|<[^>]*>'
)


def letters(html: str) -> str:
    """What is read of HTML, its letters and figures."""
    return fold(WORDLESS.sub("", html))


def begun_as_printed(page: str, pdf: bytes, folios: dict[str, int]) -> dict[str, bool]:
    """Each page that a text has a sign of: whether the words behind the sign are the first of that page of the PDF."""
    pages = read_pages(pdf)
    page = EMBEDDED.sub("", page)
    found = {}
    for sign in SIGN.finditer(page):
        typed = [each for each in pages[folios[sign[1]] - 1].typed if not each.furniture]
        head = "".join(each.letters for each in typed[_said_again(typed) :])
        blocks = BLOCK_END.split(page[sign.end() : sign.end() + 4000])
        blocks = blocks[1:] if blocks[0] == "Plates" else blocks  # which on paper have no title
        after = next(filter(None, map(letters, blocks)))[:24]  # the next block may be one that the screen words
        at = head.find(after)
        # a word that is divided between two pages is the one before; of a table its head is said again
        found[sign[1]] = at == 0 or 0 < at <= 12
    return found


def _said_again(typed: list[Typed]) -> int:
    """How much at the head of a page only says an entry again that goes on there."""
    first = [each.text.strip() for each in typed[:4]]
    return first.index("(continued)") + 1 if "(continued)" in first else 0


def without_sign(found: dict[str, bool], pdf: bytes, sheets: dict[str, int]) -> list[str]:
    """How the pages with words begin that a text has no sign of."""
    pages = read_pages(pdf)
    rest = [pages[sheet - 1] for folio, sheet in sheets.items() if folio not in found]
    return [seen[0] for page in rest if (seen := [each.text for each in page.typed if not each.furniture])]


def made(project: Desk) -> tuple[str, bytes, dict[str, int]]:
    """A book built, and its page for a browser: that, the PDF, and on which sheet each folio stands."""
    assert cli.build(project) == 0
    slug = next(project.dist.glob("*-reading.pdf"))
    with pikepdf.open(slug) as pdf:
        sheets = {page.label: page.index + 1 for page in pdf.pages}
    return export_html(project).read_text(encoding="utf-8"), slug.read_bytes(), sheets


def test_every_page_of_the_list_begins_at_the_word_that_begins_it_in_print(tiny: Project) -> None:
    page, pdf, sheets = made(tiny.project)
    found = begun_as_printed(page, pdf, sheets)
    assert len(found) >= 14
    assert [folio for folio, right in found.items() if not right] == []
    half_title, colophon = without_sign(found, pdf, sheets)
    assert half_title == "The Ferry at Low Water"
    assert colophon.startswith("Set in ")
    epub = Epub(export_epub(tiny.project).read_bytes())
    nav = epub.pages["EPUB/nav.xhtml"]
    (listed,) = (each for each in nav.iter() if each.get("role") == "doc-pagelist")
    assert [words(each) for each in listed.iter() if each.tag.endswith("}a")] == list(found)
    assert len(epub.typed("pagebreak")) == len(found)
    record = epub.files["EPUB/content.opf"].decode()
    assert "pageBreakMarkers" in record
    assert 'property="source-of">pagination<' in record
    # indexes say the printed page, and lead to the very words
    assert "Numbers are those of the pages of the printed book" in page
    assert re.search(r'<a class="locator[^"]*" href="#m-crossing-\d">6</a>', page)


@pytest.mark.slow
@pytest.mark.parametrize("book", [STARTER, TOP / "manuscript"], ids=["starter", "krivitsky"])
def test_every_page_of_a_larger_book_begins_as_printed(book: Path, tmp_path: Path) -> None:
    project = replace(desk_at(tmp_path, book), styles=TOP / "styles")
    page, pdf, sheets = made(project)
    found = begun_as_printed(page, pdf, sheets)
    assert len(found) > 15
    assert [folio for folio, right in found.items() if not right] == []
    # the screen has no half-title, and a colophon of its own
    assert [words[:7] for words in without_sign(found, pdf, sheets)][1:] == ["Set in "]


def test_without_a_build_of_this_text_paragraphs_are_what_is_cited(tiny: Project) -> None:
    page = export_html(tiny.cold().project).read_text(encoding="utf-8")
    assert SIGN.search(page) is None
    assert "Numbers are those of paragraphs" in page
    # who listens hears the numbers that the index gives
    assert re.search(r'<span class="paragraph-number" id="b-par-1">1 </span>', page)


def parts(html: str) -> Parts:
    """One part of a book."""
    piece: Any = type("Piece", (), {"anchor": "one"})()
    empty = parse_part("").text
    return Parts(title_page=empty, contents=empty, text=((piece, html),), closing=empty)  # type: ignore[arg-type]


def paged(html: str, *pages: tuple[str, ...]) -> tuple[str, list[str]]:
    """The part with the signs of pages, and those not found."""
    printed = [PageWords(Folio(n, n), lines) for n, lines in enumerate(pages, 1)]
    made = with_page_breaks(parts(html), {"one": printed})
    html = str(made.parts.text[0][1])
    return re.sub(r'<span class="page-break" id="b-page-(\w+)"[^>]*></span>', r"[\1]", html), list(map(str, made.lost))


ONE = "The ferry went over at every tide and came"


@pytest.mark.parametrize(
    ("html", "first", "second", "wanted"),
    [
        (f"<p>{ONE} back in the dark.</p>", "", "back in the dark.", "came [2]back"),
        (f"<p>{ONE} consider-able time.</p>", "consider-", "able time.", "consider-[2]able"),
        (f"<p>{ONE} considerable time.</p>", "consider-", "able time.", "considerable [2]time."),
        (f"<p>{ONE} <em>back</em> in.</p>", "", "back in.", "came [2]<em>back"),
        (f"<p>{ONE} “back in it”.</p>", "", "“back in it”.", "came [2]“back"),
        (f'<p>{ONE}<sup class="call"><a>1</a></sup> Back in it.</p>', "1", "Back in it.", "</sup> [2]Back"),
        (f"<p>{ONE}</p><h3>Back in it</h3>", "", "Back in it", "<h3>[2]Back"),
        (
            f"<p>{ONE}</p><figure><figcaption>A boat.</figcaption></figure><p>Back in the dark</p>",
            "",
            "Back in the dark",
            "<p>[2]Back",
        ),
        (f'<p>{ONE}</p><p><span class="paragraph-number">2 </span>Back</p>', "", "Back", "2 </span>[2]Back"),
    ],
)
def test_a_page_begins_at_a_whole_word(html: str, first: str, second: str, wanted: str) -> None:
    made, lost = paged(html, (f"{ONE} {first}",), (second,))
    assert wanted in made
    assert made.startswith("<p>[1]The ferry")
    assert lost == []


def test_a_head_of_a_table_that_is_said_again_begins_no_page() -> None:
    rows = "".join(f"<tr><td>The year {n} was long and cold</td></tr>" for n in range(1900, 1910))
    html = f"<table><thead><tr><th>What the year was like</th></tr></thead><tbody>{rows}</tbody></table>"
    again = ("What the year was like", "The year 1905 was long and cold", "The year 1906 was long and cold")
    made, lost = paged(html, ("What the year was like", "The year 1900 was long and cold"), again)
    assert "<td>[2]The year 1905" in made
    assert lost == []


def test_contents_that_go_over_two_pages_of_print_have_both_though_they_say_no_folios() -> None:
    entries = "".join(f"<li><a href='#c'>The {n} chapter of them all</a></li>" for n in ("first", "second", "third"))
    contents = Markup(f"<nav id='contents'><h2>Contents</h2><ol>{entries}</ol></nav>")
    printed = [
        PageWords(Folio(5, 5, True), ("Contents", "The first chapter of them all1")),
        PageWords(Folio(6, 6, True), ("The second chapter of them all17", "The third chapter of them all33")),
    ]
    made = with_page_breaks(replace(parts(f"<p>{ONE}</p>"), contents=contents), {"contents": printed})
    told = re.sub(r"<span[^>]*id=\"b-page-(\w+)\"[^>]*></span>", r"[\1]", str(made.parts.contents))
    assert "<h2>[v]Contents" in told
    assert "[vi]<a" in told or "[vi]The second" in told
    assert "<p>[" not in str(made.parts.text[0][1])
    assert made.lost == ()


def test_what_closes_the_book_has_a_sign_only_where_it_says_what_is_printed() -> None:
    closing = Markup(
        "<div id='imprint'><p>First edition, 2024</p></div><div id='colophon'><p>Made from text.</p></div>"
    )
    printed = {
        "imprint": [PageWords(Folio(4, 4, True), ("First edition, 2024",))],
        "colophon": [PageWords(Folio(90, 86), ("Set in a type of old", "and made from text."))],
    }
    made = with_page_breaks(replace(parts(f"<p>{ONE}</p>"), closing=closing), printed)
    assert SIGN.findall(str(made.parts.closing)) == ["iv"]
    assert made.lost == ()


def test_a_page_that_begins_with_nothing_of_the_text_has_no_sign_and_is_named() -> None:
    made, lost = paged(f"<p>{ONE}</p>", (ONE,), ("Something that no template of the screen has",))
    assert lost == ["2"]
    assert "[2]" not in made

"""The page of print on which a passage of the web edition stands: as it is cited, searched, and told of in its head."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import BROWSER, Tab, browsing
from conftest import Project

from press import build as pipeline
from press.ebook.citing import linked_data, scholarly_tags
from press.ebook.search_words import searched_blocks
from press.ebook.text_files import IMPRINT, TextFile, pages_of_files, parse_part
from press.screen_editions import export_site


def sign(folio: int) -> str:
    return f'<span class="page-break" id="b-page-{folio}" role="doc-pagebreak" title="{folio}"></span>'


def number(n: int) -> str:
    return f'<span class="paragraph-number" id="b-par-{n}" aria-hidden="true">{n} </span>'


CHAPTER = (
    f'<h1 id="bh-one"><span class="chapter-number">1</span> {sign(12)}One</h1>'
    f"<p>{number(1)}The ferry"
    '<sup class="call"><a id="call-n-1" href="#n-1" role="doc-noteref">1</a></sup> went over.</p>'
    f"<p>{number(2)}{sign(13)}It came back, with <em>{sign(14)}lace</em>.</p>"
    '<section class="notes" role="doc-endnotes"><h2>Notes</h2>'
    '<ol><li><div class="note" id="n-1" role="doc-footnote"><p>A boat.</p><p>With oars.</p></div></li></ol></section>'
)
LETTER = f'<h1 id="bh-two">Two</h1><p>{number(3)}A nail.</p><p>{number(4)}{sign(15)}A lamp.</p>'
LAST = f"<h1>{sign(16)}Three</h1><p>{number(5)}{sign(17)}No more.</p>"


def files() -> tuple[TextFile, ...]:
    """A chapter, a document that begins in mid-page, one with a page of its own, and what is said of the edition."""
    told = (("one", CHAPTER), ("two", LETTER), ("three", LAST), (IMPRINT, "<h1>About</h1>"))
    return tuple(TextFile(f"{anchor}.html", anchor, "body", parse_part(html)) for anchor, html in told)


def test_a_file_that_begins_in_mid_page_stands_on_the_page_of_the_file_before() -> None:
    # the number of a chapter is printed: the sign behind it begins no file
    assert pages_of_files(files()) == (("12", "13", "14"), ("14", "15"), ("16", "17"), ())
    (numbered,) = pages_of_files([TextFile("a.html", "a", "body", parse_part(f"<p>{number(1)}{sign(3)}A</p>"))])
    assert numbered == ("3",)


def test_a_document_in_mid_page_is_cited_by_the_page_on_which_it_begins(tiny: Project) -> None:
    book, _ = pipeline.edit(tiny.small().project)
    file = files()[1]
    tags = dict(scholarly_tags(book, file, ("14", "15")))
    assert (tags["citation_firstpage"], tags["citation_lastpage"]) == ("14", "15")
    data = linked_data(book, file, ("14", "15"))
    assert (data["pageStart"], data["pageEnd"]) == ("14", "15")


@pytest.mark.parametrize(("foot", "page"), [(("n-1",), "12"), ((), "14")], ids=["at the foot", "behind the chapter"])
def test_a_note_is_found_on_the_page_where_it_is_printed(foot: tuple[str, ...], page: str) -> None:
    some = files()
    found = {each.words: each.page for each in searched_blocks(some, pages_of_files(some), foot)}
    assert (found["A boat."], found["With oars."]) == (page, page)
    assert found["The ferry went over."] == "12"
    # a paragraph that goes over is on the page on which it begins
    assert found["It came back, with lace."] == "13"
    assert (found["A nail."], found["A lamp."], found["About"]) == ("14", "15", "")


# --- in a browser ------------------------------------------------------------------------------------

ASKED = """(() => {
  document.querySelector("#b-par-%s button").click()
  const said = document.querySelector("dialog .citation").textContent
  document.querySelector("dialog").close()
  return said
})()"""
CHOSEN = "getSelection().selectAllChildren(%s)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny book as a web edition without pages. Nobody may change it."""
    return export_site(Project(tmp_path_factory.mktemp("site")).cold().project)


@pytest.fixture
def tab(folder: Path, tmp_path: Path) -> Iterator[Tab]:
    """Its first chapter in a browser, as with pages: it begins in mid-page 6, p. 7 with its second paragraph, p. 8
    with its third.
    """
    shutil.copytree(folder, tmp_path / "site")
    page = tmp_path / "site/ledger.html"
    text = page.read_text(encoding="utf-8")
    for n, folio in ((2, 7), (3, 8)):
        text, times = re.subn(rf'(id="b-par-{n}"[^>]*>{n} </span>)', rf"\g<1>{sign(folio)}", text)
        assert times == 1
    for old, new in (('"page": ""', '"page": "6"'), ('"page": "paragraph"', '"page": "p."')):
        assert text.count(old) == 1
        text = text.replace(old, new)
    text = text.replace('"pages": "paragraphs"', '"pages": "pp."')
    page.write_text(text, encoding="utf-8")
    with browsing(page.as_uri(), tmp_path) as tab:
        tab.until("document.querySelector('#b-par-1 button') && document.querySelector('.beside-note')")
        yield tab


@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_a_paragraph_that_begins_a_page_is_cited_by_it(tab: Tab) -> None:
    said = [re.findall(r", (pp?\. [\d–]+)\.$", tab.see(ASKED % n)) for n in (1, 2, 3, 4)]
    assert said == [["p. 6"], ["p. 7"], ["p. 8"], ["p. 8"]]
    tab.see(CHOSEN % "document.getElementById('b-par-3').parentElement")
    assert tab.see(ASKED % 1).endswith(" p. 8.")


@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_words_of_a_note_are_cited_by_the_page_of_its_call(tab: Tab) -> None:
    for words in ("document.querySelector('.note p')", "document.querySelector('.beside-note .note p')"):
        tab.see(CHOSEN % words)
        assert tab.see("getSelection().toString()")
        assert tab.see(ASKED % 3).endswith(" p. 6."), words


@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_a_choice_of_words_stands_on_the_pages_of_its_first_and_last_word(tab: Tab) -> None:
    # all of a paragraph chosen at once ends where the next one begins
    tab.see(
        "getSelection().setBaseAndExtent(document.getElementById('b-par-1').parentElement, 0,"
        " document.getElementById('b-par-2').parentElement, 0)"
    )
    assert tab.see(ASKED % 1).endswith(" p. 6.")
    tab.see(
        "getSelection().setBaseAndExtent(document.getElementById('b-par-1').parentElement, 0,"
        " document.getElementById('b-par-3').parentElement, 0)"
    )
    assert tab.see(ASKED % 1).endswith(" pp. 6–7.")


def test_the_script_of_a_page_is_told_where_its_notes_stand(folder: Path) -> None:
    for name, foot in (("ledger.html", True), ("index-of-names.html", False)):
        text = (folder / name).read_text(encoding="utf-8")
        told = json.loads(re.findall(r'id="b-told">(.*?)</script>', text)[0])
        assert (told["foot"], told["page"]) == (foot, "")

"""The book as one HTML page: whole, linked both ways, in need of nothing else, and fit to be listened to."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from conftest import TINY, TOP, Project, desk_at

from press import build as pipeline
from press import cli
from press.book import Book
from press.citations.wording import Wording
from press.ebook.paragraphs import number_paragraphs
from press.importing.begin_folder import STARTER
from press.lines import lines_within
from press.problem import Origin
from press.screen_editions import export_html
from press.text import Note, Text, plain, walk

LANDMARKS = {"doc-chapter", "doc-endnotes", "doc-bibliography", "doc-index", "doc-toc"}


class Page:
    """A page parsed as a browser parses it."""

    def __init__(self, path: Path) -> None:
        self.source = path.read_text(encoding="utf-8")
        self.root = tinyhtml5.parse(self.source, namespace_html_elements=False)
        self.ids = Counter(each.get("id") for each in self.root.iter() if each.get("id"))

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """The elements of a tag with these attributes."""
        return [
            each
            for each in self.root.iter()
            if isinstance(each.tag, str)
            and (not tag or each.tag == tag)
            and all(each.get(name.rstrip("_")) == value for name, value in attributes.items())
        ]

    def by_id(self, anchor: str) -> Element:
        """The element of an id."""
        return next(each for each in self.root.iter() if each.get("id") == anchor)


def words(element: Element) -> str:
    """What is read, one space between words."""
    return " ".join("".join(element.itertext()).split())


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


OF_STARTER = pytest.param(STARTER, id="starter", marks=pytest.mark.slow)


@pytest.fixture(scope="module", params=[pytest.param(TINY / "manuscript", id="tiny"), OF_STARTER])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Wording, Page]:
    """A book and its page."""
    top = tmp_path_factory.mktemp("web")
    # a store of its own: where another test has set the book, its pages would be known, and stand in the index
    project = replace(desk_at(top, request.param), styles=TOP / "styles", cache=top / ".cache")
    book, _, wording, problems = pipeline.prepare(project)
    assert problems == ()
    return book, wording, Page(export_html(project))


@pytest.fixture(scope="module")
def page(made: tuple[Book, Wording, Page]) -> Page:
    return made[2]


def test_every_link_into_the_page_has_its_place_and_no_place_stands_twice(page: Page) -> None:
    assert [anchor for anchor, count in page.ids.items() if count > 1] == []
    inward = [href[1:] for each in page.all("a") if (href := each.get("href", "")).startswith("#")]
    assert len(inward) > 30
    assert [anchor for anchor in inward if anchor not in page.ids] == []


def test_the_page_tells_search_engines_which_book_it_is(page: Page) -> None:
    (data,) = page.all("script", type="application/ld+json")
    told = json.loads("".join(data.itertext()))
    assert told["@type"] == "Book"
    assert words(page.all("h1")[0]).startswith(told["name"])
    assert told["author"] and all(each["name"] for each in told["author"])


def test_the_page_asks_for_nothing_that_it_does_not_hold(page: Page) -> None:
    for each in page.root.iter():
        for name in ("src", "srcset", "data", "poster", "background"):
            assert each.get(name, "data:").startswith("data:"), each.attrib
        # data of the book are no script
        assert each.tag != "script" or each.get("type") == "application/ld+json"
        assert each.tag not in ("link", "iframe", "object", "embed", "base")
        assert re.fullmatch(r"(?:width: [\d.]+(?:%|cm|mm|in|pt))?", each.get("style") or "")
    sheet = words(page.all("style")[0])
    assert "url(" not in sheet
    assert "@import" not in sheet
    policy = [each for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy[0].get("content", "")


def test_every_note_is_whole_and_reached_from_its_call_and_back(made: tuple[Book, Wording, Page]) -> None:
    book, wording, page = made
    # those with letters stand below their tables
    notes = [each for each in walk((book.pieces, book.documents)) if isinstance(each, Note) and not each.lettered]
    calls = {each.get("href", "")[1:]: each for each in page.all("a", role="doc-noteref")}
    assert calls.keys() == {note.anchor for note in notes}
    for note in notes:
        item = page.by_id(note.anchor)
        entry = next(each for each in page.all("li") if item in list(each))
        assert entry.get("value", note.mark) == words(calls[note.anchor]) == note.mark
        paragraphs = lines_within(wording.note(note))
        listened = letters(words(item))
        assert all(letters(text) in listened for text in texts(paragraphs))
        back = [each for each in item.iter("a") if each.get("role") == "doc-backlink"]
        assert [each.get("href") for each in back] == [f"#{calls[note.anchor].get('id')}"]


def texts(node: object) -> Iterator[str]:
    """The texts of a block as written, without its notes, which are worded by others."""
    for each in node if isinstance(node, tuple) else ():
        yield from texts(each)
    if isinstance(node, Text):
        yield node.text
    elif is_dataclass(node) and not isinstance(node, (Note, Origin)):
        for field in fields(node):
            yield from texts(getattr(node, field.name))


def test_the_words_of_the_book_are_all_there(made: tuple[Book, Wording, Page]) -> None:
    book, wording, page = made
    read = letters(words(page.all("body")[0]))
    for piece in book.pieces:
        for block in piece.chapter.blocks if piece.chapter else ():
            for text in texts(block):
                assert letters(text) in read, text
    for document in book.documents:
        assert letters(plain(document.title)) in read
    for _, entries in wording.bibliography:
        for _, entry in entries:
            assert letters(plain(entry)) in read


def test_headings_go_down_by_one_and_the_book_has_one_title(page: Page) -> None:
    levels = [int(each.tag[1]) for each in page.root.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels[0] == 1 or levels.count(1) == 1
    main = [level for level in levels if level > 1]
    assert main[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(main))


def test_who_listens_is_told_the_language_the_pictures_and_the_landmarks(page: Page) -> None:
    assert page.root.get("lang") == "en-GB"
    assert page.all("title")[0].text
    pictures = page.all("img")
    assert pictures
    idle = {each for block in page.root.iter() if block.get("class") == "decorative" for each in block}
    assert all((each.get("alt") == "") if each in idle else each.get("alt") for each in pictures)
    assert [len(page.all(tag)) for tag in ("header", "main", "footer")] == [1, 1, 1]
    assert page.all("body")[0][0].get("href") == f"#{page.all('main')[0].get('id')}"
    assert page.all(role="doc-toc")
    named = [each for each in page.root.iter() if each.get("role") in LANDMARKS or each.tag == "nav"]
    names = [landmark_name(page, each) for each in named]
    assert all(names)
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert all(each.get("scope") in ("col", "row", "colgroup", "rowgroup") for each in page.all("th"))
    assert all(words(each) or each.get("aria-label") for each in page.all("a"))


def landmark_name(page: Page, element: Element) -> str:
    if label := element.get("aria-label"):
        return label
    return " ".join(words(page.by_id(anchor)) for anchor in element.get("aria-labelledby", "").split())


def paragraphs_of(page: Page, anchor: str) -> list[str]:
    """The numbers of the paragraphs in an element, or of the one in which or after which it stands in its unit; of the
    unit's first if it stands before that.
    """
    target = page.by_id(anchor)
    around = [each for each in page.all("section") if target in each.iter() and each.get("role") != "doc-endnotes"]
    unit = around[-1]
    before, within, after = [], [], []
    inside, now = set(target.iter()), before
    for each in unit.iter():
        now = after if each is target else now
        if each.get("class") == "paragraph-number":
            (within if each in inside else now).append(words(each))
    return within or before[-1:] or after[:1]


def test_the_index_gives_the_paragraph_in_which_the_person_is_named(page: Page) -> None:
    links = [each for each in page.all("a") if "locator" in (each.get("class") or "").split()]
    assert len(links) > 5
    notes = page.all(role="doc-footnote")
    for link in links:
        anchor = (link.get("href") or "")[1:]
        note = next((each for each in notes if page.by_id(anchor) in each.iter()), None)
        where = paragraphs_of(page, anchor if note is None else f"call-{note.get('id')}")
        number, _, mark = words(link).replace("\u2060", "").partition("n")
        first, _, last = number.partition("–")
        assert first == where[0], words(link)
        assert where[-1].endswith(last), words(link)
        assert not mark or (note is not None and note.get("id", "").endswith(f"-{mark}"))


def test_paragraphs_are_numbered_without_a_gap_in_the_order_of_the_book(page: Page) -> None:
    numbers = [words(each) for each in page.root.iter() if each.get("class") == "paragraph-number"]
    arabic = [int(number) for number in numbers if number.isdecimal()]
    assert arabic == list(range(1, len(arabic) + 1))
    roman = [number for number in numbers if not number.isdecimal()]
    assert roman == ["i", "ii", "iii"][: len(roman)]
    assert numbers == [*roman, *map(str, arabic)]


def test_a_text_without_a_paragraph_of_its_own_has_a_number_all_the_same(tiny: Project) -> None:
    path = "manuscript/documents/01-lantern-letter.md"
    header = tiny.read(path).rsplit("---\n", 1)[0].replace("headnote: |\n", "# ").replace("  The letter was", "#")
    header = "\n".join(line for line in header.splitlines() if not line.startswith("  hand")) + "\n"
    tiny.write(path, f"{header}---\n> Sir, the nail will no longer bear.\n")
    book, _ = pipeline.edit(tiny.project)
    numbering = number_paragraphs(book)
    extract = book.documents[0].blocks[0]
    assert numbering.number(extract)
    assert [str(place) for place in numbering.places["lantern-letter"]] == [numbering.number(extract)]


def test_a_document_and_its_notes_say_their_language_if_it_is_not_the_book_s(tiny: Project) -> None:
    tiny.mend("manuscript/documents/01-lantern-letter.md", "treatment: full", "treatment: full\nlanguage: fr")
    page = Page(export_html(tiny.project))
    assert [each.get("lang") for each in page.all(class_="document-text")] == ["fr"]
    notes = {anchor: page.by_id(f"n-lantern-letter-{anchor}").get("lang") for anchor in "a1"}
    assert notes == {"a": "fr", "1": "en-GB"}


def test_the_same_book_gives_the_same_page(tiny: Project) -> None:
    assert export_html(tiny.project).read_bytes() == export_html(tiny.project).read_bytes()


def test_a_fault_leaves_the_last_good_page(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.html(tiny.project) == 0
    before = (tiny.top / "dist/tiny.html").read_bytes()
    tiny.mend("styles/web/documents.html.j2", "{{ document.number }}", "{{ document.nummer }}")
    assert cli.html(tiny.project) == 1
    assert capsys.readouterr().err.startswith("styles/web/documents.html.j2:12: error: UndefinedError: ")
    assert (tiny.top / "dist/tiny.html").read_bytes() == before


def test_a_picture_outside_the_manuscript_is_not_embedded(
    tiny: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.svg"
    secret.write_text("<svg/>")
    tiny.remove("manuscript/figures/chart.svg")
    (tiny.top / "manuscript/figures/chart.svg").symlink_to(secret)
    assert cli.html(tiny.project) == 1
    assert not (tiny.top / "dist/tiny.html").exists()

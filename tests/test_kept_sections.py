"""Sections that are kept as they were composed are those that would be composed, whatever has changed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest
from conftest import TESTS, TOP, Project

from press import build as pipeline
from press.book import Book
from press.citations.wording import Wording
from press.compose.compose import Composer, Section
from press.compose.kept import MORE, OWN, KeptSections
from press.places import Folio
from press.problem import Faulty
from press.store import Store, digest_of, written_out
from press.style.style import Style

ONE, TWO = "manuscript/chapters/01-the-ledger.md", "manuscript/chapters/02-the-crossing.md"
LETTER, YAML = "manuscript/documents/01-lantern-letter.md", "manuscript/book.yaml"
FURTHER = {"contents", "figures", "maps", "credited", "tables", "note_groups"}
"""Names by which a template looks at all of the book: what uses one is composed each time."""


class Everywhere(dict[str, tuple[Folio, ...]]):
    """Every anchor has a page, each its own; `moved` by so many."""

    def __init__(self, moved: int = 0) -> None:
        super().__init__()
        self.moved = moved

    def get(self, key: str, _: Any = None) -> tuple[Folio, ...]:
        return self[key]

    def __missing__(self, key: str) -> tuple[Folio, ...]:
        page = 1 + self.moved + sum(map(ord, key)) % 300
        return (Folio(page, page),)


class Lost(jinja2.FileSystemLoader):
    """Templates of which none is there when it is wanted."""

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        raise jinja2.TemplateNotFound(template)


def prepared(project: Project) -> tuple[Book, Style, Wording]:
    return pipeline.prepare(project.project)[:3]


def both_ways(
    store: Store, book: Book, style: Style, wording: Wording, places: Everywhere
) -> tuple[dict[str, Section], dict[str, Section]]:
    """The sections of a book as they are kept, or composed, and as they are composed anew; the lines that each way
    knows must be the same.
    """
    composer, fresh = Composer(book, style, wording), Composer(book, style, wording)
    kept = KeptSections(composer, store, digest_of(style.folders))
    found = {}
    for piece in book.pieces:
        index = composer.index(piece, places)
        found[piece.anchor] = (kept.compose(piece, places, index), fresh.compose(piece, places, {}, index))
    assert composer.origins == fresh.origins
    assert {key: str(origin) for key, origin in composer.origins.items()} == {
        key: str(origin) for key, origin in fresh.origins.items()
    }
    return {key: one for key, (one, _) in found.items()}, {key: other for key, (_, other) in found.items()}


CHANGES = {
    "a sentence": (TWO, "It was lace. Tomas", "It was lace. So it is said. Tomas"),
    "a line before all others": (TWO, "It was lace. Tomas", "It was so.\n\nIt was lace. Tomas"),
    "a note in another chapter": (ONE, "is another.[^lamp]", "is another.^[So it is.][^lamp]"),
    "the title of another chapter": (ONE, "title: The Ledger of *Saltmarsh* Ferry", "title: The Book of the Ferry"),
    "the short title of a chapter": (ONE, "short: The Ledger", "short: A Ledger"),
    "a heading of another chapter": (ONE, "## What the columns say", "## What the columns do not say"),
    "the title of a document": (LETTER, "title: Ada Quill to Jonas Verrall", "title: Quill to the harbour master"),
    "the text of a document": (LETTER, "A new nail was found.", "A new nail was sought."),
    "the source of a document": (LETTER, "printed, with two errors, in", "printed, with an error, in"),
    "a caption": (TWO, "The estuary at low water.", "The estuary at high water."),
    "the order of the chapters": (
        YAML,
        "    - chapters/01-the-ledger.md\n    - chapters/02-the-crossing.md\n",
        "    - chapters/02-the-crossing.md\n    - chapters/01-the-ledger.md\n",
    ),
    "a piece less": (YAML, "    - list-of-figures\n", ""),
    "the title of the book": (YAML, "title: The Ferry at Low Water", "title: The Ferry at High Water"),
    "the language of the book": (YAML, "language: en-GB", "language: en-US"),
    "the publisher": (YAML, "publisher: The Staithe Press", "publisher: The Stage Press"),
    "the name of a person": (
        "manuscript/people.yaml",
        "{family: Verrall, given: Jonas}",
        "{family: Verrall, given: Jonah}",
    ),
    "what is told of a person": ("manuscript/people.yaml", "gloss: harbour master", "gloss: master of the harbour"),
    "the date of an event": ("manuscript/events.yaml", "date: 1903-02-11", "date: 1903-02-12"),
    "what an event refers to": ("manuscript/events.yaml", "see: ledger", "see: crossing"),
    "a source": ("manuscript/sources.yaml", "Pelham", "Pelhamme"),
    "a template": ("styles/base/chapter.html.j2", '<div class="text">', '<div class="text" lang="de">'),
    "the macros of all templates": ("styles/base/text.html.j2", "<em>{{", '<em lang="de">{{'),
    "a template of a style that another extends": ("styles/base/section.html.j2", "<head>", '<head data-new="1">'),
    "a word of the style": ("styles/base/style.yaml", "  chapter: chapter\n", "  chapter: section\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_kept_is_what_would_be_composed(tmp_path: Path, change: str) -> None:
    project = Project(tmp_path)
    store = Store(tmp_path / "kept")
    before, _ = both_ways(store, *prepared(project), Everywhere())
    name, old, new = CHANGES[change]
    text = project.read(name)
    assert old in text
    project.write(name, text.replace(old, new, 1))
    kept, composed = both_ways(store, *prepared(project), Everywhere())
    assert kept == composed
    assert kept != before


@pytest.mark.parametrize("name", ["parts", "notes", "figures", "registers", "drama", "tables", "volume", "edition"])
def test_so_it_is_with_books_of_every_kind(tmp_path: Path, name: str) -> None:
    project, store = Project(tmp_path, TESTS / "books" / name), Store(tmp_path / "kept")
    book, style, wording = prepared(project)
    both_ways(store, book, style, wording, Everywhere())
    kept, composed = both_ways(store, book, style, wording, Everywhere())
    assert kept == composed
    chapter = max((piece for piece in book.body if piece.chapter), key=lambda piece: len(written_out(piece)))
    assert chapter.chapter
    longer = replace(chapter, chapter=replace(chapter.chapter, blocks=chapter.chapter.blocks * 2))
    book = replace(book, body=tuple(longer if piece is chapter else piece for piece in book.body))
    kept, composed = both_ways(store, book, style, wording, Everywhere(moved=3))
    assert kept == composed


def test_what_has_not_changed_is_not_composed_again(tmp_path: Path) -> None:
    project = Project(tmp_path)
    store, places = Store(tmp_path / "kept"), Everywhere()
    both_ways(store, *prepared(project), places)
    project.mend(ONE, "who was thirty-one years old", "who was thirty-two years old")
    book, style, wording = prepared(project)
    assert isinstance(style.templates.loader, jinja2.FileSystemLoader)
    lost = jinja2.Environment(loader=Lost(style.templates.loader.searchpath))
    composer = Composer(book, replace(style, templates=lost), wording)
    kept = KeptSections(composer, store, digest_of(style.folders))
    again = set()
    for piece in book.pieces:
        try:
            kept.compose(piece, places, composer.index(piece, places))
        except Faulty:
            again.add(piece.anchor)
    assert again == {"ledger", "contents", "list-of-figures"}


def test_of_every_name_that_a_template_may_use_it_is_told_whether_it_looks_further() -> None:
    view = (TOP / "press" / "compose" / "view.py").read_text(encoding="utf-8")
    context = view.partition("context: dict[str, Any] = {")[2].partition("\n        }\n")[0]
    names = set(re.findall(r'^ +"(\w+)":', context, re.MULTILINE))
    assert len(names) > 20
    assert names <= OWN | MORE.keys() | FURTHER
    assert not FURTHER & (OWN | MORE.keys())


def test_a_book_that_keeps_nothing_is_composed(tmp_path: Path) -> None:
    kept, composed = both_ways(Store(None), *prepared(Project(tmp_path)), Everywhere())
    assert kept == composed

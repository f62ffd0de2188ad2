"""A place in the text may have an id, to whose page, or paragraph in a browser, the text refers."""

from __future__ import annotations

from conftest import Project

from press import build as pipeline
from press.book import Book
from press.ebook.paragraphs import number_paragraphs
from press.problem import Problem
from press.text import Mention, Reference, walk

TEXT = """---
title: The Quay
id: quay
---
She went to [the quay]{#steps} and[]{#point} home. See [](#steps){.page}, [there](#point), and [](#steps).
"""


def edited(tiny: Project, text: str) -> tuple[Book, tuple[Problem, ...]]:
    """The book with another first chapter."""
    first = min(tiny.top.glob("manuscript/chapters/*.md"))
    tiny.write(first.relative_to(tiny.top).as_posix(), text)
    return pipeline.edit(tiny.project)


def test_a_place_is_a_target_of_references_and_says_nothing_else(tiny: Project) -> None:
    book, problems = edited(tiny, TEXT)
    assert not [each for each in problems if each.rule.name in ("unknown-mark", "nothing-in-it")]
    assert {book.targets[name].kind for name in ("steps", "point")} == {"place"}
    chapter = next(each.chapter for each in book.body if each.anchor == "quay")
    forms = [each.form for each in walk(chapter.blocks) if isinstance(each, Reference)]
    assert forms == ["page", "words", "label"]
    # and is in no index, but on the words beside it, so that these and it are on one page
    marked = [each for each in walk(chapter.blocks) if isinstance(each, Mention) and each.mark == "id"]
    assert [each.anchor for each in marked] == ["steps", "point"]
    assert not [each for each in book.occurrences if each.anchor in ("steps", "point")]
    assert number_paragraphs(book).places["steps"]


def test_two_places_of_one_id_are_told(tiny: Project) -> None:
    _, problems = edited(tiny, TEXT.replace("#point}", "#steps}"))
    assert any('id "steps" stands twice' in each.message for each in problems)

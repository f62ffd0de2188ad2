"""Calls in the text: they stay with their words, leave the lines their pitch, and are told apart when two meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Project
from laid_out import Shop
from poppler import poppler
from weasyprint.formatting_structure import boxes

from press.store import Store

PITCH = 18  # CSS px, the line of the classic style
WORDS = "The ferry went over at every tide and came back with whoever was waiting on the other side of the river"
MANY = " ".join(f"{word}^[Note to word {n}.]" if n % 7 == 3 else word for n, word in enumerate((WORDS.split() * 16), 1))
CHAPTER = f"""\
---
title: Calls of *every* kind^[A note to the title.]
id: crossing
---
{MANY}.

Two calls meet here.^[The first of two.]^[The second of two.]

## A heading with a call^[A note to the heading.]

> A quotation with a call.^[A note in the quotation.]

- An item with a call.^[A note in the list.]

| Head | Other |
| --- | --- |
| A cell^[A note in the table.] | another |

![A caption with a call.^[A note to the caption.]](figures/estuary.svg){{#river alt="A river."}}

{MANY}.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], Path]:
    """The tiny book with a chapter full of calls: its pages as laid out, and its PDF."""
    # cold, for pages that are not written are not kept
    project = Project(tmp_path_factory.mktemp("calls") / "book").brief().cold()
    figure = next((project.top / "manuscript" / "figures").glob("*.svg")).name
    old = project.read("manuscript/chapters/02-the-crossing.md")
    known = "".join(f"\n\n{line}" for line in old.split("\n") if line.startswith("!["))
    chapter = CHAPTER.replace("figures/estuary.svg", f"figures/{figure}")
    anchor = re.search(r"^id: (\S+)$", old, re.MULTILINE)
    chapter = chapter.replace("id: crossing", f"id: {anchor[1]}") if anchor else chapter.replace("id: crossing\n", "")
    project.write("manuscript/chapters/02-the-crossing.md", chapter + known)
    ledger = "manuscript/chapters/01-the-ledger.md"
    project.write(ledger, re.sub(r"\[\^?[^\]]*\]\(#[^)]*\)(\{[^}]*\})?", "elsewhere", project.read(ledger)))
    shop = Shop(project.top, Store(project.project.cache))
    setting = next(s for s in shop.proof().settings if s.piece.kind == "chapter" and "Calls" in str(s.piece.title))
    return shop.pages(setting), project.make()


@pytest.fixture(scope="module")
def text(made: tuple[list[Any], Path]) -> str:
    """The words of the book."""
    return poppler("pdftotext", made[1])


def lines(page: Any) -> Iterator[Any]:
    """The lines of running text of a page: neither notes nor margins, tables, captions, headings nor quotations."""
    for child in page._page_box.children:
        if isinstance(child, (boxes.FootnoteAreaBox, boxes.MarginBox)):
            continue
        for box in child.descendants():
            if (
                box.element_tag == "p"
                and box.element.get("id", "").startswith("b-")
                and isinstance(box, boxes.BlockBox)
            ):
                yield from (line for line in box.children if isinstance(line, boxes.LineBox))


def words(box: Any) -> list[str]:
    return [each.text for each in box.descendants() if isinstance(each, boxes.TextBox)]


@pytest.mark.slow
def test_no_line_begins_with_a_call(made):
    pages, _ = made
    for page in pages:
        for line in lines(page):
            first = next(iter(line.children), None)
            assert first is None or not str(first.element_tag).endswith("::footnote-call"), words(line)


def test_a_call_does_not_change_the_pitch_of_its_line(made):
    pages, _ = made
    heights = {round(line.height, 3) for page in pages for line in lines(page)}
    assert heights == {PITCH}


def test_lines_of_text_stand_back_to_back(made):
    pages, _ = made
    first = pages[1]
    tops = sorted({round(line.position_y, 2) for line in lines(first)})
    assert len(tops) >= 10
    assert all(round((b - a) / (PITCH / 2), 2).is_integer() for a, b in pairwise(tops))


def test_two_calls_that_meet_are_told_apart(text):
    found = re.search(r"Two calls meet here\.(\d+),\s?(\d+)", text.replace("\u2060", "").replace("\u2009", " "))
    assert found, "no two numbers with a comma between them"
    assert int(found[2]) == int(found[1]) + 1


def test_a_call_in_a_title_or_heading_reaches_neither_outline_nor_running_head(made):
    _, path = made
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        titles = [item.title for top in outline.root for item in (top, *top.children)]
    assert "Calls of every kind" in titles
    assert "A heading with a call" in titles
    heads = poppler("pdftotext", path, "-layout")
    assert re.search(r"^\f? +Calls of every kind +\d+$", heads, re.MULTILINE)
    assert not re.search(r"Calls of every kind1 +\d+$", heads, re.MULTILINE)


PLACES = ("to the title", "to the heading", "in the quotation", "in the list", "in the table", "to the caption")


@pytest.mark.parametrize("where", PLACES)
def test_a_note_works_wherever_it_stands(text, where):
    assert len(re.findall(rf"A note {where}\.", text)) == 1

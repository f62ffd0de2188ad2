"""Verse: as it is written, read again for the account, brought in, and set on pages."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import TOP
from laid_out import bare

from press.editing.blocks import parse_text
from press.fields import Written
from press.importing.tree.reader import Tree
from press.importing.writing.markdown import MarkdownWriter
from press.problem import Origin, Problem
from press.text import Text, Verse, VerseLine
from press.words.plain_markdown import UnitNotes, read_plain

SONG = """| The tide is *out, and
|   still* he waits^[So he says.]
|     among the \\| boats
|
| "Who calls?"
|
| --- R. Thwaite, *Boats*"""
BLOCK = """::: {.verse source="Old *song*"}
The tide is out,
  and still he waits.
:::

So they sing."""


def verse(text: str) -> Verse:
    problems: list[Problem] = []
    found = parse_text(Written(text, Origin("x.md", 1)), problems)[0]
    assert problems == [] and isinstance(found, Verse)
    return found


@pytest.mark.parametrize("text", [SONG, BLOCK, "| 1. First\n|     2. # Second\n|\n|  > Third"])
def test_verse_that_is_written_by_an_import_reads_as_it_did(text: str) -> None:
    before = verse(text)
    again = verse(MarkdownWriter().text((before,)))
    assert [[(line.indent, line.inlines) for line in each] for each in again.stanzas] == [
        [(line.indent, line.inlines) for line in each] for each in before.stanzas
    ]
    assert again.source == before.source


def test_an_import_keeps_the_indents_that_pandoc_has_as_hard_spaces() -> None:
    lines = [[{"t": "Str", "c": "One"}], [{"t": "Str", "c": "\u00a0\u00a0Two"}], [], [{"t": "Str", "c": "Three"}]]
    (found,) = Tree("x.docx").read([{"t": "LineBlock", "c": lines}])
    assert isinstance(found, Verse)
    assert found.stanzas == ((VerseLine((Text("One"),)), VerseLine((Text("Two"),), 2)), (VerseLine((Text("Three"),)),))


def test_the_account_reads_the_source_below_the_lines() -> None:
    run, _ = read_plain(BLOCK, 1, UnitNotes("x.md"))
    assert " ".join(word.letters for word in run.words) == "the tide is out and still he waits old song so they sing"


def test_the_account_knows_the_word_by_which_a_paragraph_resumes() -> None:
    run, _ = read_plain("> Quoted\n\n\\noindent as he said.", 1, UnitNotes("x.md"))
    assert " ".join(word.letters for word in run.words) == "quoted as he said"


WORD = [{"t": "RawInline", "c": ["tex", "\\noindent "]}, {"t": "Str", "c": "\\noindent"}]


@pytest.mark.parametrize("word", WORD)
def test_a_paragraph_that_resumes_is_kept_by_an_import(word: dict[str, Any]) -> None:
    quoted = {"t": "BlockQuote", "c": [{"t": "Para", "c": [{"t": "Str", "c": "Quoted"}]}]}
    blocks = Tree("x.md").read([quoted, {"t": "Para", "c": [word, {"t": "Space"}, {"t": "Str", "c": "on"}]}])
    assert MarkdownWriter().text(blocks) == "> Quoted\n\n\\noindent on\n"


SHEET = (TOP / "styles" / "base" / "structure.css").read_text(encoding="utf-8")


def boxes(html: str) -> list[list[Any]]:
    """The lines of verse on each page, set by the rules that hold in every style."""
    sheet = f"<style>{SHEET} p {{ margin: 0 }} .poem {{ margin: 0 auto }}</style>"
    return [
        [
            box
            for box in page._page_box.descendants()
            if "verse-line" in _class(box) and type(box).__name__ == "BlockBox"
        ]
        for page in bare(f"{sheet}{html}", "")
    ]


def _class(box: Any) -> str:
    return box.element.get("class", "") if box.element is not None else ""


@pytest.mark.parametrize("name", ["poem", "entries"])
def test_verse_and_a_list_with_folios_are_as_wide_as_their_longest_line_between_auto_margins(name: str) -> None:
    lines = "<p>Sea</p><p>The Ferry and the Bar</p>"
    (page,) = bare(f'<div style="float: left">{lines}</div><div class="{name}" style="margin: 0 auto">{lines}</div>')
    body, shrunk, fitted = (box for box in page._page_box.descendants() if box.element_tag in ("body", "div"))
    assert fitted.width == shrunk.width < body.width
    assert fitted.margin_left == pytest.approx((body.width - fitted.width) / 2)


@pytest.mark.parametrize("before", range(16, 34))
def test_no_stanza_leaves_one_line_behind_nor_sends_one_on(before: int) -> None:
    stanza = '<div class="stanza">' + '<p class="verse-line">Row</p>' * 4 + "</div>"
    found = boxes("<p>x</p>" * before + f'<blockquote class="poem">{stanza * 3}</blockquote>')
    assert sum(map(len, found)) == 12
    assert all(len(page) % 4 != 1 for page in found)


def test_what_a_note_says_makes_no_line_of_verse_too_long() -> None:
    problems: list[Problem] = []
    parse_text(Written(f"| So^[{'It was so. ' * 40}]\n| it is\n", Origin("x.md", 1)), problems)
    assert problems == []
    parse_text(Written(f"| {'so it was ' * 40}\n| it is\n", Origin("x.md", 1)), problems)
    assert [each.rule.name for each in problems] == ["verse-line"]

"""What the account of words is held against: read by one process or another, it is the same to the byte."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from conftest import TESTS, Project

from press import build as pipeline
from press.words.copy_style import copy_style
from press.words.copytext import read_copytext
from press.words.plain_markdown import UnitNotes, read_plain
from press.words.written_copytext import copied, copied_apart, read_piece, read_sources

BOOKS = ["forms", "margins", "notes", "registers", "tables", "volume"]


@pytest.mark.parametrize("name", BOOKS)
def test_another_process_is_given_what_of_a_style_it_needs_and_reads_the_same_to_the_byte(
    name: str, tmp_path: Path
) -> None:
    project = Project(tmp_path, TESTS / "books" / name).project
    style = pipeline.style_of(project, pipeline.edit(project)[0])
    with ProcessPoolExecutor(1, get_context("spawn")) as other:  # which has hashes of its own
        there = other.submit(copied_apart, None, (project, copy_style(style))).result()
    assert there == copied(project, style)


@pytest.mark.parametrize("name", BOOKS)
def test_a_piece_that_has_been_written_is_read_as_it_was(name: str, tmp_path: Path) -> None:
    project = Project(tmp_path, TESTS / "books" / name).project
    style = pipeline.style_of(project, pipeline.edit(project)[0])
    written, copytext = copied(project, style), read_copytext(project, style)
    assert tuple(map(read_piece, written.pieces)) == copytext.pieces
    assert read_sources(written) == copytext.sources


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One\u00a0two\u2003three\tfour", ["one:7", "two:7", "three:7", "four:7"]),
        ("half&shy;way, half*way*\non *half", ["halfway:7", "halfway:7", "on:8", "half:8"]),
        ("a\\\nb \\* c!\n\n![d](e.svg) f", ["a:7", "b:8", "c:8", "d:10", "f:10"]),
        ("Who! [what\nwhere]{.x}when ^[note] why", ["who:7", "what:7", "wherewhen:8", "why:8"]),
        ("end.\n\n    \nm. by\n\nm, p.", ["end:7", "by:10", "m:12", "p:12"]),
    ],
)
def test_the_plain_reader_knows_where_words_end_and_their_lines(text: str, words: list[str]) -> None:
    run, _ = read_plain(text, 7, UnitNotes("x.md"))
    assert [f"{word.letters}:{word.line}" for word in run.words if word.sure and word.letters] == words

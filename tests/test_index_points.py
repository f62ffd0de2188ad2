"""Marks for an index without words leave the type as it is: on the PDF every word stands where it would without."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from conftest import TESTS, Project
from poppler import poppler

BOOK = """title: A Book
language: en-GB
indexes:
  - {id: subjects, file: subjects.yaml}
contents:
  body:
    - chapters/one.md
  back:
    - {piece: index, of: subjects}
"""
WORDS = "The Tolls of Trieste Were Yielding To Vienna and AVERAGE To *Travel* We Very Well in Tyrol, (To) “Two”".split()
MARK = re.compile(r"\[\]\{[^}]*\}")


def text(seed: int) -> str:
    """Three paragraphs of words that are kerned with the space before them, with marks on many of them."""
    rng = random.Random(seed)
    words = [rng.choice(WORDS) for _ in range(600)]
    marked = [rng.choice(("[]{subject=tolls}", f"[]{{subject=fog sub=s{n}}}", "", "")) for n in range(600)]
    edges = {40: "[]{subject=fog .begin}", 560: "[]{subject=fog .end}", 300: "[]{subject=tolls}[]{subject=fog}"}
    line = [edges.get(n, mark) + word for n, (mark, word) in enumerate(zip(marked, words, strict=True))]
    line[150] += "^[[]{subject=fog sub=note}To Tyrol, []{subject=tolls}*Two* Tolls Very Well.]"
    line[200] = "*[]{subject=fog sub=italic}Toll To* To[]{subject=fog sub=behind}"
    return "\n\n".join(" ".join(line[n : n + 200]) for n in (0, 200, 400))


def made(top: Path, chapter: str, style: str) -> Path:
    """The PDF of a book of one chapter, which has one mark more behind it all."""
    project = Project(top, TESTS / "books" / "tiny").remove("manuscript")
    project.write("manuscript/book.yaml", BOOK.replace("contents:", f"style: {style}\ncontents:"))
    project.write("manuscript/people.yaml", "[]\n").write("manuscript/sources.yaml", "references: []\n")
    project.write("manuscript/subjects.yaml", "- {id: tolls, heading: tolls}\n- {id: fog, heading: fog}\n")
    behind = "\n\nThe end of [tolls]{subject=tolls} and [fog]{subject=fog}.\n"
    return project.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\n{chapter}{behind}").make()


@pytest.mark.slow
@pytest.mark.parametrize("style", ["classic", "modern"])
def test_marks_without_words_leave_every_word_where_it_is(style: str, tmp_path: Path) -> None:
    chapter = text(1)
    marked, bare = (made(tmp_path / name, each, style) for name, each in (("a", chapter), ("b", MARK.sub("", chapter))))
    boxes = [re.findall(r"<(?:word|page) .*", poppler("pdftotext", each, "-bbox")) for each in (marked, bare)]
    ends = [next(n for n, box in enumerate(each) if ">fog.</word>" in box) for each in boxes]
    assert ends[0] == ends[1] > 600
    assert boxes[0][: ends[0]] == boxes[1][: ends[1]]

"""Plain texts: their notes in every form are at their calls, and what is none of the author's is left out, and told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import fill

import pytest
from typescripts import Imported

from press.importing.assemble import assemble
from press.importing.receive import receive
from press.importing.structure.collection import collect
from press.importing.typed.plain_text import read_plain

LETTERS = str.maketrans("0123456789", "abcdefghij")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
Written = Callable[[int, str], str]


def made(text: str, file: Path | None = None) -> tuple[str, str]:
    """The chapters that a text becomes, each line of them one with the next, and the report."""
    if file:
        file.write_text(text, encoding="utf-8")
        text = receive(file).text
    files = assemble(collect("t.txt", [read_plain("t.txt", text)]), lambda _: True).files
    chapters = "\n".join(files[path].decode() for path in files if path.endswith(".md") and "/" in path)
    return " ".join(chapters.split()), files["import-report.md"].decode()


def mark(n: int) -> str:
    """A word that says a number, and is none."""
    return "w" + str(n).translate(LETTERS)


def placed(chapters: str) -> list[tuple[str, str]]:
    """The word before each note that stands at a call, and that which should stand there."""
    found = re.findall(r"(w[a-j]+)\.\^\[See (\d+) and what is there said of tides\.\]", chapters)
    return [(word, mark(int(n))) for word, n in found]


def sentence(n: int) -> str:
    return f"The ferry that went out at {'abcdefghij'[n % 10] * 3} came home late and nobody said why {mark(n)}."


def text_with_notes(where: str, call: Callable[[int], str], note: Written, *, anew: bool, above: str = "") -> str:
    """Five chapters of eight paragraphs, most of them with a note or two, which stand where it is said; each sentence
    with a note names it.
    """
    lines, count, kept = ["THE FERRY", ""], 0, list[str]()
    for chapter in range(1, 6):
        lines += [f"CHAPTER {chapter}", ""]
        number = 0
        for paragraph in range(8):
            if where == "page" and anew:
                number = 0
            said, below = [], []
            for _ in range(1 + (paragraph + chapter) % 3):
                count, number = count + 1, number + 1
                label = number if anew else count
                said.append(sentence(count) + call(label))
                below.append(note(label, f"See {count} and what is there said of tides."))
            lines += [fill(" ".join([*said, sentence(0)]), 72), ""]
            kept += below
            if where == "page":
                lines += [*([above] if above else []), *(line for each in kept for line in (fill(each, 72), ""))]
                kept = []
        if where == "chapter":
            lines += [*([above, ""] if above else []), *(line for each in kept for line in (fill(each, 72), ""))]
            kept = []
        if where == "book":
            kept += [f"\nCHAPTER {chapter + 1}\n"] * (anew and chapter < 5)
    if where == "book":
        lines += ["NOTES", "", *(["CHAPTER 1", ""] * anew), *(line for each in kept for line in (each, ""))]
    return "\n".join(lines)


FORMS = {
    "gutenberg": ("page", lambda n: f"[{n}]", lambda n, words: f"[Footnote {n}: {words}]", False, ""),
    "letters": ("page", lambda n: f"[{chr(64 + n)}]", lambda n, words: f"[Footnote {chr(64 + n)}: {words}]", True, ""),
    "brackets": ("page", lambda n: f"[{n}]", lambda n, words: f"[{n}] {words}", True, ""),
    "raised": ("page", lambda n: str(n).translate(RAISED), lambda n, w: f"{str(n).translate(RAISED)} {w}", True, ""),
    "asterisks": ("page", lambda n: "*" * n, lambda n, words: f"{'*' * n} {words}", True, ""),
    "ruled": ("page", str, lambda n, words: f"{n} {words}", True, "_______________"),
    "chapter": ("chapter", lambda n: f"[{n}]", lambda n, words: f"{n}. {words}", True, "Notes"),
    "parentheses": ("chapter", lambda n: f" ({n})", lambda n, words: f"({n}) {words}", True, "Notes"),
    "figures": ("chapter", str, lambda n, words: f"{n}. {words}", True, "Notes"),
    "hats": ("chapter", lambda n: f"^{n}", lambda n, words: f"^{n} {words}", True, "FOOTNOTES"),
    "braces": ("chapter", lambda n: f"{{{n}}}", lambda n, words: f"{{{n}}} {words}", True, "Footnotes:"),
    "book": ("book", str, lambda n, words: f"{n}. {words}", False, ""),
    "book anew": ("book", lambda n: f"[{n}]", lambda n, words: f"{n}. {words}", True, ""),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_typed_note_stands_at_its_own_call(form: str) -> None:
    where, call, note, anew, above = FORMS[form]
    text = text_with_notes(where, call, note, anew=anew, above=above)
    wanted = len(re.findall(r"See\s+\d+\s+and", text))
    chapters, told = made(text)
    found = placed(chapters)
    assert len(found) == wanted > 70
    assert all(one == other for one, other in found)
    assert "typed notes put at their calls" in told
    assert chapters.count("title: ") == 5


@pytest.mark.parametrize("form", ["gutenberg", "brackets", "chapter", "figures", "book anew"])
@pytest.mark.parametrize("lost", ["note", "call"])
def test_where_a_note_or_a_call_is_lost_no_other_goes_astray(form: str, lost: str) -> None:
    where, call, note, anew, above = FORMS[form]
    text = text_with_notes(where, call, note, anew=anew, above=above)
    wanted = len(re.findall(r"See\s+\d+\s+and", text))
    if lost == "note":
        text = re.sub(r"\n[^\n]*See 30 and what is there said\s+of\s+tides\.\]?\n", "\n", text)
    else:
        text = re.sub(rf"({mark(30)}\.)\[?\d+\]?", r"\1", text)
    chapters, told = made(text)
    found = placed(chapters)
    assert len(found) == wanted - 1 and all(one == other for one, other in found)
    assert lost == "note" or 'a typed note that nothing in the text calls, left where it stands: "' in told


def test_a_list_below_no_heading_and_figures_in_a_text_are_no_notes() -> None:
    text = f"CHAPTER 1\n\nIn 1937 he had two: B2 and A4.\n\n1. midwives\n\n2. ladders\n\n{sentence(1)}\n"
    chapters, told = made(text)
    assert "1937 he had two: B2 and A4." in chapters and "^[" not in chapters and "typed notes" not in told


GUTENBERG = """The Project Gutenberg eBook of The Ferry, by Ada Quill

Title: The Ferry

Author: Ada Quill

*** START OF THE PROJECT GUTENBERG EBOOK THE FERRY ***

Produced by Jonas Verrall

[Transcriber's Note: Spelling has been kept.]

THE FERRY

BY

ADA QUILL

CHAPTER I

It rose _slowly_ and fell, [Pg 3] as was its _way_ among us.[1]

[Illustration: The quay]

[Footnote 1: So she says.

And again.]

[Sidenote: A fall.]

It fell [Pg 4] as we have seen it rise.

CHAPTER II

And that was all that was ever said of it.

*** END OF THE PROJECT GUTENBERG EBOOK THE FERRY ***

Section 1. General Terms of Use.
"""


def test_the_licence_and_the_signs_of_project_gutenberg_are_known() -> None:
    chapters, told = made(GUTENBERG)
    assert "It rose *slowly* and fell, as was its *way* among us.[^1]" in chapters
    assert "[^1]: So she says. And again." in chapters
    assert "[A fall.]{.side}It fell as we have seen it rise." in chapters
    for words in ("Terms of Use", "Produced by", "Transcriber", "Illustration", "[Pg 3]"):
        assert words in told and words not in chapters
    files = assemble(collect("t.txt", [read_plain("t.txt", GUTENBERG)]), lambda _: True).files
    assert "title: The Ferry\nauthor: Ada Quill\n" in files["book.yaml"].decode()


def test_heads_and_numbers_of_pages_go_and_a_paragraph_goes_on(tmp_path: Path) -> None:
    words = [fill(f"{sentence(n)} And so it went on for a long time, and then it", 70) for n in range(1, 8)]
    heads = [f"THE FERRY   {n}" if n % 2 else f"{n}   THE TIDE" for n in range(2, 9)]
    pages = [f"{head}\n\n{each}" for head, each in zip(heads, words, strict=True)]
    chapters, told = made("\f\n".join(["CHAPTER I\n\nIt rose.", *pages, "was all over.\n"]), tmp_path / "t.txt")
    assert "THE FERRY" not in chapters and "THE TIDE" not in chapters
    assert "and then it was all over." in chapters
    assert told.count("the head of a page") == 7


@pytest.mark.parametrize("number", ["[{}]", "{{{}}}", "[p. {}]", "|{}|"])
def test_numbers_of_another_edition_s_pages_are_left_out_and_told(number: str) -> None:
    long = " ".join(sentence(0) for _ in range(6))
    text = "CHAPTER I\n\n" + "\n\n".join(f"{long} The ship {number.format(n)} sailed." for n in range(10, 20))
    chapters, told = made(text)
    assert chapters.count("The ship sailed.") == 10
    assert "numbers of the pages of another edition, 10, left out of the text" in told
    assert f"The ship {number.format(12)}" in told


def test_text_without_blank_lines_has_a_paragraph_a_line() -> None:
    long = " ".join(sentence(0) for _ in range(2))
    text = f"Chapter 1\n{long}\n{long}\nChapter 2\n{long}\nRow, row,\nslow, slow,\nhome, home.\n{long}\n"
    files = assemble(collect("t.txt", [read_plain("t.txt", text)]), lambda _: True).files
    one, two = (files[path].decode() for path in sorted(files) if path.startswith("chapters"))
    assert one.count("\n\n") == 1 and two.count("\n\n") == 2 and "Row, row,\\\nslow" in two


def test_a_subtitle_in_the_title_and_authors_together_are_in_book_yaml(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    page = (
        '<html><head><title>x</title></head><body><h1>The Quay: A History</h1><p class="author">Jane Doe</p>'
        '<p class="author">University of Saltmarsh</p><p class="author">John Roe</p>'
        "<h2>One</h2><p>It rose.</p><h2>Two</h2><p>It fell.</p></body></html>"
    )
    assert project.accept(project.typescript("quay.html", page)) == 0
    book = project.read("manuscript/book.yaml")
    assert "title: The Quay\nsubtitle: A History\nauthors: [doe, roe]\n" in book
    assert "affiliation: University of Saltmarsh" in project.read("manuscript/contributors.yaml")
    assert '"A History" is taken for the subtitle of the book [likely]' in project.read("manuscript/import-report.md")


PAGE = """<html><head><title>The Ferry</title></head><body>
<section class="pg-boilerplate" id="pg-header"><h2>The Project Gutenberg eBook</h2><p>For anyone.</p></section>
<h1>THE FERRY</h1><p>BY ADA QUILL</p><div class="transnote"><p>Spelling was kept.</p></div><h2>CHAPTER I</h2>
<p><span class="pagenum">[Pg 3]</span>It rose<a id="FNa1" href="#Fn1" class="fnanchor">[1]</a> again.</p>
<h2>CHAPTER II</h2><p>It was all that was said.</p><div class="footnotes"><h3>FOOTNOTES:</h3>
<div class="footnote"><p><a id="Fn1" href="#FNa1">[1]</a> And he.</p><p>Again.</p></div></div>
<p>*** END OF THE PROJECT GUTENBERG EBOOK THE FERRY ***</p><p>Terms of Use.</p></body></html>
"""


def test_a_page_of_project_gutenberg_has_its_own_words_alone(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    assert project.accept(project.typescript("ferry.html", PAGE)) == 0
    chapters, told = project.chapters(), project.read("manuscript/import-report.md")
    assert "It rose[^1] again." in chapters and "[^1]: And he.\n\n    Again." in chapters
    assert "author: Ada Quill" in project.read("manuscript/book.yaml")
    for words in ("For anyone", "Spelling was", "[Pg 3]", "Terms of Use", "FOOTNOTES"):
        assert words in told and words not in chapters


def test_a_word_divided_at_the_end_of_a_line_is_whole_if_the_text_has_it_so() -> None:
    long = "The keeper of the harbour went out with the well-known lamp of the vessel, home"
    lines = [
        f"{long} the ves-",
        "sel, and from there with the keeper of the quay to the well-",
        f"known lamp. {long} ho-",
        "me",
    ]
    chapters, told = made("CHAPTER I\n\n" + "\n".join([long, *lines[:3], f"{lines[3]}. {long}", long, long]) + "\n")
    assert "the vessel, and from there" in chapters and "to the well-known lamp." in chapters
    assert "divided at the ends of lines" in told

"""How straight quotation marks, points and hyphens are set: by cases in prose, and at random."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from conftest import Project
from hypothesis import given, settings
from hypothesis import strategies as st
from prose import Case, cases

from press.compose.typography import refine
from press.editing.blocks import parse_text
from press.editing.punctuation import polished
from press.fields import Written
from press.lines import lines_within
from press.problem import Origin, Problem
from press.screen_editions import export_html
from press.text import Block, Inlines, Note, Table, Text, walk
from press.words.letters import fold
from press.words.plain_markdown import UnitNotes, read_plain

CASES = cases(Path(__file__).parent / "cases" / "punctuation.md")
LETTERS = re.compile(r"[^\W_]")
AS_TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "′": "'", "″": '"', "—": "---", "–": "--"})


def read(text: str) -> tuple[tuple[Block, ...], list[Problem]]:
    problems: list[Problem] = []
    return parse_text(Written(text, Origin("case", 1)), problems), problems


def printed(inlines: Inlines) -> str:
    """The words of a line, a note in brackets where it is called."""
    parts = []
    for each in inlines:
        if isinstance(each, Text):
            parts.append(each.text)
        elif isinstance(each, Note):
            parts.append(f"[{' '.join(map(printed, lines_within(each.blocks)))}]")
        else:
            parts.append(printed(getattr(each, "inlines", ())))
    return "".join(parts)


def lines(block: Block) -> str:
    if isinstance(block, Table):
        return " | ".join(printed(cell) for cell in block.cells)
    return printed(getattr(block, "inlines", ()))


@pytest.mark.parametrize("case", [pytest.param(case, id=f"punctuation.md:{case.line}") for case in CASES])
def test_marks_are_set_as_the_prose_says(case: Case) -> None:
    blocks, problems = read(case.given)
    told = sorted(f"{problem.origin.line}: {problem.rule}" for problem in problems)
    assert "\n".join([*map(lines, blocks), *told]) == case.expected, case.sentence


pieces = st.sampled_from(
    "' \" . .. ... .... - -- --- ---- , ,, ? ! ( ) \\[ \\] \\* ’ “ ” ‘ „ « » +- ° 5 '41 's 'n' é".split()
)
plain_pieces = st.sampled_from(
    "' \" .. ... .... - -- --- , ,, ? ! ( ) ’ “ ” ‘ „ « » +- ° 5 '41 5'10\" (c) ½ 's 'n' é".split()
)
words = st.sampled_from(["word", "tis", "em", "1939", "10", "Names", "https://example.org/a--b'c", " ", " ", " ", "\n"])
typed = st.lists(pieces | words, max_size=30).map("".join)


@settings(max_examples=300)
@given(text=typed)
def test_no_letter_is_lost_doubled_or_moved(text: str) -> None:
    blocks, _ = read(f"x {text} x")
    whole = "".join(node.text for node in walk(blocks) if isinstance(node, Text))
    assert LETTERS.findall(whole) == LETTERS.findall(f"x {text} x")


@settings(max_examples=300)
@given(text=typed)
def test_what_is_set_can_be_set_back_and_is_not_set_twice(text: str) -> None:
    once = polished(text)
    assert polished(once) == once
    # an ellipsis may have been typed with spaces, and ± with a hyphen
    plain = [re.sub(r"[\s.…±+-]", "", each.translate(AS_TYPED)) for each in (once, text)]
    assert plain[0] == plain[1]


CHAPTER = """\
---
title: "O'Neill's \\"Lamp\\" of '03"
short: The '03 "lamp"
id: crossing
epigraph: "'Tis \\"so\\"..."
---
## The "lamp" -- of '03

1. He's "in."

| '03 | "a" |
| --- | --- |
| 'n' | b-- |

![The lamp's "end".](figures/chart.svg){#one alt="x"}

Text.^["So" -- in '03.]
"""


@settings(max_examples=200)
@given(text=st.lists(plain_pieces | words, max_size=20).map("".join))
def test_the_plain_reader_of_the_account_finds_the_letters_that_are_printed(text: str) -> None:
    blocks, _ = read(f"x {text} x")
    run, _ = read_plain(f"x {text} x", 1, UnitNotes("x.md"))
    whole = "".join(node.text for node in walk(blocks) if isinstance(node, Text))
    assert "".join(word.letters for word in run.words) == fold(whole)


def test_marks_are_set_alike_wherever_words_are_written(tiny: Project) -> None:
    """In chapters, records, the index and lists: nothing straight is left in the words of the page."""
    event = """{date: 1903, date_text: "spring '03", text: "The '03 \\"lamp\\" -- 'tis."}"""
    tiny.write("manuscript/chapters/02-the-crossing.md", CHAPTER).write("manuscript/events.yaml", f"- {event}\n")
    tiny.mend("manuscript/people.yaml", "family: Quill, given: Ada", """family: "O'Quill", given: 'Ada "Lamp"'""")
    tiny.mend("manuscript/people.yaml", "gloss: keeper of", """gloss: '"Ma''am" of the' #""")
    tiny.mend("manuscript/book.yaml", "title: The Ferry at Low Water", """title: The Ferry's "Low" -- Water""")
    assert tiny.check() == 0
    export_html(tiny.project)
    body = (tiny.top / "dist" / "tiny.html").read_text(encoding="utf-8").partition("<body")[2]
    words = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<(style|svg)\b.*?</\1>", "", body))).replace("\xa0", " ")
    assert re.findall(r""".{0,20}(?:['"]|--|\.\.).{0,20}""", words) == []
    for set_ in ("O’Quill, Ada “Lamp”", "spring ’03", "The Ferry’s “Low” – Water", "O’Neill’s “Lamp”", "’Tis “so”…"):
        assert set_ in words


@pytest.mark.parametrize(
    ("typed", "tied"),
    [
        ("Il dit : « Non ! » Et ? Oui ; non.", "Il dit~: «~Non~!~» Et~? Oui~; non."),
        ("« ", "«~"),
        (" » (« ‹ oui › »)", "~» («~‹~oui~›~»)"),
        ("Quoi ?! Vraiment ?» et « Quoi", "Quoi~?! Vraiment~?» et «~Quoi"),
        ("er rief: »Nein!« und »Ja« oder", "er rief: »Nein!« und »Ja« oder"),
        ("5 % at 40 °C, § 7, No. 3, Vol. iv, É. Ö. Zoll", "5~% at 40~°C, §~7, No.~3, Vol.~iv, É.~Ö.~Zoll"),
        ("No. In Vol. mist; 2 :1 and !kung", "No. In Vol. mist; 2 :1 and !kung"),
    ],
)
def test_a_mark_stays_with_its_word_where_an_editor_parts_them(typed: str, tied: str) -> None:
    assert refine(typed).replace("\xa0", "~") == tied

"""What is wrong with a register is told in the same words, whatever it lists; and in one line for each slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TESTS, Project

from press.build import edit
from press.problem import Faulty

MARKS = {
    "places": "place",
    "organisations": "organisation",
    "works": "work",
    "subjects": "subject",
    "passages": "passage",
}
BOOK = """title: A Book
language: en-GB
indexes:
{indexes}
contents:
  body:
    - chapters/one.md
  back:
    - index-of-names
    - {{piece: index, of: {kind}}}
"""
QUILL = "- {id: quill, name: {family: Quill, given: Ada}, forms: [Ada Quill]}\n"
ALPHA = "- {id: a, heading: Alpha}\n"
BETA = "- {id: b, heading: Beta}\n"


def told(top: Path, kind: str, file: str | None, text: str, indexes: str = "", people: str = QUILL) -> list[str]:
    """What is told of a book with one register and one chapter, without hints."""
    project = Project(top, TESTS / "books" / "tiny").remove("manuscript").write("manuscript/people.yaml", people)
    declared = indexes or f"  - {{id: {kind}, file: list.yaml}}"
    project.write("manuscript/book.yaml", BOOK.format(indexes=declared, kind=kind))
    project.write("manuscript/sources.yaml", "references: []\n")
    project.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\nAda Quill. {text}\n")
    if file is not None:
        project.write("manuscript/list.yaml", file)
    try:
        _, problems = edit(project.project)
    except Faulty as faulty:
        problems = faulty.problems
    return [str(each).partition("\n")[0].removeprefix("manuscript/") for each in problems]


FAULTS = {
    "two of one id": (
        ALPHA + "- {id: a, heading: Beta}\n",
        "[x]{M=a}",
        'list.yaml:2: error: M "a" stands twice [duplicate-id]',
    ),
    "no id": ("- {heading: Beta}\n", "", 'list.yaml:1: error: missing key "id" [missing-key]'),
    "an id that is none": ('- {id: "a b", heading: A}\n', "", 'list.yaml:1: error: "a b" cannot be an id [id]'),
    "no heading": ("- {id: a}\n", "[x]{M=a}", 'list.yaml:1: error: M "a" has no heading [no-heading]'),
    "an empty form": (
        "- {id: a, heading: A, forms: ['']}\n",
        "[x]{M=a}",
        'list.yaml:1: error: a form of "a" has no letters: "" [empty-form]',
    ),
    "an empty name": (
        "- {id: a, heading: A, aliases: ['']}\n",
        "[x]{M=a}",
        'list.yaml:1: error: "a" has another name that says nothing [no-heading]',
    ),
    "a form of two": (
        "- {id: a, heading: A, forms: [Ash]}\n- {id: b, heading: B, forms: [Ash]}\n",
        "Ash. [x]{M=a} [y]{M=b}",
        'chapters/one.md:4: error: "Ash" may be a or b [shared-form]',
    ),
    "a form of a person": (
        "- {id: a, heading: A, forms: [Ada Quill]}\n",
        "[x]{M=a} [x]{person=quill}",
        'chapters/one.md:4: error: "Ada Quill" may be person quill or M a [shared-form]',
    ),
    "another name that is a heading": (
        ALPHA + "- {id: b, heading: Beta, aliases: [Alpha]}\n",
        "[x]{M=a} [y]{M=b}",
        'list.yaml:2: error: alias "Alpha" is the heading of "a" [alias-is-heading]',
    ),
    "another name that is its own": (
        "- {id: a, heading: Alpha, aliases: [Alpha]}\n",
        "[x]{M=a}",
        'list.yaml:1: error: alias "Alpha" is the heading of "a" itself [circular-see]',
    ),
    "a reference to nothing": (
        "- {id: a, heading: A, see_also: [c]}\n",
        "[x]{M=a}",
        'list.yaml:1: error: "a" refers to "c", which is not there [blind-see]',
    ),
    "a reference to no register": (
        "- {id: a, heading: A, see_also: [shop=c]}\n",
        "[x]{M=a}",
        'list.yaml:1: error: "a" refers to "shop=c", and no register is marked "shop" [blind-see]',
    ),
    "a reference to itself": (
        "- {id: a, heading: A, see_also: [a]}\n",
        "[x]{M=a}",
        'list.yaml:1: error: "a" refers to itself [circular-see]',
    ),
    "a sub-entry that refers to nothing": (
        "- {id: a, heading: A, subs: [{sub: b}]}\n",
        "[x]{M=a}",
        'list.yaml:1: error: the sub-entry "b" of "a" refers to nothing [blind-see]',
    ),
    "a sub-entry that refers, and has places": (
        "- {id: a, heading: A, subs: [{sub: b, see: c}]}\n- {id: c, heading: C}\n",
        "[x]{M=a sub=b} [y]{M=c}",
        'list.yaml:1: error: the sub-entry "b" of "a" has places in the text, and only refers to others'
        " [see-with-places]",
    ),
    "a sub-entry that refers beside pages that it has not": (
        "- {id: a, heading: A, subs: [{sub: b, see_also: [c]}]}\n- {id: c, heading: C}\n",
        "[x]{M=a} [y]{M=c}",
        'list.yaml:1: error: the sub-entry "b" of "a" is nowhere in the text [blind-see]',
    ),
    "a sub-entry that refers, without a name": (
        "- {id: a, heading: A, subs: [{see: c}]}\n- {id: c, heading: C}\n",
        "[x]{M=a} [y]{M=c}",
        'list.yaml:1: error: missing key "sub" [missing-key]',
    ),
    "words for a list that no list prints": (
        "- {id: a, heading: A, note: Of it.}\n",
        "[x]{M=a}",
        'list.yaml:1: warning: what is said of the headings of "K" is printed nowhere [never-printed]',
    ),
    "a key misspelt": (
        "- {id: a, heading: A, form: [Ash]}\n",
        "[x]{M=a}",
        'list.yaml:1: error: unknown key "form" [unknown-key]',
    ),
    "marks in a gloss": (
        "- {id: a, heading: A, gloss: '*x*'}\n",
        "[x]{M=a}",
        'list.yaml:1: error: "*x*" in "gloss", which takes no marks [marked]',
    ),
    "a form limited to no chapter": (
        "- {id: a, heading: A, forms: [{form: Ash, only_in: [two]}]}\n",
        "[x]{M=a}",
        'list.yaml:1: error: no chapter or document "two" [unknown-reference]',
    ),
    "a mark for nothing": (
        ALPHA,
        "[x]{M=a} [y]{M=alfa}",
        'chapters/one.md:4: error: no M "alfa" in list.yaml [unknown-heading]',
    ),
    "never marked": (ALPHA, "", 'list.yaml:1: warning: M "a" is never marked [heading-never-marked]'),
    "a range never ended": (
        ALPHA,
        "[x]{M=a} []{M=a .begin}x",
        'chapters/one.md:4: error: the range of "a" is begun and never ended [index-range]',
    ),
    "a range never begun": (
        ALPHA,
        "[x]{M=a} x[]{M=a .end}",
        'chapters/one.md:4: error: the range of "a" is ended and was never begun [index-range]',
    ),
    "a third level": (
        ALPHA,
        '[x]{M=a sub="b > c > d"}',
        "chapters/one.md:4: error: sub-entries below the second level: b > c > d [index-mark]",
    ),
    "an empty file": ("", "", "book.yaml:10: warning: an index of K, of which there are none [empty-list]"),
    "no such file": (None, "", 'book.yaml:4: error: no file "list.yaml" [missing-file]'),
}


@pytest.mark.parametrize("kind", MARKS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_slip_in_any_register_is_told_in_one_line(kind: str, fault: str, tmp_path: Path) -> None:
    file, text, message = FAULTS[fault]
    said = message.replace("M ", f"{MARKS[kind]} ").replace("of K", f"of {kind}").replace('"K"', f'"{kind}"')
    assert told(tmp_path, kind, file, text.replace("{M=", f"{{{MARKS[kind]}=")) == [said]


@pytest.mark.parametrize("kind", MARKS)
def test_a_register_without_a_file_and_one_that_stands_twice_are_told(kind: str, tmp_path: Path) -> None:
    without = told(tmp_path / "one", kind, ALPHA, "", f"  - {{id: {kind}}}")
    assert without == [f'book.yaml:4: error: the register "{kind}" has no file [register]']
    twice = f"  - {{id: {kind}, file: list.yaml}}\n  - {{id: {kind}, file: list.yaml}}"
    marked = f"[x]{{{MARKS[kind]}=a}}"
    assert told(tmp_path / "two", kind, ALPHA, marked, twice) == [
        f'book.yaml:5: error: register "{kind}" stands twice [duplicate-id]'
    ]


@pytest.mark.parametrize(
    ("text", "indexes", "message"),
    [
        ("x", "file: list.yaml", "book.yaml:4: error: the first lines of verse come from the text [register]"),
        ("x", "", "book.yaml:10: warning: an index of first-lines, of which there are none [empty-list]"),
        (
            "[x]{first-line=a}",
            "",
            'chapters/one.md:4: error: no first-line "a" in the verse of the book [unknown-heading]',
        ),
    ],
)
def test_first_lines_come_from_the_text_alone(tmp_path: Path, text: str, indexes: str, message: str) -> None:
    verse = "" if "none" in message else "\n\n| A line of verse\n"
    declared = "  - {id: first-lines" + (f", {indexes}" if indexes else "") + "}"
    assert told(tmp_path, "first-lines", "[]", f"{text}{verse}", declared)[0] == message


def test_another_name_of_a_person_that_is_empty_is_told(tmp_path: Path) -> None:
    people = QUILL.replace("}\n", ", aliases: [{name: '', kind: spelling}]}\n")
    messages = told(tmp_path, "subjects", ALPHA, "[x]{subject=a}", people=people)
    assert messages == ['people.yaml:1: error: "quill" has another name that says nothing [nameless]']

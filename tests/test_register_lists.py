"""Lists of what a register has, without pages: what they print, in every product, and what is told of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import TESTS, Project

from press import cli
from press.build import edit

BOOK = """title: A Book
language: en-GB
indexes:
  - {id: places, file: places.yaml}
  - {id: ships, kind: places, mark: ship, file: ships.yaml, title: Index of Ships}
  - {id: first-lines}
contents:
  front:
    - contents
  body:
    - chapters/one.md
  back:
LISTS    - {piece: index, of: [places, first-lines]}
"""
PLACES = """- id: oder
  heading: Oderberg
  gloss: on the Oder
  forms: [Oderberg]
  aliases: [{name: Bohumín, forms: [Bohumín]}]
- {id: dover, heading: Dover, gloss: Kent, forms: [Dover], note: "A harbour, of which *nobody* spoke; see [](#one)."}
- {id: dover-us, heading: Dover, gloss: Delaware}
- {id: old, heading: Oderberg Bridge, see: oder}
"""
SHIPS = "- {id: heron, heading: '*Heron*', note: A ferry.}\n- {id: amber, heading: Amber}\n"


def project(top: Path, lists: str, places: str = PLACES, ships: str = SHIPS, text: str = "In Dover.") -> Project:
    """A book of one chapter with some lists at its back."""
    made = Project(top, TESTS / "books" / "tiny").remove("manuscript")
    made.write("manuscript/book.yaml", BOOK.replace("LISTS", "".join(f"    - {each}\n" for each in lists.splitlines())))
    made.write("manuscript/places.yaml", places)
    made.write("manuscript/ships.yaml", ships)
    made.write(
        "manuscript/people.yaml",
        "- {id: moe, name: {family: Moe, given: Ada}, forms: [Ada Moe], born: 1901, bio: She wrote.}\n",
    )
    made.write("manuscript/sources.yaml", "references: []\n")
    made.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\n{text} In Oderberg.\n")
    return made


def told(made: Project) -> list[str]:
    """What the press says of lists and registers, without the hints."""
    _, problems = edit(made.project)
    said = [str(each).split("\n")[0] for each in problems]
    return [re.sub(r"^.*?/manuscript/|^manuscript/", "", each) for each in said if "is never" not in each]


def section(made: Project, piece: str) -> str:
    """The words of a piece on the page for a browser, a line for each heading or row."""
    assert cli.html(made.project) == 0
    page = made.read("dist/a-book.html")
    found = page[page.index(f'id="{piece}"') :]
    rows = re.findall(r"<(?:li|tr)>(.*?)</(?:li|tr)>", found[: found.index("</section>")], re.DOTALL)
    return "\n".join(" ".join(re.sub(r"<[^>]+>", " ", row).replace(" .", ".").split()) for row in rows)


def test_a_list_has_each_heading_with_its_note_or_its_gloss_in_the_order_of_the_index(tmp_path: Path) -> None:
    made = project(tmp_path, "{piece: list, of: places}\n{piece: list, of: [ships, people], title: Ships and People}")
    assert told(made) == []
    assert section(made, "list-of-places").splitlines() == [
        "Dover (Delaware)",
        "Dover (Kent). A harbour, of which nobody spoke; see chapter 1.",
        "Oderberg. On the Oder.",
    ]
    assert section(made, "list-of-ships-people") == "Amber\nHeron. A ferry.\nMoe, Ada (1901). She wrote.".replace(
        "(1901)", "(b. 1901)"
    )


def test_other_names_stand_beside_their_headings(tmp_path: Path) -> None:
    made = project(
        tmp_path, "{piece: list, of: places}\n{piece: list, of: ships, title: S}\n{piece: other-names, of: places}"
    )
    assert told(made) == []
    assert section(made, "other-names-of-places") == "Name Heading\nBohumín Oderberg"


@pytest.mark.slow
def test_what_a_list_prints_is_held_against_the_manuscript(tmp_path: Path) -> None:
    made = project(tmp_path, "{piece: list, of: places}\n{piece: list, of: ships, title: Ships}")
    made.write("styles/mute/style.yaml", "name: Mute\nbased_on: classic\n")
    made.write(
        "styles/mute/list.html.j2",
        '{% extends "section.html.j2" %}{% block content %}{{ macros.opening(title) }}{% endblock %}',
    )
    made.mend("manuscript/book.yaml", "language: en-GB\n", "language: en-GB\nstyle: mute\n")
    assert cli.build(made.project, reading=True) == 1


def test_a_list_of_nothing_and_one_that_is_of_nothing_are_told(tmp_path: Path) -> None:
    lists = "{piece: list}\n{piece: list, of: plces}\n{piece: list, of: first-lines}\n{piece: list, of: ships}"
    assert [each.partition(": ")[2] for each in told(project(tmp_path / "a", lists))] == [
        "error: a list that does not say of what [index-of-nothing]",
        'error: no register "plces" [index-of-nothing]',
        'error: a list of "first-lines", which the press finds in the text [index-of-nothing]',
        "error: a list of ships without a title [index-of-nothing]",
        'warning: what is said of the headings of "places" is printed nowhere [never-printed]',
    ]
    bare = "- {id: dover, heading: Dover, forms: [Dover]}\n"
    empty = "{piece: list, of: places}\n{piece: other-names, of: places}\n{piece: list, of: ships, title: Ships}"
    assert told(project(tmp_path / "b", empty, bare, "[]\n")) == [
        "book.yaml:13: warning: a list of headings of which nothing is said, from places [empty-list]",
        "book.yaml:14: warning: a list of other names, and there are none in places [empty-list]",
        "book.yaml:15: warning: a list of nothing, for there is nothing in ships [empty-list]",
    ]


def test_what_no_list_prints_is_told_and_so_is_a_mark_for_what_is_only_listed(tmp_path: Path) -> None:
    lists = "{piece: list, of: ships, title: Ships}"
    assert told(project(tmp_path, lists, text="In Dover, on [her]{ship=heron}.")) == [
        'chapters/one.md:4: warning: a mark for the register "ships", which the book lists, and has no index of'
        " [register-not-printed]",
        'places.yaml:6: warning: what is said of the headings of "places" is printed nowhere [never-printed]',
    ]

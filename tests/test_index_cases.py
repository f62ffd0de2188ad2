"""The index of names, by cases in prose (`cases/*.md`) and by properties that must hold for any book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from prose import Case, cases

from press.book import Book, Document, Occurrence, Piece, Target
from press.collation import initial, sort_key
from press.compose.cut_markup import cut_behind
from press.imprint import Imprint
from press.indexes.continued import ColumnPart, say_again
from press.indexes.entries import Entry, Group, SubEntry
from press.indexes.headings import invert, tell_apart
from press.indexes.headnote import explain
from press.indexes.index import filing_key, make_index
from press.indexes.locators import KEPT, Homes, Locator, Passage, elide, make_locators, merge
from press.indexes.options import PRESETS, IndexOptions
from press.indexes.passages import passage_key
from press.people import Alias, Person, SubReference
from press.places import Folio, Places, to_roman
from press.problem import Origin
from press.text import Phrase

FOLDER = Path(__file__).parent / "cases"
NOWHERE = Origin("cases")
ROMANS = {to_roman(number): number for number in range(1, 21)}
FRONT = len(ROMANS)
DOCUMENTS = {f"doc-{number}": number for number in range(1, 12)}
CHAPTERS = {"chapter": "Chapter", "ruhr": "Ruhr", "flight": "Flight", "return": "Flight"}
PARTS = {"youth": ("Youth", ("ruhr", "flight")), "age": ("Age", ("return",))}


# --- what the cases are written in -----------------------------------------------------------------


def options_of(line: str) -> IndexOptions:
    """`chicago join=0 text_wins=no` as options; words that name no option are the case's own."""
    preset, *words = line.split()
    kinds = {field.name: type(getattr(PRESETS[preset], field.name)) for field in fields(IndexOptions)}
    given = dict(word.split("=") for word in words if "=" in word)
    values: dict[str, Any] = {
        key: value == "yes" if kinds[key] is bool else kinds[key](value) for key, value in given.items()
    }
    return replace(PRESETS[preset], **values)


def folio(printed: str) -> Folio:
    """A folio of a book with twenty roman pages before its arabic ones."""
    if printed in ROMANS:
        return Folio(ROMANS[printed], ROMANS[printed], True)
    return Folio(FRONT + int(printed), int(printed))


def folios(printed: str) -> tuple[Folio, ...]:
    """`44`, `44-46`, `xx,1` or, for a place not known, `?`."""
    if printed == "?":
        return ()
    if "-" in printed:
        first, last = map(int, printed.split("-"))
        return tuple(folio(str(number)) for number in range(first, last + 1))
    return tuple(map(folio, printed.split(",")))


def occur(words: str, person: str, sub: str, places: dict[str, tuple[Folio, ...]]) -> Occurrence:
    """`45 note 3 principal in doc-1`, or `45n3`, as an occurrence, whose place is added to the places."""
    words = re.sub(r"^(\w+?)n(\d+)", r"\1 note \2", words)
    pages, _, rest = words.partition(" ")
    rest, _, unit = rest.partition("in ")
    unit, _, section = unit.partition(" below ")
    where, *more = rest.split() or ["text"]
    where, more = ("text", [where]) if where == "principal" else (where, more)
    anchor = f"m-{len(places)}"
    places[anchor] = folios(pages)
    span = where == "discussion"
    note = more[0] if where == "note" else ""
    where, principal = "text" if span else where, "principal" in more
    return Occurrence(
        anchor=anchor,
        term=person,
        unit=unit or "chapter",
        note=note,
        where=where,
        principal=principal,
        sub=sub,
        span=span,
        form="",
        section=section,
        origin=NOWHERE,
    )


def person(key: str, **values: Any) -> Person:
    """A person with whatever is given, and nothing else."""
    empty: dict[str, Any] = {field.name: "" for field in fields(Person)}
    empty |= {"key": key, "forms": (), "aliases": (), "see_also": (), "subs": (), "origin": NOWHERE}
    return Person(**(empty | values))


def book_of(people: Iterable[Person], occurrences: Iterable[Occurrence]) -> Book:
    """A book of these people and occurrences, with four chapters, most of them in parts, and some documents."""
    targets = {
        anchor: Target(kind="chapter", number="1", home=anchor, title=title, origin=NOWHERE)
        for anchor, title in CHAPTERS.items()
    }
    targets |= {
        anchor: Target(kind="part", number="1", home=anchor, title=title, origin=NOWHERE)
        for anchor, (title, _) in PARTS.items()
    }
    body = tuple(
        Piece(kind="chapter", anchor=each, title=Phrase(), origin=NOWHERE, part=part)
        for part, (_, chapters) in PARTS.items()
        for each in chapters
    )
    targets |= {
        anchor: Target(kind="document", number=str(n), home=anchor, title="A letter", origin=NOWHERE)
        for anchor, n in DOCUMENTS.items()
    }
    blank: dict[str, Any] = {field.name: "" for field in fields(Document)}
    documents = tuple(Document(**(blank | {"anchor": anchor, "number": n})) for anchor, n in DOCUMENTS.items())
    empty: dict[str, Any] = {field.name: () for field in fields(Book) if field.init}
    imprint = Imprint(**{field.name: "" for field in fields(Imprint)})
    given = {
        "body": body,
        "imprint": imprint,
        "documents": documents,
        "targets": targets,
        "occurrences": tuple(occurrences),
        "registers": {},
    }
    return Book(**(empty | given | {"people": {each.key: each for each in people}}))


def read_people(lines: Iterable[str]) -> tuple[Book, Places]:
    """People, their records and their pages, as `cases/see.md` writes them."""
    people: list[Person] = []
    occurrences: list[Occurrence] = []
    places: dict[str, tuple[Folio, ...]] = {}
    for line in lines:
        name, value = (part.strip() for part in line.split(":", 1))
        if not line.startswith(" "):
            family, _, given = name.partition(", ")
            key = family if all(each.key != family for each in people) else f"{family}-{len(people)}"
            record = {"family": family, "given": given} if given else {"only": name}
            people.append(person(key, **record))
        elif name == "gloss":
            people[-1] = replace(people[-1], gloss=value)
        elif name == "sort":
            people[-1] = replace(people[-1], sort=value)
        elif name == "see also":
            people[-1] = replace(people[-1], see_also=tuple(value.split(", ")))
        elif " in " in name:  # what a sub-entry refers to
            word, _, sub = name.partition(" in ")
            led = tuple(value.split(", "))
            also = word == "see also"
            made = SubReference(sub, () if also else led, led if also else (), NOWHERE)
            people[-1] = replace(people[-1], subs=(*people[-1].subs, made))
        elif not name.startswith("sub "):
            people[-1] = replace(people[-1], aliases=(*people[-1].aliases, Alias(value, name, (), NOWHERE)))
        if not line.startswith(" ") or name.startswith("sub "):
            sub = name[4:] if line.startswith(" ") else ""
            pages = value.split(", ") if value else []
            occurrences += [occur(words, people[-1].key, sub, places) for words in pages]
    return book_of(people, occurrences), places


def print_locators(locators: Iterable[Locator]) -> str:
    """Locators with `**bold**` and `*italic*`."""
    marks = [("**" if each.principal else "") + ("*" if each.figure else "") for each in locators]
    return ", ".join(f"{mark}{each.text}{mark}" for mark, each in zip(marks, locators, strict=True))


def print_sub_entry(sub: SubEntry, options: IndexOptions) -> str:
    """A sub-entry with its pages, and with what it refers to in parentheses."""
    line = sub.label + (f", {print_locators(sub.locators)}" if sub.locators else "")
    for word, targets in ((options.see, sub.see), (options.see_also, sub.see_also)):
        if targets:
            line += f" (*{word.lower()}* {options.see_between.join(str(heading) for heading, _ in targets)})"
    return line


def print_entry(entry: Entry, options: IndexOptions) -> str:
    """An entry run in, punctuated as its options say."""
    note = f" ({entry.note})" if entry.note else ""
    line = (f"[{entry.heading}]" if entry.small_caps else entry.heading) + note
    if entry.locators:
        line += options.separator.replace("\u2002", " ") + print_locators(entry.locators)
    subentries = [print_sub_entry(each, options) for each in entry.subentries]
    if subentries:
        line += ("; " if entry.locators else ": ") + "; ".join(subentries)
    for word, targets in ((options.see, entry.see), (options.see_also, entry.see_also)):
        if targets:
            line += f"{options.see_before}*{word}* " + options.see_between.join(heading for heading, _ in targets)
    return line


# --- the cases -------------------------------------------------------------------------------------


def print_range(given: str) -> str:
    how, first, last = given.split()
    return elide(int(first), int(last), how)


def print_sorted(given: str) -> str:
    first, *headings = given.splitlines()
    order, *switches = first.split()
    choice = ("mc_as_mac" in switches, "st_as_saint" in switches)
    return "\n".join(sorted(headings, key=lambda heading: sort_key(heading, order, *choice)))


def print_headings(given: str) -> str:
    paragraphs = given.split("\n\n")
    gloss = paragraphs.pop(0).removeprefix("gloss=") if paragraphs[0].startswith("gloss=") else "alike"
    records = [dict(line.split(": ") for line in paragraph.splitlines()) for paragraph in paragraphs]
    people = [person(str(key), **record) for key, record in enumerate(records)]
    notes = tell_apart(people, gloss)
    return "\n".join(
        invert(each) + (f" ({notes[each.mark, each.key]})" if notes[each.mark, each.key] else "") for each in people
    )


def print_places(given: str) -> str:
    first, *lines = given.splitlines()
    places: dict[str, tuple[Folio, ...]] = {}
    occurrences = [occur(line, "somebody", "", places) for line in lines]
    return print_locators(make_locators(occurrences, places, Homes(DOCUMENTS), options_of(first)))


def print_index(given: str) -> str:
    first, *lines = given.splitlines()
    options = options_of(first)
    book, places = read_people(lines)
    groups = make_index(book, places, options)
    printed = list(explain(options, groups)) if "headnote" in first.split() else []
    for group in groups:
        printed += [group.letter] if "letters" in first.split() else []
        printed += [print_entry(entry, options) for entry in group.entries]
    return "\n".join(printed)


def print_passages(given: str) -> str:
    options = PRESETS["chicago"]
    return "\n".join(sorted(given.splitlines(), key=lambda each: (passage_key(each), filing_key(each, options))))


PRINTERS: dict[str, Callable[[str], str]] = {
    "elision.md": print_range,
    "collation.md": print_sorted,
    "headings.md": print_headings,
    "locators.md": print_places,
    "see.md": print_index,
    "passages.md": print_passages,
}


@pytest.mark.parametrize(
    ("print_", "case"),
    [
        pytest.param(print_, case, id=f"{name}:{case.line}")
        for name, print_ in PRINTERS.items()
        for case in cases(FOLDER / name)
    ],
)
def test_the_index_is_as_the_prose_says(print_: Callable[[str], str], case: Case) -> None:
    assert print_(case.given) == case.expected, case.sentence


# --- links -----------------------------------------------------------------------------------------


def test_every_reference_and_locator_links_to_what_there_is() -> None:
    lines = [
        "Maly, Theodore: 12, 13 in doc-2",
        "  cover: Paul",
        "  see also: Hardt",
        "Hardt, Theodor: 14",
        "  cover: Paul",
    ]
    book, places = read_people(lines)
    entries = [entry for group in make_index(book, places, PRESETS["chicago"]) for entry in group.entries]
    anchors = [entry.anchor for entry in entries]
    assert anchors == ["index-Hardt", "index-Maly", "index-see-1"]
    assert entries[2].see == (("Hardt, Theodor", "index-Hardt"), ("Maly, Theodore", "index-Maly"))
    assert entries[1].see_also == (("Hardt, Theodor", "index-Hardt"),)
    assert [locator.anchor for entry in entries for locator in entry.locators] == ["m-2", "m-0", "m-1"]


def test_a_principal_mention_is_what_its_page_links_to() -> None:
    places: dict[str, tuple[Folio, ...]] = {}
    occurrences = [occur(words, "somebody", "", places) for words in ("12", "12 principal")]
    assert make_locators(occurrences, places, Homes(), PRESETS["chicago"]) == (Locator("12", "m-1", True),)


def test_the_first_round_has_an_empty_index() -> None:
    book, _ = read_people(["Maly, Theodore: 12", "  cover: Paul"])
    assert make_index(book, {}, PRESETS["chicago"]) == ()
    assert explain(PRESETS["chicago"], ()) == ()


def test_the_order_of_the_people_file_makes_no_difference() -> None:
    lines = ["Maly, Theodore: 12", "  cover: Paul", "  code: MANN", "Hardt, Theodor: 14", "  cover: Paul"]
    book, places = read_people(lines)
    turned = replace(book, people=dict(reversed(list(book.people.items()))))
    assert make_index(book, places, PRESETS["oxford"]) == make_index(turned, places, PRESETS["oxford"])


def group_of(entry: Entry) -> Group:
    return Group("Q", (entry,))


def quill(*labels: str, **more: Any) -> Entry:
    """An entry with sub-entries of these labels."""
    subs = tuple(SubEntry(label, (), f"index-quill:{n}") for n, label in enumerate(labels))
    return Entry(anchor="index-quill", heading="Quill, Ada", subentries=subs, **more)


def on(*places: tuple[int, int] | tuple[int, int, int]) -> list[ColumnPart]:
    """Where a paragraph stands: page, column, letters there; even pages are versos."""
    return [ColumnPart(page, column, page % 2 == 0, *letters) for page, column, *letters in places]


def turned(groups: Iterable[Group]) -> list[bool]:
    return [sub.turned for group in groups for entry in group.entries for sub in entry.subentries]


CHICAGO = PRESETS["chicago"]
COLUMNS = replace(CHICAGO, continued="columns")


def test_a_heading_is_said_again_only_where_a_leaf_is_turned_from_recto_to_verso() -> None:
    index = (group_of(quill("at sea", "abroad", "at home", "old")),)
    from_verso_on = {
        "index-quill:0": on((2, 1)),
        "index-quill:1": on((3, 1)),
        "index-quill:2": on((3, 2), (4, 1)),
        "index-quill:3": on((4, 1)),
    }
    assert turned(say_again(index, from_verso_on, CHICAGO)) == [False, False, False, False]
    over_the_leaf = {f"index-quill:{n}": on((1, 2) if n < 2 else (2, 1)) for n in range(4)}
    assert turned(say_again(index, over_the_leaf, CHICAGO)) == [False, False, True, False]


def test_a_style_may_have_a_heading_said_again_at_the_head_of_every_column_or_nowhere() -> None:
    index = (group_of(quill("at sea", "abroad", "at home", "old")),)
    stands = {f"index-quill:{n}": on(((1, 1), (1, 1), (1, 2), (2, 1))[n]) for n in range(4)}
    assert turned(say_again(index, stands, COLUMNS)) == [False, False, True, True]
    assert turned(say_again(index, stands, replace(CHICAGO, continued="never"))) == [False] * 4


def test_what_is_said_again_on_balanced_columns_may_be_held_in_its_place() -> None:
    index = (group_of(quill("at sea", "abroad", "at home")),)
    stands = {f"index-quill:{n}": on(((1, 1), (1, 2), (2, 1))[n]) for n in range(3)}
    (group,) = say_again(index, stands, COLUMNS, hold=2)
    assert [sub.held for sub in group.entries[0].subentries] == [False, False, True]


def test_an_index_that_does_not_mark_its_sub_entries_has_no_heading_said_again() -> None:
    entry = quill("at sea", "abroad")
    assert say_again([group_of(entry)], {}, CHICAGO) == (group_of(entry),)


def test_an_entry_that_is_run_in_is_cut_where_its_lines_go_over_and_stays_cut_there() -> None:
    run_in = replace(COLUMNS, layout="run-in")
    (group,) = say_again([group_of(quill("at sea", "abroad"))], {"index-quill": on((1, 2, 40), (2, 1, 9))}, run_in)
    assert group.entries[0].parted == (40,)
    apart = {"index-quill": on((1, 2, 40)), "index-quill::1": on((2, 1, 9))}
    assert say_again([group], apart, run_in) == (group,)


def test_a_paragraph_is_cut_behind_its_letters_with_its_elements_begun_again() -> None:
    given = 'Quill; <span id="a">at <em>deep sea</em></span>, <a href="#m">4&amp;5</a>'
    assert cut_behind(given, (12,)) == [
        'Quill; <span id="a">at <em>deep </em></span>',
        '<span><em>sea</em></span>, <a href="#m">4&amp;5</a>',
    ]
    assert cut_behind(given, ()) == [given]
    assert cut_behind(given, (99,)) == [given]


@given(st.text("ab <&é", max_size=30), st.lists(st.integers(0, 40), max_size=4))
def test_no_letter_of_a_paragraph_is_lost_where_it_is_cut(text: str, cuts: list[int]) -> None:
    parts = cut_behind(str(escape(text)), cuts)
    assert "".join("".join(part.unescape().split()) for part in parts) == "".join(text.split())


# --- properties ------------------------------------------------------------------------------------

numbers = st.integers(1, 30_000)
pages = st.integers(1, 60).map(
    lambda sheet: Folio(sheet, sheet, True) if sheet <= FRONT else Folio(sheet, sheet - FRONT)
)
names = st.text(st.characters(codec="utf-8"), max_size=12) | st.text("Mac'’ -.,(StøÖz09", max_size=12)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    first = draw(pages)
    room = (FRONT if first.roman else 60) - first.sheet
    longer = draw(st.integers(0, min(4, room)))
    last = Folio(first.sheet + longer, first.number + longer, first.roman)
    return Passage(first, last, "", draw(st.booleans()))


def sheets(found: Iterable[Passage]) -> set[int]:
    return {sheet for each in found for sheet in range(each.first.sheet, each.last.sheet + 1)}


@given(st.lists(passages()), st.sampled_from([0, 2, 3]))
def test_merging_neither_loses_nor_adds_a_page(found: list[Passage], join: int) -> None:
    merged = merge(found, join)
    assert sheets(merged) == sheets(found)
    assert sheets(p for p in merged if p.principal) == sheets(p for p in found if p.principal)
    assert all(each.first.roman == each.last.roman for each in merged)


@given(st.lists(passages().filter(lambda p: not p.principal)))
def test_merging_gives_no_page_twice(found: list[Passage]) -> None:
    merged = merge(found, 3)
    assert all(a.last < b.first for a, b in pairwise(merged))


@given(numbers, st.integers(0, 3000), st.sampled_from(sorted(KEPT)))
def test_an_elided_range_can_be_read_back(first: int, more: int, how: str) -> None:
    last = first + more
    head, _, tail = elide(first, last, how).partition("–")
    assert head == str(first)
    assert (head[: max(0, len(head) - len(tail))] + tail if tail else head) == str(last)


@given(st.lists(names, max_size=8), st.sampled_from(["letter", "word"]), st.booleans())
def test_collation_is_a_total_order(headings: list[str], order: str, switch: bool) -> None:
    keys = [sort_key(heading, order, switch, switch) for heading in headings]
    assert all((a < b) + (a == b) + (b < a) == 1 for a in keys for b in keys)
    assert all(a <= c for a in keys for b in keys for c in keys if a <= b <= c)
    assert all((a == b) == (a.heading == b.heading) for a in keys for b in keys)


@given(st.lists(names, max_size=8))
def test_every_letter_makes_one_group(headings: list[str]) -> None:
    letters = [initial(key) for key in sorted(map(sort_key, headings))]
    assert len(list(groupby(letters))) == len(set(letters))

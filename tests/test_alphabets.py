"""The alphabets of languages, by cases in prose (`cases/alphabets.md`) and by properties that hold for every one."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from unicodedata import normalize

import pytest
from approved import approved, in_style
from conftest import TESTS, TOP, Project
from hypothesis import given
from hypothesis import strategies as st
from leaves import golden_text, read_pages
from prose import Case, cases
from test_styles import folio

from press import build as pipeline
from press import cli
from press.alphabets.alphabet import alphabet_named, names, order_called, order_of, tag_with_order
from press.alphabets.syntax import OrderRules, Relation, read_rules
from press.collation import initial, sort_key
from press.text import plain

CASES = cases(TESTS / "cases" / "alphabets.md")
BOOK = TESTS / "books" / "alphabet"


def print_sorted(given: str) -> str:
    first, *headings = given.splitlines()
    alphabet, *options = first.split()
    order = "word" if "word" in options else "letter"
    keys = sorted(sort_key(heading, order, alphabet=alphabet) for heading in headings)
    if "letters" not in options:
        return "\n".join(key.heading for key in keys)
    groups = ((letter, [key.heading for key in found]) for letter, found in groupby(keys, initial))
    return "\n".join(line for letter, found in groups for line in (f"= {letter}", *found))


@pytest.mark.parametrize("case", [pytest.param(case, id=f"alphabets.md:{case.line}") for case in CASES])
def test_headings_are_in_the_order_that_the_prose_says(case: Case) -> None:
    assert print_sorted(case.given) == case.expected, case.sentence


# --- the table -------------------------------------------------------------------------------------


def first_difference(a: str, b: str, alphabet: str) -> int:
    """At which level two texts differ first, the first being before the second: 1 for letters; 0 if they are alike."""
    found = alphabet_named(alphabet)
    parts = [split(found.key(each)) for each in (a, b)]
    assert parts[0] <= parts[1], f"{a} is not before {b}"
    return next((n for n, (one, other) in enumerate(zip(*parts, strict=True), 1) if one != other), 0)


def split(key: tuple[int, ...]) -> list[list[int]]:
    levels: list[list[int]] = [[]]
    for weight in key:
        if weight:
            levels[-1].append(weight)
        else:
            levels.append([])
    return levels


@pytest.mark.parametrize("name", names())
def test_the_order_made_of_a_table_is_what_its_rules_say(name: str) -> None:
    found = alphabet_named(name)
    rules = found.tailored.rules if found.tailored else OrderRules()
    places = [(each.text, chain, n) for chain in rules.chains for n, each in enumerate(chain.relations)]
    last_place = {text: (chain, n) for text, chain, n in places}  # of a text that is put somewhere twice
    for text, chain, n in places:
        each = chain.relations[n]
        other = chain.relations[n - 1].text if n else chain.anchor
        moved = last_place[text] != (chain, n) or (other in last_place and (chain, n - 1) != last_place[other])
        if moved or other.startswith("[") or each.behind or (n and chain.relations[n - 1].behind):
            continue
        pair = (text, other) if chain.before and not n else (other, text)
        if rules.capitals_first and each.level == 3:  # which goes first is then the capital's business
            pair = (min(pair, key=found.key), max(pair, key=found.key))
        assert first_difference(*pair, name) == each.level, (chain.anchor, each)


LETTERS = {
    "Arab": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Cyrl": "абвгдежзийклмнопрстуфхцчшщъыьэюяіАБ",
    "Grek": "αβγδεζηθικλμνξοπρσςτυφχψωάέΑΒ",
    "Hebr": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
}


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, list[str]]:
    """An alphabet, and headings in its own letters, with such as any book has."""
    name = draw(st.sampled_from(names()))
    tailored = alphabet_named(name).tailored
    own = [*tailored.own] if tailored else []
    own += [letter for script in (tailored.rules.scripts if tailored else ()) for letter in LETTERS.get(script, "")]
    part = st.sampled_from([*own, *"abcdefghijklmnopqrstuvwxyzAÉÖÅßłøþ", *" -’,.(1", "IX", "ch", "aa"])
    heading = st.lists(part | st.characters(codec="utf-8"), max_size=5).map("".join)
    return name, draw(st.lists(heading, max_size=6))


@given(lists(), st.sampled_from(["letter", "word"]))
def test_every_alphabet_is_a_total_order(some: tuple[str, list[str]], order: str) -> None:
    name, headings = some
    keys = [sort_key(heading, order, alphabet=name) for heading in headings]
    assert all((a < b) + (a == b) + (b < a) == 1 for a in keys for b in keys)
    assert all(a <= c for a in keys for b in keys for c in keys if a <= b <= c)
    assert all((a == b) == (a.heading == b.heading) for a in keys for b in keys)


@given(lists())
def test_every_letter_of_an_alphabet_makes_one_group(some: tuple[str, list[str]]) -> None:
    name, headings = some
    letters = [initial(key) for key in sorted(sort_key(heading, alphabet=name) for heading in headings)]
    assert len(list(groupby(letters))) == len(set(letters))


@given(lists())
def test_letters_and_marks_in_one_or_apart_are_the_same(some: tuple[str, list[str]]) -> None:
    name, headings = some
    for heading in headings:
        one, apart = (sort_key(normalize(form, heading), alphabet=name) for form in ("NFC", "NFD"))
        assert (one.letters, one.marks) == (apart.letters, apart.marks)


# --- the syntax ------------------------------------------------------------------------------------


def relations(rules: str) -> list[Relation]:
    return [each for chain in read_rules(rules, {"xx": "&x<y"}.__getitem__).chains for each in chain.relations]


def test_signs_lists_quotations_and_imports_are_read() -> None:
    assert relations("&N<ñ<<<Ñ=n'<'") == [Relation(1, "ñ"), Relation(3, "Ñ"), Relation(0, "n<")]
    assert relations("& K <<* ab-d") == [Relation(2, letter) for letter in "abcd"]
    assert relations("&t<<<þ/h") == [Relation(3, "þ", "h")]
    assert relations("&c<c''h") == [Relation(1, "c'h")]
    assert relations("[import xx]&[before 2]t<<u") == [Relation(1, "y"), Relation(2, "u")]
    assert [each.before for each in read_rules("&[before 2]t<<u&v<w", str).chains] == [2, 0]


@pytest.mark.parametrize("rules", ["&a<b|c", "&a<b[", "&a<b'"])
def test_what_is_no_rule_of_the_table_is_refused(rules: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        read_rules(rules, str)


# --- by name ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "order"),
    [("pl-PL", "pl"), ("sr-Latn-RS", "sr-Latn"), ("SR", "sr"), ("en-GB", "en"), ("la", "root"), ("no-such", "no")],
)
def test_a_language_has_the_nearest_order(language: str, order: str) -> None:
    assert order_of(language) == order


def test_an_order_is_called_by_its_name_with_a_country_or_without() -> None:
    assert [order_called(name) for name in ("PL", "en-gb", "fr-ca", "de-AT-Phonebook")] == [
        *("pl", "en", "fr-CA", "de-AT-phonebook"),
    ]
    assert [order_called(name) for name in ("pl-phonebook", "klingon")] == ["pl-phonebook", "klingon"]


def test_a_tag_tells_of_an_order_only_if_it_is_the_language_s_own() -> None:
    assert tag_with_order("es-MX", "es") == "es-MX"
    assert tag_with_order("es-MX", "es-traditional") == "es-MX-u-co-trad"
    assert tag_with_order("de", "de-phonebook") == "de-u-co-phonebk"
    assert tag_with_order("en", "pl") == tag_with_order("de", "de-AT-phonebook") == ""


# --- in a book -------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("style", ["modern", pytest.param("classic", marks=pytest.mark.slow)])
def test_the_lists_of_a_czech_book_read_as_they_have_been_approved(style: str, tmp_path: Path) -> None:
    pdf = in_style(tmp_path, "alphabet", style).make()
    assert golden_text(read_pages(pdf), folio) == approved("alphabet", style)


def listed(project: Project) -> list[str]:
    """The first words of the works in the bibliography."""
    _, _, wording, _ = pipeline.prepare(project.project)
    return [str(plain(words)).partition(",")[0] for _, works in wording.bibliography for _, words in works]


def test_the_bibliography_goes_by_the_alphabet_of_the_book_or_of_the_language_it_names(tmp_path: Path) -> None:
    project = Project(tmp_path, BOOK)
    assert listed(project) == ["Cimrman", "Čelakovský", "Hýbl", "Chalupný", "Liška", "Řehoř"]
    project.mend("manuscript/book.yaml", "language: cs", "language: en-GB")
    assert listed(project) == ["Čelakovský", "Chalupný", "Cimrman", "Hýbl", "Liška", "Řehoř"]
    project.mend("manuscript/book.yaml", "style: classic", "alphabet: cs\nstyle: classic")
    assert listed(project) == ["Cimrman", "Čelakovský", "Hýbl", "Chalupný", "Liška", "Řehoř"]


SPANISH = """\
references:
- {id: a, type: book, author: [{family: Chacón, given: A.}], title: Uno, issued: "1901"}
- {id: b, type: book, author: [{family: Cuervo, given: A.}], title: El dos, issued: "1902"}
- {id: c, type: book, title: El Coro, issued: "1903"}
- {id: d, type: book, author: [{family: Llamas, given: A.}], title: Tres, issued: "1904"}
- {id: e, type: book, author: [{family: Luna, given: A.}], title: Zeta, issued: "1905"}
- {id: f, type: book, author: [{family: Luna, given: A.}], title: Alfa, issued: "1906"}
"""


@pytest.mark.parametrize(
    ("alphabet", "expected"),
    [
        ("es", "Chacón Coro Cuervo Llamas Alfa Zeta"),
        ("es-traditional", "Coro Cuervo Chacón Alfa Zeta Llamas"),
        ("cs", "Coro Cuervo Chacón Llamas Alfa Zeta"),
    ],
)
def test_another_order_of_a_bibliography_keeps_works_of_one_author_together(
    tmp_path: Path, alphabet: str, expected: str
) -> None:
    book = Project(tmp_path, BOOK).write("manuscript/sources.yaml", SPANISH)
    book.write("manuscript/chapters/1-schuze.md", "---\ntitle: Uno\n---\nAsí.[@a; @b; @c; @d; @e; @f]\n")
    book.write("manuscript/people.yaml", "[]\n")
    book.mend("manuscript/book.yaml", "language: cs", f"language: es\nalphabet: {alphabet}")
    _, _, wording, _ = pipeline.prepare(book.project)
    words = [plain(words) for _, works in wording.bibliography for _, words in works]
    found = [next(word for word in re.findall(r"\w+", expected) if word in each) for each in words]
    assert found == expected.split()


def test_the_table_of_names_goes_by_the_alphabet_of_the_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.names(Project(tmp_path, BOOK).project) == 0
    people = capsys.readouterr().out.partition("# People\n")[2].partition("\n\n")[0].splitlines()
    assert [line.partition("\t")[0] for line in people[:11]] == [
        *("aberg", "cyril", "capek", "dub", "durica", "dusek", "horak", "hus", "chalupa", "chytil", "ibl"),
    ]


def test_the_table_and_its_licence_are_in_what_is_installed() -> None:
    packaged = (TOP / "setup.py").read_text(encoding="utf-8")
    for name in ("orders.txt", "LICENSE"):
        assert f'"alphabets/{name}"' in packaged
        assert (TOP / "press" / "alphabets" / name).is_file()

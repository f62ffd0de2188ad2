"""Who is named: persons found in three marked texts, and how a name in running text is taken apart.

The texts are made of hard cases (`tests/names/`), each with the persons in it as `people.yaml` would have them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml
from conftest import TESTS
from typescripts import Imported

from press.importing.names.full_names import name_of
from press.importing.names.lexicon import LANGUAGES, lexicon
from press.importing.names.people import Census, propose_people

CSL = {"non-dropping-particle": "particle"}


@cache
def found_in(language: str) -> Census:
    text = (TESTS / "names" / f"{language}.txt").read_text(encoding="utf-8")
    return propose_people([(words, n) for n, words in enumerate(text.split("\n\n"), 1)], language=language)


def named(language: str) -> list[dict[str, str]]:
    return [{CSL.get(key, key): value for key, value in each.name.items()} for each in found_in(language).people]


def marked(language: str) -> list[dict[str, str]]:
    return yaml.safe_load((TESTS / "names" / f"{language}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_ten_persons_proposed_nine_are_persons_with_the_right_names(language: str) -> None:
    right = [each for each in named(language) if each in marked(language)]
    assert len(right) >= 0.94 * len(named(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_ten_persons_in_a_text_nine_are_proposed(language: str) -> None:
    missing = [each for each in marked(language) if each not in named(language)]
    assert len(missing) <= 0.08 * len(marked(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_is_given_to_two_persons(language: str) -> None:
    forms = [form for each in found_in(language).people for form, _ in each.forms]
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_stands_in_the_text(language: str) -> None:
    text = (TESTS / "names" / f"{language}.txt").read_text(encoding="utf-8").replace("’", "'")
    assert [f for each in found_in(language).people for f, n in each.forms if n and f not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_each_person_it_is_told_how_sure_it_is_and_by_what(language: str) -> None:
    for each in found_in(language).people:
        assert each.sure.partition(":")[0] in ("sure", "likely", "doubtful")
        assert ": " in each.sure


@pytest.mark.parametrize(
    ("words", "language", "parts"),
    [
        ("Ada Quill", "en", {"given": "Ada", "family": "Quill"}),
        ("Louis XIV", "fr", {"only": "Louis XIV"}),
        ("John D. Rockefeller III", "en", {"given": "John D.", "family": "Rockefeller", "suffix": "III"}),
        ("Martin Luther King Jr.", "en", {"given": "Martin Luther", "family": "King", "suffix": "Jr."}),
        ("Ludwig van der Heyden", "de", {"given": "Ludwig", "non-dropping-particle": "van der", "family": "Heyden"}),
        ("Jean de La Fontaine", "fr", {"given": "Jean", "non-dropping-particle": "de", "family": "La Fontaine"}),
        ("Emmanuel Le Roy Ladurie", "fr", {"given": "Emmanuel", "family": "Le Roy Ladurie"}),
        ("José Ortega y Gasset", "en", {"given": "José", "family": "Ortega y Gasset"}),
        ("Gabriel García Márquez", "en", {"given": "Gabriel", "family": "García Márquez"}),
        ("Hassan al-Banna", "en", {"given": "Hassan", "family": "al-Banna"}),
        ("Sun Yat-sen", "en", {"given": "Yat-sen", "family": "Sun"}),
        ("Wellington Koo", "en", {"given": "Wellington", "family": "Koo"}),
        ("Clemens Graf von Galen", "de", {"given": "Clemens", "non-dropping-particle": "von", "family": "Galen"}),
        ("Friedrich dem Großen", "de", {"only": "Friedrich der Große"}),
        ("Seán Ó Faoláin", "en", {"given": "Seán", "family": "Ó Faoláin"}),
        ("Margaret O'Donnell", "en", {"given": "Margaret", "family": "O'Donnell"}),
        ("W. B. Yeats", "en", {"given": "W. B.", "family": "Yeats"}),
    ],
)
def test_a_name_is_taken_apart_as_its_language_has_it(words: str, language: str, parts: dict[str, str]) -> None:
    assert name_of(tuple(words.split()), lexicon(language)).fields == parts


@pytest.mark.parametrize(
    "words",
    [
        "Delta Airlines was late. Delta Airlines said so.",
        "He sailed on the steamer Queen Elizabeth from the Lime Street Station.",
        "See Henderson. The North Sea Company of New South Wales met in May.",
        "The Lot File said nothing. Another Lot File was there, and the Personal Papers.",
        "On Good Friday the Harbour Board met at the Adelphi Hotel in Martin Luther King Street.",
    ],
)
def test_bodies_ships_places_and_days_are_nobody(words: str) -> None:
    assert propose_people([(words, 1)]).people == ()


def test_a_king_is_proposed_by_his_one_name_and_the_book_is_without_errors(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    text = "# One\n\nKing Edward VII met Ada Quill. Edward VII told Quill that Leo XIII had written.\n"
    assert project.accept(project.typescript("kings.md", text)) == 0
    people = yaml.safe_load(project.read("manuscript/people.yaml"))
    assert [each["name"] for each in people] == [
        {"family": "Quill", "given": "Ada"},
        {"only": "Edward VII"},
        {"only": "Leo XIII"},
    ]
    assert "[sure: the number of a king" in project.read("manuscript/import-report.md")
    assert project.check() == 0


def test_a_german_file_is_read_with_german_words(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    text = "Der Pfarrer Ludwig Harms kannte die Schneiderin Maria zu Putlitz."
    text = f"---\ntitle: Die Fähre\nlang: de-DE\n---\n# Eins\n\n{text}\n"
    assert project.accept(project.typescript("faehre.md", text)) == 0
    people = yaml.safe_load(project.read("manuscript/people.yaml"))
    assert [each["name"]["family"] for each in people] == ["Harms", "Putlitz"]

"""The list of abbreviations has those that the book uses; what it does not explain, and what nothing uses, is told."""

from __future__ import annotations

import re

import pytest
from conftest import Project
from leaves import read_texts

from press import build as pipeline

LIST = """NKVD: People’s Commissariat of *Internal* Affairs
HMC: {long: Hofmeisteramt, lang: de}
OKW: High Command
TNA: The National Archives
"""
TEXT = "The NKVD’s men and two HMCs met the [okw]{.smallcaps}.[@tna]\n"
SOURCE = "references:\n- {id: tna, type: manuscript, title: A File, archive: TNA}\n"


@pytest.fixture
def listed(tiny: Project) -> Project:
    """A small book with a list of abbreviations."""
    tiny.small().write("manuscript/abbreviations.yaml", LIST).write("manuscript/sources.yaml", SOURCE)
    tiny.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\n{TEXT}")
    return tiny.mend("manuscript/book.yaml", "contents:\n", "contents:\n  front: [abbreviations]\n")


def told(project: Project) -> list[str]:
    """What is told of abbreviations, by line and word."""
    _, problems = pipeline.edit(project.project)
    return [f"{each.origin.line}: {each.message.rpartition(': ')[2]}" for each in problems]


@pytest.mark.once
@pytest.mark.parametrize("style", ["classic", "modern"])
def test_the_list_has_what_text_notes_and_sources_use(listed: Project, style: str) -> None:
    listed.write("manuscript/abbreviations.yaml", f"{LIST}GRU: Nobody\n")
    made = listed.mend("manuscript/book.yaml", "style: classic", f"style: {style}").make()
    page = " ".join(read_texts(made)[0].split())
    assert re.search(
        "Abbreviations HMC Hofmeisteramt NKVD People’s Commissariat of Internal Affairs "
        "OKW High Command TNA The National Archives",
        page,
    )
    assert "GRU" not in page
    assert told(listed) == ['5: the abbreviation "GRU" is used nowhere']


WORDS = [
    ("The GRU came. The GRU went.", ['4: "GRU"']),
    ("He was in MI5 and was told.", ['4: "MI5"']),
    ("Chapter XIV, the reign of Henry VIII.", []),
    ("R. M. Thwaite and R.M. Thwaite.", []),
    ("It was NOT so, and not otherwise.", []),
    ("TOP SECRET OFFICE said it.", []),
    ("The file KV 2/802 and FO 371/1234.", []),
    ("The UK, the US and AT&T.", []),
    ("The [gru]{.smallcaps} came.", []),
    ("See https://example.org/GRU for it.", []),
    ("A U-boat of the USSR.", []),
]


@pytest.mark.parametrize(("text", "found"), WORDS)
def test_a_word_of_capitals_is_told_once_unless_it_is_none(listed: Project, text: str, found: list[str]) -> None:
    listed.write("manuscript/chapters/one.md", f"---\ntitle: One\n---\n{text}\n\n{TEXT}")
    assert told(listed) == found


def test_without_a_list_nothing_is_asked(tiny: Project) -> None:
    tiny.small().write("manuscript/chapters/one.md", "---\ntitle: One\n---\nThe GRU came.\n")
    assert told(tiny) == []


FAULTS = [
    (LIST + "NKVD: Another\n", 'abbreviations.yaml:5: error: key "NKVD" is given twice [duplicate-key]'),
    ("- NKVD\n", "abbreviations.yaml:1: error: expected a mapping of abbreviations [wrong-type]"),
    ("NKVD:\n", 'abbreviations.yaml:1: error: "NKVD" stands for nothing [missing-key]'),
    ('"": It\n', "abbreviations.yaml:1: error: an abbreviation of no letters [missing-key]"),
    ("NKVD: [a, b]\n", "abbreviations.yaml:1: error: expected a mapping, found a list [wrong-type]"),
    ("NKVD: {long: x, lang: Russian}\n", 'abbreviations.yaml:1: error: "Russian" is no language [language]'),
    ("NKVD: It.^[A note.]\n", "abbreviations.yaml:1: error: a note has no place here [not-in-phrase]"),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS)
def test_what_is_wrong_with_the_list_is_told_in_a_line(
    listed: Project, text: str, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    listed.write("manuscript/abbreviations.yaml", text)
    assert listed.check() == 1
    assert f"manuscript/{fault}" in capsys.readouterr().err


def test_a_list_that_is_printed_nowhere_or_has_no_file_is_told(
    listed: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    listed.mend("manuscript/book.yaml", "front: [abbreviations]", "front: [title-page]")
    assert "1: the abbreviations are printed nowhere" in told(listed)
    listed.mend("manuscript/book.yaml", "front: [title-page]", "front: [abbreviations]")
    listed.remove("manuscript/abbreviations.yaml")
    assert listed.check() == 1
    assert 'no file "abbreviations.yaml" [missing-file]' in capsys.readouterr().err

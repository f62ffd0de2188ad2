"""Hyphens that stand for dashes: told, or set by the style."""

from __future__ import annotations

import re

import pytest
from conftest import Project

from press.screen_editions import export_html

CROSSING = "manuscript/chapters/02-the-crossing.md"
TYPED = r"""---
title: The Crossing - or so 1903-1911
id: crossing
---
He came - or *went* - in 1914-18, and "Ada" - [Osgood]{.smallcaps} - wrote.^[See pp. 12-15 - and this.]

| Year - or so | So |
| --- | --- |
| 1903-1911 | ISBN 978-0-00-000000-2, 1903-02-11, a well-known 5-6 |

Not 1914\-1918, nor so \- or so, nor https://example.org/1914-1918 at all.
"""


def styled(project: Project, dashes: str) -> Project:
    sheet = "styles/classic/style.yaml"
    return project.write(CROSSING, TYPED).write(sheet, f"{project.read(sheet)}\ndashes: {dashes}\n")


@pytest.mark.parametrize(
    ("dashes", "title", "first", "note", "row"),
    [
        (
            "en",
            "The Crossing – or so 1903–1911",
            "He came – or went – in 1914–18, and “Ada” – Osgood – wrote.",
            "See pp. 12–15 – and this.",
            "Year – or so",
        ),
        (
            "em",
            "The Crossing—or so 1903–1911",
            "He came—or went—in 1914–18, and “Ada”—Osgood—wrote.",
            "See pp. 12–15—and this.",
            "Year—or so",
        ),
    ],
)
def test_a_style_sets_dashes_wherever_words_are_printed(
    tiny: Project, dashes: str, title: str, first: str, note: str, row: str, capsys: pytest.CaptureFixture[str]
) -> None:
    export_html(styled(tiny, dashes).project)
    assert "hyphen-for-dash" not in capsys.readouterr().err
    page = re.sub(r"<a [^>]*noteref.*?</a>|<[^>]+>", "", tiny.read("dist/tiny.html"))
    printed = page.replace("–\u2060", "–").replace("\u200b", "").replace("\xa0", " ")
    for words in (title, first, note, row, "1903–1911", "978-0-00-000000-2, 1903-02-11, a well-known 5-6"):
        assert words in printed
    assert "Not 1914-1918, nor so - or so, nor https://example.org/1914-1918 at all." in printed


def test_without_a_word_of_the_style_they_stay_and_are_told(tiny: Project, capsys: pytest.CaptureFixture[str]) -> None:
    styled(tiny, "told").check()
    said = capsys.readouterr().err
    assert len(re.findall(r":5: warning: a hyphen .*\[hyphen-for-dash\]", said)) == 7
    assert ":11: " not in said
    export_html(tiny.project)
    page = tiny.read("dist/tiny.html")
    assert "nor so - or so, nor" in page
    assert "He came - or" in page

"""A volume of nine authors in three parts, with foreword, contributors and bibliographies by chapter, as printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TESTS, Project
from leaves import golden_text, read_outline, read_pages

VOLUME = TESTS / "books" / "volume"
GOLDEN = TESTS / "golden" / "volume-classic.txt"
OPENING = 13
"""So many pages are kept: to the end of the first chapter, and the second's opening."""


def opening(pdf: Path) -> str:
    """The words of its first pages, as they are kept."""
    return golden_text(read_pages(pdf)[:OPENING], lambda page: page.folio)


@pytest.mark.slow
def test_the_volume_in_classic(tmp_path: Path) -> None:
    pdf = Project(tmp_path, VOLUME).make()  # which accounts for every note and every word
    assert opening(pdf) == GOLDEN.read_text(encoding="utf-8")
    pages = read_pages(pdf)
    heads = {page.folio: " ".join(word.text for word in page.words if word.bottom < 54) for page in pages}
    assert heads["4"].casefold() == "4 hester pell", "who wrote the chapter stands on its versos"
    chapters = [title for depth, title, _ in read_outline(pdf) if depth == 1]
    assert "Ingrid Quist and Bede Okonjo: The Long Frost, and Who Walked on It" in chapters


@pytest.mark.slow
def test_the_volume_in_modern(tmp_path: Path) -> None:
    project = Project(tmp_path, VOLUME).mend("manuscript/book.yaml", "style: volume", "style: volume-modern")
    pages = read_pages(project.make())
    text = "\n".join(page.text for page in pages)
    assert any(page.text.startswith("Water") or "\nWater\n" in page.text for page in pages if page.label == "4")
    assert text.count("Works Cited") == 10, "of the foreword, and of nine chapters"
    assert "——, On Mud" in text.replace("\n", " ")
    assert "School of Soundings" not in "\n".join(page.text for page in pages[:6]), "in the list of contributors alone"

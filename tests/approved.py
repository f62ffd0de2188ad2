"""The small books whose pages have been looked at and approved: each made in a style, and the words of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import TESTS, Project

IN_BOTH = ("classic", "modern")
BOOKS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("alphabet", "drama", "figures", "floats", "forms", "notes"), IN_BOTH),
    **dict.fromkeys(("registers", "reports", "tables"), IN_BOTH),
    "edition": ("edition", "large-print"),
    "entries": ("classic", "entries-run-in"),
    "margins": ("margins", "margins-modern"),
}
"""Those of `books/`, and the styles in which each is printed; the first is its own."""
KEYS: Mapping[tuple[str, str], str] = {
    ("drama", "classic"): "verse_numbers: 5\nspeakers: above\n",
    ("drama", "modern"): "verse_numbers: 5\nspeakers: run-in\n",
}
"""What a style says in a book, and not by itself."""


def styles_of(book: str) -> list[Any]:
    """The styles of a book as parameters of a test; all but the first are slow."""
    first, *others = BOOKS[book]
    return [first, *(pytest.param(each, marks=pytest.mark.slow) for each in others)]


def in_style(folder: Path, book: str, style: str) -> Project:
    """A copy of a book, to be printed in a style."""
    project = Project(folder, TESTS / "books" / book)
    project.mend("manuscript/book.yaml", f"style: {BOOKS[book][0]}", f"style: {style}")
    if keys := KEYS.get((book, style)):
        project.mend(f"styles/{style}/style.yaml", "long_note", f"{keys}long_note")
    return project


def golden_of(book: str, style: str) -> Path:
    """Where the words of its pages are kept."""
    return TESTS / "golden" / f"{book}-{style}.txt"


def approved(book: str, style: str) -> str:
    """The words of its pages, as `leaves.golden_text` tells them."""
    return golden_of(book, style).read_text(encoding="utf-8")

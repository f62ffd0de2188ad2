"""Tables of real reports: two of a report to Congress of 1984, one of data behind a chart, two of a history of 2015.

All are of the Office of the Historian, U.S. Department of State, and in the public domain; the figures are as they are.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TESTS, Project
from leaves import Page, golden_text, read_pages
from test_styles import folio

BOOK = TESTS / "books" / "reports"
GOLDENS = {style: TESTS / "golden" / f"reports-{style}.txt" for style in ("classic", "modern")}


def made(folder: Path, style: str) -> Project:
    return Project(folder, BOOK).mend("manuscript/book.yaml", "style: classic", f"style: {style}")


@pytest.fixture(scope="module", params=sorted(GOLDENS))
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, tuple[Page, ...]]:
    """A style, and the pages of the book of reports in it."""
    return request.param, read_pages(made(tmp_path_factory.mktemp("reports"), request.param).make())


@pytest.mark.slow
def test_the_pages_with_reports_read_as_they_have_been_approved(pages: tuple[str, tuple[Page, ...]]) -> None:
    style, found = pages
    assert golden_text(found, folio) == GOLDENS[style].read_text(encoding="utf-8")


@pytest.mark.slow
def test_no_page_ends_with_a_row_that_heads_the_next(pages: tuple[str, tuple[Page, ...]]) -> None:
    headed = [page for page in pages[1] if "The Contemporaneous FRUS" in page.text]
    assert headed and all("10,050–10,675" in page.text for page in headed)

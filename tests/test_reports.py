"""Tables of real reports: two of a report to Congress of 1984, one of data behind a chart, two of a history of 2015.

All are of the Office of the Historian, U.S. Department of State, and in the public domain; the figures are as they are.
"""

from __future__ import annotations

import pytest
from approved import BOOKS, approved, in_style
from conftest import TESTS
from leaves import Page, golden_text, read_pages
from test_styles import folio

BOOK = TESTS / "books" / "reports"


@pytest.fixture(scope="module", params=BOOKS["reports"])
def pages(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, tuple[Page, ...]]:
    """A style, and the pages of the book of reports in it."""
    return request.param, read_pages(in_style(tmp_path_factory.mktemp("reports"), "reports", request.param).make())


@pytest.mark.slow
def test_the_pages_with_reports_read_as_they_have_been_approved(pages: tuple[str, tuple[Page, ...]]) -> None:
    style, found = pages
    assert golden_text(found, folio) == approved("reports", style)


@pytest.mark.slow
def test_no_page_ends_with_a_row_that_heads_the_next(pages: tuple[str, tuple[Page, ...]]) -> None:
    headed = [page for page in pages[1] if "The Contemporaneous FRUS" in page.text]
    assert headed and all("10,050–10,675" in page.text for page in headed)

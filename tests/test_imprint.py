"""The copyright page: its lines from what book.yaml says, in the order and words of a style; and metadata."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from conftest import Project
from leaves import read_texts

from press import build as pipeline
from press import cli
from press.compose.imprint import imprint_lines
from press.problem import Origin
from press.style.read import read_style
from press.text import plain

WHOLE = """publisher: The Staithe Press
place: Saltmarsh
year: 2024
edition: Second edition
isbn: {hardback: 978-0-00-000000-2, epub: 978-0-00-000002-6}
doi: https://doi.org/10.5555/staithe.12
series: {title: Studies of the *Estuary*, number: vol. 12, issn: 2049-3630}
imprint:
  copyright: [The Staithe Press, {holder: Ann Quince, year: "2019, 2024"}]
  editions: [First published 2019]
  printing: 3
  original: First published in Dutch as *De veerpont*.
  contributions: [Maps by J. Berg]
  address: |
    12 Quay Street
    Saltmarsh
  web: https://staithe.example.org
  cataloguing: |
    Title: The ferry : a history / R. M. Thwaite ; translated by Ann Quince.
    Subjects: Ferries--History. | Smuggling.
  designer: P. Osgood
  typesetter: The Staithe Press
  type: EB Garamond
  cover_picture: "The ferry, 1903"
  printer: Wherry Printers
  printed_in: Great Britain
  paper: Printed on paper without acid.
  funding: With the support of the Harbour Board.
rights: All of it is invented.
"""
PAGE = """
Studies of the Estuary, vol. 12
ISSN 2049-3630
The Staithe Press, Saltmarsh
12 Quay Street
Saltmarsh
https://staithe.example.org
© 2024 The Staithe Press
© 2019, 2024 Ann Quince
All of it is invented.
Second edition, 2024
First published 2019
First published in Dutch as De veerpont.
Printed in Great Britain by Wherry Printers
10 9 8 7 6 5 4 3
ISBN 978-0-00-000000-2 (hardback)
ISBN 978-0-00-000002-6 (EPUB)
https://doi.org/10.5555/staithe.12
With the support of the Harbour Board.
Maps by J. Berg
Cover picture: The ferry, 1903
Designed by P. Osgood
Typeset by The Staithe Press
Set in EB Garamond
Title: The ferry : a history / R. M. Thwaite ; translated by Ann Quince.
Subjects: Ferries--History. | Smuggling.
Printed on paper without acid.
""".strip()


@pytest.fixture
def small(tiny: Project) -> Project:
    """A small book with all that a copyright page may say."""
    tiny.small().mend("manuscript/book.yaml", "contents:\n", f"{WHOLE}contents:\n  front: [imprint]\n")
    return tiny


def rows(project: Project, order: tuple[str, ...] = ()) -> list[str]:
    """The rows of the page that a style of this order prints."""
    book, _ = pipeline.edit(project.project)
    style = read_style(project.project, "classic", "", Origin("sample"))
    lines = imprint_lines(book.imprint, style.words, order or style.imprint)
    return ["".join(p if isinstance(p, str) else plain(p.inlines) for p in row) for line in lines for row in line.rows]


@pytest.mark.slow
def test_the_whole_page_and_what_metadata_say_of_it(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    made = small.make()
    assert capsys.readouterr().err == ""
    blank, page, *_ = read_texts(made)  # it opens on a verso, and a book on a recto
    assert blank.strip() == ""
    assert page.strip() == PAGE
    with pikepdf.open(made) as pdf:
        said = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)
        prism = "{http://prismstandard.org/namespaces/basic/3.0/}"
        assert said["dc:identifier"] == "ISBN 978-0-00-000000-2"
        assert said[f"{prism}doi"] == "10.5555/staithe.12"
        assert said[f"{prism}seriesTitle"] == "Studies of the Estuary"
        rights = "© 2024 The Staithe Press; © 2019, 2024 Ann Quince. All of it is invented."
        assert said["dc:rights"] == rights
    assert cli.epub(small.project) == 0
    with zipfile.ZipFile(io.BytesIO((small.top / "dist/a-small-book.epub").read_bytes())) as epub:
        package = epub.read("EPUB/content.opf").decode()
    assert "urn:isbn:9780000000026" in package
    assert "https://doi.org/10.5555/staithe.12" in package
    assert 'property="belongs-to-collection" id="epub-collection-1">Studies of the Estuary<' in package
    assert rights in package


def test_a_style_says_which_lines_stand_in_which_order(small: Project) -> None:
    assert rows(small, ("doi", "copyright")) == [
        "https://doi.org/10.5555/staithe.12",
        "© 2024 The Staithe Press",
        "© 2019, 2024 Ann Quince",
    ]


def test_the_printing_is_the_lowest_number_of_its_line(small: Project) -> None:
    assert rows(small, ("printing",)) == ["10 9 8 7 6 5 4 3"]
    small.mend("manuscript/book.yaml", "printing: 3", "printing: 12")
    assert rows(small, ("printing",)) == ["16 15 14 13 12"]


def test_the_printer_is_named_without_a_country_and_the_country_without_a_printer(small: Project) -> None:
    small.mend("manuscript/book.yaml", "  printer: Wherry Printers\n", "")
    assert rows(small, ("printer",)) == ["Printed in Great Britain"]
    small.mend("manuscript/book.yaml", "printed_in: Great Britain", "printer: Wherry Printers")
    assert rows(small, ("printer",)) == ["Printed by Wherry Printers"]


def test_the_bars_of_the_cover_are_those_of_the_first_format_that_has_one(small: Project) -> None:
    old = "{hardback: 978-0-00-000000-2, epub: 978-0-00-000002-6}"
    assert pipeline.edit(small.project)[0].imprint.isbn == "978-0-00-000000-2"
    small.mend("manuscript/book.yaml", old, "{epub: 978-0-00-000002-6, paperback: 978-0-00-000001-9}")
    assert pipeline.edit(small.project)[0].imprint.isbn == "978-0-00-000001-9"
    small.mend("manuscript/book.yaml", "{epub: 978-0-00-000002-6, paperback: 978-0-00-000001-9}", "978-0-00-000000-2")
    imprint = pipeline.edit(small.project)[0].imprint
    assert (imprint.isbn, imprint.isbn_of("epub")) == ("978-0-00-000000-2", "978-0-00-000000-2")


WRONG = [
    ("978-0-00-000002-6}", "978-0-00-000002-7}", '"978-0-00-000002-7" is no ISBN: its last figure', "isbn"),
    ("epub: 978-0-00-000002-6", "epub: 978-0-00-000000-2", "is given to two formats: hardback and epub", "isbn"),
    ("epub: 978-0-00-000002-6", "kindle: 978-0-00-000002-6", 'unknown key "kindle"', "unknown-key"),
    ("issn: 2049-3630", "issn: 2049-3631", '"2049-3631" is no ISSN', "isbn"),
    ("doi: https://doi.org/10.5555/staithe.12", "doi: staithe.12", '"staithe.12" is no DOI', "dead-link"),
    ("web: https://staithe", "web: staithe", '"staithe.example.org" is no address of the web', "dead-link"),
    ('"2019, 2024"', "soon", '"soon" is no year', "year"),
    ("printing: 3", "printing: third", '"printing" wants a whole number', "wrong-type"),
    ("[imprint]", "[title-page]", "the imprint is printed nowhere", "never-printed"),
]


@pytest.mark.parametrize(("old", "new", "told", "rule"), WRONG)
def test_what_is_no_number_no_year_or_no_address_is_told_in_a_line(
    small: Project, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str, rule: str
) -> None:
    small.mend("manuscript/book.yaml", old, new)
    assert small.check() == 1
    first = capsys.readouterr().err.splitlines()[0]
    assert told in first
    assert first.startswith("manuscript/book.yaml:")
    assert first.endswith(f"[{rule}]")


@pytest.mark.slow
def test_an_account_of_words_misses_what_a_style_hides(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    small.write("styles/classic/9-hidden.css", ".imprint-cataloguing { display: none }")
    assert small.build() == 1
    assert "not printed: “Title: The ferry" in capsys.readouterr().err


def test_a_pattern_with_a_place_for_nothing_is_the_style_s_fault(
    small: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    small.mend("styles/base/style.yaml", "© {year} {holder}", "© {owner}")
    assert small.build() == 1
    told = capsys.readouterr().err
    assert "styles/base/imprint.html.j2:4: error: KeyError: 'owner' [template]" in told

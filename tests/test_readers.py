"""Every product is read by every reader of PDF without a word: those that are installed are asked, in CI all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from conftest import Project

READERS = {
    "gs": ("-q", "-dNOPAUSE", "-dBATCH", "-dPDFSTOPONERROR", "-sDEVICE=nullpage"),
    "mutool": ("draw", "-q", "-F", "trace", "-o", "/dev/null"),
    "qpdf": ("--check", "--no-warn"),
    "pdftoppm": ("-r", "10", "-png"),
}
ASKED = "PRESS_ALL_READERS"
"""Where all of them are to be asked, one that is not installed is a fault: in CI, which installs them."""
SAYS_OF_ITSELF = (
    "ICC support is not available",
    "checking ",
    "PDF Version:",
    "File is not ",
    "No syntax or stream",
    "errors that qpdf",
)
"""What a reader says of itself, or of a file with which all is well."""


COVER = "\nsignature: 16\ncover:\n  paper: {leaf: 0.12mm}\n  blurb: A ferry and a tide.\n"

pytestmark = pytest.mark.slow  # products of two styles are made for it


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Both editions and the cover: of a book with notes, a figure and an index, in either style, filled up to a whole
    signature; and of a small one with pages left blank within it.
    """
    made = _blank(Project(tmp_path_factory.mktemp("blank")))
    for style in ("classic", "modern"):
        project = Project(tmp_path_factory.mktemp(style))
        project.mend("manuscript/book.yaml", "style: classic\n", f"style: {style}{COVER}")
        assert (project.build(), project.cover()) == (0, 0)
        made += sorted((project.top / "dist").glob("*.pdf"))
    return made


def _blank(project: Project) -> list[Path]:
    project.small()
    project.write("manuscript/chapters/two.md", "---\ntitle: Two\n---\nIt came back.\n")
    project.mend("manuscript/book.yaml", "    - chapters/one.md\n", "    - chapters/one.md\n    - chapters/two.md\n")
    project.mend("manuscript/book.yaml", "style: classic\n", "style: classic\nsignature: 16\n")
    assert project.build() == 0
    return sorted((project.top / "dist").glob("*.pdf"))


@pytest.mark.slow
def test_no_stream_is_without_bytes(products: list[Path]) -> None:
    """Nothing cannot be inflated; a page that is blank has a stream that says so in eight bytes."""
    blank = 0
    for path in products:
        with pikepdf.open(path) as pdf:
            streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
            assert all(stream.read_raw_bytes() for stream in streams)
            blank += sum(not stream.read_bytes() for stream in streams)
    assert blank > 10


def test_every_kind_of_product_is_read(products: list[Path]) -> None:
    assert sorted({path.stem.rpartition("-")[2] for path in products}) == ["cover", "print", "reading"]
    assert len(products) == 2 + 3 + 3


def test_pdfium_reads_every_page(products: list[Path]) -> None:
    for path in products:
        pdf = pypdfium2.PdfDocument(path)
        assert all(page.render(scale=0.1).width > 1 for page in pdf)
        pdf.close()


@pytest.mark.once
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_has_nothing_to_say(reader: str, products: list[Path], tmp_path: Path) -> None:
    if not shutil.which(reader):
        assert ASKED not in os.environ, f"{reader} is not installed"
        pytest.skip(f"{reader} is not installed")
    for path in products:
        out = [str(tmp_path / "page")] if reader == "pdftoppm" else []
        run = subprocess.run([reader, *READERS[reader], path, *out], check=False, capture_output=True, text=True)
        said = (run.stdout + run.stderr).splitlines()
        own = (line.removeprefix("warning: ") for line in said if line)
        assert (run.returncode, [line for line in own if not line.startswith((*SAYS_OF_ITSELF,))]) == (0, [])

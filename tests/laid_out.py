"""Small documents really laid out, for the tests of notes: a manuscript's chapters, or bare HTML in a bare sheet."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import fontpkg
import pytest
import weasyprint
from conftest import TOP, desk_at
from weasyprint.formatting_structure import boxes

from press import build
from press.book import Book
from press.pdf.bind import bind
from press.pdf.section import finish_section
from press.store import Store
from press.style.style import Style
from press.text import plain
from press.typesetting.account import Account, take_account
from press.typesetting.engine.notes import note_boxes, read_notes, slip
from press.typesetting.engine.patches.table import apply
from press.typesetting.engine.typeset import Layout
from press.typesetting.engine.write import write_pages
from press.typesetting.paginate import Setting
from press.typesetting.settle import Proof, settle
from press.typesetting.workshop import Workshop

apply()
GARAMOND = fontpkg.path("EB Garamond").as_uri()
SHEET = """
@font-face {{ font-family: "EB Garamond"; src: url("{font}") }}
@page {{ size: 300px 256px; margin: 20px; @footnote {{ padding-bottom: .05px }} }}
html {{ font: 14px/18px "EB Garamond" }}
body {{ margin: 0; widows: 2; orphans: 2 }}
p {{ margin: 0 }}
.note {{ float: footnote; footnote-policy: line; footnote-display: block; line-height: 18px }}
.note::footnote-call {{ vertical-align: baseline; font-size: inherit; line-height: inherit }}
.continued {{ footnote-policy: auto }}
.continued::footnote-call, .continued::footnote-marker {{ content: none }}
"""
"""A page of twelve lines of 18 px."""


def bare(html: str, more: str = "") -> list[Any]:
    """The pages of a bare document in the bare sheet and what is added to it."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheet = weasyprint.CSS(string=SHEET.format(font=GARAMOND) + more, font_config=fonts)
    whole = f"<html lang='en-GB'><body>{html}</body></html>"
    return list(weasyprint.HTML(string=whole).render(stylesheets=[sheet], font_config=fonts).pages)


def account_of(html: str, expected: Sequence[str], more: str = "") -> Account:
    """The account of a bare document."""
    return take_account(read_notes(bare(html, more)), expected)


def write(top: Path, files: Mapping[str, str]) -> Path:
    """A project's folder with these files and the styles of the press."""
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if not (top / "styles").exists():
        (top / "styles").symlink_to(TOP / "styles")
    return top


class Shop:
    """A book made ready once, to be laid out in one size or another; anew, unless there is a store."""

    def in_size(self, trim: str) -> Shop:
        """The same book in another trim size."""
        other = copy.copy(self)
        other.book = replace(self.book, trim=trim)
        return other

    def __init__(self, top: Path, store: Store | None = None) -> None:
        self.project, self.store = desk_at(top), store
        self.written: dict[bytes, list[Any]] = {}
        book, style, wording, _ = build.prepare(self.project)
        self.book: Book = book
        self.style: Style = style
        self.wording = wording

    def proof(self) -> Proof:
        """The book set, or `Faulty`."""
        with build.no_collecting(), written_pages(self.written), self.open() as shop:
            return settle(shop, build.silent)

    def bound(self, proof: Proof) -> bytes:
        """The PDF of the book."""
        with self.open() as shop:
            return bind(shop, proof)

    def open(self) -> AbstractContextManager[Workshop]:
        """The press's workshop for the book, with one worker."""
        return build.set_up(self.project, self.book, self.style, self.wording, workers=1, store=self.store)

    def pages(self, setting: Setting) -> list[Any]:
        """The engine's pages of a section, those very ones that were written; so nothing need be believed of them."""
        return self.written[setting.fragment.pdf]

    def wanted(self) -> dict[str, str]:
        """Each note's words as citeproc gave them, letters and figures only."""
        return {
            anchor: letters(" ".join(map(plain, paragraphs)))
            for anchor, paragraphs in self.wording.notes.items()
            if anchor in self.book.targets and self.book.targets[anchor].kind == "note"
        }


@contextmanager
def written_pages(kept: dict[bytes, list[Any]]) -> Iterator[None]:
    """While the block runs keep the engine's pages of each section that is written, by the PDF that is made of it."""
    pages: list[Any] = []

    def write(layout: Layout) -> Any:
        pages[:] = layout.document.pages
        return write_pages(layout)

    def finish(written: bytes, turned: frozenset[int]) -> bytes:
        pdf = finish_section(written, turned)
        kept[pdf] = [*pages]
        return pdf

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("press.typesetting.desk.write_pages", write)
        patched.setattr("press.pdf.section.finish_section", finish)
        yield


def letters(text: str) -> str:
    """Letters and figures alone: spaces, hyphens and dashes are the printer's."""
    return "".join(char for char in text if char.isalnum())


def printed_words(pages: Iterable[Any]) -> dict[str, str]:
    """Each note's words as they stand on the engine's pages, pieces joined, without number and without *continued*."""
    found: dict[str, str] = {}
    for page in pages:
        for note in note_boxes(page)[1]:
            anchor, _ = slip(note)
            found[anchor] = found.get(anchor, "") + letters(text_of(note))
    return found


def text_of(box: Any) -> str:
    """The words of a box but those that the style puts before it."""
    texts = [each for each in box.descendants() if isinstance(each, boxes.TextBox)]
    return "".join(each.text for each in texts if not str(each.element_tag).endswith(("::footnote-marker", "::before")))

"""The tiny book as printed: its words, and that the PDF's own text, labels and links agree with one another."""

from __future__ import annotations

import io
import logging
import os
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import weasyprint
from conftest import TESTS, Project
from fontTools.ttLib import TTFont
from leaves import FOOT, HEAD, Link, Page, golden_text, read_outline, read_pages

from press import build as pipeline
from press import cli
from press.book import Book
from press.text import Note, Reference, plain, walk
from press.typesetting.settle import Proof, settle

GOLDEN = TESTS / "golden" / "tiny-classic.txt"
BARE = {"half-title", "title-page", "imprint", "colophon"}


@dataclass(frozen=True, slots=True)
class Printed:
    """The tiny book made once: what the press knows of it, and what stands in the file."""

    pdf: Path
    book: Book
    proof: Proof
    pages: tuple[Page, ...]

    def page_of(self, kind: str) -> Page:
        """The first page of a piece that the press makes."""
        return next(self.pages[s.folios[0].sheet - 1] for s in self.proof.settings if s.piece.kind == kind)

    def links(self, *kinds: str) -> list[tuple[Page, Link]]:
        """The links on the pages of some kinds of pieces, or of all."""
        wanted = [s for s in self.proof.settings if not kinds or s.piece.kind in kinds]
        pages = [self.pages[folio.sheet - 1] for setting in wanted for folio in setting.folios]
        return [(page, link) for page in pages for link in page.links]


@pytest.fixture(scope="session")
def printed(proofed: tuple[Book, Proof, Path]) -> Printed:
    """The tiny book, made and read once in a session."""
    book, proof, pdf = proofed
    return Printed(pdf, book, proof, read_pages(pdf))


# --- words -----------------------------------------------------------------------------------------


def test_the_pages_read_as_they_have_been_read_and_approved(printed: Printed) -> None:
    assert golden_text(printed.pages) == GOLDEN.read_text(encoding="utf-8")


def test_every_note_is_printed_once_in_order_beginning_with_1_in_each_chapter(printed: Printed) -> None:
    units = {s.piece.anchor: [printed.pages[f.sheet - 1] for f in s.folios] for s in printed.proof.settings}
    for unit in ("preface", "ledger", "crossing", "documents"):
        links = [(page, link) for page in units[unit] for link in page.links if link.anchor.startswith("call-")]
        marks = [page.under(link) for page, link in links]
        notes = [node for node in walk(_prose(printed.book, unit)) if isinstance(node, Note)]
        assert marks == [note.mark for note in notes]
        numbers = [int(mark) for mark in marks if mark.isdigit()]
        assert numbers == list(range(1, len(numbers) + 1)) != []


def _prose(book: Book, unit: str) -> object:
    if unit == "documents":
        return tuple((d.headnote, d.blocks) for d in book.documents)
    return next(piece.chapter for piece in book.pieces if piece.anchor == unit)


def test_a_note_stands_on_the_page_of_its_call_and_each_leads_to_the_other(printed: Printed) -> None:
    notes = [(page, link) for page, link in printed.links() if link.anchor.startswith("call-")]
    assert len(notes) == sum(isinstance(node, Note) for node in walk((printed.book.pieces, printed.book.documents)))
    for page, marker in notes:
        mark = page.under(marker)
        calls = [link for link in page.links if f"call-{link.anchor}" == marker.anchor and page.under(link) == mark]
        assert [call.page for call in calls] == [page.number] == [marker.page]
        assert page.onward(calls[0].to_left, calls[0].to_top).startswith(f"{mark} ")


# --- page numbers ----------------------------------------------------------------------------------


def test_the_number_printed_the_number_computed_and_the_label_are_one(printed: Printed) -> None:
    bare = {f.sheet - 1 for s in printed.proof.settings if s.piece.kind in BARE for f in s.folios}
    for page, folio in zip(printed.pages, printed.proof.folios, strict=True):
        assert page.label == str(folio)
        assert page.folio == ("" if page.number in bare or not page.words else str(folio))


def test_front_matter_is_roman_and_the_first_chapter_begins_on_page_1(printed: Printed) -> None:
    labels = [page.label for page in printed.pages]
    assert labels[:5] == ["i", "ii", "iii", "iv", "v"]
    body = labels.index("1")
    assert "The Ledger of Saltmarsh Ferry" in printed.pages[body].text
    assert labels[body:] == [str(number) for number in range(1, len(labels) - body + 1)]
    assert all(re.fullmatch("[ivxl]+", label) for label in labels[:body])


@pytest.mark.parametrize("kind", ["contents", "list-of-documents", "list-of-figures"])
def test_every_entry_of_a_list_gives_the_page_it_leads_to(printed: Printed, kind: str) -> None:
    page = printed.page_of(kind)
    lines = [line for line in page.text.strip().splitlines()[1:] if line != page.folio]
    assert [page.under(link) for link in page.links] == lines != []
    for link in page.links:
        *_, number = page.under(link).split()
        assert number == printed.pages[link.page].label


def test_every_entry_of_the_contents_stands_as_a_title_on_its_page(printed: Printed) -> None:
    page = printed.page_of("contents")
    for link in page.links:
        title = re.sub(r"^\d+ | \w+$", "", page.under(link))
        assert title in printed.pages[link.page].text.replace("\n", " ")


def test_every_reference_to_a_page_gives_the_page_it_leads_to(printed: Printed) -> None:
    found = [(page, link) for page, link in printed.links() if page.under(link).startswith("p. ")]
    asked = [node for node in walk((printed.book.pieces, printed.book.documents)) if isinstance(node, Reference)]
    pages = [node.target for node in asked if node.form == "page"] + [event.see for event in printed.book.events]
    assert sorted(link.anchor for _, link in found) == sorted(pages) != []
    for page, link in found:
        assert page.under(link) == f"p. {printed.pages[link.page].label}"


def test_every_reference_by_number_leads_to_what_has_that_number(printed: Printed) -> None:
    chapters = [s.folios[0].sheet - 1 for s in printed.proof.settings if s.piece.kind == "chapter"]
    seen = set()
    for page, link in printed.links("prose", "chapter", "documents"):
        words = page.under(link)
        there = printed.pages[link.page].onward(link.to_left, link.to_top)
        if found := re.fullmatch(r"chapter (\d+), note (\d+)", words):
            assert there.startswith(f"{found[2]} ")
            assert chapters[int(found[1]) - 1] <= link.page
        elif found := re.fullmatch(r"chapter (\d+)", words):
            assert link.page == chapters[int(found[1]) - 1]
        elif found := re.fullmatch(r"Document (\d+)", words):
            assert there == words
        else:
            continue
        seen.add(re.sub(r"\d+", "", words))
    assert seen == {"chapter ", "chapter , note ", "Document "}


def test_a_document_says_on_which_pages_the_book_discusses_it(printed: Printed) -> None:
    asked = {page.label for page, link in printed.links("prose", "chapter") if link.anchor == "lantern-letter"}
    told = re.search(r"Discussed on pp\. ([^.]*)\.", " ".join(page.said for page in printed.pages))
    assert told
    assert set(told[1].split(", ")) == asked != set()


def test_every_locator_of_the_index_leads_to_its_page_and_to_the_name(printed: Printed) -> None:
    index = printed.page_of("index-of-names")
    occurrences = {each.anchor: each for each in printed.book.occurrences}
    locators = [link for link in index.links if link.anchor in occurrences]
    assert len(locators) > 8
    for link in locators:
        words, target = index.under(link), printed.pages[link.page]
        number = re.match(r"[ivxl]+|\d+", words)
        assert number
        assert number[0] == target.label
        if not occurrences[link.anchor].span:
            there = target.onward(link.to_left, link.to_top)
            assert there.startswith(occurrences[link.anchor].form.split()[0]), words
        if "n" in words:
            assert f"{words.partition('n')[2]} " in target.text


def test_a_name_in_the_text_of_the_chapters_is_in_the_index_for_its_page(printed: Printed) -> None:
    given: dict[str, set[str]] = {}
    for entry in re.split(r"\n(?=[A-Z]\w+, )", printed.page_of("index-of-names").text):
        locators = re.findall(r"(\d+)–(\d+)|(\d+)(?:n\d+)?(?![\d–])", entry)
        pages = {str(n) for a, b, _ in locators if a for n in range(int(a), int(b) + 1)} | {c for *_, c in locators}
        given[entry.partition(",")[0]] = pages
    forms = {
        "Quill": r"Quill\b(?!\sLane)|HERON|Mrs Marsh",
        "Verrall": r"Verrall\b(?!,\s3\sMay)",
        "Wit": "[Dd]e Wit|Fehér",
    }
    for setting in printed.proof.settings:
        for folio in setting.folios if setting.piece.kind == "chapter" else ():
            for heading, form in forms.items():
                if re.search(form, printed.pages[folio.sheet - 1].text):
                    assert str(folio) in given[heading], (heading, str(folio))


# --- the make-up of pages --------------------------------------------------------------------------


def test_chapters_open_on_rectos_and_their_first_pages_have_no_running_head(printed: Printed) -> None:
    for setting in printed.proof.settings:
        first = printed.pages[setting.folios[0].sheet - 1]
        if setting.piece.kind not in ("imprint", "list-of-figures", "colophon"):
            assert first.number % 2 == 0
        assert not [word for word in first.words if word.bottom < HEAD]


def test_later_pages_have_the_book_s_title_on_versos_and_the_chapter_s_on_rectos(printed: Printed) -> None:
    for setting in printed.proof.settings:
        for folio in setting.folios[1:]:
            page = printed.pages[folio.sheet - 1]
            head = sorted((word for word in page.words if word.bottom < HEAD), key=lambda word: word.left)
            words = " ".join(word.text for word in head if word.text != page.folio)
            chapter = setting.piece.chapter
            assert words == ("The Ferry at Low Water" if page.number % 2 else str(chapter.short) if chapter else "")
            assert not [word for word in page.words if word.top > FOOT]


def test_a_blank_verso_is_bare(printed: Printed) -> None:
    set_ = {folio.sheet - 1 for setting in printed.proof.settings for folio in setting.folios}
    blank = [page for page in printed.pages if page.number not in set_]
    assert blank
    assert all(page.number % 2 == 1 and not page.words and not page.links for page in blank)
    assert all(page.words for page in printed.pages if page.number in set_)
    assert len(printed.pages) % 2 == 0


# --- the file --------------------------------------------------------------------------------------


def test_the_outline_has_every_title_and_leads_to_its_page(printed: Printed) -> None:
    outline = read_outline(printed.pdf)
    contents = printed.page_of("contents")
    titles = [re.sub(r"^\d+ | \w+$", "", contents.under(link)) for link in contents.links]
    assert [title for depth, title, _ in outline if depth == 0] == ["Contents", *titles]
    assert [title for depth, title, _ in outline if depth][:2] == [
        "What the columns say",
        "Document 1. Ada Quill to Jonas Verrall",
    ]
    for _, title, page in outline:
        assert title.removeprefix("Document 1. ") in printed.pages[page].text.replace("\n", " ")


def test_title_author_and_language_are_the_book_s(printed: Printed) -> None:
    with pikepdf.open(printed.pdf) as pdf, pdf.open_metadata() as metadata:
        assert str(pdf.docinfo.Title) == metadata["dc:title"] == "The Ferry at Low Water: A Very Short History"
        assert str(pdf.docinfo.Author) == "R. M. Thwaite"
        assert metadata["dc:creator"] == ["R. M. Thwaite"]
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.CreationDate).startswith("D:20240101")


def test_no_font_but_eb_garamond_is_used_and_it_is_embedded(printed: Printed) -> None:
    with pikepdf.open(printed.pdf) as pdf:
        descriptors = [each for each in pdf.objects if _is(each, "/FontDescriptor")]
        assert descriptors
        for each in descriptors:
            assert re.fullmatch(r"/[A-Z]{6}\+EB-Garamond.*", str(each.FontName)), each.FontName
            assert "/FontFile2" in each or "/FontFile3" in each


def test_embedded_type_has_nothing_that_one_system_writes_otherwise_than_another(printed: Printed) -> None:
    with pikepdf.open(printed.pdf) as pdf:
        files = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Length1" in each]
        names = {str(each.FontName)[1:7] for each in pdf.objects if _is(each, "/FontDescriptor")}
        # the same faces are named so in a text: by what they are, and not by how Pango describes them
        drawn = {name[1:] for page in pdf.pages for name in page.Resources.get("/Font", {})}
    assert files
    for each in files:
        with TTFont(io.BytesIO(each)) as font:
            assert not {"GDEF", "GPOS", "GSUB", "STAT"} & set(font.keys())
    assert names <= drawn


def _is(each: Any, kind: str) -> bool:
    return isinstance(each, pikepdf.Dictionary) and str(each.get("/Type", "")) == kind


def test_the_structure_tells_headings_notes_and_figures(printed: Printed) -> None:
    with pikepdf.open(printed.pdf) as pdf:
        assert pdf.Root.MarkInfo.Marked
        dictionaries = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        elements = [each for each in dictionaries if "/S" in each and "/P" in each]
        tags = [str(each.S) for each in elements]
        notes = sum(isinstance(node, Note) for node in walk((printed.book.pieces, printed.book.documents)))
        assert tags.count("/Note") == tags.count("/Reference") == notes
        titled = len([entry for entry in read_outline(printed.pdf) if entry[0] == 0])
        assert tags.count("/H1") == titled
        figures = [each for each in elements if str(each.S) == "/Figure"]
        assert ["A chart: two banks" in str(each.Alt) for each in figures] == [True]


# --- the same input, the same file -----------------------------------------------------------------


def test_works_that_the_citation_style_does_not_list_are_listed_as_their_notes_give_them(tiny: Project) -> None:
    talk = "\n- {{id: {0}, section: archives, type: interview, author: [{{family: {0}, given: B.}}]}}\n"
    talks = "".join(map(talk.format, ("Adam", "Zeno", "Mole")))
    tiny.write("manuscript/sources.yaml", tiny.read("manuscript/sources.yaml") + talks)
    tiny.mend("manuscript/chapters/02-the-crossing.md", "[@brandt, 18]", "[@Zeno; @Adam; @Mole]")
    *_, wording, problems = pipeline.prepare(tiny.project)
    assert problems == ()
    title, entries = wording.bibliography[0]
    assert str(title) == "Letters"
    assert [key for key, _ in entries] == ["Adam", "Mole", "quill-letter", "Zeno"]
    assert all(
        plain(words).startswith((f"{key}, B.", "Quill, A")) and plain(words).endswith(".") for key, words in entries
    )


@pytest.mark.slow
def test_the_order_of_people_and_sources_makes_no_difference(printed: Printed, tiny: Project) -> None:
    people = tiny.read("manuscript/people.yaml").split("\n\n")
    first, *sources = tiny.read("manuscript/sources.yaml").split("\n\n")
    tiny.write("manuscript/people.yaml", "\n\n".join(reversed(people)))
    tiny.write("manuscript/sources.yaml", "\n\n".join([first, *reversed(sources)]))
    assert without_attachments(tiny.make()) == without_attachments(printed.pdf)


def without_attachments(path: Path) -> bytes:
    """A PDF but for the files embedded in it."""
    with pikepdf.open(path) as pdf:
        del pdf.Root.AF, pdf.Root.Names.EmbeddedFiles, pdf.trailer.ID
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


# --- a failing or interrupted build ----------------------------------------------------------------


def with_a_last_good_book(project: Project) -> dict[str, bytes]:
    """Put something into `dist/` that a failing build must leave alone."""
    project.write("dist/tiny-reading.pdf", b"the last good one").write("dist/.keep", b"")
    return files_in(project)


def files_in(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project.top / "dist").iterdir()}


def interrupted(*_: object) -> None:
    """Ctrl-C, though the shell that runs the tests in the background may have it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.raise_signal(signal.SIGINT)


def interrupted_in_round_2(shop: Any, _: object) -> Any:
    return settle(shop, lambda number, *_: number == 2 and interrupted())


def interrupted_in(folder: Path) -> Callable[[Path, Path], None]:
    """Ctrl-C when something is put in its place in a folder."""
    replace = os.replace

    def replace_elsewhere(beside: Path, path: Path) -> None:
        if Path(path).parent == folder:
            interrupted()
        replace(beside, path)

    return replace_elsewhere


def complaining(stage: Callable[..., Any]) -> Callable[..., Any]:
    def complain(*given: Any, **named: Any) -> Any:
        logging.getLogger("weasyprint").warning("something that nobody has thought of")
        return stage(*given, **named)

    return complain


def test_a_build_that_meets_an_error_leaves_dist_as_it_was(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    before = with_a_last_good_book(tiny)
    assert tiny.mend("manuscript/chapters/02-the-crossing.md", "@brandt, 18", "@brant, 18").build() == 1
    assert files_in(tiny) == before
    assert "unknown-source" in capsys.readouterr().err


@pytest.mark.once
@pytest.mark.parametrize(
    ("where", "name"),
    [(weasyprint, "CSS"), (weasyprint, "HTML"), (weasyprint.Document, "write_pdf")],
)
def test_whatever_the_engine_logs_fails_the_build(
    tiny: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, where: Any, name: str
) -> None:
    before = with_a_last_good_book(tiny)
    monkeypatch.setattr(where, name, complaining(getattr(where, name)))
    assert tiny.build() == 1
    assert files_in(tiny) == before
    assert "something that nobody has thought of" in capsys.readouterr().err


@pytest.mark.parametrize("stage", ["settle", "bind", "replace"])
def test_an_interrupt_leaves_dist_as_it_was(tiny: Project, capsys: pytest.CaptureFixture, stage: str) -> None:
    before = with_a_last_good_book(tiny)
    with pytest.MonkeyPatch.context() as patched:  # what is made before the interrupt is as it always is: not cold
        match stage:
            case "settle":
                patched.setattr("press.typesetting.settle.settle", interrupted_in_round_2)
            case "bind":
                patched.setattr("press.pdf.bind.bind", interrupted)
            case "replace":
                patched.setattr(os, "replace", interrupted_in(tiny.project.dist))
        assert cli.build(tiny.project) == cli.INTERRUPTED == 130
    assert files_in(tiny) == before
    assert "interrupted" in capsys.readouterr().err


def test_a_build_replaces_the_last_good_book(tiny: Project, capsys: pytest.CaptureFixture) -> None:
    with_a_last_good_book(tiny)
    assert tiny.build() == 0
    assert sorted(files_in(tiny)) == [".keep", "tiny-print.pdf", "tiny-reading.pdf", "tiny.json"]
    assert (tiny.top / "dist/tiny-reading.pdf").read_bytes().startswith(b"%PDF")
    assert "28 pages, 16 notes, 3 names" in capsys.readouterr().out

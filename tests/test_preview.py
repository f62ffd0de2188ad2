"""A preview: a changed chapter alone, as it will stand in the book."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Project
from poppler import poppler

from press import build as pipeline
from press.editing.linked_before import LinkedBefore
from press.preview.sections import SectionPreview, set_alone
from press.store import HeldStore, Store, written_out

CHAPTER = "manuscript/chapters/02-the-crossing.md"


def previewed(project: Project, *changed: str) -> SectionPreview | None:
    """The preview of some pieces of a project as it stands now."""
    book, style, wording, _ = pipeline.prepare(project.project)
    store = Store(project.project.cache)
    with pipeline.set_up(project.project, book, style, wording, store=store) as shop:
        return set_alone(shop, changed)


def words(pdf: bytes | Path, folder: Path, *options: str) -> list[str]:
    path = folder / "read.pdf"
    path.write_bytes(pdf if isinstance(pdf, bytes) else pdf.read_bytes())
    return poppler("pdftotext", path, *options).split()


def test_there_is_no_preview_before_a_first_build(tiny: Project) -> None:
    assert previewed(tiny, "crossing") is None


@pytest.mark.slow
def test_a_preview_has_the_pages_of_the_book(tiny: Project, tmp_path: Path) -> None:
    whole = tiny.make()
    preview = previewed(tiny, "crossing")
    assert preview
    sheets = [folio.sheet for folio in preview.folios]
    there = words(whole, tmp_path, "-f", str(sheets[0]), "-l", str(sheets[-1]))
    assert words(preview.pdf, tmp_path) == there != []


@pytest.mark.slow
def test_a_preview_shows_what_has_been_written_since(tiny: Project, tmp_path: Path) -> None:
    tiny.make()
    preview = previewed(tiny.write(CHAPTER, tiny.read(CHAPTER) + "\nAn afterthought.^[And its note.]\n"), "crossing")
    assert preview
    shown = words(preview.pdf, tmp_path)
    assert "afterthought." in " ".join(shown)
    assert {"And", "its", "note."} <= set(shown)


@pytest.mark.slow
def test_only_what_was_in_the_last_build_has_a_preview(tiny: Project) -> None:
    tiny.make()
    assert previewed(tiny, "no-such-piece") is None


@pytest.mark.slow
def test_two_pieces_far_apart_make_a_preview_without_the_pages_between(tiny: Project) -> None:
    tiny.make()
    preview = previewed(tiny, "ledger", "documents")
    assert preview
    assert len(preview.titles) == 2
    assert len({folio.sheet for folio in preview.folios}) == len(preview.folios)


@pytest.mark.slow
def test_a_preview_leaves_the_book_that_is_made_after_it_as_it_would_be(tmp_path: Path) -> None:
    made = []
    for name in ("with", "without"):
        project = Project(tmp_path / name).cold()
        project.make()
        project.write(CHAPTER, project.read(CHAPTER) + "\nAn afterthought, and a long one. " * 9)
        if name == "with":
            assert previewed(project, "crossing")
        made.append(project.make().read_bytes())
    assert made[0] == made[1]


def test_what_has_been_read_parsed_and_linked_before_is_as_if_it_were_done_anew(tiny: Project) -> None:
    held, before = HeldStore(None), LinkedBefore()
    first = "manuscript/chapters/01-the-ledger.md"
    teller = "- id: teller\n  name: {family: Teller, given: Ann}\n  roles: [author]\n"
    tiny.write("manuscript/contributors.yaml", teller)
    tiny.mend(first, "id: ledger\n", "id: ledger\nauthors: [teller]\n")
    picture = '\n![A ledger.](figures/chart.svg){#new alt="a book"}\n'
    changes = {
        "nothing": (CHAPTER, ""),
        "words of one chapter": (CHAPTER, "\nThe boat sank again.\n"),
        "a figure, whose number those that follow go up by": (first, picture),
        "an id that another chapter has too": (CHAPTER, picture),
        "a query": (CHAPTER, "\nWas it? {>> who says so <<}\n"),
        "a record that is none": ("manuscript/people.yaml", "\n- id: nobody\n"),
        "what is no YAML": ("manuscript/events.yaml", "\n: : :\n"),
    }
    for what, (name, more) in changes.items():
        tiny.write(name, tiny.read(name) + more)
        for _ in range(2):  # at once, and when nothing has changed since
            held.look_again()
            anew = pipeline.linked(tiny.project, Store(None))
            assert pipeline.linked(tiny.project, held, before) == anew, what
            disk = Store(tiny.top / "kept")  # as another process would find it
            kept = pipeline.linked(tiny.project, disk, LinkedBefore(disk))
            assert kept == anew, what
            # of which places do not show: they are not compared
            assert written_out(kept.book.targets) == written_out(anew.book.targets), what
            assert written_out(kept.book.pieces) == written_out(anew.book.pieces), what
            assert written_out(kept.book.occurrences) == written_out(anew.book.occurrences), what


def test_what_stands_within_a_range_of_an_index_is_as_it_was_linked_before_but_for_what_has_an_end_of_it(
    tiny: Project,
) -> None:
    first, between = "manuscript/chapters/01-the-ledger.md", "manuscript/chapters/tide.md"
    begins, ends = (f"\n[Ada Quill]{{person=quill sub=tides .{end}}} looked on.\n" for end in ("begin", "end"))
    own = "[Verrall]{person=verrall .begin} rowed. [Verrall]{person=verrall .end} slept."
    tiny.mend("manuscript/book.yaml", "    - chapters/02", "    - chapters/tide.md\n    - chapters/02")
    tiny.write(between, f"---\ntitle: The Tide\nid: tide\n---\n{own}\n")
    tiny.write(first, tiny.read(first) + begins)
    tiny.write(CHAPTER, tiny.read(CHAPTER) + ends)
    held, before = HeldStore(None), LinkedBefore()
    one, other = (pipeline.linked(tiny.project, held, before).book.body for _ in range(2))
    assert [a.chapter is b.chapter for a, b in zip(one, other, strict=True)] == [False, True, False]
    # a range that is open already is begun again in it
    tiny.write(first, tiny.read(first) + "\n[Verrall]{person=verrall .begin} looked on too.\n")
    disk = Store(tiny.top / "kept")
    anew = pipeline.linked(tiny.project, Store(None))
    for known, store in ((before, held), (LinkedBefore(disk), disk), (LinkedBefore(disk), disk)):
        assert pipeline.linked(tiny.project, store, known) == anew
    assert any("begun again" in problem.message for problem in anew.problems)

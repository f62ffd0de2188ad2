"""Pages that were read, separated or accounted for before come out as they would anew, whatever has changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Project
from pressed import order, read

from press import build as pipeline
from press.pdf.page_digests import page_digests
from press.prepress.print_edition import print_at_desk
from press.problem import Faulty
from press.store import Sheaf, Store
from press.words.proof import read_pages, recall_pages

SHEET = "styles/classic/2-text.css"
PLAIN = "<p>A first page of words.<p style='break-before: page'>A second page."
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40"><defs><linearGradient id="g">
<stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient></defs>
<rect width="30" height="30" fill="url(#g)" opacity=".5"/><text x="3" y="20" fill="green">In it</text></svg>"""
COLOURED = f"""<p style="color: #b03020; opacity: .5">Red, and seen through.<p style="color: #446688">Blue.{DRAWING}
<p style="break-before: page; color: #b03020">Red again, <a href="https://example.org">a link</a>.{DRAWING}"""
TREATMENTS: dict[str, dict[str, Any]] = {
    "as ever": {},
    "in black": {"target": "gray", "house": "Lulu"},
    "without transparency, printing over": {"opaque": True, "overprint": True, "limit": 240},
    "in colour": {"black_text": False},
}

UNSEEN: list[Callable[[pikepdf.Pdf, Any], object]] = [
    lambda _, page: setattr(page, "StructParents", 77),
    lambda _, page: setattr(page, "Tabs", pikepdf.Name.S),
    lambda pdf, _: setattr(pdf.Root, "Lang", pikepdf.String("la")),
]
SPOILT: list[Callable[[pikepdf.Pdf, Any], object]] = [
    lambda _, page: setattr(page, "MediaBox", pikepdf.Array([0, 0, 100, 100])),
    lambda _, page: setattr(page, "Rotate", 90),
    lambda _, page: setattr(page.Parent, "Rotate", 90),
    lambda _, page: _font_of(page).FontDescriptor.FontFile2.write(b"another face"),
    lambda _, page: setattr(_font_of(page), "W", pikepdf.Array([0, pikepdf.Array([500])])),
]
"""What of a page nobody sees, and what makes another of it, be it in the depths of its type."""


def _font_of(page: Any) -> Any:
    return next(iter(page.Resources.Font.values())).DescendantFonts[0]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


@pytest.mark.parametrize("how", TREATMENTS)
@pytest.mark.parametrize("html", [PLAIN, COLOURED])
def test_a_print_edition_of_pages_that_were_printed_before_is_the_same(html: str, how: str, store: Store) -> None:
    reading = read(html)
    anew = print_at_desk(None, (reading, order(**TREATMENTS[how])))
    for _ in range(2):
        assert print_at_desk(None, (reading, order(**TREATMENTS[how], store=store))) == anew


def test_what_was_kept_for_one_treatment_is_nothing_to_another(store: Store) -> None:
    reading = read(COLOURED)
    made = {how: print_at_desk(None, (reading, order(**more, store=store))) for how, more in TREATMENTS.items()}
    assert made == {how: print_at_desk(None, (reading, order(**more))) for how, more in TREATMENTS.items()}
    assert len({each.content for each in made.values()}) == len(TREATMENTS)


def test_a_page_is_told_by_all_that_it_paints_and_by_nothing_else() -> None:
    digests = page_digests(read(PLAIN))
    assert page_digests(read(PLAIN)) == digests
    assert len(set(digests)) == 2
    changed = page_digests(read(PLAIN.replace("second page", "second leaf")))
    assert changed[1] != digests[1]

    def spoilt(spoil: Callable[[pikepdf.Pdf, Any], object]) -> tuple[str, ...]:
        with pikepdf.open(io.BytesIO(read(PLAIN))) as pdf:
            spoil(pdf, pdf.pages[0].obj)
            pdf.save(out := io.BytesIO())
        return page_digests(out.getvalue())

    assert [spoilt(each) for each in UNSEEN] == [digests] * len(UNSEEN)
    assert [spoilt(each)[0] != digests[0] for each in SPOILT] == [True] * len(SPOILT)


def test_pages_that_were_read_before_are_as_they_are_read_and_no_other_is_kept(store: Store) -> None:
    for html in (PLAIN, PLAIN, PLAIN.replace("second", "third"), COLOURED):
        pdf = read(html)
        recall_pages(pdf, digests := page_digests(pdf), kept := Sheaf(store, "ab" * 20))
        kept.close()
        again = Sheaf(store, "ab" * 20)
        assert recall_pages(pdf, digests, again) == read_pages(pdf)
        assert len(again.before) == len(set(digests))


def test_words_that_are_lost_are_told_as_often_as_they_are_and_no_longer(tiny: Project) -> None:
    """A book of which nothing was wrong, then hidden, then shown again: each time it is made by what is kept."""
    project, text = tiny.small().cold(), "manuscript/chapters/one.md"
    project.write(
        "manuscript/chapters/two.md", "---\ntitle: Two\n---\nNobody knew of it.\n\n> So it was, and no other.\n"
    )
    project.mend("manuscript/book.yaml", "    - chapters/one.md\n", "    - chapters/one.md\n    - chapters/two.md\n")
    made = pipeline.build(project.project)
    good = (project.top / made.path).read_bytes(), (project.top / made.printed).read_bytes()
    project.write(SHEET, f"{(sheet := project.read(SHEET))}\nblockquote {{ color: white }}\n")
    for _ in range(2):
        with pytest.raises(Faulty, match=r"So it was, and no other\..*words-lost"):
            pipeline.build(project.project)
    project.write(SHEET, sheet)
    project.mend(text, "[So it is said.]", "[So it was said.]")
    pipeline.build(project.project)
    project.mend(text, "[So it was said.]", "[So it is said.]")
    pipeline.build(project.project)
    assert ((project.top / made.path).read_bytes(), (project.top / made.printed).read_bytes()) == good

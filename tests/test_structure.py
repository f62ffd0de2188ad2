"""The structure of the PDF, as a reader hears it: a note follows its call, is reached from it, and leads back to it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise

import pikepdf
import pytest
from conftest import Project
from pikepdf import Array, Dictionary, Name

LONG = " ".join(f"Sentence number {n} of a note that is far too long for one page." for n in range(1, 90))


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    held = element.get("/K")
    return [] if held is None else list(held) if isinstance(held, Array) else [held]


def elements(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield element
    for kid in kids(element):
        if isinstance(kid, Dictionary) and kid.get("/S") is not None:
            yield from elements(kid)


def annotations(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The annotations that an element holds, itself or in its Link."""
    held = [kid.Obj for kid in kids(element) if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR]
    return held + [
        a for kid in kids(element) if isinstance(kid, Dictionary) and kid.get("/S") for a in annotations(kid)
    ]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> pikepdf.Pdf:
    """The tiny book, with a note that runs over several pages."""
    project = Project(tmp_path_factory.mktemp("structure") / "book").brief()
    chapter = project.read("manuscript/chapters/02-the-crossing.md")
    project.write("manuscript/chapters/02-the-crossing.md", f"{chapter}\n\nA last word.^[{LONG}]\n")
    return pikepdf.open(io.BytesIO(project.make().read_bytes()))


@pytest.fixture(scope="module")
def tree(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    root = pdf.Root.StructTreeRoot.K
    return list(elements(root[0] if isinstance(root, Array) else root))


def test_every_note_stands_directly_after_its_reference(tree):
    notes = 0
    for parent in tree:
        names = [kid.get("/S") for kid in kids(parent) if isinstance(kid, Dictionary)]
        for at, name in enumerate(names):
            if name == Name.Note:
                assert names[at - 1] == Name.Reference
                notes += 1
    assert notes == sum(element.S == Name.Reference for element in tree) > 8


def test_a_reference_holds_a_link_to_its_note_and_the_notes_number_a_link_back(tree):
    for parent in tree:
        inside = [kid for kid in kids(parent) if isinstance(kid, Dictionary)]
        for reference, note in pairwise(inside):
            if note.get("/S") != Name.Note:
                continue
            anchor = str(note.ID)
            label = next(e for e in elements(note) if e.S == Name.Lbl)
            assert [str(a.Dest) for a in annotations(reference)] == [anchor]
            assert [str(a.Dest) for a in annotations(label)] == [f"call-{anchor}"]
            assert {e.S for e in elements(reference)} >= {Name.Reference, Name.Link}
            assert {e.S for e in elements(label)} >= {Name.Lbl, Name.Link}


def test_note_ids_are_unique(tree):
    ids = [str(element.ID) for element in tree if element.S == Name.Note]
    assert len(ids) == len(set(ids))


def test_a_continued_note_is_one_note_over_several_pages(tree):
    (note,) = [
        e for e in tree if e.S == Name.Note and len({each.Pg.objgen for each in elements(e) if "/Pg" in each}) > 1
    ]
    back = [str(a.Dest) for a in annotations(note) if str(a.Dest).startswith("call-")]
    assert len(back) >= 2
    assert set(back) == {f"call-{note.ID}"}


def test_all_elements_know_their_parents(tree):
    for parent in tree:
        for kid in kids(parent):
            if isinstance(kid, Dictionary) and kid.get("/S") is not None:
                assert kid.P.objgen == parent.objgen


def test_the_parent_tree_leads_from_annotations_and_content_to_the_elements_that_hold_them(pdf, tree):
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    pages = {page.obj.objgen: int(page.obj.StructParents) for page in pdf.pages if "/StructParents" in page.obj}
    held = 0
    for element in tree:
        for kid in kids(element):
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                assert owners[int(kid.Obj.StructParent)].objgen == element.objgen
                held += 1
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                assert owners[pages[kid.Pg.objgen]][int(kid.MCID)].objgen == element.objgen
                held += 1
            elif isinstance(kid, int):
                assert owners[pages[element.Pg.objgen]][kid].objgen == element.objgen
                held += 1
    assert held > 100
    assert held == sum(len(owner) if isinstance(owner, Array) else 1 for owner in owners.values())


def test_what_stands_within_a_paragraph_and_says_nothing_is_no_element(tree):
    plain = {"/Type", "/S", "/P", "/Pg", "/K"}
    paragraphs = [element for element in tree if element.S == Name.P]
    assert not [e for each in paragraphs for e in elements(each) if e.S == Name.Span and plain.issuperset(e.keys())]
    assert all(any(isinstance(kid, int) for kid in kids(each)) for each in paragraphs)
    assert [e for e in tree if e.S == Name.Span and "/Lang" in e]


def test_links_between_calls_and_notes_arrive(pdf):
    names = pdf.Root.Names.Dests.Names
    known = {str(names[at]) for at in range(0, len(names), 2)}
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            if "/Dest" in annotation:
                assert str(annotation.Dest) in known

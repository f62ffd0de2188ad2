"""Proof → the PDF's bytes: pages joined, page labels, and a structure in which a note follows its call.

The engine tags a page's notes as nameless groups at its foot. For a reader who listens, each becomes a `Note` directly
after its `Reference`, with its number as `Lbl`; the pieces of a continued note are gathered in it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from press.book import Book
from press.printing import engine
from press.printing.account import PIECE, note_boxes
from press.printing.places import Folio
from press.printing.settle import Proof
from press.printing.style import Style
from press.problem import Faulty, Origin, Problem

VARIANT = "pdf/ua-1"


def bind(proof: Proof, book: Book, style: Style) -> bytes:
    """The reading PDF: tagged, linked, labelled. The same proof gives the same bytes. Raises `Faulty`."""
    keep_linked_anchors(proof.pages)
    with engine.listening() as messages:
        document = proof.settings[0].sheets.document.copy(list(proof.pages))
        document.metadata.title = book.imprint.title
        written = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=b"press")
    problems = engine.layout_problems("dist", messages, {})
    families = {font.family for font in document.fonts.values()}
    if strange := families - set(style.fonts):
        problems.append(
            Problem(Origin(f"styles/{style.name}"), "fallback-font", f"set in {', '.join(sorted(map(str, strange)))}")
        )
    if problems:
        raise Faulty(problems)
    with pikepdf.open(io.BytesIO(written)) as pdf:
        pdf.Root.PageLabels = page_labels(proof.folios)
        tag_notes(pdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def keep_linked_anchors(pages: Iterable[Any]) -> None:
    """Forget anchors that nothing links to: named destinations nobody can reach only make the file larger."""
    pages = tuple(pages)
    linked = {target for page in pages for kind, target, *_ in page.links if kind == "internal"}
    for page in pages:
        for anchor in [anchor for anchor in page.anchors if anchor not in linked]:
            del page.anchors[anchor]


def page_labels(folios: Iterable[Folio]) -> Object:
    """The PDF's page labels, agreeing with the folios printed (PDF 32000-1, 12.4.2)."""
    numbers: list[Any] = []
    expected: tuple[bool, int] | None = None
    for at, folio in enumerate(folios):
        if expected != (folio.roman, folio.number):
            style = Name.r if folio.roman else Name.D
            numbers += [at, Dictionary(S=style, St=folio.number)]
        expected = (folio.roman, folio.number + 1)
    return Dictionary(Nums=Array(numbers))


def tag_notes(pdf: pikepdf.Pdf) -> None:
    """Turn the engine's groups into Reference and Note, and move each Note behind its Reference."""
    calls, notes = {}, {}
    for element in _elements(pdf.Root.StructTreeRoot.K):
        for kid in _kids(element):
            if not _is_object_reference(kid):
                continue
            target = str(kid.Obj.get("/Dest", ""))
            if target.startswith("call-"):
                notes[target.removeprefix("call-")] = element
            elif element.get("/S") == Name.NonStruct:
                calls[target] = element
    for anchor, marker in notes.items():
        if anchor in calls:
            _join(pdf, anchor, calls[anchor], marker)


def _join(pdf: pikepdf.Pdf, anchor: str, call: Object, marker: Object) -> None:
    """Make `call` a Reference with a Link, `marker` the Lbl of a Note, and put the Note after the Reference."""
    note = marker.P
    while note.P.S != Name.Document and note.P.get("/S") == Name.NonStruct and note.P.P.S != Name.Document:
        note = note.P
    note.S, marker.S, call.S = Name.Note, Name.Lbl, Name.Reference
    note.ID = String(anchor)
    _wrap_in_link(pdf, call)
    _wrap_in_link(pdf, marker)
    _remove(note.P, note)
    parent = call.P
    kids = list(_kids(parent))
    at = next(n for n, kid in enumerate(kids) if _same(kid, call))
    kids.insert(at + 1, note)
    parent.K = Array(kids)
    note.P = parent


def _wrap_in_link(pdf: pikepdf.Pdf, element: Object) -> None:
    """Put what an element holds, annotation included, into a Link of its own."""
    link = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, K=element.K, P=element, Pg=element.Pg))
    for kid in _kids(link):
        if isinstance(kid, Dictionary) and kid.get("/S") is not None:
            kid.P = link
        elif _is_object_reference(kid):
            _set_parent(pdf, kid.Obj, link)
    element.K = Array([link])


def _set_parent(pdf: pikepdf.Pdf, annotation: Object, element: Object) -> None:
    """Point the parent tree's entry of an annotation to its new element."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    key = int(annotation.StructParent)
    for at in range(0, len(numbers), 2):
        if int(numbers[at]) == key:
            numbers[at + 1] = element
            return


def _kids(element: Object) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _elements(root: Object) -> Iterable[Object]:
    """Every structure element, parents first."""
    stack = list(root) if isinstance(root, Array) else [root]
    while stack:
        element = stack.pop()
        if isinstance(element, Dictionary) and element.get("/S") is not None:
            yield element
            stack += [kid for kid in reversed(_kids(element)) if isinstance(kid, Dictionary)]


def _is_object_reference(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _same(one: Any, other: Any) -> bool:
    return isinstance(one, Dictionary) and one.is_indirect and bool(one.objgen == other.objgen)


def _remove(parent: Object, child: Object) -> None:
    parent.K = Array([kid for kid in _kids(parent) if not _same(kid, child)])


__all__ = ["PIECE", "Mapping", "bind", "note_boxes"]

"""The structure of a section's pages for a reader who listens: a note follows its call, and every link leads on.

The engine tags a page's notes as nameless groups at its foot. Each becomes a `Note` directly after its `Reference`,
with its number as `Lbl`; the pieces of a continued note are gathered in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from press.typesetting.marks import ONWARD


def lead_on(pdf: pikepdf.Pdf) -> None:
    """Turn addresses of the form `press:anchor` into destinations by name, to be found when the book is joined."""
    for page in pdf.pages:
        for link in page.obj.get("/Annots", ()):
            address = str(link.A.URI) if "/A" in link and "/URI" in link.A else ""
            if address.startswith(ONWARD):
                link.Dest = String(address.removeprefix(ONWARD))
                link.Contents = link.Dest  # words are wanted (ISO 14289-1, 7.18.5); the page is not known yet
                del link.A


def tag_notes(pdf: pikepdf.Pdf) -> None:
    """Turn the engine's groups into Reference and Note, and move each Note, with all its pieces, behind its
    Reference.
    """
    calls: dict[str, Object] = {}
    labels: dict[str, list[Object]] = {}
    for element in _elements(pdf.Root.StructTreeRoot.K):
        for kid in _kids(element):
            if not _is_object_reference(kid):
                continue
            # a note's number leads back to its call, and a call to its note: so the two are known, and belong together
            target = str(kid.Obj.get("/Dest", ""))
            if target.startswith("call-"):
                labels.setdefault(target.removeprefix("call-"), []).append(element)
            elif element.get("/S") == Name.NonStruct:
                calls[target] = element
    for anchor, (number, *continued) in labels.items():
        if anchor in calls:  # a note whose call is elsewhere is left as the engine tagged it
            note = _join(pdf, anchor, calls[anchor], number)
            for label in continued:
                _gather(pdf, note, label)


def _join(pdf: pikepdf.Pdf, anchor: str, call: Object, number: Object) -> Object:
    """Make `call` a Reference, `number` the Lbl of a Note, each with a Link, and put the Note after the Reference."""
    note = _piece_of(number)
    note.S, number.S, call.S = Name.Note, Name.Lbl, Name.Reference
    note.ID = String(anchor)
    _wrap_in_link(pdf, call)
    _wrap_in_link(pdf, number)
    _tag_paragraphs(note, number)
    if not _same(group := number.P, note):  # a note holds its label itself (PDF 32000-1, 14.8.4.4)
        _remove(group, number)
        note.K = Array([number, *(kid for kid in _kids(note) if _kids(kid))])
        number.P = note
    _remove(note.P, note)
    parent = call.P
    kids = _kids(parent)
    # whoever listens hears the note where it is called, as whoever reads looks down
    at = next(n for n, kid in enumerate(kids) if _same(kid, call))
    parent.K = Array([*kids[: at + 1], note, *kids[at + 1 :]])
    note.P = parent
    return note


def _gather(pdf: pikepdf.Pdf, note: Object, label: Object) -> None:
    """Put a piece that is printed on another page at the end of its note."""
    piece = _piece_of(label)
    label.S = Name.Span  # its number is told once
    _wrap_in_link(pdf, label)
    _tag_paragraphs(piece, label)
    _remove(piece.P, piece)
    note.K = Array([*_kids(note), piece])
    piece.P = note


def _piece_of(label: Object) -> Object:
    """The group at the foot of a page that holds a note or a piece of one: the child of the area of notes."""
    piece = label.P
    # of a note that holds more than a paragraph the first is a group of its own
    while piece.P.P.S != Name.Document:
        piece = piece.P
    return piece


def _tag_paragraphs(piece: Object, label: Object) -> None:
    """The groups of a piece that holds more than a paragraph: those that hold words are paragraphs."""
    if _same(label.P, piece):
        return
    for kid in _kids(piece):
        if kid.S == Name.Span:
            kid.S = Name.P


def _wrap_in_link(pdf: pikepdf.Pdf, element: Object) -> None:
    """Put what an element holds, annotation included, into a Link of its own."""
    held = Dictionary(Type=Name.StructElem, S=Name.Link, K=element.K, P=element, Pg=element.Pg)
    link = pdf.make_indirect(held)
    for kid in _kids(link):
        if isinstance(kid, Dictionary) and kid.get("/S") is not None:
            kid.P = link
    element.K = Array([link])


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

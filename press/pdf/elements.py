"""The structure of a section's PDF made right: languages, parts joined, lists, figures, headers; and identifiers.

What the engine tags is read once into `Node`s, mended there, and what has changed is written back. The rules are those
of PDF/UA-1 (ISO 14289-1) and of PDF 32000-1, 14.7 and 14.8.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from press.pdf.artifacts import make_artifacts
from press.pdf.nodes import Node
from press.pdf.parent_tree import write_parent_tree
from press.pdf.spans import dissolve_spans
from press.pdf.tables import mend_table
from press.typesetting.marks import Mark, read_mark

PX = 0.75
"""Points in a CSS px."""
HEADING = re.compile("H[1-6]")
MEANINGLESS_WHEN_EMPTY = frozenset({"NonStruct", "Div", "Span", "Sect", "P"})
"""Types of elements that say nothing without content; an empty cell of a table is a cell all the same."""
WITHIN = frozenset({"Span", "NonStruct", "Link", "Lbl"})
"""Types of elements that stand within a paragraph."""


def mend_elements(pdf: pikepdf.Pdf) -> None:
    """Make a tagged PDF's structure what its HTML meant. The engine's tags and `marks` come in, no mark goes out."""
    root = pdf.Root.StructTreeRoot.K
    document = _read(root[0] if isinstance(root, Array) else root)
    nodes = list(document.walk())
    # marks first, for they are content as long as they are there; then parts, whose other halves become empty; then
    # what is empty, from within, so that what held nothing else is empty when its turn comes
    _remove_marks(pdf, nodes)
    make_artifacts(pdf, nodes)
    _join_parts(nodes)
    _bring_home(nodes)
    for node in reversed(nodes):
        _drop_if_empty(node)
    for node in document.walk():
        if node.mark and node.mark.lang:
            node.object.Lang = String(node.mark.lang)
        if node.mark and node.mark.numbering:
            node.object.A = Dictionary(O=Name.List, ListNumbering=Name(f"/{node.mark.numbering}"))
        if node.mark and node.mark.tag:
            node.tag, node.changed = node.mark.tag, True
            if node.tag == "Note":  # which must have an identifier (ISO 14289-1, 7.9)
                node.object.ID = String(node.mark.name)
        if mend := MENDS.get(node.tag):
            mend(pdf, node)
    _set_beside(nodes)
    dissolve_spans(document)
    _write(document)
    write_parent_tree(pdf, document)


def list_identified(pdf: pikepdf.Pdf) -> None:
    """Have a section list its elements that have an identifier: who gathers it need not search for them."""
    if found := {bytes(each.ID): each for each in _identified_in(pdf)}:
        # not in the structure: there it would be the first to be read, and objects are written in the order of reading
        pdf.Root.Identified = pdf.make_indirect(identifier_tree(found))


def identified_in(section: pikepdf.Pdf, pdf: pikepdf.Pdf) -> dict[bytes, Object]:
    """The elements that a section lists, by their identifiers, as they are in the PDF that has its structure."""
    names = list(pdf.copy_foreign(section.Root.Identified).Names) if "/Identified" in section.Root else []
    return {bytes(name): element for name, element in zip(names[::2], names[1::2], strict=True)}


def _identified_in(pdf: pikepdf.Pdf) -> Iterator[Object]:
    stack = _kids(pdf.Root.StructTreeRoot)
    while stack:
        element = stack.pop()
        if isinstance(element, Dictionary) and "/S" in element:
            if "/ID" in element:
                yield element
            stack += _kids(element)


def identifier_tree(named: Mapping[bytes, Object]) -> Dictionary:
    """The tree of identifiers, which a structure that has any must have (PDF 32000-1, 14.7.2): one leaf."""
    return Dictionary(Names=Array([each for key in sorted(named) for each in (String(key), named[key])]))


def _read(element: Object, parent: Node | None = None) -> Node:
    node = Node(element, str(element.S)[1:], parent=parent)
    for kid in _kids(element):
        if isinstance(kid, Dictionary) and "/S" in kid:
            node.kids.append(_read(kid, node))
        elif said := _mark_of(kid):  # it speaks of the element in which its link stands
            node.mark, node.changed = said, True
            node.kids.append(said)
        elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
            # where it stands: an object of its own for each link costs every reader
            node.kids.append(Dictionary(Type=Name.OBJR, Obj=kid.Obj, Pg=kid.Pg))
            node.changed = True
        else:
            node.kids.append(kid)
    return node


def _kids(element: Object) -> list[Any]:
    held = element.get("/K")
    return [] if held is None else list(held) if isinstance(held, Array) else [held]


def _mark_of(kid: Any) -> Mark | None:
    if not isinstance(kid, Dictionary) or kid.get("/Type") != Name.OBJR or "/A" not in kid.Obj:
        return None
    return read_mark(str(kid.Obj.A.get("/URI", "")))


def _remove_marks(pdf: pikepdf.Pdf, nodes: list[Node]) -> None:
    """Take the marks out of the elements, and their annotations off the pages."""
    for node in nodes:
        if node.mark:
            node.kids = [kid for kid in node.kids if not isinstance(kid, Mark)]
    for page in pdf.pages:
        annotations = list(page.obj.get("/Annots", ()))
        marks = [each for each in annotations if "/A" in each and read_mark(str(each.A.get("/URI", "")))]
        if not marks:
            continue
        kept = [each for each in annotations if not any(each.objgen == one.objgen for one in marks)]
        if kept:
            page.obj.Annots = Array(kept)
        else:
            del page.obj["/Annots"]


def _join_parts(nodes: list[Node]) -> None:
    """What was parted by the end of a page or a column becomes one element again, in the place of its first part."""
    firsts: dict[str, Node] = {}
    for node in nodes:
        part = node.mark.part if node.mark else ""
        if not part:
            continue
        first = firsts.setdefault(part, node)
        if first is node or first.tag != node.tag:  # tagged otherwise there, so it stays apart
            continue
        for kid in node.kids:
            if isinstance(kid, Node):
                kid.parent = first
            own = isinstance(kid, int)  # content by its number alone is of the element's own page (14.7.4.2)
            first.kids.append(Dictionary(Type=Name.MCR, Pg=node.object.Pg, MCID=kid) if own else kid)
        node.kids, first.changed = [], True


def _bring_home(nodes: list[Node]) -> None:
    """What floats is read where it has its place: behind the paragraph at whose end that is."""
    places = {node.mark.place: node for node in nodes if node.mark and node.mark.place}
    behind: dict[int, Node] = {}  # of several with one place the next comes behind the one before
    for node in nodes:
        if not (node.mark and node.mark.float in places and node.parent):
            continue
        place = places[node.mark.float]
        while place.tag in WITHIN and place.parent is not None:
            place = place.parent
        last = behind.get(id(place), place)
        if last.parent is None:
            continue
        node.parent.kids = [kid for kid in node.parent.kids if kid is not node]
        node.parent.changed = True
        at = next(n for n, kid in enumerate(last.parent.kids) if kid is last)
        last.parent.kids.insert(at + 1, node)
        node.parent = last.parent
        node.parent.changed = True
        behind[id(place)] = node


def _drop_if_empty(node: Node) -> None:
    """Line breaks, the empty foot of a page, and what parts joined elsewhere have left behind."""
    left_behind = node.mark is not None and bool(node.mark.part)
    if not (node.tag in MEANINGLESS_WHEN_EMPTY or left_behind):
        return
    while node.parent is not None and not node.kids:
        node.parent.kids = [kid for kid in node.parent.kids if kid is not node]
        node.parent.changed = True
        if not left_behind:
            return
        node = node.parent  # the item around a body


def _mend_item(pdf: pikepdf.Pdf, item: Node) -> None:
    """A list item holds at most a label, and one body (ISO 14289-1, 7.6)."""
    if [node.tag for node in item.nodes] in (["LBody"], ["Lbl", "LBody"]):  # as it should be
        return
    labels = [node for node in item.nodes if node.tag == "Lbl"]
    body = Node(pdf.make_indirect(Dictionary(Type=Name.StructElem)), "LBody", parent=item, changed=True)
    for kid in item.kids:
        if isinstance(kid, Node) and kid.tag == "Lbl":
            continue
        inner = kid.kids if isinstance(kid, Node) and kid.tag == "LBody" else [kid]
        for each in inner:
            if isinstance(each, Node):
                each.parent = body
        body.kids += inner
    item.kids, item.changed = [*labels, body], True


def _mend_figure(_: pikepdf.Pdf, figure: Node) -> None:
    """A figure's box, which the engine gives in its own measure from the page's top, in points from its foot."""
    attributes = figure.object.get("/A")
    if attributes is None or "/BBox" not in attributes:
        return
    left, top, right, bottom = (float(number) * PX for number in attributes.BBox)
    x, _y, _right, height = (float(number) for number in figure.object.Pg.TrimBox)
    attributes.BBox = Array([x + left, height - bottom, x + right, height - top])
    attributes.Placement = Name.Block


def _set_beside(nodes: list[Node]) -> None:
    """A heading that is written at the head of its paragraph goes before it, and what stands in the margin behind it:
    neither is a part of it (ISO 14289-1, 7.4).
    """
    for node in nodes:
        tag = node.mark.tag if node.mark and node.kids else ""
        whole = node.parent
        while whole is not None and whole.tag not in ("P", "Document"):
            whole = whole.parent
        if whole is None or whole.tag != "P" or whole.parent is None or not (HEADING.fullmatch(tag) or tag == "Note"):
            continue
        inner, outer = node.parent, whole.parent
        assert inner is not None
        inner.kids = [kid for kid in inner.kids if kid is not node]
        at = next(n for n, kid in enumerate(outer.kids) if kid is whole) + (tag == "Note")
        while tag == "Note" and at < len(outer.kids) and _is_beside(outer.kids[at]):
            at += 1  # behind those that stand before it in the paragraph
        outer.kids.insert(at, node)
        node.parent, inner.changed, outer.changed, node.changed = outer, True, True, True


def _is_beside(node: Any) -> bool:
    return isinstance(node, Node) and node.mark is not None and node.mark.tag == "Note"


MENDS: dict[str, Callable[[pikepdf.Pdf, Node], None]] = {
    "LI": _mend_item,
    "Figure": _mend_figure,
    "Table": mend_table,
}


def _write(document: Node) -> None:
    """Write back what has changed, and the parents of what has come to stand elsewhere."""
    for node in document.walk():
        if not node.changed:
            continue
        node.object.S = Name(f"/{node.tag}")
        node.object.K = Array([kid.object if isinstance(kid, Node) else kid for kid in node.kids])
        if node.parent is not None:
            node.object.P = node.parent.object
        for kid in node.nodes:
            kid.object.P = node.object

"""The parent tree: which element holds each piece of content, and each annotation (PDF 32000-1, 14.7.4.4)."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from press.pdf.nodes import Node


def write_parent_tree(pdf: pikepdf.Pdf, document: Node) -> None:
    """Write the tree from what the elements hold. Of content that none of them holds it says nothing."""
    keys = {page.obj.objgen: int(page.obj.StructParents) for page in pdf.pages}
    content: dict[int, dict[int, Object]] = {key: {} for key in keys.values()}
    annotations: dict[int, Object] = {}
    for node in document.walk():
        for kid in node.kids:
            if isinstance(kid, int):
                content[keys[node.object.Pg.objgen]][kid] = node.object
            elif isinstance(kid, Dictionary) and kid.Type == Name.MCR:
                content[keys[kid.Pg.objgen]][int(kid.MCID)] = node.object
            elif isinstance(kid, Dictionary) and kid.Type == Name.OBJR:
                annotations[int(kid.Obj.StructParent)] = node.object
    held: dict[int, Any] = dict(annotations)
    for key, elements in content.items():  # those of a page in a list, by the numbers of its content
        held[key] = Array([elements.get(number) for number in range(max(elements, default=-1) + 1)])
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array([each for key in sorted(held) for each in (key, held[key])])

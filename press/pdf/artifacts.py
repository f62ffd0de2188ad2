"""Pictures that are decoration taken out of a section's structure: on its pages they become artifacts.

What says nothing must be no element (ISO 14289-1, 7.1; PDF 32000-1, 14.8.2.2), and the engine tags every picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pikepdf
from pikepdf import ContentStreamInlineImage, ContentStreamInstruction, Name, Operator

from press.pdf.nodes import Node

ARTIFACT = "Artifact"
"""The tag that HTML wants for it."""


def make_artifacts(pdf: pikepdf.Pdf, nodes: Sequence[Node]) -> None:
    """Take every element that is to be an artifact out of the structure; its content says so on its page."""
    numbers: dict[tuple[int, int], set[int]] = defaultdict(set)
    for node in [each for each in nodes if each.mark and each.mark.tag == ARTIFACT]:
        for each in list(node.walk()):  # before any of them is without what it held
            numbers[each.object.Pg.objgen] |= {kid for kid in each.kids if isinstance(kid, int)}
            each.kids, each.changed = [], False
        if node.parent is not None:
            node.parent.kids = [kid for kid in node.parent.kids if kid is not node]
            node.parent.changed = True
    for page in pdf.pages if numbers else ():
        if gone := numbers.get(page.obj.objgen):
            page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(_marked(page, gone)))


def _marked(page: pikepdf.Page, gone: set[int]) -> list[ContentStreamInstruction | ContentStreamInlineImage]:
    """The content of a page, where what has these numbers is an artifact."""
    artifact = ContentStreamInstruction([Name(f"/{ARTIFACT}")], Operator("BMC"))
    content = pikepdf.parse_content_stream(page)
    return [artifact if str(each.operator) == "BDC" and _number(each) in gone else each for each in content]


def _number(begins: ContentStreamInstruction | ContentStreamInlineImage) -> int:
    """The number of the marked content that begins, -1 if it has none."""
    said = begins.operands[1]
    return int(said.get("/MCID", -1)) if isinstance(said, pikepdf.Dictionary) else -1

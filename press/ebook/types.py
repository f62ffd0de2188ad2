"""What a reading system is told of the parts of a text: `epub:type`, beside the roles that listeners are told."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from press.ebook.text_files import IMPRINT, TextFile, elements

ROLES: Mapping[str, str] = {
    "doc-noteref": "noteref",
    "doc-footnote": "footnote",
    "doc-endnotes": "footnotes",
    "doc-pagebreak": "pagebreak",
    "doc-backlink": "backlink",
    "doc-chapter": "chapter",
    "doc-epigraph": "epigraph",
    "doc-bibliography": "bibliography",
    "doc-index": "index",
    "doc-part": "part",
    "doc-subtitle": "subtitle",
    "doc-appendix": "appendix",
    "doc-glossary": "glossary",
    "doc-foreword": "foreword",
    "doc-preface": "preface",
    "doc-introduction": "introduction",
    "doc-afterword": "afterword",
    "doc-dedication": "dedication",
    "doc-acknowledgments": "acknowledgments",
}
"""Role → type. Assistive technology goes by the one, reading systems by the other."""
KINDS: Mapping[str, str] = {
    "series": "seriespage",
    "list-of-figures": "loi",
    "list-of-tables": "lot",
    "list-of-maps": "lom",
    "list-of-credits": "other-credits",
    "contributors": "contributors",
    "colophon": "colophon",
    "index": "index",
    "index-of-names": "index",
    "bibliography": "bibliography",
}
"""What has no role of its own, by the kind of its piece."""
MATTER: Mapping[str, str] = {"front": "frontmatter", "body": "bodymatter", "back": "backmatter"}


def with_types(file: TextFile) -> None:
    """Say the type beside each role in a file, and that of the whole on its outermost section."""
    for each in elements(file.root):
        role = each.get("role", "")
        if role in ROLES:
            _add(each, ROLES[role])
    if file.piece and (kind := KINDS.get(file.piece.named_kind, "")) and len(file.root):
        _add(file.root[0], kind)
    if file.anchor == IMPRINT and len(file.root):
        _add(file.root[0], "copyright-page")


def _add(element: Element, kind: str) -> None:
    said = element.get("epub:type", "").split()
    if kind not in said:
        element.set("epub:type", " ".join([*said, kind]))

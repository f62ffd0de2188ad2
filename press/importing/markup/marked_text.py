"""A file that is text with marks for an index in it: each gets a sign, and what pandoc would pass by is told."""

from __future__ import annotations

import re

from press.importing.index_marks import MarkList
from press.importing.markup.comments_markdown import markdown_comments
from press.importing.markup.index_docbook import docbook_marks
from press.importing.markup.index_latex import latex_marks
from press.importing.markup.tei import TEI_ROOT
from press.importing.markup.xml_text import ready
from press.importing.rules import IMPORT_FORMAT
from press.importing.typescript import LeftOut
from press.problem import Faulty, Origin, Problem

INCLUDED = re.compile(r"^[^%\n]*?\\(input|include|subfile)\s*\{([^}]*)\}", re.MULTILINE)
XMLS = (".xml", ".dbk")
ROOT = re.compile(r"<(?:\w+:)?(\w+)[\s/>]")
DOCBOOK_ROOTS = frozenset(
    ["appendix", "article", "book", "chapter", "part", "preface", "section", "sect1", "set", "simplesect"]
)


def signed_text(text: str, suffix: str, found: MarkList) -> tuple[str, tuple[LeftOut, ...]]:
    """The text with signs for its marks, which are entered in `found`; and what of it will not be read.

    Raises `Faulty` for XML that cannot be read.
    """
    if suffix in (".md", ".markdown"):
        return markdown_comments(text, found), ()
    if suffix == ".tex":
        left = (
            LeftOut(
                0, other[0].strip(), f"another file (line {text.count(chr(10), 0, other.start()) + 1}): import it too"
            )
            for other in INCLUDED.finditer(text)
        )
        return latex_marks(text, found), tuple(left)
    if suffix in XMLS and not TEI_ROOT.search(text):
        root = ROOT.search(ready(text, found.name))
        if root is None or root[1] not in DOCBOOK_ROOTS:
            hint = "DocBook and TEI are read"
            what = f"XML of another kind, <{root[1]}>" if root else "no XML"
            raise Faulty([Problem(Origin(found.name), IMPORT_FORMAT, what, hint)])
        return ready(docbook_marks(text, found), found.name), ()
    return text, ()

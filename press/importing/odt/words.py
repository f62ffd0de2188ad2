"""The words of an .odt, read from its own XML and in its own order; nothing is known here of pandoc.

Every element that may hold words is gone through, known or not. A paragraph's notes come behind it, then its boxes;
what has been deleted stands before all (`text:tracked-changes`).
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from press.importing.account.file_words import FileText, Kind, WordRun
from press.importing.account.read_line import HIDDEN, SAID, ReadLine, without_number
from press.importing.odt.names import CONTENT, DRAW, LINES, MATH, OFFICE, STYLE, STYLES, SVG, TEXT
from press.importing.odt.styles import OdtStyles, read_odt_styles

SPACES = (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break")
NO_WORDS = frozenset(
    [
        *(f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "change-info", "forms", "event-listeners")),
        *(f"{TEXT}{name}" for name in ("note-citation", "sequence-decls", "variable-decls", "user-field-decls")),
        *(f"{SVG}title", f"{SVG}desc", f"{DRAW}object-ole"),
    ]
)
"""Elements without words of the text: comments are read elsewhere."""
LIVE = re.compile(r"ZOTERO_ITEM|.*CSL_CITATION")
SOURCE = re.compile(r"\{.*\}[\w-]+-source")


def words_of_odt(content: bytes) -> FileText:
    """The file's own words. A part that cannot be read has none: of it pandoc complains."""
    found = FileText()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            root = ElementTree.fromstring(archive.read(CONTENT))
            side = ElementTree.fromstring(archive.read(STYLES)) if STYLES in names else None
            reader = _OdtReader(found, read_odt_styles(side, root))
            body = root.find(f"{OFFICE}body")
            if body is not None:
                reader.blocks(body)
            for page in side.iter(f"{STYLE}master-page") if side is not None else ():
                for part in page:
                    reader.running(part)
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):
        return FileText()
    return found


class _OdtReader:
    """One file, read from its beginning to its end."""

    def __init__(self, found: FileText, styles: OdtStyles) -> None:
        self.found, self.styles = found, styles
        self.cited: set[str] = set()

    def blocks(self, element: Element) -> None:
        """The paragraphs in an element."""
        for each in element:
            if each.tag in LINES:
                self._paragraph(each)
            elif each.tag not in NO_WORDS and not SOURCE.fullmatch(each.tag):
                self.blocks(each)

    def running(self, part: Element) -> None:
        """A running head or foot, if it says more than a number."""
        own = len(self.found.words)
        self.blocks(part)
        without_number(self.found, own)

    def _paragraph(self, paragraph: Element) -> None:
        line = ReadLine()
        style = paragraph.get(f"{TEXT}style-name", "")
        # what is done to a whole paragraph at its place is an automatic style; that of a heading is its look
        whole = self.styles.marks("paragraph", style, automatic=True) if paragraph.tag == f"{TEXT}p" else frozenset()
        marks = frozenset(SAID[kind] for kind in whole) - {HIDDEN}
        self._words(paragraph, line, marks, "")
        line.enter(self.found)
        for each in (*line.notes, *line.boxes):
            self.blocks(each)

    def _words(self, element: Element, line: ReadLine, marks: frozenset[str], kind: Kind) -> None:
        line.runs.append(WordRun(element.text or "", marks, "cited" if self.cited else kind))
        for each in element:
            self._word(each, line, marks, kind)
            line.runs.append(WordRun(each.tail or "", marks, "cited" if self.cited else kind))

    def _word(self, each: Element, line: ReadLine, marks: frozenset[str], kind: Kind) -> None:
        tag = each.tag
        if tag == f"{TEXT}span":
            given = {SAID[mark] for mark in self.styles.marks("text", each.get(f"{TEXT}style-name", ""))}
            self._words(each, line.aside() if HIDDEN in given else line, (marks | given) - {HIDDEN}, kind)
        elif tag in SPACES:
            line.runs.append(WordRun(" ", marks))
        elif tag == f"{TEXT}note":
            line.notes.append(each)
        elif tag in (f"{TEXT}reference-mark-start", f"{TEXT}reference-mark-end"):
            name = each.get(f"{TEXT}name", "")
            if LIVE.match(name):
                self.found.citations += tag.endswith("end")
                (self.cited.add if tag.endswith("start") else self.cited.discard)(name)
        elif tag == f"{TEXT}ruby":
            for part in each:
                self._words(part, line, marks, kind)
                line.runs.append(WordRun(" ", marks))
        elif tag == f"{MATH}math":
            line.runs.append(WordRun(signs_of_formula(each), marks, "loose"))
        elif tag == f"{TEXT}hidden-text":
            line.aside().runs.append(WordRun("".join(each.itertext()) or each.get(f"{TEXT}string-value", ""), marks))
        elif tag.startswith(DRAW):
            self._drawn(each, line)
        elif tag not in NO_WORDS:
            self._words(each, line, marks, kind)

    def _drawn(self, drawn: Element, line: ReadLine) -> None:
        maths = list(drawn.iter(f"{MATH}math"))
        for each in maths:
            line.runs.append(WordRun(signs_of_formula(each), kind="loose"))
        if not maths and drawn.tag not in NO_WORDS:
            line.boxes.append(drawn)


def signs_of_formula(formula: Element) -> str:
    """The signs of a formula, without what says the same once more in another spelling."""
    if formula.tag.startswith(f"{MATH}annotation"):
        return ""
    return (formula.text or "") + "".join(signs_of_formula(each) + (each.tail or "") for each in formula)

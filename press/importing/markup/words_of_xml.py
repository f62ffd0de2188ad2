"""The words of DocBook and TEI, read from their XML in its own order; nothing is known here of how it is converted.

Notes come behind the line that calls them. What a file says of itself (a header, the information on a book) need not
come again word for word. TEI P5; DocBook 5.2.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from press.importing.account.file_words import FileText, Kind, WordRun
from press.importing.markup.xml_text import local, parse_xml

NOTES = {"note", "footnote"}
OF_ITSELF = {"teiHeader", "info", "bookinfo", "articleinfo", "chapterinfo", "fw", "label", "divGen"}
"""Elements that say something of the file, or that the press makes anew."""
NO_WORDS = {"indexterm", "index", "pb", "facsimile", "graphic", "imagedata", "note-citation"}
SLANTED = {"italic", "italics", "i"}
BOLD = {"bold", "b", "strong"}
BREAKS = {"lb", "cb"}


def words_of_xml(text: str, name: str) -> FileText:
    """The file's own words. Raises `Faulty` where it is no XML."""
    root, _ = parse_xml(text, name)
    reader = _XmlReader()
    reader.block(root, "")
    return reader.found


class _XmlReader:
    """One file, read from its beginning to its end."""

    def __init__(self) -> None:
        self.found = FileText()
        self.runs: list[WordRun] = []
        self.notes: list[Element] = []

    def block(self, element: Element, kind: Kind) -> None:
        """What stands on lines of its own."""
        kind = "loose" if local(element) in OF_ITSELF else kind
        if local(element) in NO_WORDS or not isinstance(element.tag, str):
            return
        self._end()
        if _is_line(element):
            self._line(element, frozenset(), kind)
        else:
            for each in element:
                self.block(each, kind)
        self._end()

    def _end(self) -> None:
        """The end of a line, and the notes that it has called."""
        self.found.add(self.runs)
        notes, self.runs, self.notes = self.notes, [], []
        for each in notes:
            self._within(each)

    def _within(self, note: Element) -> None:
        if _is_line(note):
            self._line(note, frozenset(), "")
            self._end()
            return
        for each in note:
            self.block(each, "")

    def _line(self, element: Element, marks: frozenset[str], kind: Kind) -> None:
        """The words of a line, and of all that stands in it."""
        self.runs.append(WordRun(element.text or "", marks, kind))
        together = _is_line(element)
        for each in element:
            name = local(each)
            self.runs += [WordRun(" ")] * (not together)  # two readings of one place, side by side
            if name in NOTES:
                self.notes.append(each)
            elif name in BREAKS:
                self.runs.append(WordRun("" if each.get("break") == "no" else " "))
            elif name in OF_ITSELF:
                self._line(each, marks, "loose")
            elif name and name not in NO_WORDS:
                parted = not _is_line(each) and len(each)
                self.runs += [WordRun(" ")] if parted else []  # a list, a table in a paragraph
                self._line(each, marks | _marks(each), kind)
                self.runs += [WordRun(" ")] if parted else []
            self.runs.append(WordRun(each.tail or "", marks, kind))


def _is_line(element: Element) -> bool:
    """Whether an element has words of its own, and so is a line or stands in one."""
    return any((said or "").strip() for said in (element.text, *(each.tail for each in element)))


def _marks(element: Element) -> frozenset[str]:
    """The marks that an element says by name: others have their look from the press."""
    name = local(element)
    said = set((element.get("rend") or element.get("role") or "").lower().split())
    if name == "emphasis" and not said:
        return frozenset({"italics"})
    if name not in {"emphasis", "hi"}:
        return frozenset()
    italic, bold = bool(said & SLANTED), bool(said & BOLD)
    return frozenset([*["italics"] * italic, *["bold"] * bold])

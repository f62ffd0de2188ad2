"""The words of a .docx, read from its own XML and in its own order; nothing is known here of pandoc.

Every element that may hold words is gone through, known or not: what is left out is named here (properties, the codes
of fields, the second of two ways to say a thing). A paragraph's notes come behind it, and then its text boxes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from press.importing.account.file_words import FileText, Kind, WordRun
from press.importing.account.read_line import HIDDEN, SAID, ReadLine, without_number
from press.importing.word.names import HEADERS, MC, A, M, V, W
from press.importing.word.styles import LINKS, WordStyles, marks_of, read_styles

NO_WORDS = frozenset(
    f"{W}{name}"
    for name in (
        *("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "tblGrid", "sdtPr", "sdtEndPr", "customXmlPr", "rubyPr"),
        *("instrText", "delInstrText", "fldData", "smartTagPr"),
    )
)
TEXTS = (f"{W}t", f"{W}delText", f"{A}t", f"{M}t")
SIGNS = {**{f"{W}{name}": " " for name in ("tab", "br", "cr", "ptab")}, f"{W}noBreakHyphen": "-"}
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
LIVE = re.compile(
    r"ADDIN\s+(?:ZOTERO_ITEM|CSL_CITATION|EN\.CITE(?!\.DATA)|MENDELEY)|.*CSL_CITATION|CITATION\s", re.DOTALL
)
"""Fields whose words are made of a live citation."""
REFERS = re.compile(r"\s*(?:NOTE|PAGE)?REF\b")
LOSERS = {
    "accept": (f"{W}del", f"{W}moveFrom"),
    "reject": (f"{W}ins", f"{W}moveTo"),
}
"""What goes with tracked changes."""


@dataclass(slots=True)
class _OpenField:
    said: str = ""
    result: bool = False


def words_of_word(content: bytes, changes: str = "accept") -> FileText:
    """The file's own words, those apart that go with the tracked `changes`.

    A part that cannot be read has none: of it pandoc complains.
    """
    found = FileText()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            roots = {n: _root(archive, f"word/{n}.xml") for n in ("document", "styles", "footnotes", "endnotes")}
            reader = _WordReader(found, read_styles(roots["styles"]), roots, LOSERS[changes])
            if (document := roots["document"]) is not None:
                reader.blocks(document)
            reader.uncalled()
            for name in sorted(each for each in archive.namelist() if HEADERS.fullmatch(each)):
                if (part := _root(archive, name)) is not None:
                    reader.running(part)
    except (ElementTree.ParseError, zipfile.BadZipFile):
        return FileText()
    return found


def _root(archive: zipfile.ZipFile, name: str) -> Element | None:
    return ElementTree.fromstring(archive.read(name)) if name in archive.namelist() else None


class _WordReader:
    """One file, read from its beginning to its end."""

    def __init__(
        self, found: FileText, styles: WordStyles, roots: Mapping[str, Element | None], losers: tuple[str, ...]
    ) -> None:
        self.found, self.styles, self.losers = found, styles, losers
        self.notes = {
            f"{W}{kind}Reference": {
                each.get(f"{W}id", ""): each
                for root in [roots[f"{kind}s"]]
                if root is not None
                for each in root.iter(f"{W}{kind}")
                if each.get(f"{W}type") not in SEPARATORS
            }
            for kind in ("footnote", "endnote")
        }
        self.fields: list[_OpenField] = []
        self.bookmarks: set[str] = set()

    def blocks(self, element: Element) -> None:
        """The paragraphs in an element, and whatever words stand outside of any."""
        for each in element:
            if each.tag == f"{W}p":
                self._paragraph(each)
            elif each.tag in NO_WORDS:
                continue
            elif each.tag == f"{MC}AlternateContent":
                self.blocks(_one_way(each))
            else:
                self.blocks(each)

    def running(self, part: Element) -> None:
        """A running head or foot, if it says more than a number."""
        own = len(self.found.words)
        self.blocks(part)
        without_number(self.found, own)

    def uncalled(self) -> None:
        """The notes that nothing has called."""
        for notes in self.notes.values():
            for each in notes.values():
                self.blocks(each)

    def _paragraph(self, paragraph: Element) -> None:
        line = ReadLine()
        self._words(paragraph, line, frozenset(), "")
        line.enter(self.found)
        for each in (*line.notes, *line.boxes):
            self.blocks(each)

    def _words(self, element: Element, line: ReadLine, marks: frozenset[str], kind: Kind) -> None:
        for each in element:
            tag = each.tag
            if tag == f"{W}r":
                own = self._marks(each)
                self._words(each, line if HIDDEN not in own else line.aside(), own - {HIDDEN}, kind)
            elif tag in TEXTS:
                drawn: Kind = "loose" if tag == f"{M}t" else kind
                line.runs.append(WordRun(each.text or "", marks, "cited" if self._cites() else drawn))
            elif tag in SIGNS:
                line.runs.append(WordRun(SIGNS[tag], marks))
            elif tag == f"{V}textpath":
                line.runs.append(WordRun(f" {each.get('string', '')} "))
            elif tag == f"{W}txbxContent":
                line.boxes.append(each)
            elif tag in self.losers:
                self._words(each, line.aside(), marks, kind)
            elif not self._is_read(each, line):
                self._within(each, line, marks, kind)

    def _is_read(self, each: Element, line: ReadLine) -> bool:
        """Whether it is a call of a note or a mark of a field, which hold no words themselves."""
        if each.tag == f"{W}fldChar":
            kind = each.get(f"{W}fldCharType", "")
            if self.fields and REFERS.match(self.fields[-1].said) and kind in ("separate", "end"):
                line.runs.append(WordRun(" "))  # the number of a note may stand right behind a word
            self._field(kind)
        elif each.tag == f"{W}bookmarkStart" and each.get(f"{W}name", "").startswith("ZOTERO_BREF_"):
            self.bookmarks.add(each.get(f"{W}id", ""))
        elif each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id", "") in self.bookmarks:
            self.bookmarks.discard(each.get(f"{W}id", ""))
            self.found.citations += 1
        elif each.tag == f"{W}instrText" and self.fields and not self.fields[-1].result:
            self.fields[-1].said += each.text or ""
        elif each.tag in self.notes:
            note = self.notes[each.tag].pop(each.get(f"{W}id", ""), None)
            if note is not None:
                line.notes.append(note)
        else:
            return each.tag in NO_WORDS
        return True

    def _within(self, each: Element, line: ReadLine, marks: frozenset[str], kind: Kind) -> None:
        """The words in an element of any other kind, known or not."""
        if each.tag == f"{W}fldSimple":
            self.fields.append(_OpenField(each.get(f"{W}instr", ""), result=True))
            self._words(each, line, marks, kind)
            self._field("end")
        elif each.tag == f"{MC}AlternateContent":
            self._words(_one_way(each), line, marks, kind)
        elif each.tag == f"{W}ruby":
            for part_of in ("rubyBase", "rt"):  # as they are read: the characters, then how they are sounded
                for part in each.findall(f"{W}{part_of}"):
                    self._words(part, line, marks, kind)
                line.runs.append(WordRun(" ", marks))
        else:
            name = each.find(f"{W}sdtPr/{W}tag")
            cites = name is not None and name.get(f"{W}val", "").startswith("MENDELEY_CITATION")
            self.found.citations += cites
            self._words(each, line, marks, "cited" if cites else kind)

    # --- fields ----------------------------------------------------------------------------------

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(_OpenField())
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
        elif kind == "end" and self.fields:
            self.found.citations += bool(LIVE.match(self.fields.pop().said.strip()))

    def _cites(self) -> bool:
        return bool(self.bookmarks) or any(each.result and LIVE.match(each.said.strip()) for each in self.fields)

    # --- marks -----------------------------------------------------------------------------------

    def _marks(self, run: Element) -> frozenset[str]:
        """The marks that a run says itself, or by the style of its characters: those of a paragraph are its look."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return frozenset()
        named = properties.find(f"{W}rStyle")
        style = named.get(f"{W}val", "") if named is not None else ""
        given = self.styles.marks(style) if style else {}
        if style.casefold() in LINKS:
            given.pop("Underline", None)
        marks = {**given, **marks_of(properties)}
        return frozenset(SAID[kind] for kind, on in marks.items() if on and kind in SAID)


def _one_way(alternative: Element) -> Element:
    """Of several ways to say the same thing the first that has words."""
    ways = [each for each in alternative if each.tag in (f"{MC}Choice", f"{MC}Fallback")]
    return next((each for each in ways if any(_is_word(part) for part in each.iter())), Element("nothing"))


def _is_word(part: Element) -> bool:
    return (part.tag in TEXTS and bool((part.text or "").strip())) or (part.tag == f"{V}textpath")

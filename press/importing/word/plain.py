"""A .docx made plain for pandoc: what its reader passes by is put in its place as paragraphs and runs that it reads.

Text boxes (it erases the paragraph they hang on), simple fields, wrappers of XML and of direction, readings over
characters, marks that a style gives to words, breaks that part words, hidden text (ISO/IEC 29500-1, 17.3, 17.5, 17.16,
17.17).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from press.importing.archive_parts import has_doctype, parsed, with_parts, written
from press.importing.file_styles import StyleTable
from press.importing.plain_file import HIDDEN, RUBY, RUNNING, PlainFile
from press.importing.typescript import LeftOut
from press.importing.word.drawn import Related, chunk_of, drawn_of
from press.importing.word.names import HEADERS, MAIN, MC, NUMBERING, PARTS, SPACE, STYLES, A, V, W
from press.importing.word.numbers import WordNumbers
from press.importing.word.roles import WordRoles
from press.importing.word.styles import WRITTEN, WordStyles, marks_of, read_styles, value_of
from press.importing.word.tables import make_tables_whole

WRAPPERS = frozenset(f"{W}{name}" for name in ("customXml", "smartTag", "bdo", "dir"))
"""What says something about words, and none itself."""
HELD = "MENDELEY_"
"""Controls of content that are read elsewhere (`word_citations`)."""
CHANGES = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
BREAKS = {f"{W}cr": f"{W}br", f"{W}ptab": f"{W}tab"}
GRAPHICS = (f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent")
SAYING = (f"{W}t", f"{W}tab", f"{W}br")
PICTURES = (f"{A}blip", f"{V}imagedata")
UNCALLED = "a note that nothing in the text calls"
BOXED = "a text box, which now stands below the paragraph that it hangs on"
DRAWN = "words of a drawing or a chart: draw it anew, or write them into the text"
ART = "lettering drawn as a picture (WordArt)"
COVERED = "words of a cell that is merged with the one above it, where they are not shown"


def plain_word(content: bytes, table: StyleTable) -> PlainFile:
    """The file with all that has words where pandoc reads it; what styles are for is entered in `table`."""
    made = PlainFile(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            texts = {name: archive.read(name) for name in PARTS if name in names}
            if has_doctype(texts):
                return made
            roots = {name: parsed(text) for name, text in texts.items()}
            styles = read_styles(_root(archive, STYLES))
            numbers = WordNumbers.of(_root(archive, NUMBERING), styles)
            roles = WordRoles(styles, table)
            made.left += _beside(archive, roots)
            for name, root in roots.items():
                _Plainer(root, styles, table, made, Related.of(archive, name)).run()
                roles.sign(root, notes=name != MAIN)
                if name == MAIN:
                    numbers.sign(root)
            made.content = with_parts(archive, {name: written(root) for name, root in roots.items()})
    except (ElementTree.ParseError, zipfile.BadZipFile):
        return PlainFile(content)  # pandoc says what is wrong with it
    return made


def _beside(archive: zipfile.ZipFile, roots: Mapping[str, Element]) -> Iterator[LeftOut]:
    """What stands beside the text: running heads, and notes that nothing calls."""
    for name in sorted(each for each in archive.namelist() if HEADERS.fullmatch(each)):
        root = _root(archive, name)
        if root is not None and any(map(str.isalpha, words := _said(root))):  # a page number alone is nobody's
            yield LeftOut(0, words, RUNNING)
    for kind in ("footnote", "endnote"):
        called = {e.get(f"{W}id") for root in roots.values() for e in root.iter(f"{W}{kind}Reference")}
        notes = roots.get(f"word/{kind}s.xml")
        for each in notes.iter(f"{W}{kind}") if notes is not None else ():
            if (
                each.get(f"{W}id") not in called
                and each.get(f"{W}type", "normal") == "normal"
                and (words := _said(each))
            ):
                yield LeftOut(0, words, UNCALLED)


def _said(element: Element) -> str:
    """The words of an element, its paragraphs apart."""
    paragraphs = ("".join(t.text or "" for t in each.iter(f"{W}t")) for each in element.iter(f"{W}p"))
    return " ".join(" ".join(paragraphs).split())


def _root(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    text = archive.read(name)
    return None if b"<!DOCTYPE" in text else ElementTree.fromstring(text)


class _Plainer:
    """One part of the file, whose tree is changed in its place."""

    def __init__(self, root: Element, styles: WordStyles, table: StyleTable, made: PlainFile, related: Related) -> None:
        self.root, self.styles, self.table, self.made, self.related = root, styles, table, made, related
        self.parents: dict[Element, Element] = {}

    def run(self) -> None:
        """Every step, from the outside in."""
        self._drawn()
        for change in [each for each in self.root.iter() if each.tag in CHANGES]:
            for name in ("id", "author"):  # who made it may have been taken out; pandoc then takes out the words too
                change.attrib.setdefault(f"{W}{name}", "0")
        self._replace(lambda each: each.tag == f"{MC}AlternateContent", self._alternative)
        self._replace(self._wraps, _unwrapped)
        make_tables_whole(self.root)
        self._covered()
        self._replace(lambda each: each.tag == f"{W}fldSimple", _field)
        self._rubies()
        self.parents = {child: parent for parent in self.root.iter() for child in parent}
        for paragraph in list(self.root.iter(f"{W}p")):
            self._graphics(paragraph)
        for run in self.root.iter(f"{W}r"):
            self._marks(run)
            for part in run:
                part.tag = BREAKS.get(part.tag, part.tag)
            self._hide(run)

    def _covered(self) -> None:
        """Tell the words of cells that are merged with the one above: no program shows them, and pandoc has none."""
        for cell in self.root.iter(f"{W}tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            if merged is not None and merged.get(f"{W}val") != "restart" and (words := _said(cell)):
                self.made.left.append(LeftOut(0, words, COVERED))

    def _replace(self, asked: Callable[[Element], bool], made: Callable[[Element], object]) -> None:
        """Put the children that `made` gives in the place of every element that is asked for, the outermost first."""
        for parent in list(self.root.iter()):
            n = 0
            while n < len(parent):
                child = parent[n]
                if asked(child):
                    inside = list(made(child))  # type: ignore[call-overload]
                    parent[n : n + 1] = inside
                else:
                    n += 1

    def _drawn(self) -> None:
        """Tell what pandoc passes by: charts, diagrams, objects, pictures that are not in the file, other files."""
        beside = ""
        for each in self.root.iter():
            if each.tag == f"{W}altChunk":
                self.made.near.append((beside, chunk_of(each, self.related)))
            elif each.tag == f"{W}p":
                words = "".join(t.text or "" for t in each.iter(f"{W}t"))
                beside = words if words.strip() else beside
                graphics = [part for run in each.iter(f"{W}r") for part in run if part.tag in GRAPHICS]
                told = (one for graphic in graphics for one in drawn_of(graphic, self.related))
                self.made.near += [(beside, one) for one in dict.fromkeys(told)]  # two ways to say it are one

    @staticmethod
    def _wraps(each: Element) -> bool:
        if not _is_control(each):
            return each.tag in WRAPPERS
        tag = each.find(f"{W}sdtPr/{W}tag")
        return tag is None or not tag.get(f"{W}val", "").startswith(HELD)

    @staticmethod
    def _alternative(each: Element) -> list[Element]:
        """Of the ways to say a thing that which has most of it: a text box, a picture, or else the first."""
        ways = [list(way) for way in each if way.tag in (f"{MC}Choice", f"{MC}Fallback")]
        for wanted in ((f"{W}txbxContent",), PICTURES, (f"{W}t", f"{W}p", f"{A}t")):
            for way in ways:
                if any(part.tag in wanted for child in way for part in child.iter()):
                    return way
        return ways[-1] if ways else []

    # --- readings ------------------------------------------------------------------------------

    def _rubies(self) -> None:
        for parent in list(self.root.iter()):
            for n in range(len(parent) - 1, -1, -1):
                run = parent[n]
                ruby = run.find(f"{W}ruby") if run.tag == f"{W}r" else None
                if ruby is not None:
                    parent[n : n + 1] = self._ruby(run, ruby)

    def _ruby(self, run: Element, ruby: Element) -> Iterator[Element]:
        base, reading = (ruby.findall(f"{W}{name}/{W}r") for name in ("rubyBase", "rt"))
        words = "".join(t.text or "" for each in reading for t in each.iter(f"{W}t"))
        self.made.quotes.append((words, f'{RUBY}: "{words}"'))
        properties = run.find(f"{W}rPr")
        before, behind = Element(f"{W}r"), Element(f"{W}r")
        here = before
        for part in run:
            if part is ruby:
                here = behind
            elif part is not properties:
                here.append(part)
        for each in (before, behind):
            if properties is not None:
                each.insert(0, properties)
        yield from (before, *base, _run(f" ({words})"), behind)

    # --- boxes and drawings --------------------------------------------------------------------

    def _graphics(self, paragraph: Element) -> None:
        """Take text boxes out of a paragraph and put what is in them behind it; tell other words that are drawn."""
        boxed: list[Element] = []
        for run in [each for each in paragraph.iter(f"{W}r") if any(part.tag in GRAPHICS for part in each)]:
            for graphic in [part for part in run if part.tag in GRAPHICS]:
                boxes = _outermost(graphic, f"{W}txbxContent")
                drawn = " ".join(each.text or "" for each in graphic.iter(f"{A}t")).strip()
                art = " ".join(each.get("string", "") for each in graphic.iter(f"{V}textpath")).strip()
                if drawn:
                    self.made.left.append(LeftOut(0, drawn, DRAWN))
                if art:
                    self.made.left.append(LeftOut(0, art, ART))
                if boxes:
                    boxed += boxes
                    pictures = [each for each in graphic.iter() if each.tag in PICTURES]
                    within = {id(each) for box in boxes for each in box.iter()}
                    if all(id(each) in within for each in pictures):
                        run.remove(graphic)
                    for box in boxes:
                        self.parents[box].remove(box)
        for box in boxed:
            words = " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in box.iter(f"{W}p")).strip()
            if words:
                self.made.quotes.append((words, f'{BOXED}: "{" ".join(words.split())[:60]}"'))
        if boxed:
            blocks = [each for box in boxed for each in box]
            home = self.parents[paragraph]
            at = list(home).index(paragraph) + 1
            home[at:at] = blocks
            self.parents |= dict.fromkeys(blocks, home)

    # --- marks ---------------------------------------------------------------------------------

    def _marks(self, run: Element) -> None:
        """Write the marks of a run's style as its own: pandoc tells the name of a style instead of its marks."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return
        if any(part.tag in CALLS for part in run):
            return
        named = properties.find(f"{W}rStyle")
        given = self._of_style(named.get(f"{W}val", "")) if named is not None else {}
        marks = {kind: on for kind, on in {**given, **marks_of(properties)}.items() if on}
        if named is not None:
            properties.remove(named)
        told = {f"{W}{name}" for name, _ in WRITTEN.values()} | {f"{W}dstrike"}
        for each in [part for part in properties if part.tag in told]:
            properties.remove(each)
        for kind in marks:
            name, value = WRITTEN[kind]
            SubElement(properties, f"{W}{name}", {f"{W}val": value} if value else {})

    def _hide(self, run: Element) -> None:
        """Take the words of a hidden run out, and tell them; its fields, as marks for an index are, are no words."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return
        own, named = marks_of(properties), value_of(properties, f"{W}rStyle")
        if not own.get("vanish", self.styles.marks(named).get("vanish", False)):
            return
        hidden = [part for part in run if part.tag in SAYING]
        if line := " ".join("".join(part.text or " " for part in hidden).split()):
            self.made.left.append(LeftOut(0, line, HIDDEN))
        for part in hidden:
            run.remove(part)

    def _of_style(self, ident: str) -> dict[str, bool]:
        """The marks that a style of characters gives, or that the editor says it gives."""
        marks = self.styles.marks(ident)
        name = self.styles.styles[ident].name if ident in self.styles.styles else ident
        said = self.table.mark(name)
        if said is not None:
            marks = {said: True} if said else {}
        if marks:
            self.table.found(name, next(kind for kind in marks))
        return marks


CALLS = frozenset(f"{W}{name}" for name in ("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef"))


def _is_control(each: Element) -> bool:
    return each.tag == f"{W}sdt"


def _outermost(element: Element, tag: str) -> list[Element]:
    """The elements of a kind that stand in no other of it."""
    found: list[Element] = []
    for each in element:
        found += [each] if each.tag == tag else _outermost(each, tag)
    return found


def _unwrapped(each: Element) -> list[Element]:
    """What a wrapper holds, without what it says of it."""
    content = each.find(f"{W}sdtContent") if _is_control(each) else each
    return [part for part in content if part.tag != f"{W}customXmlPr"] if content is not None else []


def _run(words: str) -> Element:
    run = Element(f"{W}r")
    SubElement(run, f"{W}t", {SPACE: "preserve"}).text = words
    return run


def _field(simple: Element) -> list[Element]:
    """A simple field in the form that has a beginning and an end, which all that reads fields knows."""

    def mark(kind: str) -> Element:
        run = Element(f"{W}r")
        SubElement(run, f"{W}fldChar", {f"{W}fldCharType": kind})
        return run

    code = Element(f"{W}r")
    SubElement(code, f"{W}instrText", {SPACE: "preserve"}).text = simple.get(f"{W}instr", "")
    held = [each for each in simple if each.tag != f"{W}fldData"]
    return [mark("begin"), code, mark("separate"), *held, mark("end")]

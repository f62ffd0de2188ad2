"""An .odt made plain for pandoc: what its reader passes by is put in its place as paragraphs and words that it reads.

Text boxes and shapes, readings over characters, fields (of which it knows few), marks that a style gives to words or to
whole paragraphs, small capitals, quotations by their style; hidden text is taken out and told (OpenDocument 1.3, 5–7).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from press.importing.archive_parts import parsed, with_parts, written
from press.importing.file_styles import TEXT as AS_TEXT
from press.importing.file_styles import StyleTable
from press.importing.odt.names import CONTENT, DRAW, FO, LINES, MATH, OFFICE, STYLE, STYLES, TABLE, TEXT, XML_ID
from press.importing.odt.objects import objects_of
from press.importing.odt.styles import OdtStyles, read_odt_styles
from press.importing.odt.words import signs_of_formula
from press.importing.plain_file import HIDDEN, RUBY, RUNNING, PlainFile
from press.importing.tree.pandoc_signs import HEADING, mark_signs, number_sign, role_sign
from press.importing.typescript import LeftOut

BLOCKS = (*LINES, f"{TEXT}list", f"{TABLE}table")
KNOWN = frozenset(
    f"{TEXT}{name}"
    for name in (
        *("span", "a", "s", "tab", "line-break", "note", "bookmark", "bookmark-start", "bookmark-end", "bookmark-ref"),
        *("reference-mark", "reference-mark-start", "reference-mark-end", "reference-ref", "sequence", "sequence-ref"),
        *("note-ref", "change", "change-start", "change-end", "alphabetical-index-mark", "toc-mark-start"),
        *("alphabetical-index-mark-start", "alphabetical-index-mark-end", "toc-mark-end", "soft-page-break"),
    )
)
"""Elements within a line that are read, here or by what comes after."""
HELD = tuple(f"{DRAW}{name}" for name in ("text-box", "image", "object", "object-ole"))
"""What a frame holds, which goes with it."""
BOXED = "a text box or a shape with words, which now stands below the paragraph that it hangs on"
FORMULA = "a formula, of which only the signs are kept"
CITED = "a citation of LibreOffice's own bibliography: its words are kept, and nothing is cited"
WRITTEN: dict[str, str] = {
    "Emph": 'fo:font-style="italic"',
    "Strong": 'fo:font-weight="bold"',
    "Underline": 'style:text-underline-style="solid"',
    "Strikeout": 'style:text-line-through-style="solid"',
    "Superscript": 'style:text-position="super 58%"',
    "Subscript": 'style:text-position="sub 58%"',
}
"""Marks as pandoc reads them from an automatic style."""
SMALL = "SmallCaps"
TITLES = frozenset(["title", "titel", "titre"])
"""Styles of titles, which pandoc does not know in an .odt."""


def plain_odt(content: bytes, table: StyleTable) -> PlainFile:
    """The file with all that has words where pandoc reads it; what styles are for is entered in `table`."""
    made = PlainFile(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read(CONTENT)
            side = archive.read(STYLES) if STYLES in archive.namelist() else b""
            if b"<!DOCTYPE" in text + side:
                return made
            root = parsed(text)
            made.left += _running(ElementTree.fromstring(side) if side else None)
            styles = read_odt_styles(ElementTree.fromstring(side) if side else None, root)
            made.near += objects_of(root, archive)  # before they are taken apart
            _PlainOdt(root, styles, table, made).run()
            made.content = with_parts(archive, {CONTENT: written(root)})
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):
        return PlainFile(content)  # pandoc says what is wrong with it
    return made


def _running(side: Element | None) -> Iterator[LeftOut]:
    """The running heads and feet of the pages."""
    for page in side.iter(f"{STYLE}master-page") if side is not None else ():
        for part in page:
            words = " ".join("".join(each.itertext()) for each in part.iter(f"{TEXT}p")).strip()
            if any(map(str.isalpha, words)):  # a page number alone is nobody's
                yield LeftOut(0, words, RUNNING)


class _PlainOdt:
    """The text of one file, whose tree is changed in its place."""

    def __init__(self, root: Element, styles: OdtStyles, table: StyleTable, made: PlainFile) -> None:
        self.root, self.styles, self.table, self.made = root, styles, table, made
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.asked: set[frozenset[str]] = set()
        self.counted: dict[str, int] = {}
        """The number of the last item of each list that has a name."""

    def run(self) -> None:
        """Every step, from the outside in."""
        body = self.root.find(f"{OFFICE}body")
        if body is None:
            return
        for each in list(body.iter()):
            if each in self.parents and self._is_hidden(each):
                self._hide(each)
        for each in list(body.iter(f"{TEXT}numbered-paragraph")):
            self._splice(each)
        for each in list(body.iter(f"{TEXT}ruby")):
            self._ruby(each)
        for line in [each for each in body.iter() if each.tag in LINES]:
            self._fields(line)
        for each in list(body.iter()):
            if each.tag.startswith(DRAW) and each.tag not in HELD and each in self.parents and self._holds_words(each):
                self._unbox(each)
        for line in [each for each in body.iter() if each.tag in LINES]:
            self._line(line)
        for each in body.iter(f"{TEXT}list"):
            self._resume(each)
        for each in body.iter(f"{TEXT}list-item"):
            start = each.get(f"{TEXT}start-value", "")
            if start.isdigit() and len(each) and each[0].tag == f"{TEXT}p" and self._begins(each):
                each[0].text = number_sign(int(start)) + (each[0].text or "")
        self._add_styles()

    def _resume(self, resumed: Element) -> None:
        """A list that goes on with another, which may stand far above, begins with the number behind its last."""
        items = resumed.findall(f"{TEXT}list-item")
        asked = resumed.get(f"{TEXT}continue-list", "")
        first = items[0].get(f"{TEXT}start-value", "") if items else ""
        begun = int(first) if first.isdigit() else self.counted.get(asked, 0) + 1
        if items and asked in self.counted and not first.isdigit():
            items[0].set(f"{TEXT}start-value", str(begun))
        for name in filter(None, (asked, resumed.get(XML_ID, ""))):
            self.counted[name] = begun + len(items) - 1

    def _begins(self, item: Element) -> bool:
        """Whether an item is the first of its list."""
        return next(iter(self.parents.get(item, item)), None) is item

    # --- hidden --------------------------------------------------------------------------------

    def _is_hidden(self, each: Element) -> bool:
        if each.tag == f"{TEXT}section":
            return each.get(f"{TEXT}display") in ("none", "condition")
        if each.tag == f"{TEXT}hidden-text":
            return True
        if each.tag in LINES:
            chain = self.styles.marks("paragraph", each.get(f"{TEXT}style-name", ""))
            return "vanish" in chain or each.find(f"{TEXT}hidden-paragraph") is not None
        return each.tag == f"{TEXT}span" and "vanish" in self._span_marks(each)

    def _hide(self, each: Element) -> None:
        words = "".join(each.itertext()) or each.get(f"{TEXT}string-value", "")
        if line := " ".join(words.split()):
            self.made.left.append(LeftOut(0, line, HIDDEN))
        for inner in each.iter():  # an index mark says something even there
            self.parents.pop(inner, None) if inner is not each else None
        self._splice(each, keep=False)

    # --- words within a line -------------------------------------------------------------------

    def _fields(self, line: Element) -> None:
        """The words of fields that pandoc does not know, as words of the line."""
        for each in list(line.iter()):
            if each is line or each not in self.parents or not each.tag.startswith(TEXT) or each.tag in KNOWN:
                continue
            if any(above.tag in (*LINES, f"{TEXT}note") for above in self._between(each, line)):
                continue  # of a note, or of a box: their lines are looked at by themselves
            if each.tag in LINES or each.tag.startswith((f"{TEXT}note", f"{TEXT}list")):
                continue
            if each.tag == f"{TEXT}bibliography-mark":
                words = "".join(each.itertext())
                self.made.quotes.append((words, f'{CITED}: "{words}"'))
            self._splice(each)

    def _between(self, each: Element, line: Element) -> Iterable[Element]:
        above = self.parents.get(each)
        while above is not None and above is not line:
            yield above
            above = self.parents.get(above)

    def _ruby(self, ruby: Element) -> None:
        base, reading = ruby.find(f"{TEXT}ruby-base"), ruby.find(f"{TEXT}ruby-text")
        words = "".join(reading.itertext()) if reading is not None else ""
        self.made.quotes.append((words, f'{RUBY}: "{words}"'))
        if reading is not None:
            ruby.remove(reading)
        if base is not None:
            base.tail = f" ({words})"
            self._splice(base)
        self._splice(ruby)

    # --- boxes ---------------------------------------------------------------------------------

    def _holds_words(self, each: Element) -> bool:
        """Whether it is the outermost of drawn things with words that pandoc would not read."""
        if self._is_captioned(each) or any(self._is_captioned(inner) for inner in each.iter(f"{DRAW}frame")):
            return False
        has_math = any(inner.tag.startswith(MATH) for inner in each.iter())
        return has_math or any(inner.tag in LINES and "".join(inner.itertext()).strip() for inner in each.iter())

    @staticmethod
    def _is_captioned(frame: Element) -> bool:
        """A picture in a box with its caption, which pandoc makes a figure of."""
        first = frame.find(f"{DRAW}text-box/{TEXT}p")
        pictures = list(first.iter(f"{DRAW}image")) if first is not None else []
        return bool(pictures) and frame.find(f"{DRAW}text-box/{TEXT}p[2]") is None

    def _unbox(self, drawn: Element) -> None:
        signs = "".join(map(signs_of_formula, drawn.iter(f"{MATH}math"))).strip()
        line = self.parents[drawn]
        while line.tag not in LINES and line in self.parents and line.tag != f"{OFFICE}text":
            line = self.parents[line]
        if signs:
            self.made.quotes.append((signs, f'{FORMULA}: "{signs}"'))
            self._splice(drawn, keep=False, words=signs)
            return
        blocks = [each for each in _outermost(drawn) if "".join(each.itertext()).strip()]
        words = " ".join(" ".join("".join(each.itertext()) for each in blocks).split())
        self.made.quotes.append((words, f'{BOXED}: "{words[:60]}"'))
        home = self.parents[line] if line.tag in LINES else self.parents[drawn]
        at = list(home).index(line if line.tag in LINES else drawn) + 1
        for each in drawn.iter():  # what is within goes out together with it, not once more by itself
            if each.tag.startswith(DRAW) and each is not drawn and each.tag != f"{DRAW}frame":
                self.parents.pop(each, None)
        home[at:at] = blocks
        self._splice(drawn, keep=False)
        for each in blocks:
            each.tail = None
            self.parents[each] = home

    # --- lines ---------------------------------------------------------------------------------

    def _line(self, line: Element) -> None:
        """A paragraph with its role, and with its marks where pandoc reads them."""
        style = line.get(f"{TEXT}style-name", "")
        for span in [each for each in line.iter(f"{TEXT}span") if f"{TEXT}style-name" in each.attrib]:
            if self._line_of(span) is line:
                self._mark(span, self._span_marks(span))
        if line.tag == f"{TEXT}h":
            return
        whole = self.styles.marks("paragraph", style, automatic=True) - {"vanish"}
        if whole:
            span = Element(f"{TEXT}span")
            span.text, span[:] = line.text, list(line)
            line.text, line[:] = None, [span]
            self._mark(span, whole)
        chain = [(each.ident, each.name) for each in self.styles.chain("paragraph", style) if not each.automatic]
        if not chain or not "".join(line.itertext()).strip():
            return
        outline = next((each.outline for each in self.styles.chain("paragraph", style) if each.outline), 0)
        chosen = self.table.take(chain, outline, "title" if chain[0][1].casefold() in TITLES else "")
        if found := HEADING.fullmatch(chosen.role.replace(" ", "-")):  # which pandoc knows by its element alone
            line.tag = f"{TEXT}h"
            line.set(f"{TEXT}outline-level", found[1])
        elif chosen.signed or chosen.role != AS_TEXT:
            line.attrib.pop(f"{TEXT}style-name", None)
            line.text = (role_sign(chosen.role) if chosen.role != AS_TEXT else "") + (line.text or "")

    def _line_of(self, each: Element) -> Element | None:
        above: Element | None = each
        while above is not None and above.tag not in LINES:
            above = self.parents.get(above)
        return above

    def _span_marks(self, span: Element) -> frozenset[str]:
        ident = span.get(f"{TEXT}style-name", "")
        marks = self.styles.marks("text", ident)
        named = next((each for each in self.styles.chain("text", ident) if not each.automatic), None)
        said = self.table.mark(named.name) if named else None
        if said is not None:
            marks = self.styles.marks("text", ident, automatic=True) | ({said} if said else set())
        return marks

    def _mark(self, span: Element, marks: frozenset[str]) -> None:
        """Words under marks: an automatic style with these alone, and signs around small capitals."""
        ident = span.get(f"{TEXT}style-name", "")
        named = next((each for each in self.styles.chain("text", ident) if not each.automatic), None)
        if named and marks:
            self.table.found(named.name, next(iter(sorted(marks))))
        told = marks & set(WRITTEN)
        self.asked.add(frozenset(told))
        span.set(f"{TEXT}style-name", _called(told))
        if SMALL in marks:
            before, behind = mark_signs(SMALL)
            span.text = before + (span.text or "")
            if len(span):
                span[-1].tail = (span[-1].tail or "") + behind
            else:
                span.text += behind

    def _add_styles(self) -> None:
        home = self.root.find(f"{OFFICE}automatic-styles")
        if home is None:
            home = Element(f"{OFFICE}automatic-styles")
            self.root.insert(0, home)
        for marks in sorted(self.asked, key=sorted):
            said = " ".join(WRITTEN[kind] for kind in sorted(marks))
            spaces = f'xmlns:style="{STYLE[1:-1]}" xmlns:fo="{FO[1:-1]}"'
            home.append(
                ElementTree.fromstring(
                    f'<style:style {spaces} style:name="{_called(marks)}" style:family="text">'
                    f"<style:text-properties {said}/></style:style>"
                )
            )

    def _splice(self, each: Element, *, keep: bool = True, words: str = "") -> None:
        """Put what an element holds, or words, in its place."""
        parent = self.parents.pop(each)
        at = list(parent).index(each)
        held = list(each) if keep else []
        text = (each.text or "") if keep else words
        tail = each.tail or ""
        if held:
            held[-1].tail = (held[-1].tail or "") + tail
        else:
            text += tail
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text
        parent[at : at + 1] = held
        self.parents |= dict.fromkeys(held, parent)


def _called(marks: Iterable[str]) -> str:
    return "Press" + "".join(sorted(marks))


def _outermost(drawn: Element) -> list[Element]:
    """The paragraphs, lists and tables in something drawn that stand in no other; or what else is to be held."""
    found: list[Element] = []
    for each in drawn:
        found += [each] if each.tag in BLOCKS else _outermost(each)
    return found

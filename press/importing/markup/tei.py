"""TEI, which pandoc does not read → pandoc's tree: divisions, heads, paragraphs, notes, lists, verse, quotations, type.

Of any other element the words are kept, and it is told; what has no words for readers (a facsimile, what an author has
struck out) is left out, and told. TEI P5, chapters 3 to 7; indexes: 3.9.2.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from press.importing.index_marks import MarkList
from press.importing.markup.xml_text import XML_ID, local, parse_xml, words_of_element
from press.importing.typescript import AuthorsMark, LeftOut
from press.pandoc import Json
from press.problem import Faulty, Origin, Problem
from press.rules import IMPORT_BROKEN

TEI_ROOT = re.compile(r"<(?:\w+:)?(?:TEI|teiCorpus|TEI\.2)[\s>]")
NO_ATTRIBUTES: list[Any] = ["", [], []]
DIVISIONS = re.compile(r"div\d?|front|body|back|text|group|TEI")
PARAGRAPHS = {
    "p",
    "ab",
    "byline",
    "closer",
    "dateline",
    "docAuthor",
    "opener",
    "salute",
    "signed",
    "trailer",
    "argument",
}
HOLDERS = {"div", "quote", "cit", "epigraph", "floatingText", "postscript", "titlePage", "docTitle", "sp"}
TYPE = {
    "italic": "Emph",
    "italics": "Emph",
    "i": "Emph",
    "bold": "Strong",
    "b": "Strong",
    "smallcaps": "SmallCaps",
    "small-caps": "SmallCaps",
    "sc": "SmallCaps",
    "sup": "Superscript",
    "superscript": "Superscript",
    "sub": "Subscript",
    "subscript": "Subscript",
    "underline": "Underline",
    "strikethrough": "Strikeout",
}
SLANTED = {"emph", "title", "foreign", "mentioned", "term", "gloss"}
SPOKEN = {"q", "said", "soCalled", "quote"}
SILENT = {"teiHeader", "facsimile", "fw", "pb", "cb", "gb", "milestone", "anchor", "ptr", "index", "divGen", "graphic"}
"""What has no words for readers of the book."""
THROUGH = frozenset(
    re.findall(
        r"\w+",
        """
        persName placeName orgName name rs date num measure abbr expan corr reg supplied add unclear seg ref w s c
        roleName forename surname addName geogName settlement country region choice bibl label figDesc subst ex am hi
        app lem
        """,
    )
)
"""What is read through, word for word."""
NAMED = {"placeName": "places", "geogName": "places", "orgName": "organisations"}
"""Names that are marked for an index where they say whose they are (`key`, `ref`). Persons are proposed as in any text:
they need forms.
"""
DROPPED = {
    "del": "struck out in the original",
    **dict.fromkeys(("sic", "orig", "rdg"), "another reading"),
}


def is_tei(content: bytes, suffix: str) -> bool:
    """Whether a file of XML is TEI."""
    return suffix == ".xml" and bool(TEI_ROOT.search(content[:20_000].decode(errors="replace")))


def read_tei(text: str, found: MarkList) -> tuple[Json, tuple[LeftOut, ...]]:
    """Pandoc's tree of a text in TEI, and what is left out of it; its marks for indexes are entered in `found`.

    Raises `Faulty`.
    """
    root, lines = parse_xml(text, found.name)
    body = next((each for each in root.iter() if local(each) == "text"), None)
    if body is None:
        raise Faulty([Problem(Origin(found.name), IMPORT_BROKEN, "no <text> in the TEI")])
    reader = _TeiReader(root, lines, found)
    blocks = reader.blocks(body, 0)
    return {"blocks": blocks, "meta": reader.meta(root)}, reader.told()


class _TeiReader:
    """The reading of one text; `other`: elements that are not known, and the line of the first of each."""

    def __init__(self, root: Element, lines: dict[Element, int], found: MarkList) -> None:
        self.lines, self.found = lines, found
        self.other: dict[str, tuple[int, int]] = {}
        self.left: list[LeftOut] = []
        self.ends: dict[str, list[AuthorsMark]] = {}
        self.headings: dict[tuple[str, str], str] = {}
        for each in root.iter():
            if (listed := each.get(XML_ID, "")) and local(each) in ("place", "org"):
                name = next((inner for inner in each if local(inner) in NAMED), None)
                if name is not None:
                    self.headings[NAMED[local(name)], listed] = words_of_element(name)
        for each in root.iter():
            if local(each) == "index" and (to := each.get("spanTo", "").removeprefix("#")):
                self.ends.setdefault(to, []).extend(self._marks(each, ()))

    def meta(self, root: Element) -> Json:
        """Title and author, as the header has them."""
        statement = next((each for each in root.iter() if local(each) == "titleStmt"), ())
        said = {"title": "title", "author": "author"}
        return {
            said[local(each)]: {"t": "MetaInlines", "c": [_string(words_of_element(each))]}
            for each in reversed(list(statement))
            if local(each) in said
        }

    def told(self) -> tuple[LeftOut, ...]:
        """What has been left out, and which elements were read through for want of knowing them."""
        known = [
            LeftOut(0, f"<{name}>", f"an element not read but for its words, {count} in all, the first on line {line}")
            for name, (line, count) in sorted(self.other.items())
        ]
        return (*self.left, *known)

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, parent: Element, depth: int) -> list[Json]:
        """The blocks in an element; words between them make paragraphs."""
        made: list[Json] = []
        loose: list[Json] = self._text(parent.text)
        for each in parent:
            name = local(each)
            if block := self._block(each, name, depth):
                made += [*_paragraph(loose), *block]
                loose = []
            else:
                loose += self._inline(each, name)
            loose += self._text(each.tail)
        return [*made, *_paragraph(loose)]

    def _block(self, each: Element, name: str, depth: int) -> list[Json]:
        start = [{"t": "Para", "c": ends}] if (ends := self._ends(each)) and DIVISIONS.fullmatch(name) else []
        if name == "head":
            return [{"t": "Header", "c": [max(depth, 1), NO_ATTRIBUTES, self._ends(each) + self.inlines(each)]}]
        if DIVISIONS.fullmatch(name):
            return start + self.blocks(each, depth + name.startswith("div"))
        if name in PARAGRAPHS:
            return _paragraph(self._ends(each) + self.inlines(each)) or [{"t": "Null"}]
        if name == "lg":
            lines = [self.inlines(line) for line in each.iter() if local(line) == "l"]
            return [{"t": "LineBlock", "c": lines}]
        if name == "list":
            return self._list(each, depth)
        if name == "table":
            return self._table(each, depth)
        if name == "figure":
            said = " ".join(filter(None, map(words_of_element, each))) or words_of_element(each)
            self.left.append(LeftOut(0, said, f"a figure (line {self.lines.get(each, 0)})"))
            return [{"t": "Null"}]
        if name in HOLDERS and any(local(inner) in {*PARAGRAPHS, "lg", "list", "div", "quote", "sp"} for inner in each):
            held = self.blocks(each, depth)
            return [{"t": "BlockQuote", "c": held}] if name in ("quote", "epigraph", "cit") else held
        return []

    def _list(self, each: Element, depth: int) -> list[Json]:
        heads = [{"t": "Para", "c": self.inlines(head)} for head in each if local(head) == "head"]
        if any(local(inner) == "label" for inner in each):
            terms: list[Json] = []
            for inner in each:
                if local(inner) == "label":
                    terms.append([self.inlines(inner), []])
                elif local(inner) == "item" and terms:
                    terms[-1][1].append(self.blocks(inner, depth))
            return [*heads, {"t": "DefinitionList", "c": terms}]
        items = [self._ends_block(inner) + self.blocks(inner, depth) for inner in each if local(inner) == "item"]
        numbered = each.get("rend", each.get("type", "")) in ("ordered", "numbered")
        head: Json = [1, {"t": "Decimal"}, {"t": "Period"}]
        return [*heads, {"t": "OrderedList", "c": [head, items]} if numbered else {"t": "BulletList", "c": items}]

    def _ends_block(self, each: Element) -> list[Json]:
        return [{"t": "Plain", "c": ends}] if (ends := self._ends(each)) else []

    def _table(self, each: Element, depth: int) -> list[Json]:
        """A table of rows and cells; those of labels at its head are its head, and what is over it its caption."""
        rows = [inner for inner in each.iter() if local(inner) == "row"]
        if not rows:
            return self.blocks(each, depth)
        labels = next((n for n, row in enumerate(rows) if row.get("role") != "label"), len(rows))
        made = [[NO_ATTRIBUTES, [self._cell(cell) for cell in row if local(cell) == "cell"]] for row in rows]
        width = max(sum(cell[3] for cell in cells) for _, cells in made)
        heads = [self.inlines(inner) for inner in each if local(inner) == "head"]
        caption = [{"t": "Plain", "c": line} for line in heads]
        columns: list[Json] = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]] * width
        body: Json = [NO_ATTRIBUTES, 0, [], made[labels:]]
        head: Json = [NO_ATTRIBUTES, made[:labels]]
        return [{"t": "Table", "c": [NO_ATTRIBUTES, [None, caption], columns, head, [body], [NO_ATTRIBUTES, []]]}]

    def _cell(self, cell: Element) -> Json:
        words = self.inlines(cell)
        spans = [int(found) if (found := cell.get(name, "1")).isdecimal() else 1 for name in ("rows", "cols")]
        return [NO_ATTRIBUTES, {"t": "AlignDefault"}, *spans, [{"t": "Plain", "c": words}] if words else []]

    # --- lines -------------------------------------------------------------------------------

    def inlines(self, parent: Element) -> list[Json]:
        """What an element holds, as a line."""
        made = self._text(parent.text)
        for each in parent:
            made += self._inline(each, local(each)) + self._text(each.tail)
        return made

    def _inline(self, each: Element, name: str) -> list[Json]:
        ends = self._ends(each)
        if name == "index":
            return ends + self._index(each)
        if name == "lb":
            return [*ends, {"t": "LineBreak"}]
        if name == "gap":
            return [*ends, _string("[...]")]
        if name == "note":
            held = self.blocks(each, 0)
            return [*ends, {"t": "Note", "c": held}]
        if name in DROPPED:
            if words := words_of_element(each):
                self.left.append(LeftOut(0, words, f"{DROPPED[name]}, <{name}> (line {self.lines.get(each, 0)})"))
            return ends
        if name in SILENT or not name:
            return ends
        inner = ends + self._named(each, name) + self.inlines(each)
        if name == "ref" and re.match("https?://", each.get("target", "")):
            return [{"t": "Link", "c": [NO_ATTRIBUTES, inner, [each.get("target"), ""]]}]
        if name == "hi" and (kind := TYPE.get(each.get("rend", "").split(" ")[0].lower())):
            return [{"t": kind, "c": inner}]
        if name in SPOKEN:
            return [_string("“"), *inner, _string("”")]
        if name in SLANTED:
            return [{"t": "Emph", "c": inner}]
        if name not in THROUGH:
            self._know(name, each)
        elif name == "hi":
            self._know(f"hi rend={each.get('rend', '')}", each)
        return inner

    def _know(self, name: str, each: Element) -> None:
        line, count = self.other.get(name, (self.lines.get(each, 0), 0))
        self.other[name] = (line, count + 1)

    @staticmethod
    def _text(text: str | None) -> list[Json]:
        return [_string(re.sub(r"\s+", " ", text))] if text else []

    def _named(self, each: Element, name: str) -> list[Json]:
        """The mark of a name that says whose it is: its heading is that of the list, or as it is first written."""
        key = (each.get("key") or each.get("ref") or "").strip()
        index = NAMED.get(name, "")
        if not key or not index or not (words := words_of_element(each)):
            return []
        heading = self.headings.setdefault((index, key.removeprefix("#")), words)
        place = f"{self.found.name}, line {self.lines.get(each, 0)}"
        return [_string(self.found.sign(AuthorsMark(levels=(heading,), place=place, index=index)))]

    # --- marks -------------------------------------------------------------------------------

    def _ends(self, each: Element) -> list[Json]:
        """The signs of ranges that end at an element."""
        marks = self.ends.pop(each.get(XML_ID, ""), [])
        return [_string(self.found.sign(mark)) for mark in marks]

    def _index(self, each: Element) -> list[Json]:
        edge = "begin" if each.get("spanTo") else ""
        return [_string(sign) for mark in self._marks(each, (), edge) if (sign := self.found.sign(mark))]

    def _marks(self, each: Element, above: tuple[Element, ...], edge: str = "end") -> list[AuthorsMark]:
        """The marks of an element, one for each heading that has no other below it, and one for each reference."""
        terms = [inner for inner in each if local(inner) == "term"]
        below = [inner for inner in each if local(inner) == "index"]
        references = [inner for inner in each if local(inner) == "ref"]
        levels = (*above, *terms[:1])
        said = {"place": f"{self.found.name}, line {self.lines.get(each, 0)}"}
        index = each.get("indexName", "")
        made: list[AuthorsMark] = []
        for term in terms[1:] if not below else ():
            made.append(_mark((*above, term), edge, each, index, **said))
        for inner in below:
            made += self._marks(inner, levels, edge)
        if levels and not below:
            made.insert(0, _mark(levels, edge, each, index, **said))
        if edge != "end":
            made += [_mark(levels, "", each, index, see_also=words_of_element(ref), **said) for ref in references]
        return made


def _mark(levels: tuple[Element, ...], edge: str, each: Element, index: str, **said: str) -> AuthorsMark:
    sorts = tuple(term.get("sortKey", "") for term in levels)
    found: dict[str, Any] = {"edge": edge, **said}
    principal = each.get("rend", "") in ("bold", "principal", "main")
    return AuthorsMark(
        levels=tuple(map(words_of_element, levels)), sorts=sorts, principal=principal, index=index, **found
    )


def _string(words: str) -> Json:
    return {"t": "Str", "c": words}


def _paragraph(inlines: list[Json]) -> list[Json]:
    """A paragraph of inlines, if they have a word."""
    return [{"t": "Para", "c": inlines}] if any(_worded(each) for each in inlines) else []


def _worded(each: Json) -> bool:
    return bool(each["c"].strip()) if each["t"] == "Str" else each["t"] != "LineBreak"

"""Lists and quotations in the notes of .docx and .odt made known to pandoc: of the one it makes paragraphs, of the
other it drops lists without a word.

A paragraph of a list gets signs before its words, one for each list that it stands in; from these the list is made
again when pandoc has read the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from press.importing.archive_parts import with_parts
from press.importing.tree.tables import table_of
from press.importing.typescript import line_of
from press.lines import remade
from press.numerals import ItemNumbers
from press.text import Block, Blocks, Extract, Inlines, ItemList, Paragraph, Text

BULLET, NUMBER, MORE, QUOTED = "\ue0f1", "\ue0f2", "\ue0f3", "\ue0f4"
"""Signs of an item without a number, of one with, of what goes on in an item, and of a quotation."""
ROW, CELL, AGAIN = "\ue0f5", "\ue0f6", "\ue0f7"
"""Signs of the first cell of a row, of another, and of a further paragraph in one: of a small table in a note."""
SIGNED = re.compile(f"([{BULLET}{NUMBER}{MORE}]+|[{QUOTED}{ROW}{CELL}{AGAIN}])")
PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
LEVEL = re.compile(r'<w:numPr>.*?<w:ilvl w:val="(\d)" ?/>.*?<w:numId w:val="(\d+)" ?/>', re.DOTALL)
QUOTE = re.compile(r'<w:pStyle w:val="[^"]*(?:Quot|BlockText)[^"]*"')
BODY = re.compile(r"(<text:note-body>)(.*?)(</text:note-body>)", re.DOTALL)
TAG = re.compile(
    r"</?table:[a-z-]+(?: [^>]*)?/?>|</?text:list(?:-item|-header)?(?: [^>]*)?>|<text:[ph](?: [^>]*)?(?<!/)>"
)
LIST_STYLE = re.compile(r'<text:list-style style:name="([^"]+)"[^>]*>(.*?)</text:list-style>', re.DOTALL)


def with_signs(content: bytes, suffix: str) -> bytes:
    """The file with signs in its notes; as it was, if they have no lists."""
    mend = {".docx": _mend_docx, ".odt": _mend_odt}.get(suffix)
    if mend is None:
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            made = {name: text.encode() for name, text in mend(archive) if text != archive.read(name).decode()}
            return with_parts(archive, made) if made else content
    except (KeyError, UnicodeDecodeError, zipfile.BadZipFile):
        return content  # pandoc says what is wrong with it


# --- .docx ---------------------------------------------------------------------------------------


def _mend_docx(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    names = set(archive.namelist())
    numbering = archive.read("word/numbering.xml").decode() if "word/numbering.xml" in names else ""
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        if name in names:
            yield name, PARAGRAPH.sub(lambda found: _signed(found[0], numbering), archive.read(name).decode())


def _signed(paragraph: str, numbering: str) -> str:
    """A paragraph of a note with its sign behind its properties, if it is an item or quoted."""
    sign = QUOTED if QUOTE.search(paragraph) else ""
    if found := LEVEL.search(paragraph):
        sign = (NUMBER if _is_numbered(numbering, found[2], found[1]) else BULLET) * (int(found[1]) + 1)
    return paragraph.replace("</w:pPr>", f"</w:pPr><w:r><w:t>{sign}</w:t></w:r>", 1) if sign else paragraph


def _is_numbered(numbering: str, number: str, level: str) -> bool:
    named = re.search(rf'<w:num w:numId="{number}"[^>]*>.*?<w:abstractNumId w:val="(\d+)"', numbering, re.DOTALL)
    kept = named and re.search(
        rf'<w:abstractNum [^>]*w:abstractNumId="{named[1]}".*?<w:lvl [^>]*w:ilvl="{level}".*?<w:numFmt w:val="(\w+)"',
        numbering,
        re.DOTALL,
    )
    return bool(kept) and kept is not None and kept[1] not in ("bullet", "none")


# --- .odt ----------------------------------------------------------------------------------------


def _mend_odt(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    text = archive.read("content.xml").decode()
    styles = text + (archive.read("styles.xml").decode() if "styles.xml" in archive.namelist() else "")
    numbered = {found[1] for found in LIST_STYLE.finditer(styles) if _first_level(found[2])}
    yield "content.xml", BODY.sub(lambda found: found[1] + _unlisted(found[2], numbered) + found[3], text)


def _first_level(style: str) -> bool:
    """Whether the items of the first level of a list have numbers."""
    found = re.search(r"<text:list-level-style-(\w+)", style)
    return found is not None and found[1] == "number"


def _unlisted(body: str, numbered: set[str]) -> str:
    """A note without the tags of its lists, and with signs before their paragraphs."""
    depth, kind, begins = 0, BULLET, False
    cells = _CellSigns()

    def tag(found: re.Match[str]) -> str:
        nonlocal depth, kind, begins
        written = found[0]
        if written.startswith(("<table:", "</table:")):
            return cells.of_tag(written)
        if written.startswith(("<text:p", "<text:h")) and cells.inside:
            return f"{written}{cells.sign()}"
        if written.startswith(("<text:p", "<text:h")):
            sign, begins = kind if begins else MORE, False
            return f"{written}{sign * depth}"
        if written.startswith("<text:list-item"):
            begins = True
        elif written.startswith("<text:list") and "-header" not in written:
            depth += 1
            if named := re.search(r'text:style-name="([^"]+)"', written):
                kind = NUMBER if named[1] in numbered else BULLET
        elif written == "</text:list>":
            depth -= 1
        return ""

    return TAG.sub(tag, body)


@dataclass(slots=True)
class _CellSigns:
    """The cells of the tables in one note: whether one is open, and the sign that its next paragraph gets."""

    inside: bool = False
    next: str = ROW

    def of_tag(self, tag: str) -> str:
        """What stands for a tag: a paragraph for a cell without words, for all others nothing."""
        kept = ""
        if tag.startswith("<table:table-row"):
            self.next = ROW
        elif re.match(r"</?table:(?:covered-)?table-cell\b", tag):
            opens = not tag.startswith("</")
            if opens:
                self.next = CELL if self.next != ROW else ROW
            self.inside = opens and not tag.endswith("/>")
            if not self.inside and self.next != AGAIN:
                kept = f"<text:p>{self.next}</text:p>"
                self.next = AGAIN
        return kept

    def sign(self) -> str:
        """The sign of a paragraph in the open cell."""
        sign, self.next = self.next, AGAIN
        return sign


# --- made again ----------------------------------------------------------------------------------


def with_lists(blocks: Blocks) -> Blocks:
    """The blocks of a note with its lists and quotations made again from the signs."""
    found: list[Block] = []
    run: list[tuple[str, Block]] = []
    for block in (*blocks, None):
        sign, bare = _read(block) if isinstance(block, Paragraph) else ("", block)
        if run and not (sign and _kind(sign) == _kind(run[0][0])):
            inner = tuple(each for _, each in run)
            kind = _kind(run[0][0])
            found += (Extract(inner, inner[0].origin),) if kind == QUOTED else _rows(run) if kind else _lists(run, 1)
            run = []
        if sign and bare:
            run.append((sign, bare))
        elif bare:
            found.append(bare)
    return remade(tuple(found), _unsigned)  # in a cell of a table a sign says nothing


def _kind(sign: str) -> str:
    """What a sign is of: a quotation, a table, or a list."""
    return QUOTED if sign == QUOTED else ROW if sign in (ROW, CELL, AGAIN) else ""


def _rows(run: Sequence[tuple[str, Block]]) -> Blocks:
    """The table of a run of paragraphs in its cells, with a head; these paragraphs, where it is none."""
    rows: list[list[list[Block]]] = []
    for sign, block in run:
        if sign == ROW or not rows:
            rows.append([])
        if sign != AGAIN or not rows[-1]:
            rows[-1].append([])
        rows[-1][-1].append(block)
    columns = max(map(len, rows))
    whole = [[*row, *([[]] * (columns - len(row)))] for row in rows]
    parts = [[[(1, 1, tuple(cell)) for cell in row] for row in part] for part in ([], whole, [])]
    table = table_of(parts, ("",) * columns, run[0][1].origin)
    return (table,) if table else tuple(block for _, block in run if line_of(block))


def _unsigned(line: Inlines) -> Inlines:
    return tuple(Text(SIGNED.sub("", each.text), each.line) if isinstance(each, Text) else each for each in line)


def _read(paragraph: Paragraph) -> tuple[str, Paragraph]:
    """The sign that a paragraph begins with, and the paragraph without it."""
    first = paragraph.inlines[0] if paragraph.inlines else None
    if not isinstance(first, Text) or not (signed := SIGNED.match(first.text)):
        return "", paragraph
    rest = first.text[signed.end() :].lstrip()
    words = (*((Text(rest, first.line),) if rest else ()), *paragraph.inlines[1:])
    return signed[0], replace(paragraph, inlines=words)


def _lists(run: Sequence[tuple[str, Block]], depth: int) -> list[Block]:
    """The lists of a run of paragraphs with signs of at least this depth."""
    lists: list[Block] = []
    items: list[list[tuple[str, Block]]] = []
    for sign, block in run:
        begins = len(sign) <= depth and sign[0] != MORE
        if begins and items and items[0][0][0][0] != sign[0]:  # another list
            lists.append(_list(items, depth))
            items = []
        if begins or not items:
            items.append([])
        items[-1].append((sign, block))
    return [*lists, _list(items, depth)]


def _list(items: Sequence[Sequence[tuple[str, Block]]], depth: int) -> ItemList:
    numbers = ItemNumbers() if items[0][0][0][0] == NUMBER else None
    return ItemList(tuple(tuple(_within(item, depth)) for item in items), items[0][0][1].origin, numbers)


def _within(item: Sequence[tuple[str, Block]], depth: int) -> Iterator[Block]:
    """What an item holds: its first paragraph, others, and lists."""
    waiting: list[tuple[str, Block]] = []
    for n, (sign, block) in enumerate(item):
        if n and len(sign) > depth:
            waiting.append((sign, block))
            continue
        yield from _lists(waiting, depth + 1) if waiting else ()
        waiting = []
        yield block
    yield from _lists(waiting, depth + 1) if waiting else ()

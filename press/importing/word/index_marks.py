r"""The index marks of a .docx: fields `XE "Heading:sub-heading" \b \t "See …" \r bookmark`, which pandoc leaves out.

`\b` has the page in bold, which is a principal passage; `\t` puts a reference in the place of the page; `\r` gives the
pages of a bookmark. ISO/IEC 29500-1, 17.16.5.74.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from press.importing.archive_parts import has_doctype, parsed, rewritten, written
from press.importing.index_marks import MarkList
from press.importing.typescript import AuthorsMark
from press.importing.word.names import PARTS, SPACE, W

FIELD = re.compile(rb"[>\s\"]XE[\s\"]")
TOKEN = re.compile(r'["“”„]((?:\\.|[^"“”„\\])*)["“”„]|(\\[A-Za-z*])|(\S+)')
LINES = tuple(f"{W}{name}" for name in ("p", "hyperlink", "ins", "smartTag", "sdtContent"))
"""What holds runs."""
SEE = re.compile(r"^(see also|see under|see)\b[:\s]*", re.IGNORECASE)


def word_marks(content: bytes, found: MarkList) -> bytes:
    """The file with a sign for every mark, which is entered in `found`; as it was, if it has none."""

    def signed(texts: Mapping[str, bytes]) -> dict[str, bytes]:
        with_fields = {} if has_doctype(texts) else {n: text for n, text in texts.items() if FIELD.search(text)}
        made = {name: _signed(name, text, found) for name, text in with_fields.items()}
        return made if found.marks else {}

    return rewritten(content, PARTS, signed)


@dataclass(slots=True)
class _Field:
    """A field that has been begun: the run that it is to be replaced at, what it says so far."""

    run: Element
    said: str = ""
    result: bool = False
    runs: list[Element] = field(default_factory=list)


def _signed(name: str, text: bytes, found: MarkList) -> bytes:
    root = parsed(text)
    tree = _SignedTree(root, {child: parent for parent in root.iter() for child in parent})
    parents = tree.parents
    paragraphs = {each: n for n, each in enumerate(root.iter(f"{W}p"), 1)}
    where = {PARTS[1]: "footnotes, ", PARTS[2]: "endnotes, "}.get(name, "")
    for element, said in list(_fields(root)):
        above: Element | None = element
        while above is not None and above not in paragraphs:
            above = parents.get(above)
        place = f"{found.name}, {where}paragraph {paragraphs.get(above, 0) if above is not None else 0}"
        tree.put(element, _mark(said, place), _switches(said)[1].get("r", ""), found)
    return written(root)


def _fields(root: Element) -> Iterator[tuple[Element, str]]:
    """Every field XE: the run, or the simple field, at which it stands, and what it says."""
    begun: list[_Field] = []
    for each in root.iter():
        if each.tag == f"{W}fldSimple" and _is_mark(said := each.get(f"{W}instr", "")):
            yield each, said
        if each.tag != f"{W}r":
            continue
        for part in each:
            kind = part.get(f"{W}fldCharType") if part.tag == f"{W}fldChar" else ""
            if kind == "begin":
                begun.append(_Field(each))
            elif begun and kind == "separate":
                begun[-1].result = True
            elif begun and kind == "end":
                ended = begun.pop()
                if _is_mark(ended.said):
                    yield ended.run, ended.said
            elif begun and part.tag == f"{W}instrText" and not begun[-1].result:
                begun[-1].said += part.text or ""


def _is_mark(said: str) -> bool:
    return bool(re.match(r"\s*XE\b", said, re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class _SignedTree:
    """A tree while signs are put in it, and who is whose parent."""

    root: Element
    parents: dict[Element, Element]

    def put(self, element: Element, mark: AuthorsMark, bookmark: str, found: MarkList) -> None:
        """Put the sign of a mark where it stands, or signs at both ends of its bookmark."""
        starts = self.root.iter(f"{W}bookmarkStart")
        start = next((each for each in starts if bookmark and each.get(f"{W}name") == bookmark), None)
        number = start.get(f"{W}id") if start is not None else None
        ends = self.root.iter(f"{W}bookmarkEnd")
        end = next((each for each in ends if number is not None and each.get(f"{W}id") == number), None)
        if start is not None and end is not None and not mark.refers:
            self._sign_at(start, found.sign(replace(mark, edge="begin")), "begin")
            self._sign_at(end, found.sign(replace(mark, edge="end")), "end")
            return
        if bookmark and not mark.refers:
            mark = replace(mark, told="; ".join(filter(None, (mark.told, f'the bookmark "{bookmark}", not found'))))
        if sign := found.sign(mark):
            self._sign_at(element, sign, "begin")

    def _sign_at(self, at: Element, sign: str, edge: Literal["begin", "end"]) -> None:
        """A run with a sign before an element; where that is in no paragraph, in the next one, or in the last."""
        run = Element(f"{W}r")
        text = SubElement(run, f"{W}t", {SPACE: "preserve"})
        text.text = sign
        parent = self.parents[at]
        if parent.tag in LINES and not _holds_blocks(parent):
            parent.insert(list(parent).index(at), run)
            self.parents[run] = parent
            return
        in_order = list(self.root.iter())
        here = in_order.index(at)
        later = [each for each in in_order[here:] if each.tag == f"{W}p"]
        earlier = [each for each in in_order[:here] if each.tag == f"{W}p"]
        home = (later[:1] or earlier[-1:]) if edge == "begin" else (earlier[-1:] or later[:1])
        for paragraph in home:
            first = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
            paragraph.insert(first if edge == "begin" else len(paragraph), run)
            self.parents[run] = paragraph


def _holds_blocks(parent: Element) -> bool:
    return any(each.tag in (f"{W}p", f"{W}tbl") for each in parent)


def _switches(said: str) -> tuple[str, dict[str, str]]:
    """What a field says: its words, and its switches with what follows each."""
    tokens = [(found[1], found[2], found[3]) for found in TOKEN.finditer(re.sub(r"^\s*XE", "", said, count=1))]
    words, switches, last = "", dict[str, str](), ""
    for quoted, switch, bare in tokens:
        if switch:
            last = switch[1:].lower()
            switches[last] = ""
        elif last and not switches[last] and last in ("t", "r", "f", "y"):
            switches[last] = (quoted or bare or "").strip()
        elif not words:
            words = quoted or bare or ""
    return words, switches


def _mark(said: str, place: str) -> AuthorsMark:
    words, switches = _switches(said)
    levels = tuple(re.sub(r"\\(.)", r"\1", each).strip() for each in re.split(r"(?<!\\):", words))
    reference = re.sub(r"\\(.)", r"\1", switches.get("t", ""))
    see = SEE.match(reference)
    target = SEE.sub("", reference).strip(" .")
    also = bool(see and see[1].lower() == "see also")
    told = ["italic page numbers"] * ("i" in switches)
    told += [f'how it is sounded, "{switches["y"]}"'] if switches.get("y") else []
    return AuthorsMark(
        levels=tuple(each for each in levels if each) or ("",),
        principal="b" in switches,
        see=target if reference and not also else "",
        see_also=target if also else "",
        place=place,
        told="; ".join(told),
        index=switches.get("f", ""),
    )

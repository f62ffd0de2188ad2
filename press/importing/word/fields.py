r"""The cross-references of a .docx: fields REF, PAGEREF and NOTEREF, and the bookmarks that they lead to.

`{ REF _Ref1 \h }` has the words of a bookmark, with `\r`, `\n` or `\w` the number of its paragraph; `{ PAGEREF _Ref1 }`
its page; `{ NOTEREF _Ref1 \f }` the number of the note called there, `\f` raised as a call is. Numbers made by
`{ SEQ Figure }` are words of their captions. ISO/IEC 29500-1, 17.16.5.45, 51, 53, 57.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from press.importing.archive_parts import has_doctype, parsed, rewritten, written
from press.importing.tree.field_signs import Field, FieldSign, with_marks
from press.importing.word.names import PARTS, SPACE, STYLES, W
from press.importing.word.styles import marks_of

LIVE = re.compile(rb"REF|fldSimple")
REFERRING = re.compile(r"\s*(?P<kind>PAGEREF|NOTEREF|REF)\s+\"?(?P<name>[^\s\"\\]+)\"?(?P<switches>.*)", re.DOTALL)
KINDS: dict[str, Field] = {"REF": "text", "PAGEREF": "page", "NOTEREF": "note"}
PLAIN = re.compile(r"\s*(?:SEQ|REF|PAGEREF|NOTEREF|STYLEREF|AUTONUM|LISTNUM|=|QUOTE|DOCPROPERTY)\b", re.IGNORECASE)
"""Fields whose words are words of the text."""
MADE = re.compile(r"\s*(?:TOC|INDEX|ADDIN|BIBLIOGRAPHY|CITATION)\b", re.IGNORECASE)
"""Fields within which references are part of what a program has made."""
HOLDERS = re.compile(r"heading|title|caption|überschrift|titre|título|beschriftung|légende|illustration", re.IGNORECASE)
"""Styles of paragraphs that are wholly the target: the sign stands at their end, out of the way of their numbers."""


@dataclass(slots=True)
class _Open:
    """A field that has been begun: its runs, what it says, and its words so far."""

    runs: list[Element] = field(default_factory=list)
    said: str = ""
    words: str = ""
    result: bool = False


def word_fields(content: bytes) -> bytes:
    """The file with a sign for every reference and every target of one; as it was, if it has none."""
    return rewritten(content, (*PARTS, STYLES), _signed)


def _signed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    texts = {name: text for name, text in parts.items() if name in PARTS}
    if not any(map(LIVE.search, texts.values())) or has_doctype(texts):
        return {}
    roots = {name: parsed(text) for name, text in texts.items()}
    asked = {name for root in roots.values() for name in _signed_references(root)}
    styles = _styles(parts.get(STYLES, b"").decode("utf-8", errors="replace"))
    for root in roots.values():
        _sign_targets(root, asked, styles)
    return {name: written(root) for name, root in roots.items()}


# --- references ------------------------------------------------------------------------------------------


def _signed_references(root: Element) -> Iterator[str]:
    """Put a sign in the place of every reference; the names of the bookmarks that are asked for."""
    for one in list(_fields(root)):
        if (found := REFERRING.match(one.said)) is None or not one.runs:
            continue
        raised = found["kind"] == "NOTEREF" and re.search(r"\\f\b", found["switches"])
        kind: Field = "call" if raised else KINDS[found["kind"]]
        first = one.runs[0]
        for run in one.runs:
            for part in [each for each in run if each.tag != f"{W}rPr" or run is not first or raised]:
                run.remove(part)
        SubElement(first, f"{W}t", {SPACE: "preserve"}).text = FieldSign(kind, found["name"], one.words).written
        yield found["name"]
    _unfold(root)


def _fields(root: Element) -> Iterator[_Open]:
    """Every field that a reader reads, but those within what a program has made."""
    begun: list[_Open] = []
    for each in root.iter():
        if each.tag == f"{W}fldSimple":
            runs = list(each.iter(f"{W}r"))
            if not any(MADE.match(one.said) for one in begun):
                yield _Open(runs, each.get(f"{W}instr", ""), _words(runs))
        if each.tag != f"{W}r":
            continue
        for one in begun:
            one.runs.append(each)
        for part in each:
            kind = part.get(f"{W}fldCharType") if part.tag == f"{W}fldChar" else ""
            if kind == "begin":
                begun.append(_Open([each]))
            elif begun and kind == "separate":
                begun[-1].result = True
            elif begun and kind == "end":
                ended = begun.pop()
                if not any(MADE.match(one.said) for one in begun):
                    yield ended
            elif begun and part.tag == f"{W}instrText" and not begun[-1].result:
                begun[-1].said += part.text or ""
            elif begun and part.tag in (f"{W}t", f"{W}tab"):
                for one in begun:
                    one.words += with_marks(part.text or " ", _marks(each)) * one.result


def _words(runs: list[Element]) -> str:
    return "".join(with_marks(part.text or "", _marks(run)) for run in runs for part in run.iter(f"{W}t"))


def _marks(run: Element) -> list[str]:
    """The marks that a run says itself, or that have been written into it for its style."""
    properties = run.find(f"{W}rPr")
    return [kind for kind, on in marks_of(properties).items() if on] if properties is not None else []


def _unfold(root: Element) -> None:
    """Take simple fields of words away from around their words, which pandoc would drop with them."""
    for parent in list(root.iter()):
        for each in [one for one in parent if one.tag == f"{W}fldSimple" and PLAIN.match(one.get(f"{W}instr", ""))]:
            at = list(parent).index(each)
            parent.remove(each)
            for n, inner in enumerate(each):
                parent.insert(at + n, inner)


# --- targets ---------------------------------------------------------------------------------------------


def _sign_targets(root: Element, asked: set[str], styles: dict[str, str]) -> None:
    """Put a sign where each bookmark stands that is asked for: behind the note that it is around, if it is."""
    parents = {child: parent for parent in root.iter() for child in parent}
    in_order = list(root.iter())
    for at, start in enumerate(in_order):
        if start.tag != f"{W}bookmarkStart" or start.get(f"{W}name") not in asked:
            continue
        run = Element(f"{W}r")
        sign = FieldSign("target", start.get(f"{W}name", "")).written
        SubElement(run, f"{W}t", {SPACE: "preserve"}).text = sign
        paragraph = _paragraph(start, at, in_order, parents)
        if paragraph is None:
            continue
        if call := _call_within(start, at, in_order, parents):
            home = parents[call]
            home.insert(list(home).index(call) + 1, run)
        elif _holds(paragraph, styles) or paragraph is not parents.get(start):
            paragraph.append(run)
        else:
            paragraph.insert(list(paragraph).index(start) + 1, run)


def _paragraph(start: Element, at: int, in_order: list[Element], parents: dict[Element, Element]) -> Element | None:
    """The paragraph in which a bookmark begins, or the one behind it."""
    above: Element | None = start
    while above is not None and above.tag != f"{W}p":
        above = parents.get(above)
    if above is not None:
        return above
    return next((in_order[n] for n in range(at, len(in_order)) if in_order[n].tag == f"{W}p"), None)


def _call_within(start: Element, at: int, in_order: list[Element], parents: dict[Element, Element]) -> Element | None:
    """The run of the one note that is called within a bookmark, which has no other words."""
    for n in range(at, len(in_order)):
        each = in_order[n]
        if each.tag == f"{W}bookmarkEnd" and each.get(f"{W}id") == start.get(f"{W}id"):
            return None
        if each.tag == f"{W}t" and (each.text or "").strip():
            return None
        if each.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            return parents[each]
    return None


def _holds(paragraph: Element, styles: dict[str, str]) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = style.get(f"{W}val", "") if style is not None else ""
    numbered = any("SEQ" in (each.text or "") for each in paragraph.iter(f"{W}instrText"))
    return numbered or bool(HOLDERS.search(styles.get(name, name)))


def _styles(text: str) -> dict[str, str]:
    """The names of styles by their ids, which a program may have in the language of its user."""
    found = re.finditer(r"<w:style [^>]*w:styleId=\"([^\"]*)\"[^>]*>\s*<w:name w:val=\"([^\"]*)\"", text)
    return {each[1]: each[2] for each in found}

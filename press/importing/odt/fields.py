"""The cross-references of an .odt: to bookmarks, reference marks, notes and numbered captions, and these as targets.

`text:bookmark-ref`, `text:reference-ref`, `text:note-ref` and `text:sequence-ref` have a `text:reference-format`, whose
`page` is the page and whose others are words (OpenDocument 1.3, 7.7). Their targets are `text:bookmark(-start)`,
`text:reference-mark(-start)`, a note with its `text:id`, and a `text:sequence` with its `text:ref-name`.
"""

from __future__ import annotations

import html
import re

from press.importing.tree.field_signs import Field, FieldSign

REFERENCE = re.compile(r"<text:(bookmark|reference|note|sequence)-ref\b([^>]*)>(.*?)</text:\1-ref>", re.DOTALL)
BOOKMARK = re.compile(r"<text:(?:bookmark|reference-mark)(?:-start)?(?=\s)[^>]*?text:name=\"([^\"]*)\"[^>]*/>")
NOTE = re.compile(r"<text:note\b[^>]*?text:id=\"([^\"]*)\".*?</text:note>", re.DOTALL)
SEQUENCE = re.compile(r"<text:sequence\b[^>]*?text:ref-name=\"([^\"]*)\"[^>]*>.*?</text:sequence>", re.DOTALL)
MADE = re.compile(
    r"<text:(table-of-content|illustration-index|table-index|alphabetical-index)\b.*?</text:\1>", re.DOTALL
)
TAG = re.compile(r"<[^>]*>")
END = re.compile(r"</text:[ph]>")
DEAD = re.compile(r"<text:(?:note|sequence)-ref\b[^>]*(?<!/)>([^<]*)</text:(?:note|sequence)-ref>")


def odt_fields(text: str) -> str:
    """The text with a sign for every reference and every target of one."""
    asked: set[str] = set()

    def refer(found: re.Match[str]) -> str:
        name = re.search(r"text:ref-name=\"([^\"]*)\"", found[2])
        form = re.search(r"text:reference-format=\"([^\"]*)\"", found[2])
        if name is None:
            return found[3]
        asked.add(name[1])
        kind: Field = "page" if form and form[1] == "page" else "note" if found[1] == "note" else "text"
        return FieldSign(kind, html.unescape(name[1]), html.unescape(TAG.sub("", found[3]))).written

    spans = [each.span() for each in MADE.finditer(text)]
    signed = REFERENCE.sub(lambda each: each[0] if _within(each, spans) else refer(each), text)
    if not asked:
        return text

    def sign(found: re.Match[str]) -> str:
        return FieldSign("target", html.unescape(found[1])).written if found[1] in asked else ""

    signed = NOTE.sub(lambda each: each[0] + sign(each), signed)
    signed = BOOKMARK.sub(lambda each: each[0] + sign(each), signed)
    return _with_captions(signed, sign)


def with_words_of_references(text: str) -> str:
    """The text with the words of references to notes and numbers, which pandoc drops, as words of their lines: done
    last, when all that makes references of them has read them.
    """
    return DEAD.sub(r"\1", text)


def _within(found: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= found.start() < end for start, end in spans)


def _with_captions(text: str, sign: object) -> str:
    """The text with the signs of numbered captions at their ends, out of the way of their numbers."""
    assert callable(sign)
    out, last = "", 0
    for number in SEQUENCE.finditer(text):
        end = END.search(text, number.end())
        if (said := sign(number)) and end and end.start() >= last:
            out += text[last : end.start()] + said
            last = end.start()
    return out + text[last:]

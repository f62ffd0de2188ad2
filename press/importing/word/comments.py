"""The comments of a .docx: `word/comments.xml`, and `commentsExtended.xml` for what answers what and what is resolved.

A comment's words lie between `w:commentRangeStart` and `w:commentRangeEnd`, and its call is a `w:commentReference`
(ISO/IEC 29500-1, 17.13.4; [MS-DOCX] 2.5.1 for the extended part).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from press.importing.archive_parts import rewritten
from press.importing.index_marks import MarkList
from press.importing.typescript import AuthorsComment
from press.importing.word.names import MAIN, PARTS, W14, W15, W

COMMENTS, EXTENDED = "word/comments.xml", "word/commentsExtended.xml"
PLACE = re.compile(
    r"<w:comment(?P<what>RangeStart|RangeEnd|Reference)\b[^>]*?\bw:id=\"(?P<id>-?\d+)\"[^>]*?(?:/>|></w:comment\w+>)"
    r"|<(?P<end>/?)w:p(?=[ >])[^>]*(?<!/)>|<w:t(?: [^>]*)?>(?P<words>[^<]*)</w:t>|<w:(?:tab|br)(?: [^>]*)?/>"
)
"""Where comments begin, end and are called, where paragraphs do, and the words between."""


@dataclass(slots=True)
class _Range:
    """What a comment is about: where it begins and ends in the text of a part, and in which paragraphs (0: in none)."""

    start: tuple[int, int] = (-1, 0)
    end: tuple[int, int] = (-1, 0)
    call: tuple[int, int] = (-1, 0)
    about: str = ""


def word_comments(content: bytes, found: MarkList) -> bytes:
    """The file with signs for its comments, which are entered in `found`; as it was, if it has none."""

    def signed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
        comments = _comments(parts[COMMENTS], parts.get(EXTENDED, b"")) if COMMENTS in parts else {}
        texts = {name: parts[name].decode() for name in PARTS if name in parts and comments}
        return {name: _signed(text, comments, found, name).encode() for name, text in texts.items()}

    return rewritten(content, (*PARTS, COMMENTS, EXTENDED), signed)


def _comments(text: bytes, extended: bytes) -> dict[str, AuthorsComment]:
    """Every comment that is none's answer, by its id; and those that are, with it. A document type is no Word's."""
    if b"<!DOCTYPE" in text + extended:
        return {}
    told = {each.get(f"{W15}paraId", ""): each for each in ElementTree.fromstring(extended).iter()} if extended else {}
    every: dict[str, tuple[AuthorsComment, str]] = {}
    owner: dict[str, str] = {}
    for each in ElementTree.fromstring(text).iter(f"{W}comment"):
        paragraphs = list(each.iter(f"{W}p"))
        words = " / ".join(filter(None, ("".join(t.text or "" for t in p.iter(f"{W}t")).strip() for p in paragraphs)))
        # the extended part knows a comment by its last paragraph
        para = paragraphs[-1].get(f"{W14}paraId", "") if paragraphs else ""
        key, more = each.get(f"{W}id", ""), told.get(para)
        done = more is not None and more.get(f"{W15}done") in ("1", "true")
        parent = more.get(f"{W15}paraIdParent", "") if more is not None else ""
        day = each.get(f"{W}date", "")[:10]
        every[key] = AuthorsComment(key, each.get(f"{W}author", ""), day, words, resolved=done), parent
        if para:
            owner[para] = key
    first: dict[str, AuthorsComment] = {}
    for key, (comment, parent) in every.items():
        if owner.get(parent, key) == key:
            answers = tuple(
                one for one, above in every.values() if above and owner.get(above) == key and one != comment
            )
            first[key] = replace(comment, answers=answers)
    return first


def _signed(text: str, comments: Mapping[str, AuthorsComment], found: MarkList, part: str) -> str:
    """A part of the file with signs, and without what Word has for comments."""
    ranges = _ranges(text)
    signs: list[tuple[int, str, bool]] = []
    closed = -1  # where the marked words end that have begun last
    where = "" if part == MAIN else f"{part.removeprefix('word/').removesuffix('.xml')}, "
    for key, each in sorted(ranges.items(), key=lambda one: (one[1].start[0], one[1].call[0])):
        if key not in comments:
            continue  # an answer, which stands with what it answers
        at, paragraph = each.end if each.end[1] else each.call
        if not paragraph:  # the end stands between paragraphs
            at, paragraph = each.start
        place = f"{found.name}, {where}paragraph {paragraph}"
        comment = replace(comments[key], place=place, about=each.about, name=f"{part} {key}")
        if each.start[1] and each.start[1] == paragraph and each.about and each.start[0] >= closed:
            signs.append((each.start[0], found.sign(replace(comment, edge="begin")), True))
            comment, closed = replace(comment, edge="end"), at
        signs.append((at, found.sign(comment), at != each.call[0]))
    return _with_signs(text, signs)


def _ranges(text: str) -> dict[str, _Range]:
    ranges: dict[str, _Range] = {}
    open_: set[str] = set()
    paragraph = depth = 0
    for found in PLACE.finditer(text):
        if (what := found["what"]) is not None:
            each = ranges.setdefault(found["id"], _Range())
            here = (found.start(), paragraph if depth else 0)
            if what == "RangeStart":
                each.start = here
                open_.add(found["id"])
            elif what == "RangeEnd":
                each.end = here
                open_.discard(found["id"])
            else:
                each.call = here
        elif found["end"] is not None:
            depth += -1 if found["end"] else 1
            paragraph += not found["end"]
        words = found["words"]
        for key in open_ if found["what"] is None else ():
            ranges[key].about += html.unescape(words) if words else " "
    return ranges


def _with_signs(text: str, signs: list[tuple[int, str, bool]]) -> str:
    """The text with signs at their places: a run of their own, but in the run of a call; the places themselves go."""
    by_place: dict[int, list[tuple[str, bool]]] = {}
    for at, sign, alone in signs:
        by_place.setdefault(at, []).append((sign, alone))
    out, last = [], 0
    for found in PLACE.finditer(text):
        if found["what"] is None:
            continue
        out.append(text[last : found.start()])
        for sign, alone in by_place.get(found.start(), ()):
            words = f'<w:t xml:space="preserve">{sign}</w:t>'
            out.append(f"<w:r>{words}</w:r>" if alone else words)
        last = found.end()
    return "".join((*out, text[last:]))

"""The comments of an .odt: `office:annotation`, which has an end where it is about words (OpenDocument 1.3, 14.1).

LibreOffice says besides what is resolved (`loext:resolved`) and, since version 24.2, what answers what
(`loext:parent-name`).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from press.importing.index_marks import MarkList
from press.importing.typescript import AuthorsComment

COMMENT = re.compile(r"<office:annotation(?P<said>\s[^>]*)?>(?P<inside>.*?)</office:annotation>", re.DOTALL)
END = re.compile(r"<office:annotation-end\b[^>]*office:name=\"(?P<name>[^\"]*)\"[^>]*/>")
ATTRIBUTE = re.compile(r'([\w-]+):([\w-]+)="([^"]*)"')
PARAGRAPH = re.compile(r"<text:(?:p|h)(?=[ >])[^>]*(?<!/)>|</text:(?:p|h)>")
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class _Annotation:
    """A comment in the text of the file, and where what it is about ends: at its start, if there is nothing."""

    comment: AuthorsComment
    parent: str
    start: int
    behind: int
    end: int


def _annotations(text: str) -> list[_Annotation]:
    ends = {found["name"]: found.start() for found in END.finditer(text)}
    listed: list[_Annotation] = []
    for n, found in enumerate(COMMENT.finditer(text)):
        said = {name: html.unescape(value) for _, name, value in ATTRIBUTE.findall(found["said"] or "")}
        inside = found["inside"]
        paragraphs = re.findall(r"<text:p(?: [^>]*)?>(.*?)</text:p>", inside, re.DOTALL)
        words = " / ".join(filter(None, map(_words, paragraphs)))
        resolved = said.get("resolved") == "true"
        name = said.get("name", f" {n}")
        comment = AuthorsComment(name, _field(inside, "creator"), _field(inside, "date")[:10], words, resolved=resolved)
        end = ends.get(name, found.start())
        listed.append(_Annotation(comment, said.get("parent-name", ""), found.start(), found.end(), end))
    return listed


def odt_comments(text: str, found: MarkList) -> str:
    """The text with signs for its comments, which are entered in `found`, and without what it has for them."""
    listed = _annotations(text)
    names = {each.comment.name for each in listed}
    signs: list[tuple[int, str]] = []
    closed = -1  # where the marked words end that have begun last
    for each in listed:
        if each.parent in names:
            continue  # an answer, which stands with what it answers
        answers = tuple(one.comment for one in listed if one.parent == each.comment.name)
        between = text[each.behind : each.end]
        about = _words(COMMENT.sub("", between))
        paragraph = sum(not mark[0].startswith("</") for mark in PARAGRAPH.finditer(text, 0, each.start))
        place = f"{found.name}, paragraph {paragraph}"
        comment = replace(each.comment, answers=answers, about=about, place=place)
        if about and each.start >= closed and not PARAGRAPH.search(COMMENT.sub("", between)):
            signs.append((each.start, found.sign(replace(comment, edge="begin"))))
            comment, closed = replace(comment, edge="end"), each.end
            signs.append((each.end, found.sign(comment)))
        else:
            signs.append((each.start, found.sign(comment)))
    by_place: dict[int, str] = {}
    for at, sign in signs:
        by_place[at] = by_place.get(at, "") + sign
    out, last = [], 0
    for mark in sorted((*COMMENT.finditer(text), *END.finditer(text)), key=lambda each: each.start()):
        out += [text[last : mark.start()], by_place.get(mark.start(), "")]
        last = mark.end()
    return "".join((*out, text[last:]))


def _field(inside: str, name: str) -> str:
    found = re.search(rf"<dc:{name}>(.*?)</dc:{name}>", inside, re.DOTALL)
    return _words(found[1]) if found else ""


def _words(text: str) -> str:
    broken = re.sub(r"<text:(?:s|tab|line-break)\b[^>]*/>|</text:(?:p|h)>", " ", text)
    return " ".join(html.unescape(TAG.sub("", broken)).split())

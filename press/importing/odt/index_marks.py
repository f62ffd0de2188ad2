"""The index marks of an .odt: `text:alphabetical-index-mark`, alone or around words (OpenDocument 1.3, 8.1.8)."""

from __future__ import annotations

import html
import re

from press.importing.index_marks import MarkList
from press.importing.typescript import AuthorsMark

MARK = re.compile(r"<text:alphabetical-index-mark(?P<part>-start|-end)?(?P<said>(?:\s[^>]*?)?)/>")
ATTRIBUTE = re.compile(r'text:([\w-]+)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")


def odt_marks(text: str, found: MarkList) -> str:
    """The text with a sign for every mark, which is entered in `found`."""
    paragraphs = [each.start() for each in re.finditer(r"<text:[ph][\s>]", text)]

    def sign(mark: re.Match[str]) -> str:
        said = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(mark["said"])}
        if mark["part"] == "-end":  # the words are those from the start to here, and their place is the start
            return ""
        words = said.get("string-value", "")
        if mark["part"]:
            end = re.compile(rf'<text:alphabetical-index-mark-end\s[^>]*text:id="{re.escape(said.get("id", ""))}"')
            closed = end.search(text, mark.end())
            between = text[mark.end() : closed.start()] if closed else ""
            words = " ".join(html.unescape(TAG.sub("", between)).split())
        words, keys = words.strip(), [said.get("key1", ""), said.get("key2", "")]
        if not words and not mark["part"]:  # a mark that was Word's: its levels stand in the first, parted as Word does
            keys = [level.strip() for key in keys for level in key.split(":")]
        levels = tuple(each for each in (*keys, words) if each)
        place = f"{found.name}, paragraph {sum(at < mark.start() for at in paragraphs)}"
        principal = said.get("main-entry") == "true"
        return found.sign(AuthorsMark(levels=levels or ("",), principal=principal, place=place))

    return MARK.sub(sign, text)

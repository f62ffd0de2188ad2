"""The live citations of an .odt: Zotero’s reference marks, which hold the data in their names, and its bookmarks."""

from __future__ import annotations

import html
import re

from press.importing.references.live_citations import LiveCitations, items_of

START = re.compile(
    r'<text:reference-mark-start text:name="((?:ZOTERO_ITEM )?CSL_CITATION [^"]*|ZOTERO_ITEM [^"]*)"\s*/>'
)
SECTION = re.compile(
    r'<text:section [^>]*text:name="(?:\s*ZOTERO_BIBL[^"]*)"[^>]*>(.*?)</text:section>'
    r"|<text:(?:table-of-content|bibliography|alphabetical-index)\b.*?"
    r"</text:(?:table-of-content|bibliography|alphabetical-index)>",
    re.DOTALL,
)
TAGS = re.compile(r"<[^>]*>")


def odt_citations(text: str, found: LiveCitations) -> str:
    """The text with a sign for every live citation, which is entered in `found`, and without what they have made."""
    return SECTION.sub(lambda each: _made(each, found), _signed(text, found))


def _signed(text: str, found: LiveCitations) -> str:
    out, last = "", 0
    for start in START.finditer(text):
        end = re.compile(rf'<text:reference-mark-end text:name="{re.escape(start[1])}"\s*/>').search(text, start.end())
        if start.start() < last or not end:
            continue
        words = html.unescape(TAGS.sub("", text[start.end() : end.start()]))
        items = items_of(html.unescape(start[1]))
        if not items:
            out += text[last : start.end()] + found.dead(words)
            last = start.end()
            continue
        held = text[start.end() : end.start()]
        # marks that open or close within it stay, so that the text is whole
        out += text[last : start.start()] + found.sign(items) + "".join(TAGS.findall(held))
        last = end.end()
    return out + text[last:]


def _made(section: re.Match[str], found: LiveCitations) -> str:
    """What a program has made, left out and said."""
    what = "a made bibliography"
    if "text:table-of-content" in section[0][:40]:
        what = "the made table of contents"
    elif "text:alphabetical-index" in section[0][:40]:
        what = "the made index"
    source = re.compile(r"<text:[\w-]+-source\b.*?</text:[\w-]+-source>|<text:[\w-]+-source\b[^>]*/>", re.DOTALL)
    found.made(what, html.unescape(TAGS.sub(" ", source.sub("", section[0]))))
    return ""

"""The words of a web page, read by the parser of HTML that browsers agree on; nothing is known here of pandoc.

What no reader of a page is shown is no text (scripts, styles, the head but for its title); comments are the author's.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import tinyhtml5

from press.importing.account.file_words import FileText, WordRun

SILENT = frozenset(["script", "style", "template", "head", "noscript", "datalist", "object", "iframe"])
"""Elements without words of the text."""
BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
        *("center", "dir", "menu", "option", "fieldset", "legend", "button", "select", "textarea", "dialog", "title"),
    ]
)
"""Elements that begin and end a line."""
MARKS = {
    **dict.fromkeys(("i", "em", "cite", "u", "ins", "dfn", "var"), "italics"),
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("s", "strike", "del"), "struck"),
    "sup": "superscript",
    "sub": "subscript",
}
TRACKED = {"insertion", "deletion"}
CALL = re.compile(r"\W*(?:\d{1,4}|[a-z]|[ivxl]+|back)?\W*", re.IGNORECASE)
"""What a link within the page may say that is a call of a note, or leads back to it."""
MADE_ITALIC = ("cite", "ins", "dfn", "var", "u", "del")
"""Tags that say something else than how words are set."""


def words_of_page(text: str) -> FileText:
    """The page's own words, in the order of its source."""
    reader = _PageReader()
    root = tinyhtml5.parse(text, namespace_html_elements=False)
    for each in root.iter("title"):
        # what a site has put beside it may be its own name: no text
        reader.runs.append(WordRun("".join(each.itertext()), kind="loose"))
        reader.end()
        break
    reader.words(root, frozenset())
    reader.end()
    return reader.found


class _PageReader:
    """One page, read from its beginning to its end."""

    def __init__(self) -> None:
        self.found = FileText()
        self.runs: list[WordRun] = []

    def end(self) -> None:
        """The end of a line."""
        self.found.add(self.runs)
        self.runs = []

    def words(self, element: Element, marks: frozenset[str]) -> None:
        """The words of an element and of all in it."""
        if not isinstance(element.tag, str):  # a comment
            self.end()
            if not (element.text or "").startswith("["):  # "[if IE]" is no author's
                self.runs.append(WordRun(element.text or ""))
            self.end()
            return
        tag = element.tag.rpartition("}")[2].lower()  # formulas and drawings have names of their own
        if tag in SILENT:
            return
        if tag in BLOCKS:
            self.end()
        if tag == "a" and _is_call(element):  # of a note, which the press counts itself; or back to it
            return
        if tag in ("br", "wbr"):
            self.runs.append(WordRun(" " if tag == "br" else ""))
        if TRACKED & set(element.get("class", "").split()):  # the one may stand beside the other without a space
            self.runs.append(WordRun(" "))
        mark = MARKS.get(tag) if tag not in MADE_ITALIC else None
        inner = marks | {mark} if mark else marks
        inner |= _styled(element.get("style", ""))
        if tag == "math":
            self.runs.append(WordRun(" ".join(element.itertext()), marks, "loose"))
            return
        self.runs.append(WordRun(element.text or "", inner))
        for each in element:
            self.words(each, inner)
            self.runs.append(WordRun(each.tail or "", inner))
        if tag in BLOCKS:
            self.end()


def _is_call(link: Element) -> bool:
    return link.get("href", "").startswith("#") and bool(CALL.fullmatch("".join(link.itertext()).strip()))


def _styled(style: str) -> frozenset[str]:
    """The marks that an element's own style gives."""
    said = "".join(style.split()).lower()
    found = {"italics": "font-style:italic", "bold": "font-weight:bold", "small capitals": "small-caps"}
    return frozenset(mark for mark, sign in found.items() if sign in said)

"""A web page without its furniture: menus, forms, footers and all else that is not the author's text.

Pandoc would drop some of it in silence. Here it is taken out first, and kept for the report.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from press.importing.markup.words_of_page import BLOCKS

# without words of the text, so nobody is told of them
SILENT = {"script", "style", "template", "noscript", "head"}
FURNITURE = {
    "nav": "a menu of the page",
    "footer": "the foot of the page",
    "form": "a form of the page",
    "button": "a button of the page",
    "aside": "matter beside the text of the page",
    "iframe": "a frame of the page",
    "video": "a film",
    "audio": "a recording",
    "object": "an embedded object",
    "svg": "words of a drawing in the page, which is not kept",
    "dialog": "a dialogue of the page",
}
CLASSES = {"share", "sharing", "social", "newsletter", "breadcrumb", "breadcrumbs", "cookie", "advert", "ad", "related"}
OF_EDITIONS = {
    "pagenum pageno pagenumber page-number page-num doc-pagebreak": "the number of a page of another edition",
    "pg-boilerplate pgheader pgfooter pg-header pg-footer pg-machine-header": "Project Gutenberg's licence",
    "transnote tnote trans-note transcriber-note transcribers-note": "a note of whoever has typed the text",
}
"""Classes, roles and ids of what a library or another edition has put in a text."""
BELOW_TITLE = {"subtitle", "author", "byline"}
"""Classes of a paragraph that say what a line below a title is."""
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"),
}
COMMENT = "a comment in the HTML"
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
"""How a page says that its readers are not shown an element."""
CONTENTS_OF_WRITER = re.compile(r"table of contents\d*", re.IGNORECASE)
"""The id of a division in which Writer puts the table of contents that it has made."""
OUTSIDE = "outside the main part of the page"


class _Stripper(HTMLParser):
    """Copies a page, but for what is furniture, whose words it keeps apart."""

    def __init__(self, has_main: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.has_main = has_main
        self.out: list[str] = []
        self.left: list[tuple[str, list[str]]] = []
        self.skipping: list[str] = []
        self.silent = False
        self.mains = 0
        self.meta: dict[str, str] = {}
        self.title: list[str] = []
        self.in_title = self.in_body = self.as_division = False

    def _stands_outside(self) -> bool:
        # a page that marks its main part has said itself what all the rest is
        return bool(self.skipping) or (self.has_main and not self.mains)

    def _put(self, markup: str) -> None:
        if not self._stands_outside():
            self.out.append(markup)

    def _read_meta(self, tag: str, held: dict[str, str]) -> None:
        if tag == "html" and held.get("lang"):
            self.meta["lang"] = held["lang"]
        if tag == "meta" and held.get("name", "").lower() == "author":
            self.meta["author"] = " and ".join(filter(None, (self.meta.get("author", ""), held.get("content", ""))))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {key: value or "" for key, value in attrs}
        self._read_meta(tag, held)
        if tag == "title" and not self.in_body:  # a drawing in the page may have a title too
            self.in_title = True
        if tag == "body":
            self.in_body = True
        if self.skipping:
            self._part(tag)
            if tag == self.skipping[0]:  # its own kind alone is counted: others may never be closed
                self.skipping.append(tag)
            return
        why = "" if tag in VOID else self._why(tag, held)
        if why or (tag in SILENT and tag not in VOID):
            self.skipping, self.silent = [tag], not why
            if why:
                self.left.append((why, []))
            return
        classes = set(held.get("class", "").lower().split())
        if (
            tag == "p" and classes & BELOW_TITLE and not self._stands_outside()
        ):  # pandoc forgets the class of a paragraph
            self.out.append(f'<div class="{held["class"]}">')
            self.as_division = True
            return
        if tag == "p" and held.get("id"):  # and its id
            self._put((self.get_starttag_text() or "") + f'<span id="{html.escape(held["id"])}"></span>')
            return
        if tag == "main":  # a division like any other, now that all outside of it has been left out
            self.mains += 1
            self.out.append("<div>")
        else:
            self._put(self.get_starttag_text() or "")

    @staticmethod
    def _why(tag: str, held: dict[str, str]) -> str:
        if "hidden" in held or HIDDEN.search(held.get("style", "")):
            return "hidden text"
        if tag == "div" and CONTENTS_OF_WRITER.fullmatch(held.get("id", "")):
            return "the made table of contents, which the press makes itself"
        if tag == "p" and held.get("class", "").lower() == "date":
            return "the date of the page"
        classes = set(held.get("class", "").lower().split()) | {held.get("role", ""), held.get("id", "").lower()}
        if found := next((why for names, why in OF_EDITIONS.items() if classes & set(names.split())), ""):
            return found if tag not in ("body", "html") else ""
        if tag in ("div", "ul", "section", "p") and CLASSES & set(held.get("class", "").lower().split()):
            return "site furniture"
        if held.get("role") in ("navigation", "banner", "contentinfo", "search") and tag != "body":
            return "a menu of the page"
        return FURNITURE.get(tag, "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._read_meta(tag, {key: value or "" for key, value in attrs})
        self._put(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False
        if self.skipping:
            self._part(tag)
            if tag == self.skipping[0]:
                self.skipping.pop()
            return
        if tag == "p" and self.as_division:
            self.out.append("</div>")
            self.as_division = False
            return
        if tag == "main" and self.mains:
            self.out.append("</div>")
            self.mains -= 1
        else:
            self._put(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._words(data, data)

    def handle_entityref(self, name: str) -> None:
        self._words(f"&{name};", html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._words(f"&#{name};", html.unescape(f"&#{name};"))

    def handle_comment(self, data: str) -> None:
        if data.strip() and not self.skipping and not data.startswith("["):  # "[if IE]" is no author's
            self.left.append((COMMENT, [data]))

    def _part(self, tag: str) -> None:
        """Keep the words of two lines apart in what is left out, which need have no space between them."""
        if tag in BLOCKS and not self.silent:
            self.left[-1][1].append(" ")

    def _words(self, markup: str, words: str) -> None:
        if self.in_title:
            self.title.append(words)
        if self.skipping:
            if not self.silent:
                self.left[-1][1].append(words)
        elif self.has_main and not self.mains:
            if words.strip():
                if not self.left or self.left[-1][0] != OUTSIDE:
                    self.left.append((OUTSIDE, []))
                self.left[-1][1].append(words)
        else:
            self.out.append(markup)


def strip_page(page: str) -> tuple[str, tuple[tuple[str, str], ...], dict[str, str]]:
    """A page's own text as HTML, what was taken out (words, why), and what it says of itself (title, author, lang)."""
    stripper = _Stripper("<main" in page.lower())
    stripper.feed(page)
    stripper.close()
    left = tuple((" ".join("".join(words).split()), why) for why, words in stripper.left)
    meta = stripper.meta | {"title": " ".join("".join(stripper.title).split())}
    return "".join(stripper.out), tuple((words, why) for words, why in left if words), meta

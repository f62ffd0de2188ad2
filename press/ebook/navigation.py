"""An EPUB's navigation, which pandoc writes as one list, made of two levels: parts with their chapters, documents with
their groups. So is that of older reading systems (NCX), which stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from xml.sax.saxutils import escape

from press.book import Book


@dataclass(frozen=True, slots=True)
class NavigationForm:
    """How a list is written: what an entry is found by, what it ends with, how one is added, and what is put around
    those below one.
    """

    entry: re.Pattern[str]
    end: str
    added: str
    around: str


LIST = NavigationForm(
    re.compile(r'<li id="[^"]*"><a href="(?P<file>[^"#]*)#(?P<anchor>[^"]+)">.*?</a></li>', re.DOTALL),
    "</li>",
    '<li><a href="{file}#{anchor}">{title}</a></li>',
    '<ol class="toc">{}</ol>',
)
POINTS = NavigationForm(
    re.compile(
        r'\n *<navPoint id="[^"]*">.*?<content src="(?P<file>[^"#]*)#(?P<anchor>[^"]+)" />\s*</navPoint>', re.DOTALL
    ),
    "</navPoint>",
    '<navPoint id="{anchor}"><navLabel><text>{title}</text></navLabel><content src="{file}#{anchor}" /></navPoint>',
    "{}",
)
FORMS = {"nav.xhtml": LIST, "toc.ncx": POINTS}
DEPTH = '<meta name="dtb:depth" content="1" />'


@dataclass(frozen=True, slots=True)
class NavigationTree:
    """What stands below what: anchor → that of the entry above it; and what is to be added below an entry, each by its
    anchor and title.
    """

    above: dict[str, str] = field(default_factory=dict)
    added: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def has_above(self, above: str, anchor: str) -> bool:
        """Whether one entry stands below another."""
        return self.above.get(anchor) == above

    def __bool__(self) -> bool:
        return bool(self.above or self.added)


def navigation_of(book: Book) -> NavigationTree:
    """The second level of a book's navigation, if it has one."""
    above = {piece.anchor: piece.part for piece in book.pieces if piece.part and piece.kind != "part"}
    groups: dict[str, str] = {}
    for document in book.documents:
        if document.group:
            groups.setdefault(str(document.group), f"b-group-{document.anchor}")
    printed = any(piece.kind == "documents" for piece in book.pieces)
    named = [(anchor, title) for title, anchor in groups.items()]
    return NavigationTree(above, {"documents": named} if named and printed else {})


def nested(text: str, form: NavigationForm, tree: NavigationTree) -> str:
    """A file of the navigation with what stands below an entry within it."""
    entries = list(form.entry.finditer(text))
    if not entries:
        return text
    start, stop = entries[0].start(), entries[-1].end()

    def whole(found: re.Match[str], below: str = "") -> str:
        for anchor, title in tree.added.get(found["anchor"], ()):
            below += form.added.format(file=found["file"], anchor=anchor, title=escape(title))
        return f"{found[0].removesuffix(form.end)}{form.around.format(below)}{form.end}" if below else found[0]

    lines: list[str] = []
    while entries:
        head = entries.pop(0)
        own = [*takewhile(partial(tree.has_above, head["anchor"]), (each["anchor"] for each in entries))]
        lines.append(whole(head, "".join(map(whole, entries[: len(own)]))))
        del entries[: len(own)]
    return f"{text[:start]}{''.join(lines)}{text[stop:]}".replace(DEPTH, DEPTH.replace("1", "2"))


MARKS = {
    "acknowledgements": "acknowledgments",
    "list-of-figures": "loi",
    "list-of-tables": "lot",
    "index-of-names": "index",
    "index": "",
    **dict.fromkeys(("dedication", "epigraph", "foreword", "preface", "introduction", "afterword", "glossary"), ""),
    "bibliography": "",
}
"""Pieces to which reading systems lead from everywhere, by what these call them, if otherwise than the press."""
LINKED = re.compile(r'<a href="(?P<to>[^"#]*#(?P<anchor>[^"]+))">(?P<title>.*?)</a>', re.DOTALL)
MARKUP = re.compile(r"<[^>]*>")


def landmarks_of(book: Book) -> dict[str, str]:
    """Anchor → what a reading system calls the place: the first of each kind of piece, and where the text begins."""
    found: dict[str, str] = {}
    for piece in book.pieces:
        kind = piece.named_kind
        if kind in MARKS and (name := MARKS[kind] or kind) not in found.values():
            found[piece.anchor] = name
    return found | {piece.anchor: "bodymatter" for piece in book.body[:1]}


def with_landmarks(text: str, landmarks: Mapping[str, str]) -> str:
    """The navigation with more landmarks than pandoc gives it: the cover and the title page."""
    contents, mark, more = text.partition('<nav epub:type="landmarks"')
    links = [found for found in LINKED.finditer(contents) if found["anchor"] in landmarks]
    added = "".join(
        f'<li><a href="{found["to"]}" epub:type="{landmarks[found["anchor"]]}">'
        f"{MARKUP.sub('', found['title'])}</a></li>"
        for found in links
    )
    return f"{contents}{mark}{more.replace('</ol>', f'{added}</ol>', 1)}"

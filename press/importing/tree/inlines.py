"""Pandoc's inlines → ours, one after another; what they are not, is told.

They come out with all that pandoc has; `press.importing.tidy` makes them tidy. Pictures are lifted out of their lines.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote

from press.editing.placement import HERE, OF_FIGURES, PLATE, fault_of_width
from press.importing.references.live_citations import LiveCitations
from press.importing.tidy import clean, tidy
from press.importing.tree.field_signs import ANCHOR, inlines_of
from press.importing.tree.formulas import inlines_of_tex
from press.importing.tree.ids import joined_names
from press.importing.tree.verse import NUMBER
from press.importing.typescript import Changed, LeftOut, words_of
from press.pandoc import Json
from press.problem import Origin
from press.text import (
    LANGUAGE,
    Blocks,
    Citation,
    Cluster,
    Emphasis,
    Figure,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mention,
    Note,
    Phrase,
    Reference,
    Side,
    SmallCaps,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Text,
    plain,
    walk,
)

AWAY = ("http://", "https://", "mailto:", "doi:")
MARKS: Mapping[str, tuple[type[Emphasis | Strong | SmallCaps | Superscript | Subscript | Struck], str]] = {
    "Emph": (Emphasis, ""),
    "Strong": (Strong, ""),
    "SmallCaps": (SmallCaps, ""),
    "Superscript": (Superscript, ""),
    "Underline": (Emphasis, "underlined, set in italic"),
    "Subscript": (Subscript, ""),
    "Strikeout": (Struck, ""),
}
"""Pandoc's marks, with ours; and what is told."""
BLANK = re.compile(r"</?(?:br|wbr)\b|<!--|<a\s+(?:id|name)=[^>]*>$|</a>", re.IGNORECASE)
"""HTML that says nothing but where a line may end, or names a place."""
WITHIN = re.compile(r"(?:[\w./%-]*?([\w.%-]+\.(?:x?html?|md|markdown|tex)))?(?:#(.*))?")
"""Where a link leads that stays within the author's files: which file, and what in it."""
LONGEST_URL = 1000
CALL = re.compile(r"\W?(?:\d{1,4}|[a-z]|[*†‡§¶]+)\W?")


STYLED = re.compile(r"(?<![\w-])width:\s*([\d.]+?)(?:\.0+)?(%|cm|mm|in|pt)\s*(?:;|$)")
"""The width that a page of the web gives a picture."""
SIZING = (".docx", ".odt", ".rtf", ".doc")
"""The files of word processors."""
SIDE = frozenset({"side", "sidenote", "marginnote"})
"""Classes of words that stand in the margin: ours, and those that web pages have after Edward Tufte's."""


class InlineTree(ABC):
    """One conversion: the places counted, the pictures asked for, and all that is to be told."""

    def __init__(self, name: str, changes: str = "accept") -> None:
        self.name = name
        self.gone = "deletion" if changes == "accept" else "insertion"
        self.verb = (
            "deleted, and the deletion accepted" if changes == "accept" else "inserted, and the insertion rejected"
        )
        self.place = 0
        self.left: list[LeftOut] = []
        self.changed: list[Changed] = []
        self.images: list[Figure] = []
        self.described: Mapping[str, str] = {}
        """What the file tells of pictures beside the text, by their paths."""
        self.linked: Mapping[str, list[Json]] = {}
        """Notes that a web page keeps at its end, by their ids; and the ids of those that have been called."""
        self.asked: frozenset[str] = frozenset()
        """The ids that links in the file lead to."""
        self.used: set[str] = set()
        self.anchored: set[str] = set()
        """The places in the text that have their marks."""
        self.cited = LiveCitations()
        self.in_note = False
        self.level = 0
        self.subtitles: set[int] = set()
        """Places of paragraphs that are subtitles by their style, and of by-lines, and of headings without number."""
        self.bylines: set[int] = set()
        self.belongings: set[int] = set()
        """Places of paragraphs that say where their author works."""
        self.unnumbered: set[int] = set()

    @abstractmethod
    def held(self, nodes: list[Json]) -> Blocks:
        """What a note can hold of its blocks."""

    @abstractmethod
    def lines(self, node: Json) -> list[Inlines]:
        """The lines of a block that must become lines: a caption, or what stands in a note."""

    def _here(self) -> Origin:
        return Origin(self.name, self.place)

    def _tell(self, what: str) -> None:
        self.changed.append(Changed(self.place, what))

    def _drop(self, text: str, why: str) -> None:
        if text.strip():
            self.left.append(LeftOut(self.place, " ".join(text.split()), why))

    def inlines(self, nodes: list[Json]) -> Inlines:
        """A run of inlines, not yet tidy."""
        found: list[Inline] = []
        for each in (each for node in nodes for each in self._inline(node)):
            last = found[-1] if found else None
            if isinstance(each, Mention) and each.mark == ANCHOR and isinstance(last, Note):
                found[-1] = replace(last, name=joined_names(last.name, each.term))
            else:
                found.append(each)
        return tuple(found)

    def _inline(self, node: Json) -> Inlines:
        kind, content = node["t"], node.get("c")
        match kind:
            case "Str":
                return self._words(content)
            case "Space" | "SoftBreak":
                return (Text(" "),)
            case "LineBreak":
                return (LineBreak(),)
            case "Code":
                return (Text(clean(content[1])),)
            case "Math":
                return self._formula(content[1])
            case "RawInline":
                return self._raw(*content)
            case "Cite":
                return self._cite(*content)
            case "Link":
                return self._link(content)
            case "Image":
                # lifted out: our pictures are blocks, and follow the block that they stood in
                self.images.append(self._picture(*content))
                return ()
            case "Note":
                return self._note(content)
            case "Span":
                return self._span(*content)
        return self._marked(kind, content)

    def _words(self, content: str) -> Inlines:
        """A word, with what its signs stand for."""
        found = inlines_of(content, self.name)
        for each in found or ():
            if isinstance(each, Reference) and each.form == "told":
                self._tell(plain(each.inlines))
        found = (Text(clean(content)),) if found is None else found
        # pandoc may know a bookmark, too, that our sign stands for
        targets = {each.term for each in found if isinstance(each, Mention) and each.mark == ANCHOR}
        found = tuple(each for each in found if not (isinstance(each, Mention) and each.term in self.anchored))
        self.anchored |= targets
        found = tuple(each for each in found if getattr(each, "form", "") != "told")
        return tuple(
            each
            for part in found
            for each in ((self.cited.inlines(part.text) or (part,)) if isinstance(part, Text) else (part,))
        )

    def _formula(self, tex: str) -> Inlines:
        """A formula: letters and figures, raised and lowered ones, if it has no more; else what it is in TeX."""
        plainer = inlines_of_tex(tex)
        how = "its TeX" if plainer is None else "letters and figures"
        self._tell(f'a formula, set as {how}: "{tex}"')
        return (Text(clean(tex)),) if plainer is None else plainer

    def _picture(self, attributes: Json, words: Json, target: Json) -> Figure:
        """A picture, with the width and the place that it asks for. A word processor gives every picture the size that
        it has on a page of its own, which says nothing of the book's.
        """
        said = dict(attributes[2])
        styled = STYLED.search(said.get("style", ""))
        width, at = said.get("width", styled[1] + styled[2] if styled else ""), said.get("at", HERE)
        if fault_of_width(width) or (self.name.endswith(SIZING) and not width.endswith("%")):
            width = ""
        alt = plain(tidy(self.inlines(words))) or said.get("alt", "") or self.described.get(target[0], "")
        mute = not alt and ("decorative" in attributes[1] or said.get("role") in ("presentation", "none"))
        at = at if at in OF_FIGURES and not mute else HERE
        figure = Figure(target[0], (), alt, self._here(), credit=Phrase.of(said.get("credit", "")), decorative=mute)
        is_map, bleeds = "map" in attributes[1] and not mute, "bleed" in attributes[1] and at == PLATE
        return replace(figure, width=width, at=at, is_map=is_map, bleeds=bleeds)

    def _marked(self, kind: str, content: Json) -> Inlines:
        """Words under a mark: in the same, in another that the press has, or plain."""
        if kind == "Quoted":
            open_, close = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
            return (Text(open_), *self.inlines(content[1]), Text(close))
        if kind not in MARKS:
            self._tell(f"a {kind} that the press does not know")
            return ()
        mark, told = MARKS[kind]
        inner = self.inlines(content)
        if told:
            self._tell(f'{told}: "{_told(inner)}"')
        # authors raise a linked number themselves, and the call of a note is raised anyhow
        bare = mark is Superscript and any(isinstance(each, Note) for each in inner)
        return inner if bare else (mark(inner),)

    def _raw(self, kind: str, text: str) -> Inlines:
        if kind == "html":
            if text.startswith("<!--"):
                self._drop(text, "a comment in the HTML")
            elif not BLANK.match(text):
                self._tell(f'HTML, "{text}", of which only the words are kept')
            return (LineBreak(),) if re.match(r"<br\b", text, re.IGNORECASE) else ()
        self._tell(f'raw {kind}, set as text: "{text}"')
        return (Text(clean(text)),)

    def _span(self, attributes: Json, content: list[Json]) -> Inlines:
        if NUMBER in attributes[1]:
            return ()
        inner = (*self._anchor(attributes[0]), *self.inlines(content))
        if {self.gone, "comment-start"} & set(attributes[1]):
            who = dict(attributes[2]).get("author", "")
            by = f" by {who}" if who else ""
            self._drop(_with_notes(inner), f"a comment{by}" if "comment-start" in attributes[1] else f"{self.verb}{by}")
            return ()
        if SIDE & set(attributes[1]) and inner and not self.in_note:
            return (Side(inner, self._here()),)
        language = dict(attributes[2]).get("lang", "")
        if all(isinstance(each, Mention) for each in inner):  # a place, and no words
            return inner
        return (Foreign(language, inner),) if inner and LANGUAGE.fullmatch(language) else inner

    def _name(self, name: str) -> str:
        """An id, as that of this file and of no other."""
        return f"{self.name}#{name}" if name else ""

    def _anchor(self, name: str) -> Inlines:
        """A place in the text that a link leads to."""
        asked = name in self.asked and f"{self.name}#{name}" not in self.anchored
        self.anchored |= {f"{self.name}#{name}"} if asked else set()
        return (Mention(f"{self.name}#{name}", (), mark=ANCHOR, edge="point"),) if asked else ()

    def _link(self, content: Json) -> Inlines:
        (_, classes, _), inlines, (url, _) = content
        words = self.inlines(inlines)
        target = url.removeprefix("#")
        # a short link to something that begins with an id is a call; a longer one is a cross-reference
        if url.startswith("#") and target in self.linked and CALL.fullmatch(plain(words).strip()) and not self.in_note:
            if target in self.used:
                self._tell(f'the note "{plain(words)}" is called more than once: printed at each call')
            self.used.add(target)
            self.asked -= {target}  # the note has its name, and no place in it
            noted = self._note(self.linked[target])
            return tuple(replace(each, name=self._name(target)) for each in noted if isinstance(each, Note))
        if (
            url
            and len(url) < LONGEST_URL
            and (file := WITHIN.fullmatch(url))
            and not any(isinstance(each, (Note, Reference)) for each in walk(words))
        ):
            form = "page" if "page" in classes else "text" if plain(words).strip() else "label"
            return (Reference(f"{unquote(file[1] or '') or self.name}#{file[2] or ''}", form, tidy(words)),)
        if (
            not url.lower().startswith(AWAY)
            or any(isinstance(each, Note) for each in words)
            or re.search(r"[\s<>]", url)
        ):
            if url and not url.startswith("#"):  # to a place in the file itself: its words say what they said
                self._tell(f'a link to "{url}", of which only the words are kept: "{_told(words)}"')
            return words
        return (Link(url, words),)

    def _note(self, content: list[Json]) -> Inlines:
        if self.in_note:  # no book sets notes to notes
            self._tell("a note within a note, set in parentheses")
            lines = [line for block in content for line in self.lines(block)]
            return (Text(" ("), *(each for line in lines for each in (*line, Text(" "))), Text(")"))
        origin, self.in_note = self._here(), True
        blocks, self.in_note = self.held(content), False
        return (Note("", blocks, origin),) if blocks else ()

    def _cite(self, citations: list[Json], words: list[Json]) -> Inlines:
        """Citations by key; when a work stands in the text's own sentence, its words stay, and a note follows."""
        works = tuple(
            Citation(
                each["citationId"],
                tidy(self.inlines(each["citationPrefix"])),
                tidy(self.inlines(each["citationSuffix"])),
                each["citationMode"]["t"] != "SuppressAuthor",
            )
            for each in citations
        )
        running = citations[0]["citationMode"]["t"] == "AuthorInText"
        cluster = Cluster(works, running and self.in_note)
        if self.in_note or not running:
            return (cluster,)
        self._tell(f'"@{works[0].key}" in the text: the key stands for the author\'s name, and a note follows')
        return (Text(works[0].key), cluster)


def _with_notes(inlines: Inlines) -> str:
    """The words of what is left out, with those of its notes."""
    notes = (f"[note: {' '.join(map(words_of, each.blocks))}]" for each in walk(inlines) if isinstance(each, Note))
    return " ".join(filter(None, (plain(tidy(inlines)), *notes)))


def _told(inlines: Inlines) -> str:
    return " ".join(plain(inlines).split())[:60]

"""Pandoc's tree → the nouns of `press.text`: what the press has no use for is turned into what it has, and told.

Inlines come out tidy: neighbouring words joined, spaces single and outside marks, no mark within its own kind, no space
before a note. Pictures are lifted out of their lines, and follow them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from press.importing.flat import flat_lines, rows_of
from press.importing.page_notes import begins_with_id, linked_notes, name_of
from press.importing.tables import ALIGNS, has_notes, table_of, unlabelled, with_letters
from press.importing.tidy import clean, stanzas_of, tidy
from press.importing.typescript import Changed, LeftOut
from press.pandoc import Json
from press.problem import Origin
from press.text import (
    LANGUAGE,
    Block,
    Blocks,
    Citation,
    Cluster,
    Definition,
    DefinitionList,
    Emphasis,
    Extract,
    Figure,
    Foreign,
    Heading,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Phrase,
    SectionBreak,
    SmallCaps,
    Strong,
    Superscript,
    Text,
    Verse,
    plain,
)

MARKS: Mapping[str, tuple[type[Emphasis | Strong | SmallCaps | Superscript] | None, str]] = {
    "Emph": (Emphasis, ""),
    "Strong": (Strong, ""),
    "SmallCaps": (SmallCaps, ""),
    "Superscript": (Superscript, ""),
    "Underline": (Emphasis, "underlined, set in italic"),
    "Subscript": (None, "lowered, set as text"),
    "Strikeout": (None, "struck through, set as text"),
}
"""Pandoc's marks, with ours, or none; and what is told."""
NOINDENT = ({"t": "RawInline", "c": ["tex", "\\noindent "]}, {"t": "Str", "c": "\\noindent"})
AWAY = ("http://", "https://", "mailto:", "doi:")
SUBTITLE = re.compile(r"(?:chapter|part|section)?[-_ ]?sub-?title", re.IGNORECASE)
BYLINE = re.compile(r"(?:chapter)?[-_ ]?(?:authors?|by-?line)", re.IGNORECASE)
"""Styles, or classes, of lines below a title."""
BLANK = re.compile(r"</?(?:br|wbr)\b|<!--|<a\s+(?:id|name)=[^>]*>$|</a>", re.IGNORECASE)
"""HTML that says nothing but where a line may end, or names a place."""
CALL = re.compile(r"\W?(?:\d{1,4}|[a-z]|[*†‡§¶]+)\W?")


class Tree:
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
        self.linked: Mapping[str, list[Json]] = {}
        """Notes that a web page keeps at its end, by their ids; and the ids of those that have been called."""
        self.used: set[str] = set()
        self.in_note = False
        self.level = 0
        self.subtitles: set[int] = set()
        """Places of paragraphs that are subtitles by their style, and of by-lines, and of headings without number."""
        self.bylines: set[int] = set()
        self.unnumbered: set[int] = set()

    def read(self, nodes: list[Json]) -> Blocks:
        """The blocks of a whole document."""
        self.linked = linked_notes(nodes)
        return self.blocks(nodes)

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, nodes: list[Json]) -> Blocks:
        """A run of blocks, each followed by the pictures that stood in it."""
        found: list[Block] = []
        for node in nodes:
            found += self._block(node)
            if self.images and not self.in_note:  # a note holds no picture: it stands behind the paragraph that calls
                found, self.images = [*found, *self.images], []
        return tuple(found)

    def _block(self, node: Json) -> Blocks:
        make: Callable[[Json], Blocks] | None = getattr(self, f"_{node['t']}", None)  # named as pandoc names them
        if make is None:  # a later pandoc may have more kinds
            self._tell(f"a {node['t']} that the press does not know")
            return ()
        return make(node.get("c"))

    def _here(self) -> Origin:
        return Origin(self.name, self.place)

    def _next(self) -> Origin:
        self.place += 1
        return self._here()

    def _tell(self, what: str) -> None:
        self.changed.append(Changed(self.place, what))

    def _drop(self, text: str, why: str) -> None:
        if text.strip():
            self.left.append(LeftOut(self.place, " ".join(text.split()), why))

    def _Para(self, content: Json) -> Blocks:
        if not self.in_note and begins_with_id(content, self.used):  # a note that stands at its call already
            return ()
        origin = self._next()
        flush = bool(content) and content[0] in NOINDENT
        inlines = tidy(self.inlines(content[flush:]))
        return (Paragraph(inlines, origin, flush=flush),) if inlines else ()

    _Plain = _Para

    def _LineBlock(self, content: Json) -> Blocks:
        origin = self._next()
        stanzas = stanzas_of(self.inlines(line) for line in content)
        return (Verse(stanzas, origin),) if stanzas else ()

    def _CodeBlock(self, content: Json) -> Blocks:
        origin = self._next()
        self._tell("a block of code, set as text line by line")
        lines = [inline for line in clean(content[1]).split("\n") for inline in (Text(line), LineBreak())]
        return (Paragraph(tidy(tuple(lines)), origin),)

    def _RawBlock(self, content: Json) -> Blocks:
        kind, text = content
        if kind == "html":  # tags, and no words for readers; of other languages that cannot be known
            self._drop(text, "HTML of the author's")
            return ()
        self._tell(f"raw {kind}, set as text")
        return (Paragraph(tidy((Text(clean(text)),)), self._next()),)

    def _BlockQuote(self, content: Json) -> Blocks:
        origin = Origin(self.name, self.place + 1)
        blocks = self._inside(content)
        return (Extract(blocks, origin),) if blocks else ()

    def _inside(self, content: Json) -> Blocks:
        """Blocks within another, where no heading can stand."""
        self.level += 1
        blocks = self.blocks(content)
        self.level -= 1
        return blocks

    def _Header(self, content: Json) -> Blocks:
        level, (_, classes, pairs), inlines = content
        short = Phrase.of(dict(pairs).get("short", ""))
        origin = self._next()
        line = tidy(self.inlines(inlines))
        if not line:  # word processors leave empty headings behind
            return ()
        if any(SUBTITLE.fullmatch(each) for each in classes) and not self.level:
            self.subtitles.add(origin.line)
            return (Paragraph(line, origin),)
        if {"unnumbered", "-"} & set(classes):
            self.unnumbered.add(origin.line)
        if self.level:
            self._tell(f'the heading "{plain(line)}" stands within a list, a table or a quotation: set in bold')
            return (Paragraph((Strong(line),), origin),)
        return (
            Heading(0 if "title" in classes else level, line, origin, short=short),
        )  # 0: the author calls it the title

    def _HorizontalRule(self, _: Json) -> Blocks:
        return (SectionBreak(self._next()),)

    def _BulletList(self, content: Json) -> Blocks:
        return self._items(content, False, 1)

    def _OrderedList(self, content: Json) -> Blocks:
        (start, style, _), items = content
        if style["t"] in ("LowerAlpha", "UpperAlpha", "LowerRoman", "UpperRoman"):
            self.changed.append(Changed(self.place + 1, "a list with letters or roman numerals: now numbered 1, 2, 3"))
        return self._items(items, True, start)

    def _items(self, items: Json, numbered: bool, start: int) -> Blocks:
        origin = Origin(self.name, self.place + 1)
        kept = [item for item in items if self.in_note or name_of(item) not in self.used]
        found = tuple(blocks for item in kept if (blocks := self._inside(item)))
        return (ItemList(numbered, found, origin, start),) if found else ()

    def _DefinitionList(self, content: Json) -> Blocks:
        found: list[Block] = []
        for term, meanings in content:
            origin, line = self._next(), tidy(self.inlines(term))
            told = tuple(blocks for meaning in meanings if (blocks := self._inside(meaning)))
            if line and told:  # lists that follow one another are one, when they have been written
                found.append(DefinitionList((Definition(line, told, origin),), origin))
            else:
                found += (Paragraph(line, origin),) if line else (block for blocks in told for block in blocks)
        return tuple(found)

    def _Div(self, content: Json) -> Blocks:
        (name, classes, attributes), inner = content
        if not self.in_note and name in self.used:
            return ()
        before, blocks = self.place, self.blocks(inner)
        # what a word processor calls a style, a web page calls a class
        for style in (*classes, dict(attributes).get("custom-style", "")):
            for pattern, places in ((SUBTITLE, self.subtitles), (BYLINE, self.bylines)):
                if pattern.fullmatch(style) and not self.level:
                    places.update(range(before + 1, self.place + 1))
        return blocks

    def _Figure(self, content: Json) -> Blocks:
        _, caption, blocks = content
        lines = [each for block in caption[1] for each in self._lines(block)]
        below = tidy(tuple(each for line in lines for each in (*line, Text(" "))))
        inside = self.blocks(blocks)
        figures = [block for block in inside if isinstance(block, Figure)]
        if not figures:  # a table, or code, under a caption
            return (*inside, Paragraph(below, self._next())) if below else inside
        first = figures[0]
        captioned = Figure(first.path, below or first.caption, first.alt, first.origin)  # several pictures have one
        return tuple(captioned if block is first else block for block in inside)

    def _Table(self, content: Json) -> Blocks:
        _, caption, columns, head, bodies, foot = content
        origin = self._next()
        lines = [line for block in caption[1] for line in self._lines(block)]
        words = tidy(tuple(each for line in lines for each in (*line, Text(" "))))
        parts = [[self._row(row) for row in rows_of(part)] for part in (head, *bodies, foot)]
        table = table_of(parts, tuple(ALIGNS.get(align["t"], "") for align, _ in columns), origin)
        if table is None:
            flat = [block for part in parts for row in part for _, _, cell in row for block in cell]
            if flat:
                self._tell("a table that is no plain table: its cells set as paragraphs, row by row")
            return (*(Paragraph(line, origin) for line in lines), *flat)
        if has_notes(table.head):  # it comes again on every page that the table goes on to
            self._tell("notes in the head of a table: given letters, and set at its foot")
        words, label = unlabelled(words)
        if label:
            self._tell(f'"{label}" taken from a caption: the press numbers tables itself')
        return (replace(with_letters(table), caption=words),)

    def _row(self, row: list[Json]) -> list[tuple[int, int, Blocks]]:
        """The cells of a row: over how many columns and rows each goes, and what stands in it."""
        return [(cell[3], cell[2], self._inside(cell[4])) for cell in row]

    def _Null(self, _: Json) -> Blocks:
        return ()

    def _lines(self, node: Json) -> list[Inlines]:
        """The lines of a block that must become lines: a caption, or what stands in a note."""
        lines: list[Inlines] = []
        for block in self._inside([node]):
            lines += flat_lines(block)
        return lines

    # --- inlines -----------------------------------------------------------------------------

    def inlines(self, nodes: list[Json]) -> Inlines:
        """A run of inlines, not yet tidy."""
        return tuple(each for node in nodes for each in self._inline(node))

    def _inline(self, node: Json) -> Inlines:
        kind, content = node["t"], node.get("c")
        match kind:
            case "Str":
                return (Text(clean(content)),)
            case "Space" | "SoftBreak":
                return (Text(" "),)
            case "LineBreak":
                return (LineBreak(),)
            case "Code":
                return (Text(clean(content[1])),)
            case "Math":
                self._tell(f'a formula, set as its TeX: "{content[1]}"')
                return (Text(clean(content[1])),)
            case "RawInline":
                return self._raw(*content)
            case "Cite":
                return self._cite(*content)
            case "Link":
                return self._link(content)
            case "Image":
                # lifted out: our pictures are blocks, and follow the block that they stood in
                self.images.append(Figure(content[2][0], (), plain(tidy(self.inlines(content[1]))), self._here()))
                return ()
            case "Note":
                return self._note(content)
            case "Span":
                return self._span(*content)
        return self._marked(kind, content)

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
        bare = mark is None or (mark is Superscript and any(isinstance(each, Note) for each in inner))
        return inner if bare or mark is None else (mark(inner),)

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
        inner = self.inlines(content)
        if {self.gone, "comment-start"} & set(attributes[1]):
            who = dict(attributes[2]).get("author", "")
            by = f" by {who}" if who else ""
            self._drop(plain(tidy(inner)), f"a comment{by}" if "comment-start" in attributes[1] else f"{self.verb}{by}")
            return ()
        language = dict(attributes[2]).get("lang", "")
        return (Foreign(language, inner),) if inner and LANGUAGE.fullmatch(language) else inner

    def _link(self, content: Json) -> Inlines:
        _, inlines, (url, _) = content
        words = self.inlines(inlines)
        target = url.removeprefix("#")
        # a short link to something that begins with an id is a call; a longer one is a cross-reference
        if url.startswith("#") and target in self.linked and CALL.fullmatch(plain(words).strip()) and not self.in_note:
            if target in self.used:
                self._tell(f'the note "{plain(words)}" is called more than once: printed at each call')
            self.used.add(target)
            return self._note(self.linked[target])
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
            lines = [line for block in content for line in self._lines(block)]
            return (Text(" ("), *(each for line in lines for each in (*line, Text(" "))), Text(")"))
        origin, self.in_note = self._here(), True
        place, lines = self.place, [line for block in content for line in self._lines(block)]
        self.in_note, self.place = False, place  # what a note says stands where it is called
        paragraphs = tuple(line for line in lines if line)
        return (Note("", paragraphs, origin),) if paragraphs else ()

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


def _told(inlines: Inlines) -> str:
    return " ".join(plain(inlines).split())[:60]

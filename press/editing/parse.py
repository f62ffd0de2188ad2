"""Manuscript → Draft: Markdown becomes blocks and inlines, records become the book's nouns.

References are still keys as the editor wrote them; nothing is numbered, no name has been looked for: that is `link`'s.
An unsupported construct is a problem, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes

from press.book import Alias, Chapter, Cover, Document, Event, Form, Person, Source
from press.editing.markdown import tokens
from press.editing.read import (
    BookRecord,
    ChapterFile,
    CoverRecord,
    DocumentFile,
    EventRecord,
    FormRecord,
    Manuscript,
    PaperRecord,
    PersonRecord,
)
from press.fields import POINTS, Raw, Written
from press.problem import Origin, Problem, did_you_mean
from press.store import Store, key_of
from press.text import (
    Block,
    Blocks,
    Citation,
    Cluster,
    Discussion,
    Emphasis,
    Extract,
    Figure,
    Foreign,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LineBreak,
    Link,
    Mention,
    Note,
    Paragraph,
    Reference,
    SectionBreak,
    SmallCaps,
    Strong,
    Superscript,
    Table,
    Text,
    plain,
    walk,
)

Given = TypeVar("Given")
Parsed = TypeVar("Parsed")

HEADING_ID = re.compile(r"\s*\{#([\w-]+)\}\s*$")
NOT_PROSE = {
    "html_block": "raw HTML",
    "html_inline": "raw HTML",
    "fence": "a code block",
    "code_block": "a code block (or a paragraph indented by four spaces)",
    "code_inline": "code",
    "image": "a picture within a line",
}
SPAN_KEYS = {"class", "person", "sub", "lang"}
NOBODY = "none"
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""A language tag (BCP 47), as far as its form goes."""
LANGUAGE_HINT = "write a tag like de, ru-Latn or en-GB"


@dataclass(frozen=True, slots=True)
class Draft:
    """The manuscript parsed: the book's nouns, not yet linked."""

    record: BookRecord
    chapters: Mapping[str, Chapter]
    documents: tuple[Document, ...]
    people: tuple[Person, ...]
    sources: tuple[Source, ...]
    events: tuple[Event, ...]
    files: frozenset[str]
    lines: Mapping[str, tuple[str, ...]]
    incomplete: frozenset[str]
    cover: Cover


def parse(manuscript: Manuscript, store: Store | None = None) -> tuple[Draft, tuple[Problem, ...]]:
    """The whole manuscript as a draft, with the problems of its Markdown. What `store` knows is not parsed again."""
    problems: list[Problem] = []
    known = _Known(store or Store(None), problems)
    draft = Draft(
        manuscript.book,
        {name: known.parsed(_chapter, file) for name, file in manuscript.chapters.items()},
        tuple(known.parsed(_document, file) for file in manuscript.documents),
        known.parsed(_people, manuscript.people),
        known.parsed(_sources, manuscript.sources),
        known.parsed(_events, manuscript.events),
        manuscript.files,
        manuscript.lines,
        manuscript.incomplete,
        _cover(manuscript.book.cover, problems),
    )
    return draft, tuple(problems)


@dataclass(frozen=True, slots=True)
class _Known:
    """What has been parsed before, under what it was parsed from; the problems go to where all of them are gathered."""

    store: Store
    problems: list[Problem]

    def parsed(self, parser: Callable[[Given, list[Problem]], Parsed], written: Given) -> Parsed:
        """What a parser makes of something written, and its problems."""

        def parse_now() -> tuple[Parsed, list[Problem]]:
            found: list[Problem] = []
            return parser(written, found), found

        made, found = self.store.recall(key_of("parsed", parser.__name__, repr(written)), tuple, parse_now)
        self.problems.extend(found)
        return cast("Parsed", made)


def _people(records: tuple[PersonRecord, ...], problems: list[Problem]) -> tuple[Person, ...]:
    return tuple(_person(record, problems) for record in records)


def _sources(records: tuple[tuple[Raw, Origin], ...], problems: list[Problem]) -> tuple[Source, ...]:
    return tuple(_source(raw, origin, problems) for raw, origin in records)


def _events(records: tuple[EventRecord, ...], problems: list[Problem]) -> tuple[Event, ...]:
    return tuple(
        Event(r.date, r.date_text, parse_line(r.text, problems, notes=False), r.see, r.origin) for r in records
    )


def _cover(record: CoverRecord, problems: list[Problem]) -> Cover:
    """The cover's words are plain paragraphs: nothing that belongs to the inside of a book."""
    blurb, about = (parse_text(written, problems) for written in (record.blurb, record.about))
    for node in walk((blurb, about)):
        if isinstance(node, (Note, Cluster, Mention, Reference)) or (
            hasattr(node, "origin") and not isinstance(node, Paragraph)
        ):
            message = f"a {type(node).__name__.lower()} has no place on a cover"
            problems.append(Problem(getattr(node, "origin", record.origin), "not-on-cover", message))
    board = record.board.points
    return Cover(leaf_of(record.paper), board, _paragraphs(blurb), _paragraphs(about), record.origin)


def _paragraphs(blocks: Blocks) -> tuple[Inlines, ...]:
    return tuple(block.inlines for block in blocks if isinstance(block, Paragraph))


def leaf_of(paper: PaperRecord) -> float:
    """The thickness of a leaf in points, 0 when it is not said; grammage × volume is in thousandths of a millimetre."""
    if paper.leaf.points:
        return paper.leaf.points
    if paper.pages_per_inch:
        return 2 * POINTS["in"] / paper.pages_per_inch
    return paper.grammage * paper.volume / 1000 * POINTS["mm"]


def _chapter(file: ChapterFile, problems: list[Problem]) -> Chapter:
    header = file.header
    return Chapter(
        header.id or re.sub(r"^\d+[-_ ]*", "", file.stem),
        parse_line(header.title, problems),
        header.short,
        parse_text(file.body, problems),
        file.origin,
        epigraph=parse_line(header.epigraph, problems),
        epigraph_source=parse_line(header.epigraph_source, problems),
    )


def _document(file: DocumentFile, problems: list[Problem]) -> Document:
    header = file.header
    if header.treatment == "extract" and "[...]" not in file.body.text and "[…]" not in file.body.text:
        hint = "write [...] where words are left out"
        problems.append(Problem(file.origin, "extract-without-omission", "an extract that omits nothing", hint))
    if header.treatment == "translation" and not (header.translated_by and header.original_language):
        hint = "add translated_by: and original_language:"
        problems.append(Problem(file.origin, "translation-unexplained", "a translation that names no translator", hint))
    translation = f"Translated from the {header.original_language} by {header.translated_by}."
    return Document(
        header.id,
        parse_line(header.title, problems),
        header.kind,
        header.treatment,
        header.date,
        header.date_text,
        header.place,
        header.from_,
        header.to,
        parse_text(header.headnote, problems),
        parse_text(file.body, problems),
        parse_line(header.source, problems, in_note=True),
        parse_line(header.rights, problems, notes=False),  # only a source is worded in place
        parse_line(header.provenance, problems),
        translation if header.treatment == "translation" else "",
        header.image,
        file.origin,
        language=header.language,
    )


def _person(record: PersonRecord, problems: list[Problem]) -> Person:
    name = record.name
    if not (name.family or name.only):
        problems.append(Problem(record.origin, "nameless", f'person "{record.id}" has neither family nor only'))
    return Person(
        record.id,
        name.family,
        name.given,
        name.particle,
        name.suffix,
        name.only,
        record.lang,
        record.born,
        record.died,
        record.gloss,
        parse_line(record.bio, problems, notes=False),
        _forms(record.forms),
        tuple(Alias(a.name, a.kind, _forms(a.forms), a.origin) for a in record.aliases),
        record.see_also,
        record.sort,
        record.origin,
    )


def _forms(records: tuple[FormRecord, ...]) -> tuple[Form, ...]:
    return tuple(Form(record.form, record.only_in, record.origin) for record in records)


def _source(raw: Raw, origin: Origin, problems: list[Problem]) -> Source:
    record = dict(raw.value) if isinstance(raw.value, dict) else {}
    ours = {key: str(record.pop(key, "")) for key in ("cite", "cite_short", "section")}
    key = str(record.get("id", ""))

    def literal(name: str) -> Inlines:
        return parse_line(
            Written(ours[name], Origin(origin.path, raw.lines.get(name, origin.line))), problems, notes=False
        )

    return Source(key, record, ours["section"], literal("cite"), literal("cite_short"), origin)


def parse_text(written: Written, problems: list[Problem], in_note: bool = False) -> Blocks:
    """A run of Markdown as blocks; `in_note` when citations are worded in place, as in a note."""
    return _Blocks(written, problems, in_note).all()


def parse_line(written: Written, problems: list[Problem], notes: bool = True, in_note: bool = False) -> Inlines:
    """A field of Markdown that must be one paragraph."""
    if not written.text.strip():
        return ()
    blocks = parse_text(written, problems, in_note)
    if len(blocks) != 1 or not isinstance(blocks[0], Paragraph):
        problems.append(Problem(written.origin, "one-paragraph", "this field takes one paragraph of text"))
        return ()
    inlines = blocks[0].inlines
    if not notes and any(isinstance(each, Note) for each in inlines):
        problems.append(Problem(written.origin, "note-out-of-place", "a note cannot stand here"))
        return tuple(each for each in inlines if not isinstance(each, Note))
    return inlines


class _Blocks:
    """Markdown tokens of one text on their way to blocks."""

    def __init__(self, written: Written, problems: list[Problem], in_note: bool = False) -> None:
        self.origin, self.problems, self.in_note = written.origin, problems, in_note
        self.source = written.text.split("\n")
        self.stream = tokens(written.text)
        self.at = 0
        self.definitions = self._definitions()
        self.called: set[str] = set()

    def all(self) -> Blocks:
        """Every block of the text; a note written apart and never called is complained of."""
        blocks = self._until("")
        for label, (origin, _) in self.definitions.items():
            if label not in self.called:
                self.problems.append(Problem(origin, "note-never-called", f'note "{label}" is never called'))
        return blocks

    def place(self, line: int) -> Origin:
        """The origin of a line of this text, counted from 0."""
        return Origin(self.origin.path, self.origin.line + line)

    def complain(self, line: int, rule: str, message: str, hint: str = "") -> None:
        """Add a problem at a line of this text, counted from 0."""
        self.problems.append(Problem(self.place(line), rule, message, hint))

    def _definitions(self) -> dict[str, tuple[Origin, list[Token]]]:
        """Notes written apart, by label; they are taken out of the stream."""
        found: dict[str, tuple[Origin, list[Token]]] = {}
        rest: list[Token] = []
        inside: list[Token] | None = None
        for token in self.stream:
            if token.type == "footnote_reference_open":
                line = token.map[0] if token.map else 0
                label, inside = token.meta["label"], []
                if label in found:
                    self.complain(line, "duplicate-id", f'note "{label}" is written twice')
                found[label] = (self.place(line), inside)
            elif token.type == "footnote_reference_close":
                inside = None
            else:
                (rest if inside is None else inside).append(token)
        self.stream = rest
        return found

    def _until(self, close: str) -> Blocks:
        blocks: list[Block] = []
        while self.at < len(self.stream):
            token = self.stream[self.at]
            self.at += 1
            if token.type == close:
                return tuple(blocks)
            if (block := self._block(token)) is not None:
                blocks.append(block)
        return tuple(blocks)

    def _block(self, token: Token) -> Block | None:
        line = token.map[0] if token.map else 0
        if token.type in NOT_PROSE:
            self.complain(line, "not-prose", f"{NOT_PROSE[token.type]} in the manuscript", "a chapter is plain prose")
            return None
        maker: Callable[[Token, int], Block | None] | None = getattr(self, f"_{token.type}", None)
        if maker is None:
            self.complain(line, "not-supported", f'the press has no use for "{token.type.removesuffix("_open")}"')
            return None
        return maker(token, line)

    def _take_inline(self) -> Token:
        """The inline token of a paragraph or heading that has just been opened, past its closing token."""
        token = self.stream[self.at]
        self.at += 2
        return token

    def _paragraph_open(self, _: Token, line: int) -> Block | None:
        inline = self._take_inline()
        children = [child for child in inline.children or [] if child.content.strip() or child.type != "text"]
        if len(children) == 1 and children[0].type == "image":
            return self._figure(children[0], line)
        inlines = self.inlines(inline)
        return Paragraph(inlines, self.place(line)) if inlines else None

    def _figure(self, image: Token, line: int) -> Figure:
        caption = _Inlines(self, image.children or [], line).all()
        alt, path = str(image.attrs.get("alt", "")), unquote(str(image.attrs["src"]))
        origin = self.place(line)
        if not alt.strip():
            hint = 'write ![…](…){#id alt="what a blind reader should be told"}'
            self.problems.append(Problem(origin, "figure-without-alt", "a figure without a description", hint))
        return Figure(path, caption, alt, origin, str(image.attrs.get("id", "")))

    def _heading_open(self, token: Token, line: int) -> Block:
        level = int(token.tag[1])
        if level not in (2, 3):
            self.complain(
                line, "heading-level", f"a heading of level {level}", "use ## or ###; the title is in the header"
            )
        inlines = self.inlines(self._take_inline())
        anchor = ""
        if inlines and isinstance(last := inlines[-1], Text) and (found := HEADING_ID.search(last.text)):
            anchor = found[1]
            inlines = (*inlines[:-1], Text(last.text[: found.start()], last.line))
        return Heading(min(max(level, 2), 3), inlines, self.place(line), anchor)

    def _blockquote_open(self, _: Token, line: int) -> Block:
        return Extract(self._until("blockquote_close"), self.place(line))

    def _bullet_list_open(self, _: Token, line: int) -> Block:
        return ItemList(False, self._items("bullet_list_close"), self.place(line))

    def _ordered_list_open(self, token: Token, line: int) -> Block:
        start = int(token.attrs.get("start", 1))
        return ItemList(True, self._items("ordered_list_close"), self.place(line), start)

    def _items(self, close: str) -> tuple[Blocks, ...]:
        items = []
        while (token := self.stream[self.at]).type != close:
            self.at += 1
            if token.type == "list_item_open":
                items.append(self._until("list_item_close"))
        self.at += 1
        return tuple(items)

    def _hr(self, _: Token, line: int) -> Block:
        return SectionBreak(self.place(line))

    def _table_open(self, _: Token, line: int) -> Block:
        rows: list[tuple[Inlines, ...]] = []
        cells: list[Inlines] = []
        aligns: list[str] = []
        while (token := self.stream[self.at]).type != "table_close":
            self.at += 1
            if token.type == "inline":
                cells.append(self.inlines(token))
            elif token.type == "th_open":
                aligns.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
        self.at += 1
        return Table(rows[0], tuple(rows[1:]), tuple(aligns), self.place(line))

    def _container_discussion_open(self, token: Token, line: int) -> Block | None:
        close = token.map[1] if token.map else line
        if close >= len(self.source) or not self.source[close].strip().startswith(token.markup):
            self.complain(line, "unclosed-discussion", "a discussion that is never closed", "end it with ::: on a line")
        blocks = self._until("container_discussion_close")
        try:
            _, attrs = parse_attributes(token.info.strip())
        except ParseError:
            attrs = {}
        if not attrs.get("person") or set(attrs) - {"person", "sub", "class"}:
            self.complain(line, "discussion", "a ::: block must name a person", "write ::: {person=some-id}")
            return None
        principal = "principal" in attrs.get("class", "")
        return Discussion(attrs["person"], blocks, self.place(line), principal=principal, sub=attrs.get("sub", ""))

    def inlines(self, inline: Token) -> Inlines:
        """An inline token's children as inlines."""
        return _Inlines(self, inline.children or [], inline.map[0] if inline.map else 0, self.in_note).all()

    def note(self, label: str, line: int, original: bool) -> Note | None:
        """The note written apart under `label`, or a problem at the call."""
        if label not in self.definitions:
            self.complain(line, "unknown-note", f'no note "{label}"', did_you_mean(label, self.definitions))
            return None
        if label in self.called:
            self.complain(line, "note-called-twice", f'note "{label}" is called twice')
            return None
        self.called.add(label)
        origin, stream = self.definitions[label]
        paragraphs = []
        for token in stream:
            if token.type == "inline":
                paragraphs.append(_Inlines(self, token.children or [], token.map[0] if token.map else 0, True).all())
            elif token.type not in ("paragraph_open", "paragraph_close"):
                self.problems.append(Problem(origin, "note-not-paragraphs", "a note takes paragraphs only"))
                return None
        return self.make_note(
            tuple(p for p in paragraphs if p), line, original, "" if label.isdecimal() else label, origin
        )

    def make_note(
        self, paragraphs: tuple[Inlines, ...], line: int, original: bool, name: str = "", origin: Origin | None = None
    ) -> Note | None:
        """A note, unless it is empty."""
        if not any(plain(p).strip() or any(isinstance(i, Cluster) for i in p) for p in paragraphs):
            self.complain(line, "empty-note", "an empty note")
            return None
        return Note("", paragraphs, origin or self.place(line), original, "", name)


class _Inlines:
    """Inline tokens on their way to inlines; keeps count of the line."""

    def __init__(self, blocks: _Blocks, stream: list[Token], line: int, in_note: bool = False) -> None:
        self.blocks, self.stream, self.base, self.line, self.in_note = blocks, stream, line, line, in_note
        self.at = 0

    def all(self) -> Inlines:
        """Every inline, neighbouring text joined."""
        return self._until("")

    def _until(self, close: str) -> Inlines:
        found: list[Inline] = []
        while self.at < len(self.stream):
            token = self.stream[self.at]
            self.at += 1
            if token.type == close:
                break
            inline = self._inline(token)
            if isinstance(inline, Text) and found and isinstance(last := found[-1], Text):
                found[-1] = Text(last.text + inline.text, last.line)
            elif inline is not None and inline != Text(""):
                found.append(inline)
        return tuple(found)

    def _text(self, text: str) -> Text:
        return Text(text, self.blocks.place(self.line).line)

    def _inline(self, token: Token) -> Inline | None:
        match token.type:
            case "text" | "text_special":
                # an apostrophe that markdown-it leaves straight, having no partner: the '30s
                return self._text(token.content.replace("'", "’"))
            case "softbreak":
                self.line += 1
                return self._text(" ")
            case "hardbreak":
                self.line += 1
                return LineBreak()
            case "em_open":
                return Emphasis(self._until("em_close"))
            case "strong_open":
                return Strong(self._until("strong_close"))
            case "link_open":
                return self._link(token)
            case "span_open":
                return self._span(token)
            case "footnote_ref":
                return self._named_note(token)
            case "note":
                return self._counted(token, self._note)
            case "cite":
                return self._counted(token, self._cite)
            case "bare_locator":
                return self._counted(token, self._bare_locator)
            case _:
                what = NOT_PROSE.get(token.type, f'"{token.type}"')
                self.blocks.complain(self.line, "not-prose", f"{what} in the manuscript", "a chapter is plain prose")
                return None

    def _counted(self, token: Token, make: Callable[[Token], Inline | None]) -> Inline | None:
        """Make an inline of the press's own, whose token knows its line feeds."""
        self.line = max(self.line, self.base + token.meta["line"])
        inline = make(token)
        self.line += token.meta["feeds"]
        return inline

    def _link(self, token: Token) -> Inline:
        line, href = self.line, str(token.attrs.get("href", ""))
        classes = str(token.attrs.get("class", "")).split()
        inlines = self._until("link_close")
        self._check_words(inlines, line)
        if href.startswith("#"):
            form = "page" if "page" in classes else "words" if inlines else "label"
            return Reference(href[1:], form, inlines, line=self.blocks.place(line).line)
        if not href.startswith(("http://", "https://", "mailto:", "doi:")):
            hint = "a link begins with https://, or with # for a place in the book"
            self.blocks.complain(line, "dead-link", f'a link to "{href}", which no reader has', hint)
        return Link(href, inlines)

    def _check_words(self, inlines: Inlines, line: int) -> None:
        """The words of a link lead to one place: no note is called among them, and no other link begins."""
        within = [type(each) for each in walk(inlines)]
        if Note in within:
            self.blocks.complain(line, "note-out-of-place", "a note within a link", "call it after the link")
        elif Link in within or Reference in within:
            self.blocks.complain(line, "not-supported", "a link within a link", "end the first before the second")

    def _span(self, token: Token) -> Inline | None:
        line, attrs = self.line, dict(token.attrs)
        inlines = self._until("span_close")
        classes = str(attrs.get("class", "")).split()
        strange = (set(attrs) - SPAN_KEYS) | (set(classes) - {"smallcaps", "principal", "super"})
        if strange or not attrs:
            odd = ", ".join(sorted(strange)) or "nothing"
            self.blocks.complain(
                line,
                "unknown-mark",
                f"a mark says {odd}",
                "marks are person, sub, lang, .principal, .smallcaps, .super",
            )
        if "smallcaps" in classes:
            inlines = (SmallCaps(inlines),)
        if "super" in classes:
            inlines = (Superscript(inlines),)
        if "lang" in attrs:
            lang = str(attrs["lang"])
            if not LANGUAGE.fullmatch(lang):
                self.blocks.complain(line, "language", f'"{lang}" is no language', LANGUAGE_HINT)
            inlines = (Foreign(lang, inlines),)
        if "person" in attrs:
            person = "" if attrs["person"] == NOBODY else str(attrs["person"])
            at = self.blocks.place(line).line
            return Mention(person, inlines, "", "principal" in classes, str(attrs.get("sub", "")), at)
        return inlines[0] if inlines else None

    def _named_note(self, token: Token) -> Note | None:
        if self.in_note:
            self.blocks.complain(self.line, "note-in-note", "a note inside a note")
            self.blocks.called.add(token.meta["label"])
            return None
        return self.blocks.note(token.meta["label"], self.line, "original" in str(token.attrs.get("class", "")))

    def _note(self, token: Token) -> Note | None:
        if self.in_note:
            self.blocks.complain(self.line, "note-in-note", "a note inside a note")
            return None
        inlines = _Inlines(self.blocks, token.children or [], self.line, True).all()
        return self.blocks.make_note((inlines,), self.line, "original" in str(token.attrs.get("class", "")))

    def _bare_locator(self, token: Token) -> None:
        hint = "name the work: [@key, 45]"
        self.blocks.complain(self.line, "locator-without-work", f'"[{token.meta["text"]}]" names no work', hint)

    def _cite(self, token: Token) -> Inline | None:
        line = self.line
        cluster = self._cluster(token, line)
        if cluster is None or self.in_note:
            return cluster
        if cluster.running:
            hint = "put it in brackets, [@key, 45], or in a note, ^[…]"
            self.blocks.complain(line, "citation-in-text", f'a citation in the text: "{token.meta["text"]}"', hint)
            return None
        return self.blocks.make_note(((cluster,),), line, False)

    def _cluster(self, token: Token, line: int) -> Cluster | None:
        citations = []
        for item, raw in zip(token.meta["items"], token.meta["raw"], strict=True):
            if item is None:
                text = token.meta["text"]
                self.blocks.complain(
                    line, "citation", f'a part of "{text}" cites no work', "each part between ; needs its @key"
                )
                return None
            if "@" in raw:
                hint = "write it in a note: ^[@first, quoted in @second [45].]"
                self.blocks.complain(
                    line, "citation-in-citation", f'a citation within a citation: "{token.meta["text"]}"', hint
                )
                return None
            citations.append(self._citation(item, line))
        return Cluster(tuple(citations), token.meta["running"])

    def _citation(self, item: dict[str, Any], line: int) -> Citation:
        prefix = _Inlines(self.blocks, item["prefix"], line, True).all()
        suffix = _Inlines(self.blocks, item["suffix"], line, True).all()
        return Citation(item["key"], prefix, suffix, not item["minus"], self.blocks.place(line).line)

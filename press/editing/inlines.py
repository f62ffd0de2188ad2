"""Inline tokens of Markdown → inlines: what a line of text consists of. Notes and citations are made here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any

from markdown_it.token import Token

from press.editing.index_marks import MARKS_HINT, SPAN_SAYS, edge_of, entries_in, faults_of_entries, named_place
from press.editing.index_rules import INDEX_MARK
from press.editing.mark_rules import NOTHING_IN_IT, TOO_DEEP, UNDERLINED
from press.editing.markdown_text import MarkdownText
from press.editing.near_misses import HARD_SPACE, OF_CITATIONS, OF_LINES, Misses, near_misses
from press.editing.punctuation import polished
from press.editing.record_rules import LANGUAGE_HINT, NOT_A_LANGUAGE
from press.editing.rules import (
    CITATION_IN_CITATION,
    CITATION_IN_TEXT,
    CITATION_WITHOUT_WORK,
    DEAD_LINK,
    EMPTY_NOTE,
    LOCATOR_WITHOUT_WORK,
    NOT_IN_NOTE,
    NOT_PLAIN_PROSE,
    NOT_SUPPORTED,
    NOTE_CALLED_TWICE,
    NOTE_IN_NOTE,
    NOTE_OUT_OF_PLACE,
    UNKNOWN_MARK,
    UNKNOWN_NOTE,
)
from press.editing.side_notes import side_note
from press.lines import lines_within
from press.links import public_link
from press.problem import Origin, Problem
from press.text import (
    LANGUAGE,
    STAR,
    Blocks,
    Citation,
    Cluster,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mention,
    Note,
    Paragraph,
    Reference,
    SmallCaps,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Text,
    paragraphs_of,
    plain,
    walk,
)

NOT_PROSE = {
    "html_block": "raw HTML",
    "html_inline": "raw HTML",
    "fence": "a code block",
    "code_block": "a code block (or a paragraph indented by four spaces)",
    "code_inline": "code",
    "image": "a picture within a line",
}
"""Tokens of Markdown that no book has, and what they are called."""
LINK_SAYS: Mapping[str, Set[str]] = {"href": frozenset(), "class": {"page"}}
NOTE_SAYS: Mapping[str, Set[str]] = {"class": {"original", "letter", "unnumbered"}}
DEEPEST = 10
"""How many marks may stand within one another."""


def unread(attrs: Mapping[str, object], says: Mapping[str, Set[str]]) -> str:
    """What nobody reads of the attributes of something that may say this and that; empty where all is read."""
    classes = set(str(attrs.get("class", "")).split()) - says.get("class", frozenset())
    return ", ".join(sorted((set(attrs) - {"class"} - set(says)) | classes))


def hint_at(token: Token) -> str:
    """How to say otherwise what is no prose."""
    if token.content.startswith("<!--"):
        return "a comment would be lost: keep it in a file of its own"
    if token.content.lower().startswith("<br"):
        return "end the line with a backslash to begin a new one"
    return "a chapter is plain prose"


def parse_inlines(
    text: MarkdownText, stream: Sequence[Token] | None, line: int, in_note: bool = False, misses: Misses = OF_LINES
) -> Inlines:
    """Inline tokens, the first of which stands on a line of the text (from 0), as inlines.

    `in_note`: a citation is worded in place, and no note can be called; elsewhere a citation makes a note of its own.
    `misses`: what is looked for among the words that may have been meant as a mark.
    """
    for found in near_misses(stream or (), misses):
        miss = found.miss
        text.complain(line + found.line, miss.rule, found.what, miss.hint, miss.severity)
    return _InlineParser(text, stream or (), line, in_note).until("")


class _InlineParser:
    """Inline tokens on their way to inlines; keeps count of the line."""

    def __init__(self, text: MarkdownText, stream: Sequence[Token], line: int, in_note: bool) -> None:
        self.text, self.stream, self.base, self.line, self.in_note = text, stream, line, line, in_note
        self.at = self.depth = 0

    def until(self, close: str) -> Inlines:
        """The inlines up to a closing token, or to the end, neighbouring text joined."""
        found: list[Inline] = []
        if self.depth > DEEPEST:
            self.text.complain(self.line, TOO_DEEP, f"marks within marks, more than {DEEPEST} deep")
            return self._skip(close)
        self.depth += 1
        while self.at < len(self.stream):
            token = self.stream[self.at]
            self.at += 1
            if token.type == close:
                break
            inline = self._inline(token)
            # a name may run over the end of a line, which is a token of its own: all must be one text to be one mention
            if isinstance(inline, Text) and found and isinstance(last := found[-1], Text):
                found[-1] = Text(last.text + inline.text, last.line)
            elif inline is not None and inline != Text(""):
                found.append(inline)
        self.depth -= 1
        return tuple(found)

    def _skip(self, close: str) -> Inlines:
        """Nothing of what stands up to a closing token: it has been told."""
        level = 1
        while level:
            kind = self.stream[self.at].type
            level += (kind == close.replace("_close", "_open")) - (kind == close)
            self.at += 1
        return ()

    def _inline(self, token: Token) -> Inline | None:
        if token.type in OWN_MAKERS:
            # markdown-it gives no line to what stands within a paragraph; the press's own tokens bring theirs
            self.line = max(self.line, self.base + token.meta["line"])
            inline = OWN_MAKERS[token.type](self, token)
            self.line += token.meta["feeds"]
            return inline
        if token.type in MAKERS:
            return MAKERS[token.type](self, token)
        what = NOT_PROSE.get(token.type, f'"{token.type}"')
        self.text.complain(self.line, NOT_PLAIN_PROSE, f"{what} in the manuscript", hint_at(token))
        return None

    def _check_attributes(self, token: Token, what: str, says: Mapping[str, Set[str]]) -> None:
        """What stands in braces is all read, or told."""
        if strange := unread(token.attrs, says):
            hint = (
                f"it may have: {', '.join(f'.{name}' for name in sorted(says['class']))}" if says.get("class") else ""
            )
            self.text.complain(self.line, UNKNOWN_MARK, f"{what} says {strange}", hint)

    def _text(self, text: str) -> Text:
        return Text(text, self.text.place(self.line).line)

    # --- words and what they are within ------------------------------------------------------

    def words(self, token: Token) -> Inline:
        """Plain characters."""
        return self._text("\u00a0" if token.content == HARD_SPACE else token.content)

    def soft_break(self, _: Token) -> Inline:
        """The end of a line of the manuscript, which is a space."""
        self.line += 1
        return self._text(" ")

    def hard_break(self, _: Token) -> Inline:
        """A new line that the editor wants."""
        self.line += 1
        return LineBreak()

    def emphasis(self, _: Token) -> Inline:
        """Italic."""
        return Emphasis(self.until("em_close"))

    def strong(self, _: Token) -> Inline:
        """Bold."""
        return Strong(self.until("strong_close"))

    def struck(self, _: Token) -> Inline:
        """Words struck out."""
        return Struck(self.until("s_close"))

    def raised(self, _: Token) -> Inline:
        """A superscript."""
        return Superscript(self.until("sup_close"))

    def lowered(self, _: Token) -> Inline:
        """A subscript."""
        return Subscript(self.until("sub_close"))

    def link(self, token: Token) -> Inline:
        """A link out of the book, or a cross-reference: `[words](#anchor)`, `[](#anchor)`, `[](#anchor){.page}`."""
        line, href = self.line, str(token.attrs.get("href", ""))
        classes = str(token.attrs.get("class", "")).split()
        self._check_attributes(token, "a link", LINK_SAYS)
        told = len(self.text.problems)
        inlines = self.until("link_close")
        self._check_words(inlines, line)
        if href.startswith("#"):
            form = "page" if "page" in classes else "words" if inlines else "label"
            if inlines and form == "page":
                hint = "write [](#id){.page} for the page, or [words](#id) for the words"
                self.text.complain(line, UNKNOWN_MARK, "a reference to a page that has words too", hint)
            return Reference(href[1:], form, inlines, line=self.text.place(line).line)
        url = public_link(href)
        if not url:
            hint = "a link begins with https://, or with # for a place in the book"
            self.text.complain(line, DEAD_LINK, f'a link to "{href}", which no reader has', hint)
        elif told == len(self.text.problems) and not plain(inlines).strip():
            self.text.complain(line, NOTHING_IN_IT, "a link out of the book without words", "write [words](https://…)")
        elif classes:
            self.text.complain(line, UNKNOWN_MARK, "a link out of the book has no .page", "take it out")
        return Link(url, inlines)

    def address(self, token: Token) -> Inline:
        """An address, character for character."""
        text = self._text(token.content)
        return text if token.meta["within"] else Link(str(token.attrs["href"]), (text,))

    def _check_words(self, inlines: Inlines, line: int) -> None:
        """The words of a link lead to one place: no note is called among them, and no other link begins."""
        within = [type(each) for each in walk(inlines)]
        if Note in within:
            self.text.complain(line, NOTE_OUT_OF_PLACE, "a note within a link", "call it after the link")
        elif Link in within or Reference in within:
            self.text.complain(line, NOT_SUPPORTED, "a link within a link", "end the first before the second")

    def span(self, token: Token) -> Inline | None:
        """Words with a mark: who is meant by them, in what language they are, or how they are set."""
        line, attrs = self.line, dict(token.attrs)
        inlines = self.until("span_close")
        classes = str(attrs.get("class", "")).split()
        entries = entries_in(attrs, SPAN_SAYS)
        said = {key: value for key, value in attrs.items() if key not in dict(entries)}
        if (strange := unread(said, SPAN_SAYS)) or not attrs:
            self.text.complain(line, UNKNOWN_MARK, f"a mark says {strange or 'nothing'}", MARKS_HINT)
        wordless = not plain(inlines).strip() and not any(isinstance(each, (Note, Cluster)) for each in walk(inlines))
        for what, hint in faults_of_entries(entries, attrs, wordless=wordless):
            self.text.complain(line, INDEX_MARK, what, hint)
        # a place in the text may be marked for an index, but words alone can be in a language or in small capitals
        if wordless and (
            (not entries and "id" not in attrs)
            or "lang" in attrs
            or {"smallcaps", "super", "underline", "ul"} & set(classes)
        ):
            self.text.complain(line, NOTHING_IN_IT, "a mark on no words", "write [words]{…}")
        if "smallcaps" in classes:
            inlines = (SmallCaps(inlines),)
        if "super" in classes:
            inlines = (Superscript(inlines),)
        if {"underline", "ul"} & set(classes):
            inlines = (Emphasis(inlines),)
            self.text.remark_once(line, UNDERLINED, "underlined words, which are set in italics, here and further on")
        if "lang" in attrs:
            lang = str(attrs["lang"])
            if not LANGUAGE.fullmatch(lang):
                self.text.complain(line, NOT_A_LANGUAGE, f'"{lang}" is no language', LANGUAGE_HINT)
            inlines = (Foreign(lang, inlines),)
        if "side" in classes:
            return side_note(self.text, inlines, line, attrs, self.in_note)
        # outermost, so that a name is one mention however it is set
        at = self.text.place(line).line
        sub, edge = polished(str(attrs.get("sub", ""))), edge_of(classes)
        for mark, term in (*reversed(entries), *named_place(attrs)):
            inlines = (Mention(term, inlines, "", "principal" in classes, sub, at, mark, edge),)
        return inlines[0] if inlines else None

    # --- notes -------------------------------------------------------------------------------

    def note(self, token: Token) -> Note | None:
        """`^[a note]`."""
        if self.in_note:
            self.text.complain(self.line, NOTE_IN_NOTE, "a note inside a note")
            return None
        inlines = parse_inlines(self.text, token.children, self.line, True)
        origin = self.text.place(self.line)
        return self._make_note(paragraphs_of((inlines,), origin), origin, self._kind(token))

    def named_note(self, token: Token) -> Note | None:
        """`[^label]`, the call of a note that is written apart."""
        label, apart = token.meta["label"], self.text.apart
        kind = self._kind(token)
        if self.in_note:
            self.text.complain(self.line, NOTE_IN_NOTE, "a note inside a note")
            apart.called.add(label)  # it is called, if in the wrong place: one complaint will do
            return None
        if label not in apart.written:
            self.text.complain(self.line, UNKNOWN_NOTE, f'no note "{label}"', apart.meant_by(label))
            return None
        if label in apart.called:
            self.text.complain(self.line, NOTE_CALLED_TWICE, f'note "{label}" is called twice')
            return None
        apart.called.add(label)
        note = apart.written[label]
        if kind == "letter" and (other := next((b for b in note.blocks if not isinstance(b, Paragraph)), None)):
            what, hint = "a note of a table that is not words", "call it with a number"
            self.text.problems.append(Problem(other.origin, NOT_IN_NOTE, what, hint))
        name = "" if label.isdecimal() else label  # a label of figures is only how the editor counts
        return self._make_note(note.blocks, note.origin, kind, name)

    def _kind(self, token: Token) -> str:
        """Whether a note is of a document as it was found, of a table, without a number, or none of these."""
        self._check_attributes(token, "a note", NOTE_SAYS)
        kinds = set(str(token.attrs.get("class", "")).split()) & NOTE_SAYS["class"]
        if len(kinds) > 1:
            both = " and ".join(f".{each}" for each in sorted(kinds))
            self.text.complain(self.line, UNKNOWN_MARK, f"a note that is both {both}", "take one out")
        return min(kinds, default="")

    def _make_note(self, blocks: Blocks, origin: Origin, kind: str, name: str = "") -> Note | None:
        """A note, unless it is empty."""
        lines = lines_within(blocks)
        if not any(plain(line).strip() or any(isinstance(i, Cluster) for i in line) for line in lines):
            self.text.complain(self.line, EMPTY_NOTE, "an empty note")
            return None
        mark = STAR if kind == "unnumbered" else ""
        return Note("", blocks, origin, kind == "original", mark, name, kind == "letter")

    # --- citations ---------------------------------------------------------------------------

    def citation(self, token: Token) -> Inline | None:
        """`[see @key, 45; @other]`, or `@key [45]` in the running words of a note."""
        line = self.line
        cluster = self._cluster(token, line)
        if cluster is None or self.in_note:
            return cluster
        if cluster.running:
            hint = "put it in brackets, [@key, 45], or in a note, ^[…]"
            self.text.complain(line, CITATION_IN_TEXT, f'a citation in the text: "{token.meta["text"]}"', hint)
            return None
        origin = self.text.place(line)
        return self._make_note(paragraphs_of(((cluster,),), origin), origin, "")

    def _cluster(self, token: Token, line: int) -> Cluster | None:
        text = token.meta["text"]
        citations = []
        for item, raw in zip(token.meta["items"], token.meta["raw"], strict=True):
            if item is None:
                hint = "each part between ; needs its @key"
                self.text.complain(line, CITATION_WITHOUT_WORK, f'a part of "{text}" cites no work', hint)
                return None
            if "@" in raw:
                hint = "write it in a note: ^[@first, quoted in @second [45].]"
                self.text.complain(line, CITATION_IN_CITATION, f'a citation within a citation: "{text}"', hint)
                return None
            citations.append(self._citation(item, line))
        return Cluster(tuple(citations), token.meta["running"])

    def _citation(self, item: dict[str, Any], line: int) -> Citation:
        prefix, suffix = (
            parse_inlines(self.text, item[part], line, True, OF_CITATIONS) for part in ("prefix", "suffix")
        )
        # -@key leaves out the author, who has just been named
        return Citation(item["key"], prefix, suffix, not item["minus"], self.text.place(line).line)

    def bare_locator(self, token: Token) -> None:
        """`[p. 45]`, which cites nothing."""
        hint = "name the work: [@key, 45]"
        self.text.complain(self.line, LOCATOR_WITHOUT_WORK, f'"[{token.meta["text"]}]" names no work', hint)


Maker = Callable[[_InlineParser, Token], Inline | None]
MAKERS: Mapping[str, Maker] = {
    "text": _InlineParser.words,
    "text_special": _InlineParser.words,
    "softbreak": _InlineParser.soft_break,
    "hardbreak": _InlineParser.hard_break,
    "em_open": _InlineParser.emphasis,
    "strong_open": _InlineParser.strong,
    "s_open": _InlineParser.struck,
    "sup_open": _InlineParser.raised,
    "sub_open": _InlineParser.lowered,
    "link_open": _InlineParser.link,
    "address": _InlineParser.address,
    "span_open": _InlineParser.span,
    "footnote_ref": _InlineParser.named_note,
}
"""What makes an inline of each kind of token."""
OWN_MAKERS: Mapping[str, Maker] = {
    "note": _InlineParser.note,
    "cite": _InlineParser.citation,
    "bare_locator": _InlineParser.bare_locator,
    "feed": lambda *_: None,  # a line's end that a query went over: it only counts
}
"""The same for the kinds that are the press's own, and know their lines."""

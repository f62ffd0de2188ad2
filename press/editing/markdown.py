"""The manuscript's Markdown: markdown-it-py with the press's own inline rules for notes and citations.

`tokens(text)` gives markdown-it's tokens; the press's rules add five kinds: `note` (`^[…]`), `cite` (`[… @key …]` and
`@key [45]`), `bare_locator` (`[p. 45]`, which names no work), `feed` (the end of a line that a query went over) and
`address`. Each of the first four carries in `meta` the number of line feeds before it (`line`) and within it (`feeds`),
for markdown-it gives no line to what stands within a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

from press.editing.addresses import addresses
from press.editing.markdown_lists import fancy_lists
from press.editing.markdown_scripts import scripts
from press.editing.markdown_tables import tables
from press.editing.markdown_verse import verse
from press.editing.punctuation import DoubtfulMark, set_punctuation
from press.editing.queries import FEED, JOINT, without_joints

KEY = r"\w(?:\w|[:.#$%&+?<>~/-](?=\w))*"
CITED = re.compile(rf"(?:^|(?<=[\s\[(;,-]))@(?P<key>{KEY})")
RUNNING = re.compile(rf"-?@(?P<key>{KEY})(?:\s+\[(?P<suffix>(?!\^)[^\]\[]*)\](?!\())?")
ITEM = re.compile(rf"(?P<prefix>.*?)(?P<minus>-?)@(?P<key>{KEY})(?P<suffix>.*)", re.DOTALL)
LOCATOR = re.compile(
    r"(?:see |see also |cf\. )?(?:pp?|fols?|ch|vols?|nos?|nn?|sec)\. ?[\divxlc]+[^\[\]]*", re.IGNORECASE
)

HEADING_SAYS = re.compile(r'\s*(?<!\\)\{(?=[^}]*[#=])(?:#(?P<id>[\w-]+))? ?(?:short="(?P<short>[^"]*)")?\}\s*$')
DEEPEST = 4
"""How many notes and citations may stand within one another, to be told."""
TABLE = re.compile(r"\|.*\n[ >]*\|?[ :|]*-+[ :|-]*$")
"""The first two lines of a table."""
NOINDENT = re.compile(r"\\noindent +(?=\S)")
OF_PICTURE = re.compile(r"(?<=\))\{[^{}]*\}")
"""What stands in braces behind a picture or a link."""
BARE = re.compile(r""""[^"]*"|\b(?P<key>(?:width|at)=)(?!["'])(?P<said>[^\s"'{}]*)""")
RESUMED_BEHIND = (
    *("blockquote_close", "verse_close", "bullet_list_close", "ordered_list_close", "dl_close"),
    "container_discussion_close",
)
DRAMA = re.compile(r"(?:^\s*|\.)drama\b")
"""What a block of colons says that is a drama."""
YEAR = re.compile(r"\d{3,}[.)]")
"""Numbers at which no list begins, though one may go on there."""


@dataclass(frozen=True, slots=True)
class LinkDefinition:
    """`[label]: address` on a line of a text (from 0), and whether a link asks for it."""

    label: str
    href: str
    line: int
    asked: bool


@dataclass(frozen=True, slots=True)
class MarkdownTokens:
    """A text as tokens of blocks; its definitions of links, which leave none; what is doubtful in its punctuation."""

    blocks: list[Token]
    definitions: tuple[LinkDefinition, ...]
    slips: tuple[DoubtfulMark, ...]


class _Parser(MarkdownIt):
    def __init__(self, *options: Any) -> None:
        super().__init__(*options)
        self.helpers = SimpleNamespace(  # type: ignore[assignment]  # a module there
            parseLinkLabel=_label_end, parseLinkDestination=parseLinkDestination, parseLinkTitle=parseLinkTitle
        )

    def validateLink(self, url: str) -> bool:
        """Every link, `file:` and `javascript:` too: the editor must hear of it, and not find brackets in the book."""
        return True


def _label_end(state: StateInline, start: int, disableNested: bool = False) -> int:
    """Where the words of a link end. Whatever stands in brackets among them is theirs: markdown-it would take a marked
    word for a link within the link, and print the brackets of both.
    """
    return parseLinkLabel(state, start)


def make_parser() -> MarkdownIt:
    """CommonMark with tables, named notes, spans with attributes, `:::` blocks, and the press's inline rules."""
    md = _Parser("commonmark")
    tables(md)
    # not inline, for `^[…]` is a rule of the press's own; not moved into a list at the end, for a note keeps its line;
    # and always matched, for a call of no note must be told, and not printed as it was typed
    md.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    # before links, which would take the brackets of a note or a citation for theirs
    md.inline.ruler.before("link", "note", _note)
    md.inline.ruler.before("link", "cite", _cite)
    # nor must marked words take the call of a named note that has braces behind it
    md.inline.ruler.before("link", "named_note", partial(footnote_ref, always_match=True))
    addresses(md)
    scripts(md)
    attrs_plugin(md, after=("image", "link_close", "span_close", "note", "footnote_ref"), spans=True)
    md.use(container_plugin, name="discussion", validate=lambda params, markup: True)
    verse(md)
    # before its words are read, in which the quotation marks of an attribute would be set as a printer has them
    md.core.ruler.before("inline", "heading", _heading)
    md.core.ruler.before("inline", "resumed", _resumed)
    md.core.ruler.before("inline", "bare", _bare)
    md.core.ruler.before("inline", "joints", _joints)
    md.core.ruler.before("text_join", "feeds", _feeds)
    md.core.ruler.before("text_join", "punctuation", _punctuation)
    md.core.ruler.disable("text_join")  # what is escaped must still be told when marks are looked for among the words
    md.use(deflist_plugin)
    definitions = next(rule.fn for rule in md.block.ruler.__rules__ if rule.name == "deflist")
    md.block.ruler.at("deflist", partial(_definitions, definitions), {"alt": ["paragraph", "reference", "blockquote"]})
    fancy_lists(md)
    md.options["store_labels"] = True  # which definition a link has asked for
    return md


@lru_cache
def _parser() -> MarkdownIt:
    return make_parser()


def tokens(text: str) -> MarkdownTokens:
    """What a text consists of."""
    slips: list[DoubtfulMark] = []
    env: dict[str, Any] = {"slips": slips}
    stream = _parser().parse(text, env)
    first = [(label, each) for label, each in env.get("references", {}).items()]
    again = [(each["label"], each) for each in env.get("duplicate_refs", [])]
    asked = set(_labels(stream))
    definitions = tuple(
        LinkDefinition(label, each["href"], each["map"][0], label in asked and n < len(first))
        for n, (label, each) in enumerate([*first, *again])
    )
    return MarkdownTokens(stream, definitions, tuple(slips))


def _labels(stream: Sequence[Token]) -> Iterator[str]:
    """The labels by which links have asked for a definition."""
    for token in stream:
        if "label" in token.meta and token.type in ("link_open", "image"):
            yield token.meta["label"]
        for item in token.meta.get("items") or ():
            for part in ("prefix", "suffix") if item else ():
                yield from _labels(item[part])
        yield from _labels(token.children or ())


def _definitions(
    rule: Callable[[StateBlock, int, int, bool], bool], state: StateBlock, start: int, end: int, silent: bool
) -> bool:
    """A list of terms, unless the line below a blank one is the caption of a table below it, as Pandoc reads it too."""
    if not silent and start + 1 < end and state.isEmpty(start + 1):
        at = start + 2
        while at < end and not state.isEmpty(at):
            at += 1
        while at < end and state.isEmpty(at):
            at += 1
        below = (state.src[state.bMarks[n] : state.eMarks[n]] for n in (at, at + 1) if n < end)
        if TABLE.search("\n".join(below)):
            return False
    return rule(state, start, end, silent)


def inline_tokens(text: str) -> tuple[list[Token], list[DoubtfulMark]]:
    """The tokens of a text that is one line of words, whatever it begins with; what is doubtful in its punctuation."""
    slips: list[DoubtfulMark] = []
    return _parser().parseInline(text, {"slips": slips})[0].children or [], slips


def _push(state: StateInline, kind: str, start: int, end: int, **meta: Any) -> Token:
    token = state.push(kind, "", 0)
    line, feeds = (sum(state.src.count(each, *span) for each in ("\n", FEED)) for span in ((0, start), (start, end)))
    token.meta = {"line": line, "feeds": feeds, **meta}
    state.pos = end
    return token


def _nested(state: StateInline, text: str) -> list[Token]:
    inner: list[Token] = []
    depth = state.env.get("depth", 0)
    if depth > DEEPEST:  # a note within a note is told: whatever is within that need not be understood
        return inner
    state.env["depth"] = depth + 1
    state.md.inline.parse(text, state.md, state.env, inner)
    state.env["depth"] = depth
    return inner


def _note(state: StateInline, silent: bool) -> bool:
    """`^[a note]`."""
    if not state.src.startswith("^[", state.pos):
        return False
    end = parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    if silent:  # only asked how far the note goes, to look for what is around it
        state.pos = end + 1
        return True
    start = state.pos
    content = state.src[start + 2 : end]
    children = _nested(state, content)
    state.pos = start
    _push(state, "note", start, end + 1).children = children
    return True


def _cite(state: StateInline, silent: bool) -> bool:
    """`[see @key, 45; @other]`, or `@key [45]` in running words."""
    start = state.pos
    if state.src[start] == "[":
        end = parseLinkLabel(state, start)
        content = state.src[start + 1 : end] if end > 0 else ""
        if end > 0 and LOCATOR.fullmatch(content) and not state.src.startswith(("{", "("), end + 1):
            if not silent:
                _push(state, "bare_locator", start, end + 1, text=content)
            state.pos = end + 1
            return True
        # [^label] calls a note; [words](…) is a link and [words]{…} a mark, also where an @ stands among the words
        if not content or content.startswith("^") or not CITED.search(content):
            return False
        if "^[" in content or state.src.startswith(("{", "("), end + 1):
            return False
        items = [ITEM.fullmatch(item.strip()) for item in _split(content)]
        if not silent:
            _push_cite(state, start, end + 1, [item.groupdict() if item else None for item in items], False)
        state.pos = end + 1
        return True
    # not within a word or an address, a@b.org, nor where it is escaped
    match = RUNNING.match(state.src, start, state.posMax)
    if not match or (start and (state.src[start - 1].isalnum() or state.src[start - 1] in "\\.")):
        return False
    if not silent:
        item = {"prefix": "", "minus": "-" if match[0].startswith("-") else "", "key": match["key"]}
        _push_cite(state, start, match.end(), [{**item, "suffix": match["suffix"] or ""}], True)
    state.pos = match.end()
    return True


def _push_cite(state: StateInline, start: int, end: int, items: list[dict[str, str] | None], running: bool) -> None:
    worded: list[dict[str, Any] | None] = [
        {**item, **{part: _nested(state, item[part]) for part in ("prefix", "suffix")}} if item else None
        for item in items
    ]
    text = state.src[start:end]
    raw = [item["suffix"] if item else "" for item in items]
    _push(state, "cite", start, end, items=worded, raw=raw, running=running, text=text)


def _split(content: str) -> list[str]:
    """The parts between semicolons outside brackets and braces."""
    parts, depth, last = [], 0, 0
    for at, char in enumerate(content):
        depth += (char in "[{(") - (char in "]})")
        if char == ";" and depth == 0:
            parts.append(content[last:at])
            last = at + 1
    return [*parts, content[last:]]


def _heading(state: StateCore) -> None:
    """What a heading says of itself in braces at its end, `{#id short="…"}`, put by in its token."""
    for opened, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opened.type == "heading_open" and (found := HEADING_SAYS.search(inline.content)):
            opened.meta |= {key: said for key, said in found.groupdict().items() if said is not None}
            inline.content = inline.content[: found.start()]


def _resumed(state: StateCore) -> None:
    """A paragraph that resumes behind a quotation, verse, drama or a list: by LaTeX’s word, or at once behind verse."""
    verse_ends, blocks, ended = -1, [""], ""
    for before, opened, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if before.type == "verse_open" and before.map:
            verse_ends = before.map[1]
        elif before.type == "container_discussion_open":
            blocks.append(before.info)
        elif before.type == "container_discussion_close":
            ended = blocks.pop()
        behind_drama = before.type == "container_discussion_close" and DRAMA.search(ended)
        if opened.type == "paragraph_open" and (before.type in RESUMED_BEHIND or behind_drama):
            at_once = before.type == "verse_close" and opened.map and opened.map[0] == verse_ends
            if (found := NOINDENT.match(inline.content)) or at_once:
                opened.meta["flush"] = True
                inline.content = inline.content[found.end() if found else 0 :]


def _bare(state: StateCore) -> None:
    """What a picture says of its width and its place, which Pandoc lets stand bare whatever it consists of."""
    for token in state.tokens:
        if token.type == "inline" and "](" in token.content:
            token.content = OF_PICTURE.sub(lambda braces: BARE.sub(_quoted, braces[0]), token.content)


def _joints(state: StateCore) -> None:
    """Where queries went over the ends of lines these are joined."""
    for token in state.tokens:
        if token.type == "inline" and JOINT in token.content:
            token.content = without_joints(token.content)


def _feeds(state: StateCore) -> None:
    """The ends of such lines, which are no space: they only count."""
    for token in state.tokens:
        if token.type == "inline" and FEED in token.content:
            token.children = _with_feeds(token.children or [])


def _with_feeds(stream: Sequence[Token]) -> list[Token]:
    found: list[Token] = []
    for token in stream:
        found.append(token)
        if token.children:
            token.children = _with_feeds(token.children)
        for item in token.meta.get("items") or ():
            for part in ("prefix", "suffix") if item else ():
                item[part] = _with_feeds(item[part])
        if token.type in ("text", "text_special") and (feeds := token.content.count(FEED)):
            token.content = token.content.replace(FEED, "")
            found.append(Token("feed", "", 0, meta={"line": 0, "feeds": feeds}))
    return found


def _quoted(found: re.Match[str]) -> str:
    return f'{found["key"]}"{found["said"]}"' if found["key"] else found[0]


def _punctuation(state: StateCore) -> None:
    """Quotation marks, dashes and ellipses, within notes and citations too."""
    state.env.setdefault("slips", []).extend(set_punctuation(state.tokens))

"""Words in a field of sources.yaml → inlines: a small Markdown, and the marks that CSL has for titles.

A record has no notes, citations and links; nor has it what no citation style could print. All that is refused with its
line, so that nothing of a title is lost: pandoc's own Markdown would take it, and citeproc pass it over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.subscript import sub_plugin
from mdit_py_plugins.superscript import superscript_plugin

from press.editing.addresses import addresses
from press.editing.near_misses import OF_LINES, OF_WORDS, near_misses
from press.editing.punctuation import set_punctuation
from press.editing.punctuation_rules import QUOTATION_MARK
from press.editing.record_rules import LANGUAGE_HINT, NOT_A_LANGUAGE, NOT_IN_RECORD
from press.editing.rules import DEAD_LINK
from press.fields import Written
from press.hyphens import HELD
from press.links import public_link
from press.problem import Problem, Rule, has_errors, warning
from press.text import (
    LANGUAGE,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    KeptCase,
    Link,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
)

TAG = re.compile(r'<(?:(i|em|b|strong|sub|sup|sc)|span (class="nocase"|style="font-variant: ?small-caps;?"))>')
"""The marks of CSL, in which reference managers write the italics of a title."""
TAG_KINDS = {"i": "em", "em": "em", "b": "strong", "strong": "strong", "sub": "sub", "sup": "sup", "sc": "smallcaps"}
FORMULA = re.compile(r"\$\$.+?\$\$|\$(?=\S)[^$\n]*?[^\s$]\$(?!\d)")
NOTE = re.compile(r"\^\[|\[\^[^\]\s]+\]")
CITED = re.compile(r"\[[^\[\]]*(?<![\w.])@\w[^\[\]]*\]")
WRAPPERS: Mapping[str, Callable[[Inlines], Inline]] = {
    "em": Emphasis,
    "strong": Strong,
    "sub": Subscript,
    "sup": Superscript,
    "smallcaps": SmallCaps,
    "nocase": KeptCase,
}
REFUSED = {
    "formula": ("a formula", "write H~2~O or x^2^; a dollar sign is \\$"),
    "s": ("struck words", "leave them out; the marks themselves are \\~\\~"),
    "code_inline": ("code", "write words; the mark itself is \\`"),
    "html_inline": ("a mark of HTML that has no partner, or that no title has", "an angle bracket is \\<"),
    "image": ("a picture", "leave it out"),
    "note": ("a note", "say it in the note that cites the work; a caret is \\^"),
    "citation": ("a citation", "say it in the note that cites the work; a bracket is \\["),
    "link": ("a link", "give the address as URL:"),
    "span": ("a mark that means nothing here", "marks are .smallcaps, .super, .nocase, lang"),
}
"""What no field has: what it is called, and what to do."""


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark").enable("strikethrough")
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # `javascript:` too is a link, and to be told
    md.use(sub_plugin).use(superscript_plugin).use(addresses)
    md.inline.ruler.before("autolink", "csl_mark", _csl_mark)
    for name, kind, pattern in (("formula", "formula", FORMULA), ("note", "note", NOTE), ("cited", "citation", CITED)):
        md.inline.ruler.before("link", name, _refused(kind, pattern))
    attrs_plugin(md, after=("span_close",), spans=True)
    md.core.ruler.disable("text_join")  # what is escaped is told from a mark that has no partner
    return md


def _refused(kind: str, pattern: re.Pattern[str]) -> Callable[[StateInline, bool], bool]:
    """A rule that knows by a pattern what no field has."""

    def rule(state: StateInline, silent: bool) -> bool:
        found = pattern.match(state.src, state.pos, state.posMax)
        if not found:
            return False
        if not silent:
            state.push(kind, "", 0).content = found[0]
        state.pos = found.end()
        return True

    return rule


def _csl_mark(state: StateInline, silent: bool) -> bool:
    """`<i>…</i>`, `<sub>…</sub>`, `<span class="nocase">…</span>` and their like; one without a partner is none."""
    found = TAG.match(state.src, state.pos, state.posMax)
    end = _end_of(state, found[1] or "span", found.end()) if found else -1
    if not found or end < 0:
        return False
    if not silent:
        kind = TAG_KINDS.get(found[1] or "", "nocase" if "nocase" in found[0] else "smallcaps")
        after = state.posMax
        state.pos, state.posMax = found.end(), end
        state.push(f"{kind}_open", "", 1)
        state.md.inline.tokenize(state)
        state.push(f"{kind}_close", "", -1)
        state.posMax = after
    state.pos = end + len(f"</{found[1] or 'span'}>")
    return True


def _end_of(state: StateInline, tag: str, at: int) -> int:
    """Where the partner of a tag begins, or -1."""
    depth = 1
    for each in re.compile(rf"<(/?){tag}(?: [^>]*)?>").finditer(state.src, at, state.posMax):
        depth += -1 if each[1] else 1
        if not depth:
            return each.start()
    return -1


UNMARKED = re.compile(r"[^\W_]+(?:,? [^\W_]+)*")
"""Words without any sign but commas: nothing of it can be a mark of any kind."""


def parse_field(written: Written, problems: list[Problem], typed: bool = False) -> Inlines:
    """The words of a field; nothing, and a problem, where it has what no citation could print.

    `typed`: quotation marks and points are left as they have been typed.
    """
    text = " ".join(written.text.split())
    if UNMARKED.fullmatch(text) and not OF_WORDS.pattern.search(text):  # as most are, of thousands
        return (Text(text, written.origin.line),)
    (token,) = _parser().parseInline(text, {})
    doubtful = () if typed else set_punctuation([token])
    reader = _FieldReader(written, token.children or [])
    found = reader.until("")
    if not reader.problems:
        reader.problems += (
            Problem(written.origin, each.miss.rule, each.what, each.miss.hint, each.miss.severity)
            for each in near_misses(token.children or [], OF_LINES)
        )
        # of points and hyphens a field may have its own: a number of a file, a range of pages, which citeproc words
        marks = (each for each in doubtful if each.rule is QUOTATION_MARK)
        reader.problems += (warning(written.origin, each.rule, each.message, each.hint) for each in marks)
    problems += reader.problems
    return () if has_errors(reader.problems) else found


class _FieldReader:
    """Tokens of one field on their way to inlines."""

    def __init__(self, written: Written, stream: list[Token]) -> None:
        self.written, self.stream = written, stream
        self.problems: list[Problem] = []
        self.at = 0

    def complain(self, rule: Rule, message: str, hint: str) -> None:
        """A problem of the field."""
        self.problems.append(Problem(self.written.origin, rule, message, hint))

    def until(self, close: str) -> Inlines:
        """The inlines up to a closing token, or to the end, neighbouring text joined."""
        found: list[Inline] = []
        while self.at < len(self.stream):
            token = self.stream[self.at]
            self.at += 1
            if token.type == close:
                break
            for inline in self._inlines(token):
                if isinstance(inline, Text) and found and isinstance(last := found[-1], Text):
                    found[-1] = Text(last.text + inline.text, last.line)
                elif inline != Text(""):
                    found.append(inline)
        return tuple(found)

    def _inlines(self, token: Token) -> Inlines:
        kind = token.type.removesuffix("_open").removesuffix("_close")
        line = self.written.origin.line
        if token.type in ("text", "text_special"):
            # nothing makes dashes of a source's hyphens, so that none need be held
            return (Text(token.content.replace(f"-{HELD}", "-"), line),)
        if token.type == "address":
            return (Link(str(token.attrs["href"]), (Text(token.content, line),)),)
        if kind in WRAPPERS:
            return (WRAPPERS[kind](self.until(f"{kind}_close")),)
        if kind == "span" and (marked := self._span(token)) is not None:
            return marked
        within = self.until(f"{kind}_close") if token.nesting == 1 else ()
        href = str(token.attrs.get("href", ""))
        if kind == "link" and re.match(r"[\w+.-]*:", href) and not public_link(href):
            self.complain(DEAD_LINK, f'a link to "{href}", which no reader has', REFUSED["link"][1])
        else:
            what, hint = REFUSED.get(kind, (f'"{kind}"', "write words"))
            shown = f": {token.content}" if token.content else ""
            self.complain(NOT_IN_RECORD, f"{what} in a record{shown}", hint)
        return within

    def _span(self, token: Token) -> Inlines | None:
        """`[words]{…}` with what a mark may say in a record; None where it says anything else."""
        said, classes = dict(token.attrs), str(token.attrs.get("class", "")).split()
        if not said or set(said) - {"class", "lang"} or set(classes) - {"smallcaps", "super", "nocase"}:
            return None
        inlines = self.until("span_close")
        for name, wrap in (("smallcaps", SmallCaps), ("super", Superscript), ("nocase", KeptCase)):
            inlines = (wrap(inlines),) if name in classes else inlines
        if "lang" in said:
            if not LANGUAGE.fullmatch(str(said["lang"])):
                self.complain(NOT_A_LANGUAGE, f'"{said["lang"]}" is no language', LANGUAGE_HINT)
            inlines = (Foreign(str(said["lang"]), inlines),)
        return inlines

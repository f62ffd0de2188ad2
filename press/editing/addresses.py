"""Addresses in Markdown: `https://…`, `www.…` and `<https://…>` in running words, kept character for character.

No rule of Markdown or of typography reaches into the token that stands for one: `_`, `~`, `--` and `'` are parts of it.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, text

BEGINS = r"(?:(?:https?|ftp)://|www\.|doi:|mailto:)"
"""What an address begins with, of whatever kind; where it ends depends on what is asked."""
EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
"""An address of electronic mail."""
ANGLED = re.compile(r"<(https?://[^\s<>]+)>", re.IGNORECASE)
SCHEME = re.compile(r"(?<![A-Za-z0-9])https?$", re.IGNORECASE)
LETTERS = r"(?:\\[^\w\s]|\\_|[^\s<>\[\]{}|\\^`“”‘’„‚«»—])+"
REST = re.compile(f"://{LETTERS}")
"""What follows the scheme. Brackets end it, for a note or a citation may begin there; what has any goes between < >."""
WWW = re.compile(rf"(?<![\w./@-])www\.(?=[\w-]+\.){LETTERS}", re.IGNORECASE)
ESCAPE = re.compile(r"\\([^\w\s]|_)")
STOPS = ".,;:!?*_~'\""
PAIRED = {")": "(", "'": "'", '"': '"'}


def addresses(md: MarkdownIt) -> None:
    """Have a parser know addresses: a token `address` each, whose content is the address.

    Its attribute `href` is what it leads to, and its meta says whether it stands `within` the words of a link, where it
    is no link of its own.
    """
    md.inline.ruler.at("text", _words_before_www)
    md.inline.ruler.before("text", "www_address", _www)
    md.inline.ruler.before("autolink", "angled_address", _angled)
    md.inline.ruler.after("text", "address", _bare)


def _push(state: StateInline, address: str) -> None:
    token = state.push("address", "", 0)
    token.content = address
    token.attrs = {"href": address if "://" in address else f"https://{address}"}
    token.meta = {"within": state.linkLevel > 0}


def _angled(state: StateInline, silent: bool) -> bool:
    """`<https://…>`."""
    found = ANGLED.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        _push(state, found[1])
    state.pos = found.end()
    return True


def _bare(state: StateInline, silent: bool) -> bool:
    """`https://…`, come to at its colon: what stands before that is plain words until then."""
    if state.src[state.pos] != ":" or not (
        scheme := SCHEME.search(state.src, max(0, state.pos - len("https")), state.pos)
    ):
        return False
    rest = REST.match(state.src, state.pos, state.posMax)
    written = _without_stops(rest[0]) if rest else ""
    if len(written) <= len("://"):
        return False
    if not silent:
        if not state.pending.endswith(scheme[0]):  # part of something else, or escaped
            return False
        state.pending = state.pending[: -len(scheme[0])]
        _push(state, scheme[0] + ESCAPE.sub(r"\1", written))
    state.pos += len(written)
    return True


def _www(state: StateInline, silent: bool) -> bool:
    """`www.…`, whose scheme goes without saying."""
    found = WWW.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    written = _without_stops(found[0])
    if not silent:
        _push(state, ESCAPE.sub(r"\1", written))
    state.pos += len(written)
    return True


def _words_before_www(state: StateInline, silent: bool) -> bool:
    """Plain words as markdown-it finds them, but no further than an address."""
    start = state.pos
    if not text(state, silent):
        return False
    # as nearly all words have none, it is not looked for in what is still to come
    if "www." in state.src[start + 1 : state.pos + 3].lower() and (
        found := WWW.search(state.src, start + 1, state.posMax)
    ):
        beyond = state.pos - found.start()
        if beyond > 0:
            state.pending = state.pending if silent else state.pending[:-beyond]
            state.pos = found.start()
    return True


def _without_stops(written: str) -> str:
    """What was written without the marks of the sentence that it stands in: a stop, a bracket not opened in it."""
    while written:
        last = written[-1]
        pair = PAIRED.get(last)
        if pair == last:
            ends = written.count(last) % 2 == 1
        elif pair:
            ends = written.count(last) > written.count(pair)
        else:
            ends = last in STOPS
        if not ends or written.endswith(f"\\{last}"):
            return written
        written = written[:-1]
    return written

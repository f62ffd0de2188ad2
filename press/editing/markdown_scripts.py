"""Rules of inlines for markdown-it: raised, lowered and struck words, as Pandoc has them: `x^2^`, `H~2~O`, `~~so~~`.

`sup_open` … `sup_close` and `sub_open` … `sub_close` hold what is between, marks included; a space among it stands
behind a backslash, for else two circumflexes in a line would raise all that is between them. Struck words are `s_open`
… `s_close`.
"""

from __future__ import annotations

import re
from functools import partial

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

KEPT = re.compile(r"\\(~~)(?=\S)((?:\\.|[^~\\\n])+)(~~)")
SCRIPTS = {
    "sup": re.compile(r"\^(?!\[)((?:\\.|[^\s^\\])+)\^"),
    "sub": re.compile(r"(?<!~)~(?!~)((?:\\.|[^\s~\\])+)~(?!~)"),
}


def scripts(md: MarkdownIt) -> None:
    """Have a parser know them; behind notes, whose mark begins with a circumflex too."""
    md.enable("strikethrough")
    md.inline.ruler.before("escape", "kept_tildes", _kept_tildes)
    for name in SCRIPTS:
        md.inline.ruler.before("link", name, partial(_script, name))


def _kept_tildes(state: StateInline, silent: bool) -> bool:
    r"""`\~~so~~`: one backslash keeps the tildes at both ends."""
    found = KEPT.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        after = state.posMax
        for at, end in (found.span(1), found.span(2), found.span(3)):
            if at == found.start(2):
                state.pos, state.posMax = at, end
                state.md.inline.tokenize(state)
                state.posMax = after
            else:
                token = state.push("text_special", "", 0)
                token.content, token.markup, token.info = "~~", "\\~~", "escape"
    state.pos = found.end()
    return True


def _script(name: str, state: StateInline, silent: bool) -> bool:
    found = SCRIPTS[name].match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        after = state.posMax
        state.pos, state.posMax = found.start(1), found.end(1)
        state.push(f"{name}_open", name, 1)
        state.md.inline.tokenize(state)
        state.push(f"{name}_close", name, -1)
        state.posMax = after
    state.pos = found.end()
    return True

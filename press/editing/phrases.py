"""The short fields of records that take marks, as titles do: text as written → a Phrase.

Italics, bold, small capitals, raised letters and foreign words are all that can be there, and in a dateline notes. What
a line begins with means nothing: `1984. A Life` is no list.
"""

from __future__ import annotations

from press.editing.inlines import parse_inlines
from press.editing.markdown import inline_tokens
from press.editing.markdown_text import MarkdownText, NotesApart
from press.editing.record_rules import NOT_IN_PHRASE
from press.fields import Written
from press.problem import Problem, warning
from press.text import Cluster, Inlines, LineBreak, Link, Mention, Note, Phrase, Reference, Side, plain, walk

STRANGERS = {
    Note: "a note",
    Cluster: "a citation",
    Mention: "a mention",
    Reference: "a reference",
    Link: "a link",
    LineBreak: "a new line",
    Side: "a side-note",
}
"""What none of these fields can have in it, and how it is called."""


def parse_phrase(written: Written, problems: list[Problem], apart: NotesApart | None = None) -> Phrase:
    """A short field with its marks; what cannot stand there is told, and read as its plain words.

    `apart`: the notes of its file, if it may call some.
    """
    if not written.text.strip():
        return Phrase()
    text = MarkdownText(written.origin, problems, apart or NotesApart())
    tokens, slips = inline_tokens(written.text.strip())
    problems += (warning(text.place(each.line), each.rule, each.message, each.hint) for each in slips)
    for token in tokens:
        if token.type == "address":  # that of a licence, say: it is read, and leads nowhere
            token.meta["within"] = True
    inlines = parse_inlines(text, tokens, 0)
    read = inlines if apart is None else _unnoted(inlines)
    strangers = dict.fromkeys(STRANGERS[type(each)] for each in walk(read) if type(each) in STRANGERS)
    for stranger in strangers:
        problems.append(Problem(written.origin, NOT_IN_PHRASE, f"{stranger} has no place here", "take it out"))
    return Phrase.of(plain(inlines)) if strangers else Phrase(inlines)


def _unnoted(inlines: Inlines) -> Inlines:
    """The words of a line that may call notes, without these."""
    return tuple(each for each in inlines if not isinstance(each, Note))

"""Side-notes: what a mark of `.side` makes of its words, and what those cannot hold."""

from __future__ import annotations

from collections.abc import Mapping

from press.editing.markdown_text import MarkdownText
from press.editing.rules import SIDE_OUT_OF_PLACE, UNKNOWN_MARK
from press.problem import Problem
from press.text import Cluster, Inlines, Note, Side, walk


def side_note(text: MarkdownText, inlines: Inlines, line: int, attrs: Mapping[str, object], in_note: bool) -> Side:
    """`[words]{.side}`, at a line of a text (from 0): it calls no note, and stands in none."""
    if "person" in attrs:
        hint = "write [[words]{person=…}]{.side}"
        text.complain(line, UNKNOWN_MARK, "a side-note that is said of a person", hint)
    if "id" in attrs:
        text.complain(line, UNKNOWN_MARK, "a side-note with an id", "name the place beside it: []{#id}")
    if in_note or any(isinstance(each, (Note, Cluster, Side)) for each in walk(inlines)):
        what = "a side-note in a note" if in_note else "a note within a side-note"
        text.complain(line, SIDE_OUT_OF_PLACE, what, "write it in the text of the paragraph, or in a note")
    return Side(inlines, text.place(line))


def out_of_place(side: Side) -> Problem:
    """A side-note elsewhere than in a paragraph of the text, as in a heading, a caption or a cell."""
    hint = "write it in a paragraph of the text"
    return Problem(side.origin, SIDE_OUT_OF_PLACE, "a side-note has no place here", hint)

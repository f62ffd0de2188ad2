"""Pandoc's answer → inlines, with what citation styles get wrong put right.

Every kind of node that citeproc can answer with has a case here; any other is `Unreadable`, and never passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from press.book import Source
from press.citations.corrections import capital, ends_sentence, inner_marks, with_stop, without_comma
from press.citations.locators import meant
from press.citations.pandoc_tree import NOTHING
from press.citations.references import word
from press.pandoc import Json
from press.text import (
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Reference,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)


class Unreadable(Exception):
    """A kind of node in pandoc's answer that the press cannot print."""


class TreeReader:
    """Pandoc's JSON → inlines; `kept` is what was kept aside of what pandoc was given."""

    def __init__(self, kept: Sequence[Inline], sources: Mapping[str, Source]) -> None:
        self.kept, self.sources = kept, sources

    def entry(self, key: str, blocks: Sequence[Json]) -> Inlines:
        """An entry of the bibliography; a style may part it in blocks."""
        words: list[Inline] = []
        for block in blocks:
            content = block["c"][1] if block["t"] == "Div" else [block]
            for each in content:
                if each["t"] not in ("Para", "Plain"):
                    raise Unreadable(each["t"])
                words += [Text(" ")] if words and each["c"] else []
                words += self.inlines(each["c"])
        return self._corrected([key], tuple(words))

    def inlines(self, nodes: list[Json]) -> Inlines:
        """A run of pandoc's inlines, neighbouring text joined."""
        out: list[Inline] = []
        for node, after in zip_longest(nodes, nodes[1:]):
            worded = self._inline(node)
            if node["t"] == "Cite" and not (after and after["t"] == "Str" and after["c"].startswith(".")):
                source = self.sources.get(_keys(node)[-1])
                worded = with_stop(worded, source.record if source else {})
            # a work that is named first in a sentence of the note
            if node["t"] == "Cite" and ends_sentence(plain(tuple(out[-3:]))):
                worded = capital(worded)
            for inline in worded:
                if isinstance(inline, Text) and out and isinstance(last := out[-1], Text):
                    out[-1] = Text(last.text + inline.text)
                else:
                    out.append(inline)
        return tuple(out)

    def _inline(self, node: Json) -> Inlines:
        kind, content = node["t"], node.get("c")
        match kind:
            case "Str":
                return (Text(content),)
            case "Space" | "SoftBreak":
                return (Text(" "),)
            case "LineBreak":
                return (LineBreak(),)
            case "Emph":
                return (Emphasis(self.inlines(content)),)
            case "Strong":
                return (Strong(self.inlines(content)),)
            case "SmallCaps":
                return (SmallCaps(self.inlines(content)),)
            case "Superscript":
                return (Superscript(self.inlines(content)),)
            case "Subscript":
                return (Subscript(self.inlines(content)),)
            case "Underline":  # what underlining stands for, in print
                return (Emphasis(self.inlines(content)),)
            case "Quoted":
                marks = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
                return (Text(marks[0]), *self.inlines(content[1]), Text(marks[1]))
            case "Link":  # the style's own: an address or a DOI
                return (Link(content[2][0], self.inlines(content[1])),)
            case "Cite":
                return self._corrected(_keys(node), self.inlines(self._without_parentheses(*content)))
            case "Span":
                return self._span(*content)
        raise Unreadable(kind)

    def _corrected(self, keys: Sequence[str], words: Inlines) -> Inlines:
        """The words of a citation, or of an entry, without what the style does wrong."""
        words = tuple(
            Text(inner_marks(meant(each.text)), each.line) if isinstance(each, Text) else each for each in words
        )
        anonymous = any(key in self.sources and "author" not in self.sources[key].fields for key in keys)
        return without_comma(words) if anonymous else words

    def _span(self, attributes: Json, content: list[Json]) -> Inlines:
        said = dict(attributes[2])
        kept = said.get("kept")
        if kept is None:  # citeproc's, or one that keeps capitals
            words = self.inlines(content)
            return (Foreign(said["lang"], words),) if "lang" in said else words
        if kept == NOTHING:
            return ()
        inline = self.kept[int(kept)]
        if isinstance(inline, Reference):  # the figure has done its work
            return (inline,)
        return (replace(inline, inlines=self.inlines(content)),)  # type: ignore[arg-type]

    @staticmethod
    def _without_parentheses(citations: Json, content: list[Json]) -> list[Json]:
        """Citeproc puts a bracketed citation after words of a note into parentheses; our manuscript means none."""
        # those of a work named in the sentence itself are the style's
        in_text = citations[0]["citationMode"]["t"] == "AuthorInText"
        if not in_text and content and content[0] == word("(") and content[-1] == word(")"):
            return content[1:-1]
        return content


def _keys(cite: Json) -> list[str]:
    """The works of a citation."""
    return [each["citationId"] for each in cite["c"][0]]

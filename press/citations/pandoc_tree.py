"""Notes in pandoc's terms and back: inlines → pandoc's JSON → inlines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from press.book import Source
from press.citations.wording import Cited, Stretch
from press.pandoc import Json
from press.problem import Origin
from press.text import (
    Citation,
    Cluster,
    Emphasis,
    Foreign,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mention,
    Reference,
    SmallCaps,
    Strong,
    Superscript,
    Text,
    plain,
)

# around a locator of a kind that citeproc does not know; it takes the braces away itself where it words the citation
BRACES = re.compile(r"\{([^{}]*)\}")


def _str(text: str) -> Json:
    return {"t": "Str", "c": text}


class TreeWriter:
    """Inlines → pandoc's JSON. What pandoc need not understand is kept aside and found again by number."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self.kept: list[Inline] = []
        self.register: list[Cited] = []
        self.seen: set[str] = set()
        self.unit = self.anchor = self.mark = ""
        self.origin = Origin("")

    def stretch(self, stretch: Stretch) -> list[Json]:
        """The notes of a stretch, behind a header from which first mentions are full again."""
        self.unit = stretch.unit
        blocks: list[Json] = [{"t": "Header", "c": [1, ["", ["reset-citation-positions"], []], [_str("x")]]}]
        for anchor, mark, origin, paragraphs in stretch.notes:
            self.anchor, self.mark, self.origin = anchor, mark, origin
            content = [{"t": "Para", "c": self.inlines(paragraph)} for paragraph in paragraphs]
            blocks.append({"t": "Para", "c": [{"t": "Note", "c": content}]})
        return blocks

    def inlines(self, inlines: Inlines) -> list[Json]:
        """A run of inlines in pandoc's terms."""
        return [each for inline in inlines for each in self._inline(inline)]

    def _inline(self, inline: Inline) -> list[Json]:
        match inline:
            case Text():
                return self._words(inline.text)
            case Emphasis() | Strong() | SmallCaps() | Superscript():
                name = {"Emphasis": "Emph", "SmallCaps": "SmallCaps"}.get(type(inline).__name__, type(inline).__name__)
                return [{"t": name, "c": self.inlines(inline.inlines)}]
            case LineBreak():
                return [{"t": "LineBreak"}]
            case Cluster():
                return self._cluster(inline)
            case Mention() | Foreign() | Link():
                return [self._keep(inline, self.inlines(inline.inlines))]
            case Reference():  # its number is not known yet; a figure stands for it, as in "see note 0"
                return [self._keep(inline, [_str("0")])]
        return []

    def _keep(self, inline: Inline, content: list[Json]) -> Json:
        self.kept.append(inline)
        return {"t": "Span", "c": [["", [], [["kept", str(len(self.kept) - 1)]]], content]}

    @staticmethod
    def _words(text: str) -> list[Json]:
        parts = re.split(r"( +)", text)
        # only the plain space: one that does not break is part of a word
        return [{"t": "Space"} if part.isspace() and part[0] == " " else _str(part) for part in parts if part]

    def _cluster(self, cluster: Cluster) -> list[Json]:
        literal = [bool(self.sources[c.key].cite) for c in cluster.citations]
        if any(literal):  # citeproc cannot be told of a wording, and so not be given the cluster whole
            return self._literal_cluster(cluster)
        return [self._cite(cluster.citations, cluster.running)]

    def _literal_cluster(self, cluster: Cluster) -> list[Json]:
        """A cluster in which a work has its own wording: the others are cited one by one around it."""
        out: list[Json] = []
        for n, citation in enumerate(cluster.citations):
            if n:
                out += [_str(";"), {"t": "Space"}]
            if not (source := self.sources[citation.key]).cite:
                out.append(self._cite((citation,), True))
                continue
            full = citation.key not in self.seen
            self._note(citation, True)
            words = source.cite if full or not source.cite_short else source.cite_short
            prefix = self.inlines(citation.prefix)
            suffix = self.inlines(_unbraced(citation.suffix))
            # the comma that citeproc would set before a locator, unless the suffix brings a mark of its own
            joint = [] if not suffix or plain(citation.suffix)[:1] in ",;: " else [_str(","), {"t": "Space"}]
            out += [*prefix, *self.inlines(words), *joint, *suffix]
        return out

    def _note(self, citation: Citation, literal: bool = False) -> None:
        full = citation.key not in self.seen
        self.seen.add(citation.key)
        origin = Origin(self.origin.path, citation.line or self.origin.line)
        self.register.append(Cited(citation.key, self.unit, self.anchor, self.mark, full, origin, literal))

    def _cite(self, citations: tuple[Citation, ...], running: bool) -> Json:
        items = []
        for citation in citations:
            self._note(citation)
            mode = "NormalCitation" if citation.author else "SuppressAuthor"
            items.append(
                {
                    "citationId": citation.key,
                    "citationPrefix": self._trimmed(citation.prefix),
                    "citationSuffix": self.inlines(citation.suffix),
                    # within a sentence without brackets, but a suppressed author stays suppressed
                    "citationMode": {"t": "AuthorInText" if running and citation.author else mode},
                    "citationNoteNum": 1,
                    "citationHash": 0,
                }
            )
        return {"t": "Cite", "c": [items, [_str("?")]]}

    def _trimmed(self, inlines: Inlines) -> list[Json]:
        """A prefix without the space that parts it from the citation, which citeproc adds itself."""
        words = self.inlines(inlines)
        while words and words[-1]["t"] == "Space":
            words.pop()
        return words


def _unbraced(suffix: Inlines) -> Inlines:
    """A locator without the braces that tell citeproc how far it goes."""
    return tuple(Text(BRACES.sub(r"\1", each.text), each.line) if isinstance(each, Text) else each for each in suffix)


class TreeReader:
    """Pandoc's JSON → inlines."""

    def __init__(self, kept: list[Inline]) -> None:
        self.kept = kept

    def inlines(self, nodes: list[Json]) -> Inlines:
        """A run of pandoc's inlines, neighbouring text joined."""
        out: list[Inline] = []
        for inline in (each for node in nodes for each in self._inline(node)):
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
            case "Quoted":
                marks = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
                return (Text(marks[0]), *self.inlines(content[1]), Text(marks[1]))
            case "Link":  # the style's own: an address or a DOI
                return (Link(content[2][0], self.inlines(content[1])),)
            case "Cite":
                return self.inlines(self._without_parentheses(*content))
            case "Span":
                return self._span(*content)
        return ()

    def _span(self, attributes: Json, content: list[Json]) -> Inlines:
        kept = dict(attributes[2]).get("kept")
        if kept is None:  # citeproc's, or one that keeps capitals
            return self.inlines(content)
        inline = self.kept[int(kept)]
        if isinstance(inline, Reference):  # the figure has done its work
            return (inline,)
        return (replace(inline, inlines=self.inlines(content)),)  # type: ignore[arg-type]

    @staticmethod
    def _without_parentheses(citations: Json, content: list[Json]) -> list[Json]:
        """Citeproc puts a bracketed citation after words of a note into parentheses; our manuscript means none."""
        # those of a work named in the sentence itself are the style's
        in_text = citations[0]["citationMode"]["t"] == "AuthorInText"
        if not in_text and content and content[0] == _str("(") and content[-1] == _str(")"):
            return content[1:-1]
        return content

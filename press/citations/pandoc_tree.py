"""Notes in pandoc's terms: inlines → pandoc's JSON. What comes back is read by `press.citations.answer`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from press.book import Source
from press.citations.locators import sent
from press.citations.references import MARKS, word, words_of
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
    Struck,
    Subscript,
    Superscript,
    Text,
    plain,
)

# around a locator of a kind that citeproc does not know; it takes the braces away itself where it words the citation
BRACES = re.compile(r"\{([^{}]*)\}")
NEW_SENTENCE = re.compile(r"\s+[“‘\"'(]*[^\W\d_a-zß-öø-ÿ]")
NOTHING = "nothing"
"""The number of what is kept aside where nothing is."""


class TreeWriter:
    """Inlines → pandoc's JSON. What pandoc need not understand is kept aside and found again by number."""

    def __init__(self, sources: Mapping[str, Source], style: str = "") -> None:
        self.sources, self.style = sources, style
        self.kept: list[Inline] = []
        self.register: list[Cited] = []
        self.seen: set[str] = set()
        self.unit = self.anchor = self.mark = ""
        self.origin = Origin("")

    def stretch(self, stretch: Stretch) -> list[Json]:
        """The notes of a stretch, behind a header from which first mentions are full again."""
        self.unit = stretch.unit
        blocks: list[Json] = [{"t": "Header", "c": [1, ["", ["reset-citation-positions"], []], [word("x")]]}]
        for anchor, mark, origin, paragraphs in stretch.notes:
            self.anchor, self.mark, self.origin = anchor, mark, origin
            content = [{"t": "Para", "c": [*_before(paragraph), *self.inlines(paragraph)]} for paragraph in paragraphs]
            blocks.append({"t": "Para", "c": [{"t": "Note", "c": content}]})
        return blocks

    def inlines(self, inlines: Inlines) -> list[Json]:
        """A run of inlines in pandoc's terms."""
        return [each for inline in inlines for each in self._inline(inline)]

    def _inline(self, inline: Inline) -> list[Json]:
        match inline:
            case Text():
                return words_of(inline.text)
            case Emphasis() | Strong() | SmallCaps() | Superscript() | Subscript():
                return [{"t": MARKS[type(inline)], "c": self.inlines(inline.inlines)}]
            case LineBreak():
                return [{"t": "LineBreak"}]
            case Cluster():
                return self._cluster(inline)
            case Mention() | Foreign() | Link() | Struck():
                return [self._keep(inline, self.inlines(inline.inlines))]
            case Reference():  # its number is not known yet; a figure stands for it, as in "see note 0"
                return [self._keep(inline, [word("0")])]
        raise AssertionError(f"a {type(inline).__name__} in a note")  # a kind of inline that was forgotten here

    def _keep(self, inline: Inline, content: list[Json]) -> Json:
        self.kept.append(inline)
        return {"t": "Span", "c": [["", [], [["kept", str(len(self.kept) - 1)]]], content]}

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
                out += [word(";"), {"t": "Space"}]
            if not (source := self.sources[citation.key]).cite:
                out.append(self._cite((citation,), True))
                continue
            full = citation.key not in self.seen
            self._note(citation, True)
            words = source.cite if full or not source.cite_short else source.cite_short
            prefix = self.inlines(citation.prefix)
            suffix = self.inlines(_unbraced(citation.suffix))
            # the comma that citeproc would set before a locator, unless the suffix brings a mark of its own
            joint = [] if not suffix or plain(citation.suffix)[:1] in ",;: " else [word(","), {"t": "Space"}]
            out += [*prefix, *self.inlines(words), *joint, *suffix]
        return out

    def _note(self, citation: Citation, literal: bool = False) -> None:
        full = citation.key not in self.seen
        self.seen.add(citation.key)
        origin = Origin(self.origin.path, citation.line or self.origin.line)
        self.register.append(
            Cited(
                key=citation.key,
                unit=self.unit,
                note=self.anchor,
                mark=self.mark,
                full=full,
                origin=origin,
                literal=literal,
            )
        )

    def _cite(self, citations: tuple[Citation, ...], running: bool) -> Json:
        items = []
        for citation in citations:
            self._note(citation)
            mode = "NormalCitation" if citation.author else "SuppressAuthor"
            items.append(
                {
                    "citationId": citation.key,
                    "citationPrefix": self._trimmed(citation.prefix),
                    "citationSuffix": self.inlines(self._located(citation.suffix)),
                    # within a sentence without brackets, but a suppressed author stays suppressed
                    "citationMode": {"t": "AuthorInText" if running and citation.author else mode},
                    "citationNoteNum": 1,
                    "citationHash": 0,
                }
            )
        return {"t": "Cite", "c": [items, [word("?")]]}

    def _located(self, suffix: Inlines) -> Inlines:
        """What follows a key with its locator as citeproc has it right."""
        if suffix and isinstance(first := suffix[0], Text):
            return (Text(sent(first.text, self.style), first.line), *suffix[1:])
        return suffix

    def _trimmed(self, inlines: Inlines) -> list[Json]:
        """A prefix without the space that parts it from the citation, which citeproc adds itself."""
        words = self.inlines(inlines)
        while words and words[-1]["t"] == "Space":
            words.pop()
        return words


def _before(paragraph: Inlines) -> list[Json]:
    """Something that is not there, before a citation that the note's own sentence goes on from.

    Citeproc would end a citation at the head of a note with a full stop, whatever comes behind it; it is right to do so
    where the editor's words begin a sentence.
    """
    if len(paragraph) < 2 or not isinstance(first := paragraph[0], Cluster):
        return []
    if first.running and first.citations[0].author:  # a work named in the sentence, which citeproc lets go on
        return []
    goes_on = not isinstance(after := paragraph[1], Cluster) and not NEW_SENTENCE.match(plain(after))
    return [{"t": "Span", "c": [["", [], [["kept", NOTHING]]], []]}] if goes_on else []


def _unbraced(suffix: Inlines) -> Inlines:
    """A locator without the braces that tell citeproc how far it goes."""
    return tuple(Text(BRACES.sub(r"\1", each.text), each.line) if isinstance(each, Text) else each for each in suffix)

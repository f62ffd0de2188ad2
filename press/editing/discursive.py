"""Which words of a note only cite, and which speak: an index of names may count the second alone.

A sentence cites if it has a work, a title or a figure in it, and otherwise nothing but names, dates and the words that
references are made of: *Seward to Adams, 3 March 1864, quoted in …*. Whatever else it says makes it a sentence of the
editor's own. So does doubt: a mention too many does less harm than one that is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from press.text import Cluster, Emphasis, Inline, Inlines, LineBreak, Mention, Note, Reference, Text, plain, walk

ENDS = re.compile(r"(?<=[.?!…])[’”)]* +(?=[‘“(\[]*[^\W\d_a-z])")
SHORTENED = re.compile(r"\b(?:[^\W\d_]|[A-Z][a-z]{1,3}|pp|vols?|nos?|chs?|nn|cf|eds?|fols?)\.[’”)]*$")
"""What ends with a full stop and no sentence: an initial, *Gen.*, *vol.*"""
QUOTED = re.compile(r"“[^“”]*”|‘[^‘’]*’")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
CITING = frozenset(
    re.findall(
        r"\w+",
        """
        a abstract al also an and annex another appendix archives article as at attached attachment author between
        book both box by cf ch chapter chapters chs cit cited citing clipping collection column columns comments
        copies copy cover d dated de del der di diary document documents draft du ed edited edition editor eds encl
        enclosed enclosing enclosure entry esp especially et f ff file files final first fol folder folio fols for
        from further handwritten home ibid id idem in interview interviews introduction issue item journal l la le
        leaf letter letters ll loc manuscript marginal meeting memo memoir memoirs memoranda memorandum memos
        microfilm minute minutes ms n nd newspaper nn no nos note notebook notes number numbers of on op or p page
        pages paper papers para paragraph part passim pp preface printed pt quoted quoting record records reel
        report reports reprinted rev review roll s same sec second sect section see ser serial series ss sub talk
        talking telegram telegrams testimony the therein third to trans transcript translated translation typescript
        und undated unpublished van vol vols volume volumes von with
        """,
    )
)
"""The words that references are made of."""


def citing_mentions(paragraph: Inlines) -> frozenset[int]:
    """The mentions of a note's paragraph, by `id()`, that stand in words which only cite."""
    found: set[int] = set()
    for sentence in _sentences(paragraph):
        mentions = {id(each) for each in walk(sentence) if isinstance(each, Mention)}
        if _cites(sentence):
            found |= mentions
        else:  # what goes before a work within its brackets, or behind, belongs to the work
            clusters = tuple(each for each in walk(sentence) if isinstance(each, Cluster))
            found |= {id(each) for each in walk(clusters) if isinstance(each, Mention)}
    return frozenset(found)


def _sentences(paragraph: Inlines) -> Iterator[Inlines]:
    """A paragraph in its sentences, as far as they end in its own text."""
    sentence: list[Inline] = []
    for n, inline in enumerate(paragraph):
        if not isinstance(inline, Text):
            sentence.append(inline)
            continue
        last = 0
        # the next sentence may begin in another inline, whose first letter is looked at too
        for end in ENDS.finditer(inline.text + plain(paragraph[n + 1 : n + 2])[:1]):
            if not SHORTENED.search(inline.text[: end.start()]):
                yield (*sentence, Text(inline.text[last : end.end()]))
                sentence, last = [], end.end()
        sentence.append(Text(inline.text[last:]))
    yield tuple(sentence)


def _cites(sentence: Inlines) -> bool:
    spoken = "".join(_spoken(sentence))
    rest = QUOTED.sub(" ", spoken)
    works = any(isinstance(each, (Cluster, Emphasis)) for each in walk(sentence))
    if not (works or rest != spoken or re.search(r"\d", rest)):
        return False
    return all(word[0].isupper() or word in CITING for word in WORD.findall(rest))


def _spoken(inlines: Inlines) -> Iterator[str]:
    """The words of a sentence but for works, titles in italics and names."""
    for inline in inlines:
        if isinstance(inline, Text):
            yield inline.text
        elif isinstance(inline, (Cluster, Emphasis, Mention, Note, LineBreak)) or (
            isinstance(inline, Reference) and not inline.inlines
        ):
            yield " "
        else:
            yield from _spoken(inline.inlines)

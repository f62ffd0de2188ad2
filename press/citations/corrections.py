"""What citation styles and citeproc get wrong, put right in their answer. Each says whose fault it is and why."""

from __future__ import annotations

import re
from collections.abc import Mapping

from press.text import Emphasis, Inlines, Text, plain

SENTENCE_END = re.compile(r"(?P<word>[^\W\d_]*)(?P<mark>[.?!…])['’”)\]]*\s+$")
ABBREVIATED = frozenset(
    re.findall(
        r"\S+",
        """
        al app bk bks c ca cap cf ch chap chs col cols comp doc dr ed eds esp fig figs fol fols gen ibid l ll lt mr mrs
        ms n nn no nos op p para pl pp prof pt pts rev sec sect ser st supp trans v viz vol vols vs
        """,
    )
)
"""Words that a stop shortens: no sentence ends there."""
STOPS_LOST = re.compile(r"(?<![^\W\d_])[^\W\d_]\.[^\W\d_]$|\b(?:o\.\sJ|s\.\s[df])$")
"""`n.d`, `U.S`, and what German, French and Spanish say of a work without a date: their last stop is their own."""
INNER_MARK = re.compile(r"(‘(?:[^‘’“”]|’(?=\w))*)’([,.])”")
ARTICLES = {
    "en": "the|an|a",
    "de": "der|die|das|den|dem|des|ein|eine|einer|eines",
    "fr": "les|le|la|une|un|l[’']",
    "es": "los|las|el|la|una|un",
    "it": "gli|il|lo|la|le|i|una|uno|un|l[’']",
    "nl": "de|het|een|’t|'t",
    "pt": "os|as|o|a|uma|um",
}
"""What is passed over where a title begins with it, by the language of the work."""


def capital(words: Inlines) -> Inlines:
    """The words with a capital first: what a style takes from a record (`article on …`, `van`) may have none."""
    if words and isinstance(first := words[0], Text):
        return (Text(first.text[:1].upper() + first.text[1:], first.line), *words[1:])
    return words


def ends_sentence(words: str) -> bool:
    """Whether a new sentence begins behind these words: citeproc knows only the beginning of a note."""
    found = SENTENCE_END.search(words)
    if not found:
        return False
    word = found["word"].lower()
    return found["mark"] != "." or not (word in ABBREVIATED or len(word) == 1)


def with_stop(words: Inlines, record: Mapping[str, object]) -> Inlines:
    """The words of a citation, the last of a work with this record, with the stop that shortens the last of them.

    Where a note goes on behind a citation, citeproc takes away the stop at its end, be it that of `n.d.` or of
    `Norton & Co.`
    """
    said = plain(words)
    ends = (each[:-1] for each in record.values() if isinstance(each, str) and each.endswith(".") and len(each) > 2)
    lost = STOPS_LOST.search(said) or any(said.endswith(each) for each in ends)
    return (*words, Text(".")) if lost else words


def inner_marks(text: str) -> str:
    """`“‘Now,’” 6` for `“‘Now’,” 6`: where a comma goes within a closing mark it goes within both (Chicago 18, 6.9)."""
    return INNER_MARK.sub(r"\1\2’”", text)


def without_comma(words: Inlines) -> Inlines:
    """A work without an author: New Hart's and MHRA have no comma between a title and the bracket behind it.

    Their styles set one wherever no name goes before, which they look for in the wrong macro.
    """
    out = list(words)
    for n, each in enumerate(out):
        if not isinstance(each, Text):
            continue
        if n and isinstance(out[n - 1], Emphasis) and each.text.startswith(", ("):
            out[n] = Text(each.text[1:], each.line)
            break
        if found := re.search(r"(,”|[”’],) \(", each.text):
            mark = found[0][0] if found[0][0] != "," else "”"
            out[n] = Text(f"{each.text[: found.start()]}{mark} ({each.text[found.end() :]}", each.line)
            break
    return tuple(out)


def without_article(words: str, language: str) -> str:
    """Words as they are sorted: without the article that they begin with, in their language."""
    words = words.lstrip("“‘\"'«„")
    articles = ARTICLES.get(language.lower().split("-")[0], "")
    found = re.match(rf"(?:{articles})(?:(?<=[’'])|\s+)(?=\S)", words, re.IGNORECASE) if articles else None
    return words[found.end() :] if found else words

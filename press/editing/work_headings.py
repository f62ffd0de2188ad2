"""The heading of a work in an index, from its record in sources.yaml: *Ledger, The* (Brandt)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from press.book import Source, SourceName
from press.people import attach
from press.terms import Register, Term
from press.text import Emphasis, Inlines, Phrase, Text, plain

ARTICLE = re.compile(r"(The|An?) (?=\S)")
"""What stands at the head of a title in English, and behind it in an index (Chicago 18, 15.57)."""
QUOTED = frozenset(
    {
        *("article", "article-journal", "article-magazine", "article-newspaper", "chapter", "entry-dictionary"),
        *("entry-encyclopedia", "paper-conference", "post", "post-weblog", "webpage", "speech", "song", "interview"),
    }
)
"""The types of CSL whose titles stand in quotation marks; a letter and a manuscript have theirs in plain type."""
PLAIN = frozenset({"personal_communication", "manuscript", "document", "legal_case", "legislation"})
QUOTES: Mapping[str, str] = {
    **dict.fromkeys(("en-GB", "en-IE", "en-AU", "en-NZ", "en-ZA"), "‘’"),
    **dict.fromkeys(("de", "cs", "sk"), "„“"),
    **dict.fromkeys(("pl", "hu", "ro", "nl-BE"), "„”"),
    **dict.fromkeys(("it", "ru", "uk", "es", "pt-PT", "no", "nb"), "«»"),
}
"""The outer quotation marks of languages (CLDR), where they are not those of the United States."""


def with_heading(term: Term, register: Register, sources: Mapping[str, Source], language: str) -> Term:
    """A heading of a register; that of a work without words of its own is made of its source, if there is one, with the
    quotation marks of the book's language.
    """
    if register.kind != "works" or term.heading or term.key not in sources:
        return term
    return replace(term, heading=_heading(sources[term.key], language))


def _heading(source: Source, language: str) -> Phrase:
    """The title without its subtitle, an article behind it, as a title is set; and who wrote it, in parentheses."""
    title = source.fields.get("title-short") or source.fields.get("title", ())
    words = _turned(_before_colon(cast("Inlines", title) if isinstance(title, tuple) else (Text(str(title)),)))
    kind = str(source.record.get("type", ""))
    if kind in QUOTED:
        marks = QUOTES.get(language, QUOTES.get(language.partition("-")[0], "“”"))
        words = (Text(marks[0]), *words, Text(marks[1]))
    elif kind not in PLAIN:
        words = (Emphasis(words),)
    authors = _authors(source)
    return Phrase((*words, Text(f" ({authors})"))) if authors and plain(words).strip() else Phrase(words)


def _before_colon(title: Inlines) -> Inlines:
    for n, each in enumerate(title):
        if isinstance(each, Text) and ": " in each.text:
            return (*title[:n], Text(each.text.split(": ", 1)[0]))
    return title


def _turned(title: Inlines) -> Inlines:
    """A title with the article that it begins with behind it."""
    first = title[0] if title else None
    if not isinstance(first, Text) or not (article := ARTICLE.match(first.text)):
        return title
    rest = first.text[article.end() :]
    return (Text(rest[:1].upper() + rest[1:]), *title[1:], Text(f", {article[1]}"))


def _authors(source: Source) -> str:
    """The family names of those who wrote it, or edited it where nobody did: three at most."""
    found = source.fields.get("author") or source.fields.get("editor")
    given = found if isinstance(found, tuple) else ()
    names = [name for each in given if isinstance(each, SourceName) and (name := _family(each.parts))]
    if len(names) > 3:
        return f"{names[0]} et al."
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _family(parts: Mapping[str, str]) -> str:
    particle = parts.get("non-dropping-particle", "")
    return attach(particle, parts["family"]) if parts.get("family") else parts.get("literal", "")

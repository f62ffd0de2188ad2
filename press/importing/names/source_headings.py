"""The heading of a primary source, such as *(3) Walter Krivitsky, I Was Stalin's Agent (1939)*, taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from press.importing.names.dates import DATE, read_date
from press.importing.names.lexicon import any_of, lexicon
from press.importing.names.works import AUTHORS, NAME, Work, names_in
from press.importing.typescript import Item
from press.text import Emphasis, Inlines, Text, plain

PAPER = re.compile(rf"\b(?:{any_of(lexicon().newspapers)})\b")
MAGAZINE = re.compile(rf"\b(?:{any_of(lexicon().magazines)})\b")
# the first of these that is named: a note to a letter is a letter, a report of a speech a speech
KINDS = {
    "letter": r"\bletters?\b",
    "telegram": r"\b(?:telegram|cable)\b",
    "memo": r"\bmemo(?:randum|randa|s)?\b",
    "interview": r"\binterview(?:ed)?\b",
    "diary": r"\bdiar(?:y|ies)\b",
    "testimony": r"\b(?:testimony|deposition|evidence|affidavit)\b",
    "speech": r"\b(?:speech|address|broadcast|lecture|sermon)\b",
    "minute": r"\bminutes?\b",
    "report": r"\breports?\b",
    "note": r"\bnotes?\b",
}
RECORD_TYPES = {
    "letter": "personal_communication",
    "telegram": "personal_communication",
    "memo": "manuscript",
    "diary": "manuscript",
    "minute": "manuscript",
    "note": "manuscript",
    "interview": "interview",
    "testimony": "hearing",
    "speech": "speech",
    "report": "report",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The heading of a primary source: what the document is called, its kind, its date, and the work it is from."""

    title: Inlines
    kind: str
    date: str
    date_text: str
    work: Work


def parse_heading(item: Item) -> Parsed:
    """Author, title and date in the heading of a primary source; what has no such parts is all title."""
    words = plain(item.heading).strip()
    rest, date, date_text = _cut_date(words)
    authors, title = _cut_authors(rest)
    # a kind is named in small letters or first of all: *letter to Elsa*, but not *The Zinoviev Letter*
    told = title[:1].lower() + title[1:]
    kind = next((kind for kind, pattern in KINDS.items() if re.search(pattern, told)), "")
    paper = _paper_in(title, date)
    if paper and not kind:  # a letter to *The Times* is a letter
        # after an author the article's own title, and the paper's behind the last comma; else there is only the paper's
        own = title.rpartition(", ")[0] if authors and ", " in title else ""
        container = title.rpartition(", ")[2] if own else title
        work = Work(title=own, kind=paper, authors=authors, date=date, container=container, places=(item.place,))
        return Parsed(_title_line(authors, own, container), "article", date, date_text, work)
    record = RECORD_TYPES.get(kind, "book")
    # a book's title is italic; what a letter or a report is called is a description
    italic = title if record == "book" else ""
    work = Work(title=title or words, kind=record, authors=authors, date=date or date_text, places=(item.place,))
    line = _title_line(authors, "" if italic else title, italic) if title else (Text(words),)
    return Parsed(line, kind or ("book" if authors else "note"), date, date_text, work)


def _cut_date(words: str) -> tuple[str, str, str]:
    """The words before the date that ends a heading, the date in ISO, and its own wording if it is not one."""
    if found := re.search(r"[,.]?\s*\(([^()]*\d{4}[^()]*)\)\.?$", words):
        date = read_date(found[1])
        return words[: found.start()].strip(" ,"), date, "" if date else found[1].strip()
    for found in DATE.finditer(words):  # without parentheses only behind a comma, at the very end: 1984 may be a title
        if (
            found.end() >= len(words.rstrip(". "))
            and found.start() > 3
            and words[found.start() - 2 : found.start()] == ", "
        ):
            return words[: found.start()].strip(" ,"), read_date(found[0]), ""
    return words, "", ""


def _cut_authors(words: str) -> tuple[tuple[str, ...], str]:
    """The authors before the first comma of a heading, if they are names, and the rest."""
    found = re.match(rf"(?P<authors>{AUTHORS}|{NAME}), (?P<rest>\S.*)", words)
    if not found or re.match(r"(?:The|A|An) ", words):  # *The Star, London* names no author
        return (), words
    return names_in(found["authors"]), found["rest"]


def _paper_in(title: str, date: str) -> str:
    """The record type of a newspaper or a magazine, when a heading names one, or a day and nothing else."""
    # what has a magazine's name is from one; a newspaper's words are common ones, and tell only with a day or a month
    if MAGAZINE.search(title):
        return "article-magazine"
    if PAPER.search(title) and len(date.rstrip("~")) > 4:
        return "article-newspaper"
    return ""


def _title_line(authors: tuple[str, ...], upright: str, italic: str) -> Inlines:
    """*Walter Krivitsky, I Was Stalin's Agent* with the work's title in italics."""
    parts: list[Any] = [Text(", ".join(filter(None, (" and ".join(authors), upright))))] if authors or upright else []
    if italic:
        parts += [*([Text(", ")] if parts else []), Emphasis((Text(italic),))]
    return tuple(parts)

"""Abbreviations: which the book uses, of those that abbreviations.yaml explains; and which it does not explain.

An abbreviation is a whole word, perhaps with the s of a plural; in small capitals its case is nobody's. It is used
where the editor's words have it, and where a source has it: the list is for whoever meets it in print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from press.book import Abbreviation, Book, Source
from press.editing.phrases import parse_phrase
from press.editing.record_rules import LANGUAGE_HINT, NOT_A_LANGUAGE
from press.editing.records import AbbreviationRecord
from press.editing.value_rules import ABBREVIATION_NOT_USED, NEVER_PRINTED, UNEXPLAINED
from press.problem import Origin, Problem, warning
from press.rules import MISSING_KEY
from press.text import LANGUAGE, Link, Mention, SmallCaps, Speech, Text, walk

CAPITALS = re.compile(r"(?<![\w.&/\\-])([^\W\d_a-zß-ÿ]{2,6}\d?)(?:s|(?=['’]s\b))?(?![\w&/]|\.\w|-\d|\s\d)")
"""A word of capitals, which may end with a figure: MI5. No part of a shelf-mark (KV 2/802), a name of a file, A&B."""
ROMAN = re.compile(r"[IVXLCDM]+")
WORD = re.compile(r"[^\W\d_]+")
KNOWN = re.compile(
    r"AD|BC|BCE|BH|CE|AM|PM|PS|NB|OK|TV|UK|US|USA|USSR|UN|EU|BBC|DNA|DC"
    r"|ID|PO|MS|MSS|MP|SOS|VIP|ISBN|ISSN|DOI|URL|PDF"
)
"""What every reader knows (Chicago 18, 10.4), and dictionaries have."""


def parse_abbreviations(records: Mapping[str, AbbreviationRecord], problems: list[Problem]) -> tuple[Abbreviation, ...]:
    """The records of abbreviations.yaml; whether the book uses them is not asked yet."""
    for short, record in records.items():
        if not short or not record.long.text:
            message = f'"{short}" stands for nothing' if short else "an abbreviation of no letters"
            problems.append(Problem(record.origin, MISSING_KEY, message, "write NKVD: what it stands for"))
        if record.lang and not LANGUAGE.fullmatch(record.lang):
            message = f'"{record.lang}" is no language'
            problems.append(Problem(record.origin, NOT_A_LANGUAGE, message, LANGUAGE_HINT))
    return tuple(
        Abbreviation(short, parse_phrase(record.long, problems), record.lang, False, record.origin)
        for short, record in records.items()
    )


def with_use(
    abbreviations: tuple[Abbreviation, ...], printed: object, sources: Iterable[Source]
) -> tuple[Abbreviation, ...]:
    """The abbreviations, each told whether something that is printed has it."""
    shorts = sorted((each.short for each in abbreviations if each.short), key=len, reverse=True)
    if not shorts:
        return abbreviations
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, shorts))})(?=s?(?!\w))")
    texts = [node.text for node in walk(printed) if isinstance(node, Text)]
    texts += [text.text.upper() for node in walk(printed) if isinstance(node, SmallCaps) for text in _texts(node)]
    texts += [text for source in sources for text in _values(source.record)]
    used = {found[1] for text in texts for found in pattern.finditer(text)}
    return tuple(replace(each, used=each.short in used) for each in abbreviations)


def _texts(node: object) -> Iterator[Text]:
    return (each for each in walk(node) if isinstance(each, Text))


def _values(record: Any) -> Iterator[str]:
    """The texts of a record of a source."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, (list, tuple)):
        for each in record:
            yield from _values(each)
    elif isinstance(record, Mapping):
        for each in record.values():
            yield from _values(each)


# --- rules -------------------------------------------------------------------------------------------


def abbreviations_are_used(book: Book) -> Iterator[Problem]:
    """What the book explains and does not use is left over, or is written otherwise there; and a list prints them."""
    for each in book.abbreviations:
        if not each.used:
            yield warning(each.origin, ABBREVIATION_NOT_USED, f'the abbreviation "{each.short}" is used nowhere')
    if book.abbreviations and not any(piece.kind == "abbreviations" for piece in book.pieces):
        message, hint = "the abbreviations are printed nowhere", "add abbreviations to contents:"
        yield warning(book.abbreviations[0].origin, NEVER_PRINTED, message, hint)


def abbreviations_are_explained(book: Book) -> Iterator[Problem]:
    """A word of capitals that the list does not explain, where there is a list; each is told once, where it is first.

    A word that the book has in small letters too is only printed large, and so is one between others in capitals; names
    of people are left alone.
    """
    if not book.abbreviations:
        return
    units = [piece.chapter for piece in book.pieces if piece.chapter] + list(book.documents)
    known = {each.short for each in book.abbreviations}
    words = (word for unit in units for text in _texts(unit) for word in WORD.findall(text.text))
    small = {word for word in words if word.islower()}
    for unit in units:
        for text in _running(unit):
            for found in CAPITALS.finditer(text.text):
                word = found[1]
                if word in known or not _is_one(word) or word.lower() in small or _among_capitals(text.text, found):
                    continue
                known = known | {word}
                origin = Origin(unit.origin.path, text.line or unit.origin.line)
                hint = "add it to abbreviations.yaml; or silence the warning in looks.yaml"
                yield warning(origin, UNEXPLAINED, f'an abbreviation that the list does not explain: "{word}"', hint)


def _is_one(word: str) -> bool:
    """Whether a word can be an abbreviation that somebody may ask about; a Roman number is none."""
    return word.isupper() and not ROMAN.fullmatch(word) and not KNOWN.fullmatch(word)


def _running(unit: object) -> Iterator[Text]:
    """The words of a text but for names, addresses, small capitals and the speakers of a drama."""
    apart = {id(text) for node in walk(unit) if isinstance(node, (Mention, Link, SmallCaps)) for text in _texts(node)}
    apart |= {id(text) for node in walk(unit) if isinstance(node, Speech) for text in _texts(node.speaker)}
    return (text for text in _texts(unit) if id(text) not in apart)


def _among_capitals(text: str, found: re.Match[str]) -> bool:
    """Whether the word before or behind is in capitals too: a heading of a newspaper, a telegram."""
    before = re.search(r"(\w+)\W*$", text[: found.start()])
    behind = re.match(r"\W*(\w+)", text[found.end() :])
    return any(word and len(word[1]) > 1 and word[1].isupper() for word in (before, behind))
